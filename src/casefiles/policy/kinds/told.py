"""Kinds about who decides, who does and who is told: a group's decision, a role's act, the people informed."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from casefiles.calendars import say_date
from casefiles.model.base import Record, Shape
from casefiles.model.case import Level
from casefiles.model.records import Letter, Meeting, Notice
from casefiles.model.types import Flag, Identifier, Many, Text, Whole
from casefiles.policy.field_path import FieldPath, is_filled, values_at
from casefiles.policy.kinds.fields import ANY_RECORD, say_subject
from casefiles.policy.people_at import holders_of, roles_of, same_person, say_person
from casefiles.policy.rule import Duty, Problem, View, rule_kind
from casefiles.policy.view_queries import is_held
from casefiles.policy.wording import say_all, say_any, say_level, say_meeting, say_roles

__all__ = ["addressed_to", "dated_in_order", "decided_at_meeting", "people_informed", "person_holds", "told_within"]


class PeopleInformed(Shape):
    """The roles whose holders are told of a level, and of what."""

    roles: Annotated[tuple[Identifier, ...], Many]
    says: Text
    once: FieldPath | None = Field(default=None, description="The field without which nobody need be told.")


@rule_kind("people-informed", of=Level, params=PeopleInformed)
def people_informed(level: Level, asked: PeopleInformed, view: View) -> Iterator[Problem]:
    """Somebody who must be told of a level is not said to have been told."""
    if asked.once is not None and not is_filled(level, asked.once):
        return
    day = level.decided_on
    missing = [
        role
        for role in asked.roles
        if not any(same_person(view.case, view.edition, role, name, day) for name in level.informed)
    ]
    if missing:
        yield Problem(
            f"{say_subject(view, level)} does not say when {say_roles(view.edition, missing)} "
            f"{'was' if len(missing) == 1 else 'were'} told {asked.says}",
            path=("informed",) if level.informed else ("level",),
            help=f"write the day in informed, beside {say_all(missing)}",
        )


class ToldWithin(Shape):
    """The roles whose holders are told of a level, and the working days for it (ours)."""

    roles: Annotated[tuple[Identifier, ...], Many]
    working_days: Whole


@rule_kind("told-within", of=Level, params=ToldWithin)
def told_within(level: Level, asked: ToldWithin, view: View) -> Iterator[Duty]:
    """Those concerned were told of a level later than the days for it. That nobody told them, another kind says."""
    due = view.calendar.add_working_days(level.decided_on, asked.working_days)
    found = [_told_on(view, level, role) for role in asked.roles]
    days = [day for day in found if day is not None]
    is_told = len(days) == len(found)
    if not is_told and view.as_of > due.on:
        return
    last = max(days) if is_told else None
    who, title = say_roles(view.edition, asked.roles), say_level(view.edition, level.level)
    late = f"{who} were told of {title} on {say_date(last)}, after {say_date(due.on)}" if last else ""
    yield Duty(
        what=f"tell {who} of {title}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"{who} were not told of {title} by {say_date(due.on)}",
        path=("informed",) if level.informed else ("level",),
        met_by=level.record_id if is_told else "",
        met_on=last,
        late=late if last and last > due.on else "",
        help=f"write the day beside each role in informed; {due.derivation}",
        ours=True,
    )


def _told_on(view: View, level: Level, role: str) -> date | None:
    """When the holder of a role was told, by whichever word the level names them."""
    day = level.decided_on
    return next(
        (on for name, on in level.informed.items() if same_person(view.case, view.edition, role, name, day)), None
    )


class PersonHolds(Shape):
    """The field that names somebody, the roles one of which they hold, and what they did."""

    field: FieldPath
    roles: Annotated[tuple[Identifier, ...], Many]
    did: Text


@rule_kind("person-holds", of=ANY_RECORD, params=PersonHolds)
def person_holds(subject: Record, asked: PersonHolds, view: View) -> Iterator[Problem]:
    """Something was done by somebody whose part it is not."""
    for path, value in values_at(subject, asked.field):
        if not isinstance(value, str):
            continue
        day = subject.on or view.as_of
        if not set(asked.roles) & roles_of(view.case, view.edition, value, day):
            yield Problem(
                f"{say_person(view.case, view.edition, value)} {asked.did}; that is for "
                f"{say_roles(view.edition, asked.roles, conjunction='or')}",
                path=path,
                help="if it was one of them, correct the name; if not, it is for them to do",
            )


class AddressedTo(Shape):
    """The roles that a letter or notice goes to, and what it is called; with `held` only those that somebody holds."""

    roles: Annotated[tuple[Identifier, ...], Many]
    noun: Text
    held: Flag = False


@rule_kind("addressed-to", of=(Letter, Notice), params=AddressedTo)
def addressed_to(subject: Letter | Notice, asked: AddressedTo, view: View) -> Iterator[Problem]:
    """A letter or notice does not go to everyone whom it is for."""
    day = subject.date
    missing = [
        role
        for role in asked.roles
        if not any(same_person(view.case, view.edition, role, name, day) for name in subject.to)
        and (not asked.held or holders_of(view.case, view.edition, role, day))
    ]
    if missing:
        yield Problem(
            f"{asked.noun} of {say_date(day)} does not go to {say_roles(view.edition, missing)}",
            path=("to",) if subject.to else ("kind",),
            help=f"add to to: {', '.join(missing)}",
        )


class DecidedAt(Shape):
    """The kinds of meeting, at one of which a level is decided."""

    meetings: Annotated[tuple[Identifier, ...], Many]


@rule_kind("decided-at-meeting", of=Level, params=DecidedAt)
def decided_at_meeting(level: Level, asked: DecidedAt, view: View) -> Iterator[Problem]:
    """A level was changed without the minute of the group that decides it."""
    first = view.case.levels[0] is level
    if first and view.edition.canonical("level", level.level) == view.edition.lowest_level:
        return
    wanted = say_any(_title(view, kind) for kind in asked.meetings)
    meeting = view.case.find("meeting", level.decided_at) if level.decided_at else None
    if level.decided_at is None:
        yield Problem(
            f"{say_subject(view, level)} does not say at which {wanted} it was taken",
            path=("level",),
            help="file the minute under meetings/ and name it in decided_at",
        )
    elif isinstance(meeting, Meeting):
        yield from _unfit(level, meeting, asked, view)


def _unfit(level: Level, meeting: Meeting, asked: DecidedAt, view: View) -> Iterator[Problem]:
    """What is wrong with the meeting that a level names."""
    name, title = say_meeting(view.edition, meeting), say_level(view.edition, level.level)
    if meeting.kind not in asked.meetings:
        wanted = say_any(_title(view, kind) for kind in asked.meetings)
        yield Problem(
            f"{name} is no {wanted}, which decides on {title}",
            path=("decided_at",),
            help="name in decided_at the meeting that took the decision",
        )
    elif meeting.date > level.decided_on:
        yield Problem(
            f"{title} was decided on {say_date(level.decided_on)}, before {name}",
            path=("decided_at",),
        )
    elif not is_held(view, meeting):
        yield Problem(
            f"{name} has no minute of who was present; it decided on {title}",
            path=("decided_at",),
        )


def _title(view: View, kind: str) -> str:
    entry = view.edition.meeting_kind(kind)
    return entry.title if entry else kind


class DatedInOrder(Shape):
    """Two days of a record, in the order in which they come, and what happened on them."""

    earlier: FieldPath
    later: FieldPath
    first: Text
    then: Text


@rule_kind("dated-in-order", of=ANY_RECORD, params=DatedInOrder)
def dated_in_order(subject: Record, asked: DatedInOrder, view: View) -> Iterator[Problem]:
    """One day must come before another and does not."""
    del view
    later = [day for _, day in values_at(subject, asked.later) if isinstance(day, date)]
    for path, day in values_at(subject, asked.earlier):
        if later and isinstance(day, date) and day > min(later):
            yield Problem(
                f"{asked.first} is dated {say_date(day)}, after {asked.then} of {say_date(min(later))}",
                path=path,
                help="correct the day that is wrong; where neither is, record a waiver with the reason",
            )
