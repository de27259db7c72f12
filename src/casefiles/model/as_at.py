"""A case as it stood on a day: what came later is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from operator import is_
from typing import Any, TypeVar, get_args

from msgspec.structs import replace

from casefiles.model.assessments import Assessment
from casefiles.model.base import Record, Shape
from casefiles.model.case import Action, Level, Priority, Support
from casefiles.model.caseview import HELD_BY_SCHOOLS, Case
from casefiles.model.notices import Consent, Consulted, Representations
from casefiles.model.plans import Milestone, Plan
from casefiles.model.programme import (
    Alert,
    Area,
    Commissioned,
    Delivery,
    GroupAction,
    GroupMeeting,
    Logged,
    Output,
    OutsideRegister,
    Report,
    Request,
    Response,
    Result,
    Return,
    Target,
    YearResult,
)
from casefiles.model.records import (
    AccuracyCheck,
    Copy,
    Evidence,
    ExitPlan,
    GovernorsCirculation,
    Investigation,
    Letter,
    Meeting,
    Notice,
    Received,
    SentDocument,
    Visit,
)
from casefiles.model.school import Holder, Inspection, School

__all__ = ["ENTRIES", "FACTS", "PLANS", "as_at", "later_files"]

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Shape)

FACTS: dict[type[Shape], dict[str, tuple[str, ...]]] = {
    Level: {
        "discussed_on": (),
        "agreed_on": ("agreed_by",),
        "refused_on": (),
        "briefed_on": (),
        "capacity_limited_on": (),
        "ratified_on": ("ratified_by",),
    },
    Support: {"delivered_on": ("impact", "school_feedback"), "impact_on": ("impact",)},
    Priority: {"closed_on": ("closed_as",)},
    Action: {"done_on": ("impact",), "impact_on": ("impact",), "dropped_on": ("dropped_because",)},
    Evidence: {
        "shared_on": (),
        "resolved_on": (),
        "referred_on": (),
        "inspection": (),
        "policy_reviewed_on": (),
    },
    Investigation: {"opened_on": (), "closed_on": ("outcome",)},
    Assessment: {"follow_up_requested_on": ()},
    SentDocument: {"sent_on": ()},
    AccuracyCheck: {"sent_on": (), "replied_on": ("replied_by", "agreed")},
    GovernorsCirculation: {"circulated_on": (), "tabled_on": ("minute",)},
    Meeting: {"cancelled_on": ()},
    Received: {"received_on": (), "requested_on": (), "decided_on": ("decision",)},
    Letter: {"sent_on": ()},
    Visit: {"tabled_on": ()},
    Notice: {
        "given_on": (),
        "agreed_on": ("agreed_by",),
        "religious_body_engaged_on": (),
        "withdrawn_on": (),
    },
    Milestone: {"met_on": ()},
    Plan: {},
    ExitPlan: {"shared_on": ()},
    Copy: {"given_on": ("method",)},
    Representations: {"confirmed_on": ()},
    Consulted: {"consulted_on": (), "replied_on": ("reply",)},
    Consent: {"given_on": ("given_by", "letter"), "refused_on": ()},
    Holder: {"confirmed_on": (), "trained_on": ()},
    Inspection: {"published_on": ("grades", "safeguarding", "category")},
    GroupMeeting: {"cancelled_on": ()},
    GroupAction: {"done_on": ()},
    Commissioned: {"received_on": ()},
    Alert: {"sent_on": ()},
    Report: {"sent_on": ()},
    Target: {},
    Area: {},
    Output: {},
    Delivery: {},
    Request: {"answered_on": ()},
    Logged: {"reviewed_on": ()},
    OutsideRegister: {},
    Return: {"submitted_on": ()},
}
"""The dated facts of each shape, each with the undated ones that became known with it."""

PLANS = frozenset(
    {
        "due_on",
        "exit_expected_on",
        "until",
        "review_on",
        "next_meetings",
        "dated",
        "opened_on",
        "closes_on",
        "takes_effect_on",
        "interview_on",
        "reply_by",
        "inspection_due_on",
        "extended_to",
        "since",
    }
)
"""Dates that are set beforehand, so that they may lie after the day they were known on."""

ENTRIES: dict[type[Shape], str] = {
    Result: "published_on",
    YearResult: "known_on",
    Response: "agreed_on",
    Alert: "known_on",
    Request: "asked_on",
    Logged: "on",
}
"""The day from which each entry of a list, or a record, is known, where that is not its `date`."""

_DATED_LISTS: dict[type[Shape], tuple[str, ...]] = {
    Target: ("results", "responses"),
    Output: ("results",),
    Delivery: ("done", "requests", "log"),
    OutsideRegister: ("updated_on",),
}

_TABLES: dict[type[Shape], tuple[str, ...]] = {
    Level: ("informed",),
    Assessment: ("contacted",),
    Meeting: ("papers", "invited"),
    Visit: ("circulated",),
    Plan: ("agreed",),
    ExitPlan: ("agreed",),
    GroupMeeting: ("circulated",),
}


def as_at(case: Case, day: date, keep: str = "", *, plans: bool = False) -> Case:
    """What was known of the case on the day: later records are gone, and later facts of the others are absent.

    A priority, action or piece of support is known from the meeting that agreed it. Dates that are set
    beforehand (`due_on`, `exit_expected_on`, ...) stay. The record with the id `keep` stays whatever its
    date: an agenda is written before its meeting. With `plans` so do meetings that are still planned and
    support that no meeting agreed and that has not begun: a check counts them, a document does not.
    """
    met = {meeting.record_id: meeting.date for meeting in case.meetings}
    file = case.case
    known = file.model_copy(
        update={
            "levels": _dated(file.levels, day, keep),
            "support": tuple(_known(each, day) for each in file.support if _support_known(each, met, day, plans=plans)),
            "decisions": _dated(file.decisions, day, keep),
            "waivers": _dated(file.waivers, day, keep),
        }
    )
    return replace(
        case,
        school=_school(case.school, day),
        case=known,
        priorities=tuple(
            _known(each, day) for each in case.priorities if _begun(each.agreed_at, each.opened_on, met, day)
        ),
        actions=tuple(_known(each, day) for each in case.actions if _begun(each.agreed_at, None, met, day)),
        evidence=_dated(case.evidence, day, keep),
        assessments=_dated(case.assessments, day, keep),
        meetings=tuple(
            _known(each, day) for each in case.meetings if _is_known(each, day, keep) or (plans and not each.is_held)
        ),
        visits=_dated(case.visits, day, keep),
        received=_dated(case.received, day, keep),
        letters=_dated(case.letters, day, keep),
        notices=_dated(case.notices, day, keep),
        plans=_dated(case.plans, day, keep),
        exit_plans=_dated(case.exit_plans, day, keep),
        **(_programme(case, day, keep, plans=plans) if case.programme else {}),
    )


def later_files(case: Case, day: date, keep: str = "") -> dict[str, str]:
    """The files of a school's case whose one record is later than the day, so that `as_at` shows nothing of it.

    Each has nothing beside it, or the date of a meeting by which something was agreed: it says when that was known.
    """
    agreed = {each.agreed_at for each in case.priorities} | {each.agreed_at for each in case.actions}
    agreed |= {each.agreed_at for each in case.support}
    return {
        record.source_file: str(record.date) if isinstance(record, Meeting) and record.record_id in agreed else ""
        for name in HELD_BY_SCHOOLS
        for record in getattr(case, name)
        if not _is_known(record, day, keep)
    }


def _programme(case: Case, day: date, keep: str, *, plans: bool) -> dict[str, Any]:
    """What was known of a programme; the cases of its schools stay whole, for who asks reads each as at a day."""
    return {
        "targets": tuple(_known(each, day) for each in case.targets),
        "areas": tuple(_known(each, day) for each in case.areas),
        "outside_registers": tuple(_known(each, day) for each in case.outside_registers),
        "group_meetings": tuple(
            _known(each, day)
            for each in case.group_meetings
            if _is_known(each, day, keep) or (plans and not each.is_held)
        ),
        "alerts": _dated(case.alerts, day, keep),
        "reports": _dated(case.reports, day, keep),
    }


def _dated(records: Iterable[R], day: date, keep: str) -> tuple[R, ...]:
    """The records of the day or before it, as they were known then."""
    return tuple(_known(record, day) for record in records if _is_known(record, day, keep))


def _is_known(record: Record, day: date, keep: str) -> bool:
    """Whether a record is of the day or before it, or has the id that stays."""
    return record.on is None or record.on <= day or bool(keep and record.record_id == keep)


def _begun(agreed_at: str | None, opened_on: date | None, met: dict[str, date], day: date) -> bool:
    """Whether something was agreed or opened by the day; it is where neither is known."""
    begun_on = met.get(agreed_at or "") or opened_on
    return begun_on is None or begun_on <= day


def _support_known(support: Support, met: dict[str, date], day: date, *, plans: bool) -> bool:
    """Whether a piece of support was agreed by the day, or, where no meeting agreed it, had begun or is a plan."""
    agreed_on = met.get(support.agreed_at or "")
    if agreed_on is None and plans:
        return True
    begun_on = agreed_on or support.start
    return begun_on is None or begun_on <= day


def _known(shape: S, day: date) -> S:
    """The shape without the facts that are later than the day, at any depth."""
    changes: dict[str, Any] = {}
    for fact, with_it in FACTS.get(type(shape), {}).items():
        known_on = getattr(shape, fact)
        if known_on is not None and known_on > day:
            for name in (fact, *with_it):
                changes[name] = _absent(shape, name)
    for name in _TABLES.get(type(shape), ()):
        table: dict[str, date] = getattr(shape, name)
        if any(value > day for value in table.values()):
            changes[name] = {key: value for key, value in table.items() if value <= day}
    for name in _nested(type(shape)):
        if name not in changes:
            value = getattr(shape, name)
            known = _known_inside(value, day)
            if known is not value:
                changes[name] = known
    changes |= _later_entries(shape, day)
    return shape.model_copy(update=changes) if changes else shape


@cache
def _nested(kind: type[Shape]) -> tuple[str, ...]:
    """The fields of a shape that may hold shapes with dated facts of their own."""
    return tuple(
        name for name, field in kind.model_fields.items() if not FACTS.keys().isdisjoint(_named(field.annotation))
    )


def _named(annotation: Any) -> Iterator[Any]:
    """The types that an annotation speaks of, itself among them."""
    yield annotation
    for inner in get_args(annotation):
        yield from _named(inner)


def _later_entries(shape: Shape, day: date) -> dict[str, Any]:
    """The fields of a shape without their entries that came about after the day."""
    if isinstance(shape, Notice):
        return _later_in_notice(shape, day)
    if isinstance(shape, Action) and any(update.made_on > day for update in shape.updates):
        return {"updates": tuple(update for update in shape.updates if update.made_on <= day)}
    return _later_in_lists(shape, day)


def _later_in_lists(shape: Shape, day: date) -> dict[str, Any]:
    """The lists of dated entries without those that came about after the day."""
    later: dict[str, Any] = {}
    for name in _DATED_LISTS.get(type(shape), ()):
        entries: tuple[Any, ...] = getattr(shape, name)
        known = tuple(_known_inside(each, day) for each in entries if _entry_day(each) <= day)
        if len(known) < len(entries):
            later[name] = known
    return later


def _entry_day(entry: Any) -> date:
    """The day from which an entry is known: itself, where it is a day."""
    return entry if isinstance(entry, date) else getattr(entry, ENTRIES[type(entry)])


def _later_in_notice(notice: Notice, day: date) -> dict[str, Any]:
    """The parts of a notice that came about after the day."""
    later: dict[str, Any] = {}
    if notice.outcome is not None and notice.outcome.decided_on > day:
        later |= {"outcome": None, "powers_used": ()}
    if notice.representations is not None and notice.representations.made_on > day:
        later["representations"] = None
    return later


def _known_inside(value: Any, day: date) -> Any:
    """A field's value without later facts; the same object where nothing changes."""
    if isinstance(value, Shape):
        return _known(value, day) if type(value) in FACTS else value
    if isinstance(value, tuple) and value and type(value[0]) in FACTS:
        known = tuple(_known(each, day) for each in value)
        return value if _same(known, value) else known
    return value


def _same(known: tuple[Any, ...], whole: tuple[Any, ...]) -> bool:
    """Whether what was known on a day is all that there is, each thing itself."""
    return len(known) == len(whole) and all(map(is_, known, whole))


def _absent(shape: Shape, name: str) -> Any:
    """What a field holds where the file says nothing."""
    return type(shape).model_fields[name].get_default(call_default_factory=True, validated_data={})


def _school(school: School, day: date) -> School:
    """The school with the holders and inspections that were known on the day."""
    people = {
        role: tuple(_holder(each, day) for each in held if each.start <= day) for role, held in school.people.items()
    }
    ofsted = tuple(_known(each, day) for each in school.ofsted if each.inspected_on <= day)
    if _same(ofsted, school.ofsted) and all(_same(held, school.people[role]) for role, held in people.items()):
        return school
    return school.model_copy(update={"people": people, "ofsted": ofsted})


def _holder(held: Holder, day: date) -> Holder:
    """A holder without an end, a training or a confirmation that was still to come."""
    known = _known(held, day)
    return known.model_copy(update={"end": None}) if held.end is not None and held.end > day else known
