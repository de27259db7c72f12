"""What the fields of the model are made of, read from its types: shapes, lists, tables, and what their text names."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Struct
from pydantic.fields import FieldInfo

from casefiles.model.base import Shape
from casefiles.model.types import Names, Scalar
from casefiles.source import Path

__all__ = ["FieldType", "KeyedField", "fields_of", "shape_at"]


class FieldType(Struct, frozen=True):
    """A type as the model uses it: one of `shape`, `items`, `table`, or none of them for text.

    `names` is what its text names, `word` what the documentation calls it. `items` has the type of each
    entry (one for a list of any length), `table` those of key and value.
    """

    plain: Any
    names: str = ""
    word: str = ""
    shape: type[Shape] | None = None
    items: tuple[FieldType, ...] = ()
    table: tuple[FieldType, FieldType] | None = None

    @property
    def has_names(self) -> bool:
        """Whether any text below names something."""
        if self.names or any(item.has_names for item in self.items):
            return True
        if self.table is not None:
            return any(part.has_names for part in self.table)
        return self.shape is not None and any(field.type.has_names for field in fields_of(self.shape).values())


class KeyedField(Struct, frozen=True):
    """A field of a shape: its attribute, its type and pydantic's facts on it."""

    attribute: str
    type: FieldType
    info: FieldInfo


@cache
def fields_of(shape: type[Shape]) -> Mapping[str, KeyedField]:
    """The fields of a shape by the key that a file uses, in the model's order."""
    return {
        info.alias or name: KeyedField(name, _field_type(info.annotation, tuple(info.metadata)), info)
        for name, info in shape.model_fields.items()
    }


def shape_at(shape: type[Shape], path: Path) -> type[Shape] | None:
    """The shape that stands at a path below a shape; None where there is another type or nothing."""
    found = FieldType(shape, shape=shape)
    for step in path:
        if found.shape is not None:
            field = fields_of(found.shape).get(str(step))
            if field is None:
                return None
            found = field.type
        elif found.items:
            found = found.items[0] if len(found.items) == 1 else found.items[int(step)]
        elif found.table is not None:
            found = found.table[1]
        else:
            return None
    return found.shape


def _field_type(annotation: Any, metadata: tuple[object, ...] = ()) -> FieldType:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _field_type(inner, (*metadata, *more))
    if origin is Union or origin is types.UnionType:
        inner = next(option for option in get_args(annotation) if option is not type(None))
        return _field_type(inner, metadata)
    if origin is tuple:
        items = tuple(_field_type(each) for each in get_args(annotation) if each is not Ellipsis)
        return FieldType(annotation, items=items)
    if origin is dict:
        key, value = get_args(annotation)
        return FieldType(annotation, table=(_field_type(key), _field_type(value)))
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return FieldType(annotation, shape=annotation)
    names = next((mark.what for mark in metadata if isinstance(mark, Names)), "")
    word = next((mark.word for mark in metadata if isinstance(mark, Scalar)), "")
    return FieldType(annotation, names=names, word=word)
