"""The priorities that are off track: where each stands, why, and what the meeting agreed next."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.aim_progress import aim_row
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.standing import Standing, standing_of
from casefiles.model.case import Priority
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose

__all__ = ["OFF_TRACK", "OffTrack", "OffTrackPriority", "off_track"]


class OffTrackPriority(Struct, frozen=True):
    """One priority that is off track, with what the minutes say of it."""

    number: int
    text: str
    standing: Standing
    context: Prose
    next_steps: Prose


class OffTrack(Block, frozen=True, kw_only=True):
    """The priorities off track, numbered as in the meeting's report."""

    items: tuple[OffTrackPriority, ...] = ()


def off_track(scene: Scene) -> tuple[tuple[int, Priority], ...]:
    """The priorities that the chair judged not on track at the meeting, each with its number."""
    progress = scene.meeting.progress if scene.meeting else {}
    return tuple(
        (number, priority)
        for number, priority in enumerate(scene.priorities, start=1)
        if (noted := progress.get(priority.record_id)) and noted.judgement == "not-on-track"
    )


def compose_off_track(scene: Scene, entry: BlockEntry) -> Answer:
    """The priorities off track; a gap where the record names none."""
    found = off_track(scene)
    if not found:
        return empty(OffTrack, entry, gap(scene, "priorities that are off track", scene.record, "progress"))
    items = []
    for number, priority in found:
        row = aim_row(scene, number, priority)
        standing = standing_of(scene, priority, scene.meeting)
        items.append(OffTrackPriority(number, priority.title, standing, row.context, row.next_steps))
    used = (scene.record, *(priority for _, priority in found))
    return Answer(OffTrack(title=entry.title or "", items=tuple(items)), used=used)


OFF_TRACK = BlockKind("off-track", OffTrack, compose_off_track)
