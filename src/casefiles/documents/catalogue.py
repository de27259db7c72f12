"""What documents of a case are due, under which names, as its packs' editions say: no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.addressed import addressed
from casefiles.documents.consistency import check_agreement
from casefiles.documents.unprinted import check_unprinted
from casefiles.model.base import Held, Record
from casefiles.model.case import Level
from casefiles.model.caseview import Case
from casefiles.model.notices import Notice
from casefiles.model.programme import GroupMeeting
from casefiles.model.records import ExitPlan, Letter, Meeting, SentDocument
from casefiles.policy.facets import applies
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.pack import ON_DEMAND, DocumentEntry, Edition, once_an_edition
from casefiles.policy.rule import View

__all__ = ["Due", "document_diagnostics", "due_documents", "kind_of", "sheets_for_the_file"]

_SUFFIX = re.compile(r"\d{4}-\d{2}-\d{2}-.*-([a-z])")


class Due(Struct, frozen=True):
    """A document that is due: its pack entry, its record as it stands today, the edition that judges it.

    `stem` is its file's name without the ending, `dated` the date at its head. `recipient` names the one
    whom it is for, where each recipient gets a document of their own.
    """

    entry: DocumentEntry
    record: Record
    edition: Edition
    stem: str
    dated: date
    recipient: str = ""


def due_documents(case: Case, packs: Packs) -> tuple[Due, ...]:
    """Every document whose record has reached the stage that its entry names, by file name."""
    policy = case.authority.file.policy
    if policy not in packs:
        return ()
    found = []
    for kind, record in case.all_records():
        if record.on is None:
            continue
        edition = packs.edition_on(policy, record.on)
        entries = [entry for entry in _entries(kind, record, edition) if _has_reached(entry, record)]
        if entries:
            view = View(case, edition, calendar_in(case, edition), record.on)
            found += [
                due
                for entry in entries
                if applies(entry.only, view, record)
                for due in _each(entry, view, record, record.on)
            ]
    return tuple(sorted(found, key=lambda due: (due.stem, due.record.record_id)))


def sheets_for_the_file(case: Case, packs: Packs, dated: date) -> tuple[Due, ...]:
    """The documents that are made for the file when somebody asks, as the case stands on that day: never due."""
    policy = case.authority.file.policy
    if policy not in packs:
        return ()
    return tuple(
        Due(entry, record, edition, f"{record.record_id}-{entry.slug}", dated)
        for kind, record in case.all_records()
        if record.on is not None and record.on <= dated
        for edition in (packs.edition_on(policy, record.on),)
        for entry in _entries(kind, record, edition)
        if entry.when == ON_DEMAND
    )


def document_diagnostics(case: Case, packs: Packs, known: Iterable[Due] | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with the documents as a set; `known` are those that are due, where that was worked out already.

    Two records that would give one file, at both; a record that says two things of one fact, so that what
    is made of it would not agree; text of a record that none of its documents prints.
    """
    by_stem: dict[str, list[Due]] = {}
    for due in due_documents(case, packs) if known is None else known:
        by_stem.setdefault(due.stem, []).append(due)
    clashes: dict[tuple[tuple[Span, str], ...], list[str]] = {}
    for stem, dues in by_stem.items():
        if len(dues) > 1:
            records = dict.fromkeys((due.record.span(), due.record.record_id) for due in dues)
            clashes.setdefault(tuple(records), []).append(f"{stem}.docx")
    said = [diagnostic for records, files in clashes.items() for diagnostic in _clash(records, files)]
    said += check_agreement(case, packs)
    said += _unprinted(case, packs)
    return tuple(diagnostic.within(case.authority.id, case.id) for diagnostic in said)


