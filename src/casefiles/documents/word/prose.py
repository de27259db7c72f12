"""An officer's own text as WordprocessingML: real styles, real lists that restart, real links, accessible tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from casefiles.documents.word.columns import column_widths, lines_of
from casefiles.documents.word.environment import UnprintableError, written
from casefiles.documents.word.numbering import LEVELS, Lists
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.wordml import R_NS
from casefiles.documents.xmltext import quoted
from casefiles.markup import (
    Block,
    Break,
    Bullets,
    Code,
    Heading,
    Inline,
    Link,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Styled,
    Table,
    Words,
)
from casefiles.prose import inline_text

__all__ = ["Slot", "Writer"]

_STYLED = {"strong": "<w:b/>", "emphasis": "<w:i/>", "strike": "<w:strike/>"}
_ALIGNED = {"left": "left", "centre": "center", "center": "center", "right": "right"}
_PROPERTY = re.compile(r"<(w\w*:\w+)[^>]*/>|<(w\w*:\w+)[^>]*>.*?</\2>")
_SCHEMA = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath"
)
_ORDER = {f"w:{name}": number for number, name in enumerate(_SCHEMA.split())}
_LINE = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr></w:pPr></w:p>'


class Slot(Struct, frozen=True):
    """Where prose stands in a template: its paragraph's own properties, the heading level above, the room it has.

    `properties` is the inside of the `w:pPr`; `width` is in twentieths of a point.
    """

    properties: str = ""
    heading: int = 1
    width: int = 9000
    in_cell: bool = False


class Writer(Struct, frozen=True):
    """Writes prose for one document; `number` gives a new list its number, `link` an address its relationship."""

    sheet: StyleSheet
    lists: Lists
    number: Callable[[str, int, int | None], int]
    link: Callable[[str], str]

    def blocks(self, prose: Prose, slot: Slot, marks: str = "") -> str:
        """The prose as paragraphs and tables, in place of the paragraph that the slot describes.

        `marks` are run properties of its plain paragraphs.
        """
        shift = slot.heading + 1 - min((b.rank for b in prose.blocks if isinstance(b, Heading)), default=1)
        out: list[str] = []
        widths = _Widths(prose.blocks, slot.width)
        before: Block | None = None
        for block in prose.blocks:
            if isinstance(block, Table) and isinstance(before, Table):
                out.append("<w:p/>")
            before = block
            if isinstance(block, Table):
                out.append(self._table(block, widths.of(block)))
                continue
            if marks and isinstance(block, Paragraph):
                out.append(_paragraph(slot.properties, self.runs(block.children, marks)))
                continue
            out.extend(self._block(block, slot.properties, shift, slot))
        if slot.in_cell and isinstance(before, Table):
            out.append("<w:p/>")
        return "".join(out)

    def runs(self, children: Iterable[Inline], marks: str = "") -> str:
        """Inline content as runs; `marks` are the properties that they all have."""
        return "".join(self._inline(child, marks) for child in children)

    def inline(self, prose: Prose, marks: str = "") -> str:
        """Prose as the runs of one paragraph: paragraphs become lines of it; lists and tables cannot stand there."""
        lines = []
        for block in prose.blocks:
            if not isinstance(block, Paragraph | Heading):
                message = "a list, a table or a quotation cannot stand inside a line; write {{p ... }}, not {{r ... }}"
                raise UnprintableError(message)
            lines.append(self.runs(block.children, marks))
        return "<w:r><w:br/></w:r>".join(lines)

    def _block(self, block: Block, properties: str, shift: int, slot: Slot) -> Iterable[str]:
        match block:
            case Paragraph():
                yield _paragraph(properties, self.runs(block.children))
            case Heading():
                style = self.sheet.heading_at(block.rank + shift)
                yield _paragraph(_style(style), self.runs(block.children))
            case Bullets():
                yield from self._list(block, 0, shift, slot)
            case Quote():
                style = _style(self.sheet.id_of("Quote", "Intense Quote"))
                for child in block.children:
                    yield from self._block(child, style or properties, shift, slot)
            case Table():
                yield self._table(block, _Widths((block,), slot.width).of(block))
            case Rule():
                yield _LINE

    def _list(self, bullets: Bullets, level: int, shift: int, slot: Slot) -> Iterable[str]:
        depth = min(level, LEVELS - 1)
        ordered = bullets.start is not None
        definition = self.lists.numbers if ordered else self.lists.bullets
        indent = (self.lists.number_indents if ordered else self.lists.bullet_indents)[depth]
        style = _style(self.sheet.id_of("List Number" if ordered else "List Bullet"))
        number = self.number(definition, depth, bullets.start)
        hanging = f'<w:ind w:left="{indent.left}" w:hanging="{indent.hanging}"/>'
        first = f'{style}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>{hanging}'
        unnumbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        later = f'{style}{unnumbered}<w:ind w:left="{indent.left}" w:firstLine="0"/>'
        for item in bullets.items:
            properties = first
            if not item:
                yield _paragraph(first, "")
            for block in item:
                if isinstance(block, Bullets):
                    yield from self._list(block, level + 1, shift, slot)
                else:
                    yield from self._block(block, properties, shift, slot)
                properties = later

    def _inline(self, inline: Inline, marks: str) -> str:
        match inline:
            case Words():
                return _run(inline.text, marks)
            case Code():
                style = self.sheet.id_of("Code", "HTML Code", "Verbatim Char")
                return _run(inline.text, _marked(marks, _character(style)))
            case Styled():
                mark = _STYLED.get(inline.style, "")
                return self.runs(inline.children, _marked(marks, mark))
            case Link():
                style = self.sheet.id_of("Hyperlink")
                content = self.runs(inline.children or (Words(inline.url),), _marked(marks, _character(style)))
                identifier = quoted(self.link(inline.url))
                return f'<w:hyperlink xmlns:r="{R_NS}" r:id={identifier} w:history="1">{content}</w:hyperlink>'
            case Break():
                return "<w:r><w:br/></w:r>"

    def _table(self, table: Table, widths: list[int]) -> str:
        identifier = self.sheet.id_of("House Table", "Table Grid")
        style = f'<w:tblStyle w:val="{identifier}"/>' if identifier else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = _Line("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", "<w:b/>", kept=bool(table.rows))
        rows, kept = [self._row(table.header, table.align, widths, head)], _kept(table.rows, widths)
        for number, row in enumerate(table.rows):
            line = _Line("<w:trPr><w:cantSplit/></w:trPr>", "", kept=number in kept)
            rows.append(self._row(row, table.align, widths, line))
        return (
            f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(
        self, cells: tuple[tuple[Inline, ...], ...], align: tuple[str, ...], widths: list[int], line: _Line
    ) -> str:
        written_cells = []
        for column, width in enumerate(widths):
            children = cells[column] if column < len(cells) else ()
            side = _ALIGNED.get(align[column] if column < len(align) else "", "")
            kept = "<w:keepNext/>" if line.kept else ""
            properties = kept + (f'<w:jc w:val="{side}"/>' if side and side != "left" else "")
            content = _paragraph(properties, self.runs(children, line.marks))
            written_cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>')
        return f"<w:tr>{line.properties}{''.join(written_cells)}</w:tr>"


class _Widths:
    """The widths of the columns of tables: those that are alike in their heads have the same, worked out once."""

    def __init__(self, blocks: Sequence[Block], room: int) -> None:
        self._room = room
        self._rows: dict[object, list[tuple[tuple[Inline, ...], ...]]] = {}
        self._known: dict[object, list[int]] = {}
        for each in blocks:
            if isinstance(each, Table):
                self._rows.setdefault(each.header, [each.header]).extend(each.rows)

    def of(self, table: Table) -> list[int]:
        """The widths of one of the tables."""
        columns = max(len(table.header), *(len(row) for row in table.rows)) if table.rows else len(table.header)
        key = (table.header, columns)
        if key not in self._known:
            self._known[key] = column_widths(self._rows[table.header], columns, self._room)
        return self._known[key]


class _Line(Struct, frozen=True):
    """What all cells of a row share: its properties, the marks of its text, whether the next row stays by it."""

    properties: str
    marks: str
    kept: bool


def _kept(rows: Sequence[tuple[tuple[Inline, ...], ...]], widths: list[int]) -> Collection[int]:
    """The rows by which the next one stays: a short table stays whole, and no page has a single row, but a high one."""
    last = len(rows) - 1
    if len(rows) <= _SHORT and _is_low(rows):
        return range(last)
    ends = ((0, 0), (last - 1, last)) if last > 0 else ()
    return {at for at, alone in ends if lines_of(rows[alone], widths) < _HIGH}


def _is_low(rows: Iterable[tuple[tuple[Inline, ...], ...]]) -> bool:
    """Whether rows are a line or two high: tall ones that had to stay together would leave half a page empty."""
    return all(len(inline_text(cell)) < _LOW for row in rows for cell in row)


def _paragraph(properties: str, content: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>" if properties else f"<w:p>{content}</w:p>"


def _style(identifier: str) -> str:
    return f'<w:pStyle w:val="{identifier}"/>' if identifier else ""


def _character(identifier: str) -> str:
    return f'<w:rStyle w:val="{identifier}"/>' if identifier else ""


@lru_cache(maxsize=512)
def _marked(marks: str, mark: str) -> str:
    """Run properties with one more, each once and in the order that Word's schema has."""
    named = {found[1] or found[2]: found[0] for found in _PROPERTY.finditer(marks + mark)}
    return "".join(named[name] for name in sorted(named, key=lambda name: _ORDER.get(name, len(_ORDER))))


def _run(text: str, marks: str) -> str:
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{written(text)}</w:t></w:r>'


_SHORT, _LOW, _HIGH = 6, 60, 4
"""So many rows, and no more, stay together on a page; so many characters has the longest cell of a low row; a row of
so many lines may stand alone on a page."""
