"""Tables to bands of rows: how wide, how high, and how they are cut where a page ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.blocks.tree import Block, Cell, Edge, Paragraph, Picture, Row, Table
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.marks import Begin, Fill, Mark, Rule, Strip

__all__ = ["Band", "CellBox", "RowBox", "beginnings", "lay_out_table"]


NARROWEST = 4.0
"""The least width of a cell for its text."""
WIDEST_MARGIN = 72.0
FARTHEST = 54.0
"""So far into the margins of the page a table may stand."""
TOUCH = 0.05
"""Two rules nearer than this are one."""


class Layout(Protocol):
    """What lays out the blocks of a cell."""

    outdents_tables: bool

    def inside(self) -> Layout:
        """What lays out the blocks of a cell, where a table does not stand out to the left."""

    def strips(
        self, blocks: Sequence[Block], width: float, parent: Element | None, *, closes: bool = False
    ) -> list[Strip | Band]:
        """The blocks as strips and bands of a width; where it `closes`, with the last block's space below it."""


class Tags(Struct, frozen=True):
    """The element of a table, None where it only arranges things, and the element round it."""

    table: Element | None
    around: Element | None


class CellBox:
    """A cell with its content laid out; `used` of its strips stand on pages already."""

    __slots__ = ("cell", "element", "last_row", "strips", "top", "used", "width", "x")

    def __init__(self, cell: Cell, sides: tuple[float, float], strips: list[Strip], element: Element | None) -> None:
        self.cell, self.strips, self.element = cell, strips, element
        self.x, self.width = sides[0], sides[1] - sides[0]
        self.last_row = 0
        self.used = 0
        self.top = 0.0

    @property
    def padding(self) -> float:
        """The cell's upper and lower margin, and its upper line."""
        margins = self.cell.margins
        return margins[0] + margins[2] + self.line

    @property
    def line(self) -> float:
        """The width of the line above the cell, which takes room of its own."""
        return self.cell.edges.top.width if self.cell.edges.top else 0.0

    def left_over(self) -> float:
        """The height that the strips not yet placed need."""
        rest = self.strips[self.used :]
        height = sum(strip.height + strip.gap for strip in rest)
        if rest and self.used:
            height -= rest[0].gap
        return height + self.padding

    def essential(self) -> float:
        """The height that the strips not yet placed need without the empty space below the last that shows anything."""
        rest = self.strips[self.used :]
        while rest and not rest[-1].marks:
            rest = rest[:-1]
        if not rest:
            return 0.0
        height = sum(strip.height + strip.gap for strip in rest)
        if rest and self.used:
            height -= rest[0].gap
        return height + self.padding - self.cell.margins[2]

    def least(self) -> float:
        """The height of the first line that shows anything."""
        height = self.padding
        for strip in self.strips:
            height += strip.height + strip.gap
            if strip.marks:
                break
        return height


class RowBox:
    """A row with the cells that begin in it."""

    __slots__ = ("cells", "element", "height", "row")

    def __init__(self, row: Row, cells: list[CellBox], element: Element | None) -> None:
        self.row, self.cells, self.element = row, cells, element
        self.height = 0.0


class Band:
    """Rows that stand or are cut together: one row, or several that a merged cell holds together."""

    __slots__ = ("follows", "gap", "glued", "header", "headers", "left", "rows", "starts_page", "xs")

    def __init__(self, rows: list[RowBox], left: float, xs: list[float], *, header: bool) -> None:
        self.rows, self.left, self.xs, self.header = rows, left, xs, header
        self.headers: list[Band] = []
        self.gap = 0.0
        self.follows = False
        self.glued = header or all(keeps_with_next(row) for row in rows)
        self.starts_page = any(strip.starts_page for row in rows[:1] for box in row.cells for strip in box.strips[:1])

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(row.height for row in self.rows)

    @property
    def can_split(self) -> bool:
        """Whether the band may be cut at the foot of a page."""
        return not self.header and (len(self.rows) > 1 or self.rows[0].row.can_split)

    @property
    def minimum(self) -> float:
        """The least height that makes sense at the foot of a page."""
        if not self.can_split:
            return self.height
        first = self.rows[0]
        if not first.row.can_split:
            return first.height
        return min(max([first.row.height, *(box.least() for box in first.cells)]), self.height)


def keeps_with_next(row: RowBox) -> bool:
    """Whether every cell with text says that it stays with the next row."""
    return bool(row.cells) and all(box.strips and box.strips[-1].glued for box in row.cells)


