"""What a build is asked for, and what it says of each document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles.build_state import Why
from casefiles.diagnostics import Diagnostic

__all__ = ["STATES", "Built", "BuiltDocument", "BuiltFile", "Options", "Untouched", "in_order", "settled"]

STATES = ("written", "unchanged", "issued", "stale", "refused")

_PASSING = ("TPL-9", "INT-", "DOC-9")
"""What is said where a file could not be made or written: another try may do."""
_AGAIN = {"written": "unchanged", "unchanged": "unchanged", "issued": "issued"}
"""What a document is in the next build of the same files."""


class Options(Struct, frozen=True):
    """What a call of `build` asks for. `whole` says that it is about the whole caseload and not some of its cases.

    Then the drafts of every case that is not there are retired, otherwise those of the folders `gone` alone.
    """

    out: Path | None = None
    kinds: tuple[str, ...] = ()
    force: bool = False
    verify: bool = False
    pdf: bool = True
    mail: bool = True
    pdf_engine: str = "native"
    jobs: int = 0
    whole: bool = True
    gone: frozenset[str] = frozenset()

    @property
    def anew(self) -> bool:
        """Whether every document is made again: what lies there already can't be verified."""
        return self.force or self.verify

    @property
    def settings(self) -> str:
        """What of the call the drafts depend on."""
        return (f"pdf {self.pdf_engine}" if self.pdf else "no pdf") + ("" if self.mail else ", no e-mail")

    def asks_for(self, slug: str, kind: str) -> bool:
        """Whether documents of this slug and kind are asked for."""
        return not self.kinds or slug in self.kinds or kind in self.kinds


class BuiltFile(Struct, frozen=True):
    """A file of a document, with its bytes' hash."""

    path: Path
    sha256: str


class BuiltDocument(Struct, frozen=True):
    """What became of one document: why it was made again, what it lacks, what else keeps it from being issued.

    `unreached` says whom its e-mail leaves out.
    """

    authority: str
    case: str
    slug: str
    kind: str
    record: str
    state: str
    files: tuple[BuiltFile, ...] = ()
    why: tuple[Why, ...] = ()
    gaps: tuple[Diagnostic, ...] = ()
    holds: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()
    unreached: tuple[Diagnostic, ...] = ()


class Untouched(Struct, frozen=True):
    """Documents of a case of which the last build's word is kept: how many are in each state, and they when asked."""

    states: Mapping[str, int]
    documents: Callable[[], tuple[BuiltDocument, ...]]


class Built(Struct, frozen=True):
    """What a build did; `diagnostics` are the check's and those of templates and rendering.

    `documents` are those that it looked at, `untouched` those of cases of which it knew what it would say.
    `left` is how many documents were out of date when it was told to stop.
    """

    as_of: date
    out: Path
    documents: tuple[BuiltDocument, ...]
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()
    left: int = 0
    untouched: tuple[Untouched, ...] = ()

    @property
    def states(self) -> Mapping[str, int]:
        """How many documents there are in each state."""
        found = Counter(each.state for each in self.documents)
        for each in self.untouched:
            found.update(each.states)
        return {state: found[state] for state in STATES}

    @property
    def every_document(self) -> tuple[BuiltDocument, ...]:
        """All documents, in order."""
        return in_order([*self.documents, *(each for some in self.untouched for each in some.documents())])


def in_order(documents: Iterable[BuiltDocument]) -> tuple[BuiltDocument, ...]:
    """The documents by authority, case, record and name."""
    return tuple(sorted(documents, key=lambda each: (each.authority, each.case, each.record, each.slug)))


def settled(built: Built) -> Built | None:
    """The build as the next one of the same files would say it; None where that would do or say something else."""
    if built.notes or built.left or any(each.code.startswith(_PASSING) for each in built.diagnostics):
        return None
    if any(each.notes or not _stands(each) for each in built.documents):
        return None
    documents = tuple(
        each if each.state == "refused" else replace(each, state=_AGAIN[each.state], why=()) for each in built.documents
    )
    return replace(built, documents=documents)


def _stands(document: BuiltDocument) -> bool:
    """Whether the same files leave the document as it is.

    One that was refused as a new document will be again: it left neither a draft nor a state.
    """
    if document.state == "refused":
        return document.why == (Why("new document"),) and not document.files
    return document.state in _AGAIN
