"""The check that Word and PDF say the same finds each kind of difference, and names the first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docx.document import Document

from casefiles.documents.parity import differences, words_of_pdf, words_of_word
from casefiles.documents.pdf import render_pdf
from word_letters import add_link, blank, letter, mark_header, saved, torture


def changed(fill: Callable[[Document], object], other: Callable[[Document], object]) -> list[str]:
    """What the check says of the Word file of one letter beside the PDF of another."""
    return [str(difference) for difference in differences(letter(fill), render_pdf(letter(other)))]


def paragraphs(*texts: str) -> Callable[[Document], None]:
    def fill(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)

    return fill


def table(*cells: str) -> Callable[[Document], None]:
    def fill(document: Document) -> None:
        made = document.add_table(2, 2, style="Table Grid")
        mark_header(made)
        for cell, text in zip((made.cell(row, column) for row in (0, 1) for column in (0, 1)), cells, strict=False):
            cell.text = text

    return fill


def test_the_torture_document_says_the_same_in_word_and_pdf() -> None:
    data = torture()
    pdf = render_pdf(data)
    assert differences(data, pdf) == ()
    words = words_of_pdf(pdf)
    assert words == words_of_word(data)
    assert len(words) > 2000
    assert {"Nguyễn", "Łukasz", "Ŵyn,", "Жукова,", "self-evaluation", "☒", "&", "{{"} <= set(words)


def test_a_word_that_differs_is_named() -> None:
    said = changed(paragraphs("Dear Ms Price", "Your school"), paragraphs("Dear Ms Price", "Our school"))
    assert said == ["word 4: Word has 'Your', the PDF has 'Our'"]


def test_a_word_that_the_pdf_lost_is_named() -> None:
    assert changed(paragraphs("one two three"), paragraphs("one two")) == [
        "word 3: Word has 'three', the PDF has 'nothing'"
    ]


def test_two_paragraphs_in_the_other_order_differ() -> None:
    assert changed(paragraphs("alpha", "beta"), paragraphs("beta", "alpha"))[0].startswith("word 1:")


def test_a_heading_that_became_body_text_is_named() -> None:
    said = changed(lambda document: document.add_heading("Priorities", 2), paragraphs("Priorities"))
    assert said == ["heading 1: Word has '2 Priorities', the PDF has 'nothing'"]


def test_a_heading_of_another_rank_is_named() -> None:
    said = changed(lambda d: d.add_heading("Priorities", 2), lambda d: d.add_heading("Priorities", 3))
    assert said == ["heading 1: Word has '2 Priorities', the PDF has '3 Priorities'"]


def test_words_in_the_wrong_cell_are_found_although_their_order_is_the_same() -> None:
    said = changed(table("Action", "Who", "Read more", "Head"), table("Action", "Who", "Read", "more Head"))
    assert said == ["cell 3: Word has 'Read more', the PDF has 'Read'"]


def test_a_table_without_header_cells_in_the_pdf_is_found() -> None:
    def plain(document: Document) -> None:
        made = document.add_table(1, 2)
        made.cell(0, 0).text, made.cell(0, 1).text = "Action", "Who"

    assert "table 1: Word has '4', the PDF has 'nothing'" in changed(table("Action", "Who", "", ""), plain)


def test_a_lost_bullet_is_found() -> None:
    said = changed(lambda d: d.add_paragraph("Read", style="List Bullet"), paragraphs("Read"))
    assert said == ["list items 1: Word has '1', the PDF has '0'"]


def test_a_link_that_leads_elsewhere_is_found() -> None:
    def link(url: str) -> Callable[[Document], None]:
        return lambda document: add_link(document.add_paragraph(), url, "here")

    said = changed(link("https://example.org/a"), link("https://example.org/b"))
    assert said == ["link 1: Word has 'https://example.org/a', the PDF has 'https://example.org/b'"]


def test_a_footer_that_is_missing_is_found() -> None:
    def footed(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "OFFICIAL-SENSITIVE"

    assert changed(footed, paragraphs()) == ["head or foot 1: Word has 'OFFICIAL-SENSITIVE', the PDF has 'nothing'"]


@pytest.mark.parametrize(
    "text",
    [
        "Supercalifragilisticexpialidocious" * 12,
        "a non\u00a0breaking space and a non\u2011breaking hyphen",
        "Cafe\u0301 and e\u0301cole with accents apart",
        "a soft\u00adhyphen, a zero\u200bwidth space",
        "ends with a dash \u2014 or-with-many-hyphens-in-one-long-word " * 8,
        "& < > \" ' {{ braces }} {% tags %}",
    ],
)
def test_text_of_every_kind_comes_through_whole(text: str) -> None:
    data = letter(paragraphs(text))
    assert differences(data, render_pdf(data)) == ()


def test_words_keep_together_across_runs_and_apart_across_tabs_and_line_breaks() -> None:
    document = blank()
    paragraph = document.add_paragraph("self")
    paragraph.add_run("-eval").bold = True
    paragraph.add_run("uation\tnext")
    paragraph.add_run().add_break()
    paragraph.add_run("line")
    pdf = render_pdf(saved(document))
    assert words_of_pdf(pdf) == ["self-evaluation", "next", "line"]
