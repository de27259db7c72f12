"""The form on attainment and progress that a school completes: what is known already, and room for the rest."""

from __future__ import annotations

from msgspec import Struct, field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.standing import Standing, standing_of
from casefiles.documents.compose.words import as_words, day
from casefiles.model.case import Priority
from casefiles.model.records import Meeting
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import last_held_before, received_of
from casefiles.prose import Prose, Table

__all__ = [
    "FORM_GRID",
    "FORM_MEASURES",
    "PRIORITIES_STANDING",
    "FormGrid",
    "FormMeasure",
    "FormMeasures",
    "form_measures",
    "grid_of",
]


class FormMeasure(Struct, frozen=True):
    """A priority with its measure as it stood at the last meeting that knew it (`measured_on`)."""

    number: int
    text: str
    standing: Standing
    measured_on: str


class FormMeasures(Block, frozen=True, kw_only=True):
    """The priorities that the school reports on."""

    items: tuple[FormMeasure, ...] = ()


class FormGrid(Block, frozen=True, kw_only=True):
    """An empty table to be filled in: a row for each year group of the school's phase; `last_on` when it last came."""

    text: Prose = field(default_factory=Prose)
    last_on: str = ""


def compose_form_measures(scene: Scene, entry: BlockEntry) -> Answer:
    """The priorities with what is known; nothing where none is agreed yet."""
    if not scene.priorities:
        return empty(FormMeasures, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    return Answer(FormMeasures(title=entry.title or "", items=form_measures(scene)), used=scene.priorities)


def form_measures(scene: Scene) -> tuple[FormMeasure, ...]:
    """The priorities with their numbers, as the last meeting that judged each left it."""
    return tuple(_measure(scene, at, priority) for at, priority in enumerate(scene.priorities, start=1))


def compose_form_grid(scene: Scene, entry: BlockEntry) -> Answer:
    """The `columns` and `rows` that the pack gives for the school's phase; a gap where it gives none."""
    columns, rows = grid_of(scene, entry)
    if not rows or not columns:
        return empty(FormGrid, entry, gap(scene, "year groups", scene.case.school, "phase", where="school.yaml"))
    table = Table(
        tuple(as_words(head) for head in columns),
        tuple((as_words(row), *(() for _ in columns[1:])) for row in rows),
    )
    came = received_of(scene.view, (str(entry.params.get("returned", "")),), by=scene.dated)
    last_on = day(came[-1].received_on or came[-1].date) if came else ""
    return Answer(FormGrid(title=entry.title or "", text=Prose((table,)), last_on=last_on), used=(scene.case.school,))


def grid_of(scene: Scene, entry: BlockEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The heads and the labels of the rows that the pack gives for the school's phase."""
    by_phase, heads = entry.params.get("rows") or {}, entry.params.get("columns") or {}
    phases = scene.case.school.phase
    columns = next((tuple(map(str, heads[phase])) for phase in phases if phase in heads), ())
    return columns, tuple(str(row) for phase in phases for row in by_phase.get(phase) or ())


def _measure(scene: Scene, at: int, priority: Priority) -> FormMeasure:
    """One priority, as the last meeting that measured it left it."""
    before = scene.record_on
    known: Meeting | None = None
    while known is None and (meeting := last_held_before(scene.view, before)) is not None:
        noted = meeting.progress.get(priority.record_id)
        known = meeting if noted is not None and (noted.value is not None or noted.judgement) else None
        before = meeting.date
    return FormMeasure(at, priority.title, standing_of(scene, priority, known), day(known.date) if known else "")


FORM_MEASURES = BlockKind("form-measures", FormMeasures, compose_form_measures)
PRIORITIES_STANDING = BlockKind("priorities-standing", FormMeasures, compose_form_measures)
"""The same as a paper of the meeting: how each priority stood when it was last judged."""
FORM_GRID = BlockKind("form-grid", FormGrid, compose_form_grid, {"rows": True, "columns": True, "returned": False})
