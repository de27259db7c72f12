"""Whether a warning notice was complied with: the decision, its day and its reason."""

from __future__ import annotations

from msgspec import field

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.frame import Addressee, issuer_of
from casefiles.documents.compose.notice_facts import PrecedingNotice, preceding
from casefiles.documents.compose.notice_scene import followed_by, no_notice, notice_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import weekday
from casefiles.policy.pack import BlockEntry

__all__ = ["OUTCOME_NEXT", "OUTCOME_OPENING", "NoticeOutcomeFacts"]


class NoticeOutcomeFacts(Block, frozen=True, kw_only=True):
    """The decision on the notice that is followed."""

    authority: str = ""
    school: str = ""
    follows: PrecedingNotice = field(default_factory=PrecedingNotice)
    complied: bool = False
    decided_on: str = ""
    decided_by: Addressee | None = None
    reason: str = ""
    reason_gap: Gap | None = None


def compose_notice_outcome(scene: Scene, entry: BlockEntry) -> Answer:
    """The decision, from the record or from the notice that it follows; a gap without a notice or a decision."""
    notice = notice_in(scene)
    before = followed_by(scene, notice) if notice else None
    if notice is None or before is None:
        missing = gap(scene, "the notice that this follows", notice, "follows") if notice else no_notice(scene)
        return empty(NoticeOutcomeFacts, entry, missing)
    holds, outcome = (notice, notice.outcome) if notice.outcome else (before, before.outcome)
    if outcome is None:
        return empty(NoticeOutcomeFacts, entry, gap(scene, "whether it was complied with", before, "outcome"), notice)
    by = scene.person(outcome.decided_by, outcome.decided_on) if outcome.decided_by else None
    reason = outcome.reason or notice.reason
    missing_reason = None if reason else gap(scene, "the reason of the decision", holds, "outcome")
    block = NoticeOutcomeFacts(
        title=entry.title or "",
        authority=issuer_of(scene),
        school=scene.case.school.name,
        follows=preceding(scene, before),
        complied=outcome.complied,
        decided_on=weekday(outcome.decided_on),
        decided_by=Addressee(by.name, by.title or scene.role_title(outcome.decided_by or "")) if by else None,
        reason=reason or "",
        reason_gap=missing_reason,
    )
    return Answer(block, (missing_reason,) if missing_reason else (), (notice, before))


OUTCOME_OPENING = BlockKind("outcome-opening", NoticeOutcomeFacts, compose_notice_outcome)
OUTCOME_NEXT = BlockKind("outcome-next", NoticeOutcomeFacts, compose_notice_outcome)
"""What follows from the decision."""
