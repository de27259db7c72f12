"""A Word paragraph's content: runs, fields, links, breaks, pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from lxml import etree

from casefiles.documents.blocks.names import R, W, tag_of
from casefiles.documents.blocks.package import Source
from casefiles.documents.blocks.pictures import read_picture
from casefiles.documents.blocks.standing import Standing, StatedRun, run_look
from casefiles.documents.blocks.styles import Resolved, StyleSheet
from casefiles.documents.blocks.tree import Break, Inline, Link, Look, PageNumber, Picture, Tab, Text

__all__ = ["Field", "InlineReader"]

RUN, RUN_PROPERTIES = f"{W}r", f"{W}rPr"
CONTAINERS = frozenset(f"{W}{name}" for name in ("smartTag", "customXml", "sdt", "sdtContent", "ins", "moveTo"))
SCHEMES = ("https://", "http://", "mailto:", "tel:")
PAGE_FIELDS = {"PAGE": False, "NUMPAGES": True, "SECTIONPAGES": True}
WORD_ONLY = {
    "TOC": "a table of contents",
    "PAGEREF": "a reference to a page",
    "INDEX": "an index",
    "DATE": "a field that changes with the clock",
    "TIME": "a field that changes with the clock",
    "PRINTDATE": "a field that changes with the clock",
    "SAVEDATE": "a field that changes with the clock",
    "EQ": "an equation",
}
SYMBOLS = {
    "F06F": "\u2610", "F0A8": "\u2610", "F071": "\u2610", "F0FE": "\u2612", "F078": "\u2612", "F0FD": "\u2612",
    "F0FC": "\u2713", "F0FB": "\u2717", "F0B7": "\u2022", "F0A7": "\u25aa", "F0D8": "\u27a2", "F0E0": "\u2192",
    "F052": "\u2611",
}  # fmt: skip
"""Wingdings and Symbol characters by code, as Unicode."""


class Field:
    """A field that is open while a paragraph is read: its code, and whether its result has begun."""

    def __init__(self) -> None:
        self.code = ""
        self.in_result = False
        self.link: Link | None = None
        self.hides_result = False


class InlineReader:
    """Reads the content of one part's paragraphs; fields may stay open from one paragraph to the next."""

    def __init__(self, sheet: StyleSheet, source: Source) -> None:
        self._sheet, self._source = sheet, source
        self._fields: list[Field] = []
        self._paragraph = 0

    def read(self, element: etree._Element, base: Resolved, paragraph: int) -> tuple[Inline, ...]:
        """The content of a `w:p` whose style comes to `base`."""
        self._paragraph = paragraph
        out: list[Inline] = []
        self._children(element, base, None, out)
        return tuple(out)

    def plain(self, runs: Sequence[tuple[StatedRun, str]], standing: Standing, paragraph: int) -> tuple[Inline, ...]:
        """The content of a paragraph of nothing but runs of text."""
        self._paragraph = paragraph
        hidden, link = self._is_hidden(), self._field_link()
        out = []
        for stated, text in runs:
            look, odd = standing.run_look(stated)
            for feature in odd:
                self.refuse(feature)
            if text and not hidden:
                out.append(Text(composed(text), look, link))
        return tuple(out)

    def close(self) -> None:
        """Note a field that is still open where the part ends: what follows its beginning would be lost."""
        if self._fields:
            self.refuse("a field that does not end")

    def refuse(self, feature: str) -> None:
        """Note a feature outside the subset at the present paragraph."""
        self._source.refuse(feature, self._paragraph)

    def _children(self, element: etree._Element, base: Resolved, link: Link | None, out: list[Inline]) -> None:
        for child in element:
            tag = child.tag
            if tag == RUN:
                self._run(child, base, link, out)
            elif tag == f"{W}hyperlink":
                self._children(child, base, self._hyperlink(child) or link, out)
            elif tag == f"{W}fldSimple":
                self._simple_field(child, base, link, out)
            elif tag in CONTAINERS:
                self._children(child, base, link, out)

    def _hyperlink(self, element: etree._Element) -> Link | None:
        relation = self._source.relations.get(element.get(f"{R}id", ""))
        if relation is None:
            return None
        return self._link(relation.target, element.get(f"{W}tooltip", ""))

    def _link(self, url: str, title: str) -> Link | None:
        if not url.lower().startswith(SCHEMES):
            self.refuse("a link to something other than a web page, e-mail or telephone")
            return None
        return Link(url, title)

    def _run(self, element: etree._Element, base: Resolved, link: Link | None, out: list[Inline]) -> None:
        look = self._run_look(element, base)
        for child in element:
            tag = tag_of(child)[len(W) :]
            if tag == "fldChar":
                self._field_mark(val_of(child, "fldCharType"), look, out)
            elif tag == "instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif not self._is_hidden():
                inline = self._piece(tag, child, look, self._field_link() or link)
                if inline is not None:
                    out.append(inline)

    def _run_look(self, element: etree._Element, base: Resolved) -> Look:
        properties = element.find(RUN_PROPERTIES)
        if properties is None or not len(properties):
            return base.look
        look, odd = run_look(self._sheet, base, StatedRun(properties, self._sheet.theme))
        for feature in odd:
            self.refuse(feature)
        return look

    def _piece(self, tag: str, child: etree._Element, look: Look, link: Link | None) -> Inline | None:
        if tag == "t":
            return Text(composed(child.text), look, link) if child.text else None
        if tag == "tab":
            return Tab(look)
        if tag in {"br", "cr"}:
            return self._line_break(child, look)
        if tag == "noBreakHyphen":
            return Text("\u2011", look, link)
        if tag == "softHyphen":
            return Text("\u00ad", look, link)
        if tag == "sym":
            return self._symbol(child, look, link)
        if tag == "drawing":
            return self._picture(child)
        return None

    def _line_break(self, child: etree._Element, look: Look) -> Inline:
        kind = val_of(child, "type")
        if kind == "column":
            self.refuse("a column break")
        return Break(look, page=kind == "page")

    def _symbol(self, child: etree._Element, look: Look, link: Link | None) -> Inline | None:
        code = val_of(child, "char").upper()
        text = SYMBOLS.get(code if code.startswith("F0") else f"F0{code[-2:]}")
        if text is None:
            self.refuse(f"the symbol {code} of the font {val_of(child, 'font')}")
            return None
        return Text(text, look, link)

    def _picture(self, child: etree._Element) -> Picture | None:
        return read_picture(child, self._source, self._paragraph)

    def _is_hidden(self) -> bool:
        return bool(self._fields) and any(not field.in_result or field.hides_result for field in self._fields)

    def _field_link(self) -> Link | None:
        return next((field.link for field in reversed(self._fields) if field.link), None) if self._fields else None

    def _field_mark(self, kind: str, look: Look, out: list[Inline]) -> None:
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._open_result(self._fields[-1], look, out)
        elif kind == "end" and self._fields:
            field = self._fields[-1]
            if not field.in_result:
                self._open_result(field, look, out)
            self._fields.pop()

    def _open_result(self, field: Field, look: Look, out: list[Inline]) -> None:
        hidden = any(not outer.in_result or outer.hides_result for outer in self._fields[:-1])
        field.in_result = True
        words = field.code.split()
        name = words[0].upper() if words else ""
        if name in WORD_ONLY:
            self.refuse(WORD_ONLY[name])
        elif name in PAGE_FIELDS:
            field.hides_result = True
            if not self._source.running:
                self.refuse("a page number in the body")
            elif any(word.lower() in {"roman", "alphabetic", "ordinal", "cardtext", "ordtext"} for word in words):
                self.refuse("page numbers that are not figures")
            elif not hidden:
                out.append(PageNumber(look, total=PAGE_FIELDS[name]))
        elif name == "HYPERLINK":
            target = next((word.strip('"') for word in words[1:] if not word.startswith("\\")), "")
            if "\\l" not in words:
                field.link = self._link(target, "")

    def _simple_field(self, element: etree._Element, base: Resolved, link: Link | None, out: list[Inline]) -> None:
        run = element.find(f".//{W}r")
        field = Field()
        field.code = val_of(element, "instr")
        self._fields.append(field)
        self._open_result(field, base.look if run is None else self._run_look(run, base), out)
        self._children(element, base, link, out)
        self._fields.pop()


def val_of(element: etree._Element, name: str) -> str:
    """A `w:` attribute of an element, empty if it has none."""
    return element.get(f"{W}{name}", "")


def composed(text: str) -> str:
    """Text with accents joined to their letters, as fonts draw them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
