"""Bytes of a text file to text with LF line ends; a diagnostic for each character that no document can hold."""

from __future__ import annotations

import re

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span

__all__ = ["MAX_BYTES", "Decoded", "decode"]

MAX_BYTES = 1024 * 1024
"""The largest text file that is read: a case file is a few kilobytes."""

_MOST_FAULTS = 20
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_NAMES = {
    "\x00": "a NUL character",
    "\x0c": "a page break character",
    "\x85": "a line separator that no editor shows",
    "\u2028": "a line separator that no editor shows",
    "\u2029": "a paragraph separator that no editor shows",
    "\ufeff": "an invisible character (a byte order mark inside the text)",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Decoded(Struct, frozen=True):
    """A file's text. `whole` is false where characters had to be replaced to read on for further faults."""

    text: str
    whole: bool = True
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, file: str) -> Decoded:
    """The text of a file's bytes with LF line ends and without a byte order mark, and what is wrong with it."""
    if len(data) > MAX_BYTES:
        size = f"{len(data) / MAX_BYTES:.1f}"
        message = f"the file has {size} MiB; case files of more than 1 MiB are not read"
        return Decoded(
            "",
            whole=False,
            diagnostics=(
                _fault(Span(file), "SRC-001", message, "split it, or keep the long matter in a PDF under received/"),
            ),
        )
    if data.startswith(_UTF16):
        message = "the file is saved as UTF-16 (Notepad calls it Unicode)"
        return Decoded("", whole=False, diagnostics=(_fault(Span(file), "SRC-002", message, "save it as UTF-8"),))
    try:
        text, faults = data.decode("utf-8"), []
    except UnicodeDecodeError:
        text, faults = data.decode("utf-8", errors="replace"), _undecodable(data, file)
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", "").isprintable() and _FORBIDDEN.search(text):
        faults += _forbidden(text, file)
        text = _FORBIDDEN.sub("\ufffd", text)
    return Decoded(text, not faults, tuple(faults))


def _undecodable(data: bytes, file: str) -> list[Diagnostic]:
    """One diagnostic for the first undecodable byte of each line."""
    faults = []
    for number, line in enumerate(data.replace(b"\r\n", b"\n").split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as fault:
            column = len(line[: fault.start].decode("utf-8")) + 1
            byte = line[fault.start : fault.start + 1]
            meant = byte.decode("cp1252", errors="ignore")
            hint = f' (in Windows-1252 it would be "{meant}")' if meant.isprintable() and meant else ""
            message = f"the byte 0x{byte.hex().upper()} is not UTF-8{hint}"
            faults.append(_fault(Span(file, number, column), "SRC-002", message, "save the file as UTF-8"))
            if len(faults) == _MOST_FAULTS:
                break
    return faults


def _forbidden(text: str, file: str) -> list[Diagnostic]:
    """One diagnostic for each character that no Word document can hold, or that nobody can see."""
    faults = []
    for found in _FORBIDDEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        name = _NAMES.get(found[0], "an invisible control character")
        message = f"{name} (U+{ord(found[0]):04X}) stands here"
        help_ = "delete it; it often comes with text that was pasted from another program"
        faults.append(_fault(Span(file, line, column), "SRC-003", message, help_))
        if len(faults) == _MOST_FAULTS:
            break
    return faults


def _fault(span: Span, code: str, message: str, help_: str) -> Diagnostic:
    return Diagnostic(span, code, Severity.ERROR, message, help=help_)
