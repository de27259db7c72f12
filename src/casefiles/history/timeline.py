"""One line of time for a case: levels, meetings, evidence, decisions, documents and, from git, who changed what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from casefiles.diagnostics import Span
from casefiles.history.edits import Edit
from casefiles.model.base import Record
from casefiles.model.case import Decision, Level
from casefiles.model.caseview import RECORD_TYPES, Case
from casefiles.model.records import Evidence, Meeting
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition
from casefiles.register import KeptEntry, Register

__all__ = ["KINDS", "Event", "timeline"]

KINDS = ("level", "meeting", "evidence", "decision", "record", "document", "change")
"""What an event may be; `record` is any other dated record of the case (a visit, a letter, a notice, ...)."""

_RECORDS = tuple(each for each in RECORD_TYPES if each not in {"school", "support", "priority", "action"})


class Event(Struct, frozen=True):
    """Something that happened on a day: of what kind, in one sentence, by whom, and where it is recorded."""

    on: str
    kind: str
    what: str
    who: str = ""
    place: Span | None = None
    more: tuple[str, ...] = ()
    details: Mapping[str, Any] | None = None


def timeline(case: Case | None, packs: Packs, register: Register, edits: tuple[Edit, ...]) -> tuple[Event, ...]:
    """Every event of a case in order of days; on one day first what happened, then documents, then changes.

    Of a case that can't be read there is what the register and git know.
    """
    events = [*(_of_records(case, packs) if case else ()), *_of_register(register), *(_of_edit(each) for each in edits)]
    rank = {"document": 1, "change": 2}
    return tuple(sorted(events, key=lambda event: (event.on[:10], rank.get(event.kind, 0), event.on)))


def _of_records(case: Case, packs: Packs) -> Iterator[Event]:
    for kind in _RECORDS:
        for record in case.records(kind):
            on = record.on
            if on is None:
                continue
            edition = packs.edition_on(case.authority.file.policy, on) if case.authority.file.policy in packs else None
            say = _SAY.get(kind)
            what = say(record, edition) if say else _other(kind, record)
            shown = kind if kind in KINDS else "record"
            yield Event(on.isoformat(), shown, what, place=record.span())


def _level(record: Record, edition: Edition | None) -> str:
    assert isinstance(record, Level)  # noqa: S101 - as the table says
    entry = edition.level(record.level) if edition else None
    by = f", decided by {_words(record.decided_by)}" if record.decided_by else ""
    title = entry.title if entry else _words(record.level)
    return f"{title[:1].upper()}{title[1:]}{by}{_because(record.reason)}"


def _decision(record: Record, _: Edition | None) -> str:
    assert isinstance(record, Decision)  # noqa: S101 - as the table says
    value = f": {_words(record.value)}" if record.value else ""
    return f"{_words(record.kind)}{value}, by {_words(record.decided_by)}{_because(record.reason)}"


def _meeting(record: Record, edition: Edition | None) -> str:
    assert isinstance(record, Meeting)  # noqa: S101 - as the table says
    entry = edition.meeting_kind(record.kind) if edition else None
    state = "cancelled" if record.cancelled_on else "held" if record.is_held else "planned"
    judged = f", {_words(record.judgement)}" if record.judgement else ""
    return f"{entry.title if entry else _words(record.kind)} ({state}){judged}"


def _evidence(record: Record, _: Edition | None) -> str:
    assert isinstance(record, Evidence)  # noqa: S101 - as the table says
    return f"{record.title} ({record.source})"


_SAY: dict[str, Callable[[Record, Edition | None], str]] = {
    "level": _level,
    "decision": _decision,
    "meeting": _meeting,
    "evidence": _evidence,
}


def _other(kind: str, record: Record) -> str:
    """A record of another kind: what it is, and its title, kind or visitor."""
    named = next((str(value) for name in ("title", "kind", "visitor") if (value := getattr(record, name, None))), "")
    about = named if getattr(record, "title", None) else _words(named)
    return f"{_words(kind)}: {about}" if about else _words(kind)


def _of_register(register: Register) -> Iterator[Event]:
    for document in register.documents:
        for kept in document.acts:
            entry = kept.entry
            on = entry.text("on") if entry.act == "given" and entry.text("on") else entry.at
            what = f"{document.title or document.reference}: {entry.act}{_act(kept)}"
            details = {"reference": document.reference, "act": entry.act, "entry": kept.id}
            yield Event(on, "document", what, entry.by.name, Span(kept.file), (document.reference,), details)


def _act(kept: KeptEntry) -> str:
    entry = kept.entry
    if entry.act == "given":
        how = f" by {entry.text('how')}" if entry.text("how") else ""
        return f" to {entry.text('to')}{how}"
    if entry.act == "superseded":
        return f" by {entry.text('by')}"
    return f" ({entry.text('reason')})" if entry.text("reason") else ""


def _of_edit(edit: Edit) -> Event:
    details = {
        "commit": edit.commit,
        "changes": [
            {"file": each.file, "record": each.record, "field": each.field, "was": each.was, "now": each.now}
            for each in edit.changes
        ],
    }
    told = tuple(str(each) for each in edit.changes)
    return Event(edit.at.isoformat(), "change", edit.subject, edit.author, None, told, details)


def _because(reason: str | None) -> str:
    return f": {' '.join(reason.split())}" if reason else ""


def _words(name: str | None) -> str:
    return (name or "").replace("-", " ")
