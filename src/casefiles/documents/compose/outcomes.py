"""The expected end-of-support outcomes: a measure with its baseline, target and date for each priority."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, figure, or_nothing
from casefiles.model.case import Outcome, Priority
from casefiles.policy.pack import BlockEntry

__all__ = ["OUTCOMES", "OutcomeLine", "Outcomes", "outcome_gap"]


class OutcomeLine(Struct, frozen=True):
    """One priority's outcome; `target` with its unit, `baseline` beside it without, empty where not given."""

    number: int
    priority: str
    measure: str
    baseline: str
    target: str
    due_on: str
    gap: Gap | None = None


class Outcomes(Block, frozen=True, kw_only=True):
    """The outcomes of the priorities that were open on the document's date."""

    items: tuple[OutcomeLine, ...] = ()


def compose_outcomes(scene: Scene, entry: BlockEntry) -> Answer:
    """One line a priority; a gap for each that has no measure or no target."""
    if not any(priority.outcome for priority in scene.priorities):
        first = scene.priorities[0] if scene.priorities else None
        return empty(Outcomes, entry, gap(scene, "agreed outcomes", first, "outcome", where="priorities.yaml"))
    lines = tuple(_line(scene, n, priority) for n, priority in enumerate(scene.priorities, start=1))
    return Answer(
        Outcomes(title=entry.title or "", items=lines),
        tuple(line.gap for line in lines if line.gap),
        scene.priorities,
    )


def outcome_gap(scene: Scene, priority: Priority) -> Gap | None:
    """What a priority's outcome lacks: all of it, its measure or its target."""
    outcome = priority.outcome
    if outcome is None:
        missing = "outcome"
    elif not outcome.measure:
        missing = "measure of the outcome"
    elif outcome.target is None:
        missing = "target of the outcome"
    else:
        return None
    return gap(scene, f"{missing} ({priority.id})", priority, "outcome")


def _line(scene: Scene, number: int, priority: Priority) -> OutcomeLine:
    """The outcome of one priority."""
    outcome = priority.outcome or Outcome()
    return OutcomeLine(
        number,
        priority.title,
        or_nothing(outcome.measure),
        figure(outcome.baseline, outcome.unit),
        amount(outcome.target, outcome.unit),
        day(outcome.due_on),
        outcome_gap(scene, priority),
    )


OUTCOMES = BlockKind("outcomes", Outcomes, compose_outcomes)
