"""What the sheets of a meeting share: their head, a priority as it stood, and tables with fields to write in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm, Pt, RGBColor

from house.drawing import add, add_table, logo_place, running_lines
from house.shells import frame_gaps

__all__ = ["open_actions", "outcome", "priority", "section_fields", "sheet_head", "single_fields"]

_QUIET = "595959"


def sheet_head(page: Any, title: str) -> None:
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


def priority(page: Any, facts: str, level: str = "Heading 3") -> None:
    """A priority's heading, its outcome, how it stood, the actions agreed before."""
    add(page, f"Priority {{{{ {facts}.number }}}}: {{{{ {facts}.title }}}}", level)
    add(page, f"{{%p if {facts}.measure %}}")
    add(page, f"**Outcome:** {outcome(facts)}.", keep=True)
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
    open_actions(page, f"{facts}.actions")
    add(page, "", "Table Text").paragraph_format.space_after = Pt(0)
    add(page, "{%p endif %}")


def outcome(facts: str) -> str:
    """The measure of a priority's outcome, from where to where, and by when."""
    return (
        f"{{{{ {facts}.measure }}}}{{% if {facts}.target %}}: "
        f"{{% if {facts}.baseline %}}from {{{{ {facts}.baseline }}}} {{% endif %}}"
        f"to {{{{ {facts}.target }}}}{{% endif %}}"
        f"{{% if {facts}.due_on %}} by {{{{ {facts}.due_on }}}}{{% endif %}}"
    )


def open_actions(page: Any, name: str) -> None:
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


def section_fields(page: Any, name: str, label: str, head: str, shown: str) -> None:
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


def single_fields(page: Any, head: str, rows: Sequence[tuple[str, str, str]], *, says: str) -> None:
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


def _roomy(table: Any) -> None:
    """Room in each row where paragraphs are to be written, and labels that stay whole."""
    for row in table.rows[1:]:
        if row.cells[-1].text.startswith("{{p "):
            row.height, row.height_rule = Cm(1.3), WD_ROW_HEIGHT_RULE.AT_LEAST
        for paragraph in row.cells[0].paragraphs:
            paragraph.paragraph_format.keep_together = True


def _keep_with_next(row: Any) -> None:
    """Hold a row of short fields to the next, so that a page does not end with the first of several."""
    for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
