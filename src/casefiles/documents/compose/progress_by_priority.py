"""Progress in a letter: for each priority where it stands, what the support has changed, and what comes next."""

from __future__ import annotations

from msgspec import Struct, field

from casefiles.documents.compose.aim_progress import PreviousAction, aim_row
from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.standing import Standing, standing_of
from casefiles.model.base import Record
from casefiles.model.case import Priority
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose

__all__ = ["PROGRESS_BY_PRIORITY", "PriorityProgress", "ProgressByPriority"]


class PriorityProgress(Struct, frozen=True):
    """One priority: `previous` are the actions that the meeting looked back on, `context` what they changed."""

    number: int
    text: str
    standing: Standing
    previous: tuple[PreviousAction, ...]
    context: Prose
    next_steps: Prose
    context_gap: Gap | None = None
    next_gap: Gap | None = None


class ProgressByPriority(Block, frozen=True, kw_only=True):
    """The priorities of the meeting, numbered as in the document's other blocks."""

    items: tuple[PriorityProgress, ...] = field(default=())


def compose_progress_by_priority(scene: Scene, entry: BlockEntry) -> Answer:
    """The priorities; a gap where there is none, and one for each without a word on impact or next steps."""
    if not scene.priorities:
        return empty(ProgressByPriority, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    items = tuple(_item(scene, number, priority) for number, priority in enumerate(scene.priorities, start=1))
    gaps = tuple(missing for item in items for missing in (item.context_gap, item.next_gap) if missing)
    about = {priority.record_id for priority in scene.priorities}
    used: list[Record] = [scene.record, *scene.priorities]
    used += [action for action in scene.case.actions if action.priority in about]
    return Answer(ProgressByPriority(title=entry.title or "", items=items), gaps, tuple(used))


def _item(scene: Scene, number: int, priority: Priority) -> PriorityProgress:
    """One priority, with the same words as its row in a meeting report."""
    row = aim_row(scene, number, priority)
    return PriorityProgress(
        number=number,
        text=priority.title,
        standing=standing_of(scene, priority, scene.meeting),
        previous=row.previous,
        context=row.context,
        next_steps=row.next_steps,
        context_gap=row.context_gap,
        next_gap=row.next_gap,
    )


PROGRESS_BY_PRIORITY = BlockKind("progress-by-priority", ProgressByPriority, compose_progress_by_priority)
