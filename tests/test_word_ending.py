"""The end of a document: what goes over to its last page goes in company, and no page is added by it."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from casefiles.documents.pdf import render_pdf
from casefiles.documents.word import ending
from casefiles.documents.word.ending import with_company, with_whole_rows
from word_notation import altered, parts_of, word_file

ARIAL = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'
SENTENCE = "It goes on about attendance and reading in every year group of the school, and about what comes next. "


def in_company(page: str) -> tuple[bytes, bytes]:
    """The Word file of a page in the notation as it is, and with its last lines held together."""
    plain = word_file(page)
    styles = re.sub(r"<w:rFonts[^>]*/>", ARIAL, parts_of(plain)["word/styles.xml"].decode("utf-8"))
    plain = altered(plain, {"word/styles.xml": styles.encode("utf-8")})
    xml = parts_of(plain)["word/document.xml"].decode("utf-8")
    return plain, altered(plain, {"word/document.xml": with_company(xml).encode("utf-8")})


def lines_of(word: bytes) -> list[int]:
    """How many lines stand on each page."""
    pages = PdfReader(io.BytesIO(render_pdf(word))).pages
    return [sum(bool(line.strip()) for line in page.extract_text().splitlines()) for page in pages]


def lonely(endings: str) -> list[tuple[list[int], list[int]]]:
    """The lines of each page, before and after, where an ending's last page would have fewer than five."""
    found = []
    for count in range(20, 32):
        plain, held = in_company("a line\n" * count + endings)
        before, after = lines_of(plain), lines_of(held)
        assert len(after) == len(before), "no page is added"
        if len(before) > 1 and before[-1] < 5:
            found.append((before, after))
    assert found, "some ending of these would be lonely"
    return found


@pytest.mark.parametrize(
    "ending",
    [
        "## Circulation\nTo: the headteacher\nCopies: the chair\n",
        "Yours sincerely\nAmara Osei\nDirector\n",
        f"## Next steps\n{SENTENCE * 2}\nThe end\n",
        "- one\n- two\n- three\n- four\n- five\n- six\n",
        "|= Action | Who\n| one | us\n| two | us\n| three | us\n| four | us\n| five | us\n| six | us\n",
    ],
    ids=["a heading and two lines", "a signature", "a long paragraph", "a list", "a table"],
)
def test_what_would_stand_alone_on_the_last_page_takes_company_along(ending: str) -> None:
    for before, after in lonely(ending):
        assert after[-1] >= 5, (before, after)
        assert sum(after) >= sum(before), "every line is still there; a header row may come back"


def test_no_page_begins_with_the_closing_of_a_letter() -> None:
    copies = "".join(f"Copy {number}\n" for number in range(8))
    for count in range(22, 34):
        _, held = in_company("a line\n" * count + f"Yours faithfully\nAmara Osei\n{copies}")
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(held))).pages]
        assert not [text for text in texts if text.startswith("Yours")], f"after {count} lines"


def test_a_document_of_a_few_lines_is_left_alone() -> None:
    plain, held = in_company("one\ntwo\n")
    assert parts_of(held) == parts_of(plain)


def test_a_paragraph_that_is_held_already_is_marked_once_and_its_marks_stand_in_the_order_of_word() -> None:
    made = with_company(
        "<w:body>"
        + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 4
        + '<w:p w:rsid="1"><w:pPr><w:keepNext/><w:pStyle w:val="A"/></w:pPr><w:r><w:t>y</w:t></w:r></w:p>'
        + '<w:p><w:pPr><w:pStyle w:val="A"/><w:keepNext/><w:jc w:val="left"/></w:pPr></w:p>'
        + "<w:p><w:pPr/><w:r><w:t>z</w:t></w:r></w:p><w:sectPr/></w:body>"
    )
    assert made.count("<w:keepNext/>") == 5
    assert '<w:pPr><w:pStyle w:val="A"/><w:keepNext/><w:keepLines/><w:jc w:val="left"/></w:pPr>' in made
    assert made.endswith("<w:p><w:pPr><w:keepLines/></w:pPr><w:r><w:t>z</w:t></w:r></w:p><w:sectPr/></w:body>")


