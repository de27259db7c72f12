"""Pictures of an authority's schools: levels and ratings by term, meetings against due, visits against entitlement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from casefiles.calendars import Block, calendar_of, say_date
from casefiles.documents.charts import Against, Chart, Column, against_chart, columns_chart, grid_chart
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Case
from casefiles.policy.facets import applies
from casefiles.policy.kinds.entitlements import LevelVisits, planned_half_days
from casefiles.policy.kinds.support import VisitEntitlement, case_start
from casefiles.policy.ladder import ladder_of
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.obligations import Obligation, State
from casefiles.policy.pack import Edition
from casefiles.policy.rating import Late, facts_on, rate, rules_of_rating
from casefiles.policy.rating_tests import Colour
from casefiles.policy.rule import View
from casefiles.policy.view_queries import visits_in
from casefiles.reports.status import level_entry, since

__all__ = ["Followed", "pictures"]

_MEETINGS = frozenset({"review-in-each", "meeting-each-year", "meeting-in-each-since"})
"""The kinds of rules by which a meeting falls due in every stretch of time."""
_TERMS = 5
_MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Followed:
    """A case with what was due in it, as the check of the day of judgement found."""

    case: Case
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class _Time:
    """The end of a term, or the day of judgement: its name, its first and last day."""

    name: str
    start: date
    day: date


def pictures(schools: Sequence[Followed], packs: Packs, as_of: date) -> tuple[Chart, ...]:
    """The charts of one authority's schools on the day, each only where there is something to show."""
    if not schools:
        return ()
    edition = packs.edition_on(schools[0].case.authority.file.policy, as_of)
    times = _times(schools, as_of)
    found = (
        _levels(schools, edition, times),
        _ratings(schools, edition, times),
        _meetings(schools, edition, times),
        _visits(schools, edition, as_of),
    )
    return tuple(chart for chart in found if chart is not None)


def _times(schools: Sequence[Followed], as_of: date) -> tuple[_Time, ...]:
    """The ends of the last terms by the authority's calendar, and the day itself."""
    calendar = calendar_of(schools[0].case)
    blocks = sorted(
        (block for name in calendar.years for block in calendar.terms(name) or ()), key=lambda block: block.start
    )
    begun = [block for block in blocks if block.start <= as_of]
    over = [_Time(_term(block), block.start, block.end) for block in begun if block.end < as_of][-_TERMS:]
    current = begun[-1].start if begun and begun[-1].end >= as_of else over[-1].day if over else as_of
    return (*over, _Time(_short(as_of), current, as_of))


def _term(block: Block) -> str:
    """A term as a column is headed: Autumn 2025."""
    return block.name.removeprefix("the ").replace(" term", "").capitalize()


def _narrow(name: str) -> str:
    """The name of a time with its year in two digits: Autumn 25."""
    words, _, year = name.rpartition(" ")
    return f"{words} {year[-2:]}"


def _short(day: date) -> str:
    number, month, year = say_date(day).split(" ")
    return f"{number} {month[:3]} {year}"


def _levels(schools: Sequence[Followed], edition: Edition, times: Sequence[_Time]) -> Chart | None:
    """How many schools were at each level at the end of each term."""
    names = [entry.short for entry in sorted(edition.levels, key=lambda entry: entry.rank)]
    columns = []
    for time in times:
        entries = [level_entry(each.case, edition, time.day) for each in schools]
        columns.append(
            Column(time.name, {name: sum(bool(entry and entry.short == name) for entry in entries) for name in names})
        )
    used = [name for name in names if any(column.parts[name] for column in columns)]
    return columns_chart("Schools at each level, at the end of each term", "Level", columns, used) if used else None


def _ratings(schools: Sequence[Followed], edition: Edition, times: Sequence[_Time]) -> Chart | None:
    """The rating of each school that was red or amber at some time: the records of today, read for that day."""
    rows = []
    for each in schools:
        words = tuple(_rating(each, edition, time.day) for time in times)
        if {"Red", "Amber"} & set(words):
            worst = min(Colour(word).order for word in words if word)
            now = Colour(words[-1]).order if words[-1] else len(Colour)
            rows.append((now, worst, each.case.school.name, words))
    rows.sort(key=lambda row: row[:3])
    shown = [(name, words) for _, _, name, words in rows[:_MOST_ROWS]]
    left = f" (the first {_MOST_ROWS} of {len(rows)})" if len(rows) > _MOST_ROWS else ""
    title = f"Schools rated red or amber, at the end of each term{left}"
    return grid_chart(title, "School", [_narrow(time.name) for time in times], shown) if shown else None


def _rating(each: Followed, edition: Edition, day: date) -> str:
    """The rating of a school on a past day; empty before its first record. Errors in files are of today alone."""
    case = each.case
    start = case_start(View(case, edition, calendar_in(case, edition), day))
    if start is None or start > day:
        return ""
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
    facts = replace(facts_on(case, edition, day, since(case, day)), overdue=late, step=step)
    return rate(facts, rules_of_rating(edition)).colour.value


def _meetings(schools: Sequence[Followed], edition: Edition, times: Sequence[_Time]) -> Chart | None:
    """The meetings that fell due in each term, and how many of them had been held by its end."""
    codes = {rule.code for rule in edition.rules if rule.rule in _MEETINGS}
    owed = [one for each in schools for one in each.obligations if one.code in codes and one.state is not State.EXCUSED]
    lines = []
    for time in times:
        due = [one for one in owed if time.start <= one.due_on <= time.day]
        held = sum(one.met_on is not None and one.met_on <= time.day for one in due)
        if due:
            lines.append(Against(time.name, held, len(due)))
    head = ("Term", "Meetings held", "Meetings due", "")
    return against_chart("Meetings held against meetings due, by term", head, lines) if lines else None


def _visits(schools: Sequence[Followed], edition: Edition, as_of: date) -> Chart | None:
    """The half days of visits in the academic year against what each school is entitled to; most is missing first."""
    lines = [line for each in schools for line in _visits_of(each.case, edition, as_of)]
    if not lines:
        return None
    lines.sort(key=lambda line: (line.value - line.mark, line.label))
    whole = Against("All schools together", sum(line.value for line in lines), sum(line.mark for line in lines))
    shown = lines[:_MOST_ROWS]
    left = f" (the {_MOST_ROWS} of {len(lines)} schools that lack most)" if len(lines) > _MOST_ROWS else ""
    year = calendar_of(schools[0].case).academic_year(as_of)
    head = ("School", "Half days of visits made", "Half days of the entitlement", "")
    title = f"Visits against entitlement, {year}: {whole.value:g} of {whole.mark:g} half days in all{left}"
    return against_chart(title, head, shown)


def _visits_of(case: Case, edition: Edition, as_of: date) -> Iterator[Against]:
    """The visits that the rules of the level and of the school count in this academic year, against what they give."""
    calendar = calendar_in(case, edition)
    terms = calendar.terms(calendar.academic_year(as_of))
    if terms is None:
        return
    view = View(case, edition, calendar, as_of)
    gives = list(_entitlements(view, as_of))
    if gives:
        buckets = frozenset(bucket for names, _ in gives for bucket in names)
        made = sum((visit.half_days for visit in visits_in(view, (terms[0].start, as_of), buckets)), Decimal(0))
        total = sum((number for _, number in gives), Decimal(0))
        yield Against(case.school.name, float(made), float(total))


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
