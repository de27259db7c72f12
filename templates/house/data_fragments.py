"""The blocks of data profiles, and the lines that say what a plan hangs on."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.drawing import add, add_table

__all__ = ["DATA_FRAGMENTS"]

_ENGLAND = "{% if this.has_england %}England{% endif %}"
_SIMILAR = "{% if this.has_similar %}Similar schools{% endif %}"
"""The heads of columns that are left out where nothing stands below them."""


def figures(page: Any) -> None:
    """The figures of one data set."""
    add(page, "Figures", "Heading 2")
    add(page, "The figures come from: {{ this.source }}.", keep=True)
    add_table(
        page,
        (4.6, 3.1, 1.9, 2.8, 1.9, 2.3),
        ("Measure", "Pupils", "Year", "School", _ENGLAND, _SIMILAR),
        (
            (["{%tr for row in this.rows %}"],),
            (
                ["{{ row.measure }}"],
                ["{% if row.group %}{{ row.group }}{% else %}All{% endif %}"],
                ["{{ row.year }}"],
                ["{{ row.value }}"],
                ["{{ row.england }}"],
                ["{{ row.similar }}"],
            ),
            (["{%tr endfor %}"],),
        ),
        numbers=(3, 4, 5),
        says="The school's figures, each with its year and what it is compared with.",
    )
    add(page, "{%p if this.fewest %}")
    add(
        page,
        "Numbers of fewer than {{ this.fewest }} pupils are not shown, nor those from which they could be worked out.",
    ).paragraph_format.space_before = Pt(6)
    add(page, "{%p endif %}")


def plan_links(page: Any) -> None:
    """What the plan hangs on, a line each."""
    for key, words in (
        ("plan_reference", "**In the school's own plan:** {{ this.plan_reference }}"),
        ("linked_to", "**Linked to:** {{ this.linked_to }}, {{ this.linked_on }}"),
        ("half_days", "**Visits by the authority:** {{ this.half_days }} a year"),
    ):
        add(page, f"{{%p if this.{key} %}}")
        add(page, words, "Address")
        add(page, "{%p endif %}")


DATA_FRAGMENTS = {
    "figures": figures,
    "plan-links": plan_links,
}
