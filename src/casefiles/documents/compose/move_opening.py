"""The opening of what follows a step down: from which level to which, since when, and how support is reduced."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty
from casefiles.documents.compose.moves import move_gap, move_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.model.base import Record
from casefiles.policy.pack import BlockEntry

__all__ = ["EXIT_OPENING", "MOVE_OPENING", "MoveOpening"]


class MoveOpening(Block, frozen=True, kw_only=True):
    """The step down, `decided_on` empty while it is only planned; `steps` counts those of the exit plan.

    `is_of_school` says that the school itself wrote the plan, as the pack has it.
    """

    school: str = ""
    from_level: str = ""
    to_level: str = ""
    decided_on: str = ""
    steps: int = 0
    first_step: str = ""
    last_step: str = ""
    review_on: str = ""
    is_of_school: bool = False


def compose_move_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening; a gap where the case records no step down."""
    move = move_in(scene)
    if move is None:
        return empty(MoveOpening, entry, move_gap(scene))
    steps = sorted(step.start for step in move.plan.steps) if move.plan else []
    opening = MoveOpening(
        title=entry.title or "",
        school=scene.case.school.name,
        from_level=move.left_entry.title,
        to_level=move.to_entry.title,
        decided_on=day(move.decision.decided_on) if move.decision else "",
        steps=len(steps),
        first_step=day(steps[0]) if steps else "",
        last_step=day(steps[-1]) if steps else "",
        review_on=day(move.plan.review_on) if move.plan else "",
        is_of_school=bool(entry.params.get("of-school")),
    )
    used: list[Record] = [record for record in (move.decision, move.plan) if record is not None]
    return Answer(opening, used=tuple(used))


MOVE_OPENING = BlockKind("move-opening", MoveOpening, compose_move_opening)
EXIT_OPENING = BlockKind("exit-opening", MoveOpening, compose_move_opening, {"of-school": False})
