"""The examination of pages finds each thing that it looks for, at its page and words, and nothing on a plain page."""

from __future__ import annotations

import pytest
from docx.document import Document
from docx.shared import Cm, Pt

from page_looks import faults
from word_letters import blank, mark_header, saved

PLAIN = ("Dear Ms Osei", "We met on 4 November 2025.", "Yours sincerely")


def said(document: Document) -> list[str]:
    """What is found, as lines."""
    return [str(fault) for fault in faults(saved(document))]


def letter(*paragraphs: str) -> Document:
    """A letter of these paragraphs; `# ` begins a heading."""
    document = blank()
    for text in paragraphs:
        if text.startswith("# "):
            document.add_heading(text[2:], 2)
        else:
            document.add_paragraph(text)
    return document


def with_table(widths: tuple[float, ...], *rows: tuple[str, ...]) -> Document:
    """A letter with a table: its first row is the header."""
    document = letter(*PLAIN)
    table = document.add_table(len(rows), len(widths), style="Table Grid")
    table.autofit = False
    mark_header(table)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.text, cell.width = text, Cm(width)
    return document


def test_a_plain_letter_is_passed() -> None:
    assert said(letter(*PLAIN)) == []


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["It is so.. and so"], "doubled punctuation: It is so.. and so"),
        (["Twice  apart"], "a doubled space: Twice  apart"),
        (["It was due on 2025-11-04"], "a day as the file has it: It was due on 2025-11-04"),
        (["The value is None"], "a value of the program: The value is None"),
        (["Dear {{ name }}"], "a mark of the template: Dear {{"),
        (["This is **bold**"], "a mark of Markdown: This is **"),
        (["By closed_on"], "a key of the file: By closed_on"),
        (["Telephone:", "# Next"], "a label with nothing after it: Telephone:"),
        (["# Next steps", "and so on"], "a small letter begins what follows a heading: and so on"),
        (["# Next steps", "# Dates", "None yet."], "a heading with nothing below it: Next steps"),
    ],
)
def test_words_that_no_reader_should_meet_are_named(paragraphs: list[str], found: str) -> None:
    assert any(each.startswith(found) for each in said(letter(*PLAIN, *paragraphs)))


def test_none_that_is_a_word_and_a_reference_are_passed() -> None:
    assert (
        said(letter(*PLAIN, "None to report.", "Minutes (reference 2025-11-04-minutes), as agreed:", "all of it")) == []
    )


def test_a_table_s_empty_columns_and_words_that_its_columns_cut_are_named() -> None:
    found = said(with_table((4, 4, 1.2), ("What", "", "Who"), ("a", "b", "governance"), ("c", "d", "")))
    assert "a column without a heading: What  Who" in found or "a column without a heading: What Who" in found
    assert "a word is cut in a column too narrow for it: governance" in found
    assert "an empty column: Who" in said(with_table((4, 4), ("What", "Who"), ("a", ""), ("b", "")))


def test_what_stands_beyond_the_margin_is_named() -> None:
    document = letter(*PLAIN)
    document.add_paragraph("far out").paragraph_format.left_indent = Cm(-1)
    assert "page 1: beyond the margin: far out" in said(document)


def test_a_last_page_of_few_lines_and_a_page_that_ends_early_are_named() -> None:
    document = letter(*["a line"] * 8, "last")
    document.paragraphs[-1].paragraph_format.page_break_before = True
    found = said(document)
    assert "page 2: 1 lines alone on the last page: last" in found
    assert any(each.startswith("page 1: ") and each.endswith("of the page is empty: before: last") for each in found)


def test_a_heading_or_a_lead_in_that_ends_a_page_is_named() -> None:
    for text, found in (("# Next steps", "a heading ends the page"), ("These are:", "what leads in to a list ends")):
        document = letter(*["a line"] * 20, text, *["after it"] * 6)
        document.paragraphs[20].paragraph_format.keep_with_next = False
        document.paragraphs[21].paragraph_format.page_break_before = True
        assert any(found in each for each in said(document))


def test_a_row_of_which_one_line_stands_on_a_page_is_named() -> None:
    found = []
    for count in range(18, 30):
        document = letter(*["a line"] * count)
        table = document.add_table(2, 1, style="Table Grid")
        mark_header(table)
        table.cell(0, 0).text, table.cell(1, 0).text = "What", "one\ntwo\nthree\nfour"
        for _ in range(8):
            document.add_paragraph("after it").paragraph_format.space_after = Pt(0)
        found += [each for each in said(document) if "one line of a row" in each]
    assert found


def test_what_stands_over_another_is_named() -> None:
    document = letter(*PLAIN)
    for text in ("first", "second"):
        shape = document.add_paragraph(text).paragraph_format
        shape.space_after, shape.line_spacing = Pt(0), Pt(2)
    assert any("one over another" in each for each in said(document))
