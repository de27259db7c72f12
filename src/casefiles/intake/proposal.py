"""What taking a sheet in would write, and all that is odd about it: a function of the sheet and the case alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic, Severity, Span, ordered
from casefiles.documents.sheet.compose import AGENDA, FORM, MINUTES, SHEETS, Sheet, compose_sheet
from casefiles.documents.sheet.fields import Identity, controls_of, facts_digest, fingerprint, rows_of
from casefiles.documents.sheet.opened import SheetFault, identity_of, open_sheet
from casefiles.documents.sheet.progress import PROGRESS
from casefiles.documents.sheet.reading import ReadSheet, read_sheet
from casefiles.documents.sheet.reported import current_fields
from casefiles.documents.word.controls import Control
from casefiles.editing import EditFault, add_outside
from casefiles.intake.altered import note_altered
from casefiles.intake.form import form_path, form_spans, form_start, take_form
from casefiles.intake.merge import Conflict, Intake, said_in, text_of
from casefiles.intake.minutes import minutes_spans, take_minutes
from casefiles.intake.progress import progress_path, progress_spans, progress_start, take_progress
from casefiles.intake.reported import reported_spans, take_reported
from casefiles.intake.taking import Taking
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition
from casefiles.prose import block_text
from casefiles.skeletons import meeting_file

__all__ = ["Proposal", "is_untouched", "propose", "sheet_identity"]

_DATED = len("2026-11-20")


class Proposal(Struct, frozen=True):
    """What taking a sheet in would write.

    `files` are the new texts of the case's files by their paths in the caseload; `conflicts` what both sides
    changed (each is a diagnostic as well), `oddities` all that is to be said, in order.
    """

    files: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    oddities: tuple[Diagnostic, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the sheet is not taken at all."""
        return any(each.severity is Severity.ERROR for each in self.oddities)


def sheet_identity(docx: bytes, file: str = "sheet.docx") -> Identity | tuple[Diagnostic, ...]:
    """Which sheet of which case and meeting a Word file is, or why it is none."""
    try:
        return identity_of(open_sheet(docx, file), file)
    except SheetFault as fault:
        return fault.diagnostics


def is_untouched(docx: bytes, case: Case, meeting: Meeting, packs: Packs) -> bool:
    """Whether a sheet of the meeting holds nothing but what it was filled with."""
    try:
        parts = open_sheet(docx, "sheet.docx")
        identity = identity_of(parts, "sheet.docx")
    except SheetFault:
        return False
    if identity.sheet not in SHEETS or identity.meeting != meeting.record_id:
        return False
    _, values = compose_sheet(identity.sheet, case, meeting, packs)
    sheet = read_sheet(parts, identity, tuple(rows_of(values)), "sheet.docx")
    controls = controls_of(values)
    texts = {tag: text_of(controls[tag], prose) for tag, prose in sheet.values.items() if tag in controls}
    same = all(
        fingerprint(text) == identity.filled.get(fingerprint(tag), fingerprint("")) for tag, text in texts.items()
    )
    return same and not sheet.added and not sheet.outside


