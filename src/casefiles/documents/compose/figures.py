"""The figures of one piece of evidence as a table: a data set of the school, each beside what it is compared with.

The school's own leaders hold the numbers. Whoever else reads the table sees no number of too few pupils.
"""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.small_numbers import NumberRow, is_for_leaders, small_numbers, threshold
from casefiles.documents.compose.words import amount, begun, figure, or_nothing
from casefiles.model.records import DataRow, Evidence
from casefiles.policy.pack import BlockEntry

__all__ = ["FIGURES", "FigureLine", "Figures"]


class FigureLine(Struct, frozen=True):
    """One figure: of what, of which pupils (empty for all), of which year, and what stands beside it."""

    measure: str
    group: str
    year: str
    value: str
    england: str
    similar: str


class Figures(Block, frozen=True, kw_only=True):
    """The figures in the file's order; `source` is where they come from, `fewest` the least number that is shown.

    That is named only where a smaller one is not shown. `has_england` and `has_similar` say with what they compare.
    """

    source: str = ""
    fewest: str = ""
    rows: tuple[FigureLine, ...] = ()
    has_england: bool = False
    has_similar: bool = False


def compose_figures(scene: Scene, entry: BlockEntry) -> Answer:
    """The record's own figures; a gap where it has none.

    `counts` are the data sets that count pupils or what happened to them, `rolls` those of the pupils on roll.
    """
    evidence = scene.record
    if not isinstance(evidence, Evidence) or not evidence.data:
        return empty(Figures, entry, gap(scene, "figures", evidence, "data"))
    known = [_numbered(scene, row) for row in evidence.data]
    few = None
    if not is_for_leaders(scene):
        few = small_numbers(scene, known, _names(entry, "counts"), _names(entry, "rolls"))
    hidden = [few.instead_of(each, each.row) if few else "" for each in known]
    rows = tuple(_line(each.row, instead) for each, instead in zip(known, hidden, strict=True))
    block = Figures(
        title=entry.title or "",
        source=evidence.source,
        fewest=str(threshold(scene.case)) if any(hidden) else "",
        rows=rows,
        has_england=any(row.england for row in rows),
        has_similar=any(row.similar for row in rows),
    )
    return Answer(block, used=(evidence,))


def _numbered(scene: Scene, row: DataRow) -> NumberRow:
    data_set = scene.edition.canonical("data-set", row.data_set) if row.data_set else ""
    return NumberRow((scene.case.id, data_set, row.measure), data_set, row)


def _names(entry: BlockEntry, key: str) -> frozenset[str]:
    given = entry.params.get(key, ())
    return frozenset(map(str, given)) if isinstance(given, list | tuple) else frozenset()


def _line(row: DataRow, instead: str) -> FigureLine:
    return FigureLine(
        row.measure,
        begun(or_nothing(row.group)),
        or_nothing(row.year),
        instead or amount(row.value, row.unit),
        figure(row.england, row.unit),
        figure(row.similar, row.unit),
    )


FIGURES = BlockKind("figures", Figures, compose_figures, {"counts": False, "rolls": False})
