"""Fields of a sheet: their paths, the rows that they stand in, and what a sheet says of itself in its properties."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.documents.word.controls import Anchor, Choice, Control
from casefiles.markdown import canonical, shifted, write_prose
from casefiles.prose import Bullets, Prose, Table, block_text

__all__ = [
    "ENTRIES",
    "Field",
    "Identity",
    "Row",
    "anchor_of",
    "choice_field",
    "controls_of",
    "date_field",
    "entries_of",
    "facts_digest",
    "filling",
    "fingerprint",
    "packed",
    "prose_field",
    "rows_of",
    "tag_of",
    "text_field",
    "unpacked",
]

_LONGEST_TAG = 64
_ROOM = 240
"""Characters that a property may have: Word shows and keeps 255."""
ENTRIES = "overall.interventions"
"""The field of prose that the case file keeps as a list of short texts."""

_OF_THE_MEETING = frozenset({"agreed", "people"})
_PROPERTIES = ("Sheet", "Case", "Meeting", "School", "Filled from")


class Field(Struct, frozen=True):
    """A field that has a row of its own: the mark in the row's first cell, and the field in its second."""

    anchor: Anchor
    control: Control


class Row(Struct, frozen=True):
    """A row of fields: its mark, and the fields of its cells behind the first."""

    anchor: Anchor
    controls: tuple[Control, ...]


class Identity(Struct, frozen=True):
    """What a sheet says of itself: which sheet of which case and meeting, and what it was filled from.

    `facts` is the digest of all that it showed, `filled` what each field held (its tag's and its filling's
    fingerprints), `lines` the fingerprints of the form's own lines.
    """

    sheet: str
    case: str
    meeting: str
    school: str
    facts: str
    filled: Mapping[str, str] = field(default_factory=dict)
    lines: frozenset[str] = frozenset()


def tag_of(path: str) -> str:
    """The path as a tag: Word holds 64 characters, so that a longer path ends in its fingerprint."""
    return path if len(path) <= _LONGEST_TAG else f"{path[: _LONGEST_TAG - 11]}~{fingerprint(path)}"


def anchor_of(path: str) -> Anchor:
    """The mark of the row that a path leads to: a bookmark's name has forty characters and no hyphens."""
    return Anchor(f"casefiles_{hashlib.sha256(path.encode()).hexdigest()[:20]}")


def prose_field(path: str, title: str, prose: Prose) -> Field:
    """A field for whole paragraphs."""
    return Field(anchor_of(path), Control(tag_of(path), title, "prose", prose, path=path))


def text_field(path: str, title: str, text: str, unit: str = "") -> Field:
    """A field for a few words, or for a number of a unit."""
    return Field(anchor_of(path), Control(tag_of(path), title, "text", text=text, path=path, unit=unit))


def choice_field(path: str, title: str, choices: Sequence[Choice], chosen: str | None) -> Field:
    """A drop-down; `chosen` is the word of the case file."""
    shown = next((each.shown for each in choices if each.value == chosen), chosen or "")
    return Field(anchor_of(path), Control(tag_of(path), title, "choice", text=shown, choices=tuple(choices), path=path))


def date_field(path: str, title: str, on: date | None, shown: str) -> Field:
    """A field for a date; `shown` is the date in words."""
    return Field(anchor_of(path), Control(tag_of(path), title, "date", text=shown, on=on, path=path))


def filling(control: Control) -> str:
    """What a field is filled with, as one text by which it is compared: the case file's own words."""
    if control.tag == ENTRIES:
        return "\n".join(entries_of(control.prose))
    if control.kind == "prose":
        rank = 3 if control.tag.startswith("priority.") else 2
        return write_prose(shifted(_without_align(control.prose), rank))
    if control.kind == "date":
        return control.on.isoformat() if control.on else control.text
    if control.kind == "choice":
        return next((each.value for each in control.choices if each.shown == control.text), control.text)
    return control.text


def entries_of(prose: Prose) -> tuple[str, ...]:
    """The prose as short texts: one a paragraph, table row or list entry."""
    found: list[str] = []
    for block in prose.blocks:
        texts = (
            [block_text(item) for item in block.items]
            if isinstance(block, Bullets)
            else block_text((block,)).split("\n")
        )
        found += [" ".join(text.split()) for text in texts if text.strip()]
    return tuple(found)


def _without_align(prose: Prose) -> Prose:
    """The prose without the sides that table columns are aligned to, which Word does not give back."""
    blocks = canonical(prose).blocks
    return Prose(tuple(replace(block, align=()) if isinstance(block, Table) else block for block in blocks))


def fingerprint(text: str) -> str:
    """Ten characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def rows_of(value: object) -> Iterator[Row]:
    """Every row of fields in a sheet's values, in order."""
    if isinstance(value, tuple | list):
        for each in value:
            yield from rows_of(each)
    elif isinstance(value, Struct) and not isinstance(value, Control | Prose):
        parts = [getattr(value, name) for name in value.__struct_fields__]
        anchor = next((part for part in parts if isinstance(part, Anchor)), None)
        if anchor is not None:
            yield Row(anchor, tuple(part for part in parts if isinstance(part, Control)))
        yield from rows_of(tuple(part for part in parts if not isinstance(part, Anchor | Control)))


def controls_of(value: object) -> dict[str, Control]:
    """Every field of a sheet's values by its tag."""
    return {control.tag: control for row in rows_of(value) for control in row.controls}


def facts_digest(value: object) -> str:
    """The digest of all that a sheet shows of the case: not what its fields hold, nor what the meeting itself gave."""
    return hashlib.sha256("\n".join(_facts(value)).encode()).hexdigest()


def _facts(value: object) -> Iterator[str]:
    if isinstance(value, Control):
        yield value.tag
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _facts(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name not in _OF_THE_MEETING:
                yield from _facts(getattr(value, name))
    elif value is not None:
        yield str(value)


def packed(identity: Identity) -> tuple[tuple[str, str], ...]:
    """What a sheet says of itself, as properties of the file; LibreOffice keeps them where it drops tags."""
    whole = (identity.sheet, identity.case, identity.meeting, identity.school, identity.facts)
    filled = [f"{tag}{held}" for tag, held in sorted(identity.filled.items())]
    return (
        *zip(_PROPERTIES, whole, strict=True),
        *_chunks("Fields", filled),
        *_chunks("Lines", sorted(identity.lines)),
    )


def _chunks(name: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    each = max(_ROOM // max(len(words[0]), 1), 1) if words else 1
    for number, start in enumerate(range(0, len(words), each), start=1):
        yield f"{name} {number}", "".join(words[start : start + each])


def unpacked(properties: Mapping[str, str]) -> Identity | None:
    """What a file's properties say of a sheet; None where it is none of ours."""
    if not all(properties.get(name) for name in ("Sheet", "Case", "Meeting")):
        return None
    sheet, case, meeting, school, facts = (properties.get(name, "") for name in _PROPERTIES)
    filled = {word[:10]: word[10:] for word in _words(properties, "Fields", 20)}
    return Identity(sheet, case, meeting, school, facts, filled, frozenset(_words(properties, "Lines", 10)))


def _words(properties: Mapping[str, str], name: str, length: int) -> Iterable[str]:
    chunks = {int(number): value for key, value in properties.items() if (number := _number_in(key, name))}
    text = "".join(chunks[number] for number in sorted(chunks))
    return (text[start : start + length] for start in range(0, len(text) - length + 1, length))


def _number_in(key: str, name: str) -> str:
    """The number at the end of a property's name, an empty string where it is none of that name's."""
    own, _, number = key.rpartition(" ")
    return number if own == name and number.isdecimal() else ""
