"""What is outside the subset is refused by name, part and paragraph; broken files are refused and never hang."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from pypdf import PdfReader

from casefiles.documents.blocks.subset import FOREIGN
from casefiles.documents.parity import differences
from casefiles.documents.pdf import Outside, outside, render_pdf
from word_letters import add_field, add_link, add_picture, blank, letter, png, saved
from word_notation import altered, parts_of

PAGE = Path(__file__).parent.parent / "docs" / "pdf.md"
SPACES = (
    nsdecls("w", "r", "wp", "a", "pic", "m")
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def inside_paragraph(xml: str) -> Callable[[Document], None]:
    """A letter with two paragraphs, the second holding some XML."""

    def fill(document: Document) -> None:
        document.add_paragraph("First")
        paragraph = document.add_paragraph("Second")
        holder = parse_xml(f"<w:p {SPACES}>{xml}</w:p>")
        for child in list(holder):
            if child.tag.endswith("}pPr"):
                paragraph._p.insert(0, child)
            else:
                paragraph._p.append(child)

    return fill


def run(xml: str) -> Callable[[Document], None]:
    return inside_paragraph(f"<w:r>{xml}</w:r>")


def properties(xml: str) -> Callable[[Document], None]:
    return run(f"<w:rPr>{xml}</w:rPr><w:t>text</w:t>")


FLOATING = (
    "<w:drawing><wp:anchor><wp:extent cx='1' cy='1'/><wp:docPr id='1' name='x' descr='x'/></wp:anchor></w:drawing>"
)
FEATURES = {
    "a text box": run("<w:pict><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></w:pict>"),
    "a drawn shape": run("<w:drawing><wp:inline><wps:wsp/></wp:inline></w:drawing>"),
    "a VML drawing (such as a watermark)": run("<w:pict><v:shape/></w:pict>"),
    "a chart": run("<w:drawing><wp:inline><a:graphic><c:chart/></a:graphic></wp:inline></w:drawing>"),
    "an equation": inside_paragraph("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
    "a tracked insertion": inside_paragraph("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>"),
    "a tracked deletion": inside_paragraph("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"),
    "a tracked change of format": properties("<w:rPrChange/>"),
    "a comment": run("<w:commentReference w:id='0'/>"),
    "a footnote": run("<w:footnoteReference w:id='1'/>"),
    "an endnote": run("<w:endnoteReference w:id='1'/>"),
    "an embedded object": run("<w:object/>"),
    "hidden text": properties("<w:vanish/>"),
    "small capitals": properties("<w:smallCaps/>"),
    "a text effect": properties("<w:emboss/>"),
    "raised or lowered text": properties("<w:position w:val='6'/>"),
    "stretched text": properties("<w:w w:val='150'/>"),
    "right-to-left text": inside_paragraph("<w:pPr><w:bidi/></w:pPr>"),
    "a frame or drop capital": inside_paragraph("<w:pPr><w:framePr w:dropCap='drop'/></w:pPr>"),
    "an old form field": run(
        "<w:fldChar w:fldCharType='begin'><w:ffData/></w:fldChar><w:fldChar w:fldCharType='end'/>"
    ),
    "an alignment tab": run("<w:ptab/>"),
    "a field that does not end": run("<w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"),
    "a drawing that is no picture": run(FLOATING),
    "the symbol 0041 of the font Webdings": run("<w:sym w:font='Webdings' w:char='0041'/>"),
    "the font Comic Sans MS (Arial and Calibri are drawn)": properties("<w:rFonts w:ascii='Comic Sans MS'/>"),
    "a table of contents": lambda document: add_field(add_two(document), "TOC \\o"),
    "a reference to a page": lambda document: add_field(add_two(document), "PAGEREF x"),
    "a page number in the body": lambda document: add_field(add_two(document), "PAGE"),
    "a field that changes with the clock": lambda document: add_field(add_two(document), "DATE \\@ d"),
    "a column break": lambda document: add_two(document).add_run().add_break(WD_BREAK.COLUMN),
    "a picture without alternative text": lambda document: add_picture(add_two(document), alt=""),
    "a picture that is broken": lambda document: add_picture(
        add_two(document), data=png().replace(b"\x78\x9c", b"\0\0")
    ),
    "a link to something other than a web page, e-mail or telephone": lambda document: add_link(
        add_two(document), "file:///etc/passwd", "here"
    ),
    "the character U+05E9 (hebrew letter shin)": lambda document: (
        document.add_paragraph("x") and document.add_paragraph("\u05e9")
    ),
    "the character U+4E2D (cjk unified ideograph-4e2d)": lambda document: (
        document.add_paragraph("x") and document.add_paragraph("\u4e2d")
    ),
}


def add_two(document: Document):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """The second paragraph of a letter."""
    document.add_paragraph("First")
    return document.add_paragraph("Second ")


@pytest.mark.parametrize("feature", FEATURES)
def test_each_feature_outside_is_refused_by_name_part_and_paragraph(feature: str) -> None:
    data = letter(FEATURES[feature])
    found = outside(data)
    assert [(item.feature, item.part, item.paragraph) for item in found] == [(feature, "word/document.xml", 2)]
    with pytest.raises(Outside) as refusal:
        render_pdf(data)
    assert (refusal.value.feature, refusal.value.part, refusal.value.paragraph) == (feature, "word/document.xml", 2)
    assert feature in str(refusal.value)


def test_a_letter_inside_the_subset_has_nothing_outside() -> None:
    assert outside(letter(lambda document: document.add_paragraph("Dear Ms Price"))) == ()


def test_every_feature_is_listed_not_only_the_first() -> None:
    def fill(document: Document) -> None:
        run("<w:footnoteReference w:id='1'/>")(document)
        properties("<w:vanish/>")(document)
        document.sections[0].header.paragraphs[0]._p.append(
            parse_xml(f"<w:r {SPACES}><w:pict><v:shape/></w:pict></w:r>")
        )

    found = {(item.feature, item.part.rpartition("/")[2], item.paragraph) for item in outside(letter(fill))}
    assert found == {
        ("a footnote", "document.xml", 2),
        ("hidden text", "document.xml", 4),
        ("a VML drawing (such as a watermark)", "header1.xml", 1),
    }


def test_a_switch_that_is_off_is_not_outside() -> None:
    off = "<w:vanish w:val='0'/><w:smallCaps w:val='false'/><w:rtl w:val='off'/>"
    assert outside(letter(properties(off))) == ()


def section(change: Callable[[Document], object]) -> list[str]:
    return [item.feature for item in outside(letter(change))]


def test_sections_columns_and_odd_pages_are_refused() -> None:
    def columns(document: Document) -> None:
        document.sections[0]._sectPr.append(parse_xml(f"<w:cols {SPACES} w:num='2'/>"))
        for found in document.sections[0]._sectPr.findall("{*}cols")[:-1]:
            document.sections[0]._sectPr.remove(found)

    def odd(document: Document) -> None:
        document.settings.odd_and_even_pages_header_footer = True

    assert section(columns) == ["text in columns"]
    assert section(lambda document: document.add_section(WD_SECTION.NEW_PAGE)) == ["more than one section"]
    assert section(odd) == ["different headers on even and odd pages"]
    start = parse_xml(f"<w:pgNumType {SPACES} w:start='5'/>")
    assert section(lambda document: document.sections[0]._sectPr.append(start)) == [
        "page numbers that do not count 1, 2, 3"
    ]


def test_external_relationships_are_refused() -> None:
    def remote(document: Document) -> None:
        document.part.relate_to("https://example.org/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    assert section(remote) == ["a part outside the file (image)"]


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A letter with its parts changed."""
    docx = saved(blank())
    return altered(docx, {name: change(name, content) for name, content in parts_of(docx).items()})


