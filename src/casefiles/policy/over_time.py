"""What a school was at the end of each term: its level, rating, meetings, visits, each with its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from casefiles.calendars import Block, Calendar, say_date
from casefiles.diagnostics import Span
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Authority, Case
from casefiles.policy.facets import applies
from casefiles.policy.kinds.entitlements import LevelVisits, planned_half_days
from casefiles.policy.kinds.support import VisitEntitlement, case_start
from casefiles.policy.ladder import ladder_of
from casefiles.policy.law import calendar_in
from casefiles.policy.obligations import Obligation, State
from casefiles.policy.overview import level_entry, since_on
from casefiles.policy.pack import Edition
from casefiles.policy.rating import Late, Rating, facts_on, rate, rules_of_rating
from casefiles.policy.rating_tests import Colour
from casefiles.policy.rule import View
from casefiles.policy.view_queries import visits_in

__all__ = ["Course", "MeetingsDue", "Time", "VisitsMade", "course_of", "times_until"]

_MEETINGS = frozenset({"review-in-each", "meeting-each-year", "meeting-in-each-since"})
"""The kinds of rules by which a meeting falls due in every stretch of time."""
_TERMS = 5


class Time(Struct, frozen=True):
    """The end of a term, or the day of judgement: its name, its first and last day."""

    name: str
    start: date
    day: date


class MeetingsDue(Struct, frozen=True):
    """The lines of the meetings that fell due in a term, and of those of them that had been held by its end."""

    due: tuple[Span, ...]
    held: tuple[Span, ...]


class VisitsMade(Struct, frozen=True):
    """The half days of visits to a school in an academic year, what it is entitled to, and the lines of both."""

    year: str
    made: Decimal
    gives: Decimal
    visits: tuple[Span, ...]
    level: Span


class Course(Struct, frozen=True):
    """What one school was at each of some times: the words for its levels, its ratings, the meetings due by then.

    A level or rating, with the line that says so, is None where there was none yet; `visits` are those of the academic
    year of the last time.
    """

    school: str
    levels: tuple[tuple[str, Span] | None, ...]
    ratings: tuple[tuple[Colour, Span] | None, ...]
    meetings: tuple[MeetingsDue, ...]
    visits: VisitsMade | None


def times_until(authority: Authority, as_of: date) -> tuple[Time, ...]:
    """The ends of the last terms by the authority's calendar, and the day itself."""
    calendar = Calendar(authority.file.calendar)
    blocks = sorted(
        (block for name in calendar.years for block in calendar.terms(name) or ()), key=lambda block: block.start
    )
    begun = [block for block in blocks if block.start <= as_of]
    over = [Time(_term(block), block.start, block.end) for block in begun if block.end < as_of][-_TERMS:]
    current = begun[-1].start if begun and begun[-1].end >= as_of else over[-1].day if over else as_of
    return (*over, Time(_short(as_of), current, as_of))


def _term(block: Block) -> str:
    """A term as a column is headed: Autumn 2025."""
    return block.name.removeprefix("the ").replace(" term", "").capitalize()


def _short(day: date) -> str:
    number, month, year = say_date(day).split(" ")
    return f"{number} {month[:3]} {year}"


def course_of(
    case: Case, obligations: Sequence[Obligation], edition: Edition, times: Sequence[Time], now: Rating | None = None
) -> Course:
    """What a school was at these times, by what was due in it as the check of the last of them found.

    `now` is the rating at the last of the times, where it is known already.
    """
    past = times if now is None else times[:-1]
    ratings = [*(_rating_at(case, obligations, edition, time.day) for time in past), *([now] if now else [])]
    codes = {rule.code for rule in edition.rules if rule.rule in _MEETINGS}
    due = [one for one in obligations if one.code in codes and one.state is not State.EXCUSED]
    return Course(
        case.school.name,
        tuple(_level_at(case, edition, time.day) for time in times),
        tuple((rating.colour, _read_off(case, rating)) if rating else None for rating in ratings),
        tuple(_meetings_due(due, time) for time in times),
        _visits_made(case, edition, times[-1].day),
    )


def _level_at(case: Case, edition: Edition, day: date) -> tuple[str, Span] | None:
    """The short word for the level of a day, and where it is decided."""
    entry = level_entry(case, edition, day)
    return (entry.short, _level_span(case, day)) if entry is not None else None


def _level_span(case: Case, day: date) -> Span:
    """Where the level of the day is decided; the school's own file where none was."""
    level = case.level_on(day)
    return level.span() if level else case.school.span()


def _read_off(case: Case, rating: Rating) -> Span:
    """The line of a rating's first reason, or of the level where it has none."""
    level = case.levels[-1] if case.levels else None
    return rating.reasons[0].span if rating.reasons else (level or case.school).span()


def _rating_at(case: Case, obligations: Iterable[Obligation], edition: Edition, day: date) -> Rating | None:
    """The rating of a school on a past day; None before its first record. Errors in files are of today alone."""
    start = case_start(View(case, edition, calendar_in(case, edition), day))
    if start is None or start > day:
        return None
    late = tuple(
        Late(owed.what, owed.due_on, owed.span)
        for owed in obligations
        if owed.due_on < day
        and owed.state is not State.EXCUSED
        and (owed.met_on > day if owed.met_on else owed.state is State.OVERDUE)
    )
    standing = None
    if case.notices:
        standing = ladder_of(View(as_at(case, day, plans=True), edition, calendar_in(case, edition), day))
    step = (standing.id, standing.title, standing.since, standing.span) if standing else None
    facts = replace(facts_on(case, edition, day, since_on(case, day)), overdue=late, step=step)
    return rate(facts, rules_of_rating(edition))


def _meetings_due(due: Iterable[Obligation], time: Time) -> MeetingsDue:
    """The meetings that fell due in the term, and how many of them had been held by its end."""
    found = [one for one in due if time.start <= one.due_on <= time.day]
    held = (one for one in found if one.met_on is not None and one.met_on <= time.day)
    return MeetingsDue(tuple(one.span for one in found), tuple(one.span for one in held))


def _visits_made(case: Case, edition: Edition, as_of: date) -> VisitsMade | None:
    """The visits that the rules of the level and of the school count in this academic year, against what they give.

    None where they give none, or where the year's terms are not known.
    """
    calendar = calendar_in(case, edition)
    year = calendar.academic_year(as_of)
    terms = calendar.terms(year)
    if terms is None:
        return None
    view = View(case, edition, calendar, as_of)
    gives = list(_entitlements(view, as_of))
    if not gives:
        return None
    buckets = frozenset(bucket for names, _ in gives for bucket in names)
    made = list(visits_in(view, (terms[0].start, as_of), buckets))
    return VisitsMade(
        year=year,
        made=sum((visit.half_days for visit in made), Decimal(0)),
        gives=sum((number for _, number in gives), Decimal(0)),
        visits=tuple(visit.span("half_days") for visit in made),
        level=_level_span(case, as_of),
    )


def _entitlements(view: View, as_of: date) -> Iterator[tuple[Iterable[str], Decimal]]:
    """What each rule in force gives the school in a year, with the buckets of the visits that it counts."""
    level = view.case.level_on(as_of)
    for rule in view.edition.rules:
        asked = view.edition.asked.get(rule.code)
        if isinstance(asked, VisitEntitlement) and applies(rule.when, view, view.case.school):
            yield asked.buckets, Decimal(asked.half_days)
        elif isinstance(asked, LevelVisits) and level is not None and applies(rule.when, view, level):
            number = planned_half_days(view, asked, as_of) or asked.at_most or asked.at_least
            if number:
                yield asked.buckets, Decimal(number)