def propose(
    docx: bytes,
    case: Case,
    packs: Packs,
    texts: Mapping[str, str],
    received_on: date,
    *,
    file: str = "sheet.docx",
) -> Proposal:
    """What taking the sheet into the case would write.

    `texts` are the case's files as they are now, `received_on` the day the sheet came, `file` its name, for
    diagnostics.
    """
    try:
        parts = open_sheet(docx, file)
        identity = identity_of(parts, file)
        meeting = _meeting(case, identity, file)
    except SheetFault as fault:
        return Proposal({}, oddities=_placed(fault.diagnostics, case))
    edition = packs.edition_on(case.authority.file.policy, meeting.date)
    _, values = compose_sheet(identity.sheet, case, meeting, packs)
    controls = current_fields(case, controls_of(values))
    sheet = read_sheet(parts, identity, tuple(rows_of(values)), file)
    path, start = _target(identity.sheet, case, edition, meeting, received_on)
    start = texts.get(path) or start
    intake = Intake(file, {**texts, path: start})
    _note_moved(intake, identity, values, meeting)
    taking = Taking(case, edition, meeting, path, sheet, controls, intake, _hints(case, edition, meeting))
    if identity.sheet == FORM:
        spans = form_spans(case, meeting, controls) | reported_spans(case, controls)
        said = said_in(sheet, controls, intake, spans)
        take_form(taking, said)
        take_reported(taking, said, received_on)
    elif identity.sheet == PROGRESS:
        take_progress(taking, said_in(sheet, controls, intake, progress_spans(case, edition, meeting, controls)))
    else:
        take_minutes(taking, said_in(sheet, controls, intake, minutes_spans(meeting, controls)))
    _keep_rest(intake, sheet, controls)
    note_altered(intake, sheet, values, controls, case)
    _write_outside(intake, path)
    files = {name: text for name, text in intake.files.items() if text != texts.get(name)}
    if not intake.is_filled and not intake.outside:
        files = {}
    if files and identity.sheet == MINUTES and meeting.date > received_on:
        _note_early(intake, meeting, received_on)
    _note_nothing(intake, files, meeting)
    return Proposal(files, tuple(intake.conflicts), _placed(intake.said, case))


def _target(sheet: str, case: Case, edition: Edition, meeting: Meeting, received_on: date) -> tuple[str, str]:
    """The file that a sheet goes into, and what it begins with where it is new."""
    if sheet == PROGRESS:
        path = progress_path(case, edition, meeting, received_on)
        return path, progress_start(edition, meeting, received_on)
    path = form_path(case, meeting, received_on) if sheet == FORM else meeting.source_file
    return path, form_start(edition, meeting, received_on)


def _hints(case: Case, edition: Edition, meeting: Meeting) -> frozenset[str]:
    """The commented lines that a planned record of the meeting begins with: facts take their place."""
    kind = edition.meeting_kind(meeting.kind)
    if kind is None:
        return frozenset()
    lines = meeting_file(case, edition, kind, meeting.date).text.split("\n")
    return frozenset(line for line in lines if line.startswith("#"))


def _placed(said: tuple[Diagnostic, ...] | list[Diagnostic], case: Case) -> tuple[Diagnostic, ...]:
    return ordered(each.within(case.authority.id, case.id) for each in said)


def _meeting(case: Case, identity: Identity, file: str) -> Meeting:
    """The meeting that the sheet is for; `SheetFault` where it is another school's, or the record isn't there."""
    own = f"{case.authority.id}/{case.id}"
    if identity.case != own:
        message = f"this sheet was made for {identity.school} ({identity.case}), not for {case.school.name} ({own})"
        raise SheetFault(Diagnostic(Span(file), "SHT-011", Severity.ERROR, message))
    if identity.sheet not in SHEETS or identity.sheet == AGENDA:
        message = f'"{identity.sheet}" is no sheet that can be taken in'
        raise SheetFault(Diagnostic(Span(file), "SHT-010", Severity.ERROR, message))
    found = case.find("meeting", identity.meeting)
    if isinstance(found, Meeting):
        return found
    where = f"{case.folder}/meetings/{identity.meeting}.md"
    if where in case.unreadable or identity.meeting in case.lost:
        message = f"the record of the meeting, {where}, can't be read: nothing can be written into it"
        help_ = "put it right first: `casefiles check` says what is wrong in it"
        raise SheetFault(Diagnostic(Span(where), "SHT-012", Severity.ERROR, message, help=help_))
    message = f"the meeting that this sheet is for, {identity.meeting}, is not in the case"
    name, rest = f"{identity.meeting}.md", identity.meeting[_DATED:]
    moved = [each.record_id for each in case.meetings if not each.present and each.record_id[_DATED:] == rest]
    help_ = "was its record deleted? `casefiles new meeting` starts it again"
    if moved:
        help_ = f"is it {moved[0]}.md now? Give that file its former name, {name}, take the sheet, and rename it back"
    raise SheetFault(Diagnostic(Span(file), "SHT-011", Severity.ERROR, message, help=help_))


