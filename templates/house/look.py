"""The house style: Arial 11, one dark blue, real headings and lists, one table style."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

__all__ = ["INK", "LINE", "SHADE", "new_document", "set_type"]

FACE = "Arial"
INK = "1B3A5C"
LINE = "8FA3B5"
SHADE = "E6ECF2"
ALARM = "8A1C1C"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_KEPT = frozenset(
    {
        "Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number", "Quote", "Caption", "Header",
        "Footer", "Default Paragraph Font", "Table Normal", "Table Grid", "No List", "Normal Table",
    }
)  # fmt: skip


def new_document(*, landscape: bool = False) -> Any:
    """An empty A4 page in the house style: upright for letters, or across for a form with columns."""
    return Document(io.BytesIO(_empty(landscape=landscape)))


@cache
def _empty(*, landscape: bool) -> bytes:
    """That page as a Word file: drawn once, opened for each template."""
    document = Document()
    _forget_other_styles(document)
    _set_defaults(document, 11)
    _set_paragraph_styles(document)
    _set_lists(document)
    _add_table_style(document)
    _set_page(document, landscape=landscape)
    _set_settings(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _forget_other_styles(document: Any) -> None:
    """Leave only the styles that the house uses, so that Word's gallery shows those alone."""
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name.casefold() not in {kept.casefold() for kept in _KEPT}:
            styles.remove(style)
    latent = styles.find(qn("w:latentStyles"))
    if latent is not None:
        styles.remove(latent)
    for style in styles.findall(qn("w:style")):
        for link in ("w:link", "w:next"):
            found = style.find(qn(link))
            if found is not None:
                style.remove(found)


def _set_defaults(document: Any, size: int) -> None:
    """The face, size and language that everything has unless it says otherwise."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(
        parse_xml(
            f'<w:rPrDefault {_W}><w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'
            f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>'
            '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault>"
        )
    )
    defaults.append(
        parse_xml(
            f'<w:pPrDefault {_W}><w:pPr><w:spacing w:before="0" w:after="120" w:line="257" w:lineRule="auto"/>'
            "</w:pPr></w:pPrDefault>"
        )
    )


def _set_paragraph_styles(document: Any) -> None:
    """Headings, letter parts and table text by name."""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Header", "Footer", "Quote", "Caption",
                 "List Bullet", "List Number"):  # fmt: skip
        _bare(document.styles[name])
    normal = document.styles["Normal"]
    normal.paragraph_format.widow_control = True
    _heading(document, "Heading 1", 15, before=10, after=6)
    _heading(document, "Heading 2", 12.5, before=10, after=3)
    _heading(document, "Heading 3", 11, before=7, after=3)
    _paragraph(document, "Letterhead", size=18, bold=True, colour=INK, after=2)
    _paragraph(document, "Letterhead Detail", size=9.5, after=0)
    _paragraph(document, "Address", after=0)
    _paragraph(document, "Subject", bold=True, size=12, colour=INK, keep=True)
    _paragraph(document, "Lead", before=4, after=3, keep=True)
    _paragraph(document, "Signature Name", after=0, before=34, bold=True)
    _paragraph(document, "Gap", bold=True, colour=ALARM)
    _paragraph(document, "Table Text", size=10.5, after=2, line=1.05)
    _paragraph(document, "Table Head", size=10.5, after=2, line=1.05, bold=True, keep=True)
    _paragraph(document, "Marking", size=10.5, bold=True, after=0, centred=True)
    _paragraph(document, "Foot", size=10, after=0)
    caption, quote = document.styles["Caption"], document.styles["Quote"]
    caption.font.bold, caption.paragraph_format.keep_with_next = True, True
    quote.paragraph_format.left_indent, quote.font.italic = Cm(1), True
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string("1A4E8A"), True
    document.styles.add_style("Code", WD_STYLE_TYPE.CHARACTER).font.name = "Liberation Mono"


def _bare(style: Any) -> None:
    """Take away what Word's own template gives a style."""
    for name in ("w:rPr", "w:pPr"):
        found = style.element.find(qn(name))
        if found is not None:
            style.element.remove(found)


