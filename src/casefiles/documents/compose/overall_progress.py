"""The chair's overall judgement: on track or not yet on track, the risk, what more is done, and the key to it."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.policy.pack import BlockEntry

__all__ = ["KEY", "OVERALL_PROGRESS", "Key", "OverallProgress"]

DEFAULT_HORIZON_MONTHS = 12
"""The months of the key's sentence where the chair has chosen none: the shorter of the form's two."""


class OverallProgress(Block, frozen=True, kw_only=True):
    """The judgement, the risk of not meeting the aims in full, and further interventions."""

    is_on_track: bool = False
    judgement: str = ""
    risk: str = ""
    interventions: tuple[str, ...] = ()
    risk_gap: Gap | None = None
    interventions_gap: Gap | None = None


class Key(Block, frozen=True, kw_only=True):
    """The key: within how many months of the first meeting the aims are to be met."""

    months: int = DEFAULT_HORIZON_MONTHS


def compose_overall_progress(scene: Scene, entry: BlockEntry) -> Answer:
    """The judgement; a gap where the chair has given none, and one each for risk and interventions."""
    meeting = scene.meeting
    if meeting is None or meeting.judgement is None:
        return empty(OverallProgress, entry, gap(scene, "judgement of overall progress", scene.record, "judgement"))
    on_track = meeting.judgement == "on-track"
    lacks_more = not on_track and not meeting.interventions
    block = OverallProgress(
        title=entry.title or "",
        is_on_track=on_track,
        judgement=scene.term("judgement", meeting.judgement),
        risk=scene.term("risk", meeting.risk),
        interventions=meeting.interventions,
        risk_gap=None if meeting.risk else gap(scene, "overall risk", meeting, "risk"),
        interventions_gap=gap(scene, "additional interventions", meeting, "interventions") if lacks_more else None,
    )
    gaps = tuple(missing for missing in (block.risk_gap, block.interventions_gap) if missing)
    return Answer(block, gaps, (meeting,))


def compose_key(scene: Scene, entry: BlockEntry) -> Answer:
    """The key with the months that the chair chose for this school."""
    chosen = scene.level.horizon_months if scene.level else None
    used = (scene.level,) if scene.level else ()
    return Answer(Key(title=entry.title or "", months=chosen or DEFAULT_HORIZON_MONTHS), used=used)


OVERALL_PROGRESS = BlockKind("overall-progress", OverallProgress, compose_overall_progress)
KEY = BlockKind("key", Key, compose_key)
