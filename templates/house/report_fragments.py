"""The blocks of reports as fragments, for shells and for pages that place them by name."""

from __future__ import annotations

from typing import Any

from house.drawing import GAP, add, add_table
from house.report_parts import (
    aim_cells,
    aims_lines,
    data_lines,
    gap_lines,
    key_sentence,
    ofsted_lines,
    overall_lines,
    people_line,
    progress_line,
)

__all__ = ["REPORT_FRAGMENTS"]


def attendance(page: Any) -> None:
    """Who was present and who sent apologies."""
    add(
        page,
        "**Present:** {% if this.chair %}{{ this.chair.name }}, {{ this.chair.title }} (Chair)"
        "{% if this.present %}; {% endif %}{% endif %}" + people_line("this.present"),
    )
    add(page, "{%p if this.apologies %}")
    add(page, "**Apologies:** " + people_line("this.apologies"))
    add(page, "{%p endif %}")


def head_panel(page: Any) -> None:
    """School, timescale, level, Ofsted, date: a line each."""
    add(page, "**School:** {{ this.school }}")
    add(page, "**Date:** {{ this.date }}")
    add(page, "**Support from:** {{ this.starts_on }}")
    add(
        page,
        "**Expected exit:** {% if this.exit_gap %}" + GAP.format("this.exit_gap") + "{% else %}"
        "{{ this.exits_on }}{% endif %}",
    )
    add(page, "**Level of additional support:** {{ this.level }}")
    add(page, "Ofsted", "Heading 3")
    _lines(page, ofsted_lines("this"))


def aims(page: Any) -> None:
    """The aims for the end of the year."""
    add(page, "Aims for the end of the year", "Heading 2")
    _lines(page, aims_lines("this"))


def data(page: Any) -> None:
    """The figures, with attendance and key groups."""
    add(page, "Data, including attendance and key groups", "Heading 2")
    _lines(page, data_lines("this"))


def aim_progress(page: Any) -> None:
    """Each aim with previous actions, context and impact, next steps."""
    add(page, "Progress by aim", "Heading 2")
    previous, context, following = aim_cells()
    add(page, "{%p for aim in this.rows %}")
    add(page, "{{ aim.number }}. {{ aim.text }}", "Heading 3")
    _lines(page, progress_line())
    for title, lines in (("Previous actions", previous), ("Context and impact", context), ("Next steps", following)):
        add(page, f"**{title}**", "Lead")
        _lines(page, lines)
    add(page, "{%p endfor %}")


def support_impact(page: Any) -> None:
    """What the support has changed."""
    add(page, "Impact of support", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(
        page,
        "**{{ item.text }}**{% if item.provider %}, {{ item.provider }}{% endif %}"
        "{% if item.days %}, {{ item.days }}{% endif %}"
        "{% if item.delivered_on %}, completed {{ item.delivered_on }}{% endif %}: {{ item.impact }}"
        "{% if item.gap %}**" + GAP.format("item.gap") + "**{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")


def minutes(page: Any) -> None:
    """What was said under each item of the agenda."""
    add(page, "Notes of the meeting", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(page, "{{ item.text }}", "Heading 3")
    add(page, "{{p item.minute }}")
    add(page, "{%p endfor %}")


def other_matters(page: Any) -> None:
    """What belongs to no item."""
    add(page, "Other matters", "Heading 2")
    add(page, "{{p this.text }}")


def overall_progress(page: Any) -> None:
    """The chair's judgement."""
    add(page, "Overall progress", "Heading 2")
    _lines(page, overall_lines("this"))
    add(page, "{%p if this.risk %}")
    add(page, "Risk of not meeting the aims in full by the end of support: **{{ this.risk }}**.")
    add(page, "{%p endif %}")
    _lines(page, gap_lines("this.risk_gap"))


def key(page: Any) -> None:
    """What the two judgements mean."""
    add(page, "Key", "Heading 2")
    add_table(
        page,
        (3.4, 13.0),
        ("Judgement", "Meaning"),
        (
            (["On track"], [key_sentence("this", "demonstrates")]),
            (["Not on track"], [key_sentence("this", "does not yet demonstrate")]),
        ),
        says="What the judgements on track and not on track mean.",
    )


def _lines(page: Any, lines: list[str]) -> None:
    """The lines of a cell as paragraphs of a page."""
    for line in lines:
        own, bar, text = line.partition("|")
        if bar and own in {"List Bullet", "Gap"}:
            add(page, text, own)
        elif bar and own == "Table Head":
            add(page, f"**{text}**", "Lead")
        else:
            add(page, line)


REPORT_FRAGMENTS = {
    "attendance": attendance,
    "head-panel": head_panel,
    "aims": aims,
    "data": data,
    "aim-progress": aim_progress,
    "support-impact": support_impact,
    "minutes": minutes,
    "other-matters": other_matters,
    "overall-progress": overall_progress,
    "key": key,
}
