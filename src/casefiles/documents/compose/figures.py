"""The figures of one piece of evidence as a table: a data set of the school, each beside what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, begun, figure, or_nothing
from casefiles.model.records import DataRow, Evidence
from casefiles.policy.pack import BlockEntry

__all__ = ["FIGURES", "FigureLine", "Figures"]


@dataclass(frozen=True)
class FigureLine:
    """One figure: of what, of which pupils (empty for all), of which year, and what stands beside it."""

    measure: str
    group: str
    year: str
    value: str
    england: str
    similar: str


@dataclass(frozen=True, kw_only=True)
class Figures(Block):
    """The figures in the file's order; `source` is where they come from."""

    source: str = ""
    rows: tuple[FigureLine, ...] = ()


def compose_figures(scene: Scene, entry: BlockEntry) -> Answer:
    """The record's own figures; a gap where it has none."""
    evidence = scene.record
    if not isinstance(evidence, Evidence) or not evidence.data:
        return empty(Figures, entry, gap(scene, "figures", evidence, "data"))
    rows = tuple(_line(row) for row in evidence.data)
    return Answer(Figures(title=entry.title or "", source=evidence.source, rows=rows), used=(evidence,))


def _line(row: DataRow) -> FigureLine:
    return FigureLine(
        row.measure,
        begun(or_nothing(row.group)),
        or_nothing(row.year),
        amount(row.value, row.unit),
        figure(row.england, row.unit),
        figure(row.similar, row.unit),
    )


FIGURES = BlockKind("figures", Figures, compose_figures)
