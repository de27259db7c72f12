"""Whatever people write in Word, as prose: paragraphs, lists, tables, links; nothing of its text is passed over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from casefiles.documents.blocks.numbering import Numbering, read_numbering
from casefiles.documents.word.controls import PLACEHOLDER_STYLE, PLACEHOLDERS
from casefiles.documents.word.relations import read_relations
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.wordml import R_NS, Element, parse_part, style_of, val, w, whole
from casefiles.markdown import canonical
from casefiles.prose import (
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

__all__ = ["PageReader", "plain"]

DOCUMENT = "word/document.xml"
_OFF = {"0", "false", "off", "none"}
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_HEADING = re.compile(r"heading ([1-9])")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = {
    w(name) for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo")
}
_DELETION = "a tracked deletion (its text is left out)"
_DELETED = {w("del"), w("moveFrom")}
_PICTURES = {w("drawing"), w("pict"), w("object")}
_EMPHASIS = {"strong": "strong", "intense emphasis": "strong", "emphasis": "emphasis", "book title": "emphasis"}
_QUOTES = {"quote", "intense quote", "block text"}


def plain(text: str) -> str:
    """The text without invisible characters, with ordinary spaces and hyphens."""
    made = _INVISIBLE.sub("", text).replace("\u2011", "-")
    return "".join(" " if unicodedata.category(char) == "Zs" or char == "\t" else char for char in made)


class PageReader(Struct):
    """Reads the blocks of one document; `lost` gathers what Markdown cannot hold, in words."""

    numbering: Numbering
    sheet: StyleSheet
    styles: Mapping[str, Element]
    links: Mapping[str, str]
    lost: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: dict[str, bytes], file: str) -> PageReader:
        """The reader for a package."""
        styles = parse_part(parts.get("word/styles.xml", b"<styles/>"), file, "word/styles.xml")
        relations = read_relations(parts, DOCUMENT, file)
        numbering = parts.get("word/numbering.xml")
        return cls(
            read_numbering(parse_part(numbering, file, "word/numbering.xml") if numbering else None, {}),
            StyleSheet.read(styles),
            {str(style.get(w("styleId"), "")): style for style in styles.findall(w("style"))},
            {relation.id: relation.target for relation in relations if relation.kind == "hyperlink"},
        )

    def prose(self, elements: Iterable[Element]) -> Prose:
        """The blocks among the elements as prose in its canonical form."""
        lists = _Lists()
        for element in blocks_of(elements):
            if element.tag == w("tbl"):
                lists.add(self._table(element))
            else:
                self._paragraph(element, lists)
        return canonical(Prose(tuple(lists.blocks)))

    def _paragraph(self, paragraph: Element, lists: _Lists) -> None:
        inlines = self.inlines(paragraph)
        name = self.sheet.names.get(style_of(paragraph), "").casefold()
        number, level = self._number_of(paragraph)
        indent = paragraph.find(f"{w('pPr')}/{w('ind')}")
        left = whole(indent.get(w("left"), indent.get(w("start")))) if indent is not None else 0
        heading = _HEADING.fullmatch(name)
        if heading or name in {"title", "subtitle"}:
            lists.add(Heading(int(heading[1]) if heading else 1, inlines))
        elif number and inlines:
            kind = self.numbering.level(number, level)
            start = kind.start if kind is not None and kind.ordered else None
            anew = number not in lists.seen and level in self.numbering.starts.get(number, {})
            lists.seen.add(number)
            lists.item(level, start, left, inlines, anew=anew and start is not None)
        elif name in _QUOTES:
            lists.add(Quote((Paragraph(inlines),)))
        elif inlines and not (number is None and lists.goes_on(left, Paragraph(inlines))):
            lists.add(Paragraph(inlines))
        elif not inlines and paragraph.find(f"{w('pPr')}/{w('pBdr')}/{w('bottom')}") is not None:
            lists.add(Rule())
        for box in _boxes(paragraph):
            self.lost["a text box"] = None
            for block in self.prose(box).blocks:
                lists.add(block)

    def _number_of(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and level of a paragraph: an empty string for none, None where its list is switched off."""
        direct = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        style = style_of(paragraph)
        for _ in range(10):
            if direct is not None and direct.find(w("numId")) is not None:
                number = val(direct.find(w("numId")))
                return (None, 0) if number == "0" else (number, whole(val(direct.find(w("ilvl")))))
            found = self.styles.get(style)
            if found is None:
                break
            direct = found.find(f"{w('pPr')}/{w('numPr')}")
            style = val(found.find(w("basedOn")))
        return "", 0

    def inlines(self, paragraph: Element) -> tuple[Inline, ...]:
        """The text of a paragraph with its emphasis and links; nothing of it is passed over."""
        reading = _Reading(self)
        reading.walk(paragraph, frozenset(), "")
        return tuple(reading.made)

    def _table(self, table: Element) -> Table:
        """A table; its first row is the header, as Markdown has it."""
        rows = [
            [self._cell(cell, bare=not number) for cell in cells_of(row)] for number, row in enumerate(rows_of(table))
        ]
        header, *rest = rows or [[()]]
        return Table(tuple(header), tuple(tuple(row) for row in rest))

    def _cell(self, cell: Element, *, bare: bool) -> tuple[Inline, ...]:
        """A cell's content in one line; in a header row (`bare`) bold is what the row has by itself."""
        lines = [self.inlines(paragraph) for paragraph in cell.iter(w("p"))]
        joined: list[Inline] = []
        for line in lines:
            joined += [Words(" / "), *line] if joined and line else line
        return tuple(_without_bold(joined)) if bare else tuple(joined)