def _note_moved(intake: Intake, identity: Identity, values: Sheet, meeting: Meeting) -> None:
    if identity.facts != facts_digest(values):
        message = f"the case has moved on since this sheet for {meeting.record_id} was made"
        help_ = "priorities, actions, dates or judgements that it shows have changed: read its fields against the case"
        intake.say("SHT-020", Severity.WARNING, message, help_)
    expected = f"{identity.meeting}-{identity.sheet}"
    if PurePosixPath(intake.file).stem not in {expected, "sheet"}:
        what = f"{identity.school}, the meeting of {say_date(meeting.date)}"
        message = f"this file is the sheet {expected}.docx under another name: it is taken for {what}"
        intake.say(
            "SHT-025", Severity.NOTE, message, "a sheet is for the meeting that it was made for, whatever its name"
        )


def _note_early(intake: Intake, meeting: Meeting, received_on: date) -> None:
    """Say that minutes came of a meeting that is still ahead: was it held on another day, or is it another's sheet?"""
    message = f"the meeting is on {say_date(meeting.date)}, and its minutes came on {say_date(received_on)}"
    help_ = (
        f"was it held on another day? Then rename {meeting.record_id}.md. If the sheet is another meeting's, revert it"
    )
    intake.say("SHT-047", Severity.WARNING, message, help_)


def _keep_rest(intake: Intake, sheet: ReadSheet, controls: Mapping[str, Control]) -> None:
    """Keep what belongs to no field of today's sheet: of priorities that are closed, and outside the form."""
    for tag, prose in sheet.values.items():
        if tag in controls or not prose or tag.startswith("action."):
            continue
        title = sheet.titles.get(tag, tag)
        if _base(sheet, tag) == fingerprint(" ".join(block_text(prose.blocks).split())):
            continue
        message = f"{title}: the case no longer has what this field is about (a priority that was closed?)"
        intake.say("SHT-046", Severity.WARNING, message, "its text is kept under Written outside the form")
        intake.is_filled = True
        intake.keep(title, prose)
    for each in sheet.outside:
        intake.keep(each.under, each.prose)
    if sheet.outside:
        places = ", ".join(dict.fromkeys(f'"{each.under}"' for each in sheet.outside if each.under)) or "the top"
        message = f"text stands outside the fields (under {places})"
        intake.say(
            "SHT-041", Severity.NOTE, message, "it is kept under Written outside the form, and no letter prints it"
        )


def _base(sheet: ReadSheet, tag: str) -> str:
    """The fingerprint of what a field was filled with, an empty string where that is not known."""
    return sheet.identity.filled.get(fingerprint(tag), "")


def _write_outside(intake: Intake, path: str) -> None:
    if not intake.outside:
        return
    try:
        intake.edit(path, add_outside(intake.files[path], intake.outside))
    except EditFault as fault:
        text = "; ".join(" ".join(block_text(prose.blocks).split()) for _, prose in intake.outside)
        message = f"what stands outside the form could not be written into this file ({fault}): {text}"
        intake.say("SHT-026", Severity.ERROR, message, span=Span(path))


def _note_nothing(intake: Intake, files: Mapping[str, str], meeting: Meeting) -> None:
    if files or intake.conflicts:
        return
    if intake.is_filled or intake.outside:
        message = "nothing on this sheet is new: it has been taken in before"
        intake.say("SHT-022", Severity.NOTE, message, f"{meeting.source_file} says what it says")
    else:
        intake.say("SHT-023", Severity.WARNING, "nothing is written in this sheet", "nothing was changed")
