"""Pictures of an authority's schools with their numbers: levels and ratings by term, meetings, visits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from casefiles.diagnostics import Span
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
from casefiles.policy.over_time import Course, Time, VisitsMade, course_of, times_until
from casefiles.policy.overview import SchoolOn
from casefiles.policy.pack import Edition
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


class Pictured(Struct, frozen=True):
    """A picture, and its numbers with the lines that they were read off."""

    chart: Chart
    table: Tabled


def levels_pictured(
    schools: Sequence[Course], edition: Edition, times: Sequence[Time], *, height: float = 150.0
) -> Pictured | None:
    """How many schools were at each level at the end of each term; the columns are so high, in points."""
    names = [entry.short for entry in sorted(edition.levels, key=lambda entry: entry.rank)]
    found = [_by_word(schools, at) for at in range(len(times))]
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


def _by_word(schools: Iterable[Course], at: int) -> Mapping[str, Sequence[tuple[str, Span]]]:
    """The schools at each level at one of the times, each with the line that says so."""
    found: dict[str, list[tuple[str, Span]]] = {}
    for each in schools:
        level = each.levels[at]
        if level is not None:
            found.setdefault(level[0], []).append((each.school, level[1]))
    return found


def ratings_pictured(schools: Sequence[Course], times: Sequence[Time]) -> Pictured | None:
    """The rating of each school that was red or amber at some time: the records, read for the end of each term."""
    rows = []
    for each in schools:
        colours = [rating[0] for rating in each.ratings if rating]
        if {Colour.RED, Colour.AMBER} & set(colours):
            now = each.ratings[-1]
            last = now[0].order if now else len(Colour)
            rows.append(((last, min(colour.order for colour in colours), each.school), each))
    if not rows:
        return None
    rows.sort(key=lambda row: row[0])
    words = [
        (each.school, tuple(rating[0].value if rating else "" for rating in each.ratings))
        for _, each in rows[:_MOST_ROWS]
    ]
    left = f" (the first {_MOST_ROWS} of {len(rows)})" if len(rows) > _MOST_ROWS else ""
    title = f"Schools rated red or amber, at the end of each term{left}"
    table = tuple((Cell(each.school), *(_rated(each.school, rating) for rating in each.ratings)) for _, each in rows)
    heads = tuple(_narrow(time.name) for time in times)
    return Pictured(grid_chart(title, "School", heads, words), Tabled(("School", *heads), table))


def _rated(school: str, rating: tuple[Colour, Span] | None) -> Cell:
    return cell(rating[0].value, school, rating[1]) if rating else Cell("None")


def _narrow(name: str) -> str:
    """The name of a time with its year in two digits: Autumn 25."""
    words, _, year = name.rpartition(" ")
    return f"{words} {year[-2:]}"


def meetings_pictured(schools: Sequence[Course], times: Sequence[Time]) -> Pictured | None:
    """The meetings that fell due in each term, and how many of them had been held by its end."""
    found = [(time.name, *_meetings(schools, at)) for at, time in enumerate(times)]
    found = [(name, held, due) for name, held, due in found if due]
    if not found:
        return None
    lines = [Against(name, len(held), len(due)) for name, held, due in found]
    head = ("Term", "Meetings held", "Meetings due")
    chart = against_chart("Meetings held against meetings due, by term", (*head, ""), lines)
    rows = tuple((Cell(name), counted(held), counted(due)) for name, held, due in found)
    return Pictured(chart, Tabled(head, rows))


_Lines = list[tuple[str, Span]]


def _meetings(schools: Sequence[Course], at: int) -> tuple[_Lines, _Lines]:
    """The meetings that were held by one of the times, and those due, each with its school's name."""
    held = [(each.school, span) for each in schools for span in each.meetings[at].held]
    return held, [(each.school, span) for each in schools for span in each.meetings[at].due]


