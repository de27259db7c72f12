"""The tables of reports about schools: by level and rating, the register, what is overdue, what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from casefiles.diagnostics import Span
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
from casefiles.documents.compose.words import begun, day, joined
from casefiles.model.case import Level
from casefiles.model.programme import Report
from casefiles.model.visible import may_read
from casefiles.policy.obligations import Obligation
from casefiles.policy.overview import SchoolOn
from casefiles.policy.pack import Criterion
from casefiles.policy.rating_tests import Colour

__all__ = ["RESTRICTED", "SCHOOL_TABLES", "moves_since", "since_of"]

RESTRICTED = "Restricted item, on request"
_TERM = timedelta(days=120)
_COLOURS = (Colour.RED, Colour.AMBER, Colour.GREEN)


def since_of(scene: Scene) -> date:
    """The first day of the stretch that the report is about; a term before its date where it doesn't say."""
    own = scene.record.since if isinstance(scene.record, Report) else None
    return own or scene.dated - _TERM


def by_level(scene: Scene, params: Mapping[str, object]) -> Made:
    """How many schools (with `phases`, of these) are at each level, and how many of them red, amber and green."""
    phases = params.get("phases")
    schools = [each for each in rows_of(scene) if not isinstance(phases, list | tuple) or _is_of(each, phases)]
    levels = sorted(scene.edition.levels, key=lambda entry: -entry.rank)
    rows = []
    for level in levels:
        there = [each for each in schools if each.level is not None and each.level.id == level.id]
        rows.append((Cell(level.short), *_by_colour(there)))
    rows.append((Cell("All schools"), *_by_colour(schools)))
    return Made(Tabled((level_word(scene), "Schools", "Red", "Amber", "Green"), tuple(rows)), "No school is on file.")


def _is_of(school: SchoolOn, phases: Sequence[object]) -> bool:
    """Whether a school is of one of the phases."""
    wanted = {school.edition.canonical("phase", str(phase)) for phase in phases}
    return any(school.edition.canonical("phase", phase) in wanted for phase in school.case.school.phase)


def _by_colour(schools: list[SchoolOn]) -> Iterator[Cell]:
    """How many schools there are, then how many of each colour."""
    yield counted((each.name, each.level_span) for each in schools)
    for colour in _COLOURS:
        yield counted((each.name, each.rated_at) for each in schools if each.rating.colour is colour)


def register(scene: Scene, params: Mapping[str, object]) -> Made:
    """The risk register: each school above the lowest level, or not green, with why and what is agreed; red ones first.

    With `brief: true` it is without what the level rests on and the agreed actions, and fits on an upright page.
    """
    brief = str(params.get("brief", "false")).casefold() == "true"
    schools = sorted(filter(_is_at_risk, rows_of(scene)), key=lambda each: each.rating.colour.order)
    rows = (_register_row(scene, each) for each in schools)
    head = ("School", "Level and since", "Rating and why", "Criteria and evidence", "Agreed action", "Next step")
    shown = (0, 1, 2, 5) if brief else range(len(head))
    return Made(
        Tabled(tuple(head[at] for at in shown), tuple(tuple(row[at] for at in shown) for row in rows)),
        "No school is above the lowest level of support or rated red or amber.",
    )


def _is_at_risk(school: SchoolOn) -> bool:
    lowest = school.edition.lowest_level
    return school.rating.colour is not Colour.GREEN or (school.level is not None and school.level.id != lowest)


def _register_row(scene: Scene, school: SchoolOn) -> tuple[Cell, ...]:
    level, name = school.level, school.name
    since = f"{level.short if level else ''}{f', since {day(school.since)}' if school.since else ''}"
    reasons = school.rating.reasons
    why = f"{school.rating.colour.value.capitalize()}{': ' + reasons[0].text if reasons else ''}"
    return (
        cell(name, name, school.case.school.span()),
        cell(since, name, school.level_span),
        cell(why, name, school.rated_at),
        _basis(scene, school),
        _agreed(school),
        _next(school),
    )


def _basis(scene: Scene, school: SchoolOn) -> Cell:
    """The criteria that the level rests on and the open evidence; of a restricted item only that it is there."""
    level = school.case.levels[-1] if school.case.levels else None
    cited = level.criteria if level is not None else ()
    entries = [_criterion(school, each) for each in cited]
    words = [f"{each.printed}" for each in entries if each is not None and not each.confidential]
    said = [f"Criteria {joined(words)}"] if words else []
    hidden = len(words) < len(entries)
    open_now = [each for each in school.case.evidence if each.resolved_on is None]
    seen = [each for each in open_now if not each.restricted and may_read(each.readers, scene.entry.audience)]
    if seen:
        said.append(
            f"{len(seen)} piece{'s' if len(seen) > 1 else ''} of open evidence, the latest of {day(seen[-1].on)}"
        )
    if hidden or len(seen) < len(open_now):
        said.append(RESTRICTED)
    spans = [*([level.span("criteria")] if level is not None and cited else []), *(each.span() for each in seen)]
    return cell("; ".join(said) or "None cited", school.name, *spans)


