"""The tables of a data profile across schools: figures by data set, inspections, notes of other teams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from casefiles.diagnostics import Span
from casefiles.documents.compose.caseload_schools import RESTRICTED, since_of
from casefiles.documents.compose.caseload_table import (
    Cell,
    Made,
    Tabled,
    cell,
    counted,
    dated,
    level_word,
    numbered,
    rows_of,
    table_block,
)
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.small_numbers import NumberRow, SmallNumbers, small_numbers
from casefiles.documents.compose.words import amount, begun, figure, joined, listed
from casefiles.model.programme import GroupMeeting, Report
from casefiles.model.records import DataRow, Evidence
from casefiles.model.visible import may_read
from casefiles.policy.overview import SchoolOn

__all__ = ["DATA_TABLES"]


class _Figure(Struct, frozen=True):
    """The newest row of one measure of a group of pupils at a school, with the row of the year before it."""

    school: SchoolOn
    data_set: str
    row: DataRow
    span: Span
    before: DataRow | None
    before_span: Span | None

    @property
    def number(self) -> NumberRow:
        """The row among those of its school, data set and measure, whatever the group."""
        return NumberRow((self.school.case.id, self.data_set, self.row.measure), self.data_set, self.row)


def figures(scene: Scene, params: Mapping[str, object]) -> Made:
    """The newest figures of one phase's data sets, measure by measure and school by school.

    A number of too few pupils is not shown, nor the figure of a group of too few, nor then those of the other groups
    beside it, from which it could be reckoned.
    """
    known = list(_figures(scene, str(params.get("group", ""))))
    rolls = frozenset({str(params.get("roll", ""))})
    few = small_numbers(scene, (each.number for each in known), _names(params, "counts"), rolls)
    terms = scene.edition.lists.get("data-set", {})
    order = {name: place for place, name in enumerate(terms)}
    known.sort(key=lambda each: (order[each.data_set], each.row.measure, each.number.group, each.school.name))
    rows = tuple(_figure_row(scene, each, few) for each in known)
    head = ("Section", "Figure", "School", "Year", "Value", "Year before", "England", "Similar schools")
    return Made(Tabled(head, rows), "No figure of these schools is on file.", parted=True)


def _figures(scene: Scene, group: str) -> Iterator[_Figure]:
    """What a school's evidence holds of a group of data sets, as far as the readers may see it."""
    terms = scene.edition.lists.get("data-set", {})
    for school in _schools(scene):
        found: dict[tuple[str, str, str], dict[str, tuple[DataRow, Span]]] = {}
        for evidence in _readable(scene, school):
            for place, row in enumerate(evidence.data):
                name = scene.edition.canonical("data-set", row.data_set) if row.data_set else ""
                if name in terms and terms[name].group == group and row.value is not None:
                    key = (name, row.measure, (row.group or "").casefold())
                    found.setdefault(key, {})[row.year or ""] = (row, evidence.span("data", place, "value"))
        for (name, _, _), years in found.items():
            newest, *earlier = sorted(years, reverse=True)
            row, span = years[newest]
            before, place_before = years[earlier[0]] if earlier else (None, None)
            yield _Figure(school, name, row, span, before, place_before)


def _figure_row(scene: Scene, each: _Figure, few: SmallNumbers) -> tuple[Cell, ...]:
    name, row = each.school.name, each.row
    term = scene.edition.lists["data-set"][each.data_set]
    group = f" ({row.group})" if each.number.group else ""
    return (
        Cell(begun(term.note or term.title)),
        cell(f"{row.measure}{group}", name, each.span),
        cell(name, name, each.school.case.school.span()),
        cell(row.year or "", name, each.span),
        _value(each, row, each.span, few),
        _value(each, each.before, each.before_span, few),
        _beside(row.england, row, name, each.span),
        _beside(row.similar, row, name, each.span),
    )


def _value(each: _Figure, of: DataRow | None, span: Span | None, few: SmallNumbers) -> Cell:
    """A school's own number; of too few pupils only that, and of a group beside them nothing."""
    if of is None or of.value is None or span is None:
        return Cell("")
    hidden = few.instead_of(each.number, of)
    if hidden:
        return replace(cell(hidden, each.school.name, span), is_instead=True)
    return numbered(of.value, each.school.name, span, text=amount(of.value, of.unit))


def _beside(value: Decimal | None, row: DataRow, school: str, span: Span) -> Cell:
    """What a figure is compared with."""
    return Cell("") if value is None else numbered(value, school, span, text=figure(value, row.unit))


