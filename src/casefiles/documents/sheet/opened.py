"""A Word file that somebody sent, opened with care: broken, hostile and foreign files are refused by name."""

from __future__ import annotations

import re

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.sheet.fields import Identity, unpacked
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.hygiene import REFUSED
from casefiles.documents.word.packaging import CONTENT_TYPES, read_package
from casefiles.documents.word.properties import CUSTOM_PART
from casefiles.documents.word.relations import read_relations
from casefiles.documents.word.wordml import W_NS, Element, parse_part

__all__ = ["SheetFault", "identity_of", "open_sheet"]

_CODES = {"TPL-002": "SHT-002", "TPL-003": "SHT-003", "TPL-004": "SHT-003"}
_NEVER_FETCHED = {"hyperlink", "image", "attachedTemplate"}
"""Kinds of relationship that may lead outside: nothing is fetched from there, and no letter carries them on."""

DOCUMENT = "word/document.xml"
_OTHERS = (
    (b"application/vnd.oasis.opendocument", "a file in LibreOffice's own format (.odt)"),
    (b"\xd0\xcf\x11\xe0", "a file of an older Word (.doc), or one with a password,"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a file in Rich Text Format"),
)
"""What people save sheets as by mistake: how such a file begins, and what it is."""
_TRACKED = re.compile(rb"</?w:(?:ins|del)(?:\s[^<>]*)?>")
_SAVE_AS = "open it in Word or LibreOffice and save it as Word Document (.docx)"
_NO_FIELDS = "send the sheet itself, filled in and saved as Word Document (.docx): a PDF has none of its fields"
_SAVE_AGAIN = "save the sheet again and see that it has arrived: a file that is still being copied can be empty"
_SHEET_PARTS = re.compile(r"word/[A-Za-z]+\d*\.xml|docProps/[a-z]+\.xml")


class SheetFault(Exception):  # noqa: N818 - a fault of a file, not an error of the program
    """A file is not read as a sheet; `diagnostics` says why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = diagnostics
        super().__init__("; ".join(each.message for each in diagnostics))


def open_sheet(data: bytes, file: str) -> dict[str, bytes]:
    """The parts of a Word file; `SheetFault` where it cannot be read or holds what may do harm."""
    try:
        parts = read_package(data, file)
        _refuse_harm(parts, file)
        root = _page(parts, file)
        for name in parts:
            if _SHEET_PARTS.fullmatch(name):
                parse_part(parts[name], file, name)
    except TemplateFault as fault:
        raise SheetFault(*(_as_sheet(each, data, file) for each in fault.diagnostics)) from fault
    if not str(root.tag).startswith(f"{{{W_NS}}}"):
        raise SheetFault(
            _fault(file, "SHT-001", "the file is not in the usual Word format (Strict Open XML?)", _SAVE_AS)
        )
    return parts


def _page(parts: dict[str, bytes], file: str) -> Element:
    """The root of the page; without its marks of tracked changes where it can't be read with them.

    LibreOffice 7 begins the mark of a deletion outside a content control and ends it inside, which is no XML.
    """
    try:
        return parse_part(parts[DOCUMENT], file, DOCUMENT)
    except TemplateFault:
        without = _TRACKED.sub(b"", parts[DOCUMENT])
        if without == parts[DOCUMENT]:
            raise
        parts[DOCUMENT] = without
        return parse_part(without, file, DOCUMENT)


def identity_of(parts: dict[str, bytes], file: str) -> Identity:
    """What the file says of itself; `SheetFault` where it is none of our sheets."""
    properties: dict[str, str] = {}
    if CUSTOM_PART in parts:
        for element in parse_part(parts[CUSTOM_PART], file, CUSTOM_PART):
            properties[str(element.get("name", ""))] = "".join(str(text) for text in element.itertext()).strip()
    found = unpacked(properties)
    if found is None:
        message = "this is not a sheet that casefiles made: its properties name no sheet, case and meeting"
        advice = "use a sheet of `casefiles new meeting --sheet`; text can be copied into its fields"
        raise SheetFault(_fault(file, "SHT-010", message, advice))
    return found


def _refuse_harm(parts: dict[str, bytes], file: str) -> None:
    found: dict[Diagnostic, None] = {}
    types = parts[CONTENT_TYPES].decode("utf-8", "replace")
    if "macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in parts):
        found[_fault(file, "SHT-003", "the file holds macros", _SAVE_AS)] = None
    for part in ["", *sorted(name for name in parts if not name.endswith(".rels"))]:
        for relation in read_relations(parts, part, file):
            _, what = REFUSED.get(relation.kind, ("", ""))
            if what:
                found[_fault(file, "SHT-003", f"the file holds {what}", f"take {what} out and save it again")] = None
            elif relation.external and relation.kind not in _NEVER_FETCHED:
                message = f'a part of the kind {relation.kind} would be fetched from "{relation.target[:80]}"'
                found[_fault(file, "SHT-003", message, "take it out and save the file again")] = None
    if found:
        raise SheetFault(*found)


def _as_sheet(said: Diagnostic, data: bytes, file: str) -> Diagnostic:
    """What was said of a package, in words that fit a sheet."""
    message = said.message.replace("than a template may hold", "than a sheet may hold")
    advice = ""
    if said.code == "TPL-001":
        kind = next((name for mark, name in _OTHERS if mark in data[:120]), "")
        message = f"this is {kind} and no Word file" if kind else message
        if not data.startswith(b"PK") and not kind:
            message = "this is no Word file" if data else "this file is empty"
        advice = _NO_FIELDS if data.startswith(b"%PDF-") else _SAVE_AS if data else _SAVE_AGAIN
    return _fault(file, _CODES.get(said.code, "SHT-001"), message, advice)


def _fault(file: str, code: str, message: str, advice: str = "") -> Diagnostic:
    return Diagnostic(Span(file), code, Severity.ERROR, message, help=advice)
