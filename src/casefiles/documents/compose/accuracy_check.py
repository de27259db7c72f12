"""What the school said when it was asked whether the report is accurate."""

from __future__ import annotations

from msgspec import field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, prose_of
from casefiles.documents.compose.words import day
from casefiles.documents.headings import COMMENTS
from casefiles.model.records import Visit
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose

__all__ = ["ACCURACY_CHECK", "AccuracyReply"]


class AccuracyReply(Block, frozen=True, kw_only=True):
    """When the report was sent to be checked and answered, by whom, and what was said.

    `is_agreed` and `is_disputed` are both false while the school has not replied, or its reply says neither.
    """

    sent_on: str = ""
    reply_by: str = ""
    replied_on: str = ""
    replied_by: Addressee | None = None
    is_agreed: bool = False
    is_disputed: bool = False
    comments: Prose = field(default_factory=Prose)


def compose_accuracy_check(scene: Scene, entry: BlockEntry) -> Answer:
    """The reply; a gap (where required) while nobody was asked."""
    visit = scene.record
    check = visit.accuracy if isinstance(visit, Visit) else None
    if check is None:
        return empty(AccuracyReply, entry, gap(scene, "headteacher's reply on its accuracy", visit, "accuracy"))
    role = check.replied_by or "headteacher"
    person = scene.person(role, check.replied_on) if check.replied_on else None
    reply = AccuracyReply(
        title=entry.title or "",
        sent_on=day(check.sent_on),
        reply_by=day(check.reply_by),
        replied_on=day(check.replied_on),
        replied_by=Addressee(person.name, person.title or scene.role_title(role)) if person else None,
        is_agreed=check.agreed is True,
        is_disputed=check.agreed is False,
        comments=prose_of(find_section(visit.body, *COMMENTS)),
    )
    return Answer(reply, used=(visit,))


ACCURACY_CHECK = BlockKind("accuracy-check", AccuracyReply, compose_accuracy_check)
