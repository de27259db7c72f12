"""Tables read off a whole caseload: every number in them knows the schools and the lines that it was read off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from casefiles.diagnostics import Span
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import as_words
from casefiles.model.base import Record
from casefiles.policy.overview import SchoolOn, schools_on
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Paragraph, Prose, Table

__all__ = [
    "CaseloadTable",
    "Cell",
    "Made",
    "Maker",
    "NamedTable",
    "Source",
    "Tabled",
    "cell",
    "counted",
    "fewer",
    "rows_of",
    "table_block",
    "tables_in",
]


@dataclass(frozen=True, slots=True)
class Source:
    """One line that a value was read off, and the school that it is of (empty for the programme's own)."""

    school: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and where it was read."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table: its head, and its rows of cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table of a report under its title."""

    title: str
    table: Tabled

    def traced(self) -> Iterator[tuple[str, str, str, Cell, Source]]:
        """Each place that a value was read at: the table, the row's first cell, the column, the cell, the place."""
        for row in self.table.rows:
            for column, each in zip(self.table.head, row, strict=False):
                for source in each.sources:
                    yield self.title, row[0].text, column, each, source


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker gives: the table, what is said where it has no row, and the records that it shows."""

    table: Tabled
    nothing: str
    used: tuple[Record, ...] = ()


Maker = Callable[[Scene, Mapping[str, object]], Made]
"""Makes one table of a report."""


@dataclass(frozen=True, kw_only=True)
class CaseloadTable(Block):
    """A table of a report, as prose for the page and as cells for a workbook."""

    text: Prose = field(default_factory=Prose)
    table: Tabled = field(default_factory=lambda: Tabled((), ()))


def tables_in(blocks: object) -> tuple[NamedTable, ...]:
    """The tables among a document's blocks that were read off a caseload, in order."""
    names = getattr(type(blocks), "__dataclass_fields__", {})
    found = (getattr(blocks, name) for name in names)
    return tuple(NamedTable(each.title, each.table) for each in found if isinstance(each, CaseloadTable))


def cell(text: str, school: str = "", *spans: Span) -> Cell:
    """A cell read off these lines of one school, or of the programme."""
    return Cell(text, tuple(Source(school, span) for span in spans))


def counted(schools: Iterable[tuple[str, Span]]) -> Cell:
    """A number of schools, read off a line of each."""
    sources = tuple(Source(name, span) for name, span in schools)
    return Cell(str(len(sources)), sources)


def fewer(number: Decimal | int, scene: Scene) -> bool:
    """Whether a number of pupils is too small to be printed: above nothing, and below the authority's threshold."""
    programme = scene.case.programme
    return programme is not None and 0 < number < programme.small_numbers


def rows_of(scene: Scene) -> tuple[SchoolOn, ...]:
    """The schools on the report's date."""
    if scene.packs is None:
        return ()
    return schools_on(scene.case.schools, scene.packs, scene.dated)


def table_block(name: str, maker: Maker, params: Mapping[str, bool] | None = None) -> BlockKind:
    """A kind of block that is one such table."""

    def compose(scene: Scene, entry: BlockEntry) -> Answer:
        made = maker(scene, entry.params)
        if scene.case.programme is None:
            return empty(CaseloadTable, entry, gap(scene, name.replace("-", " "), scene.record))
        if not made.table.rows:
            words = Prose((Paragraph(as_words(made.nothing)),))
            return Answer(CaseloadTable(title=entry.title or "", text=words, table=made.table), used=made.used)
        shown = Table(
            tuple(as_words(head) for head in made.table.head),
            tuple(tuple(as_words(each.text) for each in row) for row in made.table.rows),
        )
        return Answer(CaseloadTable(title=entry.title or "", text=Prose((shown,)), table=made.table), used=made.used)

    return BlockKind(name, CaseloadTable, compose, params or {})