def _criterion(school: SchoolOn, name: str) -> Criterion | None:
    """The criterion of that id or alias."""
    wanted = school.edition.canonical("criterion", name)
    return next((each for each in school.edition.criteria if each.id == wanted), None)


def _agreed(school: SchoolOn) -> Cell:
    """What was agreed and is still to be done: how many actions, and of them how many late."""
    actions = [each for each in school.case.actions if each.done_on is None and each.dropped_on is None]
    late = [each for each in school.overdue if any(action.record_id == each.record_id for action in actions)]
    spans = [each.span() for each in actions]
    support = [each.provider for each in school.case.support if each.end is None and each.provider]
    how_many = f"{len(actions)} open action{'s' if len(actions) > 1 else ''}" if actions else "No open action"
    said = [f"{how_many}{f', {len(late)} late' if late else ''}"]
    said += [f"support from {joined(dict.fromkeys(support))}"] if support else []
    return cell("; ".join(said), school.name, *spans)


def _next(school: SchoolOn) -> Cell:
    """What is due next, and by when; the first that is overdue where something is."""
    owed = school.overdue or tuple(each for each in school.obligations if each.state.value == "due")
    if not owed:
        return Cell("Nothing is due")
    first = owed[0]
    word = "Overdue since" if school.overdue else "By"
    what = first.what if not _is_action(school, first.record_id) else "an agreed action"
    return cell(f"{word} {day(first.due_on)}: {what}", school.name, first.span)


def _is_action(school: SchoolOn, record_id: str) -> bool:
    """Whether what is owed is an action: its words are an officer's own, and may speak of a person."""
    return any(each.record_id == record_id for each in school.case.actions)


def overdue(scene: Scene, params: Mapping[str, object]) -> Made:
    """What is overdue at each school: under which clause, since when."""
    del params
    rows = []
    for school in rows_of(scene):
        for owed in school.overdue:
            what = "An agreed action" if _is_action(school, owed.record_id) else begun(owed.what)
            row = (
                Cell(school.name),
                cell(what, school.name, owed.span),
                cell(_clause(school, owed), school.name, owed.span),
                dated(owed.due_on, school.name, owed.span),
                numbered((scene.dated - owed.due_on).days, school.name, owed.span),
            )
            rows.append((owed.due_on, row))
    rows.sort(key=lambda each: each[0])
    head = ("School", "What", "Clause", "Due", "Days late")
    return Made(Tabled(head, tuple(row for _, row in rows)), "Nothing is overdue at any school.")


def _clause(school: SchoolOn, owed: Obligation) -> str:
    """The section of the policy that asks for it; of an agreed action that a meeting agreed it."""
    rule = next((each for each in school.edition.rules if each.code == owed.code), None)
    if rule is None or _is_action(school, owed.record_id):
        return "Agreed at a meeting"
    return school.edition.citation(rule).section.replace(" > ", ", ")


def duties(scene: Scene, params: Mapping[str, object]) -> Made:
    """How the policy was carried out since the last report: what fell due, done in time, late, not done."""
    del params
    since, rows = since_of(scene), []
    for level in sorted(scene.edition.levels, key=lambda entry: -entry.rank):
        fell = [
            (school, owed)
            for school in rows_of(scene)
            if school.level is not None and school.level.id == level.id
            for owed in school.obligations
            if since <= owed.due_on < scene.dated
        ]
        met = [each for each in fell if each[1].state.value == "met"]
        in_time = [each for each in met if each[1].met_on is None or each[1].met_on <= each[1].due_on]
        late = [each for each in met if each not in in_time]
        open_ = [each for each in fell if each[1].state.value == "overdue"]
        cells = [counted((school.name, owed.span) for school, owed in group) for group in (fell, in_time, late, open_)]
        rows.append((Cell(level.short), *cells))
    head = ("Level", "Fell due", "Done in time", "Done late", "Not done")
    return Made(Tabled(head, tuple(rows)), "Nothing fell due.")


def meetings_held(scene: Scene, params: Mapping[str, object]) -> Made:
    """How many meetings and visits each level's schools had since the last report."""
    del params
    since, rows = since_of(scene), []
    for level in sorted(scene.edition.levels, key=lambda entry: -entry.rank):
        schools = [each for each in rows_of(scene) if each.level is not None and each.level.id == level.id]
        met = [
            (each.name, one.span())
            for each in schools
            for one in each.case.meetings
            if one.is_held and one.date >= since
        ]
        seen = [(each.name, one.span()) for each in schools for one in each.case.visits if one.date >= since]
        rows.append(
            (Cell(level.short), counted((each.name, each.level_span) for each in schools), counted(met), counted(seen))
        )
    return Made(Tabled(("Level", "Schools", "Meetings held", "Visits"), tuple(rows)), "No meeting was held.")


