"""Paths to fields of records, as rules have them in their parameters: checked when a pack loads, read by kinds.

A path is the keys of the case file joined by dots: `outcome.due_on`, `papers.agenda`, `grounds.evidence`.
A list is passed through (each of its entries), and `*` stands for every key of a table.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from casefiles.diagnostics import nearest
from casefiles.model.base import Record, Shape
from casefiles.model.types import Identifier, Text
from casefiles.source import Path

__all__ = [
    "FieldOf",
    "FieldPath",
    "RecordType",
    "RecordWord",
    "Unknown",
    "is_filled",
    "keys_at",
    "unknown_step",
    "values_at",
]


@dataclass(frozen=True, slots=True)
class FieldOf:
    """Marks a parameter as a path to a field.

    `record` is the word of a record type, or the name of the parameter beside it that has this word;
    without it the path leads from the rule's subject.
    """

    record: str = ""


@dataclass(frozen=True, slots=True)
class RecordType:
    """Marks a parameter as the word of a record type: level, priority, meeting, ..."""


FieldPath = Annotated[Text, FieldOf()]
"""A path from the rule's subject."""

RecordWord = Annotated[Identifier, RecordType()]
"""The word of a record type."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The step of a path that leads nowhere, with the known one nearest to it (or an empty string)."""

    step: str
    nearest: str


def unknown_step(record: type[Shape], path: str) -> Unknown | None:
    """The first step of a path that the model doesn't have; None where the path leads to a field."""
    types_here: tuple[Any, ...] = (record,)
    for step in path.split("."):
        following, known = _step_into(types_here, step)
        if not following:
            return Unknown(step, nearest(step, known))
        types_here = following
    return None


def keys_at(record: type[Shape], path: Path) -> set[str]:
    """The keys that the model knows at a place; empty where it knows none or the place leads nowhere."""
    types_here: tuple[Any, ...] = (record,)
    for step in path:
        if isinstance(step, str):
            types_here, _ = _step_into(types_here, step)
    return _step_into(types_here, "")[1]


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
        name = _field_names(type(value)).get(steps[0], "")
        yield from _values(getattr(value, name, None), steps[1:], (*here, steps[0]))
    elif isinstance(value, dict):
        keys = list(value) if steps[0] == "*" else [steps[0]]
        for key in keys:
            yield from _values(value.get(key), steps[1:], (*here, key))
    else:
        yield here, None


def _field_names(shape: type[Shape]) -> dict[str, str]:
    """The fields of a shape by the keys that files have for them."""
    return {field.alias or name: name for name, field in shape.model_fields.items()}


def _step_into(types_here: tuple[Any, ...], step: str) -> tuple[tuple[Any, ...], set[str]]:
    """The types behind one step from any of several types, and the keys that would have led on."""
    following: list[Any] = []
    known: set[str] = set()
    for annotation in types_here:
        for plain in _plain(annotation):
            if isinstance(plain, type) and issubclass(plain, Shape):
                names = _field_names(plain)
                known |= set(names)
                if step in names:
                    field: FieldInfo = plain.model_fields[names[step]]
                    following.append(field.annotation)
            elif get_origin(plain) is dict:
                following.append(get_args(plain)[1])
    return tuple(following), known


def _plain(annotation: Any) -> Iterator[Any]:
    """The types that an annotation stands for, without marks, options and lists."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _plain(get_args(annotation)[0])
    elif origin is Union or origin is types.UnionType or origin is tuple:
        for argument in get_args(annotation):
            yield from _plain(argument)
    else:
        yield annotation
