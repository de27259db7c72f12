"""What rule kinds ask of a case: meetings, decisions, priorities and sent documents as they stood on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from casefiles.model.case import Action, Decision, Priority, Support
from casefiles.model.records import Evidence, Letter, Meeting, Received, Visit
from casefiles.policy.episodes import Episode
from casefiles.policy.rule import View
from casefiles.policy.subjects import known_day

__all__ = [
    "Days",
    "circulated_on",
    "decisions_since",
    "is_held",
    "is_open_on",
    "last_held_before",
    "meetings_of",
    "next_held_after",
    "open_actions",
    "open_evidence",
    "open_priorities",
    "opened_on",
    "received_of",
    "sent_on",
    "support_in",
    "visits_in",
]

Days = Episode | tuple[date, date] | None
"""An episode, two days that are both included, or all time."""


def is_held(view: View, meeting: Meeting) -> bool:
    """Whether a meeting had been held by the date of judgement."""
    return meeting.is_held and meeting.date <= view.as_of


def meetings_of(
    view: View,
    kinds: Collection[str] = (),
    *,
    stage: str = "",
    level: str = "",
    within: Days = None,
    held: bool | None = True,
) -> tuple[Meeting, ...]:
    """The meetings of these kinds, of this stage, of kinds of this level, in a stretch; oldest first.

    `held` True gives those held by the date of judgement, False the others, None both (cancelled ones never).
    """
    return tuple(
        sorted(
            (
                meeting
                for meeting in view.case.meetings
                if meeting.cancelled_on is None
                and (held is None or is_held(view, meeting) is held)
                and (not kinds or meeting.kind in kinds)
                and _kind_fits(view, meeting, stage, level)
                and _lies_in(meeting.date, within)
            ),
            key=lambda meeting: (meeting.date, meeting.record_id),
        )
    )


def last_held_before(view: View, day: date, kinds: Collection[str] = (), *, stage: str = "") -> Meeting | None:
    """The last meeting of that kind or stage held before a day."""
    held = [meeting for meeting in meetings_of(view, kinds, stage=stage) if meeting.date < day]
    return held[-1] if held else None


def next_held_after(view: View, day: date, kinds: Collection[str] = (), *, stage: str = "") -> Meeting | None:
    """The first meeting of that kind or stage held after a day."""
    return next((meeting for meeting in meetings_of(view, kinds, stage=stage) if meeting.date > day), None)


def decisions_since(
    view: View, day: date, kinds: Collection[str] = (), *, value: str = "", until: date | None = None
) -> tuple[Decision, ...]:
    """The decisions of these kinds taken on or after a day, by the date of judgement; before `until`, if given."""
    wanted = {view.edition.canonical("decision-kind", kind) for kind in kinds}
    return tuple(
        decision
        for decision in view.case.decisions
        if day <= decision.decided_on <= view.as_of
        and (until is None or decision.decided_on < until)
        and (not wanted or view.edition.canonical("decision-kind", decision.kind) in wanted)
        and (not value or decision.value == value)
    )


def opened_on(view: View, priority: Priority) -> date | None:
    """When a priority was opened or agreed; None where the case doesn't say."""
    return known_day(view.case, priority)


def is_open_on(view: View, priority: Priority, day: date) -> bool:
    """Whether a priority is open on a day: opened by then and not closed. One without a day of its own counts."""
    start = opened_on(view, priority)
    return (start is None or start <= day) and (priority.closed_on is None or day < priority.closed_on)


def open_priorities(view: View, day: date) -> tuple[Priority, ...]:
    """The priorities that are open on a day, in the file's order."""
    return tuple(priority for priority in view.case.priorities if is_open_on(view, priority, day))


def open_actions(view: View, day: date) -> tuple[Action, ...]:
    """The actions that are agreed and neither done nor dropped on a day, in the file's order."""
    return tuple(
        action
        for action in view.case.actions
        if (known_day(view.case, action) or day) <= day
        and all(ended is None or day < ended for ended in (action.done_on, action.dropped_on))
    )


def open_evidence(view: View, day: date) -> tuple[Evidence, ...]:
    """The evidence that is on file and not resolved on a day, oldest first."""
    found = [
        evidence
        for evidence in view.case.evidence
        if evidence.date <= day and (evidence.resolved_on is None or day < evidence.resolved_on)
    ]
    return tuple(sorted(found, key=lambda evidence: (evidence.date, evidence.record_id)))


def support_in(view: View, within: Days, entitlement: str = "") -> tuple[Support, ...]:
    """The support that starts (or was agreed) in a stretch, of that entitlement, in the file's order."""
    wanted = view.edition.canonical("entitlement", entitlement)
    return tuple(
        support
        for support in view.case.support
        if not entitlement or view.edition.canonical("entitlement", support.entitlement or "") == wanted
        if (day := known_day(view.case, support)) is None or _lies_in(day, within)
    )


def visits_in(view: View, within: Days, buckets: Collection[str] = ()) -> tuple[Visit, ...]:
    """The visits of these buckets made in a stretch by the date of judgement, oldest first."""
    found = [
        visit
        for visit in view.case.visits
        if visit.date <= view.as_of
        and _lies_in(visit.date, within)
        and (not buckets or view.edition.canonical("bucket", visit.bucket) in buckets)
    ]
    return tuple(sorted(found, key=lambda visit: (visit.date, visit.record_id)))


def received_of(view: View, kinds: Collection[str], *, by: date | None = None) -> tuple[Received, ...]:
    """What was received of these kinds by a day (by the date of judgement without one), oldest first."""
    wanted = {view.edition.canonical("received-kind", kind) for kind in kinds}
    found = [
        received
        for received in view.case.received
        if (received.received_on or received.date) <= (by or view.as_of)
        and view.edition.canonical("received-kind", received.kind) in wanted
    ]
    return tuple(sorted(found, key=lambda received: (received.date, received.record_id)))


def sent_on(view: View, record: Meeting | Letter, part: str = "") -> date | None:
    """When a record's document (`part`: letter or report; a letter has none) was sent, by the date of judgement."""
    sent = record if isinstance(record, Letter) else getattr(record, part, None)
    day: date | None = sent.sent_on if sent else None
    return day if day and day <= view.as_of else None


def circulated_on(view: View, visit: Visit, role: str) -> date | None:
    """When a role got a visit's report, by the date of judgement."""
    wanted = view.edition.canonical("role", role)
    days = [day for name, day in visit.circulated.items() if view.edition.canonical("role", name) == wanted]
    return next((day for day in days if day <= view.as_of), None)


def _kind_fits(view: View, meeting: Meeting, stage: str, level: str) -> bool:
    if not stage and not level:
        return True
    kind = view.edition.meeting_kind(meeting.kind)
    if kind is None:
        return False
    return (not stage or kind.stage == stage) and (not level or kind.level == view.edition.canonical("level", level))


def _lies_in(day: date, within: Days) -> bool:
    if within is None:
        return True
    if isinstance(within, Episode):
        return within.covers(day)
    return within[0] <= day <= within[1]
