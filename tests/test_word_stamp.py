from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION

from casefiles.documents.twin import body_words, missing_texts, running_words, twin_differences, twin_of_word
from casefiles.documents.word.stamp import stamp_line, stamped

LINE = "Issued as 2025-11-04-letter-3f9a1c, following 24f73f5a9d3e"


def page() -> Any:
    made = docx.Document()
    made.add_heading("A decision", 1)
    made.add_paragraph("First", style="List Bullet")
    made.add_paragraph("We met on 4 November.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "What", "By\twhen"
    return made


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def feet(data: bytes) -> list[list[str]]:
    """The lines of each footer of each section, as python-docx reads them."""
    found = []
    for section in docx.Document(io.BytesIO(data)).sections:
        footers = [section.footer]
        if section.different_first_page_header_footer:
            footers.append(section.first_page_footer)
        found += [[paragraph.text for paragraph in footer.paragraphs] for footer in footers]
    return found


def test_the_line_stands_under_the_first_one_of_the_footer_in_its_style() -> None:
    made = page()
    made.sections[0].footer.paragraphs[0].text = "Page 1"
    made.sections[0].footer.add_paragraph("OFFICIAL")
    data = stamped(saved(made), LINE, "letter.docx")
    assert feet(data) == [["Page 1", LINE, "OFFICIAL"]]
    assert stamped(saved(made), LINE, "letter.docx") == data


def test_a_page_without_a_footer_gets_one() -> None:
    assert feet(stamped(saved(page()), LINE, "letter.docx")) == [[LINE]]


def test_a_first_page_of_its_own_and_every_section_bear_it() -> None:
    made = page()
    made.sections[0].different_first_page_header_footer = True
    made.sections[0].first_page_footer.paragraphs[0].text = "First"
    made.sections[0].footer.paragraphs[0].text = "Usual"
    made.add_section(WD_SECTION.NEW_PAGE).footer.is_linked_to_previous = False
    made.sections[1].footer.paragraphs[0].text = "Second"
    assert all(LINE in lines for lines in feet(stamped(saved(made), LINE, "letter.docx")))


def test_the_words_of_the_line() -> None:
    assert stamp_line("a-1", ()) == "Issued as a-1, the first entry of its register"
    assert stamp_line("a-1", ("24f73f5a9d3e", "aa")) == "Issued as a-1, following 24f73f5a9d3e and aa"


def test_what_the_line_follows_is_read_back_also_where_it_is_all_digits() -> None:
    """One hash in three hundred has no letter among its first twelve; the numbers of pages alone are left out."""
    line = stamp_line("2025-11-12-decision-letter-6bb902", ["074872770833"])
    made = page()
    made.sections[0].footer.paragraphs[0].text = "Page 12"
    words = running_words(twin_of_word(stamped(saved(made), line, "letter.docx")))
    assert "074872770833" in words
    assert "12" not in words


def test_a_twin_has_a_line_a_paragraph_and_marks_before_a_tab() -> None:
    twin = twin_of_word(stamped(saved(page()), LINE, "letter.docx"))
    assert twin.decode().splitlines() == [
        "#\tA decision", "\u2022\tFirst", "We met on 4 November.", "[1.1]\tWhat", "[1.2]\tBy when", f"~foot\t{LINE}",
    ]  # fmt: skip
    assert body_words(twin) == ["A", "decision", "First", "We", "met", "on", "4", "November.", "What", "By", "when"]
    assert running_words(twin) == LINE.split()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("We met on 4 November.", "We met on 5 November.", 'the Word file says "4" where the twin says "5"'),
        ("We met on 4 November.", "We met.", "the Word file"),
        ("24f73f5a9d3e", "24f73f5a9d3f", "the head or foot of the Word file"),
    ],
)
def test_a_twin_that_says_something_else_is_told_where(old: str, new: str, says: str) -> None:
    data = stamped(saved(page()), LINE, "letter.docx")
    twin = twin_of_word(data)
    assert twin_differences(twin, data, None) == ()
    (first, *_) = twin_differences(twin.replace(old.encode(), new.encode()), data, None)
    assert says in first


def test_the_texts_that_stand_nowhere_are_named_by_their_paths() -> None:
    twin = twin_of_word(saved(page()))
    texts = [("a", "4 November"), ("b", "5 November"), ("c", "Novem")]
    assert missing_texts(texts, twin) == ("b", "c")
