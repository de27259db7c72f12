"""Rendered Word to the block tree."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from casefiles.documents.blocks.inlines import InlineReader
from casefiles.documents.blocks.names import CP, DC, R, W
from casefiles.documents.blocks.numbering import FORMATS, Counter
from casefiles.documents.blocks.package import Package, Source, parse_xml
from casefiles.documents.blocks.plain import PLACE, Apart, set_apart
from casefiles.documents.blocks.properties import points, val
from casefiles.documents.blocks.standing import Inside, Standing, Stated
from casefiles.documents.blocks.styles import StyleSheet, read_style_sheet
from casefiles.documents.blocks.subset import Feature, Outside, Refusals, refuse_foreign
from casefiles.documents.blocks.tree import Block, Document, Inline, Label, PageSetup, Paragraph, Place, Running
from casefiles.documents.blocks.word_tables import read_table

__all__ = ["read_leniently", "read_word"]

ALIGNMENTS = frozenset({"left", "right", "centre", "justify"})
BULLETS = {
    "\uf0b7": "\u2022", "\uf0a7": "\u25aa", "\uf0d8": "\u27a2", "\uf0fc": "\u2713", "\uf076": "\u2756",
    "\uf0a8": "\u2610", "\uf02d": "\u2013", "\u00b7": "\u2022", "o": "\u25e6", "\u00a7": "\u25aa",
}  # fmt: skip
"""Bullets of Symbol, Wingdings and Courier New, as Unicode."""
FLUSH_TABLES = 15
"""From this compatibility mode on a table's edge is flush with the text."""
MOST_RUNNING = 256
"""So many headers and footers are kept with a style sheet."""
LARGEST_NEST = 12
"""Tables in tables deeper than this are an attack on the stack, not a letter."""

PARAGRAPH, TABLE, PROPERTIES = f"{W}p", f"{W}tbl", f"{W}pPr"
HOLDERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))


class PartReader:
    """Reads the blocks of one part."""

    def __init__(self, source: Source, sheet: StyleSheet, apart: Apart | None = None) -> None:
        self._sheet, self._source = sheet, source
        self._plain, self._cells = ((), ()) if apart is None else (apart.paragraphs, apart.cells)
        self._inlines = InlineReader(sheet, source)
        self._counter = Counter(sheet.numbering)
        self._number = 0
        self._depth = 0

    def read_part(self, element: etree._Element) -> tuple[Block, ...]:
        """The blocks of the whole part."""
        blocks = self.read(element)
        self._inlines.close()
        return blocks

    def read(self, element: etree._Element, inside: Inside | None = None) -> tuple[Block, ...]:
        """The blocks that an element holds."""
        inside = inside or Inside()
        blocks: list[Block] = []
        for child in element:
            tag = child.tag
            if tag == PARAGRAPH:
                blocks.append(self._paragraph(child, inside))
            elif tag == TABLE:
                blocks.extend(self._table(child))
            elif tag in HOLDERS:
                blocks.extend(self.read(child, inside))
        return tuple(blocks)

    def _table(self, element: etree._Element) -> tuple[Block, ...]:
        self._depth += 1
        try:
            if self._depth > LARGEST_NEST:
                self._source.refuse("tables nested too deep", self._number)
                return ()
            place = Place(self._source.part, self._number + 1)
            return (read_table(element, self._sheet, self.read, place, self._cells),)
        finally:
            self._depth -= 1

    def _paragraph(self, element: etree._Element, inside: Inside) -> Paragraph:
        self._number += 1
        at = element.get(PLACE) if self._plain else None
        if at is not None:
            stated, runs = self._plain[int(at)]
            standing = stated.standing(inside)
            self._refuse_alignment(standing)
            return self._made(standing, self._inlines.plain(runs, standing, self._number))
        properties = element.find(PROPERTIES)
        standing = Stated(self._sheet, properties).standing(inside)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._source.refuse("more than one section", self._number)
        self._refuse_alignment(standing)
        return self._made(standing, self._inlines.read(element, standing.resolved, self._number))

    def _made(self, standing: Standing, inlines: tuple[Inline, ...]) -> Paragraph:
        return Paragraph(
            inlines=inlines,
            shape=standing.shape,
            style=standing.resolved.name,
            rank=standing.rank,
            label=self._label(standing),
            mark=standing.look,
            place=Place(self._source.part, self._number),
        )

    def _refuse_alignment(self, standing: Standing) -> None:
        if standing.align not in ALIGNMENTS:
            self._source.refuse(f"the alignment {standing.align}", self._number)

    def _label(self, standing: Standing) -> Label | None:
        level, number, at = standing.level, standing.number, standing.level_at
        if level is None or standing.label_look is None:
            return None
        if level.kind not in FORMATS:
            self._source.refuse(f"the number format {level.kind}", self._number)
        text = self._counter.next(number, at)
        if not level.ordered:
            text = "".join(BULLETS.get(character, character) for character in text)
        return Label(text, standing.label_look, level.ordered, number, at, level.suffix) if text else None


