"""The sheets of a meeting on their way out and back: written beside the drafts, taken into the case files."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles import __version__
from casefiles.build_pdf import render_pdfs
from casefiles.caseload import Caseload, load
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.sheet.blank import render_sheet
from casefiles.documents.sheet.compose import AGENDA, sheets_of
from casefiles.drafts import output_folder
from casefiles.errors import CasefilesError
from casefiles.intake import Proposal, is_untouched, propose, sheet_identity
from casefiles.kept_packs import known_packs
from casefiles.model.caseview import Case
from casefiles.model.reading import read_record
from casefiles.model.records import Meeting
from casefiles.policy.law import Packs
from casefiles.publish import create_file, file_away, write_document, write_file
from casefiles.rendering import Shelves
from casefiles.source import parse_record

__all__ = [
    "FOLDER",
    "INBOX",
    "SheetsWritten",
    "Taken",
    "in_inbox",
    "is_open",
    "is_sheet",
    "planned_in",
    "take_inbox",
    "take_sheet",
    "write_proposal",
    "write_sheets",
]

FOLDER = "sheets"
"""The folder of the sheets in a case's output folder: `build` leaves what lies there alone."""

INBOX = "inbox"
"""The folder of a caseload for sheets that have come back; those that were taken lie in its folder `taken`."""

_DOCUMENTS = (".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pdf")
_MARK = ".~lock"
_SHORT = 6
"""Characters of a name that Word keeps whole in its mark: of a longer one it leaves out the first, or first two."""
_LARGEST = 48 * 2**20


class SheetsWritten(Struct, frozen=True):
    """The files that were written, and a sentence for each that was not."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]


class Taken(Struct, frozen=True):
    """What became of one sheet: what it proposed, the files written, the case that it went into."""

    proposal: Proposal
    written: tuple[Path, ...]
    case: Case | None
    texts: Mapping[str, str]


def planned_in(case: Case, path: str, text: str) -> tuple[Case, Meeting]:
    """The case with a meeting whose record, at `path`, has just been started and not been read yet."""
    stem = Path(path).stem
    meeting, faults = read_record(Meeting, parse_record(text.encode(), path), stem, {"date": stem[:10]})
    if meeting is None:
        raise CasefilesError(f"the new record {path} can't be read: {faults[0].message if faults else 'it is empty'}")
    return replace(case, meetings=(*case.meetings, meeting)), meeting


def write_sheets(caseload: Caseload, case: Case, meeting: Meeting, packs: Packs) -> SheetsWritten:
    """Write the sheets of a meeting into the case's output folder; one that somebody has filled in is left alone.

    Raises CasefilesError where a template can't be used; then nothing is written.
    """
    shelf = Shelves(caseload.root, packs).shelf(case)
    edition = packs.edition_on(case.authority.file.policy, meeting.date)
    folder = output_folder(caseload.root, caseload.file.output, None) / case.authority.id / case.id / FOLDER
    made: dict[Path, bytes] = {}
    for name in sheets_of(edition, meeting):
        docx = render_sheet(name, case, meeting, packs, shelf.templates, origin=shelf.origin, version=__version__)
        made[folder / f"{meeting.record_id}-{name}.docx"] = docx
    agenda = folder / f"{meeting.record_id}-{AGENDA}.docx"
    notes = []
    for pdf in render_pdfs([made[agenda]], "native", 1, 1):
        if isinstance(pdf, bytes):
            made[agenda.with_suffix(".pdf")] = pdf
        else:
            notes.append(f"no PDF of the agenda was made: {pdf.message}")
    paths = []
    for path, data in made.items():
        if path.suffix == ".docx" and path.exists() and not _may_replace(path, case, meeting, packs):
            notes.append(f"{path.name} has been filled in: it was left as it is; take it in, or move it away")
            continue
        written = write_document(path, data)
        paths.append(written.path)
        notes += [written.note] if written.note else []
    return SheetsWritten(tuple(paths), tuple(notes))


def _may_replace(path: Path, case: Case, meeting: Meeting, packs: Packs) -> bool:
    """Whether a sheet that is there already is still blank."""
    return path.stem.endswith(f"-{AGENDA}") or is_untouched(path.read_bytes(), case, meeting, packs)


def take_sheet(sheet: Path, root: Path, as_of: date) -> Taken:
    """Take a completed sheet into its case: propose, then write; `as_of` is the day it came.

    Raises CasefilesError where a file can't be read or written, or changed in between.
    """
    name = sheet.resolve().as_posix()
    data = _read(sheet)
    identity = sheet_identity(data, name)
    if isinstance(identity, tuple):
        return Taken(Proposal({}, oddities=identity), (), None, {})
    folder = root / identity.case
    caseload = load(root, (folder,)) if folder.is_dir() and _inside(folder, root) else None
    found = [case for case in caseload.cases if f"{case.authority.id}/{case.id}" == identity.case] if caseload else []
    if caseload is None or not found:
        broken = bool(caseload and caseload.broken)
        return Taken(
            Proposal({}, oddities=(_no_case(name, identity.case, identity.school, broken=broken),)), (), None, {}
        )
    packs, _ = known_packs(root, caseload.authorities)
    proposal = propose(data, found[0], packs, caseload.texts, as_of, file=name)
    written = () if proposal.is_refused else write_proposal(root, proposal, caseload.inputs)
    return Taken(proposal, written, found[0], caseload.texts)


def in_inbox(root: Path) -> tuple[Path, ...]:
    """The documents in the caseload's inbox, by name; not the marks that Word and LibreOffice leave of open ones."""
    folder = root / INBOX
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(path for path in found if is_sheet(path.name) and path.is_file())


