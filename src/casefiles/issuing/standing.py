"""What stands issued of the documents that are due: as they would be made now, or changed since."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles.calendars import say_date
from casefiles.caseload import read_frozen, read_register
from casefiles.caseload.registers import ENTRIES, ISSUED
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.catalogue import Due
from casefiles.documents.compose import Composed, compose
from casefiles.documents.frozen import FrozenFault, freeze_context, plain_context, texts_of
from casefiles.issuing.program import made_by
from casefiles.judgement import Judged
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.register import IssuedDocument, Register
from casefiles.register.entry import plain_lines
from casefiles.rendering import Shelves

__all__ = ["Standing", "StandingDocuments", "composed_finally", "is_same"]

_SENT = {"pdf", "word", "papers", "workbook"}


class Standing(Struct, frozen=True):
    """An issued document that is due: `changed` says what to do where it would no longer say the same."""

    document: IssuedDocument
    files: tuple[tuple[str, str], ...]
    changed: Diagnostic | None = None


class StandingDocuments:
    """The documents that stand issued in the cases of a judgement; each register is read once."""

    def __init__(self, judged: Judged, shelves: Shelves) -> None:
        self._judged, self._shelves = judged, shelves
        self._registers: dict[str, Register | None] = {}

    @cached_property
    def _root(self) -> Path:
        return self._judged.caseload.root

    def of(self, case: Case, due: Due) -> Standing | None:
        """What stands issued under the document's name; None where nothing does."""
        register = self._register(case.folder)
        document = register.standing(due.stem) if register else None
        if register is None or document is None or not document.record:
            return None
        home = f"{case.folder}/{ISSUED}"
        files = tuple((f"{home}/{file.path}", file.sha256) for file in document.files if file.role in _SENT)
        composed = composed_finally(due, case, self._judged.packs, self._shelves)
        if is_same(self._root, register, document, composed):
            return Standing(document, files)
        return Standing(document, files, self._changed(case, document, composed))

    def _register(self, folder: str) -> Register | None:
        if folder not in self._registers:
            there = (self._root / folder / ISSUED / ENTRIES).is_dir()
            self._registers[folder] = read_register(self._root, folder) if there else None
        return self._registers[folder]

    def _changed(self, case: Case, document: IssuedDocument, composed: Composed) -> Diagnostic:
        """The warning at the first file of those that the document is made from that has changed since."""
        before, now = _inputs(document), self._judged.caseload.inputs
        sources = [composed.due.record.source_file, *(record.source_file for record in composed.made_from)]
        edited = next((file for file in sources if file in now and before.get(file) != now[file]), "")
        span = Span(edited) if edited and edited != composed.due.record.source_file else composed.due.record.span()
        day = say_date(composed.due.dated)
        message = f"changed since {document.title} of {day} was issued as {document.reference}: supersede or revert"
        advice = "the draft is what would take its place: `casefiles register supersede`"
        said = Diagnostic(span, "REG-031", Severity.WARNING, message, help=advice)
        return said.within(case.authority.id, case.id)


def composed_finally(due: Due, case: Case, packs: Packs, shelves: Shelves) -> Composed:
    """The values of a document as it goes out."""
    composed = compose(due, case, packs, draft=False)
    return replace(composed, context=shelves.shown(case, composed))


def is_same(root: Path, register: Register, document: IssuedDocument, composed: Composed) -> bool:
    """Whether the document would say now what was issued.

    Another version of casefiles may compose more values than it did then: there the texts decide.
    """
    frozen = document.file("context")
    data = read_frozen(root / register.folder / ISSUED / frozen.path) if frozen else None
    if data is None:
        return False
    now = freeze_context(composed.context)
    if plain_lines(data) == now:
        return True
    made = document.origin.details.get("made_by")
    if isinstance(made, dict) and made.get("program") == made_by()["program"]:
        return False
    try:
        return _texts(data) == _texts(now)
    except FrozenFault:
        return False


def _texts(context: bytes) -> list[str]:
    return [text for _, text in texts_of(plain_context(context))]


def _inputs(document: IssuedDocument) -> Mapping[str, str]:
    """The hashes of the case files that the document was made from."""
    known = document.origin.details.get("inputs")
    return known if isinstance(known, dict) else {}
