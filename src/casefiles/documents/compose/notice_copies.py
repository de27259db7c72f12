"""Who has a copy of a notice at the same time, in what capacity, by which provision."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.notice_scene import no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.policy.copies import NoticeCopy
from casefiles.policy.pack import BlockEntry

__all__ = ["NOTICE_COPIES", "CopyItem", "NoticeCopies"]


class CopyItem(Struct, frozen=True):
    """One line: who has the copy, in what capacity and by which provision (empty where nothing asks for it)."""

    name: str
    capacity: str
    basis: str
    gap: Gap | None = None


class NoticeCopies(Block, frozen=True, kw_only=True):
    """The lines in the order of the law, the authority's own and the case's after them."""

    items: tuple[CopyItem, ...] = ()


def compose_notice_copies(scene: Scene, entry: BlockEntry) -> Answer:
    """The copy list; a gap where there is none, and one in the line of each capacity without anybody."""
    notice = notice_in(scene)
    if notice is None:
        return empty(NoticeCopies, entry, no_notice(scene))
    copies = sheet_of(scene, notice).copies.copies
    if not copies:
        return empty(NoticeCopies, entry, gap(scene, "who has a copy", notice, "copies"), notice)
    items = tuple(_item(scene, copy) for copy in copies)
    block = NoticeCopies(title=entry.title or "", items=items)
    return Answer(block, tuple(item.gap for item in items if item.gap), (notice,))


def _item(scene: Scene, copy: NoticeCopy) -> CopyItem:
    """One line, with who is missing in it."""
    recipient = copy.recipient
    missing = None
    if recipient is None:
        school = scene.case.school
        where = "school.yaml" if "school.yaml" in copy.missing else "../authority.yaml"
        title = f"{copy.title[:1].lower()}{copy.title[1:]}"
        record = school if where == "school.yaml" else scene.record
        missing = gap(scene, f"a copy for the {title}", record, where=where)
    return CopyItem(
        name=recipient.name if recipient else "",
        capacity=copy.title,
        basis=copy.basis,
        gap=missing,
    )


NOTICE_COPIES = BlockKind("notice-copies", NoticeCopies, compose_notice_copies)