def is_sheet(name: str) -> bool:
    """Whether a file in the inbox is to be read: a Word file, or what somebody took for one (that is then said)."""
    return name.lower().endswith(_DOCUMENTS) and not name.startswith(("~$", "."))


def is_open(sheet: Path) -> bool:
    """Whether Word or LibreOffice has the sheet open: each leaves a mark beside it."""
    stem = sheet.stem
    named = sheet.name[min(max(len(stem) - _SHORT, 0), 2) :]
    return any((sheet.parent / mark).exists() for mark in (f"~${named}", f"~${sheet.name}", f"{_MARK}.{sheet.name}#"))


def take_inbox(root: Path, as_of: date, only: Collection[str] = ()) -> Iterator[tuple[Path, Taken]]:
    """Take in each sheet of the inbox and move it to inbox/taken; one that is refused, or open, stays where it is.

    With `only`, none but the sheets of these names.
    """
    for path in in_inbox(root):
        if only and path.name not in only:
            continue
        if is_open(path):
            yield path, Taken(Proposal({}, oddities=(_open(path),)), (), None, {})
            continue
        taken = take_sheet(path, root, as_of)
        if not taken.proposal.is_refused:
            file_away(path, path.parent / "taken" / path.name)
        yield path, taken


def _open(sheet: Path) -> Diagnostic:
    message = "this sheet is open in Word or LibreOffice: it is taken once it has been closed"
    help_ = f"if nobody has it open, delete the hidden file beside it whose name begins with ~$ or {_MARK}"
    return Diagnostic(Span(sheet.resolve().as_posix()), "SHT-004", Severity.WARNING, message, help=help_)


def _inside(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())


def _read(sheet: Path) -> bytes:
    try:
        if sheet.stat().st_size > _LARGEST:
            raise CasefilesError(f"{sheet} has more than {_LARGEST // 2**20} MiB: a sheet has a few hundred kilobytes")
        return sheet.read_bytes()
    except OSError as refusal:
        raise CasefilesError(f"{sheet} could not be read: {refusal.strerror or refusal}") from refusal


def _no_case(file: str, case: str, school: str, *, broken: bool) -> Diagnostic:
    if broken:
        message, help_ = f"the case {case} ({school}) can't be read", "`casefiles check` says what is wrong in it"
    else:
        message = f"this sheet is for {school} ({case}), and this caseload has no such case"
        help_ = "give the caseload that it belongs to with --caseload"
    return Diagnostic(Span(file), "SHT-012" if broken else "SHT-011", Severity.ERROR, message, help=help_)


def write_proposal(root: Path, proposal: Proposal, inputs: Mapping[str, str]) -> tuple[Path, ...]:
    """Write what a sheet proposes; `inputs` has the hash of each file as it was read.

    Raises CasefilesError, with nothing written, where one has changed since.
    """
    made: dict[Path, tuple[bytes, bool]] = {}
    for name, text in sorted(proposal.files.items()):
        path = root / name
        former = path.read_bytes() if path.is_file() else None
        if _digest(former) != inputs.get(name):
            raise CasefilesError(f"{path} changed while the sheet was read: nothing was written, take it in again")
        made[path] = (_encoded(text, former), former is None)
    for path, (data, is_new) in made.items():
        if is_new:
            create_file(path, data)
        else:
            write_file(path, data, durable=True)
    return tuple(made)


def _digest(data: bytes | None) -> str | None:
    """The hash of a text file with LF line ends, as the caseload has it."""
    if data is None:
        return None
    return hashlib.sha256(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).hexdigest()


def _encoded(text: str, former: bytes | None) -> bytes:
    """The text as bytes, with the line ends and the byte order mark that the file had."""
    data = text.encode()
    if former is not None and b"\r\n" in former:
        data = data.replace(b"\n", b"\r\n")
    if former is not None and former.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    return data
