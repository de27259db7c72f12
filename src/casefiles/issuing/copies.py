"""Whether a file that somebody holds is what was issued: byte for byte, in content, or in its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from casefiles.caseload import read_frozen
from casefiles.caseload.registers import ISSUED
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.parity import open_word, split, words_of_pdf
from casefiles.documents.pdf.heard import hear
from casefiles.documents.twin import body_words
from casefiles.errors import CasefilesError
from casefiles.issuing.making import frozen_file
from casefiles.register import IssuedDocument, Register
from casefiles.register.wording import word_changes

__all__ = ["check_copies"]


def check_copies(
    root: Path, registers: Mapping[str, Register], paths: Sequence[Path]
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """A sentence for each file that was issued, and a diagnostic for each that says something else or is unknown."""
    same: list[str] = []
    said: list[Diagnostic] = []
    for path in paths:
        data = read_frozen(path)
        if data is None:
            raise CasefilesError(f"there is no file {path}")
        known = _known(registers, path, data)
        if known:
            same.append(f"{path.name} is {known}")
        else:
            said.append(_unlike(root, registers, path, data))
    return tuple(same), tuple(said)


def _known(registers: Mapping[str, Register], path: Path, data: bytes) -> str:
    """Which frozen file it is, byte for byte or as it is packed; an empty string for none."""
    for role in ("pdf", "papers", "word", "workbook", "twin"):
        here = frozen_file(f"copy/{path.name.lower()}", role, data)
        for register in registers.values():
            for document in register.documents:
                for kept in document.acts:
                    for file in kept.entry.files:
                        if file.sha256 == here.sha256:
                            return _is(register, document, kept.entry.act, "to the byte")
                        if file.role == role and file.content_sha256 == here.content_sha256:
                            return _is(register, document, kept.entry.act, "in all that it holds, packed otherwise")
    return ""


def _is(register: Register, document: IssuedDocument, act: str, how: str) -> str:
    state = "" if document.stands else f"; it is {document.state} now"
    return f"what was {act} as {document.reference} in {register.folder}, {how}{state}"


def _unlike(root: Path, registers: Mapping[str, Register], path: Path, data: bytes) -> Diagnostic:
    """What a file is that was not issued like this: another's words under a reference of ours, or nothing of ours."""
    span = Span(path.resolve().as_posix())
    try:
        if data.startswith(b"%PDF-"):
            words, around = words_of_pdf(data), split(" ".join(hear(data).running))
        else:
            body, running = open_word(data)
            words, around = body.words, [word for part in running for word in part.words]
    except Exception as fault:  # noqa: BLE001 - whatever a foreign file makes its reader raise
        message = f"{path.name} was not issued from here, and its text can't be read ({type(fault).__name__})"
        return Diagnostic(span, "REG-024", Severity.ERROR, message)
    named = {word.strip(",") for word in around}
    for register in registers.values():
        for document in register.documents:
            twin = document.file("twin")
            known = read_frozen(root / register.folder / ISSUED / twin.path) if twin else None
            if document.reference not in named or known is None:
                continue
            changes = word_changes(body_words(known), words)
            what = f"it says something else: {changes[0]}" if changes else "its words are the same, the file is not"
            message = f"{path.name} bears the reference {document.reference}, and {what}"
            return Diagnostic(span, "REG-024", Severity.ERROR if changes else Severity.WARNING, message)
    return Diagnostic(span, "REG-024", Severity.ERROR, f"{path.name} was not issued from here")
