"""Several PDFs become one pack: cover, contents, bookmarks, running numbers, and all tags."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import page
import pytest
from docx.document import Document
from pypdf import PdfReader

from casefiles.documents.pdf import Part, join, render_pdf
from casefiles.documents.pdf.heard import hear
from word_letters import add_link, letter, torture


def linked(document: Document) -> None:
    document.add_heading("Letter", 1)
    add_link(document.add_paragraph("See "), "https://example.org/guidance", "the guidance")


PARTS = [Part("The torture document", render_pdf(torture())), Part("A letter", render_pdf(letter(linked)))]


@pytest.fixture(scope="module")
def pack() -> bytes:
    return join("Pack for the committee", PARTS, ["3 December 2026"])


def test_the_pack_passes_all_104_rules(pack: bytes) -> None:
    report = page.validate_pdf_bytes(pack, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    assert report.rules.passed == 104


def test_the_pack_says_what_its_parts_say_in_order(pack: bytes) -> None:
    whole = hear(pack)
    assert [kid.role for kid in whole.root.kids] == ["Part"] * 3  # type: ignore[union-attr]
    assert [kid.text() for kid in whole.root.kids[1:]] == [hear(part.pdf).root.text() for part in PARTS]  # type: ignore[union-attr]
    assert whole.links.count("https://example.org/guidance") == 1
    assert whole.title == "Pack for the committee"


def test_the_cover_tells_the_page_on_which_each_part_begins(pack: bytes) -> None:
    cover = hear(pack).root.kids[0]
    cells = [node.text().strip() for node in cover.walk() if node.role == "TD"]  # type: ignore[union-attr]
    pages = PdfReader(BytesIO(pack)).pages
    assert cells[0::2] == ["The torture document", "A letter"]
    assert int(cells[1]) == 2
    assert "the guidance" in pages[int(cells[3]) - 1].extract_text()


def test_every_page_has_its_number_in_the_pack(pack: bytes) -> None:
    texts = [leaf.extract_text() for leaf in PdfReader(BytesIO(pack)).pages]
    assert [f"Pack page {number} of {len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(
        texts
    )


def test_bookmarks_lead_to_the_parts_and_into_them(pack: bytes) -> None:
    reader = PdfReader(BytesIO(pack))
    outlined: list[Any] = reader.outline
    titles = [str(item["/Title"]) for item in outlined if not isinstance(item, list)]
    assert titles == ["Pack for the committee", "The torture document", "A letter"]
    last = outlined[-1][0]
    assert last["/Title"] == "Letter"
    assert reader.get_destination_page_number(last) == len(reader.pages) - 1


def test_a_pack_is_reproducible(pack: bytes) -> None:
    assert join("Pack for the committee", PARTS, ["3 December 2026"]) == pack
