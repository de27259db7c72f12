"""Letters as offices have been sending them: fonts of their own, a letterhead, names all over the page."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor

__all__ = ["SECRETS", "W", "old_letter", "picture", "saved"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRETS = (
    "Marjorie", "Quillfeather", "Bartholomew", "Ravenscroft", "Thistledown", "4 March 2024", "ref-7731", "secret-author",
    "exclusion of a pupil", "taken by Marjorie", "comment of mine",
)  # fmt: skip
"""What the letter says and no shell may hold."""


def picture(colour: tuple[int, int, int] = (0, 110, 90), size: tuple[int, int] = (240, 80)) -> bytes:
    """A PNG of one colour, with its maker's name in it."""
    wide, high = size
    rows = b"".join(b"\0" + bytes(colour) * wide for _ in range(high))
    chunks = [
        (b"IHDR", struct.pack(">2I5B", wide, high, 8, 2, 0, 0, 0)),
        (b"tEXt", b"Author\0taken by Marjorie"),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    made = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def old_letter(*, font: str = "Calibri", logo: str = "header", table: bool = False) -> Any:
    """A letter with a logo (in its `header`, its `page` or `none`) and, with `table`, a letterhead in columns."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2.8), Cm(4), Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(9)
    _header(document, section, logo, table=table)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = foot.add_run("Registered charity 0000000 \N{MIDDLE DOT} www.example.org")
    run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x66, 0x66, 0x66)
    section.footer.add_paragraph("Your ref: ref-7731")
    if logo == "page":
        document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), width=Cm(5))
    _page(document, font)
    document.core_properties.author = "secret-author"
    document.core_properties.comments = "comment of mine"
    return document


def _header(document: Any, section: Any, logo: str, *, table: bool) -> None:
    head = section.header
    if table:
        made = head.add_table(1, 2, Cm(15))
        made.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=Cm(4))
        made.cell(0, 1).text = "Camden Learning\n5 Pancras Square"
        made.cell(0, 1).add_paragraph("Ask for: Bartholomew Ravenscroft")
        return
    if logo == "header":
        head.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        head.paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=Cm(5))
    if logo != "none":
        name = head.add_paragraph()
        name.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = name.add_run("Camden Learning, 5 Pancras Square, London N1C 4AG")
        run.font.name, run.font.size, run.font.color.rgb = "Calibri", Pt(9), RGBColor(0, 0x6E, 0x5A)
        head.add_paragraph("Direct line: 020 7946 0999 (Bartholomew Ravenscroft)")
        head.add_paragraph("b.ravenscroft@example.org")
    del document


def _page(document: Any, font: str) -> None:
    def say(text: str, *, bold: bool = False, size: float = 11, colour: RGBColor | None = None) -> None:
        run = document.add_paragraph().add_run(text)
        run.font.name, run.font.size, run.bold = font, Pt(size), bold
        if colour is not None:
            run.font.color.rgb = colour

    say("Mrs Marjorie Quillfeather")
    say("Thistledown Primary School")
    say("4 March 2024")
    say("Dear Mrs Quillfeather")
    say("Support for your school", bold=True, size=13, colour=RGBColor(0, 0x6E, 0x5A))
    say("Thank you for meeting us about the exclusion of a pupil. " * 6)
    say("We will come back to Thistledown in the summer term, and will write to you before then. " * 4)
    say("Next steps", bold=True, size=13, colour=RGBColor(0, 0x6E, 0x5A))
    say("Please let us have the plan by the end of the month, with the evidence that it rests on. " * 3)
    say("Yours sincerely")
    document.add_paragraph().add_run().add_picture(io.BytesIO(picture((0, 0, 160), (60, 20))), width=Cm(2))
    say("Bartholomew Ravenscroft")
    say("Director of Learning")


def saved(document: Any) -> bytes:
    """The document as the bytes of a Word file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def hide(paragraph: Any) -> None:
    """Hide the paragraph's text."""
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(parse_xml(f"<w:vanish {W}/>"))
