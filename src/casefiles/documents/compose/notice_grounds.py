"""The grounds of a warning notice, in the words of the Act, and what the file says of each."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.frame import issuer_of
from casefiles.documents.compose.notice_scene import no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.policy.notice_sheet import NoticeGround
from casefiles.policy.pack import BlockEntry

__all__ = ["NOTICE_GROUNDS", "GroundItem", "NoticeGrounds", "Reference"]


class Reference(Struct, frozen=True):
    """Something of the law or the guidance as it prints: its provision (if it has one) and its words."""

    section: str
    says: str


class GroundItem(Struct, frozen=True):
    """One ground; `provision` is the part of the pay order that is not complied with."""

    section: str
    says: str
    comparators: tuple[Reference, ...]
    core_roles: tuple[str, ...]
    indicators: tuple[str, ...]
    provision: str
    gap: Gap | None = None


class NoticeGrounds(Block, frozen=True, kw_only=True):
    """The grounds in the file's order; `authority` is who is satisfied of them."""

    authority: str = ""
    items: tuple[GroundItem, ...] = ()


def compose_grounds(scene: Scene, entry: BlockEntry) -> Answer:
    """The grounds; a gap where there is none, and one for low standards that are low by reference to nothing."""
    notice = notice_in(scene)
    if notice is None or not notice.grounds:
        missing = gap(scene, "grounds", notice, "grounds") if notice else no_notice(scene)
        return empty(NoticeGrounds, entry, missing)
    sheet = sheet_of(scene, notice)
    items = tuple(_item(scene, index, ground) for index, ground in enumerate(sheet.grounds))
    block = NoticeGrounds(title=entry.title or "", authority=issuer_of(scene), items=items)
    return Answer(block, tuple(item.gap for item in items if item.gap), (notice,))


def _item(scene: Scene, index: int, ground: NoticeGround) -> GroundItem:
    """One ground, with what it lacks."""
    missing = None
    if not ground.comparators and _wants_comparator(scene, ground):
        missing = gap(scene, "what the standards are low by reference to", scene.record, "grounds", index)
    return GroundItem(
        section=ground.law.title,
        says=ground.law.says,
        comparators=tuple(Reference(each.title, each.says) for each in ground.comparators),
        core_roles=tuple(each.title for each in ground.core_roles),
        indicators=tuple(each.title for each in ground.indicators),
        provision=ground.provision,
        gap=missing,
    )


def _wants_comparator(scene: Scene, ground: NoticeGround) -> bool:
    """Whether the law has comparators for the ground, so that one must be named."""
    return any(term.group == ground.law.id for term in scene.edition.lists.get("comparator", {}).values())


NOTICE_GROUNDS = BlockKind("notice-grounds", NoticeGrounds, compose_grounds)
