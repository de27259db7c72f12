"""The compliance period: from which day, to which minute."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.notice_scene import no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import weekday
from casefiles.policy.pack import BlockEntry

__all__ = ["NOTICE_PERIOD", "CompliancePeriod"]


class CompliancePeriod(Block, frozen=True, kw_only=True):
    """The period's first day and its stated end."""

    starts_on: str = ""
    ends: str = ""


def compose_period(scene: Scene, entry: BlockEntry) -> Answer:
    """The period; a gap where it is not stated, or has no end."""
    notice = notice_in(scene)
    period = sheet_of(scene, notice).period if notice else None
    if notice is None or period is None or not period.ends:
        what = "the end of the compliance period" if period else "the compliance period"
        missing = gap(scene, what, notice, "compliance_period") if notice else no_notice(scene)
        return empty(CompliancePeriod, entry, missing)
    block = CompliancePeriod(title=entry.title or "", starts_on=weekday(period.start), ends=period.ends)
    return Answer(block, used=(notice,))


NOTICE_PERIOD = BlockKind("notice-period", CompliancePeriod, compose_period)
