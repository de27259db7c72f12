"""The enhanced support behind a rapid improvement plan: what more is done, by whom."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.off_track import off_track
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.support import SupportLine, support_line
from casefiles.policy.pack import BlockEntry

__all__ = ["ENHANCED_SUPPORT", "EnhancedSupport"]


class EnhancedSupport(Block, frozen=True, kw_only=True):
    """The interventions that the meeting identified, and the support that goes on for the priorities off track."""

    interventions: tuple[str, ...] = ()
    items: tuple[SupportLine, ...] = ()


def compose_enhanced_support(scene: Scene, entry: BlockEntry) -> Answer:
    """The support; a gap where the record names no further intervention."""
    if scene.meeting is None or not scene.meeting.interventions:
        return empty(EnhancedSupport, entry, gap(scene, "enhanced support", scene.record, "interventions"))
    about = {priority.record_id for _, priority in off_track(scene)}
    found = tuple(
        support
        for support in scene.case.support
        if (support.end is None or support.end > scene.dated)
        and (support.agreed_at == scene.record.record_id or about.intersection(support.priorities))
    )
    block = EnhancedSupport(
        title=entry.title or "",
        interventions=scene.meeting.interventions,
        items=tuple(support_line(scene, support) for support in found),
    )
    return Answer(block, used=(scene.record, *found))


ENHANCED_SUPPORT = BlockKind("enhanced-support", EnhancedSupport, compose_enhanced_support)
