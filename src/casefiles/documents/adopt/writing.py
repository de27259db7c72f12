"""The blocks of a head or foot as WordprocessingML, written anew from their values: no markup is carried over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from casefiles.documents.blocks.tree import (
    Block,
    Break,
    Cell,
    Edge,
    Edges,
    Floating,
    Inline,
    Look,
    PageNumber,
    Paragraph,
    Picture,
    Row,
    Shape,
    Tab,
    Table,
)
from casefiles.documents.xmltext import escaped, quoted

__all__ = ["Pictures", "blocks_xml", "edges_xml", "look_xml", "picture_xml"]

_EMU = 12_700
_ALIGN = {"centre": "center", "justify": "both"}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


class Pictures:
    """Gives each picture of a part the id of its relationship, by way of `add`, and a number of its own."""

    def __init__(self, add: Callable[[Picture], str], says: str) -> None:
        self._add = add
        self._says = says
        self._number = 0

    def xml(self, picture: Picture) -> str:
        """The picture as a `w:drawing`; the letterhead's alternative text is whose it is."""
        self._number += 1
        return picture_xml(picture, self._add(picture), self._number, self._says)


def blocks_xml(blocks: Iterable[Block], style: str, pictures: Pictures, width: float) -> str:
    """The blocks in the order given; `style` is the id of their paragraphs' style, `width` the room in points."""
    made = (
        _table(block, style, pictures, width) if isinstance(block, Table) else _paragraph(block, style, pictures)
        for block in blocks
    )
    return "".join(made)


def _paragraph(paragraph: Paragraph, style: str, pictures: Pictures) -> str:
    runs = "".join(_run(inline, pictures) for inline in paragraph.inlines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{_shape(paragraph.shape)}</w:pPr>{runs}</w:p>'


def _shape(shape: Shape) -> str:
    made = [edges_xml(shape.edges, "pBdr"), _shade(shape.shade)]
    if shape.tabs:
        stops = "".join(
            f'<w:tab w:val="{_ALIGN.get(stop.kind, stop.kind)}" w:pos="{_twentieths(stop.position)}"/>'
            for stop in shape.tabs
        )
        made.append(f"<w:tabs>{stops}</w:tabs>")
    line = shape.line * 240 if shape.line_rule == "auto" else shape.line * 20
    made.append(
        f'<w:spacing w:before="{_twentieths(shape.before)}" w:after="{_twentieths(shape.after)}" '
        f'w:line="{round(line)}" w:lineRule="{shape.line_rule}"/>'
    )
    first = (
        f'w:firstLine="{_twentieths(shape.first)}"' if shape.first >= 0 else f'w:hanging="{_twentieths(-shape.first)}"'
    )
    made.append(f'<w:ind w:left="{_twentieths(shape.left)}" w:right="{_twentieths(shape.right)}" {first}/>')
    made.append(f'<w:jc w:val="{_ALIGN.get(shape.align, shape.align)}"/>')
    return "".join(made)


def _run(inline: Inline, pictures: Pictures) -> str:
    if isinstance(inline, Picture):
        return f"<w:r>{pictures.xml(inline)}</w:r>"
    look = look_xml(inline.look)
    if isinstance(inline, PageNumber):
        code = "NUMPAGES" if inline.total else "PAGE"
        return f'<w:fldSimple w:instr=" {code} "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
    if isinstance(inline, Tab):
        return f"<w:r>{look}<w:tab/></w:r>"
    if isinstance(inline, Break):
        return "" if inline.page else f"<w:r>{look}<w:br/></w:r>"
    return f'<w:r>{look}<w:t xml:space="preserve">{escaped(inline.text)}</w:t></w:r>'


def look_xml(look: Look) -> str:
    """The look as run properties, in the order of the schema."""
    family = quoted(look.family)
    made = [f"<w:rFonts w:ascii={family} w:hAnsi={family} w:cs={family}/>"]
    made += [
        f"<w:{tag}/>"
        for tag, on in (("b", look.bold), ("i", look.italic), ("caps", look.caps), ("strike", look.strike))
        if on
    ]
    made.append(f'<w:color w:val="{look.colour or "auto"}"/>')
    if look.tracking:
        made.append(f'<w:spacing w:val="{_twentieths(look.tracking)}"/>')
    made.append(f'<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/>')
    if look.underline:
        made.append('<w:u w:val="single"/>')
    made.append(_shade(look.shade))
    if look.position:
        made.append(f'<w:vertAlign w:val="{look.position}"/>')
    return f"<w:rPr>{''.join(made)}</w:rPr>"


def edges_xml(edges: Edges, name: str) -> str:
    """The ruled lines under that name; nothing where there are none."""
    sides = [(side, getattr(edges, side)) for side in ("top", "left", "bottom", "right")]
    made = "".join(_edge(side, edge) for side, edge in sides if edge is not None)
    return f"<w:{name}>{made}</w:{name}>" if made else ""


def _edge(side: str, edge: Edge) -> str:
    kind = "single" if edge.dash == "solid" else edge.dash
    return (
        f'<w:{side} w:val="{kind}" w:sz="{max(round(edge.width * 8), 2)}" w:space="{round(edge.space)}" '
        f'w:color="{edge.colour or "auto"}"/>'
    )


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill and fill != "none" else ""


def _table(table: Table, style: str, pictures: Pictures, width: float) -> str:
    total = sum(table.columns) or 1.0
    room = table.share * width if table.share else min(total, width)
    columns = [column * room / total for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{_twentieths(column)}"/>' for column in columns)
    rows = "".join(_rows(table.rows, columns, style, pictures))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twentieths(room)}" w:type="dxa"/>'
        f'<w:jc w:val="{_ALIGN.get(table.align, table.align)}"/>'
        f'<w:tblInd w:w="{_twentieths(table.indent)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _rows(rows: Iterable[Row], columns: list[float], style: str, pictures: Pictures) -> Iterator[str]:
    """The rows; a cell that spans several goes on in each as an empty one."""
    going_on: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        begun = {cell.column: cell for cell in row.cells}
        cells, at = [], 0
        while at < len(columns):
            cell, left = going_on.pop(at, (None, 0))
            if cell is None:
                cell = begun.get(at, Cell((Paragraph(),), column=at))
                left, merge = cell.rows, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                inside = blocks_xml(cell.blocks, style, pictures, sum(columns[at : at + cell.columns]))
            else:
                merge, inside = "<w:vMerge/>", ""
            cells.append(_cell(cell, columns, merge, inside if inside.endswith("</w:p>") else f"{inside}<w:p/>"))
            if left > 1:
                going_on[at] = (cell, left - 1)
            at += max(cell.columns, 1)
        height = f'<w:trHeight w:val="{_twentieths(row.height)}"/>' if row.height else ""
        yield f"<w:tr><w:trPr>{height}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, columns: list[float], merge: str, inside: str) -> str:
    width = _twentieths(sum(columns[cell.column : cell.column + cell.columns]))
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    top, right, bottom, left = (_twentieths(margin) for margin in cell.margins)
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    )
    vertical = _ALIGN.get(cell.vertical, cell.vertical)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{edges_xml(cell.edges, "tcBorders")}'
        f'{_shade(cell.fill)}<w:tcMar>{margins}</w:tcMar><w:vAlign w:val="{vertical}"/></w:tcPr>{inside}</w:tc>'
    )


