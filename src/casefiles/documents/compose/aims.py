"""The end-of-year aims: for each priority what is to be reached by the end of the academic year."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.outcomes import outcome_gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, figure, or_nothing
from casefiles.model.case import Outcome, Priority
from casefiles.policy.pack import BlockEntry

__all__ = ["AIMS", "Aim", "Aims"]


class Aim(Struct, frozen=True):
    """One priority's aim for the year: in the officer's words (`text`), or its outcome where that falls in the year."""

    number: int
    priority: str
    text: str
    measure: str
    baseline: str
    target: str
    due_on: str
    gap: Gap | None = None


class Aims(Block, frozen=True, kw_only=True):
    """The aims for the academic year of the meeting (2025-26)."""

    year: str = ""
    items: tuple[Aim, ...] = ()


def compose_aims(scene: Scene, entry: BlockEntry) -> Answer:
    """One aim a priority; a gap for each that has neither an aim for the year nor an outcome within it."""
    if not scene.priorities:
        return empty(Aims, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    year = scene.calendar.academic_year(scene.record_on)
    items = tuple(_aim(scene, year, n, priority) for n, priority in enumerate(scene.priorities, start=1))
    block = Aims(title=entry.title or "", year=year, items=items)
    return Answer(block, tuple(item.gap for item in items if item.gap), scene.priorities)


def _aim(scene: Scene, year: str, number: int, priority: Priority) -> Aim:
    """The aim of one priority: its own for the year, else its outcome if it or the support ends in the year."""
    own = priority.year_aims.get(year, "")
    if own:
        return Aim(number, priority.title, own, "", "", "", "")
    outcome = priority.outcome or Outcome()
    exit_on = scene.level.exit_expected_on if scene.level else None
    ends = [on for on in (outcome.due_on, exit_on) if on]
    missing = outcome_gap(scene, priority)
    if missing is None and ends and year not in {scene.calendar.academic_year(on) for on in ends}:
        missing = gap(scene, f"aim for the end of {year} ({priority.id})", priority, "year_aims")
    if missing is not None:
        return Aim(number, priority.title, "", "", "", "", "", missing)
    return Aim(
        number,
        priority.title,
        "",
        or_nothing(outcome.measure),
        figure(outcome.baseline, outcome.unit),
        amount(outcome.target, outcome.unit),
        day(outcome.due_on),
    )


AIMS = BlockKind("aims", Aims, compose_aims)
