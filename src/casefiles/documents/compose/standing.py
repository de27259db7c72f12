"""Where a priority's measure stands: at the start, at the meeting, and where it is to be."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, figure, or_nothing
from casefiles.model.case import Outcome, Priority
from casefiles.model.records import Meeting, Progress

__all__ = ["KnownOfAny", "Standing", "known_of_any", "standing_of"]


class Standing(Struct, frozen=True):
    """A measure's values with their units, `value` the one at the meeting; empty where not known."""

    measure: str
    baseline: str
    value: str
    target: str
    due_on: str
    judgement: str
    risk: str


class KnownOfAny(Struct, frozen=True):
    """Which values at least one of several measures has."""

    baseline: bool = False
    value: bool = False
    target: bool = False


def known_of_any(standings: Iterable[Standing]) -> KnownOfAny:
    """What is known of any of the measures: a table has no column for the rest."""
    all_of_them = tuple(standings)
    return KnownOfAny(
        any(each.baseline for each in all_of_them),
        any(each.value for each in all_of_them),
        any(each.target or each.due_on for each in all_of_them),
    )


def standing_of(scene: Scene, priority: Priority, meeting: Meeting | None) -> Standing:
    """Where the priority stood at the meeting."""
    outcome = priority.outcome or Outcome()
    noted = (meeting.progress.get(priority.record_id) if meeting else None) or Progress()
    return Standing(
        measure=or_nothing(outcome.measure),
        baseline=figure(outcome.baseline, outcome.unit),
        value=amount(noted.value, outcome.unit),
        target=amount(outcome.target, outcome.unit),
        due_on=day(outcome.due_on),
        judgement=scene.term("judgement", noted.judgement),
        risk=scene.term("risk", noted.risk),
    )
