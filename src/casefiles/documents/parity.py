"""Proof that the Word file and the PDF of one document say the same, with readers that no writer of ours shares.

Word is read here with `zipfile` and regular expressions alone; the PDF through its tags.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from casefiles.documents.pdf.heard import Heard, Node, hear

__all__ = ["Difference", "differences", "words_of_pdf", "words_of_word"]

TOKEN = re.compile(r"<(/?)w:([A-Za-z]+)((?:\s[^<>]*?)?)(/?)>|([^<]+)|<[^>]*>")
ATTRIBUTE = re.compile(r'(?:w:|r:)?([A-Za-z]+)="([^"]*)"')
STYLE = re.compile(r"<w:style\s[^>]*?>.*?</w:style>", re.DOTALL)
RELATION = re.compile(r"<Relationship\s[^>]*>")
HEADING = re.compile(r'<w:name w:val="heading (\d)"', re.IGNORECASE)
HEXADECIMAL = re.compile("[0-9A-Fa-f]+")
UNHEARD = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
SPACES = frozenset({"tab", "br", "cr"})
LARGEST = 24 * 2**20
DEEPEST_HEADING = 6


class Difference(Struct, frozen=True):
    """One place where the two say different things: which kind of thing, the how manieth, and what each says."""

    what: str
    number: int
    word: str
    pdf: str

    def __str__(self) -> str:
        """One sentence for people."""
        return f"{self.what} {self.number}: Word has {self.word or 'nothing'!r}, the PDF has {self.pdf or 'nothing'!r}"


class Said(Struct):
    """What a document says, in order."""

    words: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)
    items: int = 0
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


class OpenTable(Struct):
    """A table while it is read; `cells` None where it only arranges things."""

    style: str = ""
    first_column: bool = False
    has_header: bool = False
    cells: list[str] = field(default_factory=list)
    merged: bool = False


class Styles(Struct, frozen=True):
    """What the styles of a Word file make of paragraphs: headings by rank, items of lists, tables with row headers."""

    ranks: Mapping[str, int]
    listed: frozenset[str]
    row_headed: frozenset[str]


def plain(text: str) -> str:
    """A text as both sides are compared: composed, without what nobody sees, with common hyphens."""
    return UNHEARD.sub("", unicodedata.normalize("NFC", text)).replace("\u2011", "-").replace("\u2010", "-")


def split(text: str) -> list[str]:
    """The words of a text."""
    return plain(text).split()


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag by name, without their prefixes."""
    return {name: html.unescape(value) for name, value in ATTRIBUTE.findall(text)}


def read_styles(source: str) -> Styles:
    """The styles that matter here, each with what it rests on."""
    parts = {attributes(text.partition(">")[0]).get("styleId", ""): text for text in STYLE.findall(source)}
    bases = {name: (re.findall(r'<w:basedOn w:val="([^"]*)"', text) or [""])[0] for name, text in parts.items()}

    def chain(name: str) -> Iterator[str]:
        seen: set[str] = set()
        while name in parts and name not in seen:
            seen.add(name)
            yield parts[name]
            name = bases[name]

    ranks, listed, headed = {}, set(), set()
    for name in parts:
        for text in chain(name):
            match, outline = HEADING.search(text), re.search(r'<w:outlineLvl w:val="(\d)"', text)
            if match or outline:
                ranks[name] = int(match[1]) if match else int(outline[1]) + 1 if outline else 0
                break
        number = next((found[0] for text in chain(name) if (found := re.findall(r'<w:numId w:val="(\d+)"', text))), "0")
        if number != "0":
            listed.add(name)
        if any('w:type="firstCol"' in text for text in chain(name)):
            headed.add(name)
    return Styles({name: rank for name, rank in ranks.items() if rank <= 9}, frozenset(listed), frozenset(headed))