def lay_out_table(table: Table, width: float, parent: Element | None, layout: Layout) -> list[Band]:
    """The bands of a table in a text of a width."""
    columns = column_widths(table, width)
    left = table_left(table, columns, width, outdents=layout.outdents_tables)
    xs = [left, *(left + x for x in accumulate(columns))]
    element = Element("Table", parent) if parent is not None and table.is_data else None
    rows = [
        row_box(row, number, xs, Tags(element, parent), layout)
        for number, row in enumerate(table.rows)
        if row.cells or row.height
    ]
    set_heights(rows)
    bands = [Band(group, left, xs, header=group[0].row.header) for group in grouped(rows)]
    headers = [band for band in bands if band.header]
    for band in bands[len(headers) :]:
        band.headers = headers
    for band in bands[len(headers) + 1 :]:
        band.follows = True
    if headers and len(headers) == len(bands):
        headers[-1].glued = False
    return bands


def column_widths(table: Table, width: float) -> list[float]:
    """The widths of a table's columns: as stated, shared out where nothing is, never beyond the text by much."""
    stated = list(table.columns) or [0.0]
    if not all(column > 0 for column in stated):
        known = sum(stated)
        rest = max(width - known, 24.0 * stated.count(0.0)) / max(stated.count(0.0), 1)
        stated = [column or rest for column in stated]
    wanted = width * table.share if table.share > 0 else sum(stated)
    wanted = min(wanted, max(width * 1.05, width + 24.0))
    factor = wanted / sum(stated)
    return [column * factor for column in stated]


def table_left(table: Table, columns: Sequence[float], width: float, *, outdents: bool) -> float:
    """Where a table's left edge stands, measured from the text's."""
    total = sum(columns)
    if table.align == "centre":
        return (width - total) / 2
    if table.align == "right":
        return width - total
    margin = table.rows[0].cells[0].margins[3] if outdents and table.rows and table.rows[0].cells else 0.0
    return min(max(table.indent - margin, -FARTHEST), max(width + FARTHEST - total, 0.0))


def row_box(row: Row, number: int, xs: Sequence[float], tags: Tags, layout: Layout) -> RowBox:
    """A row with its cells laid out."""
    element = Element("TR", tags.table) if tags.table is not None else None
    boxes = []
    for stated in row.cells:
        cell = stated
        left, right = xs[min(cell.column, len(xs) - 2)], xs[min(cell.column + cell.columns, len(xs) - 1)]
        if right - left - cell.margins[1] - cell.margins[3] < NARROWEST or max(cell.margins) > WIDEST_MARGIN:
            cell = replace(cell, margins=fitting_margins(cell.margins, right - left))
        inner = max(right - left - cell.margins[1] - cell.margins[3], NARROWEST)
        own = cell_element(cell, element) if element is not None else frame_element(cell, tags.around)
        strips = as_strips(
            layout.inside().strips(cell_blocks(cell), inner, tags.around if own is None else own, closes=True)
        )
        box = CellBox(cell, (left, right), strips, own)
        box.last_row = number + cell.rows - 1
        boxes.append(box)
    return RowBox(row, boxes, element)


def fitting_margins(margins: tuple[float, float, float, float], width: float) -> tuple[float, float, float, float]:
    """A cell's margins made smaller, so that they leave room for a letter."""
    top, right, bottom, left = (min(max(margin, 0.0), WIDEST_MARGIN) for margin in margins)
    share = min(max(width - NARROWEST, 0.0) / max(left + right, NARROWEST), 1.0)
    return top, right * share, bottom, left * share


def cell_blocks(cell: Cell) -> Sequence[Block]:
    """The blocks of a cell without the empty paragraph that Word needs, and hides, after a table in it."""
    blocks = cell.blocks
    if (
        len(blocks) > 1
        and isinstance(blocks[-1], Paragraph)
        and isinstance(blocks[-2], Table)
        and not blocks[-1].inlines
    ):
        return blocks[:-1]
    return blocks


def frame_element(cell: Cell, around: Element | None) -> Element | None:
    """The element of a cell that only arranges things: it holds the cell's text together where a page parts it."""
    return Element("Div", around) if around is not None and any(has_content(block) for block in cell.blocks) else None


def has_content(block: Block) -> bool:
    """Whether a block shows anything."""
    if isinstance(block, Paragraph):
        return bool(block.text.strip()) or any(isinstance(item, Picture) and item.alt for item in block.inlines)
    return any(has_content(inner) for row in block.rows for cell in row.cells for inner in cell.blocks)


def cell_element(cell: Cell, row: Element) -> Element:
    """The element of a cell, with what it heads and spans."""
    attributes: dict[str, object] = {"O": "/Table"}
    if cell.heads:
        attributes["Scope"] = "/Column" if cell.heads == "column" else "/Row"
    if cell.columns > 1:
        attributes["ColSpan"] = cell.columns
    if cell.rows > 1:
        attributes["RowSpan"] = cell.rows
    return Element("TH" if cell.heads else "TD", row, attributes if len(attributes) > 1 else None)


def as_strips(items: Sequence[Strip | Band]) -> list[Strip]:
    """A cell's content as strips: a table in a cell becomes strips that are not cut."""
    strips = []
    for item in items:
        if isinstance(item, Strip):
            item.starts_page = False
            strips.append(item)
        else:
            strips.append(Strip(item.height, item.gap, band_marks(item), glued=item.glued))
    return strips


