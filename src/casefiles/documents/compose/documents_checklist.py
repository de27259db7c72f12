"""The documents that a school shares at a meeting: which are asked for, and which have come."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.records import Received
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import received_of

__all__ = ["DOCUMENTS_ASKED", "DOCUMENTS_CHECKLIST", "DocumentLine", "DocumentsChecklist", "papers_of"]


class DocumentLine(Struct, frozen=True):
    """One document: what it is, what the one that came is called, when it came (empty while it is awaited)."""

    text: str
    name: str
    received_on: str


class DocumentsChecklist(Block, frozen=True, kw_only=True):
    """The documents in the policy's order; `awaited` counts those that have not come."""

    items: tuple[DocumentLine, ...] = ()
    awaited: int = 0


def compose_documents_checklist(scene: Scene, entry: BlockEntry) -> Answer:
    """The latest of each of the pack's `documents` that had come by the document's date, and what else came."""
    found = dict(_latest(scene, entry))
    items = tuple(
        DocumentLine(scene.term("received-kind", kind), or_nothing(one.title), _came_on(one))
        if one
        else DocumentLine(scene.term("received-kind", kind), "", "")
        for kind, one in found.items()
    )
    if not items:
        return empty(DocumentsChecklist, entry, gap(scene, "documents that the school shares", scene.record))
    block = DocumentsChecklist(title=entry.title or "", items=items, awaited=sum(not one for one in found.values()))
    return Answer(block, used=tuple(one for one in found.values() if one))


def papers_of(scene: Scene, entry: BlockEntry) -> tuple[Received, ...]:
    """What has come of the documents of such a block, in its order."""
    return tuple(one for _, one in _latest(scene, entry) if one is not None)


def _latest(scene: Scene, entry: BlockEntry) -> Iterator[tuple[str, Received | None]]:
    """Each kind of document with the last one of it that had come; then others that came for this very meeting."""
    kinds = tuple(str(kind) for kind in entry.params.get("documents") or ())
    for kind in kinds:
        came = [one for one in received_of(scene.view, (kind,)) if _is_shown(one)]
        yield kind, came[-1] if came else None
    for one in scene.case.received:
        kind = scene.edition.canonical("received-kind", one.kind)
        if one.meeting == scene.record.record_id and kind not in kinds:
            yield kind, one


def _is_shown(one: Received) -> bool:
    """Whether the record is one that may be named in the pack."""
    return not one.restricted


def _came_on(one: Received) -> str:
    return day(one.received_on or one.date)


_PARAMS = {"documents": True}
DOCUMENTS_CHECKLIST = BlockKind("documents-checklist", DocumentsChecklist, compose_documents_checklist, _PARAMS)
DOCUMENTS_ASKED = BlockKind("documents-asked", DocumentsChecklist, compose_documents_checklist, _PARAMS)