class WordReader:
    """Reads one part of a Word file, tag by tag."""

    def __init__(self, styles: Styles, links: Mapping[str, str]) -> None:
        self.said = Said()
        self._styles, self._links = styles, links
        self._text: list[str] = []
        self._in_text = self._in_code = False
        self._code: list[str] = []
        self._style, self._number, self._outline = "", "", 0
        self._tables: list[OpenTable] = []
        self._cells: list[list[str]] = []

    def read(self, source: str) -> Said:
        """What the part says."""
        for match in TOKEN.finditer(source):
            closing, name, rest, single, text = match.groups()
            if text is not None:
                if self._in_text:
                    self._text.append(html.unescape(text))
                elif self._in_code:
                    self._code.append(html.unescape(text))
            elif name is not None and closing:
                self._close(name)
            elif name is not None:
                self._open(name, rest)
                if single:
                    self._close(name)
            elif match[0].startswith("<wp:docPr"):
                self.said.pictures.append(attributes(match[0]).get("descr", ""))
        return self.said

    def _open(self, name: str, rest: str) -> None:
        if name in {"t", "instrText"}:
            self._in_text, self._in_code = name == "t", name != "t"
        elif name in SPACES and "w:pos=" not in rest:
            self._text.append(" ")
        elif name == "noBreakHyphen":
            self._text.append("-")
        else:
            self._open_paragraph(name, rest)

    def _open_paragraph(self, name: str, rest: str) -> None:
        if name == "p":
            self._text, self._style, self._number, self._outline = [], "", "", 0
        elif name == "hyperlink":
            target = self._links.get(attributes(rest).get("id", ""))
            if target:
                self.said.links.append(target)
        elif name == "pStyle":
            self._style = attributes(rest).get("val", "")
        elif name == "numId":
            self._number = attributes(rest).get("val", "")
        elif name == "outlineLvl":
            stated = attributes(rest).get("val", "")
            self._outline = int(stated) + 1 if stated.isdecimal() else 0
        else:
            self._open_table(name, attributes(rest))

    def _open_table(self, name: str, values: Mapping[str, str]) -> None:
        table = self._tables[-1] if self._tables else None
        if name == "tbl":
            self._tables.append(OpenTable())
        elif name == "tc":
            self._cells.append([])
        elif table is None:
            return
        elif name == "tblStyle":
            table.style = values.get("val", "")
        elif name == "tblLook":
            bits = int(values["val"], 16) if HEXADECIMAL.fullmatch(values.get("val", "")) else 0
            table.first_column = values.get("firstColumn", "1" if bits & 0x80 else "0") in {"1", "true", "on"}
        elif name == "tblHeader":
            table.has_header = values.get("val", "1") not in {"0", "false", "off"} or table.has_header
        elif name == "vMerge":
            table.merged = values.get("val", "continue") == "continue"

    def _close(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "instrText":
            self._in_code = False
        elif name == "fldChar":
            self._end_code()
        elif name == "p":
            self._end_paragraph()
        elif name == "tc" and self._tables:
            text = " ".join(self._cells.pop())
            if not self._tables[-1].merged:
                self._tables[-1].cells.append(text)
            self._tables[-1].merged = False
        elif name == "tbl" and self._tables:
            table = self._tables.pop()
            if table.has_header or (table.first_column and table.style in self._styles.row_headed):
                self.said.tables.append(table.cells)

    def _end_code(self) -> None:
        code, self._code = "".join(self._code), []
        if match := re.match(r'\s*HYPERLINK\s+"([^"]+)"', code):
            self.said.links.append(match[1])

    def _end_paragraph(self) -> None:
        text = "".join(self._text)
        words = split(text)
        self.said.words += words
        for cell in self._cells:
            cell.extend(words)
        rank = self._styles.ranks.get(self._style, 0) or (self._outline if self._outline <= 9 else 0)
        if rank and words:
            self.said.headings.append(f"{min(rank, DEEPEST_HEADING)} {' '.join(words)}")
        listed = self._number != "0" if self._number else self._style in self._styles.listed
        if listed and not rank:
            self.said.items += 1
        self._text = []


def open_word(docx: bytes) -> tuple[Said, list[Said]]:
    """What the body of a Word file says, and what its headers and footers say."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {
            member.filename: package.read(member).decode("utf-8")
            for member in package.infolist()
            if member.filename.endswith((".xml", ".rels")) and member.file_size <= LARGEST
        }
    styles = read_styles(parts.get("word/styles.xml", ""))
    relations = [attributes(text) for text in RELATION.findall(parts.get("word/_rels/document.xml.rels", ""))]
    links = {entry["Id"]: entry["Target"] for entry in relations if entry.get("TargetMode") == "External"}
    body = WordReader(styles, links).read(parts["word/document.xml"])
    targets = {entry["Id"]: posixpath.join("word", entry["Target"].removeprefix("/word/")) for entry in relations}
    running = []
    titled = re.search(r"<w:titlePg(?:\s*/>|\s+w:val=\"(?:1|true|on)\")", parts["word/document.xml"])
    for text in re.findall(r"<w:(?:header|footer)Reference\s[^>]*>", parts["word/document.xml"]):
        entry = attributes(text)
        if entry.get("type") == "default" or (entry.get("type") == "first" and titled):
            running.append(WordReader(styles, {}).read(parts.get(targets.get(entry.get("id", ""), ""), "")))
    return body, running


def words_of_word(docx: bytes) -> list[str]:
    """The words of a Word file's body, in order."""
    return open_word(docx)[0].words


LABELS = frozenset({"Lbl", "Figure"})
"""What is no running text: the labels of lists, and the words in a chart, which its alternative text says."""
BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6"})


def read_pdf(heard: Heard) -> Said:
    """What a PDF says, by its tags."""
    said = Said(links=list(heard.links))
    for node in heard.root.walk():
        if node.role in BLOCKS:
            words = split(node.text(LABELS))
            said.words += words
            if node.role[0] == "H" and words:
                said.headings.append(f"{node.role[1]} {' '.join(words)}")
        elif node.role == "LI":
            said.items += 1
        elif node.role == "Figure":
            said.pictures.append(node.alt)
    said.tables = list(tables_of(heard.root))
    return said


def tables_of(node: Node) -> Iterator[list[str]]:
    """The cells of each table, an inner table before the one round it."""
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from tables_of(kid)
    if node.role == "Table":
        yield [" ".join(cell_words(cell)) for row in rows_of(node) for cell in row.kids if isinstance(cell, Node)]


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table, not those of tables in it."""
    for kid in table.kids:
        if isinstance(kid, Node):
            yield from [kid] if kid.role == "TR" else rows_of(kid)


def cell_words(cell: Node) -> list[str]:
    """The words of a cell."""
    return [word for node in cell.walk() if node.role in BLOCKS for word in split(node.text(LABELS))]


def words_of_pdf(pdf: bytes) -> list[str]:
    """The words of a PDF's body, in the order of its tags."""
    return read_pdf(hear(pdf)).words


def compare(what: str, word: Sequence[str], pdf: Sequence[str]) -> Iterator[Difference]:
    """The first difference of two sequences, if any; capitals for small letters are none (Word's "all caps")."""
    for number, (one, two) in enumerate(zip(word, pdf, strict=False), 1):
        if one not in {two, "\ufffc"} and one.upper() != two:
            yield Difference(what, number, one, two)
            return
    if len(word) != len(pdf):
        at = min(len(word), len(pdf))
        yield Difference(what, at + 1, "".join(word[at : at + 1]), "".join(pdf[at : at + 1]))


def differences(docx: bytes, pdf: bytes) -> tuple[Difference, ...]:
    """Where a Word file and its PDF say different things: the first of each kind; empty when they say the same."""
    (word, running), heard = open_word(docx), hear(pdf)
    said = read_pdf(heard)
    found = [
        *compare("word", word.words, said.words),
        *compare("heading", word.headings, said.headings),
        *compare("table", [str(len(table)) for table in word.tables], [str(len(table)) for table in said.tables]),
        *compare(
            "cell", [cell for table in word.tables for cell in table], [cell for table in said.tables for cell in table]
        ),
        *compare("list items", [str(word.items)], [str(said.items)]),
        *compare("picture", [alt for alt in word.pictures if alt], said.pictures),
        *compare("link", list(dict.fromkeys(word.links)), list(dict.fromkeys(said.links))),
    ]
    printed = set(split(" ".join(heard.running)))
    missing = [text for part in running for text in part.words if not part_is_printed(text, printed)]
    if missing:
        found.append(Difference("head or foot", 1, missing[0], ""))
    return tuple(found)


def part_is_printed(text: str, printed: set[str]) -> bool:
    """Whether a word of a header or footer is on the pages; figures may be page numbers, which differ."""
    return text in printed or text.upper() in printed or text.isdigit()
