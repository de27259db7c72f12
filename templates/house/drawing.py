"""Paragraphs, tables and the running head and foot, drawn into a page of the house style."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from house.look import SHADE

__all__ = [
    "DRAFT",
    "GAP",
    "add",
    "add_table",
    "cell_text",
    "logo_place",
    "package_of",
    "part_gap",
    "running_lines",
    "whole_list",
]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BREAKS = re.compile(
    r"\{[{%].*?[%}]\}"
    r"|(?:(?<=\d)|(?<=\}\})) (?=(?:(?:working|school) days|(?:day|week|month|year|pupil|point)s?|per cent)\b)"
    r"|(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"|(?:(?<=ection)|(?<=ections)|(?<=Appendix)|(?<=Schedule)|(?<=Part)|(?<=Stage)) (?=\d|[A-Z]\b|\{\{)"
)
"""Tags, and the spaces of fixed words at which no line ends: before the number of a section, after one, in a date."""
_UNUSED = ("docProps/thumbnail.jpeg", "docProps/app.xml", "customXml/")
DRAFT = "DRAFT"
_DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
GAP = "[Not yet in the case file: {{{{ {0}.what }}}}, {{{{ {0}.where }}}}]"


def one_or_several(values: str, of_one: str, of_several: str) -> str:
    """The words for a list of one, else those for several; nothing for an empty list."""
    words = "{% if loop.first and loop.last %}" + of_one + "{% elif loop.first %}" + of_several + "{% endif %}"
    return "{% for each in " + values + " %}" + words + "{% endfor %}"


def add(place: Any, text: str, style: str = "Normal", *, keep: bool = False) -> Any:
    """A paragraph at the end of a page or cell; `**...**` is bold; `keep` holds it to the next one.

    Numbers stay on the line of what they number or count.
    """
    paragraph = place.add_paragraph(style=style)
    for number, piece in enumerate(_BOLD.split(_BREAKS.sub(_bound, text))):
        if piece:
            run = paragraph.add_run(piece)
            if number % 2:
                run.bold = True
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _bound(found: re.Match[str]) -> str:
    """A tag as it is; a space as one that does not break."""
    return "\N{NO-BREAK SPACE}" if found[0] == " " else found[0]


def whole_list(place: Any, items: str, text: str) -> None:
    """A bullet for each of `items`, all on one page; `text` speaks of an `item`."""
    add(place, f"{{%p for item in {items} %}}")
    add(place, "{%p if not loop.last %}")
    add(place, text, "List Bullet", keep=True)
    add(place, "{%p else %}")
    add(place, text, "List Bullet")
    add(place, "{%p endif %}")
    add(place, "{%p endfor %}")


def part_gap(place: Any, name: str, style: str = "Gap") -> None:
    """The words that stand in place of a part that is missing, where there is such a gap."""
    add(place, f"{{%p if {name} %}}", style)
    add(place, GAP.format(name), style)
    add(place, "{%p endif %}", style)


def cell_text(cell: Any, lines: Sequence[str], style: str = "Table Text") -> None:
    """The lines of a cell, a paragraph each; a line of `Style|text` has a style of its own."""
    first = cell.paragraphs[0]._p  # noqa: SLF001 - python-docx gives a cell one empty paragraph, which has no remover
    for line in lines:
        own, bar, text = line.partition("|")
        if bar and own in {"List Bullet", "Gap", "Table Head"}:
            add(cell, text, own)
        else:
            add(cell, line, style)
    first.getparent().remove(first)


def add_table(
    page: Any,
    widths: Sequence[float],
    head: Sequence[str],
    rows: Iterable[Sequence[Sequence[str]]],
    *,
    says: str,
    splits: bool = False,
    whole: bool = False,
    numbers: Sequence[int] = (),
) -> Any:
    """A table of the house: `widths` in centimetres, a header row that repeats, rows of cells of lines.

    A row of one cell spans the table (a tag that repeats rows, or a band; `Table Head|` makes it a
    shaded one). Rows are kept whole where a page can hold them, unless `splits`; a table that is `whole`
    is not parted between its rows either. Columns of `numbers` stand to the right. `says` is its description.
    """
    table = page.add_table(rows=0, cols=len(widths))
    table.style = page.styles["House Table"]
    table.autofit = False
    _describe(table, says)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    row = table.add_row()
    for cell, text in zip(row.cells, head, strict=True):
        cell_text(cell, [text], "Table Head")
    _mark(row, "w:cantSplit", "w:tblHeader")
    for cells in rows:
        _add_row(table, cells, splits=splits)
    if whole:
        _hold_together(table)
    for column in numbers:
        _to_the_right(table, column)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            if len({c._tc for c in row.cells}) > 1:  # noqa: SLF001 - a merged cell has the width of all
                cell.width = Cm(width)
    return table


def _add_row(table: Any, cells: Sequence[Sequence[str]], *, splits: bool) -> None:
    """A row of cells, or of one band over all of them."""
    row = table.add_row()
    is_band = len(cells) == 1 < len(row.cells)
    if is_band:
        _band(row, cells[0])
    else:
        for cell, lines in zip(row.cells, cells, strict=True):
            cell_text(cell, lines)
    if is_band or not splits:
        _mark(row, "w:cantSplit")


def _to_the_right(table: Any, column: int) -> None:
    """Set a column to the right, but for rows of one cell."""
    for row in table.rows:
        cells = row.cells
        if cells[0]._tc is not cells[-1]._tc:  # noqa: SLF001 - merged cells are one element
            for paragraph in cells[column].paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _hold_together(table: Any) -> None:
    """Keep each row but the last on the page of the next."""
    for row in table.rows[:-1]:
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True


def _band(row: Any, lines: Sequence[str]) -> None:
    """One cell over the whole row: bare for a tag, shaded and held to the next row for a band."""
    merged = row.cells[0].merge(row.cells[-1])
    for extra in merged.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)  # noqa: SLF001 - no remover in python-docx
    cell_text(merged, lines)
    for paragraph in merged.paragraphs:
        paragraph.paragraph_format.keep_with_next = True
    if lines[0].startswith("Table Head|"):
        shade = parse_xml(f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="{SHADE}"/>')
        merged._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - shading has no property


def _mark(row: Any, *marks: str) -> None:
    """Say of a row that it is not split, or that it repeats on each page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - these marks have no property
    for mark in marks:
        properties.append(parse_xml(f"<{mark} {_W}/>"))


