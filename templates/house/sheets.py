"""The sheets of a meeting: its agenda, the chair's minutes sheet, the headteacher's form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm, Pt, RGBColor

from house.drawing import add, add_table, logo_place, running_lines
from house.shells import frame_gaps

__all__ = ["SHEETS"]

_QUIET = "595959"
_Cells = Sequence[Sequence[str]]


def agenda(page: Any) -> None:
    """Who meets, what about, what was judged last, which actions are open."""
    _head(page, "Agenda: {{ sheet.kind }}")
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
                [_outcome("priority")],
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
    _head(page, "Minutes sheet: {{ sheet.kind }}")
    add(
        page,
        "Write in the fields, as much as you like: paragraphs, lists, tables and bold print are kept. Leave empty what "
        "does not apply. Then save this file and send it back; the minutes and the letters are made from it. What you "
        "write outside the fields is kept with the minutes, but no letter prints it.",
    )
    _people(page)
    add(page, "{%p if sheet.before %}")
    add(page, "For the letter", "Heading 2")
    _fields(page, "sheet.before", "Part of the letter", "What it is to say", "{{ part.text }}")
    add(page, "{%p endif %}")
    add(page, "{%p if sheet.items %}")
    add(page, "Agenda", "Heading 2")
    _fields(page, "sheet.items", "Item", "What was said and agreed", "{{ part.number }}. {{ part.text }}")
    add(page, "{%p endif %}")
    add(page, "{%p if sheet.priorities %}")
    add(page, "Priorities", "Heading 2")
    add(page, "{%p for part in sheet.priorities %}")
    _priority(page, "part.facts")
    _filled(
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
    _filled(
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
    _open_actions(page, "sheet.agreed")
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


def headteacher_form(page: Any) -> None:
    """The form that the headteacher fills in before a review."""
    _head(page, "Headteacher's report: {{ sheet.kind }}")
    add(
        page,
        "{% if sheet.headteacher %}To be filled in by {{ sheet.headteacher }}. {% endif %}"
        "Write in the fields, as much as you like, and send the file back before the meeting. Please name no pupils "
        "and no staff.",
    )
    add(page, "{%p for part in sheet.priorities %}")
    _priority(page, "part.facts", level="Heading 2")
    _reported(page, "part.reported")
    _filled(
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
    _fields(page, "sheet.sections", "About", "Your report", "{{ part.text }}")


def _head(page: Any, title: str) -> None:
    """The head of a sheet: whose, which meeting, which school, when."""
    style = page.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = RGBColor.from_string(_QUIET)
    running_lines(page)
    logo_place(page)
    add(page, "{%p if not letter.logo %}")
    add(page, "{{ letter.letterhead.name }}", "Letterhead").paragraph_format.space_after = Pt(4)
    add(page, "{%p endif %}")
    add(page, title, "Heading 1")
    whose = "{% if letter.logo %}**{{ letter.letterhead.name }}**, {% else %}**School:** {% endif %}"
    about = f"{whose}{{{{ letter.school }}}} (URN {{{{ letter.urn }}}}). **Meeting:** {{{{ letter.held_on }}}}"
    add(page, about, "Address").paragraph_format.space_after = Pt(8)
    frame_gaps(page)


def _priority(page: Any, facts: str, level: str = "Heading 3") -> None:
    """A priority's heading, its outcome, how it stood, the actions agreed before."""
    add(page, f"Priority {{{{ {facts}.number }}}}: {{{{ {facts}.title }}}}", level)
    add(page, f"{{%p if {facts}.measure %}}")
    add(page, f"**Outcome:** {_outcome(facts)}.", keep=True)
    add(page, "{%p endif %}")
    add(page, f"{{%p if {facts}.judgement %}}")
    add(
        page,
        f"**At the meeting of {{{{ {facts}.judged_on }}}}:** {{{{ {facts}.judgement }}}}"
        f"{{% if {facts}.risk %}}, risk {{{{ {facts}.risk }}}}{{% endif %}}"
        f"{{% if {facts}.value %}}, {{{{ {facts}.value }}}}{{% endif %}}.",
        keep=True,
    )
    add(page, "{%p endif %}")
    add(page, f"{{%p if {facts}.actions %}}")
    add(page, "Actions agreed before:", "Lead")
    _open_actions(page, f"{facts}.actions")
    add(page, "", "Table Text").paragraph_format.space_after = Pt(0)
    add(page, "{%p endif %}")


def _outcome(facts: str) -> str:
    return (
        f"{{{{ {facts}.measure }}}}{{% if {facts}.target %}}: "
        f"{{% if {facts}.baseline %}}from {{{{ {facts}.baseline }}}} {{% endif %}}"
        f"to {{{{ {facts}.target }}}}{{% endif %}}"
        f"{{% if {facts}.due_on %}} by {{{{ {facts}.due_on }}}}{{% endif %}}"
    )


def _open_actions(page: Any, name: str) -> None:
    """A table of actions with how they stand."""
    add_table(
        page,
        (5.5, 3.3, 3.5, 4.3),
        ("Action", "Owner", "Due", "Status"),
        (
            ([f"{{%tr for action in {name} %}}"],),
            (
                ["{{ action.text }}"],
                ["{{ action.owner }}"],
                ["{{ action.due_on }}"],
                ["{{ action.status }}{% if action.done_on %}, {{ action.done_on }}{% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Actions agreed before, with owner, due date and status.",
    )


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


def _roomy(table: Any) -> None:
    """Room in each row where paragraphs are to be written, and labels that stay whole."""
    for row in table.rows[1:]:
        if row.cells[-1].text.startswith("{{p "):
            row.height, row.height_rule = Cm(1.3), WD_ROW_HEIGHT_RULE.AT_LEAST
        for paragraph in row.cells[0].paragraphs:
            paragraph.paragraph_format.keep_together = True


def _fields(page: Any, name: str, label: str, head: str, shown: str) -> None:
    """A table of the sections of a list, each with its field."""
    table = add_table(
        page,
        (5.0, 11.6),
        (label, head),
        (
            ([f"{{%tr for part in {name} %}}"],),
            ([f"{{{{r part.field.anchor }}}}**{shown}**"], ["{{p part.field.control }}"]),
            (["{%tr endfor %}"],),
        ),
        says=f"{label}, each with a field to write in.",
        splits=True,
    )
    _roomy(table)


def _filled(page: Any, head: str, rows: Sequence[tuple[str, str, str]], *, says: str) -> None:
    """A table of single fields: name, label, how it prints."""
    table = add_table(
        page,
        (5.0, 11.6),
        ("About", head),
        [([f"{{{{r {name}.anchor }}}}**{label}**"], [f"{{{{{kind} {name}.control }}}}"]) for name, label, kind in rows],
        says=says,
        splits=True,
    )
    _roomy(table)
    for row, (_, _, kind) in zip(table.rows[1:], rows, strict=True):
        if kind == "r":
            _keep_with_next(row)


def _keep_with_next(row: Any) -> None:
    """Hold a row of short fields to the next, so that a page does not end with the first of several."""
    for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def progress_form(page: Any) -> None:
    """The form on attainment and progress that the school fills in before a meeting."""
    _head(page, "Attainment and progress: {{ sheet.kind }}")
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
    _filled(
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


SHEETS = {
    "agenda": agenda,
    "minutes-sheet": minutes_sheet,
    "headteacher-form": headteacher_form,
    "progress-form": progress_form,
}
"""The page of each sheet."""
