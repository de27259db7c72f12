"""The step from one level of support to a lower one that an exit plan or a letter speaks of."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from casefiles.documents.compose.context import Gap, gap
from casefiles.documents.compose.scene import Scene
from casefiles.model.case import Level
from casefiles.model.records import ExitPlan
from casefiles.policy.episodes import Episode, episodes, move_of
from casefiles.policy.pack import LevelEntry

__all__ = ["Move", "move_gap", "move_in"]


class Move(Struct, frozen=True):
    """A step down: the stretch of time at the level that is left, the level it leads to, and the plan for it.

    `decision` is None while the step is planned and not yet decided; `ends_on` is then the plan's day.
    """

    left: Episode
    left_entry: LevelEntry
    to_entry: LevelEntry
    decision: Level | None
    plan: ExitPlan | None
    ends_on: date


def move_in(scene: Scene) -> Move | None:
    """The step of the scene's exit plan, or the last one decided by the document's date; None for none."""
    if isinstance(scene.record, ExitPlan):
        decision = _decision_of(scene, scene.record)
        return _move(scene, decision, scene.record, scene.record.to, decision.decided_on if decision else None)
    downs = [level for level in scene.case.levels if move_of(scene.case, scene.edition, level) == "down"]
    decision = next((level for level in reversed(downs) if level.decided_on <= scene.dated), None)
    if decision is None:
        return None
    return _move(scene, decision, _plan_of(scene, decision), decision.level, decision.decided_on)


def move_gap(scene: Scene) -> Gap:
    """The gap of a document that speaks of a step down where none is recorded."""
    return gap(scene, "decision to step down", scene.case.case, "levels", where="case.yaml")


def _decision_of(scene: Scene, plan: ExitPlan) -> Level | None:
    """The decision that names the plan, or the first step down to its level on or after its day."""
    for level in scene.case.levels:
        if level.exit_plan == plan.record_id:
            return level
    wanted = scene.edition.canonical("level", plan.to)
    return next(
        (
            level
            for level in scene.case.levels
            if level.decided_on >= plan.date
            and scene.edition.canonical("level", level.level) == wanted
            and move_of(scene.case, scene.edition, level) == "down"
        ),
        None,
    )


def _plan_of(scene: Scene, decision: Level) -> ExitPlan | None:
    """The plan that the decision names, or the last one to its level from before it."""
    plans = [plan for plan in scene.case.exit_plans if plan.record_id == decision.exit_plan]
    wanted = scene.edition.canonical("level", decision.level)
    plans += [
        plan
        for plan in reversed(scene.case.exit_plans)
        if decision.exit_plan is None and scene.edition.canonical("level", plan.to) == wanted
    ]
    return plans[0] if plans else None


def _move(scene: Scene, decision: Level | None, plan: ExitPlan | None, to: str, decided_on: date | None) -> Move | None:
    """The step with the level that it leaves; None where it leaves none or the pack doesn't know a level."""
    ends_on = decided_on or scene.record_on
    known = [episode for episode in episodes(scene.case, scene.edition) if episode.start < ends_on]
    if not known:
        return None
    left, left_entry, to_entry = known[-1], scene.edition.level(known[-1].level), scene.edition.level(to)
    if left_entry is None or to_entry is None or to_entry.rank >= left_entry.rank:
        return None
    return Move(left, left_entry, to_entry, decision, plan, ends_on)
