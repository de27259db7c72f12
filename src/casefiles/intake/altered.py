"""What somebody did to the form itself: fields and lines that are gone, and what no record can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from casefiles.diagnostics import Severity
from casefiles.documents.compose.words import joined
from casefiles.documents.sheet.fields import fingerprint
from casefiles.documents.sheet.reading import ReadSheet
from casefiles.documents.word.controls import Control
from casefiles.intake.merge import Intake
from casefiles.model.caseview import Case

__all__ = ["note_altered"]

_WHOLE = {
    "attendance": "who came",
    "next": "the further meetings",
    "action": "the whole table of actions",
    "figure": "the figures",
}
"""What to call all the fields whose paths begin so."""


def note_altered(intake: Intake, sheet: ReadSheet, values: object, controls: Mapping[str, Control], case: Case) -> None:
    """Say what of the form itself is gone, and what no Markdown can hold.

    `values` and `controls` are those of a sheet of the meeting as it would be today.
    """
    _note_fields(intake, sheet, controls, case)
    if sheet.gone:
        shown = dict.fromkeys(f'"{text}"' for text in _lines_of(values) if fingerprint(text) in sheet.gone)
        what = "; ".join(shown) or "headings or labels"
        many = "one line of the form was" if len(sheet.gone) == 1 else f"{len(sheet.gone)} lines of the form were"
        help_ = "the fields that are still there are read by their marks all the same"
        intake.say("SHT-042", Severity.NOTE, f"{many} deleted or changed: {what}", help_)
    for what in sheet.lost:
        message = f"the sheet holds {what}, which a record cannot hold"
        intake.say("SHT-043", Severity.WARNING, message, "keep the sheet, or put the matter into words")


def _note_fields(intake: Intake, sheet: ReadSheet, controls: Mapping[str, Control], case: Case) -> None:
    """Say which fields came back neither as controls nor as text: they were deleted, which empties nothing."""
    missing = [controls[tag].path for tag in sheet.missing if tag in controls]
    if not missing:
        return
    made = [each.path for tag, each in controls.items() if tag in sheet.values or tag in sheet.missing]
    titles = {each.path: each.title for each in controls.values()}
    shown = [*dict.fromkeys(_name(path, missing, made, titles, case) for path in missing)]
    many = "field for" if len(missing) == 1 else "fields for"
    are = "is" if len(missing) == 1 else "are"
    message = f"the {many} {joined(shown)} {are} no longer in the sheet; what the case file says was left as it is"
    help_ = "deleting a field empties nothing: what is to go is deleted in the case file"
    intake.say("SHT-040", Severity.WARNING, message, help_)


def _name(path: str, missing: Sequence[str], made: Sequence[str], titles: Mapping[str, str], case: Case) -> str:
    """What to call a field that is gone: by all that went with it (its table, priority or row), else by itself."""
    head, _, rest = path.partition(".")
    row, _, last = rest.rpartition(".")
    if head in _WHOLE and _all_gone(f"{head}.", missing, made):
        return _WHOLE[head]
    own = _row_name(head, row, case)
    if own and _all_gone(f"{head}.{row}.", missing, made):
        return own
    if head == "attendance" and rest != "others":
        return f"{titles[path]} (who came)"
    if head == "action" and last != "what":
        return f"{titles[path]} (action {row})"
    return titles[path]


def _row_name(head: str, row: str, case: Case) -> str:
    """What to call all the fields of one priority, row or action; an empty string for fields that stand alone."""
    if head == "action":
        return f"action {row}"
    if head == "priority":
        return next((f'all of the priority "{each.title}"' for each in case.priorities if each.id == row), "")
    if head == "agreed":
        return next((f'the action "{each.action}"' for each in case.actions if each.id == row), "")
    return ""


def _all_gone(start: str, missing: Sequence[str], made: Sequence[str]) -> bool:
    """Whether every field of those that the sheet was made with is gone, of several whose paths begin so."""
    of_it = [path for path in made if path.startswith(start)]
    return len(of_it) > 1 and all(path in missing for path in of_it)


def _lines_of(value: object) -> Iterator[str]:
    """Lines that the form has for these values: titles, numbered items, priorities, names."""
    if isinstance(value, Control):
        yield value.title
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _lines_of(each)
    elif isinstance(value, Struct):
        named = {name: getattr(value, name) for name in value.__struct_fields__}
        number, title = named.get("number"), named.get("title") or named.get("text")
        if number and title:
            yield f"{number}. {title}"
            yield f"Priority {number}: {title}"
        for each in named.values():
            yield from _lines_of(each)
    elif isinstance(value, str):
        yield value
