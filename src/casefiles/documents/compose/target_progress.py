"""How far the agreed priorities have come since the support began: for a letter that warns of more."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.standing import KnownOfAny, Standing, known_of_any, standing_of
from casefiles.documents.compose.words import day
from casefiles.model.case import Priority
from casefiles.model.records import Meeting
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import meetings_of

__all__ = ["TARGET_PROGRESS", "TargetItem", "TargetProgress"]


class TargetItem(Struct, frozen=True):
    """One priority with its measure; `measured_on` is the meeting of its latest value."""

    number: int
    text: str
    standing: Standing
    measured_on: str


class TargetProgress(Block, frozen=True, kw_only=True):
    """The open priorities since the level of support was decided; `known` says what is known of any of them."""

    level: str = ""
    since: str = ""
    items: tuple[TargetItem, ...] = ()
    known: KnownOfAny = KnownOfAny()


def compose_target_progress(scene: Scene, entry: BlockEntry) -> Answer:
    """Each open priority at the last review that measured it; a gap where none is agreed."""
    if not scene.priorities:
        return empty(TargetProgress, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    reviews = tuple(each for each in meetings_of(scene.view, stage="review") if each.date <= scene.dated)
    items = tuple(_item(scene, n, priority, reviews) for n, priority in enumerate(scene.priorities, start=1))
    episode, title = scene.episode, scene.level_entry
    block = TargetProgress(
        title=entry.title or "",
        level=title.title if title and scene.level else "",
        since=day(episode.start) if episode else "",
        items=items,
        known=known_of_any(each.standing for each in items),
    )
    return Answer(block, used=(*scene.priorities, *reviews))


def _item(scene: Scene, number: int, priority: Priority, reviews: tuple[Meeting, ...]) -> TargetItem:
    """One priority, with where it stands."""
    measured = [
        meeting
        for meeting in reviews
        if (noted := meeting.progress.get(priority.record_id)) is not None and noted.value is not None
    ]
    last = measured[-1] if measured else None
    return TargetItem(number, priority.title, standing_of(scene, priority, last), day(last.date) if last else "")


TARGET_PROGRESS = BlockKind("target-progress", TargetProgress, compose_target_progress)
