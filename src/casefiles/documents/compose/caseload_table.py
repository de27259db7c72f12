"""Tables read off a whole caseload: every number in them knows the schools and the lines that it was read off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from casefiles.diagnostics import Span
from casefiles.documents.charts.chart import Chart
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import as_words, day, number
from casefiles.model.base import Record
from casefiles.policy.overview import SchoolOn, schools_on
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Block as ProseBlock
from casefiles.prose import Heading, Paragraph, Prose, Table

__all__ = [
    "NOWHERE",
    "CaseloadTable",
    "Cell",
    "Made",
    "Maker",
    "NamedTable",
    "Source",
    "Tabled",
    "cell",
    "counted",
    "dated",
    "level_word",
    "numbered",
    "rows_of",
    "table_block",
    "tables_in",
]


class Source(Struct, frozen=True):
    """One line that a value was read off, and the school that it is of (empty for the programme's own)."""

    school: str
    span: Span


NOWHERE = Source("", Span("none", 0))
"""The place of a nought: no line was counted."""


class Cell(Struct, frozen=True):
    """What stands in a cell, where it was read, and the number or the day that it says, if it says one.

    `is_instead` says that it stands in place of a number that is not shown.
    """

    text: str
    sources: tuple[Source, ...] = ()
    value: Decimal | date | None = None
    is_instead: bool = False


class Tabled(Struct, frozen=True):
    """A table: its head, and its rows of cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class NamedTable(Struct, frozen=True):
    """A table of a report under its title."""

    title: str
    table: Tabled

    def traced(self) -> Iterator[tuple[str, str, str, Cell, Source]]:
        """Each place that a value was read at: the table, the row's first cell, the column, the cell, the place.

        A nought was read off no line: it stands once, with `NOWHERE` for its place.
        """
        for row in self.table.rows:
            for column, each in zip(self.table.head, row, strict=False):
                for source in each.sources or ((NOWHERE,) if each.value == 0 else ()):
                    yield self.title, row[0].text, column, each, source


class Made(Struct, frozen=True):
    """What a maker gives: the table, what is said where it has no row, the records that it shows, its picture.

    With `parted` the page has a table under a heading for each value of the first column.
    """

    table: Tabled
    nothing: str
    used: tuple[Record, ...] = ()
    chart: Chart | None = None
    parted: bool = False


Maker = Callable[[Scene, Mapping[str, object]], Made]
"""Makes one table of a report."""


class CaseloadTable(Block, frozen=True, kw_only=True):
    """A table of a report, as prose for the page and as cells for a workbook; its picture, where it has one."""

    chart: Chart | None = None
    text: Prose = field(default_factory=Prose)
    table: Tabled = field(default_factory=lambda: Tabled((), ()))


def tables_in(blocks: object) -> tuple[NamedTable, ...]:
    """The tables among a document's blocks that were read off a caseload, in order."""
    names = getattr(blocks, "__struct_fields__", ())
    found = (getattr(blocks, name) for name in names)
    return tuple(NamedTable(each.title, each.table) for each in found if isinstance(each, CaseloadTable))


def cell(text: str, school: str = "", *spans: Span) -> Cell:
    """A cell read off these lines of one school, or of the programme."""
    return Cell(text, tuple(Source(school, span) for span in spans))


def counted(schools: Iterable[tuple[str, Span]]) -> Cell:
    """A number of schools, read off a line of each."""
    sources = tuple(Source(name, span) for name, span in schools)
    return Cell(str(len(sources)), sources, Decimal(len(sources)))


def numbered(value: Decimal | int, school: str, *spans: Span, text: str = "") -> Cell:
    """A number read off these lines; `text` is how it is printed, with its unit."""
    found = Decimal(value)
    return Cell(text or number(found), tuple(Source(school, span) for span in spans), found)


def dated(on: date, school: str, *spans: Span, text: str = "") -> Cell:
    """A day read off these lines; `text` is how it is printed, where more stands beside it."""
    return Cell(text or day(on), tuple(Source(school, span) for span in spans), on)


def level_word(scene: Scene) -> str:
    """What the policy calls a level, where each of its own begins with that word (Category), or else Level."""
    first = {level.short.split()[0] for level in scene.edition.levels}
    return first.pop() if len(first) == 1 else "Level"


def rows_of(scene: Scene) -> tuple[SchoolOn, ...]:
    """The schools on the report's date."""
    if scene.packs is None:
        return ()
    return schools_on(scene.case.schools, scene.packs, scene.dated)


def table_block(
    name: str, maker: Maker, params: Mapping[str, bool] | None = None, *, of_schools: bool = False
) -> BlockKind:
    """A kind of block that is one such table; `of_schools` says that its maker asks for the schools on the date."""

    def compose(scene: Scene, entry: BlockEntry) -> Answer:
        made = maker(scene, entry.params)
        if scene.case.programme is None:
            return empty(CaseloadTable, entry, gap(scene, name.replace("-", " "), scene.record))
        if not made.table.rows:
            words = Prose((Paragraph(as_words(made.nothing)),))
            return Answer(CaseloadTable(title=entry.title or "", text=words, table=made.table), used=made.used)
        block = CaseloadTable(
            title=entry.title or "", chart=made.chart, text=Prose(tuple(_shown(made))), table=made.table
        )
        return Answer(block, used=made.used)

    return BlockKind(name, CaseloadTable, compose, params or {}, of_schools)


def _shown(made: Made) -> Iterator[ProseBlock]:
    """The table as prose: whole, or a table under a heading for each value of the first column."""
    head, rows = made.table.head, made.table.rows
    aligned = tuple("right" if _is_of_numbers([row[column] for row in rows]) else "" for column in range(len(head)))
    if not made.parted:
        yield _prose_table(head, rows, aligned)
        return
    for part in dict.fromkeys(row[0].text for row in rows):
        yield Heading(1, as_words(part))
        yield _prose_table(head[1:], [row[1:] for row in rows if row[0].text == part], aligned[1:])


def _prose_table(head: Sequence[str], rows: Sequence[Sequence[Cell]], aligned: tuple[str, ...]) -> Table:
    """Head and rows as they are printed: without a column that says nothing, columns of numbers to the right."""
    shown = [at for at in range(len(head)) if not at or any(row[at].text for row in rows)]
    return Table(
        tuple(as_words(head[at]) for at in shown),
        tuple(tuple(as_words(row[at].text) for at in shown) for row in rows),
        tuple(aligned[at] for at in shown),
    )


def _is_of_numbers(cells: Sequence[Cell]) -> bool:
    """Whether most of what stands in a column is a number, or stands in place of one; a few words may be others."""
    filled = [each for each in cells if each.text]
    return 2 * sum(each.is_instead or isinstance(each.value, Decimal) for each in filled) > len(filled)