def blocks_of(elements: Iterable[Element]) -> Iterator[Element]:
    """The paragraphs and tables among the elements, those in content controls and insertions as well."""
    for element in elements:
        if element.tag in {w("p"), w("tbl")}:
            yield element
        elif element.tag not in _DELETED and element.tag != w("sdtPr"):
            yield from blocks_of(element)


def rows_of(table: Element) -> list[Element]:
    """The rows of a table, those in content controls as well, none of tables inside it."""
    return [*_inside(table, w("tr"))]


def cells_of(row: Element) -> list[Element]:
    """The cells of a row, those in content controls as well."""
    return [*_inside(row, w("tc"))]


def _inside(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _inside(child, tag)


def _without_bold(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for child in inlines:
        if isinstance(child, Styled) and child.style == "strong":
            yield from child.children
        else:
            yield child


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of the text boxes at a paragraph, each once (Word keeps a second form for older programs)."""
    for box in paragraph.iter(w("txbxContent")):
        if not any(ancestor.tag == f"{_MC}Fallback" for ancestor in box.iterancestors()):
            yield box


class _Lists:
    """Blocks as they come, with list paragraphs put together as nested lists."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._made: list[Block | _Open] = []
        self._open: list[_Open] = []

    @property
    def blocks(self) -> list[Block]:
        """All blocks."""
        return [_closed(each) if isinstance(each, _Open) else each for each in self._made]

    def add(self, block: Block) -> None:
        """Add a block that is no list's."""
        self._open.clear()
        self._made.append(block)

    def item(self, level: int, start: int | None, left: int, inlines: tuple[Inline, ...], *, anew: bool) -> None:
        """Add an entry at a level: of a list that counts from `start`, or of bullets; `anew` begins another list."""
        while self._open and self._open[-1].level > level:
            self._open.pop()
        top = self._open[-1] if self._open else None
        if top and top.level == level and (anew or (top.start is None) != (start is None)):
            self._open.pop()
        if not self._open or self._open[-1].level < level:
            opened = _Open(level, start)
            (self._open[-1].items[-1] if self._open else self._made).append(opened)
            self._open.append(opened)
        self._open[-1].left = left
        self._open[-1].items.append([Paragraph(inlines)])

    def goes_on(self, left: int, paragraph: Paragraph) -> bool:
        """Whether the paragraph was one more of the last entry whose indent it has."""
        while self._open and self._open[-1].left != left:
            self._open.pop()
        if self._open:
            self._open[-1].items[-1].append(paragraph)
        return bool(self._open)


class _Open(Struct):
    """A list that more entries may be added to."""

    level: int
    start: int | None
    left: int = 0
    items: list[list[Block | _Open]] = field(default_factory=list)


def _closed(opened: _Open) -> Bullets:
    items = (tuple(_closed(b) if isinstance(b, _Open) else b for b in item) for item in opened.items)
    return Bullets(tuple(items), opened.start)


class _Reading:
    """One paragraph as it is read: what was made, and the field that is open (Word spreads fields over runs)."""

    def __init__(self, reader: PageReader) -> None:
        self.made: list[Inline] = []
        self._reader = reader
        self._instruction: list[str] | None = None
        self._field_link = ""

    def walk(self, element: Element, styles: frozenset[str], url: str) -> None:
        """Read what stands inside an element."""
        for child in element:
            if child.tag == w("r"):
                self._run(child, styles, url)
            elif child.tag == w("hyperlink"):
                self.walk(child, styles, self._reader.links.get(str(child.get(f"{{{R_NS}}}id", "")), url))
            elif child.tag == w("fldSimple"):
                found = _LINK.search(str(child.get(w("instr"), "")))
                self.walk(child, styles, found[1] if found else url)
            elif child.tag in _DELETED:
                self._reader.lost.setdefault(_DELETION, None)
            elif child.tag in _THROUGH:
                self.walk(child, styles, url)
            elif child.tag == f"{_MC}AlternateContent":
                self._reader.lost.setdefault("a picture or drawing", None)

    def _run(self, run: Element, styles: frozenset[str], url: str) -> None:
        own = styles | self._styles(run)
        name = self._reader.sheet.names.get(val(run.find(f"{w('rPr')}/{w('rStyle')}")), "").casefold()
        text = "".join(piece.text or "" for piece in run.findall(w("t")))
        if name == PLACEHOLDER_STYLE.casefold() and text.strip() in PLACEHOLDERS:
            return
        for child in run:
            if child.tag == w("fldChar"):
                self._field(str(child.get(w("fldCharType"), "")))
            elif child.tag == w("instrText"):
                if self._instruction is not None:
                    self._instruction.append(child.text or "")
            elif child.tag == w("delText"):
                self._reader.lost.setdefault(_DELETION, None)
            elif self._instruction is None:
                self._piece(child, own, url or self._field_link, is_code=name in {"code", "html code", "verbatim char"})

    def _piece(self, child: Element, styles: frozenset[str], url: str, *, is_code: bool) -> None:
        if child.tag == w("t"):
            text = plain(child.text or "")
            self._add(Code(text) if is_code else Words(text), styles, url)
        elif child.tag in {w("tab"), w("ptab")}:
            self._add(Words(" "), styles, url)
        elif child.tag == w("noBreakHyphen"):
            self._add(Words("-"), styles, url)
        elif child.tag == w("cr") or (child.tag == w("br") and child.get(w("type"), "textWrapping") == "textWrapping"):
            self.made.append(Break())
        elif child.tag == w("br"):
            self._add(Words(" "), styles, url)
        elif child.tag == w("sym"):
            self._reader.lost.setdefault("a symbol of a special font", None)
        elif child.tag in _PICTURES or child.tag == f"{_MC}AlternateContent":
            if next(child.iter(w("txbxContent")), None) is None:
                self._reader.lost.setdefault("a picture or drawing", None)
        elif child.tag in {w("footnoteReference"), w("endnoteReference")}:
            self._reader.lost.setdefault("a footnote's mark (its text is kept with what stands outside the form)", None)

    def _add(self, inline: Words | Code, styles: frozenset[str], url: str) -> None:
        if not inline.text:
            return
        made: Inline = inline
        for style in sorted(styles):
            made = Styled(style, (made,))
        if url.lower().startswith(("https://", "mailto:")):
            last = self.made[-1] if self.made else None
            if isinstance(last, Link) and last.url == url:
                self.made[-1] = Link(url, (*last.children, made))
                return
            made = Link(url, (made,))
        self.made.append(made)
        if url.lower().startswith("http://") and url.rstrip("/") not in inline.text:
            self.made.append(Words(f" ({url})"))

    def _field(self, kind: str) -> None:
        """Begin a field, come to its result, or end it."""
        if kind == "begin":
            self._instruction = []
        elif kind == "separate":
            found = _LINK.search("".join(self._instruction or ()))
            self._field_link = found[1] if found else ""
            self._instruction = None
        elif kind == "end":
            self._instruction, self._field_link = None, ""

    def _styles(self, run: Element) -> frozenset[str]:
        properties = run.find(w("rPr"))
        if properties is None:
            return frozenset()
        marks = {"b": "strong", "i": "emphasis", "strike": "strike", "dstrike": "strike"}
        found = {
            style
            for name, style in marks.items()
            if (mark := properties.find(w(name))) is not None and val(mark) not in _OFF
        }
        name = self._reader.sheet.names.get(val(properties.find(w("rStyle"))), "").casefold()
        return frozenset(found | ({_EMPHASIS[name]} if name in _EMPHASIS else set()))
