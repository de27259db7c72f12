"""Strips to sheets: where pages end, what stays together, and how tall rows are cut."""

from __future__ import annotations

from collections.abc import Sequence

from casefiles.documents.pdf.marks import Mark, Placed, Rule, Sheet, Strip
from casefiles.documents.pdf.tables import Band, CellBox, RowBox, band_marks, beginnings, joined, portion

__all__ = ["Frame", "Pager"]

SLACK = 0.05


class Frame:
    """The part of each page that takes the text; the first page may have less room than the others."""

    __slots__ = ("bottom", "bottom_first", "left", "top", "top_first")

    def __init__(self, left: float, top: float, bottom: float, top_first: float, bottom_first: float) -> None:
        self.left, self.top, self.bottom = left, top, bottom
        self.top_first, self.bottom_first = top_first, bottom_first

    def top_on(self, page: int) -> float:
        """The upper end on a page, counted from 0."""
        return self.top if page else self.top_first

    def bottom_on(self, page: int) -> float:
        """The lower end on a page, counted from 0."""
        return self.bottom if page else self.bottom_first


class Pager:
    """Fills sheets from top to bottom."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.sheets = [Sheet()]
        self._y = frame.top_on(0)
        self._at_top = True
        self._keeps_gap = True

    @property
    def _bottom(self) -> float:
        return self._frame.bottom_on(len(self.sheets) - 1)

    @property
    def _capacity(self) -> float:
        return self._frame.top - self._frame.bottom

    def fill(self, items: Sequence[Strip | Band]) -> list[Sheet]:
        """The sheets that the items fill."""
        checked = 0
        for index, item in enumerate(items):
            if item.starts_page and not (self._at_top and len(self.sheets) > 1):
                self._new_sheet(keeps_gap=True)
            if index >= checked:
                checked = self._keep_together(items, index)
            if isinstance(item, Strip):
                self._place_strip(item)
            else:
                self._place_band(item)
        return self.sheets

    def _keep_together(self, items: Sequence[Strip | Band], start: int) -> int:
        """Begin a new page where what stays together from `start` doesn't fit; returns the index after it."""
        end, height = start, self._gap(items[start])
        while items[end].glued and end + 1 < len(items) and not items[end + 1].starts_page and height <= self._capacity:
            height += items[end].height
            end += 1
            height += items[end].gap
        height += items[end].minimum
        fits = self._y - height >= self._bottom - SLACK
        if not fits and not self._at_top and height - items[start].gap <= self._capacity:
            self._next_page(items[start])
        return end + 1 if fits or height - items[start].gap <= self._capacity else start + 1

    def _gap(self, item: Strip | Band) -> float:
        if not self._at_top:
            return item.gap
        return min(item.gap, max(self._y - self._bottom - item.minimum, 0.0)) if self._keeps_gap else 0.0

    def _new_sheet(self, *, keeps_gap: bool = False) -> None:
        self.sheets.append(Sheet())
        self._y = self._frame.top_on(len(self.sheets) - 1)
        self._at_top, self._keeps_gap = True, keeps_gap

    def _put(self, marks: Sequence[tuple[float, float, Mark]], top: float, *, artifact: bool = False) -> None:
        placed, left = self.sheets[-1].placed, self._frame.left
        placed.extend([Placed(left + x, top - down, mark, artifact) for x, down, mark in marks])

    def _place_strip(self, strip: Strip) -> None:
        gap = self._gap(strip)
        if self._y - gap - strip.height < self._bottom - SLACK and not self._at_top:
            self._new_sheet()
            gap = 0.0
        self._y -= gap
        self._put(strip.marks, self._y)
        self._y -= strip.height
        self._at_top = False

    def _place_band(self, band: Band) -> None:
        gap = self._gap(band)
        if self._y - gap - band.height < self._bottom - SLACK:
            whole_fits_next = band.height + sum(head.height for head in band.headers) <= self._capacity
            foot = self._y - gap - band.minimum < self._bottom - SLACK
            if not self._at_top and (foot or not band.can_split):
                self._next_page(band)
                gap = 0.0
            elif not whole_fits_next or band.can_split or self._at_top:
                self._y -= gap
                self._split(band)
                return
        self._y -= gap
        if self._y - band.height < self._bottom - SLACK:
            self._split(band)
            return
        self._put(band_marks(band), self._y)
        self._y -= band.height
        self._at_top = False

    def _next_page(self, item: Strip | Band, *, goes_on: bool = False) -> None:
        """Begin a new page; where a table goes on there, with its header rows if they leave room."""
        self._new_sheet()
        if isinstance(item, Strip) or not (item.follows or goes_on):
            return
        height = sum(head.height for head in item.headers)
        if height > self._capacity / 2:
            return
        for head in item.headers:
            self._put(band_marks(head), self._y, artifact=True)
            self._y -= head.height

    def _split(self, band: Band) -> None:
        """Place a band over as many pages as it takes."""
        self._put(beginnings(band), self._y)
        open_cells: list[CellBox] = []
        rules: list[tuple[float, float, Rule]] = []
        first_row = band_index(band)
        for index, row in enumerate(band.rows):
            if self._y - row_least(row) < self._bottom - SLACK and not self._at_top:
                self._turn(band, open_cells, rules)
            for box in row.cells:
                box.used, box.top = 0, self._y
            open_cells += row.cells
            self._finish_row(band, index + first_row, open_cells, rules)
            open_cells = [box for box in open_cells if box.last_row > index + first_row]
        self._put_rules(rules)
        self._at_top = False

    def _finish_row(
        self, band: Band, number: int, open_cells: list[CellBox], rules: list[tuple[float, float, Rule]]
    ) -> None:
        """Place what ends in a row, turning pages until it is all placed."""
        last = number - band_index(band) == len(band.rows) - 1
        stated = band.rows[number - band_index(band)].row.height
        while True:
            ending = [box for box in open_cells if box.last_row == number or last]
            floor = min([self._y - min(stated, self._y - self._bottom), *(box.top - box.left_over() for box in ending)])
            if all(box.top - box.essential() >= self._bottom - SLACK for box in ending):
                floor = max(floor, self._bottom)  # what is left is only space: no page is turned for it
            if floor >= self._bottom - SLACK:
                for box in ending:
                    self._draw(box, box.top - floor, len(box.strips), rules)
                self._y = floor
                self._at_top = False
                return
            stated = 0.0
            self._turn(band, open_cells, rules)

    def _turn(self, band: Band, open_cells: Sequence[CellBox], rules: list[tuple[float, float, Rule]]) -> None:
        """Place what fits of the open cells, and go on at the top of the next page."""
        at_top = self._at_top
        for box in open_cells:
            room = box.top - self._bottom
            self._draw(box, room, self._fitting(box, room, at_top=at_top), rules)
        self._put_rules(rules)
        self._next_page(band, goes_on=True)
        for box in open_cells:
            box.top = self._y

    def _fitting(self, box: CellBox, room: float, *, at_top: bool) -> int:
        """How many of a cell's strips are placed when those that fit a room are; at least one at the top of a page.

        A cell is cut after any line: widows count for nothing inside a row, in Word as in LibreOffice.
        """
        until, height = box.used, box.padding
        while until < len(box.strips):
            strip = box.strips[until]
            height += strip.height + (strip.gap if until > box.used or not box.used else 0.0)
            if height > room + SLACK:
                break
            until += 1
        return until if until > box.used or not at_top else min(box.used + 1, len(box.strips))

    def _draw(self, box: CellBox, height: float, until: int, rules: list[tuple[float, float, Rule]]) -> None:
        """Put a part of a cell on the sheet."""
        own: list[tuple[float, float, Rule]] = []
        marks = portion(box, 0.0, height, until, own)
        self._put(marks, box.top)
        rules.extend((x, down - box.top, rule) for x, down, rule in own)
        self._at_top = False

    def _put_rules(self, rules: list[tuple[float, float, Rule]]) -> None:
        self._put(joined(rules), 0.0)
        rules.clear()


def band_index(band: Band) -> int:
    """The number in its table of a band's first row."""
    return (
        min(box.last_row - box.cell.rows + 1 for row in band.rows[:1] for box in row.cells) if band.rows[0].cells else 0
    )


def row_least(row: RowBox) -> float:
    """The least height of a row at the foot of a page."""
    return max([min(row.row.height, row.height), *(box.least() for box in row.cells)])
