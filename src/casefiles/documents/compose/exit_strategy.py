"""The exit strategy as a letter refers to it: which plan, from when, looked at again when."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.moves import move_gap, move_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.policy.pack import BlockEntry

__all__ = ["EXIT_STRATEGY", "ExitStrategy"]


class ExitStrategy(Block, frozen=True, kw_only=True):
    """The plan's date, its first step, and its review."""

    dated: str = ""
    first_step: str = ""
    support: str = ""
    review_on: str = ""


def compose_exit_strategy(scene: Scene, entry: BlockEntry) -> Answer:
    """The reference; a gap where a school leaves one of the levels `leaving` without a plan, else nothing."""
    move = move_in(scene)
    if move is None:
        return empty(ExitStrategy, entry, move_gap(scene))
    if move.plan is None:
        leaving = {scene.edition.canonical("level", str(level)) for level in entry.params.get("leaving") or ()}
        if leaving and move.left.level not in leaving:
            return Answer(None)
        return empty(ExitStrategy, entry, gap(scene, "exit plan", None, where="exit-plans"))
    steps = sorted(move.plan.steps, key=lambda step: step.start)
    block = ExitStrategy(
        title=entry.title or "",
        dated=day(move.plan.dated or move.plan.date),
        first_step=day(steps[0].start) if steps else "",
        support=steps[0].support if steps else "",
        review_on=day(move.plan.review_on),
    )
    return Answer(block, used=(move.plan,))


EXIT_STRATEGY = BlockKind("exit-strategy", ExitStrategy, compose_exit_strategy, {"leaving": False})
