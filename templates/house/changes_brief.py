"""The brief on what changed across a caseload: one page for a head of service or a committee."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm

from house.drawing import add, add_table, running_lines
from house.look import set_type

__all__ = ["changes_brief"]


def changes_brief(page: Any) -> None:
    """Period and scope, the levels then and now, then what moved, a line each; small enough for one page."""
    section = page.sections[0]
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.5)
    set_type(
        page,
        ("Normal", 10, 0, 3),
        ("List Bullet", 9.5, 0, 1),
        ("Table Text", 9, 0, 0.5),
        ("Table Head", 9, 0, 0.5),
        ("Heading 1", 15, 0, 2),
        ("Heading 2", 11, 6, 1),
    )
    running_lines(page)
    add(page, "What changed from {{ brief.since }} to {{ brief.until }}", "Heading 1")
    add(
        page,
        "{{ brief.scope }}: {{ brief.schools }}. Each line below stands in the case files; what happened on the first "
        "day itself is not counted.",
    )
    add(page, "{%p if brief.quiet %}")
    add(page, "Nothing moved in this time by the dates in the records.")
    add(page, "{%p endif %}")
    _levels(page)
    add(page, "{%p for part in brief.parts %}")
    add(page, "{{ part.title }}: {{ part.count }}", "Heading 2", keep=True)
    add(page, "{%p for line in part.lines %}")
    add(page, "**{{ line.school }}**{% if line.authority %} ({{ line.authority }}){% endif %}: {{ line.what }}"
        "{% if line.on %}, {{ line.on }}{% endif %}", "List Bullet")  # fmt: skip
    add(page, "{%p endfor %}")
    add(page, "{%p if part.more %}")
    add(page, "And {{ part.more }} more: the command casefiles changes lists them all.")
    add(page, "{%p endif %}")
    add(page, "{%p endfor %}")
    add(page, "{%p for note in brief.notes %}")
    add(page, "Note: {{ note }}.")
    add(page, "{%p endfor %}")


def _levels(page: Any) -> None:
    """How many schools are at each level, then and now: a picture for one authority, and the numbers."""
    add(page, "{%p if brief.levels %}")
    add(page, "Schools at each level", "Heading 2", keep=True)
    add(page, "{%p for picture in brief.pictures %}")
    add(page, "{{p picture }}")
    add(page, "{%p endfor %}")
    add_table(
        page,
        (7.5, 4.5, 4.5),
        ("Level", "{{ brief.since }}", "{{ brief.until }}"),
        [
            (("{%tr for row in brief.levels %}",),),
            (("{{ row.level }}",), ("{{ row.before }}",), ("{{ row.after }}",)),
            (("{%tr endfor %}",),),
        ],
        says="How many schools are at each level, at the beginning and at the end of the time.",
        numbers=(1, 2),
    )
    add(page, "{%p endif %}")