def _heading(document: Any, name: str, size: float, *, before: int, after: int) -> None:
    """A heading that stays with what follows it."""
    style = document.styles[name]
    style.font.size, style.font.bold = Pt(size), True
    style.font.color.rgb = RGBColor.from_string(INK)
    shape = style.paragraph_format
    shape.keep_with_next, shape.keep_together = True, True
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.1
    level = parse_xml(f'<w:outlineLvl {_W} w:val="{int(name[-1]) - 1}"/>')
    style.element.get_or_add_pPr().append(level)


def _paragraph(
    document: Any,
    name: str,
    *,
    size: float = 0,
    bold: bool = False,
    colour: str = "",
    before: float = 0,
    after: float = 7,
    line: float = 0,
    keep: bool = False,
    centred: bool = False,
) -> None:
    """A paragraph style of the house."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.bold = bold or None
    if size:
        style.font.size = Pt(size)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if line:
        shape.line_spacing = line
    if keep:
        shape.keep_with_next = True
    if centred:
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_lists(document: Any) -> None:
    """Two list definitions of three levels, and the two list styles that follow them."""
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    bullets = ("\N{BULLET}", "\N{EN DASH}", "\N{BULLET}")
    kinds = {
        1: [("bullet", mark) for mark in bullets],
        2: [("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3.")],
    }
    for number, levels in kinds.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{397 * (depth + 1)}" w:hanging="397"/></w:pPr></w:lvl>'
            for depth, (form, text) in enumerate(levels)
        )
        numbering.append(
            parse_xml(
                f'<w:abstractNum {_W} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{inner}'
                "</w:abstractNum>"
            )
        )
    for number in kinds:
        numbering.append(parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    for number, name in enumerate(("List Bullet", "List Number"), start=1):
        style = document.styles[name]
        style.base_style = document.styles["Normal"]
        shape = style.element.get_or_add_pPr()
        shape.append(parse_xml(f'<w:numPr {_W}><w:numId w:val="{number}"/></w:numPr>'))
        style.paragraph_format.space_after = Pt(4)


def _add_table_style(document: Any) -> None:
    """`House Table`: fine lines, a shaded header row, room in the cells."""
    side = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    borders = "".join(f"<w:{edge} {side}/>" for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    document.styles.element.append(
        parse_xml(
            f'<w:style {_W} w:type="table" w:customStyle="1" w:styleId="HouseTable"><w:name w:val="House Table"/>'
            '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            '<w:pPr><w:spacing w:after="60" w:line="252" w:lineRule="auto"/></w:pPr>'
            f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>"
            '<w:tblCellMar><w:top w:w="55" w:type="dxa"/><w:left w:w="115" w:type="dxa"/>'
            '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr></w:tblStylePr></w:style>'
        )
    )


def _set_page(document: Any, *, landscape: bool) -> None:
    """A4 with margins for a letter, or across for a form."""
    section = document.sections[0]
    wide, high = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = wide, high
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2) if landscape else Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.4)  # a table may end right above the footer
    section.header_distance = section.footer_distance = Cm(1)


def _set_settings(document: Any) -> None:
    """Plain settings: Word lays the page out as its present versions do, and speaks British English."""
    settings = document.settings.element
    for old in list(settings):
        settings.remove(old)
    office = "http://schemas.microsoft.com/office/word"
    settings.append(parse_xml(f'<w:zoom {_W} w:percent="100"/>'))
    settings.append(parse_xml(f'<w:defaultTabStop {_W} w:val="720"/>'))
    settings.append(
        parse_xml(
            f'<w:compat {_W}><w:compatSetting w:name="compatibilityMode" w:uri="{office}" w:val="15"/>'
            f'<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="{office}" w:val="1"/>'
            "</w:compat>"
        )
    )
    settings.append(parse_xml(f'<w:themeFontLang {_W} w:val="en-GB"/>'))


def set_type(page: Any, *sizes: tuple[str, float, float, float]) -> None:
    """Give styles their size and the room before and after, in points, on single lines: for a page that must fit."""
    for name, size, before, after in sizes:
        style = page.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
