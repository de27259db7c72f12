"""Tables of a Word file: grid, merged cells, regions of the table style, lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.blocks.cells import SIDES, StatedCell
from casefiles.documents.blocks.names import W
from casefiles.documents.blocks.plain import PLACE
from casefiles.documents.blocks.properties import ALIGN, is_on, points, read_edges, val
from casefiles.documents.blocks.standing import Inside
from casefiles.documents.blocks.styles import StyleSheet, TableLook, merge, read_margins
from casefiles.documents.blocks.tree import Block, Cell, Edges, Place, Row, Table

__all__ = ["read_table"]

LOOK_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
ROW, CELL, ROW_PROPERTIES, CELL_PROPERTIES = f"{W}tr", f"{W}tc", f"{W}trPr", f"{W}tcPr"
HOLDERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml"))
ROW_REGIONS = ("band1Horz", "band2Horz", "firstRow", "lastRow")
COLUMN_REGIONS = ("band1Vert", "band2Vert", "firstCol", "lastCol")


class Slot(Struct):
    """One `w:tc` on the grid, with what it states."""

    element: etree._Element
    stated: StatedCell
    column: int
    merged: str
    rows: int = 1


ReadBlocks = Callable[[etree._Element, Inside], tuple[Block, ...]]  # noqa: SLF001  # lxml has no other name for it


class TableReader:
    """Reads one `w:tbl`."""

    def __init__(
        self, element: etree._Element, sheet: StyleSheet, read_blocks: ReadBlocks, cells: Sequence[StatedCell]
    ) -> None:
        self._sheet, self._read_blocks = sheet, read_blocks
        self._rows = list(rows_of(element))
        properties = element.find(f"{W}tblPr")
        self._properties = properties if properties is not None else etree.Element(f"{W}tblPr")
        style = val(self._properties.find(f"{W}tblStyle"))
        self._style = style if style in sheet.styles else sheet.default.get("table", "")
        self._switches = read_switches(self._properties.find(f"{W}tblLook"))
        whole = sheet.table(self._style)
        self._edges = {**whole.edges, **read_edges(self._properties.find(f"{W}tblBorders"))}
        stated = read_margins(self._properties.find(f"{W}tblCellMar"))
        self._margins = {"top": 0.0, "right": 5.4, "bottom": 0.0, "left": 5.4} | dict(whole.margins) | stated
        self._band = whole.band
        self._headed = count_headers(self._rows)
        self._slots = [list(slots_of(row, cells)) for row in self._rows]
        join_merged(self._slots)
        self._columns = self._read_columns(element)
        self._lined: dict[tuple[tuple[bool, ...], frozenset[str]], Edges] = {}

    def _read_columns(self, element: etree._Element) -> tuple[float, ...]:
        grid = element.find(f"{W}tblGrid")
        widths = [points(column.get(f"{W}w")) for column in grid.findall(f"{W}gridCol")] if grid is not None else []
        count = max([len(widths), *(slot.column + slot.stated.columns for row in self._slots for slot in row)])
        for row in self._slots:
            if len(row) != count:
                continue
            stated = [slot.stated.width for slot in row]
            if all(stated):
                return tuple(stated)
        widths += [0.0] * (count - len(widths))
        return tuple(widths)

    def read(self, place: Place) -> Table:
        """The table as a block."""
        width = self._properties.find(f"{W}tblW")
        share = 0.0
        if width is not None and width.get(f"{W}type") == "pct":
            text = width.get(f"{W}w", "")
            share = points(text.rstrip("%"), 100.0 if text.endswith("%") else 5000.0)
        align = val(self._properties.find(f"{W}jc"), "left")
        return Table(
            columns=self._columns,
            rows=tuple(self._row(index) for index in range(len(self._rows))),
            align=ALIGN.get(align, align),
            indent=points(attribute(self._properties.find(f"{W}tblInd"), "w")),
            share=share,
            style=self._sheet.styles[self._style].name if self._style in self._sheet.styles else "",
            place=place,
        )

    def _row(self, index: int) -> Row:
        properties = self._rows[index].find(ROW_PROPERTIES)
        height = properties.find(f"{W}trHeight") if properties is not None else None
        whole = properties.find(f"{W}cantSplit") if properties is not None else None
        return Row(
            cells=tuple(self._cell(index, slot) for slot in self._slots[index] if slot.merged != "continue"),
            header=index < self._headed,
            height=points(val(height)),
            exact=attribute(height, "hRule") == "exact",
            can_split=whole is None or not is_on(whole),
        )

    def _cell(self, row: int, slot: Slot) -> Cell:
        regions = self._regions(row, slot)
        look = self._sheet.table(self._style, regions)
        stated = slot.stated
        margins = self._margins
        if look.margins or stated.margins:
            margins = {**margins, **look.margins, **stated.margins}
        fill = stated.fill or look.fill
        vertical = stated.vertical or look.vertical or "top"
        return Cell(
            blocks=self._read_blocks(slot.element, Inside(self._style, regions)),
            column=slot.column,
            columns=slot.stated.columns,
            rows=slot.rows,
            fill="" if fill == "none" else fill,
            edges=self._cell_edges(row, slot, regions),
            margins=(margins["top"], margins["right"], margins["bottom"], margins["left"]),
            vertical=vertical,
            heads="column" if row < self._headed else "row" if self._heads_row(slot) else "",
        )

    def _heads_row(self, slot: Slot) -> bool:
        """Whether the table style marks the first column, and this cell stands in it."""
        return slot.column == 0 and self._switches["firstColumn"] and self._sheet.has_region(self._style, "firstCol")

    def _regions(self, row: int, slot: Slot) -> frozenset[str]:
        on, last_row, last_column = self._switches, len(self._rows) - 1, len(self._columns)
        regions = set()
        first = on["firstRow"] and row == 0
        if first:
            regions.add("firstRow")
        if on["lastRow"] and row == last_row:
            regions.add("lastRow")
        if on["firstColumn"] and slot.column == 0:
            regions.add("firstCol")
        if on["lastColumn"] and slot.column + slot.stated.columns == last_column:
            regions.add("lastCol")
        if not on["noHBand"] and not regions & {"firstRow", "lastRow"}:
            regions.add("band2Horz" if (row - on["firstRow"]) // self._band % 2 else "band1Horz")
        if not on["noVBand"] and not regions & {"firstCol", "lastCol"}:
            regions.add("band2Vert" if (slot.column - on["firstColumn"]) % 2 else "band1Vert")
        return frozenset(regions)

    def _cell_edges(self, row: int, slot: Slot, regions: frozenset[str]) -> Edges:
        ends = (
            row == 0,
            slot.column == 0,
            row + slot.rows == len(self._rows),
            slot.column + slot.stated.columns == len(self._columns),
        )
        edges = self._lined.get((ends, regions))
        if edges is None:
            edges = self._lined[ends, regions] = self._lines(dict(zip(SIDES, ends, strict=True)), regions)
        return replace(edges, **slot.stated.edges) if slot.stated.edges else edges

    def _lines(self, ends: Mapping[str, bool], regions: frozenset[str]) -> Edges:
        """The lines of the cells at some ends of the table, in some regions of its style."""
        edges = outer_and_inner(self._edges, ends)
        for region in (*COLUMN_REGIONS, *ROW_REGIONS):
            if region in regions:
                look = self._region(region)
                across = region in ROW_REGIONS
                own = {**ends, **({"top": True, "bottom": True} if across else {"left": True, "right": True})}
                edges |= outer_and_inner({**look.edges, **look.cell_edges}, own)
        return Edges(**edges)

    def _region(self, region: str) -> TableLook:
        found: TableLook = TableLook()
        for _, style in self._sheet.chain(self._style):
            over = style.regions.get(region)
            if over is not None:
                found = TableLook(
                    edges=merge(found.edges, over.edges), cell_edges=merge(found.cell_edges, over.cell_edges)
                )
        return found


def read_table(
    element: etree._Element, sheet: StyleSheet, read_blocks: ReadBlocks, place: Place, cells: Sequence[StatedCell] = ()
) -> Table:
    """The table of a `w:tbl`; `cells` are what the properties that were set apart state."""
    return TableReader(element, sheet, read_blocks, cells).read(place)


def outer_and_inner(stated: Mapping[str, Any], ends: Mapping[str, bool]) -> dict[str, Any]:
    """The sides of one cell: the table's outer lines at its ends, its inner lines elsewhere."""
    edges = {}
    for side, inner in (("top", "insideH"), ("bottom", "insideH"), ("left", "insideV"), ("right", "insideV")):
        source = side if ends[side] else inner
        if source in stated:
            edges[side] = stated[source]
    return edges