def moves_since(scene: Scene, since: date) -> Iterator[tuple[SchoolOn, Level | None, Level, int]]:
    """Each change of level since the day: the school, the former decision, the new one, by how much it is higher."""
    for school in rows_of(scene):
        levels = school.case.levels
        for before, now in zip((None, *levels), levels, strict=False):
            former = before.level if before else school.edition.lowest_level
            if now.decided_on >= since and former != now.level:
                ranks = [entry.rank if entry else 0 for entry in map(school.edition.level, (former, now.level))]
                yield school, before, now, ranks[1] - ranks[0]


def moves(scene: Scene, params: Mapping[str, object]) -> Made:
    """The schools whose level changed since the last report: from, to, when."""
    del params
    found = sorted(moves_since(scene, since_of(scene)), key=lambda each: each[2].decided_on)
    rows = tuple(_move(school, before, now) for school, before, now, _ in found)
    return Made(Tabled(("School", "From", "To", "Decided"), rows), "No school changed its level.")


def _move(school: SchoolOn, before: Level | None, now: Level) -> tuple[Cell, ...]:
    former = school.edition.level(before.level if before else school.edition.lowest_level)
    latter = school.edition.level(now.level)
    return (
        Cell(school.name),
        Cell(former.short if former else ""),
        Cell(latter.short if latter else now.level),
        dated(now.decided_on, school.name, now.span("decided_on")),
    )


def leadership(scene: Scene, params: Mapping[str, object]) -> Made:
    """Where the headteacher or the chair of governors changed since the last report, or will; no name is given."""
    del params
    since, rows = since_of(scene), []
    titles = {"headteacher": "headteacher", "chair-of-governors": "chair of governors"}
    for school in rows_of(scene):
        for role, title in titles.items():
            for number, held in enumerate(school.case.school.people.get(role, ())):
                place = school.case.school.span("people", role, number)
                if held.start >= since:
                    rows.append((held.start, school.name, f"New {title}", place))
    rows.sort(key=lambda each: (each[0], each[1]))
    shown = tuple((Cell(name), Cell(what), dated(on, name, place)) for on, name, what, place in rows)
    return Made(Tabled(("School", "Change", "From"), shown), "No headteacher or chair of governors changed.")


def common(scene: Scene, params: Mapping[str, object]) -> Made:
    """The areas in which open evidence lies at more than one school; with `names: false` none of them is named."""
    named = str(params.get("names", "true")).casefold() != "false"
    found: dict[str, dict[str, list[Span]]] = {}
    for school in rows_of(scene):
        for evidence in school.case.evidence:
            if (
                evidence.resolved_on is None
                and not evidence.restricted
                and may_read(evidence.readers, scene.entry.audience)
            ):
                for area in evidence.areas:
                    found.setdefault(area, {}).setdefault(school.name, []).append(evidence.span())
    ordered = sorted(
        ((area, where) for area, where in found.items() if len(where) > 1), key=lambda each: (-len(each[1]), each[0])
    )
    rows = tuple(
        (
            Cell(scene.term("area", area)),
            counted((name, spans[0]) for name, spans in where.items()),
            *((Cell(joined(where)),) if named else ()),
        )
        for area, where in ordered
    )
    return Made(
        Tabled(("Area", "Schools", *(("Where",) if named else ())), rows),
        "No area of concern is common to several schools.",
    )


def long_stays(scene: Scene, params: Mapping[str, object]) -> Made:
    """The schools above the lowest level, the longest there first: months so far, and when the exit was expected."""
    del params
    rows = []
    for school in rows_of(scene):
        level = school.case.levels[-1] if school.case.levels else None
        if (
            level is None
            or school.since is None
            or school.level is None
            or school.level.id == school.edition.lowest_level
        ):
            continue
        months = (scene.dated.year - school.since.year) * 12 + scene.dated.month - school.since.month
        months -= scene.dated.day < school.since.day
        row = (
            Cell(school.name),
            Cell(school.level.short),
            numbered(months, school.name, school.level_span),
            _expected(scene, school.name, level),
        )
        rows.append((school.since, row))
    rows.sort(key=lambda each: each[0])
    head = ("School", "Level", "Months so far", "Exit expected")
    return Made(Tabled(head, tuple(row for _, row in rows)), "No school is above the lowest level.")


def _expected(scene: Scene, name: str, level: Level) -> Cell:
    """When the exit from a level was expected, and whether that day has passed."""
    on, place = level.exit_expected_on, level.span("exit_expected_on")
    if on is None:
        return cell("Not said", name, place)
    return dated(on, name, place, text=f"{day(on)} (passed)" if on < scene.dated else "")


_PARAMS = {
    "common-concerns": {"names": False},
    "schools-by-level": {"phases": False},
    "risk-register": {"brief": False},
}
SCHOOL_TABLES = {
    name: table_block(name, maker, _PARAMS.get(name), of_schools=True)
    for name, maker in (
        ("schools-by-level", by_level),
        ("risk-register", register),
        ("overdue-items", overdue),
        ("duties-carried-out", duties),
        ("meetings-and-visits", meetings_held),
        ("level-moves", moves),
        ("leadership-changes", leadership),
        ("common-concerns", common),
        ("time-at-level", long_stays),
    )
}
