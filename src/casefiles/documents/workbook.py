"""The tables of a report as a workbook: a sheet a table, and on the second where each value was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.documents.compose.caseload_table import NOWHERE, Cell, NamedTable

__all__ = ["workbook"]

_WHERE = ("Table", "Row", "Column", "Value", "School", "File", "Line")
_WHERE_WIDTHS = (28, 34, 18, 30, 34, 52, 8)
_HIGHEST = 3
"""So many lines of a long value are in sight where it was read: the whole of it stands in its own table."""
_WIDEST, _NARROWEST = 44, 9
_LINE = 15.0
"""The height of a line in a cell, in points: rows say how high they are, for no program works it out alike."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_UNFIT = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_A4, _ON_EACH_PAGE = 9, "&P of &N"


class _Look(Struct, frozen=True):
    """The workbook with the formats of its cells: one for each way in which a number or a day is printed."""

    book: Any
    head: Any
    body: Any
    formats: dict[str, Any]

    def printed(self, pattern: str) -> Any:
        """The format of a number or a day that is printed by this pattern."""
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format({"border": 1, "valign": "top", "num_format": pattern})
        return self.formats[pattern]


def workbook(title: str, tables: Sequence[NamedTable], *, where: bool) -> bytes:
    """The workbook's bytes; the same tables give the same bytes.

    `where` says whether it tells where each value was read, on the sheet after the first table: the workbook of an
    open report must not name a school.
    Text is written as text whatever it begins with: no cell is a formula, a link or a number that wasn't one.
    """
    held = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, settings) as book:
        book.set_properties({"title": title, "created": _MADE})
        head = book.add_format({"bold": True, "bg_color": "#E6ECF2", "border": 1, "text_wrap": True, "valign": "top"})
        look = _Look(book, head, book.add_format({"border": 1, "text_wrap": True, "valign": "top"}), {})
        shown = [each for each in tables if each.table.head]
        names: list[str] = []
        for number, each in enumerate(shown):
            names.append(_sheet_name(each.title, names))
            _table(book.add_worksheet(names[-1]), title, each, look)
            if where and number == 0:
                names.append(_sheet_name("Where from", names))
                _where(book.add_worksheet(names[-1]), title, shown, look)
    # The sheets know the book that knows them: without this all their cells would stay until garbage is collected.
    book.worksheets().clear()
    book.sheetnames.clear()
    return held.getvalue()


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have: without the characters that are not allowed, not too long, not taken."""
    plain = " ".join(_UNFIT.sub(" ", title).split()) or "Table"
    known = {name.casefold() for name in taken}
    for number in range(1, len(taken) + 2):
        end = f" {number}" if number > 1 else ""
        name = f"{plain[: _LONGEST_NAME - len(end)].rstrip()}{end}"
        if name.casefold() not in known:
            break
    return name


def _table(sheet: Any, title: str, each: NamedTable, look: _Look) -> None:
    """One table from the first row on, so that it can be sorted and filtered."""
    widths = {column: max(_NARROWEST, len(text) + 3) for column, text in enumerate(each.table.head)}
    for row, cells in enumerate(each.table.rows, start=1):
        for column, one in enumerate(cells):
            _write(sheet, row, column, one, look)
            widths[column] = max(widths.get(column, _NARROWEST), min(len(one.text) + 2, _WIDEST))
    _frame(sheet, title, each.table.head, len(each.table.rows), look)
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    for row, cells in enumerate(each.table.rows, start=1):
        sheet.set_row(
            row, _LINE * max((_lines(one.text, widths[column]) for column, one in enumerate(cells)), default=1)
        )


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column so many characters wide."""
    return max(1, -(-len(text) // width))


def _where(sheet: Any, title: str, tables: Sequence[NamedTable], look: _Look) -> None:
    """A line for each place that a value was read at."""
    row = 0
    for table, line, column_name, one, source in (found for each in tables for found in each.traced()):
        row += 1
        at = Decimal(source.span.line) if source is not NOWHERE else None
        texts = (table, line, column_name, "", source.school, source.span.file)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, look.body)
        shown = (table, line, column_name, one.text, source.school, source.span.file)
        sheet.set_row(row, _LINE * min(max(map(_lines, shown, _WHERE_WIDTHS)), _HIGHEST))
        _write(sheet, row, _WHERE.index("Value"), one, look)
        _write(sheet, row, _WHERE.index("Line"), Cell(str(at or ""), (), at), look)
    _frame(sheet, title, _WHERE, row, look)
    for column, width in enumerate(_WHERE_WIDTHS):
        sheet.set_column(column, column, width)


def _frame(sheet: Any, title: str, head: Sequence[str], rows: int, look: _Look) -> None:
    """The head that stays in sight and stands on every printed page, the filter, the page across."""
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, look.head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(head) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{title.replace('&', '&&')}&R&A")
    sheet.set_footer(f"&R{_ON_EACH_PAGE}")


def _write(sheet: Any, row: int, column: int, one: Cell, look: _Look) -> None:
    """A number as a number and a day as a day, both printed as in the report; everything else as text."""
    pattern = _pattern(one)
    if pattern is None:
        sheet.write_string(row, column, one.text, look.body)
    elif isinstance(one.value, Decimal):
        sheet.write_number(row, column, one.value, look.printed(pattern))
    else:
        sheet.write_datetime(row, column, one.value, look.printed(pattern))


def _pattern(one: Cell) -> str | None:
    """How a value's text is written as a program's pattern, what stands around it quoted; None for text alone."""
    if isinstance(one.value, Decimal):
        said, pattern = f"{one.value:f}", _digits(one.value)
    elif isinstance(one.value, date):
        said, pattern = say_date(one.value), "d mmmm yyyy"
    else:
        return None
    before, found, after = one.text.partition(said)
    return f"{_quoted(before)}{pattern}{_quoted(after)}" if found else pattern


def _digits(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"0.{'0' * places}" if places else "0"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', "'")) if text else ""
