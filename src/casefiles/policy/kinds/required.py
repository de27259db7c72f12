"""Kinds about records that must be there: once in each period, when a level or a fact asks for one, not too many."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field

from casefiles.calendars import Block, Derived, say_date
from casefiles.model.assessments import Assessment
from casefiles.model.base import Record, Shape
from casefiles.model.case import Decision, Level
from casefiles.model.programme import ProgrammeFile
from casefiles.model.records import Meeting
from casefiles.model.school import School
from casefiles.model.types import Flag, Identifier, Names, Text, Whole
from casefiles.policy.episodes import begins_episode, episode_of
from casefiles.policy.field_path import FieldPath, is_filled, values_at
from casefiles.policy.kinds.cadence import last_working_day
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.kinds.support import case_start
from casefiles.policy.people_at import present_at
from casefiles.policy.records_of import Found, RecordsOf, found_in, say_where
from casefiles.policy.rule import Duty, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import decisions_since
from casefiles.policy.wording import a_count, say_level, say_meeting

__all__ = ["agreed_there", "answered_by", "at_least_once_every", "at_least_once_per", "records_within"]

_DAY = timedelta(days=1)
_SEPTEMBER = 9
_SOME_DAYS = 10


class _Stretch(Struct, frozen=True):
    """The days for which something is asked of a case: from `start` up to the eve of `end` (None: it goes on)."""

    start: date
    end: date | None
    path: tuple[str, ...]
    of_level: bool = False


class AtLeastOncePer(Shape):
    """The records of which each period has one (or `times`): a month, a half-term, a term or a year; and their name.

    With `attended_by` a meeting counts only where somebody of that role came.
    With `opening` the record is for the first half-term of each academic year.
    """

    records: RecordsOf
    period: Identifier
    says: Text
    opening: Flag = False
    attended_by: Annotated[Identifier | None, Names("role")] = None
    times: Whole = 1


@rule_kind("at-least-once-per", of=(School, Level, ProgrammeFile), params=AtLeastOncePer)
def at_least_once_per(subject: School | Level | ProgrammeFile, asked: AtLeastOncePer, view: View) -> Iterator[Said]:
    """A half-term, term or academic year has no record of a kind that each has.

    A half-term or term in which the level began or ended is let off; a year is asked of the level at which it ends.
    """
    stretch = _stretch(view, subject)
    if stretch is None:
        return
    last = min(view.as_of, stretch.end - _DAY) if stretch.end else view.as_of
    yield from (Unjudged(year) for year in view.calendar.missing_years(stretch.start, last))
    wanted = f"; there are to be {a_count(asked.times, 'of them', 'of them')}" if asked.times > 1 else ""
    for block in _blocks(view, asked, stretch, last):
        due = last_working_day(view, block)
        found = _attended(view, asked, found_in(view, asked.records, block.start, block.end))
        enough = found[asked.times - 1] if len(found) >= asked.times else None
        yield Duty(
            what=f"{asked.says} in {block.name}",
            due_on=due,
            derivation=f"the last working day of {block.name}: {say_date(due)}",
            message=f"no {_ordinal(len(found))}{asked.says} is on file for {block.name}, which ended on {say_date(due)}"
            f"{wanted}",
            path=stretch.path,
            met_by=enough.record.record_id if enough else "",
            met_on=enough.on if enough else None,
            help=f"file it: {say_where(asked.records)}",
        )


def _attended(view: View, asked: AtLeastOncePer, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The records that count: of meetings those to which somebody of the role came."""
    if asked.attended_by is None:
        return found
    return tuple(
        each
        for each in found
        if not isinstance(each.record, Meeting) or asked.attended_by in present_at(view, each.record)
    )


def _ordinal(found: int) -> str:
    """Which one is missing after so many that were found: nothing of the first, "second " after one."""
    return {0: "", 1: "second ", 2: "third "}.get(found, f"{found + 1}th ")


class AtLeastOnceEvery(Shape):
    """The records of which one is never older than so many months, and what they are called."""

    records: RecordsOf
    months: Whole
    says: Text


@rule_kind("at-least-once-every", of=(School, Level), params=AtLeastOnceEvery)
def at_least_once_every(subject: School | Level, asked: AtLeastOnceEvery, view: View) -> Iterator[Duty]:
    """The newest record of a kind is too old, or there is none although time enough has passed."""
    stretch = _stretch(view, subject)
    if stretch is None or (stretch.end is not None and stretch.end <= view.as_of):
        return
    found = found_in(view, asked.records, stretch.start if stretch.of_level else None)
    since = found[-1].on if found else stretch.start
    due = view.calendar.add_months(since, asked.months)
    reason = f"the last one is of {say_date(since)}" if found else f"none is on file since {say_date(since)}"
    yield Duty(
        what=f"{asked.says}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"the {asked.says} was due by {say_date(due.on)}, {asked.months} months on: {reason}",
        path=stretch.path,
        help=f"file it: {say_where(asked.records)}",
    )


