"""Pictures of an authority's schools with their numbers: levels and ratings by term, meetings, visits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casefiles.calendars import calendar_of
from casefiles.documents.charts import Against, Chart, Column, against_chart, columns_chart, grid_chart
from casefiles.documents.compose.caseload_table import (
    Cell,
    Made,
    Source,
    Tabled,
    cell,
    counted,
    rows_of,
    table_block,
)
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import number
from casefiles.policy.over_time import (
    Followed,
    Time,
    VisitsMade,
    levels_at,
    meetings_due,
    rating_at,
    times_until,
    visits_made,
)
from casefiles.policy.pack import Edition
from casefiles.policy.rating import Rating
from casefiles.policy.rating_tests import Colour

__all__ = [
    "OVER_TIME_TABLES",
    "Pictured",
    "levels_pictured",
    "meetings_pictured",
    "ratings_pictured",
    "visits_pictured",
]

_MOST_ROWS = 30
_ON_PAPER = 80.0
"""The height of columns in a report: they share their page with the table of their numbers."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture, and its numbers with the lines that they were read off."""

    chart: Chart
    table: Tabled


def levels_pictured(
    schools: Sequence[Followed], edition: Edition, times: Sequence[Time], *, height: float = 150.0
) -> Pictured | None:
    """How many schools were at each level at the end of each term; the columns are so high, in points."""
    names = [entry.short for entry in sorted(edition.levels, key=lambda entry: entry.rank)]
    found = [levels_at(schools, edition, time.day) for time in times]
    used = [name for name in names if any(name in levels for levels in found)]
    if not used:
        return None
    columns = [
        Column(time.name, {name: len(levels.get(name, ())) for name in names})
        for time, levels in zip(times, found, strict=True)
    ]
    chart = columns_chart("Schools at each level, at the end of each term", "Level", columns, used, height=height)
    rows = tuple((Cell(name), *(counted(levels.get(name, ())) for levels in found)) for name in reversed(used))
    return Pictured(chart, Tabled(("Level", *(_narrow(time.name) for time in times)), rows))


def ratings_pictured(
    schools: Sequence[Followed],
    edition: Edition,
    times: Sequence[Time],
    now: Mapping[str, Rating] | None = None,
) -> Pictured | None:
    """The rating of each school that was red or amber at some time: the records, read for the end of each term.

    `now` has the ratings of the last of the times by the case's id, where they are known already.
    """
    rows = []
    for each in schools:
        known = (now or {}).get(each.case.id)
        past = times if known is None else times[:-1]
        ratings = [*(rating_at(each, edition, time.day) for time in past), *([known] if known else [])]
        colours = [rating.colour for rating in ratings if rating]
        if {Colour.RED, Colour.AMBER} & set(colours):
            last = ratings[-1].colour.order if ratings[-1] else len(Colour)
            rows.append(((last, min(colour.order for colour in colours), each.case.school.name), each, ratings))
    if not rows:
        return None
    rows.sort(key=lambda row: row[0])
    words = [
        (each.case.school.name, tuple(rating.colour.value if rating else "" for rating in ratings))
        for _, each, ratings in rows[:_MOST_ROWS]
    ]
    left = f" (the first {_MOST_ROWS} of {len(rows)})" if len(rows) > _MOST_ROWS else ""
    title = f"Schools rated red or amber, at the end of each term{left}"
    table = tuple(
        (Cell(each.case.school.name), *(_rated(each, rating) for rating in ratings)) for _, each, ratings in rows
    )
    heads = tuple(_narrow(time.name) for time in times)
    return Pictured(grid_chart(title, "School", heads, words), Tabled(("School", *heads), table))


def _rated(each: Followed, rating: Rating | None) -> Cell:
    """A rating, read off the line of its first reason, or of the level where it has none."""
    if rating is None:
        return Cell("None")
    level = each.case.levels[-1] if each.case.levels else None
    place = rating.reasons[0].span if rating.reasons else (level or each.case.school).span()
    return cell(rating.colour.value, each.case.school.name, place)


def _narrow(name: str) -> str:
    """The name of a time with its year in two digits: Autumn 25."""
    words, _, year = name.rpartition(" ")
    return f"{words} {year[-2:]}"


def meetings_pictured(schools: Sequence[Followed], edition: Edition, times: Sequence[Time]) -> Pictured | None:
    """The meetings that fell due in each term, and how many of them had been held by its end."""
    found = [(time, meetings_due(schools, edition, time)) for time in times]
    found = [(time, meetings) for time, meetings in found if meetings.due]
    if not found:
        return None
    lines = [Against(time.name, len(meetings.held), len(meetings.due)) for time, meetings in found]
    head = ("Term", "Meetings held", "Meetings due")
    chart = against_chart("Meetings held against meetings due, by term", (*head, ""), lines)
    rows = tuple((Cell(time.name), counted(meetings.held), counted(meetings.due)) for time, meetings in found)
    return Pictured(chart, Tabled(head, rows))