def read_word(data: bytes) -> Document:
    """The document of a Word file; raises `Outside` with every feature that is outside the subset."""
    refusals = Refusals()
    document = _read(data, refusals)
    refusals.settle()
    return document


def read_leniently(data: bytes) -> tuple[Document, tuple[Feature, ...]]:
    """What can be read of any Word file, and each feature of it that could not; raises `Outside` for no Word file.

    Where it has several sections, the page, head and foot are those of the first.
    """
    refusals = Refusals()
    document = _read(data, refusals, first_section=True)
    return document, tuple(dict.fromkeys(refusals.found))


def _read(data: bytes, refusals: Refusals, *, first_section: bool = False) -> Document:
    package = Package(data)
    main = package.target("", "officeDocument")
    if not main:
        raise Outside([Feature("", 0, "not a Word file: it has no main document")])
    sheet = read_style_sheet(
        *(optional(package, package.target(main, kind)) for kind in ("styles", "numbering", "theme"))
    )
    apart = set_apart(package.read(main), sheet)
    root = parse_xml(apart.data, main)
    body = root.find(f"{W}body")
    if body is None:
        raise Outside([Feature(main, 0, "not a Word file: it has no body")])
    source = Source(package, main, refusals)
    refuse_foreign(root, main, refusals)
    refuse_remote(source)
    settings = optional(package, package.target(main, "settings"))
    blocks = PartReader(source, sheet, apart).read_part(body)
    section = next(body.iter(f"{W}sectPr"), None) if first_section else body.find(f"{W}sectPr")
    section = etree.Element(f"{W}sectPr") if section is None else section
    header, footer = (read_running(source, section, kind, sheet) for kind in ("header", "footer"))
    setup = read_page(section, main, refusals)
    stop, outdents = read_settings(settings, main, refusals)
    about = read_about(package)
    return Document(
        blocks=blocks,
        title=about["title"] or first_words(blocks),
        language=about["language"] or sheet.language or "en-GB",
        page=setup,
        header=header,
        footer=footer,
        default_tab=stop,
        outdents_tables=outdents,
        author=about["creator"],
        subject=about["subject"],
    )


def optional(package: Package, part: str) -> bytes:
    """The bytes of a part that need not be there."""
    return package.read(part) if part and part in package else b""


def refuse_remote(source: Source) -> None:
    """Note each relationship that leads out of the file, links apart."""
    for relation in source.relations.values():
        if relation.external and relation.kind != "hyperlink":
            source.refuse(f"a part outside the file ({relation.kind})")


def read_running(main: Source, section: etree._Element, kind: str, sheet: StyleSheet) -> Running:
    """The headers or footers of a section."""
    found: dict[str, tuple[Block, ...]] = {}
    for reference in section.findall(f"{W}{kind}Reference"):
        relation = main.relations.get(reference.get(f"{R}id", ""))
        where = reference.get(f"{W}type", "default")
        if relation is None or relation.external or where == "even":
            continue
        found[where] = running_blocks(Source(main.package, relation.target, main.refusals, running=True), sheet)
    differs = section.find(f"{W}titlePg")
    first = found.get("first", ()) if differs is not None and val(differs, "1") not in {"0", "false", "off"} else None
    return Running(found.get("default", ()), first)


