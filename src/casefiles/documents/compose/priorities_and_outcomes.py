"""The agreed priorities with the outcome of each: one line a priority, for letters that must be short."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.outcomes import outcome_gap
from casefiles.documents.compose.priorities import PriorityEvidence
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, figure, or_nothing
from casefiles.model.base import Record
from casefiles.model.case import Outcome, Priority
from casefiles.model.records import Evidence
from casefiles.policy.pack import BlockEntry

__all__ = ["PRIORITIES_AND_OUTCOMES", "AgreedPriority", "PrioritiesAndOutcomes"]


class AgreedPriority(Struct, frozen=True):
    """One priority with what will have changed; a missing outcome is its `gap`.

    `evidence` is what the document's criteria have not named already. `target` has its unit, `baseline`
    beside it has not.
    """

    number: int
    text: str
    area: str
    plan_reference: str
    evidence: tuple[PriorityEvidence, ...]
    measure: str
    baseline: str
    target: str
    due_on: str
    gap: Gap | None = None


class PrioritiesAndOutcomes(Block, frozen=True, kw_only=True):
    """The priorities that were open on the document's date, numbered as in its other blocks."""

    items: tuple[AgreedPriority, ...] = ()


def compose_priorities_and_outcomes(scene: Scene, entry: BlockEntry) -> Answer:
    """One line a priority; a gap where there is none, and one for each that has no measure or target."""
    if not scene.priorities:
        return empty(PrioritiesAndOutcomes, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    cited = _named_by_criteria(scene)
    rows = [_row(scene, number, priority, cited) for number, priority in enumerate(scene.priorities, start=1)]
    used: list[Record] = [*scene.priorities, *(evidence for _, found in rows for evidence in found)]
    items = tuple(line for line, _ in rows)
    block = PrioritiesAndOutcomes(title=entry.title or "", items=items)
    return Answer(block, tuple(line.gap for line in items if line.gap), tuple(used))


def _named_by_criteria(scene: Scene) -> frozenset[str] | None:
    """The evidence that the document names with its criteria; None where it names no evidence at all."""
    if not any(block.block == "issues-and-context" for block in scene.entry.blocks):
        return None
    criteria = scene.level.criteria if scene.level else ()
    return frozenset(evidence.record_id for one in criteria for evidence in scene.unresolved(one))


def _row(
    scene: Scene, number: int, priority: Priority, cited: frozenset[str] | None
) -> tuple[AgreedPriority, tuple[Evidence, ...]]:
    """One priority's line, with the evidence that it names."""
    outcome = priority.outcome or Outcome()
    found = tuple(
        evidence
        for evidence in scene.case.evidence
        if cited is not None and evidence.record_id in priority.evidence and evidence.record_id not in cited
    )
    line = AgreedPriority(
        number=number,
        text=priority.title,
        area=scene.term("area", priority.area),
        plan_reference=or_nothing(priority.plan_reference),
        evidence=tuple(PriorityEvidence(evidence.title, day(evidence.date)) for evidence in found),
        measure=or_nothing(outcome.measure),
        baseline=figure(outcome.baseline, outcome.unit),
        target=amount(outcome.target, outcome.unit),
        due_on=day(outcome.due_on),
        gap=outcome_gap(scene, priority),
    )
    return line, found


PRIORITIES_AND_OUTCOMES = BlockKind("priorities-and-outcomes", PrioritiesAndOutcomes, compose_priorities_and_outcomes)
