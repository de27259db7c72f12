"""Kinds about support and visits: days against the entitlement, what came of it, visits of a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level, Support
from casefiles.model.school import Holder, School
from casefiles.model.types import Flag, Identifier, Many, Number, Whole
from casefiles.policy.episodes import Episode, begins_episode, episode_of
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.rule import Duty, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import decisions_since, meetings_of, support_in, visits_in
from casefiles.policy.wording import say_level, say_meeting, say_number, say_role

__all__ = [
    "case_start",
    "impact_recorded",
    "orientation_visit",
    "support_entitlement",
    "visit_each_term",
    "visit_entitlement",
]


class SupportEntitlement(Shape):
    """The days of one entitlement: exactly so many, or at most; and the kind of support that must be among them."""

    entitlement: Identifier
    days: Number
    exactly: Flag = False
    includes: Identifier | None = None
    decision: Identifier | None = None


@rule_kind("support-entitlement", of=Level, params=SupportEntitlement)
def support_entitlement(level: Level, asked: SupportEntitlement, view: View) -> Iterator[Problem]:
    """The days of support differ from what the level gives, or no review is among them."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    found = support_in(view, episode, asked.entitlement)
    total = sum((support.days or Decimal(0) for support in found), Decimal(0))
    decided = asked.decision and decisions_since(view, episode.start, (asked.decision,), until=episode.end)
    if total > asked.days and not decided:
        yield Problem(
            f"{say_number(total)} days of support are recorded under {say_level(view.edition, level.level)}; "
            f"it gives {'' if asked.exactly else 'up to '}{say_number(asked.days)}",
            record=_one_too_many(found, asked.days),
            path=("days",),
            help=f"record in decisions why there are more ({asked.decision})" if asked.decision else "",
        )
    if asked.exactly and total < asked.days and not decided and _support_is_over(view, episode):
        yield Problem(
            f"{say_number(total)} of {say_number(asked.days)} days of {say_level(view.edition, level.level)} were "
            "given by its end",
            path=("exit_expected_on",) if level.exit_expected_on else (),
            step=1,
        )
    if asked.includes and found and not any(support.kind == asked.includes for support in found):
        yield Problem(
            f"none of the support under {say_level(view.edition, level.level)} is a review of the focus areas",
            record=found[0],
            path=("kind",) if found[0].kind else ("id",),
            help=f'mark the support that is the review with "kind: {asked.includes}"',
            step=1,
        )


def _one_too_many(found: tuple[Support, ...], allowed: Decimal) -> Support:
    """The piece of support with which the days go beyond what is allowed."""
    total = Decimal(0)
    for support in found:
        total += support.days or Decimal(0)
        if total > allowed:
            return support
    return found[-1]


def _support_is_over(view: View, episode: Episode) -> bool:
    expected = episode.entries[-1].exit_expected_on
    end = episode.end or expected
    return end is not None and end <= view.as_of


class ImpactRecorded(Shape):
    """Whether support whose days are over counts as given, although no day in delivered_on says so."""

    ended: Flag = False


@rule_kind("impact-recorded", of=Support, params=ImpactRecorded)
def impact_recorded(support: Support, asked: ImpactRecorded, view: View) -> Iterator[Problem]:
    """Support was given, a review has met since, and nothing says what changed because of it."""
    delivered = support.delivered_on or (_last_day(support) if asked.ended else None)
    if delivered is None or support.impact is not None or delivered > view.as_of:
        return
    following = next((each for each in meetings_of(view, stage="review") if each.date >= delivered), None)
    if following is not None:
        over = "was delivered" if support.delivered_on else "ended"
        yield Problem(
            f"{say_subject(view, support)} {over} on {say_date(delivered)}, "
            f"{say_meeting(view.edition, following)} has met since, and its impact is not recorded",
            path=("delivered_on",) if support.delivered_on else ("to",),
            help="write in impact what changed because of it",
        )


