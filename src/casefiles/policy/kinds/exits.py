"""Kinds about leaving a level: the plan, its steps, where it leads."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.records import ExitPlan
from casefiles.model.types import Flag, Identifier, Many
from casefiles.policy.episodes import episode_on, level_before
from casefiles.policy.people_at import same_person
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.wording import say_any, say_level, say_number, say_roles

__all__ = ["exit_destination", "exit_plan_complete", "exit_plan_required"]


class ExitPlanRequired(Shape):
    """The levels that a school leaves with an exit plan; `shared`: one that the monitoring group has seen."""

    leaving: Annotated[tuple[Identifier, ...], Many]
    shared: Flag = False


@rule_kind("exit-plan-required", of=Level, params=ExitPlanRequired)
def exit_plan_required(level: Level, asked: ExitPlanRequired, view: View) -> Iterator[Problem]:
    """A school steps down without an exit plan."""
    left = level_before(view.case, view.edition, level.decided_on)
    if left not in asked.leaving:
        return
    wanted = view.edition.canonical("level", level.level)
    episode = episode_on(view, level.decided_on)
    before = [entry for entry in view.case.levels if entry.decided_on < level.decided_on]
    plans = [
        plan
        for plan in view.case.exit_plans
        if plan.record_id == level.exit_plan
        or (
            view.edition.canonical("level", plan.to) == wanted
            and before
            and plan.date >= before[-1].decided_on
            and (episode is None or episode.end is None or plan.date < episode.end)
        )
    ]
    if not plans:
        yield Problem(
            f"the school leaves {say_level(view.edition, left)} on {say_date(level.decided_on)} without an exit plan",
            path=("level",),
            help="file it under exit-plans/ and name it in exit_plan",
        )
    elif asked.shared and not any(plan.shared_on and plan.shared_on <= level.decided_on for plan in plans):
        yield Problem(
            f"the school leaves {say_level(view.edition, left)} on {say_date(level.decided_on)}, and nothing says that "
            "its exit plan was shared by then with the group that monitors it",
            record=plans[-1],
            path=("shared_on",) if plans[-1].shared_on else ("to",),
            help="write the day in shared_on",
        )


class ExitPlanComplete(Shape):
    """The roles that agree an exit plan."""

    agreed: Annotated[tuple[Identifier, ...], Many]


@rule_kind("exit-plan-complete", of=ExitPlan, params=ExitPlanComplete)
def exit_plan_complete(plan: ExitPlan, asked: ExitPlanComplete, view: View) -> Iterator[Problem]:
    """An exit plan has no falling, dated steps, or lacks an agreement."""
    if not plan.steps:
        yield Problem("the exit plan has no steps by which support is reduced", path=("to",), help="add steps")
    for index, (earlier, later) in enumerate(zip(plan.steps, plan.steps[1:], strict=False), start=1):
        if later.start <= earlier.start:
            yield Problem(
                f"the step of {say_date(later.start)} stands after that of {say_date(earlier.start)}",
                path=("steps", index, "from"),
            )
        if earlier.half_days is not None and later.half_days is not None and later.half_days > earlier.half_days:
            yield Problem(
                f"support rises from {say_number(earlier.half_days)} to {say_number(later.half_days)} half days on "
                f"{say_date(later.start)}; the plan is to reduce it",
                path=("steps", index, "half_days"),
            )
    missing = [
        role
        for role in asked.agreed
        if not any(same_person(view.case, view.edition, role, name, plan.date) for name in plan.agreed)
    ]
    if missing:
        yield Problem(
            f"the exit plan was not agreed by {say_roles(view.edition, missing)}",
            path=("agreed",) if plan.agreed else ("to",),
            help="write under agreed who agreed it, with the day",
        )


class ExitDestination(Shape):
    """The levels that an exit may lead to."""

    to: Annotated[tuple[Identifier, ...], Many]


@rule_kind("exit-destination", of=ExitPlan, params=ExitDestination)
def exit_destination(plan: ExitPlan, asked: ExitDestination, view: View) -> Iterator[Problem]:
    """An exit plan leads to a level that is no exit."""
    if view.edition.canonical("level", plan.to) not in asked.to:
        yield Problem(
            f"an exit leads to {say_any(say_level(view.edition, level) for level in asked.to)}, "
            f"not to {say_level(view.edition, plan.to)}",
            path=("to",),
        )
