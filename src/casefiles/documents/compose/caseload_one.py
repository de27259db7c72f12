"""The tables of reports about one school, and of a round of assessments across schools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from casefiles.documents.compose.caseload_schools import since_of
from casefiles.documents.compose.caseload_table import (
    Cell,
    Made,
    Tabled,
    cell,
    dated,
    numbered,
    rows_of,
    table_block,
)
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.small_numbers import fewer, threshold
from casefiles.documents.compose.words import amount, begun, day, joined
from casefiles.model.case import Outcome, Priority
from casefiles.model.programme import Report
from casefiles.policy.obligations import Obligation
from casefiles.policy.overview import SchoolOn

__all__ = ["ONE_SCHOOL_TABLES", "one_school"]

_NOTHING = Tabled((), ())


def one_school(scene: Scene) -> SchoolOn | None:
    """The school that the report is about."""
    wanted = scene.record.school if isinstance(scene.record, Report) else None
    return next((each for each in rows_of(scene) if each.case.id == wanted), None)


def standing(scene: Scene, params: Mapping[str, object]) -> Made:
    """How the school stands: level and since when, rating with its reasons, last review, what is next."""
    del params
    school = one_school(scene)
    if school is None:
        return Made(_NOTHING, "The report does not say which school it is about.")
    case, name = school.case, school.name
    own = scene.record.rag if isinstance(scene.record, Report) else None
    colour = own or school.rating.colour.value
    why = joined(each.text for each in school.rating.reasons) or "nothing is overdue and no review was off track"
    held = [each for each in case.meetings if each.is_held and each.judgement]
    level = school.level.title if school.level else ""
    rows = [
        (
            Cell("Level"),
            cell(f"{begun(level)}{f', since {day(school.since)}' if school.since else ''}", name, school.level_span),
        ),
        (
            Cell("Rating"),
            cell(colour.capitalize(), name, scene.record.span("rag") if own else school.level_span),
        ),
        (Cell("On file"), cell(begun(why), name, *(each.span for each in school.rating.reasons))),
    ]
    if held:
        last = held[-1]
        words = f"{scene.term('judgement', last.judgement)} ({day(last.date)})"
        rows.append((Cell("Last review"), cell(words, name, last.span("judgement"))))
    if case.school.ofsted:
        inspection = case.school.ofsted[-1]
        place = case.school.span("ofsted", len(case.school.ofsted) - 1)
        rows.append((Cell("Last inspected"), dated(inspection.inspected_on, name, place)))
    asked = scene.record.level if isinstance(scene.record, Report) else None
    wanted = scene.edition.level(asked) if asked else None
    if wanted is not None:
        rows.append((Cell("Recommended"), cell(begun(wanted.title), name, scene.record.span("level"))))
    owed = [each for each in school.obligations if each.state.value == "due"]
    if owed:
        rows.append((Cell("Next due"), _owed(owed[0], name)))
    return Made(Tabled(("Matter", "How the school stands"), tuple(rows)), "", (scene.record,))


def _owed(duty: Obligation, school: str) -> Cell:
    """A duty with its day: `18 December 2026: progress update in the second half of the autumn term`."""
    return dated(duty.due_on, school, duty.span, text=f"{day(duty.due_on)}: {duty.what}")


def priorities(scene: Scene, params: Mapping[str, object]) -> Made:
    """The school's open priorities: measure, baseline, latest value, target."""
    del params
    school = one_school(scene)
    if school is None:
        return Made(_NOTHING, "The report does not say which school it is about.")
    rows = tuple(_priority_row(scene, school, each) for each in school.case.priorities if each.closed_on is None)
    head = ("Priority", "Measure", "Baseline", "Latest", "Target")
    return Made(Tabled(head, rows), "No priority is open.", (scene.record,))


