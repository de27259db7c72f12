"""Word files for the tests, made with python-docx: a letter in the house fonts, and the torture document."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

__all__ = ["add_field", "add_link", "add_picture", "blank", "mark_header", "png", "saved", "torture"]


def blank(title: str = "A letter", family: str = "Arial") -> Document:
    """An empty document of one font with a title."""
    document = docx.Document()
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        fonts.set(qn("w:ascii"), family)
        fonts.set(qn("w:hAnsi"), family)
    document.core_properties.title = title
    document.core_properties.language = "en-GB"
    document.core_properties.author = ""
    return document


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def letter(fill: Callable[[Document], object]) -> bytes:
    """The bytes of a blank document after `fill`."""
    document = blank()
    fill(document)
    return saved(document)


def png(width: int = 8, height: int = 4, colour: bytes = b"\x1a\x4d\x80") -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + colour * width for _ in range(height))
    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def add_picture(paragraph: Paragraph, alt: str = "A blue bar", width: float = 2.0, data: bytes | None = None) -> None:
    """Put a picture at the end of a paragraph."""
    shape = paragraph.add_run().add_picture(io.BytesIO(data or png()), width=Cm(width))
    shape._inline.docPr.set("descr", alt)


def add_link(paragraph: Paragraph, url: str, text: str) -> None:
    """Put a link at the end of a paragraph."""
    identity = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = f"<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"
    paragraph._p.append(
        parse_xml(f"<w:hyperlink {nsdecls('w', 'r')} r:id='{identity}' w:tooltip='About {text}'>{run}</w:hyperlink>")
    )


def add_field(paragraph: Paragraph, code: str, result: str = "1") -> None:
    """Put a field at the end of a paragraph, as Word writes it: with marks."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", result), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def mark_header(table: Table, rows: int = 1) -> None:
    """Mark the first rows of a table to repeat."""
    for row in table.rows[:rows]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(table: Table, row: int, column: int, colour: str) -> None:
    """Fill a cell."""
    properties = table.cell(row, column)._tc.get_or_add_tcPr()
    properties.append(parse_xml(f"<w:shd {nsdecls('w')} w:val='clear' w:fill='{colour}'/>"))


def torture() -> bytes:
    """A document with all that the subset has."""
    document = blank("Torture")
    header = document.sections[0].header.paragraphs[0]
    header.text = "OFFICIAL-SENSITIVE\tRowan Hill Primary School\tReference 900001"
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = "Page "
    add_field(footer, " PAGE ")
    footer.add_run(" of ")
    add_field(footer, " NUMPAGES ")
    fill_prose(document)
    fill_lists(document)
    fill_tables(document)
    document.add_heading("After a page break", 2).paragraph_format.page_break_before = True
    paragraph = document.add_paragraph("Before the break")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("and after it.")
    for number in range(25):
        document.add_paragraph(
            f"Paragraph {number} of a long report. " + "It goes on about attendance and reading. " * 6
        )
    return saved(document)


def fill_prose(document: Document) -> None:
    """Headings, emphasis, links, pictures, names of many languages."""
    document.add_heading("Decision of the support meeting", 1)
    paragraph = document.add_paragraph("Dear Siân Ŵyn, Łukasz Żółć, Nguyễn Thị Ánh and Анна Жукова, ")
    paragraph.add_run("this is bold").bold = True
    paragraph.add_run(", this ").italic = True
    both = paragraph.add_run("both")
    both.bold = both.italic = True
    paragraph.add_run(" and x")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" and H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O; struck").font.strike = True
    add_link(paragraph, "https://www.gov.uk/schools-colleges", "guidance on schools")
    paragraph.add_run(" \u2014 & < > \" ' {{ braces }} 2\u20133 self-evaluation ☐ ☒ ✓.")
    document.add_paragraph("Centred\tand tabbed").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("To the right").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(
        "Justified text that fills its line from edge to edge. " * 4
    ).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    add_picture(document.add_paragraph("A picture: "))
    document.add_paragraph("A quotation that stands apart.", style="Intense Quote")


def fill_lists(document: Document) -> None:
    """Bulleted and numbered lists, three levels deep."""
    document.add_heading("Priorities", 2)
    for style in (
        "List Bullet",
        "List Bullet 2",
        "List Bullet 3",
        "List Bullet",
        "List Number",
        "List Number 2",
        "List Number",
    ):
        document.add_paragraph(f"An item of {style} " + "with words that wrap on to another line " * 3, style=style)


def fill_tables(document: Document) -> None:
    """A table with a header row, spans, merges, fills; one that only arranges; a nested one; a long one."""
    document.add_heading("Actions", 2)
    table = document.add_table(5, 3, style="Table Grid")
    mark_header(table)
    for column, text in enumerate(("Action", "Who", "By when")):
        table.cell(0, column).text = text
        shade(table, 0, column, "D9E2F3")
    table.cell(1, 0).text = "Review the reading scheme"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).text = "Headteacher"
    table.cell(2, 1).text = "Chair of governors"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Across all three columns"
    document.add_paragraph()
    frame = document.add_table(1, 2)
    frame.cell(0, 0).text = "Left of a frame"
    inner = frame.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text = "inner one"
    inner.cell(0, 1).text = "inner two"
    document.add_paragraph()
    long = document.add_table(61, 2, style="Light Grid Accent 1")
    mark_header(long)
    for row, cells in enumerate(long.rows):
        cells.cells[0].text = f"Row {row}"
        cells.cells[1].text = "What was found there. " * (1 + row % 4)
