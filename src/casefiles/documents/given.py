"""What the register knows of when documents were given: the truth for the rules, and a fault where a file disagrees."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import Due, due_documents
from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.model.notices import Copy, Notice
from casefiles.model.people import holder
from casefiles.model.records import GovernorsCirculation, Letter, Meeting, SentDocument
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition
from casefiles.register import Entry, Register

__all__ = ["with_given"]


def with_given(case: Case, packs: Packs, register: Register) -> tuple[Case, tuple[Diagnostic, ...]]:
    """The case with the days on which its documents were given, where its own files leave them out.

    A file that names another day than the register is an error there.
    """
    given = _given(register)
    said: list[Diagnostic] = []
    meetings = {each.record_id: each for each in case.meetings}
    letters = {each.record_id: each for each in case.letters}
    notices = {each.record_id: each for each in case.notices}
    acts = _acts(register)
    for due in due_documents(case, packs) if given else ():
        days = given.get(due.stem)
        if days and isinstance(due.record, Letter):
            letters[due.record.record_id] = _letter(letters[due.record.record_id], days, said)
        elif days and isinstance(due.record, Meeting) and due.entry.sent_as:
            meetings[due.record.record_id] = _meeting(meetings[due.record.record_id], due, days, said)
        elif days and isinstance(due.record, Notice):
            record = notices[due.record.record_id]
            notices[due.record.record_id] = _notice(record, case, due.edition, acts[due.stem], said)
    changed: dict[str, Mapping[str, Record]] = {"meetings": meetings, "letters": letters, "notices": notices}
    shelves: dict[str, Any] = {name: tuple(records.values()) for name, records in changed.items()}
    known = replace(case, **shelves) if given else case
    return known, tuple(each.within(case.authority.id, case.id) for each in said)


def _given(register: Register) -> Mapping[str, list[date]]:
    """The days on which each document was given, by its name; those of its replacements with them."""
    found: dict[str, list[date]] = {}
    for document in register.documents:
        for act in document.given:
            with contextlib.suppress(ValueError):
                found.setdefault(document.stem, []).append(date.fromisoformat(act.text("on")))
    return {stem: sorted(days) for stem, days in found.items() if stem and days}


def _acts(register: Register) -> Mapping[str, list[Entry]]:
    """The acts by which each document was given, by its name."""
    found: dict[str, list[Entry]] = {}
    for document in register.documents:
        found.setdefault(document.stem, []).extend(document.given)
    return found


def _notice(notice: Notice, case: Case, edition: Edition, acts: Iterable[Entry], said: list[Diagnostic]) -> Notice:
    """The notice with the days on which its copies were given; one that its file does not list is added."""
    copies = list(notice.copies)
    days: dict[int, list[date]] = {}
    for act in acts:
        with contextlib.suppress(ValueError):
            on = date.fromisoformat(act.text("on"))
            names = _names(act.text("to"), case, edition, on) | _names(act.text("capacity"), case, edition, on)
            place = next((n for n, copy in enumerate(copies) if names & _names(copy.to, case, edition, on)), None)
            if place is None and (capacity := _capacity(act, edition)):
                copies.append(Copy.model_construct(to=act.text("to"), capacity=(capacity,), method=act.text("how")))
                place = len(copies) - 1
            if place is not None:
                days.setdefault(place, []).append(on)
    for place, given in days.items():
        written = copies[place].given_on
        if written is None:
            copies[place] = copies[place].model_copy(update={"given_on": min(given)})
        elif written not in given:
            said.append(_other(notice, ("copies", place, "given_on"), written, sorted(given)))
    return notice.model_copy(update={"copies": tuple(copies)}) if days else notice


def _capacity(act: Entry, edition: Edition) -> str:
    """The capacity of the law that an act names, in its own field or as the receiver; an empty string for none."""
    words = edition.vocabulary("copy-capacity") or {}
    return next((words[word] for word in (act.text("capacity"), act.text("to")) if word in words), "")


def _names(word: str, case: Case, edition: Edition, on: date) -> frozenset[str]:
    """Everything that somebody may be called by: the word, its capacity, whoever holds the role, its body."""
    person = holder(case, word, on) if word else None
    known = next((each for name, each in case.authority.file.bodies.items() if word in {name, each.name}), None)
    names = {word, edition.canonical("copy-capacity", word), edition.canonical("role", word)}
    names |= {person.name} if person else set()
    names |= {known.name, known.role} if known else set()
    return frozenset(name.casefold() for name in names if name)


def _letter(letter: Letter, days: list[date], said: list[Diagnostic]) -> Letter:
    if letter.sent_on is None:
        return letter.model_copy(update={"sent_on": days[0]})
    if letter.sent_on not in days:
        said.append(_other(letter, ("sent_on",), letter.sent_on, days))
    return letter


def _meeting(meeting: Meeting, due: Due, days: list[date], said: list[Diagnostic]) -> Meeting:
    name = due.entry.sent_as or ""
    part = getattr(meeting, name, None)
    field = "circulated_on" if name == "governors" else "sent_on"
    kind = GovernorsCirculation if name == "governors" else SentDocument
    written = getattr(part, field, None)
    if written is None:
        known = part if part is not None else kind.model_construct()
        return meeting.model_copy(update={name: known.model_copy(update={field: days[0]})})
    if written not in days:
        said.append(_other(meeting, (name, field), written, days))
    return meeting


def _other(
    record: Letter | Meeting | Notice, path: tuple[str | int, ...], written: date, days: list[date]
) -> Diagnostic:
    message = f"this says {say_date(written)}, and by the register it was given on {say_date(days[0])}"
    advice = "leave this out: the register knows; or enter what is missing there (`casefiles register given`)"
    return Diagnostic(record.span(*path), "REG-030", Severity.ERROR, message, help=advice)
