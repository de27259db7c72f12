"""YAML text to plain values with the place of each, mended where it is no YAML, so that one fault hides no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.yamlevents import MAX_DEPTH, MOST_FAULTS, Builder, Mark, OddError, Path, Value, value_of
from casefiles.yamlfaults import Lines, Repair, explain, tab_faults, tabs_replaced, without_chunk

__all__ = ["MAX_DEPTH", "Mark", "Marks", "Path", "Places", "Tree", "Value", "read_tree"]

_MOST_ROUNDS = 12
_LARGE = 64 * 1024
_ODD_SPACE = re.compile(r"^([ \t]*(?:- +)*(?:[\w-]+:)?)([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+)", re.MULTILINE)


class Places(Protocol):
    """Where the values and the keys of a text stand, found when one is first asked for."""

    @property
    def both(self) -> tuple[Mapping[Path, Mark], Mapping[Path, Mark]]:
        """Those of the values, and those of the keys."""
        ...


class Marks(Mapping[Path, Mark]):
    """One half of such places: 0 those of the values, 1 those of the keys."""

    def __init__(self, places: Places, half: int) -> None:
        self._places = places
        self._half = half

    def __getitem__(self, path: Path) -> Mark:
        return self._places.both[self._half][path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places.both[self._half])

    def __len__(self) -> int:
        return len(self._places.both[self._half])


class _Unread:
    """The places of a text in which nothing is wrong: most files are never asked where something stands."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line

    @cached_property
    def both(self) -> tuple[dict[Path, Mark], dict[Path, Mark]]:
        """Those of the values, and those of the keys."""
        builder = Builder(Lines(self._text.split("\n"), "", self._first_line))
        builder.read()
        return builder.values, builder.keys


class Tree(Struct, frozen=True):
    """What a YAML text gave. `partial` says that parts of it could not be read and are missing from `value`."""

    value: Value = None
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)
    partial: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


def read_tree(text: str, file: str, first_line: int = 1) -> Tree:
    """The values of a YAML text, all scalars as text, with every fault that can be told apart in one reading.

    `first_line` is the number of the text's first line in the file. A syntax fault does not end the
    reading: the line is mended where its meaning is plain, else its top-level entry is left out. Of a
    hopeless text only the first fifty faults are told.
    """
    text, odd = _plain_spaces(text, file, first_line)
    try:
        value = value_of(text)
    except OddError:
        return _mended_tree(Lines(text.split("\n"), file, first_line), odd, 2 if len(text) >= _LARGE else _MOST_ROUNDS)
    places = _Unread(text, first_line)
    return Tree(value, Marks(places, 0), Marks(places, 1), diagnostics=tuple(odd))


def _mended_tree(source: Lines, odd: Iterable[Diagnostic], rounds: int) -> Tree:
    """The values of a text in which something is wrong, read as often as it can be mended."""
    faults = dict.fromkeys(odd)
    partial = False
    for _ in range(rounds):
        builder = Builder(source)
        trouble = builder.read()
        faults.update(dict.fromkeys(builder.faults))
        if trouble is None:
            whole = not (partial or builder.stopped)
            return Tree(builder.value, builder.values, builder.keys, not whole, tuple(islice(faults, MOST_FAULTS)))
        tabs = tab_faults(source)
        if tabs:
            faults.update(dict.fromkeys(tabs))
            source, partial = replace(source, lines=tabs_replaced(source.lines)), True
            continue
        repair = explain(trouble, source)
        faults[repair.diagnostic] = None
        partial = partial or repair.line is None
        source = replace(source, lines=_mended(source.lines, repair))
    return Tree(partial=True, diagnostics=tuple(islice(faults, MOST_FAULTS)))


def _mended(lines: list[str], repair: Repair) -> list[str]:
    """The lines with the faulty one replaced, or without the entry that it stands in."""
    if repair.line is None:
        return without_chunk(lines, repair.at)
    return [*lines[: repair.at], repair.line, *lines[repair.at + 1 :]]


def _plain_spaces(text: str, file: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """The text with ordinary spaces where others stand as indentation, and a diagnostic for each such line."""
    faults: list[Diagnostic] = []
    if text.isascii():
        return text, faults
    for found in islice(_ODD_SPACE.finditer(text), MOST_FAULTS):
        line = text.count("\n", 0, found.start()) + first_line
        span = Span(file, line, len(found[1]) + 1, line, len(found[0]) + 1)
        message = "a non-breaking or other special space stands here, where only ordinary spaces may indent"
        faults.append(Diagnostic(span, "SRC-004", Severity.ERROR, message, help="delete it and type ordinary spaces"))
    return _ODD_SPACE.sub(lambda found: found[1] + " " * len(found[2]), text), faults
