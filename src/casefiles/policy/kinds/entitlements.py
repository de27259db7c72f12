"""Kinds about what a level gives in a year: half days of visits against the entitlement, the months of a plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.plans import Plan
from casefiles.model.records import Visit
from casefiles.model.types import Identifier, Many, Names, Whole
from casefiles.policy.episodes import begins_episode, episode_of
from casefiles.policy.rule import Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import decisions_since, visits_in
from casefiles.policy.wording import a_count, say_level, say_number

__all__ = ["LevelVisits", "level_visits", "plan_covers", "planned_half_days"]

_DAY = timedelta(days=1)


class LevelVisits(Shape):
    """The half days of these visits that the level gives in an academic year: `at_least`, `at_most`, or both.

    `planned_in` is the kind of plan whose own number goes before them, `decision` the kind of decision that
    excuses a year.
    """

    buckets: Annotated[tuple[Annotated[Identifier, Names("bucket")], ...], Many]
    at_least: Whole | None = None
    at_most: Whole | None = None
    planned_in: Annotated[Identifier | None, Names("plan-kind")] = None
    decision: Annotated[Identifier | None, Names("decision-kind")] = None


@rule_kind("level-visits", of=Level, params=LevelVisits)
def level_visits(level: Level, asked: LevelVisits, view: View) -> Iterator[Said]:
    """The visits of an academic year differ from what the level gives.

    Too few is said once the year is over, and only of a year that the school ended at this level, having come to it in
    the first term at the latest; all visits of that year then count.
    """
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    last = min(view.as_of, episode.end - _DAY) if episode.end else view.as_of
    yield from (Unjudged(year) for year in view.calendar.missing_years(episode.start, last))
    for name in sorted(view.calendar.years):
        terms = view.calendar.terms(name)
        if terms is None or terms[-1].end < episode.start or terms[0].start > last:
            continue
        visits = visits_in(view, (terms[0].start, terms[-1].end), asked.buckets)
        if not _decided(view, asked, name):
            end = terms[-1].end
            whole = episode.start <= terms[0].end and (episode.end is None or episode.end > end)
            here = tuple(each for each in visits if episode.covers(each.date))
            yield from _judged(view, level, asked, _Year(name, end, visits, here, whole))


class _Year(Struct, frozen=True):
    """One academic year with its visits, those of the episode apart; `whole` where too few can be said of it."""

    name: str
    end: date
    visits: tuple[Visit, ...]
    here: tuple[Visit, ...]
    whole: bool


def _judged(view: View, level: Level, asked: LevelVisits, year: _Year) -> Iterator[Problem]:
    """What is wrong with the visits of one year."""
    planned = planned_half_days(view, asked, year.end)
    least, most = (planned, planned) if planned is not None else (asked.at_least, asked.at_most)
    total = sum((visit.half_days for visit in year.here), Decimal(0))
    all_year = sum((visit.half_days for visit in year.visits), Decimal(0))
    title = say_level(view.edition, level.level)
    gives = _gives(title, least, most, planned=planned is not None)
    if most is not None and total > most:
        yield Problem(
            f"{_half_days(total)} of visits are recorded in {year.name}; {gives}",
            record=_one_too_many(year.here, most),
            path=("half_days",),
            help=f"record in decisions why there are more ({asked.decision}), or count a visit that has its own reason "
            "under its own bucket"
            if asked.decision
            else "count a visit that has its own reason under its own bucket",
        )
    elif least is not None and all_year < least and year.whole and year.end < view.as_of:
        yield Problem(
            f"{_made(all_year)} in {year.name}; {gives}",
            path=("level",),
            help="file the visits that were made, or record a waiver with the reason",
            step=1,
        )


def planned_half_days(view: View, asked: LevelVisits, day: date) -> Decimal | None:
    """The half days that the last plan of that kind by a day gives."""
    if asked.planned_in is None:
        return None
    plans = [
        each
        for each in view.case.plans
        if view.edition.canonical("plan-kind", each.kind) == asked.planned_in and each.date <= min(day, view.as_of)
    ]
    newest = max(plans, key=lambda each: each.date, default=None)
    return newest.half_days if newest else None


def _gives(title: str, least: Decimal | int | None, most: Decimal | int | None, *, planned: bool) -> str:
    if planned:
        return f"the plan gives {_half_days(Decimal(most or 0))}"
    if least == most:
        return f"{title} gives {_half_days(Decimal(most or 0))} a year"
    if most is not None:
        return f"{title} gives up to {_half_days(Decimal(most))} a year"
    return f"{title} gives at least {_half_days(Decimal(least or 0))} a year"


def _half_days(count: Decimal) -> str:
    return f"{say_number(count)} half {'day' if count == 1 else 'days'}"


def _made(total: Decimal) -> str:
    if not total:
        return "no visit was made"
    return f"{_half_days(total)} of visits {'was' if total == 1 else 'were'} made"


def _one_too_many(visits: tuple[Visit, ...], allowed: Decimal | int) -> Visit:
    """The visit with which the half days go beyond what is allowed."""
    total = Decimal(0)
    for visit in visits:
        total += visit.half_days
        if total > allowed:
            return visit
    return visits[-1]


def _decided(view: View, asked: LevelVisits, year: str) -> bool:
    """Whether a decision of that academic year gives another number."""
    if asked.decision is None:
        return False
    taken = decisions_since(view, date.min, (asked.decision,))
    return any(view.calendar.academic_year(each.decided_on) == year for each in taken)


class PlanCovers(Shape):
    """The months that a plan must cover from its first day."""

    months: Whole


@rule_kind("plan-covers", of=Plan, params=PlanCovers)
def plan_covers(plan: Plan, asked: PlanCovers, view: View) -> Iterator[Problem]:
    """A plan does not say that it covers as many months as it must."""
    start = plan.start or plan.date
    wanted = view.calendar.add_months(start, asked.months).on
    if plan.end is None:
        yield Problem(
            f"the plan of {say_date(plan.date)} does not say when it ends; it is to cover "
            f"{a_count(asked.months, 'month')}",
            path=("kind",),
            help=f'write "to": {wanted}',
        )
    elif plan.end < wanted:
        yield Problem(
            f"the plan runs from {say_date(start)} to {say_date(plan.end - _DAY)}; it is to cover "
            f"{a_count(asked.months, 'month')}",
            path=("to",),
        )
