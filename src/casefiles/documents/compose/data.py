"""The data panel: the latest figures, with attendance and key groups, and where each priority's measure stands.

Numbers of too few pupils are not shown to anybody but the school's own leaders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.small_numbers import NumberRow, is_for_leaders, small_numbers
from casefiles.documents.compose.words import amount, figure, or_nothing
from casefiles.model.case import Priority
from casefiles.model.records import DataRow, Evidence
from casefiles.policy.pack import BlockEntry

__all__ = ["DATA", "Data", "DataLine", "MeasureLine"]

_ATTENDANCE = re.compile(r"\b(?:attendance|absence|absent)\b", re.IGNORECASE)
_ALL = frozenset({"all", "all pupils"})


class DataLine(Struct, frozen=True):
    """One figure with what it is compared with; `value` alone has a unit in words, all of them their sign."""

    measure: str
    group: str
    year: str
    value: str
    england: str
    london: str


class MeasureLine(Struct, frozen=True):
    """Where one priority's measure stood at the meeting."""

    number: int
    measure: str
    value: str
    baseline: str
    target: str


class Data(Block, frozen=True, kw_only=True):
    """The figures, and what the panel must show and does not (`missing`)."""

    measures: tuple[MeasureLine, ...] = ()
    rows: tuple[DataLine, ...] = ()
    missing: tuple[Gap, ...] = ()


def compose_data(scene: Scene, entry: BlockEntry) -> Answer:
    """The panel; a gap where there are no figures at all, and one each for attendance and key groups."""
    measures = tuple(_measures(scene))
    latest = _latest(scene)
    if not measures and not latest:
        return empty(Data, entry, _gap(scene, "data"))
    numbers = [NumberRow((scene.case.id, row.measure.casefold()), "", row) for row, _ in latest]
    few = None if is_for_leaders(scene) else small_numbers(scene, numbers, frozenset(), frozenset())
    rows = tuple(_line(each.row, few.instead_of(each, each.row) if few else "") for each in numbers)
    missing = []
    if not any(
        _ATTENDANCE.search(measure) for measure in [line.measure for line in rows] + [m.measure for m in measures]
    ):
        missing.append(_gap(scene, "data on attendance"))
    if not any(row.group and row.group.casefold() not in _ALL for row, _ in latest):
        missing.append(_gap(scene, "data for key groups"))
    gaps = tuple(missing) if entry.required else ()
    block = Data(title=entry.title or "", measures=measures, rows=rows, missing=gaps)
    return Answer(block, gaps, (scene.record, *dict.fromkeys(evidence for _, evidence in latest)))


def _gap(scene: Scene, what: str) -> Gap:
    """The gap of figures, with the reason where the readers may not see some evidence."""
    why = "confidential" if any(w.kind == "evidence" for w in scene.withheld) else ""
    return gap(scene, what, None, why=why, where="evidence")


def _latest(scene: Scene) -> list[tuple[DataRow, Evidence]]:
    """The newest figure of each measure and group, in the order in which the measures first came up."""
    found: dict[tuple[str, str], tuple[DataRow, Evidence]] = {}
    for evidence in sorted(scene.case.evidence, key=lambda e: (e.date, e.record_id)):
        for row in evidence.data:
            key = (row.measure.casefold(), (row.group or "").casefold())
            known = found.get(key)
            if known is None or (row.year or "") >= (known[0].year or ""):
                found[key] = (row, evidence)
    return list(found.values())


def _line(row: DataRow, instead: str) -> DataLine:
    """One figure as the panel prints it: a unit in words stands once, at the school's own value."""
    return DataLine(
        row.measure,
        or_nothing(row.group),
        or_nothing(row.year),
        instead or amount(row.value, row.unit),
        figure(row.england, row.unit),
        figure(row.london, row.unit),
    )


def _measures(scene: Scene) -> Iterator[MeasureLine]:
    """The priorities whose measure has a value at this meeting."""
    progress = scene.meeting.progress if scene.meeting else {}
    for count, priority in enumerate(scene.priorities, start=1):
        noted = progress.get(priority.record_id)
        if noted is not None and noted.value is not None:
            yield _measure(count, priority, amount(noted.value, priority.outcome.unit if priority.outcome else None))


def _measure(count: int, priority: Priority, value: str) -> MeasureLine:
    """Where one priority's measure stands between its baseline and its target."""
    outcome = priority.outcome
    if outcome is None:
        return MeasureLine(count, priority.title, value, "", "")
    return MeasureLine(
        count,
        outcome.measure or priority.title,
        value,
        figure(outcome.baseline, outcome.unit),
        figure(outcome.target, outcome.unit),
    )


DATA = BlockKind("data", Data, compose_data)
