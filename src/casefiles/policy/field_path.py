"""Paths to fields of records, as rules have them in their parameters: checked when a pack loads, read by kinds.

A path is the keys of the case file joined by dots: `outcome.due_on`, `papers.agenda`, `grounds.evidence`.
A list is passed through (each of its entries), and `*` stands for every key of a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from casefiles.diagnostics import nearest
from casefiles.model.base import Record, Shape
from casefiles.model.fields import FieldType, fields_of
from casefiles.model.types import Identifier, Text
from casefiles.source import Path

__all__ = [
    "FieldOf",
    "FieldPath",
    "RecordType",
    "RecordWord",
    "Unknown",
    "is_filled",
    "unknown_step",
    "values_at",
]


class FieldOf(Struct, frozen=True):
    """Marks a parameter as a path to a field.

    `record` is the word of a record type, or the name of the parameter beside it that has this word;
    without it the path leads from the rule's subject.
    """

    record: str = ""


class RecordType(Struct, frozen=True):
    """Marks a parameter as the word of a record type: level, priority, meeting, ..."""


FieldPath = Annotated[Text, FieldOf()]
"""A path from the rule's subject."""

RecordWord = Annotated[Identifier, RecordType()]
"""The word of a record type."""


class Unknown(Struct, frozen=True):
    """The step of a path that leads nowhere, with the known one nearest to it (or an empty string)."""

    step: str
    nearest: str


def unknown_step(record: type[Shape], path: str) -> Unknown | None:
    """The first step of a path that the model doesn't have; None where the path leads to a field."""
    here = FieldType(record, shape=record)
    for step in path.split("."):
        while here.items:
            here = here.items[0]
        fields = fields_of(here.shape) if here.shape is not None else {}
        if step in fields:
            here = fields[step].type
        elif here.table is not None:
            here = here.table[1]
        else:
            return Unknown(step, nearest(step, fields))
    return None


def values_at(record: Record, path: str) -> tuple[tuple[Path, object], ...]:
    """Every value that a path leads to, each with the path of its own in the record; absent ones are None."""
    return tuple(_values(record, tuple(path.split(".")), ()))


def is_filled(record: Record, path: str) -> bool:
    """Whether a path leads to something: a value that is there and no empty list or table."""
    return any(value is not None and value not in ((), {}, "") for _, value in values_at(record, path))


def _values(value: object, steps: tuple[str, ...], here: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, tuple) and steps:
        for index, entry in enumerate(value):
            yield from _values(entry, steps, (*here, index))
    elif not steps:
        yield here, value
    elif isinstance(value, Shape):
        field = fields_of(type(value)).get(steps[0])
        found = getattr(value, field.attribute) if field is not None else None
        yield from _values(found, steps[1:], (*here, steps[0]))
    elif isinstance(value, dict):
        keys = list(value) if steps[0] == "*" else [steps[0]]
        for key in keys:
            yield from _values(value.get(key), steps[1:], (*here, key))
    else:
        yield here, None