def visits_pictured(
    schools: Sequence[Followed], edition: Edition, as_of: date, *, named: bool = True
) -> Pictured | None:
    """The half days of visits in the academic year against what each school is entitled to; most is missing first.

    Without names it is by level, so that no school is told by its number of visits.
    """
    found = [(each, visits) for each in schools if (visits := visits_made(each.case, edition, as_of)) is not None]
    if not found:
        return None
    made, gives = (sum(getattr(visits, name) for _, visits in found) for name in ("made", "gives"))
    year = calendar_of(schools[0].case).academic_year(as_of)
    groups = _by_school(found) if named else _by_level(found, edition, as_of)
    lines = [Against(label, float(_sum(there, "made")), float(_sum(there, "gives"))) for label, there in groups]
    left = f" (the {_MOST_ROWS} of {len(lines)} schools that lack most)" if len(lines) > _MOST_ROWS else ""
    title = f"Visits against entitlement, {year}: {made:g} of {gives:g} half days in all{left}"
    head = ("School" if named else "Level", "Half days of visits made", "Half days of the entitlement")
    chart = against_chart(title, (*head, ""), lines[:_MOST_ROWS])
    return Pictured(chart, Tabled(head, tuple(_visit_row(label, there) for label, there in groups)))


_Groups = list[tuple[str, list[VisitsMade]]]


def _by_school(found: Iterable[tuple[Followed, VisitsMade]]) -> _Groups:
    ordered = sorted((visits for _, visits in found), key=lambda each: (each.made - each.gives, each.school))
    return [(each.school, [each]) for each in ordered]


def _by_level(found: Sequence[tuple[Followed, VisitsMade]], edition: Edition, as_of: date) -> _Groups:
    at = {
        name: {school for school, _ in there}
        for name, there in levels_at((each for each, _ in found), edition, as_of).items()
    }
    names = [entry.short for entry in sorted(edition.levels, key=lambda entry: -entry.rank) if entry.short in at]
    return [(name, [visits for _, visits in found if visits.school in at[name]]) for name in names]


def _sum(there: Iterable[VisitsMade], name: str) -> Decimal:
    return sum((getattr(each, name) for each in there), Decimal(0))


def _visit_row(label: str, there: Sequence[VisitsMade]) -> tuple[Cell, ...]:
    made, gives = _sum(there, "made"), _sum(there, "gives")
    visits = tuple(Source(each.school, span) for each in there for span in each.visits)
    levels = tuple(Source(each.school, each.level) for each in there)
    return (Cell(label), Cell(number(made), visits, made), Cell(number(gives), levels, gives))


_Picture = Callable[[Sequence[Followed], Sequence[Time]], Pictured | None]


def _made(scene: Scene, picture: _Picture, nothing: str) -> Made:
    """A picture of the schools on the report's date, as they were known then."""
    schools = [Followed(each.case, each.obligations) for each in rows_of(scene)]
    pictured = picture(schools, times_until(schools, scene.dated)) if schools else None
    if pictured is None:
        return Made(Tabled((), ()), nothing)
    return Made(pictured.table, nothing, chart=pictured.chart)


def levels_over_time(scene: Scene, params: Mapping[str, object]) -> Made:
    """How many schools were at each level at the end of each term."""
    del params
    return _made(
        scene,
        lambda schools, times: levels_pictured(schools, scene.edition, times, height=_ON_PAPER),
        "No school is on file.",
    )


def ratings_over_time(scene: Scene, params: Mapping[str, object]) -> Made:
    """The rating of each school that was red or amber at the end of a term, and on the report's day."""
    del params
    now = {each.case.id: each.rating for each in rows_of(scene)}
    return _made(
        scene,
        lambda schools, times: ratings_pictured(schools, scene.edition, times, now),
        "No school was red or amber at the end of a term.",
    )


def meetings_over_time(scene: Scene, params: Mapping[str, object]) -> Made:
    """The meetings held against those that fell due, by term."""
    del params
    return _made(scene, lambda schools, times: meetings_pictured(schools, scene.edition, times), "No meeting fell due.")


def visits_over_time(scene: Scene, params: Mapping[str, object]) -> Made:
    """The half days of visits against the entitlement; with `names: false` by level."""
    named = str(params.get("names", "true")).casefold() != "false"
    return _made(
        scene,
        lambda schools, _: visits_pictured(schools, scene.edition, scene.dated, named=named),
        "No visits are promised for this year.",
    )


OVER_TIME_TABLES = {
    name: table_block(name, maker, {"names": False} if name == "visits-against-entitlement" else None)
    for name, maker in (
        ("levels-over-time", levels_over_time),
        ("ratings-over-time", ratings_over_time),
        ("meetings-against-due", meetings_over_time),
        ("visits-against-entitlement", visits_over_time),
    )
}
