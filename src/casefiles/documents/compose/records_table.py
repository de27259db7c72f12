"""A table of the case's records: lets a pack add content without Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import as_words, begun, day, joined, number
from casefiles.model.base import Record, Shape
from casefiles.model.caseview import RECORD_TYPES
from casefiles.model.types import Names
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose, Table

__all__ = ["RECORDS_TABLE", "RecordsTable"]

_FILES = {"priority": "priorities.yaml", "action": "actions.yaml"}


class RecordsTable(Block, frozen=True, kw_only=True):
    """The records, a row each, as a table with a header row."""

    text: Prose = field(default_factory=Prose)


def compose_records_table(scene: Scene, entry: BlockEntry) -> Answer:
    """The records of `records` that `where` lets through, with the fields of `columns`; a gap where there is none.

    `columns` is a mapping of the printed head to the field's path with dots (`outcome.due_on`);
    `where` one of field to the values it may have. A column of which no record says anything is left out.
    """
    kind = str(entry.params.get("records", ""))
    columns: Mapping[str, str] = entry.params.get("columns") or {}
    wanted: Mapping[str, Any] = entry.params.get("where") or {}
    found = tuple(
        record
        for record in (scene.case.records(kind) if kind in RECORD_TYPES else ())
        if all(_value(record, path) in _several(values) for path, values in wanted.items())
    )
    if not found or not columns:
        missing = gap(scene, str(entry.params.get("what", kind)), None, where=_FILES.get(kind, kind))
        return empty(RecordsTable, entry, missing)
    printed = {head: [_printed(scene, record, path) for record in found] for head, path in columns.items()}
    shown = {head: cells for head, cells in printed.items() if any(cells)} or printed
    rows = zip(*shown.values(), strict=True)
    table = Table(tuple(map(as_words, shown)), tuple(tuple(map(as_words, row)) for row in rows))
    return Answer(RecordsTable(title=entry.title or "", text=Prose((table,))), used=found)


def _several(values: Any) -> tuple[Any, ...]:
    """One value or several as several."""
    return tuple(values) if isinstance(values, list | tuple) else (values,)


def _value(record: Record, path: str) -> Any:
    """The value at a path with dots, or None where a part of it is not there."""
    found: Any = record
    for name in path.split("."):
        found = record.record_id if found is record and name == "id" else getattr(found, name, None)
    return found


def _printed(scene: Scene, record: Record, path: str) -> str:
    """The value at the path in words; a person's id as the role's title, a priority's as its title."""
    value = _value(record, path)
    parent: Any = _value(record, path.rpartition(".")[0]) if "." in path else record
    return joined(_word(scene, item, _what(parent, path.rpartition(".")[2])) for item in _several(value))


def _what(parent: Any, name: str) -> str:
    """What a field's text names (person, priority, ...), or an empty string."""
    if not isinstance(parent, Shape) or name not in type(parent).model_fields:
        return ""
    marks = type(parent).model_fields[name].metadata
    return next((mark.what for mark in marks if isinstance(mark, Names)), "")


def _word(scene: Scene, value: Any, what: str) -> str:
    """One value in words."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return number(value)
    if what == "person":
        return begun(scene.role_title(str(value)))
    if what == "priority":
        named = next((p.title for p in scene.case.priorities if p.record_id == value), None)
        return named or str(value)
    return scene.term(what, str(value)) if what in scene.edition.lists else str(value)


RECORDS_TABLE = BlockKind(
    "records-table",
    RecordsTable,
    compose_records_table,
    {"records": True, "columns": True, "where": False, "what": False},
)