def set_heights(rows: Sequence[RowBox]) -> None:
    """Give each row its height; what a merged cell needs beyond its rows goes to its last."""
    spanning: list[tuple[int, CellBox]] = []
    for index, row in enumerate(rows):
        row.height = max([row.row.height, *(box.left_over() for box in row.cells if box.cell.rows == 1)])
        spanning += [(index, box) for box in row.cells if box.cell.rows > 1]
        for first, box in spanning:
            if box.last_row == index:
                held = sum(inner.height for inner in rows[first : index + 1])
                row.height += max(box.left_over() - held, 0.0)
        spanning = [(first, box) for first, box in spanning if box.last_row > index]


def grouped(rows: Sequence[RowBox]) -> list[list[RowBox]]:
    """The rows in groups that merged cells hold together."""
    groups: list[list[RowBox]] = []
    until = -1
    for index, row in enumerate(rows):
        if index > until or not groups:
            groups.append([])
        groups[-1].append(row)
        until = max([until, *(min(box.last_row, len(rows) - 1) for box in row.cells)])
    return groups


def band_marks(band: Band) -> list[tuple[float, float, Mark]]:
    """The marks of a whole band, measured from its top left corner."""
    marks = beginnings(band)
    rules: list[tuple[float, float, Rule]] = []
    tops = [0.0, *accumulate(row.height for row in band.rows)]
    for index, row in enumerate(band.rows):
        for box in row.cells:
            box.used = 0
            span = min(box.cell.rows, len(band.rows) - index)
            marks += portion(box, tops[index], tops[index + span] - tops[index], len(box.strips), rules)
    marks.extend(joined(rules))
    return marks


def beginnings(band: Band) -> list[tuple[float, float, Mark]]:
    """The rows and cells of a band in reading order, the empty ones too."""
    marks: list[tuple[float, float, Mark]] = []
    for row in band.rows:
        elements = [row.element, *(box.element for box in row.cells)]
        marks.extend((0.0, 0.0, Begin(element)) for element in elements if element is not None)
    return marks


def portion(
    box: CellBox, top: float, height: float, until: int, rules: list[tuple[float, float, Rule]]
) -> list[tuple[float, float, Mark]]:
    """The marks of a cell's strips from those used up to `until`, in a height; its lines go to `rules`."""
    cell = box.cell
    marks: list[tuple[float, float, Mark]] = []
    if cell.fill:
        marks.append((box.x, top, Fill(box.width, height, cell.fill)))
    y = top + cell.margins[0] + box.line
    whole = box.used == 0 and until == len(box.strips)
    if whole and cell.vertical in {"center", "bottom"}:
        spare = max(height - box.left_over(), 0.0)
        y += spare if cell.vertical == "bottom" else spare / 2
    for index in range(box.used, until):
        strip = box.strips[index]
        y += strip.gap if index > box.used or box.used == 0 else 0.0
        marks.extend((box.x + cell.margins[3] + x, y + down, mark) for x, down, mark in strip.marks)
        y += strip.height
    box.used = until
    rules.extend(cell_rules(box, top, height))
    return marks


def cell_rules(box: CellBox, top: float, height: float) -> list[tuple[float, float, Rule]]:
    """The lines round a part of a cell."""
    edges = box.cell.edges
    rules = []
    for edge, x, y, across, down in (
        (edges.top, box.x, top, box.width, 0.0),
        (edges.bottom, box.x, top + height, box.width, 0.0),
        (edges.left, box.x, top, 0.0, height),
        (edges.right, box.x + box.width, top, 0.0, height),
    ):
        if edge is not None:
            rules.append((x, y, Rule(across, down, edge)))
    return rules


def joined(rules: Sequence[tuple[float, float, Rule]]) -> list[tuple[float, float, Rule]]:
    """Rules with those that repeat or follow one another on one line made one."""
    lines: dict[tuple[bool, float, Edge], list[tuple[float, float]]] = {}
    for x, y, rule in rules:
        level = rule.down == 0.0
        key = (level, round(y if level else x, 2), rule.edge)
        start = x if level else y
        lines.setdefault(key, []).append((start, start + (rule.across if level else rule.down)))
    out = []
    for (level, at, edge), spans in lines.items():
        ordered = sorted(spans)
        start, end = ordered[0]
        for low, high in ordered[1:]:
            if low > end + TOUCH:
                out.append(rule_at(start, end, at, edge, level=level))
                start, end = low, high
            end = max(end, high)
        out.append(rule_at(start, end, at, edge, level=level))
    return out


def rule_at(start: float, end: float, at: float, edge: Edge, *, level: bool) -> tuple[float, float, Rule]:
    """One rule from `start` to `end`, level or upright."""
    return (start, at, Rule(end - start, 0.0, edge)) if level else (at, start, Rule(0.0, end - start, edge))
