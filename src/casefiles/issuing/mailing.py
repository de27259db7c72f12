"""The e-mail of an issued document: an unsent message with the files that were frozen, beside the drafts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casefiles.build_mail import MAIL, mail_of
from casefiles.caseload import outline, read_frozen, read_register
from casefiles.drafts import output_folder
from casefiles.errors import CasefilesError
from casefiles.issuing.issue import IssuedNow, Issuing
from casefiles.issuing.standing import composed_finally
from casefiles.publish import remove_file, write_document

__all__ = ["ISSUED_MAIL", "leave_mail", "remove_mail"]

ISSUED_MAIL = " (issued).eml"
"""The ending of its name: no draft has it, so that no later build moves or replaces it."""


def leave_mail(asked: Issuing, issued: Sequence[IssuedNow]) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Where the unsent e-mail of each document lies, by its reference, and a sentence for each that has none.

    A document that goes to nobody has none. What was issued stays issued where the disk takes no e-mail.
    """
    found: dict[str, Path] = {}
    said = []
    for now in issued:
        try:
            written = _leave_one(asked, now)
        except CasefilesError as refusal:
            said.append(f"{now.reference} was issued, and its e-mail could not be written: {refusal}")
        else:
            found |= {now.reference: written} if written else {}
    return found, tuple(said)


def remove_mail(root: Path, folder: str, reference: str) -> Path | None:
    """The unsent e-mail with a document that is no longer to be sent, once it is removed; None where there was none.

    An e-mail under the same name that carries a document which stands is left alone.
    """
    register = read_register(root, folder)
    document = next(each for each in register.documents if each.reference == reference)
    if register.standing(document.stem) is not None:
        return None
    path = _home(root, outline(root, (root / folder,)).caseload.file.output, folder) / f"{document.stem}{ISSUED_MAIL}"
    return path if remove_file(path) else None


def _home(root: Path, output: str, folder: str) -> Path:
    """The folder of a case's drafts."""
    return output_folder(root, output, None) / folder


def _leave_one(asked: Issuing, now: IssuedNow) -> Path | None:
    case, due = asked.case, now.due
    composed = composed_finally(due, case, asked.judged.packs, asked.shelves)
    message = asked.shelves.message(case, due, composed)
    begins = f"{case.folder}/issued/{now.reference}/{due.stem}"
    files = {file.removeprefix(begins): read_frozen(asked.root / file) for file in now.files}
    made = {ending: data for ending, data in files.items() if data is not None}
    mail = mail_of(message, due.entry, due.stem, made, pdf=True)
    if MAIL not in mail:
        return None
    caseload = asked.judged.caseload
    home = _home(caseload.root, caseload.file.output, f"{case.authority.id}/{case.id}")
    return write_document(home / f"{due.stem}{ISSUED_MAIL}", mail[MAIL]).path
