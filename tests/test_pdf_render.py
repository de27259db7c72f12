"""A Word file becomes a tagged PDF that every validator rule accepts, and that says in its tags what Word said."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import page
import pytest
from docx.document import Document
from pypdf import PdfReader

from casefiles.documents.blocks import outline, read_word
from casefiles.documents.pdf import covered, render_pdf
from casefiles.documents.pdf.heard import Heard, Node, hear
from word_letters import add_link, add_picture, blank, letter, mark_header, saved, torture


def failures(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.rules.total == 104
    return [f"{failure.rule_id} {failure.message}" for failure in report.failures]


@pytest.fixture(scope="module")
def tortured() -> bytes:
    return render_pdf(torture())


@pytest.fixture(scope="module")
def heard(tortured: bytes) -> Heard:
    return hear(tortured)


def roles(node: Node) -> list[str]:
    return [inner.role for inner in node.walk()]


def test_an_empty_letter_is_accessible() -> None:
    assert failures(render_pdf(saved(blank()))) == []


def test_the_torture_document_passes_all_104_rules_of_pdf_ua_1(tortured: bytes) -> None:
    assert failures(tortured) == []


def test_the_validator_does_see_a_fault(tortured: bytes) -> None:
    assert failures(tortured.replace(b"/Lang", b"/Xang")) != []


def test_the_outline_of_the_tags_equals_the_outline_of_the_word_styles(heard: Heard) -> None:
    word = [(entry.rank, entry.text) for entry in outline(read_word(torture()).blocks)]
    tags = [(int(node.role[1]), node.text()) for node in heard.root.walk() if node.role[0] == "H"]
    assert tags == word
    assert [rank for rank, _ in word] == [1, 2, 2, 2]


def test_bookmarks_are_the_headings_nested(tortured: bytes) -> None:
    outlined: list[Any] = PdfReader(BytesIO(tortured)).outline
    top, inner = outlined
    assert top["/Title"] == "Decision of the support meeting"
    assert [item["/Title"] for item in inner] == ["Priorities", "Actions", "After a page break"]


def test_title_and_language_stand_in_the_file(tortured: bytes, heard: Heard) -> None:
    assert (heard.title, heard.language) == ("Torture", "en-GB")
    root = PdfReader(BytesIO(tortured)).root_object
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_a_letter_without_a_title_is_called_by_its_first_heading() -> None:
    document = blank(title="")
    document.add_paragraph("Dear Ms Price")
    document.add_heading("Initial meeting", 1)
    assert hear(render_pdf(saved(document))).title == "Initial meeting"


def test_lists_are_lists_with_labels_nested_by_level(heard: Heard) -> None:
    lists = [node for node in heard.root.walk() if node.role == "L"]
    assert [roles(node).count("LI") for node in lists] == [4, 2, 1, 3, 1]
    labels = [node.text().strip() for node in heard.root.walk() if node.role == "Lbl"]
    assert labels == ["\u2022", "\u2022", "\u2022", "\u2022", "1.", "1.", "2."]
    assert "LBody" in roles(lists[0].kids[0])  # type: ignore[arg-type]


def test_header_cells_have_a_scope_and_spans_are_told() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(3, 3, style="Table Grid")
        mark_header(table)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Two columns"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Two rows"

    pdf = PdfReader(BytesIO(render_pdf(letter(fill))))
    entries: list[Any] = [pdf.get_object(number) for number in range(1, int(str(pdf.trailer["/Size"])) - 1)]
    found = [
        (entry["/S"], dict(entry.get("/A", {})))
        for entry in entries
        if isinstance(entry, dict) and entry.get("/S") in {"/TH", "/TD"}
    ]
    assert ("/TH", {"/O": "/Table", "/Scope": "/Column", "/ColSpan": 2}) in found
    assert ("/TD", {"/O": "/Table", "/RowSpan": 2}) in found
    assert sum(role == "/TH" for role, _ in found) == 2
    assert sum(role == "/TD" for role, _ in found) == 5


def test_a_table_that_only_arranges_things_is_no_table(heard: Heard) -> None:
    tables = [node for node in heard.root.walk() if node.role == "Table"]
    assert len(tables) == 2
    assert not any("inner one" in node.text() for node in tables)


def test_a_picture_carries_its_alternative_text(heard: Heard) -> None:
    assert [node.alt for node in heard.root.walk() if node.role == "Figure"] == ["A blue bar"]


def test_a_link_is_an_annotation_with_a_description(tortured: bytes, heard: Heard) -> None:
    assert heard.links == ("https://www.gov.uk/schools-colleges",)
    assert [node.text() for node in heard.root.walk() if node.role == "Link"] == ["guidance on schools"]
    annotation = PdfReader(BytesIO(tortured)).pages[0].annotations[0].get_object()  # type: ignore[index]
    assert annotation["/Contents"] == "About guidance on schools"


def test_a_link_over_two_lines_can_be_pressed_on_both() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Read our long guidance, which is found in one place and nowhere else: ")
        add_link(paragraph, "mailto:advice@example.org", "write to the adviser for schools in this area of the borough")

    pdf = render_pdf(letter(fill))
    assert hear(pdf).links == ("mailto:advice@example.org",) * 2
    assert failures(pdf) == []


def test_header_and_footer_are_artifacts(heard: Heard) -> None:
    assert "Reference 900001" not in heard.root.text()
    assert all("Reference 900001" in text for text in heard.running)


def test_every_font_is_embedded_and_maps_to_letters(tortured: bytes) -> None:
    fonts = {
        font["/BaseFont"]: font
        for leaf in PdfReader(BytesIO(tortured)).pages
        for font in (entry.get_object() for entry in leaf["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert len(fonts) >= 4
    for font in fonts.values():
        assert "/FontFile2" in font["/FontDescriptor"]
        assert b"<0000>\n" not in font["/ToUnicode"].get_data()
        assert b"/Registry" in font["/ToUnicode"].get_data()


@pytest.mark.parametrize(
    "name",
    [
        "Siân Ŵyn Ŷale",
        "Łukasz Żółć",
        "Nguyễn Thị Ánh Tuyết",
        "Анна Жукова",
        "Ọlá Ṣadé",
        "Ştefan Ţurcanu",
        "☐ ☑ ☒ ✓ ✗ →",
    ],
)
def test_names_of_our_schools_print(name: str) -> None:
    assert covered(name) == ()
    assert " ".join(hear(render_pdf(letter(lambda document: document.add_paragraph(name)))).root.text().split()) == name


def test_a_letter_beyond_16_bits_is_read_back_whole() -> None:
    assert hear(render_pdf(letter(lambda document: document.add_paragraph("\U0001d538")))).root.text() == "\U0001d538"


def test_characters_that_no_face_draws_are_named_once() -> None:
    assert covered("\u4e2d ABC \u05e9\u05dc \u4e2d") == ("\u4e2d", "\u05e9", "\u05dc")


def test_calibri_letters_are_drawn_in_a_face_of_the_same_widths() -> None:
    document = blank(family="Calibri")
    document.add_paragraph("Dear Ms Price")
    names = PdfReader(BytesIO(render_pdf(saved(document)))).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    assert any("Carlito" in name.get_object()["/BaseFont"] for name in names)


def test_a_picture_that_only_decorates_is_an_artifact() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Text ")
        add_picture(paragraph, alt="")
        holder = paragraph._p.find(".//{*}docPr")
        assert holder is not None
        uri = "http://schemas.microsoft.com/office/drawing/2017/decorative"
        holder.makeelement(f"{{{uri}}}decorative", {"val": "1"})
        holder.append(holder.makeelement(f"{{{uri}}}decorative", {"val": "1"}))

    pdf = render_pdf(letter(fill))
    assert "Figure" not in roles(hear(pdf).root)
    assert failures(pdf) == []
