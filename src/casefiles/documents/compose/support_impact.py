"""What the support has changed: each piece given since the meeting before, with its impact."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, days, or_nothing, plain
from casefiles.model.case import Support
from casefiles.policy.pack import BlockEntry

__all__ = ["SUPPORT_IMPACT", "SupportImpact", "SupportImpactLine"]


class SupportImpactLine(Struct, frozen=True):
    """One piece of support with what changed because of it."""

    text: str
    provider: str
    days: str
    delivered_on: str
    impact: str
    gap: Gap | None = None


class SupportImpact(Block, frozen=True, kw_only=True):
    """The support whose impact is known, or is due to be reported."""

    items: tuple[SupportImpactLine, ...] = ()


def compose_support_impact(scene: Scene, entry: BlockEntry) -> Answer:
    """The impact of support; a gap for each piece that was completed without a word on it."""
    shown = tuple(support for support in scene.case.support if support.impact or _is_due(scene, support))
    if not shown:
        return empty(SupportImpact, entry, gap(scene, "impact of support", scene.case.case, "support"))
    items = tuple(_line(scene, support) for support in shown)
    gaps = tuple(item.gap for item in items if item.gap)
    return Answer(SupportImpact(title=entry.title or "", items=items), gaps, shown)


def _is_due(scene: Scene, support: Support) -> bool:
    """Whether the support was completed since the meeting before, by the day of this one."""
    since = scene.met_before
    delivered = support.delivered_on
    return delivered is not None and delivered <= scene.record_on and (since is None or delivered >= since)


def _line(scene: Scene, support: Support) -> SupportImpactLine:
    """One piece of support as the report prints it."""
    title = support.title or plain(support.record_id).capitalize()
    return SupportImpactLine(
        title,
        or_nothing(support.provider),
        days(support.days),
        day(support.delivered_on),
        or_nothing(support.impact),
        None if support.impact else gap(scene, f"impact of {title}", support, "impact"),
    )


SUPPORT_IMPACT = BlockKind("support-impact", SupportImpact, compose_support_impact)
