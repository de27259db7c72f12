"""A document's composed context as canonical JSON, and back: what was issued, apart from how it was set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from casefiles.diagnostics import Span
from casefiles.register.entry import canonical, plain_lines

__all__ = ["FrozenFault", "freeze_context", "plain_context", "texts_of", "thaw_context"]

_KIND = "$"
_IS = "is"
_VALUES = frozenset({"number", "measure", "day"})
"""The kinds of what is no text and no object of ours: what it is stands under `is`."""
_SPACES = re.compile(r"\s+")


class FrozenFault(ValueError):  # noqa: N818 - as TemplateFault: a fault of a file, not of the program
    """Why a frozen context can't be read, in one sentence."""


def freeze_context(context: Mapping[str, object]) -> bytes:
    """The context as canonical JSON: an object for each value with its kind under `$`.

    Where a text stood in the case files is left out: it shifts when lines are added above it.
    """
    return canonical({name: _plain(value) for name, value in context.items()})


def plain_context(data: bytes) -> dict[str, Any]:
    """The frozen context as plain JSON values; `FrozenFault` where it is none."""
    try:
        value = json.loads(plain_lines(data).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FrozenFault(f"the context is no JSON: {str(error).splitlines()[0]}") from error
    if not isinstance(value, dict):
        raise FrozenFault("the context is no JSON object")
    return value


def thaw_context(data: bytes, roots: Mapping[str, type]) -> dict[str, object]:
    """The context that was frozen, as values of the types of `roots`; `FrozenFault` where it doesn't fit them."""
    kinds: dict[str, type] = {}
    for root in roots.values():
        _gather(root, kinds)
    plain = plain_context(data)
    if set(plain) != set(roots):
        raise FrozenFault("the context has other roots than the document")
    return {name: _value(value, kinds, "Blocks" if name == "block" else "") for name, value in plain.items()}


def texts_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a plain context with its path, in order of names; what is only a kind is left out."""
    if isinstance(value, str):
        text = _SPACES.sub(" ", value).strip()
        if text:
            yield path, text
    elif isinstance(value, dict) and value.get(_KIND) not in _VALUES:
        for name, each in value.items():
            if name != _KIND:
                yield from texts_of(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts_of(each, f"{path}[{number}]")


def _plain(value: object) -> Any:
    if value is None or isinstance(value, Span):
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal | float | date):
        kind = "day" if isinstance(value, date) else "number" if isinstance(value, Decimal) else "measure"
        return {_KIND: kind, _IS: str(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Struct):
        return {_KIND: _kind(type(value)), **{name: _plain(getattr(value, name)) for name in value.__struct_fields__}}
    raise TypeError(f"a context holds a {type(value).__name__}, which no frozen context can keep")


def _kind(kind: type) -> str:
    """The name of a type in frozen contexts: the last word of its module and its own."""
    module = kind.__module__.rpartition(".")[2]
    return kind.__name__ if module == "types" else f"{module}.{kind.__name__}"


def _gather(kind: object, found: dict[str, type]) -> None:
    """Enter a type and those that its fields may hold."""
    for inner in get_args(kind):
        _gather(inner, found)
    if not isinstance(kind, type) or not issubclass(kind, Struct) or _kind(kind) in found:
        return
    found[_kind(kind)] = kind
    for hint in get_type_hints(kind).values():
        _gather(hint, found)


def _value(plain: Any, kinds: Mapping[str, type], rename: str = "") -> Any:
    if isinstance(plain, list):
        return tuple(_value(each, kinds) for each in plain)
    if not isinstance(plain, dict):
        return plain
    name = str(plain.get(_KIND, ""))
    if name in _VALUES:
        return _number_or_day(name, str(plain.get(_IS)))
    kind = kinds.get(name) or kinds.get(rename)
    if kind is None or not issubclass(kind, Struct):
        raise FrozenFault(f'the context holds a "{name}", which this version of casefiles does not know there')
    known = {each.name: each for each in fields(kind)}
    given = {key: _value(each, kinds) for key, each in plain.items() if key != _KIND}
    odd = sorted(set(given) - set(known)) or [key for key, each in known.items() if key not in given and each.required]
    if odd:
        raise FrozenFault(f'the context\'s "{name}" has another field "{odd[0]}" than in this version of casefiles')
    made: Any = kind(**given)
    return made


def _number_or_day(name: str, text: str) -> Decimal | float | date:
    try:
        if name == "day":
            return date.fromisoformat(text)
        return Decimal(text) if name == "number" else float(text)
    except (InvalidOperation, ValueError) as error:
        raise FrozenFault(f'the context holds "{text}", which is no {name}') from error
