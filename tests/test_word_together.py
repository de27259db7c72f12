"""A date, a number with its unit and a telephone number stay on one line in Word and PDF; elsewhere spaces are plain."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from casefiles.documents.blocks import format_text
from casefiles.documents.blocks.word import read_word
from casefiles.documents.frozen import freeze_context
from casefiles.documents.parity import differences
from casefiles.documents.pdf import render_pdf
from casefiles.documents.twin import twin_of_word
from casefiles.documents.word.redline import redline
from casefiles.documents.word.together import kept_together
from drafting import composed, document
from word_letters import blank, saved
from word_notation import open_docx, parts_of, word_file

LETTER = "targeted-initial-letter"


@pytest.mark.parametrize(
    "text",
    [
        "4~November 2025",
        "Tuesday 4~November 2025",
        "4~November",
        "11:59pm on Friday 19~December 2025",
        "Tuesday 27~January 2026 and Tuesday 24~March 2026",
        "10~November to 11~December",
        "1~May 2026, 2~June 2026 and 3~July 2026",
        "020~7946~0000",
        "+44~20~7946~0000",
        "(0113)~496~0300",
        "1.5~days",
        "1,174~pupils on roll",
        "-0.4~points",
        "section~60(2)(a)",
        "section~70A",
        "category~C",
        "Year~11",
        "Appendix~B",
    ],
)
def test_a_value_that_is_a_date_or_a_number_of_something_has_spaces_that_do_not_break(text: str) -> None:
    assert kept_together(text.replace("~", " ")) == text.replace("~", "\xa0")


@pytest.mark.parametrize(
    "text",
    [
        "We meet on 4 November 2025",
        "4 November 2025: the visit",
        "May 2026",
        "2 days of coaching in the autumn term and after it",
        "Rowan Hill",
        "Form A is due on 4 May 2026",
        "2025-26",
        "Monday mornings",
        "12 High Street",
        "",
        " ",
    ],
)
def test_any_other_value_is_printed_as_it_is(text: str) -> None:
    assert kept_together(text) == text


def test_a_letter_keeps_its_dates_and_its_telephone_number_on_a_line(tmp_path: Path) -> None:
    text = "\n".join(paragraph.text for paragraph in open_docx(document(tmp_path, LETTER)).paragraphs)
    assert "\n6\xa0November 2025\n" in text
    assert "Telephone 020\xa07946\xa00000, email" in text
    assert "from 4\xa0November 2025." in text


def test_an_officer_s_own_text_is_printed_as_it_was_written(tmp_path: Path) -> None:
    own = "Phonics fell on 4 November 2025 in Year 1."
    change = f"""
=== meetings/2025-11-04-initial.md
---
kind: targeted-initial
present: [headteacher, chair-of-governors, cpp]
next_meetings: [2026-01-27]
---
## Issues and context
{own}
"""
    assert own in [each.text for each in open_docx(document(tmp_path, LETTER, change)).paragraphs]


def test_the_pdf_is_searched_and_copied_with_plain_spaces_and_says_what_word_says(tmp_path: Path) -> None:
    docx = document(tmp_path, LETTER)
    pdf = render_pdf(docx)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "6 November 2025" in text
    assert "\xa0" not in text
    assert differences(docx, pdf) == ()


@pytest.mark.parametrize("kept", ["4~November", "020~7946~0000"])
def test_no_line_of_the_pdf_ends_inside(kept: str) -> None:
    page = blank()
    for words in range(1, 30):
        page.add_paragraph(f"{'a word ' * words}{kept} and on".replace("~", "\xa0"))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(saved(page)))).pages)
    assert text.count(kept.replace("~", " ")) == 29


def test_contexts_twins_and_plain_text_have_plain_spaces(tmp_path: Path) -> None:
    docx = document(tmp_path / "word", LETTER)
    context = freeze_context(composed(tmp_path / "context", LETTER).context)
    assert json.loads(context)["letter"]["date"] == "6 November 2025"
    for text in (context.decode(), twin_of_word(docx).decode(), format_text(read_word(docx).blocks)):
        assert "6 November 2025" in text
        assert "\xa0" not in text


def test_a_redline_takes_a_space_that_does_not_break_for_no_change() -> None:
    old, new = word_file("On 4 November 2025 we met."), word_file("On 4\xa0November 2025 we spoke.")
    marked, _ = redline(old, new, "Ada Byron", "2026-01-01")
    body = parts_of(marked)["word/document.xml"].decode()
    assert re.findall(r"<w:delText[^>]*>([^<]*)<", body) == ["met."]
    assert re.findall(r"<w:ins .*?<w:t[^>]*>([^<]*)<", body) == ["spoke."]
