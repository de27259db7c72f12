"""Charts: one drawing for the page, Word and the PDF; readable without colour; the numbers in words beside it."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from itertools import pairwise

import pytest
from docx.document import Document
from lxml import etree
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader

from casefiles.documents.blocks.word import read_word
from casefiles.documents.charts import (
    Against,
    Chart,
    Column,
    Measured,
    against_chart,
    columns_chart,
    grid_chart,
    measured_chart,
)
from casefiles.documents.charts.drawing import Box, Polyline, Words
from casefiles.documents.charts.patterns import PATTERNS
from casefiles.documents.charts.png import write_png
from casefiles.documents.charts.svg import is_svg, read_svg, svg_text, write_svg
from casefiles.documents.parity import differences
from casefiles.documents.pdf.heard import hear
from casefiles.documents.pdf.render import render_pdf
from casefiles.documents.redact import Withholding, left_in, redacted
from casefiles.documents.word.template import DocumentProperties, compile_template
from word_letters import letter as letter_of
from word_letters import mark_header
from word_notation import word_file

LEVELS = columns_chart(
    "Schools at each level",
    "Level",
    [Column("Spring 2026", {"Universal": 10, "Targeted": 2}), Column("Summer 2026", {"Universal": 9, "Targeted": 3})],
    ["Universal", "Targeted"],
)
VISITS = against_chart(
    "Visits",
    ("School", "Half days made", "Entitlement", "Average"),
    [Against("Rowan & <Hill>", 4, 6, 5.5)],
    " half days",
)
RATINGS = grid_chart(
    "Ratings", "School", ["Spring", "Summer"], [("Rowan Hill", ["", "Red"]), ("Kiln", ["Amber", "Green"])]
)
TARGETS = measured_chart(
    "Targets",
    ("Target", "Latest result", "To reach", "Baseline", "Benchmark"),
    [
        Measured("Attendance", "per cent", Decimal("93.5"), Decimal(93), Decimal("92.5"), Decimal(92), "93.5% (93%)"),
        Measured("Progress", "points", Decimal("-1.6"), Decimal(0), Decimal("-2.1"), None, "-1.6 (0)"),
        Measured("None inadequate", "schools", Decimal(0), Decimal(0), None, None, "0 (0)"),
    ],
)
CHARTS = [LEVELS, VISITS, RATINGS, TARGETS]


def fill(document: Document) -> None:
    document.add_heading("A report", 1)
    document.add_paragraph("{{p block.levels.chart }}")
    table = document.add_table(2, 2)
    mark_header(table)
    for cell, text in zip(table._cells, ("School", "Rating", "Rowan", "{{r block.ratings.chart }}"), strict=True):
        cell.text = text


@pytest.fixture(scope="module")
def letter() -> bytes:
    context = {"block": {"levels": {"chart": LEVELS}, "ratings": {"chart": RATINGS}}}
    page = letter_of(fill)
    return compile_template({"letter": page}, "letter", "x", ()).render(context, DocumentProperties("A report"))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_a_drawing_comes_back_from_its_file_and_is_written_the_same(chart: Chart) -> None:
    data = write_svg(chart.drawing)
    found = read_svg(data)
    assert found is not None
    assert write_svg(found) == data
    assert data == write_svg(chart.drawing)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_nothing_stands_outside_the_drawing(chart: Chart) -> None:
    for shape in chart.drawing.shapes:
        if isinstance(shape, Box):
            assert 0 <= shape.x <= shape.x + shape.width <= chart.drawing.width + 0.1
            assert 0 <= shape.y <= shape.y + shape.height <= chart.drawing.height + 0.1
        if isinstance(shape, Words):
            assert 0 <= shape.x <= chart.drawing.width
            assert shape.y <= chart.drawing.height


def test_the_numbers_stand_beside_it_and_in_its_alternative_text() -> None:
    assert LEVELS.head == ("Level", "Spring 2026", "Summer 2026")
    assert LEVELS.rows == (("Universal", "10", "9"), ("Targeted", "2", "3"))
    assert LEVELS.alt == (
        "Chart. Schools at each level. Spring 2026: Universal 10, Targeted 2; Summer 2026: Universal 9, Targeted 3."
    )
    assert VISITS.rows == (("Rowan & <Hill>", "4", "6", "5.5"),)
    assert RATINGS.rows == (("Rowan Hill", "none", "Red"), ("Kiln", "Amber", "Green"))


def test_results_of_each_unit_have_an_axis_of_their_own_that_holds_all_their_marks() -> None:
    named = [shape.text for shape in TARGETS.drawing.shapes if isinstance(shape, Words) and shape.bold]
    assert named == ["In per cent", "In points", "In schools"]
    scales = [shape.text for shape in TARGETS.drawing.shapes if isinstance(shape, Words) and shape.size < 9]
    assert scales == ["0", "100", "-3", "0", "0", "1"]
    bars = [shape for shape in TARGETS.drawing.shapes if isinstance(shape, Box) and shape.fill == PATTERNS[2].fill]
    goals = [shape for shape in TARGETS.drawing.shapes if isinstance(shape, Polyline) and shape.line == 2.2]
    assert goals[0].points[0][0] < bars[0].x + bars[0].width, "93 stands left of the end of a bar of 93.5"
    assert bars[1].x + bars[1].width == pytest.approx(goals[1].points[0][0]), "a bar below nought ends at nought"
    assert TARGETS.head == ("Target", "Latest result", "To reach", "Baseline", "Benchmark")
    assert TARGETS.rows[1] == ("Progress", "-1.6", "0", "-2.1", "")


def test_a_mark_that_no_result_has_is_not_in_the_key() -> None:
    chart = measured_chart(
        "T",
        ("Target", "Result", "Goal", "Base", "Other"),
        [Measured("A", "points", Decimal(5), None, Decimal(4), None, "5")],
    )
    assert chart.head == ("Target", "Result", "Base")
    assert {"Goal", "Other"}.isdisjoint(shape.text for shape in chart.drawing.shapes if isinstance(shape, Words))


def test_alternative_text_that_nobody_would_listen_to_ends_with_the_table() -> None:
    many = grid_chart("Ratings", "School", ["Spring"], [(f"School {number}", ["Green"]) for number in range(300)])
    assert len(many.alt) < 700
    assert many.alt.endswith("; and so on: the table has every number.")
    assert len(many.rows) == 300


def test_without_colour_neighbouring_fills_still_differ() -> None:
    def grey(digits: str) -> float:
        red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
        return 0.3 * red + 0.59 * green + 0.11 * blue

    for one, two in pairwise(PATTERNS):
        assert abs(grey(one.fill) - grey(two.fill)) > 25
        assert one.lines != two.lines or abs(grey(one.fill) - grey(two.fill)) > 60
    letters = [shape.text for shape in RATINGS.drawing.shapes if isinstance(shape, Words)]
    assert {"R", "A", "G"} <= set(letters)


@pytest.mark.parametrize(
    "foreign",
    [
        "<script/>",
        '<rect x="1" y="1" width="2" height="2" onclick="x()"/>',
        '<path d="M0 0C1 1 2 2 3 3"/>',
        '<image href="https://example.org/x.png"/>',
        '<rect x="1e9" y="1" width="2" height="2"/>',
        '<text x="1" y="1" font-size="9" fill="url(#a)">A</text>',
    ],
)
def test_what_we_never_write_is_never_drawn(foreign: str) -> None:
    whole = svg_text(replace(LEVELS.drawing, shapes=())).replace("</svg>", f"{foreign}</svg>")
    assert read_svg(whole.encode()) is None


def test_an_entity_is_never_unfolded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg_text(LEVELS.drawing).encode()
    assert is_svg(bomb)
    assert read_svg(bomb) is None


def test_the_png_shows_the_same_for_programs_without_svg() -> None:
    image = Image.open(io.BytesIO(write_png(LEVELS.drawing)))
    assert image.size == (round(LEVELS.drawing.width * 3), round(LEVELS.drawing.height * 3))
    assert len(image.convert("RGB").getcolors(10_000) or []) > 3


def test_the_png_has_the_colours_of_the_chart_on_pure_white_and_no_more_than_a_palette_holds() -> None:
    image = Image.open(io.BytesIO(write_png(LEVELS.drawing)))
    palette, shown = bytes(image.getpalette() or []), set(image.tobytes())
    fills = {shape.fill.lower() for shape in LEVELS.drawing.shapes if isinstance(shape, Box) and shape.fill}
    assert fills | {"ffffff"} <= {palette[3 * number : 3 * number + 3].hex() for number in shown}


def test_word_has_the_chart_as_svg_with_a_png_and_its_alternative_text(letter: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(letter)) as package:
        names = set(package.namelist())
        page = package.read("word/document.xml").decode()
        types = package.read("[Content_Types].xml").decode()
        assert package.read("word/media/chart1.svg") == write_svg(LEVELS.drawing)
    assert {"word/media/chart1.png", "word/media/chart2.png", "word/media/chart2.svg"} <= names
    assert 'Extension="svg"' in types
    assert types.count('Extension="png"') == 1
    assert LEVELS.alt in page
    etree.fromstring(page.encode())
    assert read_word(letter).blocks


def test_a_document_without_a_chart_is_what_it_was() -> None:
    made = compile_template({"letter": word_file("Hello")}, "letter", "x", ()).render(
        {}, DocumentProperties("A letter")
    )
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert 'Extension="svg"' not in package.read("[Content_Types].xml").decode()


def test_the_pdf_has_it_as_lines_and_words_with_its_alternative_text(letter: bytes) -> None:
    pdf = render_pdf(letter)
    assert differences(letter, pdf) == ()
    figures = [node for node in hear(pdf).root.walk() if node.role == "Figure"]
    assert [node.alt for node in figures] == [LEVELS.alt, RATINGS.alt]
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert not page.images
    text = page.extract_text()
    assert "Spring 2026" in text
    assert "Universal" in text
    assert render_pdf(letter) == pdf


def test_what_follows_a_chart_keeps_its_own_colour_and_font() -> None:
    def only(document: Document) -> None:
        document.add_heading("A report", 1)
        document.add_paragraph("{{p block.levels.chart }}")
        document.add_paragraph("After it")

    page = compile_template({"letter": letter_of(only)}, "letter", "x", ())
    pdf = render_pdf(page.render({"block": {"levels": {"chart": LEVELS}}}, DocumentProperties("A report")))
    content = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    after = content.get_data().decode().rpartition("\nQ\n")[2]
    assert "0 0 0 rg" in after


def test_a_chart_with_a_withheld_name_is_emptied_in_the_redacted_copy(letter: bytes) -> None:
    hidden = Withholding("s40(2)", "Rowan Hill")
    copy, _ = redacted(letter, [hidden], "A report", "report.docx")
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        assert b"Rowan" not in package.read("word/media/chart2.svg")
        assert b"[withheld: s40(2)]" in package.read("word/media/chart2.svg")
        assert package.read("word/media/chart1.svg") == write_svg(LEVELS.drawing)
        assert package.read("word/media/chart2.png") != write_png(RATINGS.drawing)
    assert left_in(copy, render_pdf(copy), b"", [hidden], "report.docx") == ()
    assert left_in(letter, render_pdf(letter), b"", [hidden], "report.docx")
