"""The form on attainment and progress as a sheet: what is known, and fields for the figures of today."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.compose.meeting_dates import documents_by
from casefiles.documents.compose.progress_form import FormMeasure, form_measures, grid_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import prose_of
from casefiles.documents.compose.words import day, number
from casefiles.documents.sheet.fields import Field, anchor_of, prose_field, text_field
from casefiles.documents.word.controls import Anchor, Control
from casefiles.model.case import Priority
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting, Received
from casefiles.policy.minutes import priority_section
from casefiles.policy.pack import BlockEntry, DocumentEntry, Edition

__all__ = [
    "PROGRESS",
    "ProgressForm",
    "compose_progress",
    "figure_path",
    "progress_entry",
    "returned_kind",
    "returned_of",
]

PROGRESS = "progress-form"
_GRID, _MEASURES, _COLUMNS = "form-grid", "form-measures", 3


class MeasurePart(Struct, frozen=True):
    """A priority with what is known of it, the field for the latest figure, and the one for what it shows."""

    facts: FormMeasure
    value: Field
    comment: Field


class GridRow(Struct, frozen=True):
    """A row of the table by year group: its label and the fields of its three columns."""

    anchor: Anchor
    label: str
    first: Control
    second: Control
    third: Control


class Grid(Struct, frozen=True):
    """One table of figures, with the heads of its columns."""

    title: str
    label: str
    first: str
    second: str
    third: str
    rows: tuple[GridRow, ...]


class ProgressForm(Struct, frozen=True):
    """What the form shows and asks; `return_by` is empty where the pack gives no day."""

    kind: str
    return_by: str
    measures: tuple[MeasurePart, ...]
    grids: tuple[Grid, ...]


def progress_entry(edition: Edition, meeting: Meeting) -> DocumentEntry | None:
    """The pack's form for this kind of meeting, if it has one."""
    return next(
        (
            entry
            for entry in edition.documents
            if entry.kind == "return-form"
            and entry.record == "meeting"
            and (not entry.record_kinds or edition.canonical("meeting-kind", meeting.kind) in entry.record_kinds)
            and any(block.block == _GRID for block in entry.blocks)
        ),
        None,
    )


def returned_kind(entry: DocumentEntry) -> str:
    """As what the completed form is filed, in the pack's word for what is received."""
    found = (str(block.params["returned"]) for block in entry.blocks if "returned" in block.params)
    return next(found, "other")


def returned_of(case: Case, edition: Edition, meeting: Meeting, kind: str) -> Received | None:
    """The form that has come back for the meeting already."""
    sent = (each for each in case.received if each.meeting == meeting.record_id)
    return next((each for each in sent if edition.canonical("received-kind", each.kind) == kind), None)


def compose_progress(scene: Scene, meeting: Meeting) -> ProgressForm:
    """The form, filled with what has come back already."""
    entry = progress_entry(scene.edition, meeting)
    blocks = entry.blocks if entry else ()
    known = returned_of(scene.case, scene.edition, meeting, returned_kind(entry)) if entry else None
    before = next((block.params["documents-by"] for block in blocks if "documents-by" in block.params), None)
    has_measures = any(block.block == _MEASURES for block in blocks)
    parts = zip(scene.priorities, form_measures(scene), strict=True) if has_measures else ()
    return ProgressForm(
        kind=scene.entry.title,
        return_by=day(documents_by(scene.calendar, meeting.date, before)),
        measures=tuple(_measure(priority, facts, known) for priority, facts in parts),
        grids=tuple(grid for block in blocks if block.block == _GRID for grid in _grid(scene, block, known)),
    )


def figure_path(name: str) -> str:
    """The path of the field for a figure of that name."""
    return f"figure.{name}"


def _measure(priority: Priority, facts: FormMeasure, known: Received | None) -> MeasurePart:
    name = f"priority-{priority.record_id}"
    unit = (priority.outcome.unit if priority.outcome else None) or ""
    section = priority_section(known.body, priority) if known else None
    return MeasurePart(
        facts,
        text_field(figure_path(name), f"Latest figure ({priority.record_id})", _figure(known, name), unit),
        prose_field(f"comment.{priority.record_id}", f"What it shows ({priority.record_id})", prose_of(section)),
    )


def _grid(scene: Scene, block: BlockEntry, known: Received | None) -> Iterator[Grid]:
    """The block's table, where it has three columns for figures: a page of Word has room for no other number here."""
    heads, rows = grid_of(scene, block)
    if len(heads) != _COLUMNS + 1 or not rows:
        return
    lines = []
    for row in rows:
        names = [_name(block.id or block.block, row, head) for head in heads[1:]]
        fields = [
            text_field(figure_path(name), f"{row}, {head}", _figure(known, name)).control
            for name, head in zip(names, heads[1:], strict=True)
        ]
        lines.append(GridRow(anchor_of(figure_path(f"row-{block.id}-{row}")), row, *fields))
    label, first, second, third = heads
    yield Grid(block.title or "", label, first, second, third, tuple(lines))


def _name(*parts: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")


def _figure(known: Received | None, name: str) -> str:
    return number(known.figures.get(name)) if known else ""