def test_the_end_of_a_table_longer_than_what_is_looked_at_is_held_too() -> None:
    rows = "".join(f"| {SENTENCE} | {number}\n" for number in range(150))
    plain, held = in_company(f"|= What | Number\n{rows}The end\n")
    assert len(parts_of(plain)["word/document.xml"]) > 40_000
    assert lines_of(held)[-1] >= 5
    assert len(lines_of(held)) == len(lines_of(plain))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paragraphs whose lines were counted."""
    texts: list[str] = []
    lines = ending._lines

    def count(xml: str, start: int, end: int, width: float) -> int:
        texts.append(re.sub("<[^>]*>", "", xml[start:end]))
        return lines(xml, start, end, width)

    monkeypatch.setattr(ending, "_lines", count)
    return texts


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_document_is_read_from_its_end_and_no_further_than_its_last_lines(counted: list[str]) -> None:
    made = with_company("<w:body>" + "".join(paragraph(f"line {number}") for number in range(300)) + "<w:sectPr/>")
    assert set(counted) == {f"line {number}" for number in range(295, 300)}
    assert made.count("<w:keepLines/>") == 5


def test_a_letter_is_read_up_to_its_closing_and_no_further(counted: list[str]) -> None:
    closing = "<w:p><w:r><w:t>Yours</w:t></w:r><w:r><w:t> sincerely</w:t></w:r></w:p>"
    copies = "".join(paragraph(f"copy {number}") for number in range(40))
    made = with_company("<w:body>" + paragraph("text") * 50 + paragraph("the end") + closing + copies + "<w:sectPr/>")
    assert set(counted) == {"the end", *(f"copy {number}" for number in range(35, 40))}
    assert "<w:p><w:pPr><w:keepNext/><w:keepLines/></w:pPr><w:r><w:t>the end" in made


INNER = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"


def test_a_table_in_a_row_is_text_of_its_cell() -> None:
    inner = INNER.format(paragraph("a"), paragraph("b"))
    row = f"<w:tr><w:tc>{paragraph('c')}{inner}{paragraph('d')}</w:tc><w:tc>{paragraph('e')}</w:tc></w:tr>"
    before = f"<w:body>{paragraph('above')}<w:tbl><w:tr><w:tc>{paragraph('head')}</w:tc></w:tr>"
    made = with_company(f"{before}{row}</w:tbl>{paragraph('z')}<w:sectPr/>")
    held = "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    kept = row
    for letter in "abcde":
        kept = kept.replace(paragraph(letter), held.format(letter))
    assert made.startswith(f"{before}{kept}</w:tbl>"), "four lines of one cell and the last make five"


ROW = '<w:tr><w:tc><w:tcPr><w:tcW w:type="dxa" w:w="2400"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>'
KEPT = ROW.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
ACROSS = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="9000"/>'
    '<w:pgMar w:left="1000" w:right="1000" w:top="1000" w:bottom="1000"/></w:sectPr>'
)


def test_rows_stay_on_one_page() -> None:
    headed = ROW.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
    made = with_whole_rows(f"<w:tbl>{headed.format('What')}{ROW.format('a short text')}</w:tbl>")
    head = KEPT.replace("</w:trPr>", "<w:tblHeader/></w:trPr>").format("What")
    assert made == f"<w:tbl>{head}{KEPT.format('a short text')}</w:tbl>"
    assert with_whole_rows(made) == made


def test_a_row_of_more_than_a_third_of_a_page_may_go_over() -> None:
    long = "It goes on about attendance. " * 80
    assert with_whole_rows(f"<w:tbl>{KEPT.format(long)}</w:tbl>") == f"<w:tbl>{ROW.format(long)}</w:tbl>"
    assert with_whole_rows(f"<w:tbl>{KEPT.format(long[:300])}</w:tbl>") == f"<w:tbl>{KEPT.format(long[:300])}</w:tbl>"


def test_a_row_may_go_over_that_would_take_a_third_of_a_page_with_the_bands_above_it() -> None:
    row = KEPT.format("It goes on about attendance. " * 5)
    band = KEPT.replace("<w:p>", "<w:p><w:pPr><w:keepNext/></w:pPr>").format("A band")
    apart = KEPT.format("No band")
    assert with_whole_rows(f"<w:tbl>{apart * 3}{row}</w:tbl>{ACROSS}") == f"<w:tbl>{apart * 3}{row}</w:tbl>{ACROSS}"
    two = f"<w:tbl>{band * 3}</w:tbl><w:tbl>{row}</w:tbl>{ACROSS}"
    assert with_whole_rows(two) == two
    parted = row.replace("<w:trPr><w:cantSplit/></w:trPr>", "")
    assert with_whole_rows(f"<w:tbl>{band * 3}{row}</w:tbl>{ACROSS}") == f"<w:tbl>{band * 3}{parted}</w:tbl>{ACROSS}"


def test_what_is_high_hangs_on_the_height_of_the_page() -> None:
    long = "It goes on about attendance. " * 11
    assert with_whole_rows(f"<w:tbl>{ROW.format(long)}</w:tbl>") == f"<w:tbl>{KEPT.format(long)}</w:tbl>"
    assert with_whole_rows(f"<w:tbl>{ROW.format(long)}</w:tbl>{ACROSS}") == f"<w:tbl>{ROW.format(long)}</w:tbl>{ACROSS}"


def test_rows_of_a_table_in_a_high_row_stay_as_they_are() -> None:
    inner = INNER.format(paragraph("a"), paragraph("b"))
    long = "It goes on about attendance. " * 80
    high = f"<w:tr><w:tc>{inner}{paragraph(long)}</w:tc></w:tr>"
    assert with_whole_rows(f"<w:tbl>{high}{ROW.format('x')}</w:tbl>") == f"<w:tbl>{high}{KEPT.format('x')}</w:tbl>"
