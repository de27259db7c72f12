"""The agreed priorities, numbered as every other block of the document numbers them."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.case import Priority
from casefiles.model.records import Evidence
from casefiles.policy.pack import BlockEntry

__all__ = ["PRIORITIES", "Priorities", "PriorityEvidence", "PriorityLine"]


class PriorityEvidence(Struct, frozen=True):
    """A piece of evidence for a priority, with its date."""

    title: str
    date: str


class PriorityLine(Struct, frozen=True):
    """One priority: its number, title, evaluation area, place in the school's plan and evidence."""

    number: int
    text: str
    area: str
    plan_reference: str
    evidence: tuple[PriorityEvidence, ...]


class Priorities(Block, frozen=True, kw_only=True):
    """The priorities that were open on the document's date."""

    items: tuple[PriorityLine, ...] = ()


def compose_priorities(scene: Scene, entry: BlockEntry) -> Answer:
    """The open priorities in the file's order; a gap where there is none."""
    if not scene.priorities:
        return empty(Priorities, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    lines, used = [], list[Priority | Evidence](scene.priorities)
    for number, priority in enumerate(scene.priorities, start=1):
        found = [e for e in scene.case.evidence if e.record_id in priority.evidence]
        used += found
        lines.append(
            PriorityLine(
                number,
                priority.title,
                scene.term("area", priority.area),
                or_nothing(priority.plan_reference),
                tuple(PriorityEvidence(e.title, day(e.date)) for e in found),
            )
        )
    return Answer(Priorities(title=entry.title or "", items=tuple(lines)), used=tuple(used))


PRIORITIES = BlockKind("priorities", Priorities, compose_priorities)
