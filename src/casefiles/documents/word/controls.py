"""Fields to be filled in on a Word page: content controls, and the marks by which their rows are found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct, field

from casefiles.documents.xmltext import quoted
from casefiles.prose import Prose

__all__ = [
    "CHOOSE",
    "CHOOSE_DATE",
    "PLACEHOLDERS",
    "PLACEHOLDER_STYLE",
    "WRITE",
    "Anchor",
    "Choice",
    "Control",
    "Ids",
    "block_control",
    "bookmark",
    "is_filled",
    "line_control",
    "placeholder_of",
]

WRITE = "Write here"
CHOOSE = "Choose"
CHOOSE_DATE = "Choose or type a date"
PLACEHOLDER_STYLE = "Placeholder Text"
PLACEHOLDERS = frozenset(
    {
        WRITE,
        CHOOSE,
        CHOOSE_DATE,
        "Click or tap here to enter text.",
        "Click here to enter text.",
        "Choose an item.",
        "Click or tap to enter a date.",
        "Click here to enter a date.",
    }
)
"""What stands in an empty field: ours, and what Word puts there when somebody has emptied one."""

_FIRST_ID = 1001


class Choice(Struct, frozen=True):
    """One entry of a drop-down: the word of the case file, what is shown, and what else people call it."""

    value: str
    shown: str
    names: tuple[str, ...] = ()


class Anchor(Struct, frozen=True):
    """An invisible mark (a bookmark) in the first cell of a row: editors that drop tags keep it."""

    name: str


class Control(Struct, frozen=True):
    """A field: `tag` is what Word keeps of its `path`, `title` what it shows at it, `kind` prose, text, choice or date.

    `text` (a choice's shown entry, a date in words) or `prose` is what it is filled with; `unit` is what a number
    in it counts.
    """

    tag: str
    title: str
    kind: str = "prose"
    prose: Prose = field(default_factory=Prose)
    text: str = ""
    on: date | None = None
    choices: tuple[Choice, ...] = ()
    path: str = ""
    unit: str = ""


class Ids:
    """The numbers of the controls and bookmarks of one document, in order."""

    def __init__(self) -> None:
        self._last = _FIRST_ID - 1

    def next(self) -> int:
        """The next number."""
        self._last += 1
        return self._last


def block_control(control: Control, ids: Ids, content: str) -> str:
    """A field of whole paragraphs; `content` are those it is filled with, or one with the placeholder."""
    return f"<w:sdt>{_properties(control, ids)}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def line_control(control: Control, ids: Ids, run: Callable[[str], str]) -> str:
    """A field inside a line; `run` writes its text as a run."""
    text = control.text or placeholder_of(control)
    return f"<w:sdt>{_properties(control, ids)}<w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def bookmark(anchor: Anchor, ids: Ids) -> str:
    """The mark of a row, around nothing."""
    number = ids.next()
    return f'<w:bookmarkStart w:id="{number}" w:name={quoted(anchor.name)}/><w:bookmarkEnd w:id="{number}"/>'


def placeholder_of(control: Control) -> str:
    """What stands in the field while it is empty."""
    return {"choice": CHOOSE, "date": CHOOSE_DATE}.get(control.kind, WRITE)


def is_filled(control: Control) -> bool:
    """Whether the field holds something."""
    return bool(control.text or control.prose)


def _properties(control: Control, ids: Ids) -> str:
    shown = "" if is_filled(control) else "<w:showingPlcHdr/>"
    return (
        f"<w:sdtPr><w:alias w:val={quoted(control.title[:64])}/><w:tag w:val={quoted(control.tag)}/>"
        f'<w:id w:val="{ids.next()}"/><w:lock w:val="sdtLocked"/>{shown}{_kind(control)}</w:sdtPr>'
    )


def _kind(control: Control) -> str:
    if control.kind == "choice":
        items = "".join(
            f"<w:listItem w:displayText={quoted(each.shown)} w:value={quoted(each.value)}/>" for each in control.choices
        )
        return f"<w:dropDownList>{items}</w:dropDownList>"
    if control.kind == "date":
        day = f' w:fullDate="{control.on.isoformat()}T00:00:00Z"' if control.on else ""
        return (
            f'<w:date{day}><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
        )
    return '<w:text w:multiLine="1"/>' if control.kind == "text" else ""
