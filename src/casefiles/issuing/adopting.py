"""Adopts a file as it was signed and sent: the edited version of an issued document, or an old letter."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.caseload import read_frozen
from casefiles.caseload.registers import ISSUED
from casefiles.documents.blocks.subset import Outside
from casefiles.documents.blocks.word import read_leniently
from casefiles.documents.parity import open_word, words_of_pdf
from casefiles.documents.twin import body_words, format_twin, twin_differences
from casefiles.errors import CasefilesError, UsageError
from casefiles.issuing.acts import Acted, Acting, act_entry, document_of, said
from casefiles.issuing.store import enter, opened
from casefiles.register import IssuedDocument
from casefiles.register.entry import canonical
from casefiles.register.wording import Change, word_changes

__all__ = ["adopt_old", "adopt_signed"]

LARGEST = 50 * 2**20
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]+(.+)")


class _Adopted(Struct, frozen=True):
    """A file as read: its bytes, its ending, its text where it has one, and what is to be said of it."""

    name: str
    data: bytes
    ending: str
    twin: bytes | None
    notes: tuple[str, ...] = ()

    def files(self, folder: str, stem: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
        """What is frozen of it below `issued/`: the file itself, its text, a PDF where it can be drawn."""
        found = {f"{folder}/{stem}{self.ending}": self.data}
        if self.twin is not None:
            found[f"{folder}/{stem}.txt"] = self.twin
        if self.ending == ".pdf" or self.twin is None:
            return found, self.notes
        (pdf,) = render_pdfs([self.data], "native", 1, 1)
        if isinstance(pdf, PdfFault):
            return found, (*self.notes, f"no PDF was made of {self.name}: {pdf.message}")
        if twin_differences(self.twin, None, pdf):
            return found, (*self.notes, f"no PDF was made of {self.name}: it would not say the same")
        return {**found, f"{folder}/{stem}.pdf": pdf}, self.notes


def adopt_signed(acting: Acting, reference: str, path: Path, reason: str) -> Acted:
    """Freeze a file as the issued document was signed and sent; what differs in its words is recorded."""
    file = _read(path)
    with opened(acting.root, acting.folder, acting.disk) as (register, left):
        document = document_of(register, reference, must_stand=True)
        number = 1 + sum(kept.entry.act == "adopted" for kept in document.acts)
        folder = f"{document.reference}/adopted-{number}"
        files, notes = file.files(folder, document.stem)
        changes = _changes(acting, document, file)
        if changes is not None:
            listed = [{"after": each.after, "was": each.was, "now": each.now} for each in changes]
            files[f"{folder}/changes.json"] = canonical(listed)
        details = {"reason": said(reason), "changes": None if changes is None else len(changes)}
        entry = act_entry(acting, register, "adopted", document.reference, details, files=files)
        where = enter(acting.root, entry, files, acting.disk)
    return Acted(document.reference, where, (*left, *notes), changes or ())


def adopt_old(acting: Acting, paths: Sequence[Path], title: str = "") -> tuple[Acted, ...]:
    """Take letters of the time before casefiles into the register, each with one entry.

    A name begins with the letter's date: `2019-05-03 Warning notice.pdf`. All are read before any is entered.
    """
    letters = [_old(path, title) for path in paths]
    done: list[Acted] = []
    with opened(acting.root, acting.folder, acting.disk) as (found, left):
        for reference, _, file in letters:
            if found.find(reference) is not None:
                raise UsageError(f"{file.name} is in the register already, as {reference}; nothing was entered")
        register = found
        for reference, details, file in letters:
            files, notes = file.files(reference, details["stem"])
            entry = act_entry(acting, register, "adopted", reference, details, files=files)
            where = enter(acting.root, entry, files, acting.disk)
            done.append(Acted(reference, where, notes if done else (*left, *notes)))
            register = register.with_entry(entry, where)
    return tuple(done)


def _old(path: Path, title: str) -> tuple[str, dict[str, Any], _Adopted]:
    """An old letter's reference, what its entry says of it, and the file."""
    stem, dated, words = _named(path)
    file = _read(path)
    reference = f"{stem}-{hashlib.sha256(file.data).hexdigest()[:6]}"
    return reference, {"title": title or words, "stem": stem, "dated": dated, "from": file.name}, file


def _named(path: Path) -> tuple[str, str, str]:
    """What an old letter's name says: its name in the register, its date, its title."""
    found = _DATED.fullmatch(path.stem)
    try:
        dated = date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        dated = ""
    words = " ".join(found[2].replace("_", " ").replace("-", " ").split()) if found else ""
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-")
    if not dated or not slug:
        raise UsageError(
            f'"{path.name}" does not begin with its date and a name: call it "2019-05-03 Warning notice{path.suffix}"'
        )
    return f"{dated}-{slug}", dated, words[:1].upper() + words[1:]


def _read(path: Path) -> _Adopted:
    ending = path.suffix.lower()
    if ending not in {".docx", ".pdf"}:
        raise UsageError(f"{path.name} is neither a Word file (.docx) nor a PDF")
    data = read_frozen(path)
    if data is None:
        raise CasefilesError(f"there is no file {path}, or it is no ordinary one")
    if len(data) > LARGEST:
        raise UsageError(
            f"{path.name} has {len(data) / 2**20:.0f} MB; at most {LARGEST // 2**20} MB go into a register"
        )
    if ending == ".docx":
        return _Adopted(path.name, data, ending, _word_twin(path.name, data))
    twin = _pdf_twin(path.name, data)
    notes = (
        ()
        if twin
        else (f"{path.name} has no text that can be read (a scan, or without tags): its bytes alone are kept",)
    )
    return _Adopted(path.name, data, ending, twin, notes)


def _word_twin(name: str, data: bytes) -> bytes:
    """The twin of a Word file of anybody's making; UsageError for one that is unsettled or can't be read."""
    try:
        document, odd = read_leniently(data)
        twin = format_twin(document)
        if twin_differences(twin, data, None):
            body, running = open_word(data)
            feet = [f"~foot\t{' '.join(part.words)}" for part in running if part.words]
            twin = "".join(f"{line}\n" for line in (" ".join(body.words), *feet)).encode()
    except Outside as outside:
        raise UsageError(f"{name} can't be read: {outside.features[0]}") from outside
    except Exception as fault:
        raise UsageError(f"{name} is no Word file that can be read ({type(fault).__name__})") from fault
    for each in odd:
        if each.feature.startswith(("a tracked", "a comment", "hidden text")):
            where = f" (paragraph {each.paragraph})" if each.paragraph else ""
            raise UsageError(f"{name} has {each.feature}{where}: settle it in Word (Review), then adopt the file")
    return twin


def _pdf_twin(name: str, data: bytes) -> bytes | None:
    """The words of a tagged PDF on one line; None where it has none."""
    if not data.startswith(b"%PDF-"):
        raise UsageError(f"{name} is no PDF")
    try:
        words = words_of_pdf(data)
    except Exception:  # noqa: BLE001 - whatever a foreign PDF makes its reader raise, its bytes can be kept
        return None
    return f"{' '.join(words)}\n".encode() if words else None


def _changes(acting: Acting, document: IssuedDocument, file: _Adopted) -> tuple[Change, ...] | None:
    """How the words differ from those in force; None where one of the two has no words that can be read."""
    former = document.file("twin")
    known = read_frozen(acting.root / acting.folder / ISSUED / former.path) if former else None
    if known is None or file.twin is None:
        return None
    return word_changes(body_words(known), body_words(file.twin))
