"""Diagnostics: what the tool says about a file, as values with a position."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

__all__ = ["Citation", "Counts", "Diagnostic", "Severity", "Span", "Waived", "count", "likeness", "nearest", "ordered"]


class Severity(StrEnum):
    """How much a diagnostic weighs; an error alone makes `casefiles check` exit 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(Struct, frozen=True, order=True):
    """A stretch of one file. Lines and columns count from 1, columns in code points.

    `file` is relative to the caseload's folder, with `/`; a file outside it (a shipped pack or
    template) is absolute. `end_column` is one past the last code point, 0 where not known.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0


class Citation(Struct, frozen=True):
    """The clause of a policy or statute that a rule carries out, with a quotation of 30 words at most."""

    source: str
    section: str = ""
    quote: str = ""
    url: str = ""


class Waived(Struct, frozen=True):
    """The waiver that excuses a diagnostic, as the case file records it."""

    reason: str
    approved_by: str
    approved_on: date
    until: date | None = None


class Diagnostic(Struct, frozen=True):
    """One thing the tool says about one place in one file.

    `label` stands beside the caret in the text report ("the fifth"). `related` names further places
    that the message speaks of, each with its label.
    """

    span: Span
    code: str
    severity: Severity
    message: str
    help: str = ""
    label: str = ""
    citation: Citation | None = None
    authority: str = ""
    case: str = ""
    waived: Waived | None = None
    related: tuple[tuple[Span, str], ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether this is an error that no waiver excuses."""
        return self.severity is Severity.ERROR and self.waived is None

    def of_case(self, folders: Collection[str]) -> bool:
        """Whether it is said of a case in one of these folders (`camden/rowan-hill-primary`)."""
        return bool(self.case) and f"{self.authority}/{self.case}" in folders

    def within(self, authority: str, case: str = "") -> Diagnostic:
        """The same diagnostic, placed in an authority and a case unless it is already."""
        return replace(self, authority=self.authority or authority, case=self.case or case)


class Counts(Struct, frozen=True):
    """How many diagnostics there are by severity; waived ones count in `waived` alone."""

    error: int = 0
    warning: int = 0
    note: int = 0
    waived: int = 0


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics without repeats, sorted by file, line, column, code and message."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span.file, d.span.line, d.span.column, d.code, d.message)))


def count(diagnostics: Iterable[Diagnostic]) -> Counts:
    """How many diagnostics there are by severity, waived ones apart."""
    tally = dict.fromkeys(("error", "warning", "note", "waived"), 0)
    for diagnostic in diagnostics:
        tally["waived" if diagnostic.waived else diagnostic.severity.value] += 1
    return Counts(**tally)


def likeness(word: str, other: str) -> float:
    """How like two words are, from 0 to 1, as `nearest` compares them."""
    return difflib.SequenceMatcher(None, other, word).ratio()


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like the given one, or an empty string where none is near."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""
