"""The marks that a shape's fields carry (names of things, paths to fields), with the values that they stand on."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Struct

from casefiles.model.base import Shape
from casefiles.source import Path

__all__ = ["Marked", "marked"]


class Marked(Struct, frozen=True):
    """One text of a shape that carries a mark: where it stands, and the shape that its field belongs to."""

    path: Path
    mark: object
    value: str
    owner: Shape


def marked(shape: Shape, path: Path = ()) -> Iterator[Marked]:
    """Every marked text of a shape and of the shapes inside it, in the order of the fields."""
    for name, field in type(shape).model_fields.items():
        value = getattr(shape, name)
        here = (*path, field.alias or name)
        yield from _marked(field.annotation, tuple(field.metadata), value, here, shape)


def _marked(annotation: Any, marks: tuple[object, ...], value: object, path: Path, owner: Shape) -> Iterator[Marked]:
    for plain, inner_marks in _plain(annotation, marks):
        if isinstance(value, Shape):
            yield from marked(value, path)
        elif isinstance(value, tuple | dict):
            for inner, entry, step in _entries(plain, value):
                yield from _marked(inner, inner_marks if isinstance(value, tuple) else (), entry, (*path, step), owner)
        elif isinstance(value, str):
            for mark in inner_marks:
                yield Marked(path, mark, value, owner)


def _plain(annotation: Any, marks: tuple[object, ...]) -> Iterator[tuple[Any, tuple[object, ...]]]:
    """The types that an annotation stands for, each with the marks on it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _plain(inner, (*marks, *more))
    elif origin is Union or origin is types.UnionType:
        for option in get_args(annotation):
            yield from _plain(option, marks)
    elif annotation is not type(None):
        yield annotation, marks


def _entries(annotation: Any, value: tuple[object, ...] | dict[str, object]) -> Iterator[tuple[Any, object, str | int]]:
    """The entries of a list, or the keys and the values of a table, each with its type and its step."""
    arguments = get_args(annotation) or (Any, Any)
    if isinstance(value, tuple):
        for index, entry in enumerate(value):
            each = arguments[0] if len(arguments) == 2 and arguments[1] is Ellipsis else arguments[index]
            yield each, entry, index
    else:
        for key, entry in value.items():
            yield arguments[0], key, key
            yield arguments[1], entry, key