def running_blocks(source: Source, sheet: StyleSheet) -> tuple[Block, ...]:
    """The blocks of a header or footer: one that is nothing but its own bytes is read once for all documents."""
    key = (source.part, source.package.read(source.part))
    blocks = None if source.relations else sheet.running.get(key)
    if blocks is None:
        known = len(source.refusals.found)
        root = parse_xml(key[1], source.part)
        refuse_foreign(root, source.part, source.refusals)
        refuse_remote(source)
        blocks = PartReader(source, sheet).read_part(root)
        if len(source.refusals.found) == known and not source.relations and len(sheet.running) < MOST_RUNNING:
            sheet.running[key] = blocks
    return blocks


def read_page(section: etree._Element, part: str, refusals: Refusals) -> PageSetup:
    """The paper and margins of a section, its odd features refused."""
    columns = section.find(f"{W}cols")
    if columns is not None and columns.get(f"{W}num", "1") not in {"0", "1"}:
        refusals.add("text in columns", part)
    numbers = section.find(f"{W}pgNumType")
    if numbers is not None and (numbers.get(f"{W}fmt", "decimal") != "decimal" or numbers.get(f"{W}start", "1") != "1"):
        refusals.add("page numbers that do not count 1, 2, 3", part)
    if val(section.find(f"{W}vAlign"), "top") != "top":
        refusals.add("a page that is not filled from its top", part)
    grid = section.find(f"{W}docGrid")
    if grid is not None and grid.get(f"{W}type", "default") != "default":
        refusals.add("a grid for East Asian text", part)
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    stated: dict[str, float] = {}
    if size is not None:
        stated |= {"width": points(size.get(f"{W}w")), "height": points(size.get(f"{W}h"))}
    if margins is not None:
        stated |= {
            side: abs(points(margins.get(f"{W}{side}")))
            for side in ("top", "right", "bottom", "left", "header", "footer")
            if margins.get(f"{W}{side}") is not None
        }
        stated["left"] = stated.get("left", 72.0) + points(margins.get(f"{W}gutter"))
    setup = PageSetup(**stated)
    if setup.width - setup.left - setup.right < 36.0 or setup.height - setup.top - setup.bottom < 36.0:
        refusals.add("margins that leave no room for text", part)
    return setup


def read_settings(data: bytes, main: str, refusals: Refusals) -> tuple[float, bool]:
    """The default tab stop, and whether tables stand out into the margin as they did before Word 2013."""
    stop, outdents, is_even = settings_of(data)
    if is_even:
        refusals.add("different headers on even and odd pages", main)
    return stop, outdents


@lru_cache(maxsize=32)
def settings_of(data: bytes) -> tuple[float, bool, bool]:
    """The default tab stop, whether tables stand out into the margin, and whether even pages differ from odd ones."""
    if not data:
        return 36.0, True, False
    root = parse_xml(data, "settings")
    odd = root.find(f"{W}evenAndOddHeaders")
    is_even = odd is not None and val(odd, "1") not in {"0", "false", "off"}
    stop = points(val(root.find(f"{W}defaultTabStop"), "720"))
    modes = [
        points(val(setting), 1.0)
        for setting in root.iterfind(f"{W}compat/{W}compatSetting")
        if setting.get(f"{W}name") == "compatibilityMode"
    ]
    return (stop if stop > 0 else 36.0), not modes or modes[0] < FLUSH_TABLES, is_even


def read_about(package: Package) -> dict[str, str]:
    """Title, author, subject and language of a file's properties, empty where it says nothing."""
    part = package.target("", "core-properties")
    root = package.tree(part) if part and part in package else etree.Element(f"{CP}coreProperties")
    return {name: (root.findtext(f"{DC}{name}") or "").strip() for name in ("title", "creator", "subject", "language")}


def first_words(blocks: tuple[Block, ...]) -> str:
    """The text of the first heading, else of the first paragraph with text: a title where none is given."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    chosen = next((paragraph for paragraph in paragraphs if paragraph.rank), paragraphs[0] if paragraphs else None)
    return " ".join(chosen.text.split()) if chosen else "Document"
