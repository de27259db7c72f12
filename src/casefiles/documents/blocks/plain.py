"""Paragraphs of nothing but runs of text, and cells' properties, read from a part as it is written.

They are nearly all of every document, and an element of lxml for each of their properties and runs would take half the
time of reading. What they state is read once for all that state it in the same words; all else is left to lxml, and so
is a part that is written otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from msgspec import Struct

from casefiles.documents.blocks.cells import StatedCell
from casefiles.documents.blocks.names import W
from casefiles.documents.blocks.package import parse_xml
from casefiles.documents.blocks.standing import Stated, StatedRun
from casefiles.documents.blocks.styles import StyleSheet
from casefiles.documents.blocks.subset import FOREIGN, Outside

__all__ = ["PLACE", "Plain", "set_apart"]

PLACE = f"{W}plain"
"""The attribute of an element that stands for a plain paragraph, or a cell's properties: which of them."""
PROPERTIES, RUN_PROPERTIES, SECTION = f"{W}pPr", f"{W}rPr", f"{W}sectPr"
LARGEST = 2**22
MOST_STATED = 2_000
ODD = (b"<!", b"]]>", b"w:plain", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What has no business in a part, or would need a look at what stands round it."""
ROOT = re.compile(
    r"(?:<\?xml version=[\"']1\.0[\"'] encoding=[\"']UTF-8[\"'](?: standalone=[\"']yes[\"'])?\?>\s*)?"
    r"(<(w:[A-Za-z]+)(?:\s[^<>]*)?>)"
)
NAMESPACE = re.compile(r"xmlns:w\s*=")
ATTRIBUTES = r"(?:\s[^<>]*[^<>/])?"
LETTERS = r"[^<&\x00-\x08\x0b-\x1f]*"
TEXT = rf"{LETTERS}(?:&(?:amp|lt|gt|quot|apos|#39|#34);{LETTERS})*"
STATED = r"(?:<w:rPr/>|(?><w:rPr>.{0,2000}?</w:rPr>))?"
RUN_TEXT = r"<w:t(?: xml:space=\"preserve\")?>"
PARAGRAPH = re.compile(
    rf"(<w:p{ATTRIBUTES}>(?:<w:pPr/>|(?><w:pPr>.{{0,2000}}?</w:pPr>))?)"
    rf"((?>(?:<w:r{ATTRIBUTES}>{STATED}{RUN_TEXT}{TEXT}</w:t></w:r>)*))</w:p>",
    re.DOTALL,
)
RUN = re.compile(rf"(<w:r{ATTRIBUTES}>{STATED}){RUN_TEXT}([^<]*)</w:t></w:r>", re.DOTALL)
CELL = re.compile("<w:tcPr>.{0,2000}?</w:tcPr>", re.DOTALL)
ENTITY = re.compile("&([a-z0-9#]+);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "#39": "'", "#34": '"'}

Plain = tuple[Stated, Sequence[tuple[StatedRun, str]]]
"""A plain paragraph: what it states, and its runs, each with what it states and its text."""


class Apart(Struct, frozen=True):
    """A part with an empty element for each plain paragraph and each cell's properties, and these by their places."""

    data: bytes
    paragraphs: Sequence[Plain] = ()
    cells: Sequence[StatedCell] = ()


def set_apart(data: bytes, sheet: StyleSheet) -> Apart:
    """A part with what is plain in it set apart; as it is where it is written otherwise than Word and we write."""
    if len(data) > LARGEST or any(odd in data for odd in ODD) or data.count(b"<?") > data.startswith(b"<?"):
        return Apart(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return Apart(data)
    root = ROOT.match(text)
    if root is None or f'xmlns:w="{W[1:-1]}"' not in root[1] or len(NAMESPACE.findall(text)) > 1:
        return Apart(data)
    return plain_reader(sheet, root[1], root[2]).set_apart(text)


@lru_cache(maxsize=64)
def plain_reader(sheet: StyleSheet, head: str, name: str) -> PlainReader:
    """The reader for parts that begin with such an element, kept: parts share it with their template."""
    return PlainReader(sheet, head, name)


class PlainReader:
    """Reads the plain paragraphs of parts with one style sheet and root element, whose start is `head`."""

    def __init__(self, sheet: StyleSheet, head: str, name: str) -> None:
        self._sheet, self._head, self._tail = sheet, head, f"</{name}>"
        self._stated: dict[str, Stated | None] = {}
        self._runs: dict[str, StatedRun | None] = {}
        self._cells: dict[str, StatedCell | None] = {}

    def set_apart(self, text: str) -> Apart:
        """A part with places for what is plain in it, and this."""
        found: list[Plain] = []
        cells: list[StatedCell] = []

        def put(match: re.Match[str]) -> str:
            plain = self._plain(match)
            if plain is None:
                return match[0]
            found.append(plain)
            return f'<w:p w:plain="{len(found) - 1}"/>'

        def put_cell(match: re.Match[str]) -> str:
            cell = self._cell(match[0])
            if cell is None:
                return match[0]
            cells.append(cell)
            return f'<w:tcPr w:plain="{len(cells) - 1}"/>'

        rest = PARAGRAPH.sub(put, text)
        return Apart(CELL.sub(put_cell, rest).encode(), found, cells)

    def _plain(self, match: re.Match[str]) -> Plain | None:
        """What a paragraph says; None where a property in it needs a look at all of the part."""
        stated = self._paragraph(match[1])
        if stated is None:
            return None
        runs = []
        for head, text in RUN.findall(match[2]):
            run = self._run(head)
            if run is None:
                return None
            runs.append((run, ENTITY.sub(letter, text) if "&" in text else text))
        return stated, runs

    def _paragraph(self, head: str) -> Stated | None:
        """What a paragraph states before its runs."""
        if head not in self._stated:
            make_room(self._stated)
            element = self._element(f"{head}</w:p>")
            self._stated[head] = None if element is None else Stated(self._sheet, element.find(PROPERTIES))
        return self._stated[head]

    def _run(self, head: str) -> StatedRun | None:
        """What a run states before its text."""
        if head not in self._runs:
            make_room(self._runs)
            element = self._element(f"{head}</w:r>")
            theme = self._sheet.theme
            self._runs[head] = None if element is None else StatedRun(element.find(RUN_PROPERTIES), theme)
        return self._runs[head]

    def _cell(self, source: str) -> StatedCell | None:
        """What the properties of a cell state."""
        if source not in self._cells:
            make_room(self._cells)
            element = self._element(source)
            self._cells[source] = None if element is None else StatedCell(element)
        return self._cells[source]

    def _element(self, source: str) -> etree._Element | None:
        """The element that is written so; None for one that is broken, refused, or ends a section."""
        try:
            root = parse_xml(f"{self._head}{source}{self._tail}".encode(), "")
        except Outside:
            return None
        return root[0] if next(root.iter(*FOREIGN, SECTION), None) is None else None


def make_room(kept: dict[str, Any]) -> None:
    """Forget all that is kept where it is too much."""
    if len(kept) >= MOST_STATED:
        kept.clear()


def letter(entity: re.Match[str]) -> str:
    """The letter of one of the entities that every XML file knows, or of a quotation mark by its number."""
    return ENTITIES[entity[1]]
