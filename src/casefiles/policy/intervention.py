"""Whether a school is eligible for intervention on a day: by which gateway, since when, and what is wanting.

A warning notice alone opens nothing: it must have been given, its period must have ended, and it must not have
been complied with; in England the governing body must also have been told in writing that the power is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from casefiles.calendars import Derived, say_date
from casefiles.model.base import Record
from casefiles.model.notices import Notice
from casefiles.model.records import Received
from casefiles.policy.facets import family_of
from casefiles.policy.pack import Edition
from casefiles.policy.rule import View
from casefiles.policy.statute import GatewayEntry, Lock, PowerEntry
from casefiles.policy.wording import say_term
from casefiles.source import Path

__all__ = [
    "Condition",
    "Gateway",
    "gateways_of",
    "is_given",
    "locked_by",
    "notices_of",
    "powers_of",
    "steps_of",
    "window_of",
]

_DAY = timedelta(days=1)


class Condition(Struct, frozen=True):
    """One thing that must be so for a gateway to be open, by which provision, and since when it is.

    `met_on` is None where it is not so; `record` and `path` are where the case says it or should say it.
    """

    id: str
    what: str
    clause: str
    met_on: date | None
    record: Record
    path: Path = ()
    unmet: str = ""
    """What must come to be, in words, where `what` tells of something that has been."""


class Gateway(Struct, frozen=True):
    """One way to eligibility: the notice, inspection or notification that it rests on, and its conditions."""

    entry: GatewayEntry
    record: Record
    conditions: tuple[Condition, ...]

    @property
    def is_open(self) -> bool:
        """Whether every condition is met."""
        return all(each.met_on is not None for each in self.conditions)

    @property
    def open_since(self) -> date | None:
        """The day on which the last condition was met; None while one is not."""
        days = [each.met_on for each in self.conditions]
        return max(day for day in days if day is not None) if self.is_open and days else None

    @property
    def wanting(self) -> tuple[Condition, ...]:
        """The conditions that are not met."""
        return tuple(each for each in self.conditions if each.met_on is None)


def gateways_of(view: View, day: date) -> tuple[Gateway, ...]:
    """Every gateway of the law of a day that something in the case bears on, open or not; the latest first."""
    found = [gateway for entry in view.edition.gateways_on(day) for gateway in _gateways(entry, view, day)]
    return tuple(sorted(found, key=lambda each: (not each.is_open, -_day_of(each).toordinal(), each.entry.id)))


def notices_of(view: View, families: Iterable[str], *, by: date | None = None) -> tuple[Notice, ...]:
    """The notices of these families that had been given by a day (without one, all), oldest first."""
    wanted = set(families)
    found = [
        notice
        for notice in view.case.notices
        if family_of(view.edition, notice) in wanted and (by is None or notice.day <= by)
    ]
    return tuple(sorted(found, key=lambda notice: (notice.day, notice.record_id)))


def steps_of(view: View, family: str, power: str, follows: str | None, *, by: date) -> tuple[Notice, ...]:
    """The steps of a family (proposal, notification, ...) about a power, taken by a day; oldest first.

    Where the use of a power names the notice that it follows, a step that names another one does not count.
    """
    return tuple(
        step
        for step in notices_of(view, (family,), by=by)
        if power in powers_of(view.edition, step) and (not follows or step.follows in {None, follows})
    )


def powers_of(edition: Edition, notice: Notice) -> tuple[str, ...]:
    """The powers that a notice uses or is about, by their ids."""
    return tuple(edition.canonical("power", word) for word in (*notice.powers_used, *notice.powers))


def window_of(view: View, notice: Notice, power: PowerEntry) -> Derived | None:
    """The last day on which a power may be used by a notice, and how it follows; None where there is no window."""
    window, period = power.window, notice.compliance_period
    entries = view.edition.notice_entries(notice.kind, notice.day)
    gateway = next((entry.gateway for entry in entries if entry.gateway), "")
    if window is None or period is None or period.end is None or gateway not in window.gateways:
        return None
    return view.calendar.add_months(period.end, window.months)


def locked_by(locks: Iterable[Lock], view: View, day: date) -> tuple[Lock, Received] | None:
    """The act of a minister that stops something on a day, with the record of its receipt."""
    for lock in locks:
        if not lock.in_force.covers(day):
            continue
        for received in _received(view, (lock.received,), day):
            since = received.received_on or received.date
            released = [each for each in _received(view, lock.until, day) if (each.received_on or each.date) >= since]
            if not released:
                return lock, received
    return None


def is_given(notice: Notice, day: date) -> bool:
    """Whether a notice had been given by a day, by what the case file says."""
    return notice.given_on is not None and notice.given_on <= day


def _gateways(entry: GatewayEntry, view: View, day: date) -> Iterator[Gateway]:
    if entry.notices:
        for notice in notices_of(view, ("warning",)):
            if view.edition.canonical("notice-kind", notice.kind) in entry.notices and notice.date <= day:
                yield Gateway(entry, notice, tuple(_of_notice(entry, notice, view, day)))
    if entry.categories:
        yield from _of_category(entry, view, day)
    for received in _received(view, entry.received, day):
        on = received.received_on or received.date
        what = f"{say_term(view.edition, 'received-kind', received.kind)}, received on {say_date(on)}"
        released = [each for each in _received(view, entry.until, day) if (each.received_on or each.date) >= on]
        yield Gateway(entry, received, (Condition("notified", what, entry.title, None if released else on, received),))


def _of_notice(entry: GatewayEntry, notice: Notice, view: View, day: date) -> Iterator[Condition]:
    """What the Act asks for before a notice makes a school eligible, and that the notice still stands."""
    clauses = entry.clauses
    given = notice.given_on if is_given(notice, day) else None
    yield Condition(
        "given", "the warning notice was given", clauses.get("given", entry.title), given, notice, ("given_on",)
    )
    end = notice.compliance_period.end if notice.compliance_period else None
    over = end + _DAY if end is not None and end < day else None
    says = f"the compliance period ended on {say_date(end)}" if end else "the compliance period ended"
    ahead = "the compliance period must have ended" + (f"; it ends on {say_date(end)}" if end else "")
    clause = clauses.get("expired", entry.title)
    yield Condition("expired", says, clause, over, notice, ("compliance_period",), unmet=ahead)
    outcome = notice.outcome
    failed = outcome is not None and not outcome.complied and outcome.decided_on <= day
    decided = outcome.decided_on if outcome and failed and end is not None and outcome.decided_on > end else None
    what = "the authority decided, after the period, that the notice was not complied with"
    yield Condition("not-complied", what, clauses.get("not-complied", entry.title), decided, notice, ("outcome",))
    if entry.proposal:
        yield _proposed(entry.proposal, notice, view, day)
    stands = given if given and not _ended(notice, view, day) else None
    yield Condition("stands", "the notice still stands", entry.title, stands, notice, ("withdrawn_on",))


def _proposed(clause: str, notice: Notice, view: View, day: date) -> Condition:
    """That the governing body was told that a power is proposed, where the Act asks for it."""
    proposals = [
        step
        for step in notices_of(view, ("proposal",), by=day)
        if step.follows == notice.record_id and is_given(step, day)
    ]
    proposed = proposals[0].given_on if proposals else None
    what = "the governing body was told in writing that the power is proposed"
    return Condition("proposal", what, clause, proposed, proposals[0] if proposals else notice)


def _ended(notice: Notice, view: View, day: date) -> bool:
    """Whether a notice was withdrawn, or ended by what the law says ends it (a minister's own notice, say)."""
    if notice.withdrawn_on is not None and notice.withdrawn_on <= day:
        return True
    withdrawals = notices_of(view, ("withdrawal",), by=day)
    if any(each.follows == notice.record_id for each in withdrawals):
        return True
    entries = view.edition.notice_entries(notice.kind, notice.day)
    later = _received(view, [kind for entry in entries for kind in entry.ended_by], day)
    return any((each.received_on or each.date) >= notice.day for each in later)


def _of_category(entry: GatewayEntry, view: View, day: date) -> Iterator[Gateway]:
    """The gateway of Ofsted's category, where the last graded inspection of the day gave it."""
    school = view.case.school
    known = [
        (index, each)
        for index, each in enumerate(school.ofsted)
        if (each.grades or each.category) and (each.published_on or each.inspected_on) <= day
    ]
    if not known:
        return
    index, last = max(known, key=lambda each: each[1].inspected_on)
    category = view.edition.canonical("ofsted-category", last.category or "")
    if category in entry.categories:
        on = last.published_on or last.inspected_on
        title = say_term(view.edition, "ofsted-category", category)
        what = f"Ofsted put the school in a category at its inspection of {say_date(last.inspected_on)}: {title}"
        yield Gateway(entry, school, (Condition("category", what, entry.title, on, school, ("ofsted", index)),))


def _received(view: View, kinds: Iterable[str], day: date) -> list[Received]:
    wanted = {view.edition.canonical("received-kind", kind) for kind in kinds}
    return [
        each
        for each in view.case.received
        if view.edition.canonical("received-kind", each.kind) in wanted and (each.received_on or each.date) <= day
    ]


def _day_of(gateway: Gateway) -> date:
    return gateway.open_since or gateway.record.on or date.min
