"""A pack's files as typed entries: each with its place, each fault in plain words at the key or value it is of."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.model.base import Record, Shape
from casefiles.model.reading import explained
from casefiles.source import Parsed, Path, SourceMap, Value

__all__ = ["Reading", "fault", "read_entries", "read_shape", "read_table"]

Kind = TypeVar("Kind", bound=Shape)
Entry = TypeVar("Entry", bound=Record)


class Reading(Struct, frozen=True):
    """Where what is being read stands, and what has been found wrong so far."""

    source: SourceMap
    diagnostics: list[Diagnostic]

    def say(self, code: str, span: Span, message: str, help_: str = "") -> None:
        """Note an error."""
        self.diagnostics.append(fault(code, span, message, help_))


def fault(code: str, span: Span, message: str, help_: str = "") -> Diagnostic:
    """An error in a pack."""
    return Diagnostic(span, code, Severity.ERROR, message, help=help_)


def read_shape(kind: type[Kind], value: Value, reading: Reading, path: Path = (), code: str = "PCK-010") -> Kind | None:
    """A value as a shape of that kind, or None where it is not one."""
    if not isinstance(value, dict):
        reading.say(code, reading.source.span(path), "a table of keys and values is wanted here")
        return None
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_context=False):
            reading.diagnostics.append(replace(explained(kind, each, reading.source, path), code=code))
        return None


def read_entries(kind: type[Entry], parsed: Parsed, key: str, reading: Reading) -> tuple[Entry, ...]:
    """The entries of a file that is a list; a bad one costs itself alone, and so does a second of the same id."""
    if parsed.value is None:
        return ()
    if not isinstance(parsed.value, list):
        reading.say("PCK-010", reading.source.span(), "a list of entries is wanted here, each behind a hyphen")
        return ()
    found: dict[str, Entry] = {}
    for index, value in enumerate(parsed.value):
        entry = read_shape(kind, value, reading, (index,))
        if entry is None:
            continue
        name = str(getattr(entry, key))
        if name in found:
            reading.say("PCK-011", reading.source.span((index, key)), f'"{name}" stands twice in this list')
            continue
        entry.placed(name, reading.source, (index,))
        found[name] = entry
    return tuple(found.values())


def read_table(kind: type[Kind], value: Value, reading: Reading, path: Path = ()) -> dict[str, Kind]:
    """The entries of a table of ids; a bad one costs itself alone."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        reading.say("PCK-010", reading.source.span(path), "a table of ids is wanted here")
        return {}
    read = {name: read_shape(kind, entry, reading, (*path, name)) for name, entry in value.items()}
    return {name: entry for name, entry in read.items() if entry is not None}
