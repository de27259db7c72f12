"""The workbook of a report: its tables, where each value was read, and no cell that a program would run."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from casefiles.diagnostics import Span
from casefiles.documents.compose.caseload_table import Cell, NamedTable, Source, Tabled
from casefiles.documents.workbook import workbook

TABLE = NamedTable(
    "Schools by level",
    Tabled(
        ("Level", "Schools"),
        (
            (
                Cell('=HYPERLINK("http://example.org")'),
                Cell("2", (Source("Oak Court", Span("camden/oak/case.yaml", 7)),)),
            ),
            (Cell("+1"), Cell("-1")),
            (Cell("@sum"), Cell("https://example.org")),
        ),
    ),
)


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return parts.read(name).decode("utf-8")


def test_a_cell_that_begins_like_a_formula_is_text() -> None:
    data = workbook("Report", (TABLE,), where=True)
    sheet = _part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    strings = re.findall(r"<t[^>]*>([^<]*)</t>", _part(data, "xl/sharedStrings.xml"))
    assert {'=HYPERLINK("http://example.org")', "+1", "-1", "@sum", "https://example.org"} <= set(strings)


def test_a_whole_number_is_a_number() -> None:
    assert "<v>2</v>" in _part(workbook("Report", (TABLE,), where=True), "xl/worksheets/sheet1.xml")


def test_the_second_sheet_says_which_school_and_which_line() -> None:
    data = workbook("Report", (TABLE,), where=True)
    assert 'name="Where from"' in _part(data, "xl/workbook.xml")
    strings = _part(data, "xl/sharedStrings.xml")
    assert "Oak Court" in strings
    assert "camden/oak/case.yaml" in strings
    assert "<v>7</v>" in _part(data, "xl/worksheets/sheet2.xml")


def test_the_workbook_of_an_open_report_names_no_school() -> None:
    data = workbook("Report", (TABLE,), where=False)
    assert "Where from" not in _part(data, "xl/workbook.xml")
    assert "Oak Court" not in _part(data, "xl/sharedStrings.xml")


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook("Report", (TABLE,), where=True) == workbook("Report", (TABLE,), where=True)
