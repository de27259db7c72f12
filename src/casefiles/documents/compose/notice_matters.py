"""The matters of a notice, numbered, each with its evidence, source and date."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.notice_scene import no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import begun, day
from casefiles.model.base import Record
from casefiles.model.notices import Notice
from casefiles.policy.matters import NoticeMatter
from casefiles.policy.pack import BlockEntry

__all__ = ["CONCERN_MATTERS", "NOTICE_MATTERS", "CitedEvidence", "MatterItem", "NoticeMatters"]


class CitedEvidence(Struct, frozen=True):
    """One piece of evidence as the notice cites it: its id in the case file, its title, its source and its date."""

    id: str
    title: str
    source: str
    date: str


class MatterItem(Struct, frozen=True):
    """One matter; `ground` is its provision, for a notice that has several."""

    number: int
    text: str
    ground: str
    evidence: tuple[CitedEvidence, ...]
    gap: Gap | None = None


class NoticeMatters(Block, frozen=True, kw_only=True):
    """The matters, numbered through all grounds; `grounds` says on how many they rest."""

    grounds: int = 0
    items: tuple[MatterItem, ...] = ()
    missing: tuple[Gap, ...] = ()


def compose_matters(scene: Scene, entry: BlockEntry) -> Answer:
    """The matters; a gap where there is none, one for each without evidence, one for evidence that is not for all."""
    notice = notice_in(scene)
    if notice is None:
        return empty(NoticeMatters, entry, no_notice(scene))
    withheld = _withheld(scene, notice)
    sheet = sheet_of(scene, notice)
    if not sheet.matters:
        missing = withheld[0] if withheld else gap(scene, "the matters that it is based on", notice, "grounds")
        return empty(NoticeMatters, entry, missing)
    titles = {ground.law.id: ground.law.title for ground in sheet.grounds}
    items = tuple(_item(scene, matter, titles, is_withheld=bool(withheld)) for matter in sheet.matters)
    block = NoticeMatters(title=entry.title or "", grounds=len(sheet.grounds), items=items, missing=withheld)
    gaps = (*withheld, *(item.gap for item in items if item.gap))
    cited = (scene.case.find("evidence", each.id) for item in items for each in item.evidence)
    used: tuple[Record, ...] = (notice, *(each for each in cited if each is not None))
    return Answer(block, gaps, used)


def _item(scene: Scene, matter: NoticeMatter, titles: dict[str, str], *, is_withheld: bool) -> MatterItem:
    """One matter; without evidence it is a gap, unless one already says that the evidence is confidential."""
    missing = None
    if not matter.evidence and not is_withheld:
        missing = gap(scene, f"the evidence for matter {matter.number}", scene.record, *matter.path)
    return MatterItem(
        number=matter.number,
        text=matter.text,
        ground=titles.get(matter.ground, ""),
        evidence=tuple(
            CitedEvidence(each.id, each.title, begun(each.source), day(each.dated)) for each in matter.evidence
        ),
        gap=missing,
    )


def _withheld(scene: Scene, notice: Notice) -> tuple[Gap, ...]:
    """A gap for the evidence that the notice cites and that not all of its readers may see: it never just shrinks."""
    kept_back = [each for each in scene.withheld if notice.record_id in each.cited_by]
    if not kept_back:
        return ()
    return (gap(scene, "evidence that everyone who gets the notice may read", notice, "grounds", why="confidential"),)


NOTICE_MATTERS = BlockKind("notice-matters", NoticeMatters, compose_matters)
CONCERN_MATTERS = BlockKind("concern-matters", NoticeMatters, compose_matters)
"""The same for a letter that is not statutory: it names no provision."""
