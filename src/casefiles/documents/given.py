"""What the register knows of when documents were given: the truth for the rules, and a fault where a file disagrees."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import Due, due_documents
from casefiles.model.caseview import Case
from casefiles.model.records import GovernorsCirculation, Letter, Meeting, SentDocument
from casefiles.policy.law import Packs
from casefiles.register import Register

__all__ = ["with_given"]


def with_given(case: Case, packs: Packs, register: Register) -> tuple[Case, tuple[Diagnostic, ...]]:
    """The case with the days on which its documents were given, where its own files leave them out.

    A file that names another day than the register is an error there.
    """
    given = _given(register)
    said: list[Diagnostic] = []
    meetings = {each.record_id: each for each in case.meetings}
    letters = {each.record_id: each for each in case.letters}
    for due in due_documents(case, packs) if given else ():
        days = given.get(due.stem)
        if days and isinstance(due.record, Letter):
            letters[due.record.record_id] = _letter(letters[due.record.record_id], days, said)
        elif days and isinstance(due.record, Meeting) and due.entry.sent_as:
            meetings[due.record.record_id] = _meeting(meetings[due.record.record_id], due, days, said)
    known = replace(case, meetings=tuple(meetings.values()), letters=tuple(letters.values())) if given else case
    return known, tuple(each.within(case.authority.id, case.id) for each in said)


def _given(register: Register) -> Mapping[str, list[date]]:
    """The days on which each document was given, by its name; those of its replacements with them."""
    found: dict[str, list[date]] = {}
    for document in register.documents:
        for act in document.given:
            with contextlib.suppress(ValueError):
                found.setdefault(document.stem, []).append(date.fromisoformat(act.text("on")))
    return {stem: sorted(days) for stem, days in found.items() if stem and days}


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


def _other(record: Letter | Meeting, path: tuple[str, ...], written: date, days: list[date]) -> Diagnostic:
    message = f"this says {say_date(written)}, and by the register it was given on {say_date(days[0])}"
    advice = "leave this out: the register knows; or enter what is missing there (`casefiles register given`)"
    return Diagnostic(record.span(*path), "REG-030", Severity.ERROR, message, help=advice)
