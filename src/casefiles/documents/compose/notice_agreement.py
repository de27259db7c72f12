"""Why a notice is given, and who agreed that it be given, where the policy asks for both."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.notice_scene import no_notice, notice_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import weekday
from casefiles.policy.pack import BlockEntry

__all__ = ["FURTHER_ACTION", "NOTICE_AGREEMENT", "FurtherAction", "NoticeAgreement"]


class FurtherAction(Block, frozen=True, kw_only=True):
    """Why the school is unlikely to improve without further action, in the words of the notice's `reason`."""

    reason: str = ""


class NoticeAgreement(Block, frozen=True, kw_only=True):
    """Who agreed that the notice be given, by name and title, and when."""

    name: str = ""
    role: str = ""
    agreed_on: str = ""


def compose_further_action(scene: Scene, entry: BlockEntry) -> Answer:
    """The reason; a gap where the notice gives none."""
    notice = notice_in(scene)
    if notice is None:
        return empty(FurtherAction, entry, no_notice(scene))
    if not notice.reason:
        return empty(FurtherAction, entry, gap(scene, "why further action is needed", notice, "reason"))
    return Answer(FurtherAction(title=entry.title or "", reason=notice.reason), used=(notice,))


def compose_notice_agreement(scene: Scene, entry: BlockEntry) -> Answer:
    """The agreement; a gap where nobody agreed, or not the one whom the pack's `role` names."""
    notice = notice_in(scene)
    if notice is None:
        return empty(NoticeAgreement, entry, no_notice(scene))
    wanted = str(entry.params.get("role", ""))
    agreed = scene.edition.canonical("role", notice.agreed_by) if notice.agreed_by else ""
    person = scene.person(notice.agreed_by, notice.agreed_on) if notice.agreed_by and notice.agreed_on else None
    required = scene.person(wanted, notice.agreed_on) if wanted and notice.agreed_on else None
    is_theirs = agreed == wanted or (person is not None and required is not None and person.name == required.name)
    if person is None or (wanted and not is_theirs):
        missing = gap(scene, f"the agreement of the {scene.role_title(wanted)}", notice, "agreed_by")
        return empty(NoticeAgreement, entry, missing)
    block = NoticeAgreement(
        title=entry.title or "",
        name=person.name,
        role=scene.role_title(wanted or agreed),
        agreed_on=weekday(notice.agreed_on),
    )
    return Answer(block, used=(notice,))


FURTHER_ACTION = BlockKind("further-action", FurtherAction, compose_further_action)
NOTICE_AGREEMENT = BlockKind("notice-agreement", NoticeAgreement, compose_notice_agreement, {"role": True})
