"""Two documents compared: issued ones by their references, one with today's draft, or with a file that somebody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from casefiles.caseload import find_registers, load, read_frozen, read_register
from casefiles.caseload.registers import ISSUED
from casefiles.diagnostics import nearest
from casefiles.documents.parity import words_of_pdf
from casefiles.documents.twin import body_words, twin_of_word
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.redline import Difference, redline
from casefiles.errors import CasefilesError, UsageError
from casefiles.issuing.again import word_again
from casefiles.issuing.standing import composed_finally
from casefiles.judgement import Judged, judge
from casefiles.register import IssuedDocument, Register
from casefiles.register.wording import word_changes
from casefiles.rendering import Shelves, document_properties

__all__ = ["Comparison", "Side", "compare", "draft_of", "file_side", "find_issued", "issued_side"]

AUTHOR = "casefiles compare"


class Side(Struct, frozen=True):
    """One of two documents: how people call it, its day, its words, and its Word file where there is one."""

    name: str
    on: str
    words: tuple[str, ...]
    docx: bytes | None = None
    lacks: str = ""
    """Why there is no Word file of it."""


class Comparison(Struct, frozen=True):
    """What differs between two documents. `docx` is the newer with its changes tracked, `note` why there is none."""

    was: Side
    now: Side
    differences: tuple[Difference, ...]
    docx: bytes | None = None
    note: str = ""


def compare(was: Side, now: Side) -> Comparison:
    """The differences in words, paragraph by paragraph and cell by cell where both have a Word file."""
    if was.docx is not None and now.docx is not None:
        try:
            docx, differences = redline(was.docx, now.docx, AUTHOR, now.on)
        except TemplateFault as fault:
            raise CasefilesError(f"these can't be compared: {fault.diagnostics[0].message}") from fault
        return Comparison(was, now, differences, docx)
    changes = word_changes(was.words, now.words)
    found = (Difference("", " ".join(was.words), " ".join(now.words), changes),) if changes else ()
    return Comparison(was, now, found, None, was.lacks or now.lacks)


def find_issued(root: Path, reference: str) -> tuple[Register, IssuedDocument]:
    """The document of any register of the caseload that a reference, or its beginning, names; UsageError for none."""
    registers = [read_register(root, folder) for folder in find_registers(root)]
    there = [(register, document) for register in registers for document in register.documents]
    found = [each for each in there if each[1].reference == reference]
    found = found or [each for each in there if reference and each[1].reference.startswith(reference)]
    names = [document.reference for _, document in there]
    if not found:
        near = nearest(reference, names)
        hint = (
            f'the nearest is "{near}"' if near else "`casefiles register list` names them" if names else "it has none"
        )
        raise UsageError(f'no register here has a document "{reference}"; {hint}')
    if len(found) > 1:
        listed = ", ".join(f"{document.reference} ({register.folder})" for register, document in found[:8])
        raise UsageError(f'"{reference}" may be {len(found)} documents: {listed}')
    return found[0]


def issued_side(root: Path, register: Register, document: IssuedDocument) -> Side:
    """An issued document as it is in force: the signed version where one was adopted."""
    if document.state == "erased":
        raise UsageError(f"{document.reference} was erased: there is nothing left to compare")
    twin = _frozen(root, register, document, "twin")
    docx = _frozen(root, register, document, "word")
    lacks = ""
    if docx is None and len([kept for kept in document.acts if kept.entry.files]) == 1:
        made = word_again(root, register, document.origin, _judged(root, register.folder, document.dated))
        docx, lacks = (None, made) if isinstance(made, str) else (made, "")
    if docx is None:
        lacks = (
            f"{document.reference} was not sent as Word{f', and it can not be made again: {lacks}' if lacks else ''}"
        )
    if twin is None and docx is None:
        raise UsageError(f"{document.reference} has no text that can be read: its files are missing, or it is a scan")
    words = body_words(twin if twin is not None else twin_of_word(docx or b""))
    return Side(document.reference, document.dated or document.origin.at[:10], tuple(words), docx, lacks)


def draft_of(root: Path, register: Register, document: IssuedDocument, as_of: date) -> Side:
    """The same document as the case file would give it today, without the draft's marks."""
    judged = _judged(root, register.folder, as_of.isoformat())
    each = next((one for one in judged.with_documents if one.case.folder == register.folder), None)
    due = next((one for one in each.due if one.stem == document.stem), None) if each else None
    if each is None or due is None:
        why = "the case can't be read" if each is None else f"no {document.stem} is due any more"
        raise UsageError(f"there is no draft of {document.reference} today: {why}")
    shelves = Shelves(root, judged.packs)
    composed = composed_finally(due, each.case, judged.packs, shelves)
    try:
        docx = shelves.template(each.case, due).render(composed.context, document_properties(composed, each.case))
    except TemplateFault as fault:
        raise CasefilesError(f"no draft can be made today: {fault.diagnostics[0].message}") from fault
    return Side("today's draft", as_of.isoformat(), tuple(body_words(twin_of_word(docx))), docx)


def file_side(path: Path, on: date) -> Side:
    """A file that somebody has: Word, or a PDF with tags."""
    data = read_frozen(path)
    if data is None:
        raise CasefilesError(f"there is no file {path}, or it is no ordinary one")
    try:
        if data.startswith(b"%PDF-"):
            return Side(path.name, on.isoformat(), tuple(words_of_pdf(data)), None, f"{path.name} is a PDF")
        return Side(path.name, on.isoformat(), tuple(body_words(twin_of_word(data))), data)
    except Exception as fault:
        raise UsageError(f"{path.name} has no text that can be read ({type(fault).__name__})") from fault


def _frozen(root: Path, register: Register, document: IssuedDocument, role: str) -> bytes | None:
    file = document.file(role)
    return read_frozen(root / register.folder / ISSUED / file.path) if file else None


def _judged(root: Path, folder: str, day: str) -> Judged:
    return judge(load(root, _only(root, folder)), date.fromisoformat(day))


def _only(root: Path, folder: str) -> Sequence[Path]:
    return (root / folder,)