def _last_day(support: Support) -> date | None:
    return support.end - timedelta(days=1) if support.end else None


class VisitEachTerm(Shape):
    """The role whose visits count."""

    visitor: Identifier


@rule_kind("visit-in-each", of=School, params=VisitEachTerm)
def visit_each_term(school: School, asked: VisitEachTerm, view: View) -> Iterator[Said]:
    """A term has passed without a visit by the school's own adviser."""
    del school
    start = case_start(view)
    if start is None:
        return
    blocks, missing = view.calendar.blocks_between(start, view.as_of, "term")
    yield from (Unjudged(year) for year in missing)
    for block in blocks:
        if block.start < start:
            continue
        found = [visit for visit in visits_in(view, (block.start, block.end)) if visit.visitor == asked.visitor]
        yield Duty(
            what=f"visit by {say_role(view.edition, asked.visitor)} in {block.name}",
            due_on=block.end,
            derivation=f"{block.name} ends on {say_date(block.end)}",
            message=f"{say_role(view.edition, asked.visitor)} made no visit in {block.name}",
            path=("people", asked.visitor),
            met_by=found[0].record_id if found else "",
            met_on=found[0].date if found else None,
        )


def case_start(view: View) -> date | None:
    """The first day that the case has a dated record of; terms before it are not judged."""
    records = [*view.case.levels, *view.case.assessments, *view.case.visits, *view.case.meetings]
    return min((record.on for record in records if record.on is not None), default=None)


class VisitEntitlement(Shape):
    """The half days of these visits in an academic year."""

    buckets: Annotated[tuple[Identifier, ...], Many]
    half_days: Whole


@rule_kind("visit-entitlement", of=School, params=VisitEntitlement)
def visit_entitlement(school: School, asked: VisitEntitlement, view: View) -> Iterator[Problem]:
    """The visits of an academic year differ from what every school gets."""
    del school
    start = case_start(view)
    for name in sorted(view.calendar.years):
        terms = view.calendar.terms(name)
        if terms is None or start is None or terms[0].start > view.as_of:
            continue
        first, last = terms[0].start, terms[-1].end
        visits = visits_in(view, (first, last), asked.buckets)
        total = sum((visit.half_days for visit in visits), Decimal(0))
        if total > asked.half_days:
            yield Problem(
                f"{say_number(total)} half days of core visits are recorded in {name}; every school gets "
                f"{asked.half_days}",
                record=visits[-1],
                path=("half_days",),
                help="count a visit that has its own reason under its own bucket",
            )
        elif start <= first and last < view.as_of and total < asked.half_days:
            yield Problem(f"{say_number(total)} of {asked.half_days} half days of core visits were made in {name}")


class OrientationVisit(Shape):
    """The roles whose new holders bring an orientation visit, and the bucket that it is counted in."""

    roles: Annotated[tuple[Identifier, ...], Many]
    bucket: Identifier


@rule_kind("orientation-visit", of=School, params=OrientationVisit)
def orientation_visit(school: School, asked: OrientationVisit, view: View) -> Iterator[Problem]:
    """A new headteacher or adviser got no orientation visit in their first academic year."""
    start = case_start(view)
    for role in asked.roles:
        for index, holder in enumerate(school.people.get(role, ())):
            if start is None or holder.start < start or holder.start > view.as_of:
                continue
            year = _year_of(view, holder)
            if year is None or year[1] >= view.as_of or visits_in(view, year, (asked.bucket,)):
                continue
            yield Problem(
                f"{say_role(view.edition, role)} was new on {say_date(holder.start)}, and no orientation visit is "
                "recorded in that academic year",
                path=("people", role, index),
            )


def _year_of(view: View, holder: Holder) -> tuple[date, date] | None:
    terms = view.calendar.terms(view.calendar.academic_year(holder.start))
    return (holder.start, terms[-1].end) if terms else None
