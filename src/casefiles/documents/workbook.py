"""The tables of a report as a workbook: the tables on the first sheet, where each value was read on the second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from casefiles.documents.compose.caseload_table import NamedTable

__all__ = ["workbook"]

_WHERE = ("Table", "Row", "Column", "Value", "School", "File", "Line")
_WIDEST, _NARROWEST = 60, 8
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook(title: str, tables: Sequence[NamedTable], *, where: bool) -> bytes:
    """The workbook's bytes; the same tables give the same bytes.

    `where` says whether it tells where each value was read: the workbook of an open report must not name a school.
    Text is written as text whatever it begins with: no cell is a formula, a link or a number that wasn't one.
    """
    held = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, settings) as book:
        book.set_properties({"title": title, "created": _MADE})
        head = book.add_format({"bold": True, "bg_color": "#E6ECF2", "border": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        name = book.add_format({"bold": True, "font_size": 13})
        _report(book.add_worksheet("Report"), tables, (head, body, name))
        if where:
            _where(book.add_worksheet("Where from"), tables, (head, body))
    return held.getvalue()


def _report(sheet: Any, tables: Sequence[NamedTable], formats: tuple[Any, Any, Any]) -> None:
    """Each table under its title, one below the other."""
    head, body, name = formats
    row, widths = 0, dict[int, int]()
    for each in tables:
        sheet.write_string(row, 0, each.title, name)
        for column, text in enumerate(each.table.head):
            sheet.write_string(row + 1, column, text, head)
            widths[column] = max(widths.get(column, _NARROWEST), len(text) + 2)
        row += 2
        for cells in each.table.rows:
            for column, one in enumerate(cells):
                _write(sheet, row, column, one.text, body)
                widths[column] = max(widths.get(column, _NARROWEST), min(len(one.text) + 2, _WIDEST))
            row += 1
        row += 1
    for column, width in widths.items():
        sheet.set_column(column, column, width)


def _where(sheet: Any, tables: Sequence[NamedTable], formats: tuple[Any, Any]) -> None:
    """A line for each place that a value was read at."""
    head, body = formats
    for column, text in enumerate(_WHERE):
        sheet.write_string(0, column, text, head)
    row = 1
    for table, line, column_name, one, source in (found for each in tables for found in each.traced()):
        values = (table, line, column_name, one.text, source.school, source.span.file, str(source.span.line))
        for column, text in enumerate(values):
            _write(sheet, row, column, text, body)
        row += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row - 1, 0), len(_WHERE) - 1)
    for column, width in enumerate((28, 34, 18, 30, 34, 52, 8)):
        sheet.set_column(column, column, width)


def _write(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """A whole number as a number, everything else as text."""
    if text.isascii() and text.isdigit():
        sheet.write_number(row, column, int(text), style)
    else:
        sheet.write_string(row, column, text, style)
