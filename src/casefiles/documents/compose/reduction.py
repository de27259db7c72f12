"""The planned reduction in support: dated steps, and when the plan is looked at again."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.moves import move_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day
from casefiles.policy.pack import BlockEntry

__all__ = ["REDUCTION", "ReducedSupport", "Reduction"]


class ReducedSupport(Struct, frozen=True):
    """One step: from which day the school still gets what, `half_days` a term in words."""

    starts_on: str
    support: str
    half_days: str


class Reduction(Block, frozen=True, kw_only=True):
    """The steps in the plan's order; `has_half_days` says whether one of them says how much."""

    items: tuple[ReducedSupport, ...] = ()
    has_half_days: bool = False
    review_on: str = ""


def compose_reduction(scene: Scene, entry: BlockEntry) -> Answer:
    """The steps of the exit plan; a gap where there is no plan or it has none."""
    move = move_in(scene)
    plan = move.plan if move else None
    if plan is None or not plan.steps:
        missing = gap(scene, "steps by which support is reduced", plan, where="" if plan else "exit-plans")
        return empty(Reduction, entry, missing)
    items = tuple(
        ReducedSupport(day(step.start), step.support, amount(step.half_days, "half days")) for step in plan.steps
    )
    has_half_days = any(each.half_days for each in items)
    block = Reduction(title=entry.title or "", items=items, has_half_days=has_half_days, review_on=day(plan.review_on))
    return Answer(block, used=(plan,))


REDUCTION = BlockKind("reduction", Reduction, compose_reduction)
