"""Camden's Appendix D as a page: every cell of the form in its order, none of its instructions."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.drawing import GAP, add, add_table, running_lines
from house.report_parts import (
    aim_cells,
    aims_lines,
    data_lines,
    gap_lines,
    key_sentence,
    ofsted_lines,
    overall_lines,
    overall_risk_lines,
    people_line,
    progress_line,
)
from house.shells import frame_gaps, name_or_logo

__all__ = ["targeted_meeting_report"]


def targeted_meeting_report(page: Any) -> None:
    """The Targeted Support Meeting Report, across the page."""
    running_lines(page)
    name_or_logo(page)
    add(page, "{{ letter.title }} ({{ letter.academic_year }})", "Heading 1")
    frame_gaps(page)
    _present(page)
    _head(page)
    _aims_and_data(page)
    _progress(page)
    _overall(page)
    for name in ("support_impact", "minutes", "other_matters", "next_dates", "copies"):
        add(page, f"{{{{p block.{name} }}}}")
    add(page, "{%p if letter.signatory %}")
    agreed = add(page, "Agreed by {{ letter.signatory.name }}, {{ letter.signatory.title }}, on {{ letter.date }}.")
    agreed.paragraph_format.space_before = Pt(14)
    add(page, "{%p endif %}")


def _whole(name: str, lines: list[str]) -> list[str]:
    """The lines of a block, or the words for it where the whole block is missing."""
    return [
        f"{{%p if {name}.gap %}}",
        f"Gap|{GAP.format(name + '.gap')}",
        "{%p else %}",
        *lines,
        "{%p endif %}",
    ]


def _present(page: Any) -> None:
    """Present and apologies."""
    name = "block.attendance"
    add(page, f"{{%p if {name}.gap %}}")
    add(page, "**Present:** " + GAP.format(name + ".gap"), "Gap")
    add(page, "{%p else %}")
    add(
        page,
        f"**Present:** {{% if {name}.chair %}}{{{{ {name}.chair.name }}}}, {{{{ {name}.chair.title }}}} (Chair)"
        f"{{% if {name}.present %}}; {{% endif %}}{{% endif %}}" + people_line(f"{name}.present"),
    )
    add(page, f"{{%p if {name}.apologies %}}")
    add(page, "**Apologies:** " + people_line(f"{name}.apologies"))
    add(page, "{%p endif %}")
    add(page, "{%p endif %}")


def _head(page: Any) -> None:
    """School, timescale, level, Ofsted, date."""
    name = "block.head_panel"
    exits = [
        f"{{%p if {name}.exits_on %}}",
        f"{{{{ {name}.exits_on }}}}",
        "{%p endif %}",
        *gap_lines(f"{name}.exit_gap"),
    ]
    add_table(
        page,
        (4.4, 3.2, 3.2, 2.9, 8.6, 3.4),
        (
            "School",
            "Timescale for Support: Start",
            "Timescale for Support: Exit",
            "Level of additional support",
            "Ofsted: How good is the school?",
            "Date",
        ),
        (
            (
                _whole(name, [f"{{{{ {name}.school }}}}"]),
                [f"{{{{ {name}.starts_on }}}}"],
                exits,
                [f"{{{{ {name}.level }}}}"],
                ofsted_lines(name),
                [f"{{{{ {name}.date }}}}"],
            ),
        ),
        says="The school, the timescale and level of its support, its last Ofsted inspection and the date.",
    )
    _space(page)


def _aims_and_data(page: Any) -> None:
    """The year's aims beside the data."""
    add_table(
        page,
        (10.7, 15.0),
        ("End of Year (EoY) Aims {{ letter.academic_year }}", "Data (including attendance, including key groups)"),
        (
            (
                _whole("block.aims", aims_lines("block.aims")),
                _whole("block.data", data_lines("block.data")),
            ),
        ),
        says="The aims for the end of the year, and the data with attendance and key groups.",
        splits=True,
    )
    _space(page)


def _progress(page: Any) -> None:
    """For each key aim a band, what the chair judges of it, and the row of three cells."""
    add(page, "{%p if block.aim_progress.gap %}")
    add(page, GAP.format("block.aim_progress.gap"), "Gap")
    add(page, "{%p else %}")
    add_table(
        page,
        (7.6, 9.9, 8.2),
        (
            "Previous Actions",
            "Current context and impact of actions, outstanding actions",
            "Next steps/Actions",
        ),
        (
            (["{%tr for aim in block.aim_progress.rows %}"],),
            (["Table Head|Key Aim {{ aim.number }}: {{ aim.text }}"],),
            (progress_line(),),
            aim_cells(),
            (["{%tr endfor %}"],),
        ),
        says="For each key aim: previous actions, current context and impact with outstanding actions, next steps.",
        splits=True,
    )
    _space(page)
    add(page, "{%p endif %}")


def _overall(page: Any) -> None:
    """The judgement in exactly one of the form's sentences, and the key to it."""
    name = "block.overall_progress"
    add_table(
        page,
        (18.1, 7.6),
        ("Overall Progress:", "Risk of not meeting the aims in full by the end of support"),
        ((_whole(name, overall_lines(name)), overall_risk_lines(name)),),
        says="The overall judgement of progress, the risk, and what more is done.",
    )
    _space(page)
    add_table(
        page,
        (4.6, 21.1),
        ("Key", "What it means"),
        (
            (["**On Track**"], _whole("block.key", [key_sentence("block.key", "demonstrates")])),
            (["**Not on track**"], _whole("block.key", [key_sentence("block.key", "does not yet demonstrate")])),
        ),
        says="What the judgements on track and not on track mean.",
        whole=True,
    )


def _space(page: Any) -> None:
    """The room between two tables, which Word would otherwise join."""
    between = add(page, "", "Table Text")
    between.paragraph_format.space_after = Pt(4)
    between.paragraph_format.line_spacing = Pt(8)