def in_document(change: Callable[[bytes], bytes]) -> bytes:
    return repacked(lambda name, data: change(data) if name == "word/document.xml" else data)


BROKEN = {
    "not a Word file: it is no zip package": b"%PDF-1.4 nothing of the kind",
    "not a Word file: it has no main document": repacked(lambda name, data: b"<x/>" if name == "_rels/.rels" else data),
    "broken XML": in_document(lambda data: data[:-20]),
    "a document type declaration": in_document(
        lambda data: data.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)
    ),
    "a part too large to be a letter (a zip bomb?)": in_document(lambda data: data + b" " * 30_000_000),
    "a package too large to be a letter (a zip bomb?)": repacked(
        lambda name, data: data + b" " * 23_000_000 if name.endswith(".xml") else data
    ),
}


def test_a_picture_without_a_size_is_refused_and_not_left_out() -> None:
    def bare(document: Document) -> None:
        add_picture(document.add_paragraph("A picture"))
        for extent in document.element.body.findall(".//{*}inline/{*}extent"):
            extent.getparent().remove(extent)

    assert section(bare) == ["a picture without a size"]


@pytest.mark.parametrize("feature", BROKEN)
def test_a_broken_file_is_refused_in_plain_words(feature: str) -> None:
    assert [item.feature for item in outside(BROKEN[feature])] == [feature]


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(in_document(lambda data: data + b" " * 30_000_000))
    size = len(zipfile.ZipFile(io.BytesIO(bytes(data))).read("word/document.xml"))
    lied = bytes(data).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert outside(lied)


def test_an_entity_is_never_expanded() -> None:
    def bomb(data: bytes) -> bytes:
        kinds = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
        head = b'<!DOCTYPE x [<!ENTITY a0 "lol">' + kinds + b"]><w:document"
        return data.replace(b"<w:document", head, 1).replace(
            b"<w:body>", b"<w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"
        )

    assert [item.feature in {"a document type declaration", "broken XML"} for item in outside(in_document(bomb))] == [
        True
    ]


