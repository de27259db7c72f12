"""Acts on documents of the register: given, superseded, withdrawn, erased; each one entry, and nothing by halves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from casefiles.diagnostics import nearest
from casefiles.errors import UsageError
from casefiles.issuing.circumstances import Circumstances
from casefiles.issuing.making import frozen_file
from casefiles.issuing.program import made_by
from casefiles.issuing.store import Disk, enter, opened
from casefiles.register import Entry, IssuedDocument, Register
from casefiles.register.wording import Change

__all__ = ["Acted", "Acting", "act_entry", "document_of", "erase", "give", "said", "supersede", "withdraw"]

_ROLES = {".docx": "word", ".pdf": "pdf", ".txt": "twin", ".json": "changes"}


class Acting(Struct, frozen=True):
    """A call to act on documents of one case's register."""

    root: Path
    folder: str
    asked: Circumstances
    disk: Disk = field(default_factory=Disk)

    @property
    def today(self) -> date:
        """The day of the act."""
        return date.fromisoformat(self.asked.at[:10])


class Acted(Struct, frozen=True):
    """What was entered: the document's reference, the file of the entry, and what else is to be said."""

    reference: str
    entry: str
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def give(acting: Acting, reference: str, details: Mapping[str, str]) -> Acted:
    """Record that a document was given: `to`, `capacity`, `on` (a day), `how`."""
    day = date.fromisoformat(details["on"])
    if day > acting.today:
        raise UsageError(f"{details['on']} lies ahead: an act is recorded once it is done")
    if not details["to"].strip() or not details["how"].strip():
        raise UsageError("say to whom it was given, and how")
    return _act(acting, "given", reference, details)


def withdraw(acting: Acting, reference: str, reason: str) -> Acted:
    """Record that a document no longer is the authority's word."""
    return _act(acting, "withdrawn", reference, {"reason": said(reason)}, must_stand=True)


def supersede(acting: Acting, reference: str, by: str, reason: str) -> Acted:
    """Record that another document of the register takes the place of this one."""
    details = {"by": by, "reason": said(reason)}
    if by == reference:
        raise UsageError("a document can't take its own place")
    return _act(acting, "superseded", reference, details, must_stand=True, also=by)


def erase(acting: Acting, reference: str, reason: str, authorised_by: str) -> Acted:
    """Erase a document: its entry says that it was there and why it went; its files are removed.

    The act comes first, so that an end in between is finished by the next call.
    """
    details = {"reason": said(reason), "authorised_by": said(authorised_by)}
    acted = _act(acting, "erased", reference, details)
    with opened(acting.root, acting.folder, acting.disk) as (_, gone):
        notes = gone
        if acting.asked.checkout is not None:
            notes = (*notes, "git's history still has what was erased: docs/register.md says what can be done about it")
    return Acted(acted.reference, acted.entry, (*acted.notes, *notes))


def document_of(register: Register, reference: str, *, must_stand: bool = False) -> IssuedDocument:
    """The document that a reference (or the beginning of one, where it is the only such) names; UsageError for none."""
    found = [each for each in register.documents if each.reference == reference]
    found = found or [each for each in register.documents if each.reference.startswith(reference)]
    names = [each.reference for each in register.documents]
    if not found:
        near = nearest(reference, names)
        there = f'the nearest is "{near}"' if near else f"there are: {', '.join(names) or 'none'}"
        raise UsageError(f'the register of {register.folder} has no document "{reference}"; {there}')
    if len(found) > 1:
        raise UsageError(f'"{reference}" may be {len(found)} documents: {", ".join(each.reference for each in found)}')
    if must_stand and not found[0].stands:
        raise UsageError(f"{found[0].reference} is {found[0].state} already")
    return found[0]


def _act(
    acting: Acting,
    act: str,
    reference: str,
    details: Mapping[str, Any],
    *,
    must_stand: bool = False,
    also: str = "",
) -> Acted:
    with opened(acting.root, acting.folder, acting.disk) as (register, notes):
        document = document_of(register, reference, must_stand=must_stand)
        if document.state == "erased":
            raise UsageError(f"{document.reference} was erased")
        if also:
            details = {**details, "by": document_of(register, also, must_stand=True).reference}
        entry = act_entry(acting, register, act, document.reference, details, files={})
        return Acted(document.reference, enter(acting.root, entry, {}, acting.disk), notes)


def said(text: str) -> str:
    """The text of a reason or a name; UsageError where there is none."""
    if not text.strip():
        raise UsageError("say why, and on whose authority: the register keeps it")
    return " ".join(text.split())


def act_entry(
    acting: Acting,
    register: Register,
    act: str,
    reference: str,
    details: Mapping[str, Any],
    *,
    files: Mapping[str, bytes],
) -> Entry:
    """The entry of an act with the files that it freezes, by their paths below `issued/`."""
    frozen = tuple(frozen_file(path, _ROLES[path[path.rfind(".") :]], data) for path, data in sorted(files.items()))
    return Entry(
        act=act,
        reference=reference,
        case=acting.folder,
        at=acting.asked.at,
        by=acting.asked.by,
        previous=register.heads,
        files=frozen,
        details={**details, "git": acting.asked.recorded},
        casefiles=made_by()["version"],
    )
