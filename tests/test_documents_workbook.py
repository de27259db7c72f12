"""The workbook of a report: its tables, where each value was read, and no cell that a program would run."""

from __future__ import annotations

import gc
import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

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
                Cell("2", (Source("Oak Court", Span("camden/oak/case.yaml", 7)),), Decimal(2)),
            ),
            (Cell("+1"), Cell("-1")),
            (Cell("@sum"), Cell("https://example.org")),
            (Cell("None"), Cell("0", (), Decimal(0))),
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


def test_text_that_looks_like_a_number_stays_text_and_a_number_is_one() -> None:
    table = NamedTable("T", Tabled(("Version", "n"), ((Cell("2026"), Cell("2", (), Decimal(2))),)))
    sheet = _part(workbook("Report", (table,), where=False), "xl/worksheets/sheet1.xml")
    assert re.search(r'<c r="A2" s="\d+" t="s">', sheet)
    assert re.search(r'<c r="B2" s="\d+"><v>2</v>', sheet)


@pytest.mark.parametrize(
    ("cell", "value", "pattern"),
    [
        (Cell("94%", (), Decimal(94)), "94", "0&quot;%&quot;"),
        (Cell("51.0 points (2025-26)", (), Decimal("51.0")), "51.0", "0.0&quot; points (2025-26)&quot;"),
        (Cell("4 June 2026", (), date(2026, 6, 4)), "46177", "d mmmm yyyy"),
        (Cell("4 June 2026 (passed)", (), date(2026, 6, 4)), "46177", "d mmmm yyyy&quot; (passed)&quot;"),
    ],
)
def test_a_number_or_a_day_has_its_value_and_looks_as_in_the_report(cell: Cell, value: str, pattern: str) -> None:
    data = workbook("Report", (NamedTable("T", Tabled(("A",), ((cell,),))),), where=False)
    assert f"<v>{value}</v>" in _part(data, "xl/worksheets/sheet1.xml")
    assert f'formatCode="{pattern}"' in _part(data, "xl/styles.xml")


def test_each_table_has_a_sheet_whose_head_stays_in_sight_and_on_every_printed_page() -> None:
    other = NamedTable("Rates: [all]/'every' term of the year 2025-26", TABLE.table)
    data = workbook("Report", (TABLE, other, other), where=False)
    book = _part(data, "xl/workbook.xml")
    assert re.findall(r'<sheet name="([^"]*)"', book) == [
        "Schools by level",
        "Rates all every term of the yea",
        "Rates all every term of the y 2",
    ]
    assert book.count("_xlnm.Print_Titles") == 3
    for number in (1, 2, 3):
        sheet = _part(data, f"xl/worksheets/sheet{number}.xml")
        assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
        assert '<autoFilter ref="A1:B5"/>' in sheet
        assert 'fitToHeight="0"' in sheet


def test_a_nought_says_that_no_line_was_counted() -> None:
    data = workbook("Report", (TABLE,), where=True)
    sheet = _part(data, "xl/worksheets/sheet2.xml")
    assert "<v>0</v>" in sheet
    assert "<t>none</t>" in _part(data, "xl/sharedStrings.xml")


def test_the_second_sheet_says_which_school_and_which_line() -> None:
    data = workbook("Report", (TABLE, NamedTable("Where from", TABLE.table)), where=True)
    names = re.findall(r'<sheet name="([^"]*)"', _part(data, "xl/workbook.xml"))
    assert names == ["Schools by level", "Where from", "Where from 2"]
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


def test_a_long_value_takes_three_lines_at_most_where_it_was_read() -> None:
    cell = Cell("many words " * 40, (Source("Oak Court", Span("camden/oak/case.yaml", 7)),))
    data = workbook("Report", (NamedTable("T", Tabled(("What",), ((cell,),))),), where=True)
    first, second = (_part(data, f"xl/worksheets/sheet{number}.xml") for number in (1, 2))
    assert 'ht="45"' in second
    assert 'ht="45"' not in first


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    long = NamedTable("T", Tabled(("What", "n"), ((Cell("many words " * 20), Cell("a")), (Cell("few"), Cell("b")))))
    sheet = _part(workbook("Report", (long,), where=False), "xl/worksheets/sheet1.xml")
    heights = [float(height) for height in re.findall(r'<row r="[23]"[^>]* ht="([\d.]+)"', sheet)]
    assert heights[0] >= 75
    assert len(heights) == 1, "a row of one line has the height that every row has"


def test_nothing_of_a_workbook_is_held_when_it_is_written() -> None:
    gc.collect()
    gc.disable()
    try:
        workbook("Report", [TABLE], where=True)
        assert not [each for each in gc.get_objects() if isinstance(each, Workbook | Worksheet)]
    finally:
        gc.enable()
