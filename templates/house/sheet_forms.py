"""The forms that a school fills in before a meeting: the headteacher's report, and attainment and progress."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.drawing import add, add_table
from house.sheet_parts import priority, section_fields, sheet_head, single_fields

__all__ = ["headteacher_form", "progress_form"]


def headteacher_form(page: Any) -> None:
    """The form that the headteacher fills in before a review."""
    sheet_head(page, "Headteacher's report: {{ sheet.kind }}")
    add(
        page,
        "{% if sheet.headteacher %}To be filled in by {{ sheet.headteacher }}. {% endif %}"
        "Write in the fields, as much as you like, and send the file back before the meeting. Please name no pupils "
        "and no staff.",
    )
    add(page, "{%p for part in sheet.priorities %}")
    priority(page, "part.facts", level="Heading 2")
    _reported(page, "part.reported")
    single_fields(
        page,
        "Your report",
        [
            ("part.actions", "Actions since the last meeting", "p"),
            ("part.impact", "Impact", "p"),
            ("part.evidence", "Evidence of it", "p"),
            ("part.next_steps", "Next steps", "p"),
        ],
        says="The fields for one priority.",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p if sheet.others %}")
    add(page, "Other actions", "Heading 2")
    add(page, "{%p endif %}")
    _reported(page, "sheet.others")
    add(page, "The school as a whole", "Heading 2")
    add(page, "{%p if sheet.support %}")
    add(
        page,
        "Support that the school has had: {% for name in sheet.support %}{{ name }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}.",
    )
    add(page, "{%p endif %}")
    section_fields(page, "sheet.sections", "About", "Your report", "{{ part.text }}")


def _reported(page: Any, name: str) -> None:
    """A table of the actions agreed before, with fields for what has become of each."""
    add(page, f"{{%p if {name} %}}")
    add(page, "Actions agreed before: say which are done, and what came of each.", "Lead")
    add_table(
        page,
        (4.6, 3.0, 2.0, 2.9, 4.1),
        ("Action", "Owner, due", "Done?", "Done on", "What came of it"),
        (
            ([f"{{%tr for action in {name} %}}"],),
            (
                ["{{r action.anchor }}{{ action.text }}"],
                ["{{ action.owner }}{% if action.due_on %}, {{ action.due_on }}{% endif %}"],
                ["{{r action.status }}"],
                ["{{r action.done_on }}"],
                ["{{r action.result }}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Actions agreed before, each with fields for whether it is done, when, and what came of it.",
    )
    add(page, "", "Table Text").paragraph_format.space_after = Pt(0)
    add(page, "{%p endif %}")


def progress_form(page: Any) -> None:
    """The form on attainment and progress that the school fills in before a meeting."""
    sheet_head(page, "Attainment and progress: {{ sheet.kind }}")
    add(
        page,
        "Write a number in each field that you can, and send this file back"
        "{% if sheet.return_by %} by {{ sheet.return_by }}{% else %} before the meeting{% endif %}. What we know "
        "already is filled in. Please name no pupils and no staff.",
    )
    add(page, "{%p for part in sheet.measures %}")
    add(page, "Priority {{ part.facts.number }}: {{ part.facts.text }}", "Heading 2")
    add(
        page,
        "{{ part.facts.standing.measure }}"
        "{% if part.facts.standing.baseline %}. At the start: {{ part.facts.standing.baseline }}{% endif %}"
        "{% if part.facts.standing.target %}. Target: {{ part.facts.standing.target }}{% endif %}.",
        keep=True,
    )
    single_fields(
        page,
        "Your figures",
        [("part.value", "Latest figure", "r"), ("part.comment", "What it shows", "p")],
        says="The fields for the latest figure of one priority.",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p for grid in sheet.grids %}")
    add(page, "{{ grid.title }}", "Heading 2")
    add(page, "Percentage of pupils in each year group.", keep=True)
    add_table(
        page,
        (4.0, 4.2, 4.2, 4.2),
        ("{{ grid.label }}", "{{ grid.first }}", "{{ grid.second }}", "{{ grid.third }}"),
        (
            (["{%tr for row in grid.rows %}"],),
            (["{{r row.anchor }}{{ row.label }}"], ["{{r row.first }}"], ["{{r row.second }}"], ["{{r row.third }}"]),
            (["{%tr endfor %}"],),
        ),
        says="A row for each year group with a field for each figure.",
    )
    add(page, "", "Table Text").paragraph_format.space_after = Pt(0)
    add(page, "{%p endfor %}")