def test_tables_nested_without_end_are_refused() -> None:
    def nest(data: bytes) -> bytes:
        one = b"<w:tbl><w:tblGrid><w:gridCol w:w='1'/></w:tblGrid><w:tr><w:tc>"
        deep = one * 60 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 60
        return data.replace(b"<w:body>", b"<w:body>" + deep, 1)

    assert [item.feature for item in outside(in_document(nest))] == ["tables nested too deep"]


def test_a_style_based_on_itself_is_no_endless_loop() -> None:
    def circle(name: str, data: bytes) -> bytes:
        return (
            data.replace(b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="Heading1"/>') if "styles" in name else data
        )

    assert render_pdf(repacked(circle)).startswith(b"%PDF")


def paragraph_with(xml: str) -> bytes:
    return letter(inside_paragraph(f"<w:pPr>{xml}</w:pPr><w:r><w:t> and some more words</w:t></w:r>"))


def table_with(cell: str = "", table: str = "", grid: str = "2000") -> bytes:
    """A letter with a table of three cells, the properties of the cells and of the table stated."""

    def one(number: int) -> str:
        return f"<w:tc><w:tcPr>{cell}</w:tcPr><w:p><w:r><w:t>Cell {number} of the table</w:t></w:r></w:p></w:tc>"

    columns = f"<w:gridCol w:w='{grid}'/>" * 3
    row = "".join(map(one, range(3)))
    xml = f"<w:tbl {SPACES}><w:tblPr>{table}</w:tblPr><w:tblGrid>{columns}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"
    return letter(lambda document: document.add_paragraph("Above")._p.addnext(parse_xml(xml)))


WILD = {
    "spacing": paragraph_with("<w:spacing w:before='99999999' w:after='-5' w:line='0'/>"),
    "line exact": paragraph_with("<w:spacing w:line='99999999' w:lineRule='exact'/>"),
    "line multiple": paragraph_with("<w:spacing w:line='99999999'/>"),
    "page break and spacing": paragraph_with("<w:pageBreakBefore/><w:spacing w:before='30000'/>"),
    "indent": paragraph_with("<w:ind w:left='99999999' w:hanging='nonsense'/>"),
    "indent to the left": paragraph_with("<w:ind w:left='-99999999' w:firstLine='99999999'/>"),
    "indent from the right": paragraph_with("<w:ind w:right='99999999'/>"),
    "hanging": paragraph_with("<w:ind w:hanging='99999999'/>"),
    "box": paragraph_with("<w:pBdr><w:top w:val='single' w:sz='99999' w:space='99999'/></w:pBdr>"),
    "tab": letter(
        inside_paragraph(
            "<w:pPr><w:tabs><w:tab w:val='right' w:pos='99999999'/></w:tabs></w:pPr><w:r><w:tab/><w:t>far</w:t></w:r>"
        )
    ),
    "tracking": letter(properties("<w:spacing w:val='-99999999'/>")),
    "size": letter(properties("<w:sz w:val='99999999'/>")),
    "no numbers": letter(properties("<w:sz w:val='nan'/><w:color w:val='zzzzzz'/><w:spacing w:val='inf'/>")),
    "cell margins": table_with(
        "<w:tcMar><w:top w:w='99999' w:type='dxa'/><w:left w:w='99999' w:type='dxa'/></w:tcMar>"
    ),
    "cell margins that are no numbers": table_with("<w:tcMar><w:top w:w='x' w:type='dxa'/></w:tcMar>"),
    "cell fill": table_with("<w:shd w:val='clear' w:fill='nonsense'/>"),
    "table far to the right": table_with(table="<w:tblInd w:w='99999999' w:type='dxa'/>"),
    "table far to the left": table_with(table="<w:tblInd w:w='-99999999' w:type='dxa'/>"),
    "columns too wide": table_with(grid="99999999"),
    "columns of no width": table_with(grid="-5"),
}
"""Files with measures that Word itself would not write."""


@pytest.mark.parametrize("measure", WILD)
def test_nonsense_measures_are_no_endless_loop_and_no_word_leaves_the_page(measure: str) -> None:
    pdf = render_pdf(WILD[measure])
    assert differences(WILD[measure], pdf) == ()
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) < 5
    for page in pages:
        contents = page.get_contents()
        assert contents is not None
        for x, y in re.findall(rb"1 0 0 1 (\S+) (\S+) Tm", contents.get_data()):
            assert 0 < float(x) < float(page.mediabox.width)
            assert 0 < float(y) < float(page.mediabox.height)


def test_a_header_without_end_leaves_a_refusal_and_not_a_page_a_line() -> None:
    def far(document: Document) -> None:
        document.add_paragraph("text")
        document.sections[0].header.paragraphs[0].text = "OFFICIAL"
        document.sections[0].header_distance = Pt(1400)

    assert section(far) == ["a header and footer that leave no room for text"]


def test_the_page_on_pdf_names_each_feature_that_is_refused() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert [feature for feature in sorted(set(FOREIGN.values())) if feature not in page] == []
