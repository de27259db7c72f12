"""What moved in a case between two days, by the dates in its own records and in its register: no git, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.diagnostics import Span
from casefiles.model.caseview import Case
from casefiles.policy.overview import level_entry
from casefiles.policy.pack import Edition
from casefiles.policy.wording import say_meeting, say_term, within_sentence
from casefiles.register import Register

__all__ = ["KINDS", "Move", "Period", "moves_of"]

KINDS: Mapping[str, str] = {
    "level": "Levels",
    "notice": "Notices",
    "judgement": "Judgements of reviews",
    "priority": "Priorities",
    "action": "Actions",
    "document": "Documents issued",
}
"""What can move, each with the heading it stands under, in the order of a brief."""
_ACTS = {"issued": "issued", "superseded": "superseded", "withdrawn": "withdrawn"}


class Period(Struct, frozen=True):
    """The days after `since`, up to `until`: what happened on `since` itself was known then."""

    since: date
    until: date

    def covers(self, day: date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.since < day <= self.until


class Move(Struct, frozen=True):
    """One thing that moved: of which kind, when, where, in a few words, and the line that says so.

    `way` says which of its kind it is: up, down or again for a level; done, overdue or dropped for an action.
    """

    kind: str
    way: str
    on: date
    authority: str
    case: str
    school: str
    what: str
    span: Span


def moves_of(case: Case, edition: Edition, register: Register, period: Period) -> tuple[Move, ...]:
    """What moved in the case in the period, by kind and day."""

    def move(kind: str, way: str, on: date, what: str, span: Span) -> Move:
        return Move(kind, way, on, case.authority.id, case.id, case.school.name, what, span)

    found = (
        *(move("level", *each) for each in _levels(case, edition, period)),
        *(move("notice", *each) for each in _notices(case, edition, period)),
        *(move("judgement", *each) for each in _judgements(case, edition, period)),
        *(move("priority", *each) for each in _priorities(case, period)),
        *(move("action", *each) for each in _actions(case, period)),
        *(move("document", *each) for each in _documents(register, period)),
    )
    order = list(KINDS)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.on, each.what)))


Found = Iterator[tuple[str, date, str, Span]]


def _levels(case: Case, edition: Edition, period: Period) -> Found:
    for level in case.levels:
        if not period.covers(level.decided_on):
            continue
        before = case.level_before(level.decided_on)
        former = level_entry(case, edition, before.decided_on if before else date.min)
        entry = level_entry(case, edition, level.decided_on)
        name = entry.short if entry else level.level
        if entry is None or former is None:
            yield "again", level.decided_on, name, level.span()
        elif entry.id == former.id:
            yield "again", level.decided_on, f"{name}, decided anew", level.span()
        else:
            way = "up" if entry.rank > former.rank else "down"
            yield way, level.decided_on, f"from {former.short} to {name}", level.span()


def _notices(case: Case, edition: Edition, period: Period) -> Found:
    for notice in case.notices:
        title = within_sentence(say_term(edition, "notice-kind", notice.kind))
        if notice.given_on is not None and period.covers(notice.given_on):
            yield "given", notice.given_on, f"{title} given", notice.span("given_on")
        if notice.withdrawn_on is not None and period.covers(notice.withdrawn_on):
            yield "withdrawn", notice.withdrawn_on, f"{title} withdrawn", notice.span("withdrawn_on")
        outcome = notice.outcome
        if outcome is not None and period.covers(outcome.decided_on):
            says = "complied with" if outcome.complied else "not complied with"
            yield "decided", outcome.decided_on, f"{title} {says}", notice.span("outcome")


def _judgements(case: Case, edition: Edition, period: Period) -> Found:
    held = sorted((each for each in case.meetings if each.is_held and each.judgement), key=lambda each: each.date)
    for number, meeting in enumerate(held):
        if not period.covers(meeting.date):
            continue
        now = within_sentence(say_term(edition, "judgement", str(meeting.judgement)))
        before = held[number - 1] if number else None
        was = within_sentence(say_term(edition, "judgement", str(before.judgement))) if before else ""
        change = f", {was} before" if was and was != now else ", as before" if was else ""
        risk = f", risk {meeting.risk}" if meeting.risk else ""
        way = "changed" if was and was != now else "same" if was else "first"
        yield way, meeting.date, f"{say_meeting(edition, meeting)}: {now}{change}{risk}", meeting.span("judgement")


def _priorities(case: Case, period: Period) -> Found:
    met = {meeting.record_id: meeting.date for meeting in case.meetings}
    for priority in case.priorities:
        opened = priority.opened_on or met.get(priority.agreed_at or "")
        if opened is not None and period.covers(opened):
            yield "new", opened, f"new: {priority.title}", priority.span()
        if priority.closed_on is not None and period.covers(priority.closed_on):
            how = f" as {priority.closed_as}" if priority.closed_as else ""
            yield "closed", priority.closed_on, f"closed{how}: {priority.title}", priority.span("closed_on")


def _actions(case: Case, period: Period) -> Found:
    """Actions done, given up, or whose day has passed in the period; a day is passed on the morrow."""
    for action in case.actions:
        if action.done_on is not None and period.covers(action.done_on):
            yield "done", action.done_on, f"done: {action.action}", action.span("done_on")
        if action.dropped_on is not None and period.covers(action.dropped_on):
            yield "dropped", action.dropped_on, f"given up: {action.action}", action.span("dropped_on")
        ended = min((day for day in (action.done_on, action.dropped_on) if day), default=date.max)
        if action.due_on is not None and period.since <= action.due_on < period.until < ended:
            what = f"overdue since {say_date(action.due_on)}: {action.action}"
            yield "overdue", action.due_on, what, action.span("due_on")


def _documents(register: Register, period: Period) -> Found:
    for document in register.documents:
        for act in document.acts:
            on = _day(act.entry.at)
            if act.entry.act in _ACTS and on is not None and period.covers(on):
                way = _ACTS[act.entry.act]
                yield way, on, f"{way}: {document.title} ({document.reference})", Span(act.file)


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
