"""Every number of the sample's reports answers which schools and which lines: in the trace and in the workbook."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from casefiles.caseload import load
from casefiles.cli.traced import Traced, lines_of, traced
from casefiles.documents.workbook import workbook
from casefiles.judgement import judge
from casefiles.rendering import Rendered, Shelves

SAMPLE = Path(__file__).parents[1] / "casefiles"
NUMBER = re.compile(r"\d")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Made:
    """The reports across schools, made of the sample: each by its name, with the places of its values."""

    reports: dict[str, Rendered]
    places: dict[str, list[Traced]]
    lines: list[str]


@pytest.fixture(scope="module")
def made() -> Made:
    judged = judge(load(SAMPLE), date(2026, 11, 20))
    shelves = Shelves(SAMPLE, judged.packs)
    reports = {}
    for each in judged.programmes:
        for due in each.due:
            rendered = shelves.render(each.case, due)
            assert isinstance(rendered, Rendered)
            if rendered.tables:
                reports[f"{each.case.authority.id}/{each.case.id}/{due.stem}"] = rendered
    places: dict[str, list[Traced]] = {}
    for place in traced(judged):
        places.setdefault(str(place["document"]), []).append(place)
    return Made(reports, places, list(lines_of(judged)))


def test_every_number_in_a_table_of_a_report_is_in_the_trace(made: Made) -> None:
    # the first cell of a row is its name: Autumn 2025, Category 4
    assert len(made.reports) >= 35
    lost = []
    for name, report in made.reports.items():
        known = {(place["column"], place["value"]) for place in made.places[name]}
        for table in Document(BytesIO(report.docx)).tables:
            head = [cell.text for cell in table.rows[0].cells]
            for row in table.rows[1:]:
                for column, cell in zip(head[1:], row.cells[1:], strict=True):
                    if NUMBER.search(cell.text) and (column, cell.text) not in known:
                        lost.append((name, column, cell.text))
    assert lost == []


def test_every_number_of_a_first_sentence_is_in_the_trace(made: Made) -> None:
    lost = []
    for name, report in made.reports.items():
        known = {str(place["value"]) for place in made.places[name] if place["column"] == "How many"}
        paragraphs = [each.text for each in Document(BytesIO(report.docx)).paragraphs]
        for at, text in enumerate(paragraphs):
            if text.lower().endswith("at a glance"):
                sentences = " ".join(paragraphs[at + 1 : at + 3]).partition("Missed:")[0]
                counts = re.findall(
                    r"(?<![\w.])\d+(?= (?:school|target|deliver|action|item|dut|priorit|at |amber|green|on track|missed|not yet))",
                    sentences,
                )
                lost += [(name, count) for count in counts if count not in known]
    assert lost == []


def test_every_place_is_a_line_of_a_file_and_a_nought_says_that_it_has_none(made: Made) -> None:
    lengths: dict[str, int] = {}
    for place in (each for places in made.places.values() for each in places):
        file, line = str(place["file"]), int(place["line"])
        if file == "none":
            assert (place["value"], line) == ("0", 0)
            continue
        if file not in lengths:
            lengths[file] = len((SAMPLE / file).read_text(encoding="utf-8").splitlines())
        assert 1 <= line <= lengths[file], place


def test_the_workbook_s_last_sheet_says_the_same_as_the_trace(made: Made) -> None:
    for name, report in made.reports.items():
        title = name.rpartition("/")[2]
        rows = _rows(workbook(title, report.tables, where=True))
        told = [(row[0], row[1], row[2], row[4], row[5], row[6] if row[5] != "none" else "0") for row in rows[1:]]
        known = [
            tuple(str(place[key]) for key in ("table", "row", "column", "school", "file", "line"))
            for place in made.places[name]
        ]
        assert told == known, name


def test_people_read_the_value_and_below_it_the_places(made: Made) -> None:
    at = next(
        number
        for number, line in enumerate(made.lines)
        if line.endswith("Schools by level and rating / Focused / Amber: 0")
    )
    assert made.lines[at + 1] == "    no line was counted"


def _rows(data: bytes) -> list[list[str]]:
    """The second sheet's cells as text."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        shared = [
            "".join(map(str, each.itertext()))
            for each in etree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ]
        found = []
        for row in etree.fromstring(parts.read("xl/worksheets/sheet2.xml")).iter(f"{MAIN}row"):
            cells = []
            for cell in row.iter(f"{MAIN}c"):
                value = cell.findtext(f"{MAIN}v") or ""
                cells.append(shared[int(value)] if cell.get("t") == "s" else value)
            found.append(cells)
        return found