def _describe(table: Any, says: str) -> None:
    """Fixed widths, which row is the header, and what the table is for those who hear it."""
    properties = table._tbl.tblPr  # noqa: SLF001 - no property for the description
    for name in ("w:tblLook", "w:tblLayout"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(parse_xml(f'<w:tblLayout {_W} w:type="fixed"/>'))
    look = 'w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
    properties.append(parse_xml(f'<w:tblLook {_W} w:val="0620" {look}/>'))
    properties.append(parse_xml(f'<w:tblCaption {_W} w:val="{says}"/>'))
    properties.append(parse_xml(f'<w:tblDescription {_W} w:val="{says}"/>'))


def logo_place(page: Any) -> None:
    """The place of the authority's logo: an invisible picture that the logo takes the place of."""
    add(page, "{%p if letter.logo %}")
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(_DOT), width=Cm(1), height=Cm(1))
    named = picture._inline.docPr  # noqa: SLF001 - a picture's name has no property
    named.set("name", "Logo")
    named.set("descr", "The logo of the authority")
    add(page, "{%p endif %}")


def running_lines(page: Any) -> None:
    """The marking at head and foot, DRAFT on a draft, the reference and the page's number."""
    section = page.sections[0]
    head, foot = section.header, section.footer
    head.is_linked_to_previous = foot.is_linked_to_previous = False
    head.paragraphs[0].style = page.styles["Marking"]
    head.paragraphs[0].add_run("{{ letter.marking }}")
    add(head, "{%p if letter.draft %}", "Marking")
    add(head, DRAFT, "Marking")
    add(head, "{%p endif %}", "Marking")
    foot.paragraphs[0].style = page.styles["Foot"]
    line = foot.paragraphs[0]
    room = section.page_width - section.left_margin - section.right_margin
    line.paragraph_format.tab_stops.add_tab_stop(room, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("{% if letter.reference %}Reference {{ letter.reference }}{% endif %}\tPage ")
    _field(line, "PAGE")
    line.add_run(" of ")
    _field(line, "NUMPAGES")
    add(foot, "{{ letter.marking }}", "Marking")


def _field(paragraph: Any, code: str) -> None:
    """A field that Word fills in: the page's number, or how many there are."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            run._r.append(parse_xml(f'<w:instrText {_W} xml:space="preserve"> {code} </w:instrText>'))  # noqa: SLF001
        elif kind == "text":
            run.text = "1"
        else:
            run._r.append(parse_xml(f'<w:fldChar {_W} w:fldCharType="{kind}"/>'))  # noqa: SLF001


def package_of(page: Any, title: str) -> bytes:
    """The page as the bytes of a Word file, the same each time."""
    first = page.element.body[0]
    if first.tag == qn("w:p") and not first.findall(qn("w:r")) and len(page.element.body) > 2:
        page.element.body.remove(first)
    properties = page.core_properties
    properties.title, properties.language = title, "en-GB"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    raw = io.BytesIO()
    page.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        names = sorted(name for name in made.namelist() if not name.startswith(_UNUSED))
        for name in sorted(names, key=lambda known: known != "[Content_Types].xml"):
            data = made.read(name)
            if name == "[Content_Types].xml" or name.endswith(".rels"):
                data = _without(data, _UNUSED)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            package.writestr(info, data)
    return out.getvalue()


def _without(data: bytes, parts: Sequence[str]) -> bytes:
    """The list of parts or relationships without those that were left out."""
    root = parse_xml(data)
    for element in list(root):
        named = (element.get("PartName") or element.get("Target") or "").lstrip("./")
        if named.startswith(tuple(parts)):
            root.remove(element)
    text: bytes = _serialise(root)
    return text


def _serialise(root: Any) -> bytes:

    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