def inspections(scene: Scene, params: Mapping[str, object]) -> Made:
    """The last inspection of each school: when, what was graded how, whether it was put in a category."""
    del params
    rows = []
    for school in _schools(scene):
        found = [(place, each) for place, each in enumerate(school.case.school.ofsted)]
        if not found:
            rows.append((cell(school.name, school.name, school.case.school.span()), *(Cell("") for _ in range(3))))
            continue
        place, last = max(found, key=lambda each: each[1].inspected_on)
        span = school.case.school.span("ofsted", place)
        whole = [word for area, word in last.grades.items() if area.casefold() == "overall effectiveness"]
        grades = begun(whole[0]) if whole else listed(f"{begun(area)}: {word}" for area, word in last.grades.items())
        category = begun(scene.term("ofsted-category", last.category)) if last.category else "None"
        rows.append(
            (
                cell(school.name, school.name, school.case.school.span()),
                dated(last.inspected_on, school.name, span),
                cell(grades, school.name, span),
                cell(category, school.name, span),
            )
        )
    return Made(Tabled(("School", "Inspected", "Judged", "Category of Ofsted"), tuple(rows)), "No school is on file.")


def notes(scene: Scene, params: Mapping[str, object]) -> Made:
    """The notes of other teams by indicator and school: how many, the latest, how many open; none of their words."""
    kinds, since, rows = _names(params, "kinds"), since_of(scene), []
    order = {kind: place for place, kind in enumerate(scene.edition.lists.get("evidence-kind", {}))}
    for school in _schools(scene):
        by_kind: dict[str, list[Evidence]] = {}
        for evidence in school.case.evidence:
            kind = scene.edition.canonical("evidence-kind", evidence.kind or "")
            if kind in kinds and (evidence.date >= since or evidence.resolved_on is None):
                by_kind.setdefault(kind if _may_see(scene, evidence) else "", []).append(evidence)
        for kind, found in by_kind.items():
            rows.append((order.get(kind, len(order)), school.name, _note_row(scene, school, kind, found)))
    rows.sort(key=lambda each: each[:2])
    head = ("Indicator", "School", "Notes", "Latest", "Open")
    return Made(Tabled(head, tuple(row for _, _, row in rows)), "No note of another team is on file.")


def _note_row(scene: Scene, school: SchoolOn, kind: str, found: list[Evidence]) -> tuple[Cell, ...]:
    name = school.name
    if not kind:
        return (Cell(RESTRICTED), cell(name, name, school.case.school.span()), Cell(""), Cell(""), Cell(""))
    last = max(found, key=lambda each: each.date)
    return (
        Cell(scene.term("evidence-kind", kind)),
        cell(name, name, school.case.school.span()),
        counted((name, each.span()) for each in found),
        dated(last.date, name, last.span()),
        counted((name, each.span("title")) for each in found if each.resolved_on is None),
    )


def schools(scene: Scene, params: Mapping[str, object]) -> Made:
    """The schools of the profile: phase, category, how many data sets have a figure, of which year the newest is."""
    del params
    groups = dict.fromkeys(term.group or "" for term in scene.edition.lists.get("data-set", {}).values())
    known = [each for group in groups for each in _figures(scene, group)]
    rows = []
    for school in _schools(scene):
        own = [each for each in known if each.school is school]
        sets = {each.data_set: each.span for each in own}
        newest = max(own, key=lambda each: each.row.year or "", default=None)
        rows.append(
            (
                cell(school.name, school.name, school.case.school.span()),
                Cell(joined(school.case.school.phase)),
                cell(school.level.short if school.level else "", school.name, school.level_span),
                counted((school.name, span) for span in sets.values()),
                cell(newest.row.year or "", school.name, newest.span) if newest else Cell(""),
            )
        )
    head = ("School", "Phase", level_word(scene), "Data sets on file", "Newest year")
    return Made(Tabled(head, tuple(rows)), "No school is on file.")


def _schools(scene: Scene) -> tuple[SchoolOn, ...]:
    """The schools that the record is about: the one that a report names, those that a meeting discussed, else all.

    A school whose item is restricted is not among those discussed.
    """
    record, known = scene.record, rows_of(scene)
    if isinstance(record, Report) and record.school:
        return tuple(each for each in known if each.case.id == record.school)
    if isinstance(record, GroupMeeting):
        discussed = {each.school for each in record.schools if not each.restricted}
        return tuple(each for each in known if each.case.id in discussed)
    return known


def _readable(scene: Scene, school: SchoolOn) -> Iterator[Evidence]:
    yield from (each for each in school.case.evidence if _may_see(scene, each))


def _may_see(scene: Scene, evidence: Evidence) -> bool:
    return not evidence.restricted and may_read(evidence.readers, scene.entry.audience)


def _names(params: Mapping[str, object], key: str) -> frozenset[str]:
    """The names that a pack gives under a key."""
    given = params.get(key)
    return frozenset(str(each) for each in given) if isinstance(given, list | tuple) else frozenset()


DATA_TABLES = {
    kind.name: kind
    for kind in (
        table_block("profile-figures", figures, {"group": True, "counts": False, "roll": False}, of_schools=True),
        table_block("profile-inspections", inspections, of_schools=True),
        table_block("profile-notes", notes, {"kinds": True}, of_schools=True),
        table_block("profile-schools", schools, of_schools=True),
    )
}
