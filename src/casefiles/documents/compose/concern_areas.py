"""What a concern about an academy is about, in the policy's words, and what is asked of whom it goes to."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import joined
from casefiles.model.notices import Notice
from casefiles.policy.pack import BlockEntry

__all__ = ["CONCERN_AREAS", "ConcernAreas"]


class ConcernAreas(Block, frozen=True, kw_only=True):
    """The areas of the concern, in a list in words."""

    areas: str = ""
    placed: str = ""


def compose_concern_areas(scene: Scene, entry: BlockEntry) -> Answer:
    """The areas; a gap where the letter names none."""
    notice = scene.record
    if not isinstance(notice, Notice) or not notice.concerns:
        return empty(ConcernAreas, entry, gap(scene, "what the concern is about", notice, "concerns"))
    known = scene.level_entry if scene.level else None
    block = ConcernAreas(
        title=entry.title or "",
        areas=joined(scene.term("concern", each) for each in notice.concerns),
        placed=(known.placement or f"in {known.title}") if known else "",
    )
    return Answer(block, used=(notice, *((scene.level,) if scene.level else ())))


CONCERN_AREAS = BlockKind("concern-areas", ConcernAreas, compose_concern_areas)
