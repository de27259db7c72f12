"""What an authority's schools were at the end of each term: levels, ratings, meetings, visits, each with its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from casefiles.calendars import Block, calendar_of, say_date
from casefiles.diagnostics import Span
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Case
from casefiles.policy.facets import applies
from casefiles.policy.kinds.entitlements import LevelVisits, planned_half_days
from casefiles.policy.kinds.support import VisitEntitlement, case_start
from casefiles.policy.ladder import ladder_of
from casefiles.policy.law import calendar_in
from casefiles.policy.obligations import Obligation, State
from casefiles.policy.overview import level_entry, since_on
from casefiles.policy.pack import Edition
from casefiles.policy.rating import Late, Rating, facts_on, rate, rules_of_rating
from casefiles.policy.rule import View
from casefiles.policy.view_queries import visits_in

__all__ = [
    "Followed",
    "MeetingsDue",
    "Read",
    "Time",
    "VisitsMade",
    "levels_at",
    "meetings_due",
    "rating_at",
    "times_until",
    "visits_made",
]

Read = tuple[str, Span]
"""A school's name, and the line that something was read off."""
_MEETINGS = frozenset({"review-in-each", "meeting-each-year", "meeting-in-each-since"})
"""The kinds of rules by which a meeting falls due in every stretch of time."""
_TERMS = 5


@dataclass(frozen=True, slots=True)
class Followed:
    """A case with what was due in it, as the check of the day of judgement found."""

    case: Case
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """The end of a term, or the day of judgement: its name, its first and last day."""

    name: str
    start: date
    day: date


@dataclass(frozen=True, slots=True)
class MeetingsDue:
    """The meetings that fell due in a term, and those of them that had been held by its end."""

    due: tuple[Read, ...]
    held: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class VisitsMade:
    """The half days of visits to a school in an academic year, what it is entitled to, and the lines of both."""

    school: str
    made: Decimal
    gives: Decimal
    visits: tuple[Span, ...]
    level: Span


def times_until(schools: Sequence[Followed], as_of: date) -> tuple[Time, ...]:
    """The ends of the last terms by the authority's calendar, and the day itself."""
    calendar = calendar_of(schools[0].case)
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


def levels_at(schools: Iterable[Followed], edition: Edition, day: date) -> Mapping[str, tuple[Read, ...]]:
    """The schools at each level on a day, by the level's short name."""
    found: dict[str, list[Read]] = {}
    for each in schools:
        entry = level_entry(each.case, edition, day)
        if entry is not None:
            found.setdefault(entry.short, []).append((each.case.school.name, _level_span(each.case, day)))
    return {name: tuple(there) for name, there in found.items()}


def _level_span(case: Case, day: date) -> Span:
    """Where the level of the day is decided; the school's own file where none was."""
    level = case.level_on(day)
    return level.span() if level else case.school.span()


def rating_at(each: Followed, edition: Edition, day: date) -> Rating | None:
    """The rating of a school on a past day; None before its first record. Errors in files are of today alone."""
    case = each.case
    start = case_start(View(case, edition, calendar_in(case, edition), day))
    if start is None or start > day:
        return None
    late = tuple(
        Late(owed.what, owed.due_on, owed.span)
        for owed in each.obligations
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


def meetings_due(schools: Iterable[Followed], edition: Edition, time: Time) -> MeetingsDue:
    """The meetings that fell due in the term, and how many of them had been held by its end."""
    codes = {rule.code for rule in edition.rules if rule.rule in _MEETINGS}
    due = [
        (each.case.school.name, one)
        for each in schools
        for one in each.obligations
        if one.code in codes and one.state is not State.EXCUSED and time.start <= one.due_on <= time.day
    ]
    held = [(name, one) for name, one in due if one.met_on is not None and one.met_on <= time.day]
    return MeetingsDue(tuple((name, one.span) for name, one in due), tuple((name, one.span) for name, one in held))


def visits_made(case: Case, edition: Edition, as_of: date) -> VisitsMade | None:
    """The visits that the rules of the level and of the school count in this academic year, against what they give.

    None where they give none, or where the year's terms are not known.
    """
    calendar = calendar_in(case, edition)
    terms = calendar.terms(calendar.academic_year(as_of))
    if terms is None:
        return None
    view = View(case, edition, calendar, as_of)
    gives = list(_entitlements(view, as_of))
    if not gives:
        return None
    buckets = frozenset(bucket for names, _ in gives for bucket in names)
    made = list(visits_in(view, (terms[0].start, as_of), buckets))
    return VisitsMade(
        school=case.school.name,
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