def visits_pictured(schools: Sequence[Course], edition: Edition, *, named: bool = True) -> Pictured | None:
    """The half days of visits in the academic year against what each school is entitled to; most is missing first.

    Without names it is by level, so that no school is told by its number of visits.
    """
    found = [(each, each.visits) for each in schools if each.visits is not None]
    if not found:
        return None
    made, gives = (sum(getattr(visits, name) for _, visits in found) for name in ("made", "gives"))
    groups = _by_school(found) if named else _by_level(found, edition)
    lines = [Against(label, float(_sum(there, "made")), float(_sum(there, "gives"))) for label, there in groups]
    left = f" (the {_MOST_ROWS} of {len(lines)} schools that lack most)" if len(lines) > _MOST_ROWS else ""
    title = f"Visits against entitlement, {found[0][1].year}: {made:g} of {gives:g} half days in all{left}"
    head = ("School" if named else "Level", "Half days of visits made", "Half days of the entitlement")
    chart = against_chart(title, (*head, ""), lines[:_MOST_ROWS])
    return Pictured(chart, Tabled(head, tuple(_visit_row(label, there) for label, there in groups)))


_Visited = Sequence[tuple[Course, VisitsMade]]


def _by_school(found: _Visited) -> list[tuple[str, _Visited]]:
    ordered = sorted(found, key=lambda each: (each[1].made - each[1].gives, each[0].school))
    return [(school.school, [(school, visits)]) for school, visits in ordered]


def _by_level(found: _Visited, edition: Edition) -> list[tuple[str, _Visited]]:
    at: dict[str, list[tuple[Course, VisitsMade]]] = {}
    for school, visits in found:
        level = school.levels[-1]
        if level is not None:
            at.setdefault(level[0], []).append((school, visits))
    names = [entry.short for entry in sorted(edition.levels, key=lambda entry: -entry.rank) if entry.short in at]
    return [(name, at[name]) for name in names]


def _sum(there: _Visited, name: str) -> Decimal:
    return sum((getattr(visits, name) for _, visits in there), Decimal(0))


def _visit_row(label: str, there: _Visited) -> tuple[Cell, ...]:
    made, gives = _sum(there, "made"), _sum(there, "gives")
    lines = tuple(Source(school.school, span) for school, visits in there for span in visits.visits)
    levels = tuple(Source(school.school, visits.level) for school, visits in there)
    return (Cell(label), Cell(number(made), lines, made), Cell(number(gives), levels, gives))


_Picture = Callable[[Sequence[Course], Sequence[Time]], Pictured | None]


def _made(scene: Scene, picture: _Picture, nothing: str) -> Made:
    """A picture of the schools on the report's date, as they were known then."""
    times = times_until(scene.case.authority, scene.dated)
    schools = [_course(scene, each, times) for each in rows_of(scene)]
    pictured = picture(schools, times) if schools else None
    if pictured is None:
        return Made(Tabled((), ()), nothing)
    return Made(pictured.table, nothing, chart=pictured.chart)


def _course(scene: Scene, each: SchoolOn, times: Sequence[Time]) -> Course:
    """What a school was at these times, as another table of the day has read it if one has."""
    kept, key = scene.case.schools.kept_on(scene.dated), ("course", each.case.id)
    if key not in kept:
        kept[key] = course_of(each.case, each.obligations, scene.edition, times, each.rating)
    found: Course = kept[key]
    return found


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
    return _made(scene, ratings_pictured, "No school was red or amber at the end of a term.")


def meetings_over_time(scene: Scene, params: Mapping[str, object]) -> Made:
    """The meetings held against those that fell due, by term."""
    del params
    return _made(scene, meetings_pictured, "No meeting fell due.")


def visits_over_time(scene: Scene, params: Mapping[str, object]) -> Made:
    """The half days of visits against the entitlement; with `names: false` by level."""
    named = str(params.get("names", "true")).casefold() != "false"
    return _made(
        scene,
        lambda schools, _: visits_pictured(schools, scene.edition, named=named),
        "No visits are promised for this year.",
    )


OVER_TIME_TABLES = {
    name: table_block(name, maker, {"names": False} if name == "visits-against-entitlement" else None, of_schools=True)
    for name, maker in (
        ("levels-over-time", levels_over_time),
        ("ratings-over-time", ratings_over_time),
        ("meetings-against-due", meetings_over_time),
        ("visits-against-entitlement", visits_over_time),
    )
}
