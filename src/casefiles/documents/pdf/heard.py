"""What a reader of the tags hears: the tag tree of a PDF with its text. Shares no code with what writes PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

from msgspec import Struct
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

__all__ = ["Heard", "Node", "hear"]

SINGLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


class Node(Struct, frozen=True):
    """One structure element: its role, its kids in order (elements, and pieces of text), its alternative text."""

    role: str
    kids: tuple[Node | str, ...]
    alt: str = ""

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """The text of the element, leaving out elements of some roles."""
        parts = []
        for kid in self.kids:
            if isinstance(kid, str):
                parts.append(kid)
            elif kid.role not in without:
                parts.append(kid.text(without))
        return "".join(parts)


class Heard(Struct, frozen=True):
    """What a PDF says: its tag tree, the text of each page's artifacts, where its links lead."""

    root: Node
    running: tuple[str, ...]
    links: tuple[str, ...]
    title: str
    language: str


class PageText:
    """The text of a page by marked content."""

    def __init__(self, reader: PdfReader, number: int) -> None:
        page = reader.pages[number]
        self.by_content: dict[int, list[str]] = {}
        self.artifacts: list[str] = []
        self._fonts = {name: read_map(font) for name, font in fonts_of(page)}
        contents = page.get_contents()
        operations = ContentStream(contents, reader).operations if contents is not None else []
        self._read(operations)

    def _read(self, operations: list[tuple[list[PdfObject], bytes]]) -> None:
        stack: list[int | None] = []
        letters: Mapping[int, str] = {}
        for operands, operator in operations:
            if operator in {b"BDC", b"BMC"}:
                properties = operands[1] if len(operands) > 1 else None
                number = properties.get("/MCID") if isinstance(properties, DictionaryObject) else None
                stack.append(None if number is None else int(str(number)))
                if stack[-1] is None:
                    self.artifacts.append(" ")
            elif operator == b"EMC":
                stack.pop()
            elif operator == b"Tf":
                letters = self._fonts.get(str(operands[0]), {})
            elif operator == b"Tm" and not (stack and stack[-1] is not None):
                self.artifacts.append(" ")
            elif operator == b"Tj":
                text = "".join(letters.get(code, "\ufffd") for code in raw_bytes(operands[0]))
                number = stack[-1] if stack else None
                if number is None:
                    self.artifacts.append(text)
                else:
                    self.by_content.setdefault(number, []).append(text)


def fonts_of(page: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    """The fonts of a page by name."""
    resources = page["/Resources"].get_object()
    fonts = resources.get("/Font") if isinstance(resources, DictionaryObject) else None
    found = fonts.get_object() if fonts is not None else None
    if isinstance(found, DictionaryObject):
        for name, font in found.items():
            entry = font.get_object()
            if isinstance(entry, DictionaryObject):
                yield str(name), entry


def read_map(font: DictionaryObject) -> dict[int, str]:
    """The letters of a font by code."""
    stream = font.get("/ToUnicode")
    found = stream.get_object() if stream is not None else None
    if not isinstance(found, StreamObject):
        return {}
    return {
        int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for block in BLOCK.findall(found.get_data())
        for code, letter in SINGLE.findall(block)
    }


def raw_bytes(operand: PdfObject) -> bytes:
    """The bytes of a string of a content stream."""
    return operand.original_bytes if isinstance(operand, TextStringObject) else bytes(operand)  # type: ignore[call-overload]


class TreeReader:
    """Reads the tag tree of a PDF."""

    def __init__(self, reader: PdfReader, pages: list[PageText]) -> None:
        self._numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages)
            if page.indirect_reference is not None
        }
        self._pages = pages

    def node(self, entry: DictionaryObject) -> Node:
        """The element of a dictionary."""
        page = entry.raw_get("/Pg") if "/Pg" in entry else None
        kids = entry.get("/K")
        listed = kids.get_object() if kids is not None else ArrayObject()
        kid_list = listed if isinstance(listed, ArrayObject) else ArrayObject([listed])
        found = [self._kid(kid.get_object(), page) for kid in kid_list]
        alt = entry.get("/Alt")
        return Node(str(entry["/S"])[1:], tuple(kid for kid in found if kid is not None), str(alt or ""))

    def _kid(self, kid: PdfObject | None, page: PdfObject | None) -> Node | str | None:
        if isinstance(kid, DictionaryObject):
            if "/S" in kid:
                return self.node(kid)
            if kid.get("/Type") == "/MCR":
                return self._text(kid.raw_get("/Pg"), int(str(kid["/MCID"])))
            return None
        return self._text(page, int(str(kid)))

    def _text(self, page: PdfObject | None, number: int) -> str:
        if not isinstance(page, IndirectObject):
            return ""
        return "".join(self._pages[self._numbers[page.idnum]].by_content.get(number, ()))


def hear(pdf: bytes) -> Heard:
    """What a tagged PDF says."""
    reader = PdfReader(BytesIO(pdf))
    pages = [PageText(reader, number) for number in range(len(reader.pages))]
    catalogue = reader.root_object
    tree = catalogue["/StructTreeRoot"].get_object()
    top = tree["/K"].get_object() if isinstance(tree, DictionaryObject) else None
    tops = top if isinstance(top, ArrayObject) else ArrayObject([top])
    nodes = TreeReader(reader, pages)
    roots = [nodes.node(entry) for entry in (kid.get_object() for kid in tops) if isinstance(entry, DictionaryObject)]
    return Heard(
        root=roots[0] if len(roots) == 1 else Node("Document", tuple(roots)),
        running=tuple("".join(page.artifacts) for page in pages),
        links=tuple(links_of(reader)),
        title=str(reader.metadata.title or "") if reader.metadata else "",
        language=str(catalogue.get("/Lang", "")),
    )


def links_of(reader: PdfReader) -> Iterator[str]:
    """Where the links of a PDF lead, in order of pages."""
    for page in reader.pages:
        for annotation in page.annotations or ():
            action = annotation.get_object().get("/A")
            if action is not None and "/URI" in action.get_object():
                yield str(action.get_object()["/URI"])