def _unprinted(case: Case, packs: Packs) -> Iterable[Diagnostic]:
    """What no document would print of the records that documents are made from, at whatever stage."""
    policy = case.authority.file.policy
    for kind, record in case.all_records() if policy in packs else ():
        if not isinstance(record, Held) or not record.body or record.on is None:
            continue
        edition = packs.edition_on(policy, record.on)
        view = View(case, edition, calendar_in(case, edition), record.on)
        entries = [
            entry
            for entry in _entries(kind, record, edition)
            if entry.when != ON_DEMAND and applies(entry.only, view, record)
        ]
        yield from check_unprinted(record, kind, entries, view)


def kind_of(kind: str, record: Record) -> str:
    """The word that a pack's entry knows the record's kind by: a level's is the level, others have a `kind`."""
    if isinstance(record, Level):
        return record.level
    if isinstance(record, ExitPlan):
        return record.to
    return getattr(record, "kind", None) or kind


def _each(entry: DocumentEntry, view: View, record: Record, on: date) -> Iterable[Due]:
    """The document, or one for each of those who get a document of their own."""
    stem, dated = _stem(entry, record, on), _dated(entry, record, on)
    names = [""]
    if entry.each is not None:
        names = [each.name for each in addressed(entry, record, view)] or names
    for name in names:
        yield Due(entry, record, view.edition, f"{stem}-{name}" if name else stem, dated, name)


def _entries(kind: str, record: Record, edition: Edition) -> list[DocumentEntry]:
    """The edition's entries for records of this kind; one without kinds is for all of the type."""
    what = "level" if isinstance(record, Level | ExitPlan) else f"{kind}-kind"
    own = edition.canonical(what, kind_of(kind, record))
    of_type = _by_type(edition).get(kind, ())
    return [entry for entry in of_type if not entry.record_kinds or own in entry.record_kinds]


@once_an_edition
def _by_type(edition: Edition) -> dict[str, list[DocumentEntry]]:
    """The entries of an edition by the type of record that they are for."""
    found: dict[str, list[DocumentEntry]] = {}
    for entry in edition.documents:
        found.setdefault(entry.record, []).append(entry)
    return found


def _has_reached(entry: DocumentEntry, record: Record) -> bool:
    """Whether the record is planned, held or recorded, as the entry asks; a cancelled meeting is none of them."""
    if entry.when == ON_DEMAND:
        return False
    if isinstance(record, Meeting | GroupMeeting):
        if record.cancelled_on is not None:
            return False
        return record.is_held or entry.when == "planned"
    return True


def _dated(entry: DocumentEntry, record: Record, on: date) -> date:
    """The date at the document's head: what the record's own part says, else the record's date.

    What governors get has the date of the report (or letter) that it sums up. Where the part is a table of
    days (whom a visit's report was circulated to), it is the first of those of its addressees.
    """
    if isinstance(record, Letter | ExitPlan):
        return record.dated or on
    if isinstance(record, Notice):
        return record.day
    part = getattr(record, entry.sent_as, None) if entry.sent_as else None
    if isinstance(part, dict):
        own = [day for name, day in part.items() if name in entry.to]
        return min(own or part.values(), default=on)
    if isinstance(record, Meeting) and not isinstance(part, SentDocument) and entry.sent_as == "governors":
        part = record.report or record.letter
    return part.dated or on if isinstance(part, SentDocument) else on


def _stem(entry: DocumentEntry, record: Record, on: date) -> str:
    """The file's name without its ending: record date, slug, and the letter that ends the record's own name."""
    letter = _SUFFIX.fullmatch(record.record_id)
    return f"{on.isoformat()}-{entry.slug}{'-' + letter.group(1) if letter else ''}"


def _clash(records: tuple[tuple[Span, str], ...], files: list[str]) -> Iterable[Diagnostic]:
    """An error at each of the records that would give the same files."""
    for span, own in records:
        others = [(place, other) for place, other in records if place != span]
        names = ", ".join(other for _, other in others) or own
        yield Diagnostic(
            span,
            "DOC-001",
            Severity.ERROR,
            f"{own} and {names} would both be written to {' and '.join(files)}",
            help="end the name of one of the files in a letter of its own, as in 2026-01-13-review-b",
            related=tuple((place, other) for place, other in others),
        )
