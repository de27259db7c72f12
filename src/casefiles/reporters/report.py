"""What every reporter gets: the diagnostics, the texts that they speak of, and how a file's name is shown."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from casefiles.diagnostics import Counts, Diagnostic, count

__all__ = ["Places", "Report", "printable"]


class Places(Struct, frozen=True):
    """How files are named to the user: relative to the directory of the call, with `/`."""

    root: Path
    here: Path

    def shown(self, file: str) -> str:
        """The name of a span's file as the user would type it."""
        return self.path(self.root / file)

    def path(self, path: Path) -> str:
        """The name of a path as the user would type it; whole where it lies on another drive."""
        try:
            return Path(os.path.relpath(path, self.here)).as_posix()
        except ValueError:
            return path.as_posix()


class Report(Struct, frozen=True):
    """Diagnostics to be shown, sorted by file as it is shown, line, column and code."""

    as_of: date
    cases: int
    diagnostics: tuple[Diagnostic, ...]
    places: Places
    texts: Mapping[str, str] = field(default_factory=dict)
    at: Mapping[str, str] | None = None
    """The commit that the files were read from, and its day; None for those on disk."""

    @property
    def counts(self) -> Counts:
        """How many there are by severity."""
        return count(self.diagnostics)

    def sorted(self) -> tuple[tuple[str, Diagnostic], ...]:
        """Each diagnostic with its file as it is shown."""
        named = ((self.places.shown(each.span.file), each) for each in self.diagnostics)
        return tuple(sorted(named, key=lambda pair: (pair[0], pair[1].span.line, pair[1].span.column, pair[1].code)))


def printable(text: str) -> str:
    """The text on one line without characters that would steer a terminal or reorder what is read."""
    if text.isprintable():
        return text
    return "".join(" " if char in "\t\r\n" else _shown(char) for char in text)


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc" or char in "\u2028\u2029" or unicodedata.bidirectional(char) in _REORDER:
        return "\N{REPLACEMENT CHARACTER}"
    return char


_REORDER = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