class AnsweredBy(Shape):
    """The records that a level, a school or an assessment calls for, and what they are called.

    `instead` will do, but is said; `once` is the fact without which nothing is asked: where it is a day, records
    and deadline count from it. Without a deadline (`school_days`, or the `block` that follows the one of the
    subject's day) the record is asked for at once; a deadline is ours.
    """

    records: RecordsOf
    instead: RecordsOf = Field(default_factory=RecordsOf)
    says: Text
    once: FieldPath | None = None
    school_days: Whole | None = None
    block: Identifier | None = None


@rule_kind("answered-by", of=(School, Level, Assessment, Decision), params=AnsweredBy)
def answered_by(subject: Record, asked: AnsweredBy, view: View) -> Iterator[Said]:
    """A level or a fact calls for a record that is not on file."""
    if asked.once is not None and not is_filled(subject, asked.once):
        return
    stretch = _asked_for(view, subject, asked)
    if stretch is None:
        return
    path = (asked.once,) if asked.once else stretch.path
    start = None if isinstance(subject, School) else stretch.start
    found = found_in(view, asked.records, start, stretch.end)
    due = _due(view, asked, stretch)
    if isinstance(due, Unjudged):
        yield due
    elif stretch.of_level and not found and due is not None and stretch.end and stretch.end <= view.as_of:
        if due.on < stretch.end:
            yield Problem(
                f"{_called(view, subject)} ended on {say_date(stretch.end)} without {asked.says}",
                path=path,
                help=f"if there was one, file it: {say_where(asked.records)}; if not, record a waiver with the reason",
            )
    elif due is not None:
        yield _required_duty(view, subject, asked, due, stretch)
    elif not found:
        other = found_in(view, asked.instead, start, stretch.end)
        beside = f"; {other[-1].record.record_id} stands in its place" if other else ""
        yield Problem(
            f"{subject.name} does not have {asked.says} on file{beside}"
            if isinstance(subject, School)
            else f"{_called(view, subject)} calls for {asked.says}, and none is on file{beside}",
            path=path,
            help=f"file it: {say_where(asked.records)}",
            step=1 if other else 0,
        )


def _asked_for(view: View, subject: Record, asked: AnsweredBy) -> _Stretch | None:
    """For which days a record is asked for: from the day of the fact that calls for it, where that is a day."""
    stretch = _stretch(view, subject)
    days = [day for _, day in values_at(subject, asked.once) if isinstance(day, date)] if asked.once else []
    return replace(stretch, start=days[0]) if stretch and days else stretch


def _required_duty(view: View, subject: Record, asked: AnsweredBy, due: Derived, stretch: _Stretch) -> Duty:
    """The duty to file a record by a day that is our reading."""
    found = found_in(view, asked.records, None if isinstance(subject, School) else stretch.start, stretch.end)
    day = found[0].on if found else None
    late = day is not None and day > due.on
    return Duty(
        what=asked.says,
        due_on=due.on,
        derivation=due.derivation,
        message=f"{_called(view, subject)} calls for {asked.says}, and none was on file by {say_date(due.on)}",
        path=(asked.once,) if asked.once else stretch.path,
        met_by=found[0].record.record_id if found else "",
        met_on=day,
        late=f"{asked.says} is of {say_date(day)}, after {say_date(due.on)}" if late and day else "",
        help=f"file it: {say_where(asked.records)}; {due.derivation}",
        ours=True,
    )


class RecordsWithin(Shape):
    """The most records of these kinds in an academic year, what they are called, and what the policy says of them."""

    records: RecordsOf
    at_most: Whole
    noun: Text
    says: Text
    decision: Annotated[Identifier | None, Names("decision-kind")] = None


@rule_kind("records-within", of=School, params=RecordsWithin)
def records_within(school: School, asked: RecordsWithin, view: View) -> Iterator[Problem]:
    """An academic year has more records of a kind than the policy gives."""
    del school
    years: dict[str, int] = {}
    decided = {
        view.calendar.academic_year(each.decided_on)
        for each in (decisions_since(view, date.min, (asked.decision,)) if asked.decision else ())
    }
    for each in found_in(view, asked.records):
        year = view.calendar.academic_year(each.on)
        years[year] = years.get(year, 0) + 1
        if years[year] == asked.at_most + 1 and year not in decided:
            yield Problem(
                f"the {asked.noun} of {say_date(each.on)} is number {years[year]} in {year}; {asked.says}",
                record=each.record,
                path=(each.key,),
                help=f"record in decisions why there are more ({asked.decision})" if asked.decision else "",
            )