def rows_of(element: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those in content controls too."""
    for child in element:
        if child.tag == ROW:
            yield child
        elif child.tag in HOLDERS:
            yield from rows_of(child)


def cells_of(element: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, those in content controls too."""
    for child in element:
        if child.tag == CELL:
            yield child
        elif child.tag in HOLDERS:
            yield from cells_of(child)


def slots_of(row: etree._Element, known: Sequence[StatedCell]) -> Iterator[Slot]:
    """The cells of a row with their places on the grid."""
    properties = row.find(ROW_PROPERTIES)
    before = None if properties is None else properties.find(f"{W}gridBefore")
    column = 0 if before is None else min(max(int(points(val(before, "0"), 1.0)), 0), 63)
    for cell in cells_of(row):
        own = cell.find(CELL_PROPERTIES)
        at = own.get(PLACE) if known and own is not None else None
        stated = StatedCell(own) if at is None else known[int(at)]
        yield Slot(cell, stated, column, stated.merged)
        column += stated.columns


def join_merged(slots: list[list[Slot]]) -> None:
    """Count the rows of each merged cell; one that continues nothing begins itself."""
    open_at: dict[int, Slot] = {}
    for row in slots:
        now: dict[int, Slot] = {}
        for slot in row:
            above = open_at.get(slot.column)
            if slot.merged == "continue" and above is not None and above.stated.columns == slot.stated.columns:
                above.rows += 1
                now[slot.column] = above
            elif slot.merged:
                slot.merged = "restart"
                now[slot.column] = slot
        open_at = now


def count_headers(rows: list[etree._Element]) -> int:
    """How many rows at the top are marked to repeat."""
    for index, row in enumerate(rows):
        mark = row.find(f"{W}trPr/{W}tblHeader")
        if mark is None or not is_on(mark):
            return index
    return 0


def read_switches(look: etree._Element | None) -> dict[str, bool]:
    """Which regions of its style a table uses."""
    if look is None:
        return dict.fromkeys(LOOK_BITS, False) | {"noHBand": True, "noVBand": True}
    try:
        bits = int(val(look, "0"), 16)
    except ValueError:
        bits = 0
    return {
        name: look.get(f"{W}{name}") in {"1", "true", "on"} if look.get(f"{W}{name}") is not None else bool(bits & bit)
        for name, bit in LOOK_BITS.items()
    }


def attribute(element: etree._Element | None, name: str) -> str:
    """A `w:` attribute, empty where there is no such element."""
    return "" if element is None else element.get(f"{W}{name}", "")
