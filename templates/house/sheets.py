"""The sheets of a meeting: its agenda, the chair's minutes sheet, and the forms that the school fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Pt

from house.drawing import add, add_table
from house.sheet_forms import headteacher_form, progress_form
from house.sheet_parts import open_actions, outcome, priority, section_fields, sheet_head, single_fields

__all__ = ["SHEETS"]

_Cells = Sequence[Sequence[str]]


def agenda(page: Any) -> None:
    """Who meets, what about, what was judged last, which actions are open."""
    sheet_head(page, "Agenda: {{ sheet.kind }}")
    add(
        page,
        "**Invited:** {% for person in sheet.people %}{% if person.name %}{{ person.name }}, {% endif %}"
        "{{ person.title }}{% if person.chairs %} (Chair){% endif %}{% if not loop.last %}; {% endif %}{% endfor %}.",
    )
    add(page, "Items", "Heading 2")
    add(page, "{%p for item in sheet.items %}")
    _tight(add(page, "{{ item.text }}", "List Number"))
    add(page, "{%p endfor %}")
    add(page, "{%p if sheet.priorities %}")
    _judged(page)
    add(page, "{%p endif %}")
    add(page, "Actions still open", "Heading 2")
    add(page, "{%p if sheet.actions %}")
    add(page, "{%p for action in sheet.actions %}")
    _tight(
        add(
            page,
            "{{ action.text }} ({{ action.owner }}{% if action.due_on %}, due {{ action.due_on }}{% endif %})",
            "List Bullet",
            keep=True,
        )
    )
    add(page, "{%p endfor %}")
    add(page, "{%p else %}")
    add(page, "No action is open.")
    add(page, "{%p endif %}")


def _tight(paragraph: Any) -> None:
    """A line of a list close to the next, so that an agenda with few actions keeps to a page."""
    paragraph.paragraph_format.space_after = Pt(0)


def _judged(page: Any) -> None:
    """The priorities: with how the last meeting judged them, or alone before any has."""
    for judged in (True, False):
        rows: list[_Cells] = [
            (["{%tr for priority in sheet.priorities %}"],),
            (
                ["{{ priority.number }}. {{ priority.title }}"],
                [outcome("priority")],
                *([[_progress(), "{% if priority.risk %}Risk: {{ priority.risk }}{% endif %}"]] if judged else []),
            ),
            (["{%tr endfor %}"],),
        ]
        add(page, "{%p if sheet.is_judged %}" if judged else "{%p else %}")
        title = "Priorities, and how they stood at the last meeting" if judged else "Priorities"
        add(page, title, "Heading 2")
        add_table(
            page,
            (5.6, 7.0, 4.0) if judged else (7.0, 9.6),
            ("Priority", "Outcome to be reached", *(("Progress and risk",) if judged else ())),
            rows,
            says="The priorities with their outcomes"
            + (", and the progress and risk that the last meeting judged." if judged else "."),
        )
    add(page, "{%p endif %}")


def _progress() -> str:
    return (
        "{% if priority.judgement %}{{ priority.judgement }}{% else %}Not judged yet{% endif %}"
        "{% if priority.value %}, {{ priority.value }}{% endif %}"
    )


def minutes_sheet(page: Any) -> None:
    """The sheet that the chair fills in at the meeting."""
    sheet_head(page, "Minutes sheet: {{ sheet.kind }}")
    add(
        page,
        "Write in the fields, as much as you like: paragraphs, lists, tables and bold print are kept. Leave empty what "
        "does not apply. Then save this file and send it back; the minutes and the letters are made from it. What you "
        "write outside the fields is kept with the minutes, but no letter prints it.",
    )
    _people(page)
    add(page, "{%p if sheet.before %}")
    add(page, "For the letter", "Heading 2")
    section_fields(page, "sheet.before", "Part of the letter", "What it is to say", "{{ part.text }}")
    add(page, "{%p endif %}")
    add(page, "{%p if sheet.items %}")
    add(page, "Agenda", "Heading 2")
    section_fields(page, "sheet.items", "Item", "What was said and agreed", "{{ part.number }}. {{ part.text }}")
    add(page, "{%p endif %}")
    add(page, "{%p if sheet.priorities %}")
    add(page, "Priorities", "Heading 2")
    add(page, "{%p for part in sheet.priorities %}")
    priority(page, "part.facts")
    single_fields(
        page,
        "Your judgement",
        [
            ("part.judgement", "Progress", "r"),
            ("part.risk", "Risk of not meeting the outcome in full", "r"),
            ("part.value", "Measured value today", "r"),
            ("part.impact", "Impact", "p"),
            ("part.next_steps", "Next steps", "p"),
        ],
        says="The fields for one priority.",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")
    _close(page)


def _people(page: Any) -> None:
    add(page, "Who came", "Heading 2")
    status = "row.status"
    add_table(
        page,
        (6.2, 6.4, 4.0),
        ("Name", "Role", "Attendance"),
        (
            (["{%tr for row in sheet.people %}"],),
            (
                [
                    (
                        f"{{{{r {status}.anchor }}}}**"
                        "{% if row.person.name %}{{ row.person.name }}{% else %}Nobody holds this role{% endif %}"
                        "{% if row.person.chairs %} (Chair){% endif %}**"
                    )
                ],
                ["{{ row.person.title }}"],
                [f"{{{{r {status}.control }}}}"],
            ),
            (["{%tr endfor %}"],),
            (["{{r sheet.others.anchor }}**Others present**"], ["Names or roles"], ["{{r sheet.others.control }}"]),
        ),
        says="Who is expected, with a field for whether they came.",
    )


def _close(page: Any) -> None:
    """The overall judgement, the next dates, the actions."""
    add(page, "{%p if sheet.overall %}")
    add(page, "Overall judgement", "Heading 2")
    single_fields(
        page,
        "Your judgement",
        [
            ("sheet.overall.judgement", "Overall progress", "r"),
            ("sheet.overall.risk", "Overall risk", "r"),
            ("sheet.overall.interventions", "What more is done, if not on track (one entry a line)", "p"),
        ],
        says="The fields for the overall judgement.",
    )
    add(page, "{%p endif %}")
    add(page, "Next meetings", "Heading 2")
    add_table(
        page,
        (6.2, 10.4),
        ("Meeting", "Date"),
        (
            (["{%tr for row in sheet.dates %}"],),
            (["{{r row.field.anchor }}**Further meeting {{ row.number }}**"], ["{{r row.field.control }}"]),
            (["{%tr endfor %}"],),
        ),
        says="The fields for the dates of further meetings.",
        whole=True,
    )
    add(page, "Actions to agree", "Heading 2")
    add(page, "{%p if sheet.agreed %}")
    add(page, "Already written down from this meeting:", "Lead")
    open_actions(page, "sheet.agreed")
    add(page, "{%p endif %}")
    add(page, "Add rows if you need more.", "Lead")
    add_table(
        page,
        (1.1, 4.6, 4.1, 2.7, 4.1),
        ("No.", "Action", "Priority", "Owner", "Due"),
        (
            (["{%tr for row in sheet.actions %}"],),
            (
                ["{{r row.anchor }}**{{ row.number }}**"],
                ["{{r row.what }}"],
                ["{{r row.priority }}"],
                ["{{r row.owner }}"],
                ["{{r row.due_on }}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The actions to agree: what, for which priority, whose, by when.",
    )


SHEETS = {
    "agenda": agenda,
    "minutes-sheet": minutes_sheet,
    "headteacher-form": headteacher_form,
    "progress-form": progress_form,
}
"""The page of each sheet."""
