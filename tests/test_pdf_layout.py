"""Pages: what stays together, what repeats, how tall rows and wide words are cut; nothing is clipped or lost."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from copy import deepcopy

import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from pypdf import PdfReader
from pypdf.generic import ContentStream

from casefiles.documents.parity import differences
from casefiles.documents.pdf import render_pdf
from casefiles.documents.pdf.heard import fonts_of, raw_bytes, read_map
from word_letters import add_field, add_picture, blank, letter, mark_header, png, saved

LOREM = "It goes on about attendance and reading in every year group of the school. "


def pages(data: bytes) -> list[str]:
    """The text of each page, after the check that Word and PDF say the same."""
    pdf = render_pdf(data)
    assert differences(data, pdf) == ()
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def placed(data: bytes, page: int = 0) -> list[tuple[float, float, str]]:
    """The pieces of text of a page with their left edge and baseline."""
    reader = PdfReader(io.BytesIO(render_pdf(data)))
    leaf = reader.pages[page]
    fonts = {name: read_map(font) for name, font in fonts_of(leaf)}
    found, letters, at = [], fonts[next(iter(fonts))], (0.0, 0.0)
    for operands, operator in ContentStream(leaf.get_contents(), reader).operations:
        if operator == b"Tf":
            letters = fonts.get(str(operands[0]), {})
        elif operator == b"Tm":
            at = (float(operands[4]), float(operands[5]))
        elif operator == b"Tj":
            text = "".join(letters[code] for code in raw_bytes(operands[0]))
            found.append((*at, text.strip()))
    return [piece for piece in found if piece[2]]


def where(data: bytes, text: str, page: int = 0) -> tuple[float, float]:
    return next((x, y) for x, y, piece in placed(data, page) if text in piece)


def filled(count: int, then: Callable[[Document], object]) -> bytes:
    def fill(document: Document) -> None:
        for number in range(count):
            document.add_paragraph(f"Line {number}").paragraph_format.space_after = Pt(0)
        then(document)

    return letter(fill)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    def then(document: Document) -> None:
        document.add_heading("Next steps", 2)
        document.add_paragraph(LOREM * 4)

    for count in range(36, 46):
        texts = pages(filled(count, then))
        page = next(text for text in texts if "Next steps" in text)
        assert "It goes on about" in page, f"after {count} lines"


def test_no_single_line_of_a_paragraph_stands_alone() -> None:
    for count in range(36, 46):
        for text in pages(filled(count, lambda document: document.add_paragraph(LOREM * 6))):
            lines = [line for line in text.splitlines() if line.strip() and not line.startswith("Line ")]
            assert len(lines) != 1, f"after {count} lines"


def test_lines_that_are_kept_together_share_a_page() -> None:
    def then(document: Document) -> None:
        document.add_paragraph(LOREM * 8).paragraph_format.keep_together = True

    for count in range(34, 44):
        assert sum("attendance" in text for text in pages(filled(count, then))) == 1


def test_a_page_break_in_a_paragraph_begins_a_page_without_an_empty_line() -> None:
    document = blank()
    document.add_paragraph("before").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("after")
    texts = pages(saved(document))
    assert [text.strip() for text in texts] == ["before", "after"]
    assert where(saved(document), "after", 1)[1] == pytest.approx(where(letter(lambda d: d.add_paragraph("x")), "x")[1])


def test_header_rows_come_back_on_each_page_and_are_said_once() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(120, 2, style="Table Grid")
        mark_header(table)
        table.cell(0, 0).text = "Measure"
        for number in range(1, 120):
            table.cell(number, 0).text = f"Row {number}"

    data = letter(fill)
    texts = pages(data)
    assert len(texts) > 2
    assert all("Measure" in text for text in texts)


def test_a_row_taller_than_a_page_is_cut_between_lines_and_loses_nothing() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(2, 2, style="Table Grid")
        mark_header(table)
        table.cell(0, 0).text, table.cell(0, 1).text = "What", "Found"
        table.cell(1, 0).text = "short"
        table.cell(1, 1).text = "\n".join(f"Sentence {number}." for number in range(150))

    data = letter(fill)
    texts = pages(data)
    assert len(texts) >= 3
    assert all("Found" in text for text in texts)
    assert [int(found) for text in texts for found in re.findall(r"Sentence (\d+)", text)] == list(range(150))
    for page in range(len(texts)):
        assert all(y > 60 for _, y, piece in placed(data, page) if "Sentence" in piece)


def test_no_page_is_turned_for_the_space_below_a_rows_last_line() -> None:
    def then(document: Document) -> None:
        table = document.add_table(1, 1, style="Table Grid")
        table.cell(0, 0).text = "last line"
        table.cell(0, 0).paragraphs[0].paragraph_format.space_after = Pt(30)

    shown = {count: [bool(text.strip()) for text in pages(filled(count, then))] for count in range(38, 50)}
    assert all(all(texts) for texts in shown.values())
    assert {len(texts) for texts in shown.values()} == {1, 2}


def test_a_row_that_may_not_be_cut_moves_to_the_next_page_whole() -> None:
    def then(document: Document) -> None:
        table = document.add_table(1, 1, style="Table Grid")
        table.cell(0, 0).text = "\n".join(f"Sentence {number}." for number in range(12))
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))

    texts = pages(filled(38, then))
    assert sum("Sentence" in text for text in texts) == 1


def test_a_merged_cell_over_many_pages_goes_on() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(90, 2, style="Table Grid")
        table.cell(0, 0).merge(table.cell(89, 0)).text = LOREM * 3
        for number in range(90):
            table.cell(number, 1).text = f"Row {number}"

    texts = pages(letter(fill))
    assert [int(found) for text in texts for found in re.findall(r"Row (\d+)", text)] == list(range(90))


def test_a_word_wider_than_its_cell_is_cut_inside_the_cell() -> None:
    word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

    def fill(document: Document) -> None:
        table = document.add_table(1, 6, style="Table Grid")
        table.cell(0, 0).text = word
        table.cell(0, 1).text = "next"

    data = letter(fill)
    pages(data)
    edge = where(data, "next")[0]
    pieces = [(x, text) for x, _, text in placed(data) if text in word]
    assert len(pieces) > 3
    assert "".join(text for _, text in pieces) == word
    assert all(x + 4.5 * len(text) < edge + 12 for x, text in pieces)


def test_a_word_wider_than_the_page_is_cut_at_the_margin() -> None:
    data = letter(lambda document: document.add_paragraph("x" * 400))
    assert len(placed(data)) > 4
    pages(data)


def test_a_picture_wider_than_the_page_is_made_smaller() -> None:
    data = letter(lambda document: add_picture(document.add_paragraph(), width=60.0))
    pdf = PdfReader(io.BytesIO(render_pdf(data)))
    matrix = re.search(rb"([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm\s+/\S+ Do", pdf.pages[0].get_contents().get_data())  # type: ignore[union-attr]
    assert matrix is not None
    assert float(matrix[1]) <= 432.1
    assert float(matrix[1]) / float(matrix[2]) == pytest.approx(2.0, abs=0.02)


def test_pages_are_numbered_of_the_total() -> None:
    def fill(document: Document) -> None:
        footer = document.sections[0].footer.paragraphs[0]
        footer.text = "Page "
        add_field(footer, "PAGE")
        footer.add_run(" of ")
        add_field(footer, "NUMPAGES")
        for _ in range(12):
            document.add_paragraph(LOREM * 8)

    texts = pages(letter(fill))
    assert len(texts) >= 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text


def test_the_first_page_may_have_a_header_of_its_own() -> None:
    def fill(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "Camden Learning"
        section.header.paragraphs[0].text = "Continuation"
        for _ in range(12):
            document.add_paragraph(LOREM * 8)

    first, second = pages(letter(fill))[:2]
    assert "Camden Learning" in first
    assert "Continuation" not in first
    assert "Continuation" in second


def test_a_header_higher_than_its_margin_pushes_the_text_down() -> None:
    def fill(lines: int) -> bytes:
        def inner(document: Document) -> None:
            header = document.sections[0].header
            for number in range(lines):
                header.add_paragraph(f"Head {number}")
            document.add_paragraph("Body")

        return letter(inner)

    assert where(fill(1), "Body")[1] - where(fill(9), "Body")[1] > 40


def test_text_after_right_and_centred_tabs_ends_and_stands_there() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("left\tmiddle\tright")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(7), WD_TAB_ALIGNMENT.CENTER)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(14), WD_TAB_ALIGNMENT.RIGHT)

    data = letter(fill)
    left, middle, right = (where(data, text)[0] for text in ("left", "middle", "right"))
    start = 90.0
    assert left == pytest.approx(start)
    assert middle == pytest.approx(start + Cm(7).pt - 17.0, abs=3)
    assert right == pytest.approx(start + Cm(14).pt - 23.0, abs=3)


def test_text_after_more_tabs_than_a_line_holds_stands_on_the_next() -> None:
    data = letter(lambda document: document.add_paragraph("first" + "\t" * 40 + "last"))
    assert all(x < 522 for x, _, _ in placed(data))
    assert where(data, "last")[1] < where(data, "first")[1]


def test_space_between_paragraphs_is_the_greater_of_the_two_not_their_sum() -> None:
    def gap(after: float, before: float) -> float:
        def fill(document: Document) -> None:
            document.add_paragraph("one").paragraph_format.space_after = Pt(after)
            document.add_paragraph("two").paragraph_format.space_before = Pt(before)

        data = letter(fill)
        return where(data, "one")[1] - where(data, "two")[1]

    assert gap(10, 4) == pytest.approx(gap(4, 10))
    assert gap(10, 10) == pytest.approx(gap(10, 0))
    assert gap(20, 0) - gap(10, 0) == pytest.approx(10)


def test_a_picture_anchored_in_the_header_stands_where_it_is_anchored() -> None:
    def fill(document: Document) -> None:
        paragraph = document.sections[0].header.paragraphs[0]
        shape = paragraph.add_run().add_picture(io.BytesIO(png()), width=Cm(4))
        inline = shape._inline
        anchor = parse_xml(
            f"<wp:anchor {nsdecls('wp', 'a', 'pic', 'r')} behindDoc='0' locked='0' layoutInCell='1' allowOverlap='1'>"
            "<wp:simplePos x='0' y='0'/>"
            "<wp:positionH relativeFrom='page'><wp:posOffset>1270000</wp:posOffset></wp:positionH>"
            "<wp:positionV relativeFrom='page'><wp:posOffset>254000</wp:posOffset></wp:positionV>"
            f"<wp:extent cx='{inline.extent.cx}' cy='{inline.extent.cy}'/><wp:wrapNone/>"
            "<wp:docPr id='1' name='Logo' descr='Camden Learning'/></wp:anchor>"
        )
        anchor.append(inline.graphic)
        inline.getparent().replace(inline, anchor)
        document.add_paragraph("Dear Ms Price")

    data = letter(fill)
    stream = PdfReader(io.BytesIO(render_pdf(data))).pages[0].get_contents()
    assert stream is not None
    matrix = re.search(rb"([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm\s+/\S+ Do", stream.get_data())
    assert matrix is not None
    assert float(matrix[3]) == pytest.approx(100.0, abs=0.1)
    assert float(matrix[4]) == pytest.approx(792 - 20 - Cm(2).pt, abs=0.2)


def long_table(rows: int, merged: bool) -> Callable[[Document], None]:
    """A table of many rows, its first column one cell if `merged`."""

    def cell(number: int) -> str:
        join = f"<w:tcPr><w:vMerge w:val='{'continue' if number else 'restart'}'/></w:tcPr>" if merged else ""
        return f"<w:tr><w:tc>{join}<w:p/></w:tc><w:tc><w:p><w:r><w:t>Row {number}</w:t></w:r></w:p></w:tc></w:tr>"

    grid = "<w:tblPr/><w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='4000'/></w:tblGrid>"
    xml = f"<w:tbl {nsdecls('w')}>{grid}{''.join(map(cell, range(rows)))}</w:tbl>"
    return lambda document: document.element.body.insert(0, parse_xml(xml))


@pytest.mark.parametrize(
    "fill",
    [
        long_table(3000, merged=False),
        long_table(3000, merged=True),
        lambda document: document.add_paragraph("x" * 100_000),
        lambda document: document.add_paragraph("word " * 100_000),
        lambda document: document.add_paragraph("\t" * 20_000),
        lambda document: document.add_paragraph("a-" * 50_000),
        lambda document: [document.add_heading(f"Heading {number}", 2) for number in range(1500)],
    ],
    ids=["rows", "merged rows", "a long word", "a long paragraph", "tabs", "hyphens", "headings that stay together"],
)
def test_what_is_absurdly_long_takes_seconds_not_minutes(fill: Callable[[Document], object]) -> None:
    data = letter(fill)
    start = time.perf_counter()
    assert render_pdf(data).startswith(b"%PDF")
    assert time.perf_counter() - start < 20


def test_each_of_two_hundred_pages_has_the_header_row_and_its_own_number() -> None:
    def fill(document: Document) -> None:
        foot = document.sections[0].footer.paragraphs[0]
        for words, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            foot.add_run(words)
            add_field(foot, code)
        table = document.add_table(2, 2, style="Table Grid")
        mark_header(table)
        for cell, text in zip(table.rows[0].cells, ("Action", "Reader"), strict=True):
            cell.text = text
        first, lines = table.rows[1]._tr, "<w:br/>" * 19
        for number in range(520):
            row = deepcopy(first)
            row.find(".//{*}p").append(parse_xml(f"<w:r {nsdecls('w')}>{lines}<w:t>Row {number}</w:t></w:r>"))
            table._tbl.append(row)

    reader = PdfReader(io.BytesIO(render_pdf(letter(fill))))
    count = len(reader.pages)
    assert count >= 200
    for number in (1, 2, 3, count // 2, count - 1, count):
        text = " ".join(reader.pages[number - 1].extract_text().split())
        assert text.startswith("Action Reader") or f"Page {number} of {count} Action Reader" in text, text
        assert f"Page {number} of {count}" in text
