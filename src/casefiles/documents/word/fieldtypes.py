"""The types behind a template's names: which fields a value has, what a loop goes over, what can be printed."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from casefiles.documents.charts.chart import Chart
from casefiles.documents.word.controls import Anchor, Control
from casefiles.markup import Prose

__all__ = [
    "UNKNOWN",
    "alternatives",
    "element_of",
    "field_of",
    "fields_of",
    "is_optional",
    "is_prose",
    "is_text",
    "say_type",
]

UNKNOWN: Any = Any
"""The type of which nothing is known: everything is let through."""


def alternatives(hint: Any) -> tuple[Any, ...]:
    """The types that a hint allows, `None` left out."""
    origin = get_origin(hint)
    if origin is Annotated:
        return alternatives(get_args(hint)[0])
    if origin in {Union, types.UnionType}:
        return tuple(one for argument in get_args(hint) for one in alternatives(argument))
    return () if hint is None or hint is types.NoneType else (hint,)


def is_optional(hint: Any) -> bool:
    """Whether a value of this type may be absent."""
    if get_origin(hint) is Annotated:
        return is_optional(get_args(hint)[0])
    return get_origin(hint) in {Union, types.UnionType} and types.NoneType in get_args(hint)


@cache
def fields_of(hint: Any) -> Mapping[str, Any]:
    """The fields of a type by name, with their types; of a union, those of all its members."""
    found: dict[str, Any] = {}
    for one in alternatives(hint):
        if isinstance(one, type) and not issubclass(
            one, str | int | float | tuple | list | Prose | Control | Anchor | Chart
        ):
            found.update(_declared(one))
    return found


def _declared(kind: type) -> dict[str, Any]:
    declared = {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}
    for base in reversed(kind.__mro__):
        for name, member in vars(base).items():
            if isinstance(member, property) and member.fget and not name.startswith("_"):
                declared[name] = get_type_hints(member.fget).get("return", UNKNOWN)
    return declared


def field_of(hint: Any, name: str) -> Any | None:
    """The type of a field, or None where the type has no such field."""
    if hint is UNKNOWN:
        return UNKNOWN
    for one in alternatives(hint):
        if get_origin(one) is not None and issubclass(get_origin(one) or object, Mapping):
            return get_args(one)[1]
    return fields_of(hint).get(name)


def element_of(hint: Any) -> Any | None:
    """The type of what a loop over the value goes through, or None where it is no list."""
    if hint is UNKNOWN:
        return UNKNOWN
    for one in alternatives(hint):
        origin = get_origin(one)
        if isinstance(origin, type) and issubclass(origin, Sequence):
            return (get_args(one) or (UNKNOWN,))[0]
        if one in {tuple, list}:
            return UNKNOWN
    return None


def is_text(hint: Any) -> bool:
    """Whether the value is text or a whole number, which `{{ }}` prints."""
    kinds = alternatives(hint)
    return hint is UNKNOWN or (
        bool(kinds) and all(isinstance(k, type) and issubclass(k, str | int) and k is not bool for k in kinds)
    )


def is_prose(hint: Any) -> bool:
    """Whether the value is prose, a chart, a field to fill in or the mark of a row: `{{p }}` and `{{r }}` print it."""
    return hint is UNKNOWN or any(kind in alternatives(hint) for kind in (Prose, Chart, Control, Anchor))


def say_type(hint: Any) -> str:
    """What a value of this type is, in words."""
    if is_prose(hint):
        return "prose"
    if element_of(hint) is not None:
        return "a list"
    kinds = alternatives(hint)
    if kinds == (bool,):
        return "a yes or no"
    if kinds and all(k in {str, int, bool} for k in kinds):
        return "text" if str in kinds else "a number"
    return f"a {getattr(kinds[0], '__name__', 'value')} with fields of its own" if kinds else "nothing"