def picture_xml(picture: Picture, relation: str, number: int, says: str) -> str:
    """A picture as a `w:drawing`; `says` is its alternative text."""
    size = f'cx="{round(picture.width * _EMU)}" cy="{round(picture.height * _EMU)}"'
    words = f'id="{number}" name="Letterhead {number}" descr={quoted(says)}'
    graphic = (
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Letterhead {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    if picture.floating is None:
        inner = f"<wp:extent {size}/><wp:docPr {words}/>{graphic}"
        room = 'distT="0" distB="0" distL="0" distR="0"'
        return f'<w:drawing><wp:inline xmlns:wp="{_WP}" {room}>{inner}</wp:inline></w:drawing>'
    return f"<w:drawing>{_anchor(picture.floating, size, words, graphic)}</w:drawing>"


def _anchor(floating: Floating, size: str, words: str, graphic: str) -> str:
    wrap = "wrapTopAndBottom" if floating.pushes_text else "wrapNone"
    behind = 0 if floating.pushes_text else 1
    return (
        f'<wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        f'behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f"{_axis('H', floating.across_from, floating.across)}{_axis('V', floating.down_from, floating.down)}"
        f"<wp:extent {size}/><wp:{wrap}/><wp:docPr {words}/>{graphic}</wp:anchor>"
    )


def _axis(axis: str, source: str, place: float | str) -> str:
    inner = (
        f"<wp:align>{escaped(place)}</wp:align>"
        if isinstance(place, str)
        else f"<wp:posOffset>{round(place * _EMU)}</wp:posOffset>"
    )
    return f"<wp:position{axis} relativeFrom={quoted(source)}>{inner}</wp:position{axis}>"


def _twentieths(length: float) -> int:
    return round(length * 20)