def _priority_row(scene: Scene, school: SchoolOn, priority: Priority) -> tuple[Cell, ...]:
    outcome, name = priority.outcome, school.name
    title = cell(priority.title, name, priority.span("title"))
    if outcome is None:
        return (title, Cell("None yet"), Cell(""), Cell(""), Cell(""))
    latest = next(
        (
            (each, each.progress[priority.record_id].value)
            for each in reversed(school.case.meetings)
            if each.is_held
            and priority.record_id in each.progress
            and each.progress[priority.record_id].value is not None
        ),
        None,
    )
    due = f" by {day(outcome.due_on)}" if outcome.due_on else ""
    return (
        title,
        cell(outcome.measure or "", name, priority.span("outcome", "measure")),
        cell(_shown(scene, outcome, outcome.baseline), name, priority.span("outcome", "baseline")),
        cell(
            f"{_shown(scene, outcome, latest[1])} ({day(latest[0].date)})",
            name,
            latest[0].span("progress", priority.record_id),
        )
        if latest
        else Cell("None yet"),
        cell(f"{_shown(scene, outcome, outcome.target)}{due}", name, priority.span("outcome", "target")),
    )


def _shown(scene: Scene, outcome: Outcome, value: Decimal | None) -> str:
    """A value with its unit; of too few pupils only that it is of few."""
    if value is not None and outcome.unit == "pupils" and fewer(value, scene.case):
        return f"Fewer than {threshold(scene.case)} pupils"
    return amount(value, outcome.unit)


def visits(scene: Scene, params: Mapping[str, object]) -> Made:
    """The visits to the school since the report's first day: what for, half days, when the report went out."""
    del params
    school = one_school(scene)
    if school is None:
        return Made(_NOTHING, "The report does not say which school it is about.")
    since: date = since_of(scene)
    rows = tuple(
        (
            dated(each.date, school.name, each.span()),
            Cell(scene.role_title(each.visitor)),
            cell(each.focus or "", school.name, each.span("focus")),
            numbered(each.half_days, school.name, each.span("half_days")),
            dated(min(each.circulated.values()), school.name, each.span("circulated"))
            if each.circulated
            else Cell("Not yet"),
        )
        for each in school.case.visits
        if each.date >= since
    )
    head = ("Date", "Visitor", "About", "Half days", "Report circulated")
    return Made(Tabled(head, rows), "No visit is on file for this stretch.", (scene.record,))


def assessments(scene: Scene, params: Mapping[str, object]) -> Made:
    """The latest assessment of each school: when, by whom, what it found, whether the level follows it."""
    del params
    rows = []
    for school in rows_of(scene):
        known = school.case.assessments
        if not known:
            rows.append((Cell(school.name), Cell("Not assessed"), *(Cell("") for _ in range(4))))
            continue
        last, name = known[-1], school.name
        found = {
            answer: sum(
                scene.edition.canonical("indicator-answer", each.answer) == answer for each in last.indicators.values()
            )
            for answer in ("met", "partly", "not-met")
        }
        place = last.span("indicators")
        rows.append(
            (
                cell(name, name, school.case.school.span()),
                dated(last.date, name, last.span()),
                *(numbered(count, name, place) for count in found.values()),
                cell(_level_and_why(school), name, school.level_span),
            )
        )
    head = ("School", "Assessed", "Met", "Partly met", "Not met", "Category now, and why")
    return Made(Tabled(head, tuple(rows)), "No school is on file.")


def _level_and_why(school: SchoolOn) -> str:
    """The level of a school with the reason that its decision gives."""
    if school.level is None:
        return ""
    reason = school.case.levels[-1].reason if school.case.levels else None
    return f"{school.level.short}. {reason}" if reason else school.level.short


ONE_SCHOOL_TABLES = {
    name: table_block(name, maker, of_schools=True)
    for name, maker in (
        ("school-standing", standing),
        ("school-priorities", priorities),
        ("school-visits", visits),
        ("assessment-round", assessments),
    )
}