class AgreedThere(Shape):
    """What a meeting must have agreed, and how to speak of it."""

    support: Flag = False
    actions: Flag = False
    priorities: Flag = False
    says: Text


@rule_kind("agreed-there", of=Meeting, params=AgreedThere)
def agreed_there(meeting: Meeting, asked: AgreedThere, view: View) -> Iterator[Problem]:
    """A meeting was to agree something, and nothing on file was agreed there."""
    case = view.case
    kinds = ((asked.support, case.support), (asked.actions, case.actions), (asked.priorities, case.priorities))
    agreed = {each.agreed_at for wanted, records in kinds if wanted for each in records}
    if meeting.record_id not in agreed:
        yield Problem(
            f"{say_meeting(view.edition, meeting)} was to agree {asked.says}, and nothing on file was agreed there",
            path=("kind",),
            help=f'write "agreed_at: {meeting.record_id}" on what it agreed',
        )


def _stretch(view: View, subject: Record) -> _Stretch | None:
    """For which days something is asked: of a level its whole episode, once; of a school since its first record."""
    if isinstance(subject, Level):
        if not begins_episode(view, subject):
            return None
        episode = episode_of(view, subject)
        return _Stretch(episode.start, episode.end, ("level",), of_level=True)
    if isinstance(subject, Assessment):
        return _Stretch(subject.date, None, ("kind",))
    if isinstance(subject, Decision):
        return _Stretch(subject.decided_on, None, ("kind",))
    if isinstance(subject, ProgrammeFile):
        days = [each.date for each in (*view.case.group_meetings, *view.case.reports)]
        return _Stretch(min(days), None, ("title",)) if days else None
    start = case_start(view)
    return _Stretch(start, None, ("name",)) if start else None


def _blocks(view: View, asked: AtLeastOncePer, stretch: _Stretch, last: date) -> Iterator[Block]:
    """The periods that are judged up to a day, the one that runs included."""
    if asked.period == "month":
        yield from _months(view, stretch, last)
        return
    if asked.period != "year":
        blocks, _ = view.calendar.blocks_between(stretch.start, last, asked.period)
        yield from (
            block
            for block in blocks
            if block.start > stretch.start and (stretch.end is None or block.end < stretch.end)
        )
        return
    for name in sorted(view.calendar.years):
        halves = view.calendar.half_terms(name)
        if not halves:
            continue
        begins = min(date(int(name[:4]), _SEPTEMBER, 1), halves[0].start)
        end = halves[0].end if asked.opening else halves[-1].end
        title = halves[0].name if asked.opening else f"the academic year {name}"
        asked_of = stretch.start <= end if stretch.of_level else stretch.start <= halves[0].start
        if asked_of and begins <= last and (stretch.end is None or end < stretch.end):
            yield Block(title, name, begins, end)


def _months(view: View, stretch: _Stretch, last: date) -> Iterator[Block]:
    """The whole months of term after the stretch began, the one that runs included."""
    for name in sorted(view.calendar.years):
        for start, end in _months_of(view.calendar.half_terms(name) or ()):
            if stretch.start < start <= last and (stretch.end is None or end < stretch.end):
                yield Block(f"{start:%B} {start.year}", name, start, end)


def _months_of(halves: Iterable[Block]) -> list[tuple[date, date]]:
    """The first and last day of each month of which at least ten days lie in term."""
    days: dict[date, int] = {}
    for half in halves:
        for number in range((half.end - half.start).days + 1):
            first = (half.start + timedelta(days=number)).replace(day=1)
            days[first] = days.get(first, 0) + 1
    following = {first: (first + timedelta(days=32)).replace(day=1) for first in days}
    return [(first, following[first] - _DAY) for first, count in sorted(days.items()) if count >= _SOME_DAYS]


def _due(view: View, asked: AnsweredBy, stretch: _Stretch) -> Derived | Unjudged | None:
    """By when a record is asked for; None where at once."""
    if asked.school_days is not None:
        due = view.calendar.add_school_days(stretch.start, asked.school_days)
        return due or Unjudged(view.calendar.academic_year(stretch.start))
    if asked.block is None:
        return None
    blocks, missing = view.calendar.blocks_between(stretch.start, stretch.start + timedelta(days=180), asked.block)
    following = [block for block in blocks if block.start > stretch.start]
    if not following:
        return Unjudged(missing[0] if missing else view.calendar.academic_year(stretch.start))
    day = last_working_day(view, following[0])
    return Derived(day, f"the last working day of {following[0].name}, the {asked.block} that follows: {say_date(day)}")


def _called(view: View, subject: Record) -> str:
    if isinstance(subject, Level):
        return f"{say_level(view.edition, subject.level)}, since {say_date(subject.decided_on)},"
    if isinstance(subject, Assessment):
        return f"the assessment of {say_date(subject.date)}"
    return say_subject(view, subject)
