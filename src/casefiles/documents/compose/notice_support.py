"""The support that goes with a notice, and whom the governing body turns to."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.frame import head_of
from casefiles.documents.compose.notice_scene import no_notice, notice_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["CONCERN_SUPPORT", "NOTICE_CONTACT", "NOTICE_SUPPORT", "NoticeSupport"]


class NoticeSupport(Block, frozen=True, kw_only=True):
    """The lines of support, and the contact: name, printed title, address, number."""

    lines: tuple[str, ...] = ()
    name: str = ""
    role: str = ""
    email: str = ""
    telephone: str = ""
    contact_gap: Gap | None = None


def compose_notice_support(scene: Scene, entry: BlockEntry) -> Answer:
    """The support and the contact (without one, who gives the notice); a gap where nobody is named."""
    notice = notice_in(scene)
    if notice is None:
        return empty(NoticeSupport, entry, no_notice(scene))
    word = notice.contact or notice.given_by
    person = scene.person(word) if word else None
    missing = None if person else gap(scene, "whom to turn to with questions", notice, "contact")
    head = head_of(scene)
    officer = scene.case.authority.file.officers.get(person.officer) if person else None
    block = NoticeSupport(
        title=entry.title or "",
        lines=notice.support,
        name=person.name if person else "",
        role=(person.title or scene.role_title(word or "")) if person else "",
        email=(person.email or head.email) if person else "",
        telephone=or_nothing(officer.telephone if officer else None) or head.telephone,
        contact_gap=missing,
    )
    return Answer(block, (missing,) if missing else (), (notice,))


NOTICE_SUPPORT = BlockKind("notice-support", NoticeSupport, compose_notice_support)
CONCERN_SUPPORT = BlockKind("concern-support", NoticeSupport, compose_notice_support)
NOTICE_CONTACT = BlockKind("notice-contact", NoticeSupport, compose_notice_support)
"""The same for a letter that is not statutory, and for one that offers no support."""
