"""The house's own shell in the look of an old letter: what it prints stays, how it looks is the letter's."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from msgspec.structs import replace

from casefiles.documents.adopt.pictures import ending_of, without_metadata
from casefiles.documents.adopt.reading import OldLetter, words_of
from casefiles.documents.adopt.restyle import restyled
from casefiles.documents.adopt.writing import Pictures, blocks_xml
from casefiles.documents.blocks.tree import Block, PageNumber, Paragraph, Picture, Running, Table
from casefiles.documents.word.hygiene import cleaned, hygienic
from casefiles.documents.word.packaging import read_package, write_package
from casefiles.documents.word.relations import (
    add_part,
    add_relation,
    read_relations,
    relations_name,
    target_of,
    write_relations,
)
from casefiles.documents.word.wordml import R_NS, W_NS, Element, parse_part, serialise, style_of, w

__all__ = ["make_shell"]

_DOCUMENT = "word/document.xml"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_NAMES = f'xmlns:w="{W_NS}" xmlns:r="{R_NS}"'
_FOOT_LINES, _FOOT_LINE = 3, 14.0
"""The house's lines at the foot (reference and page, marking, a space), and the points of one."""
_ROOTS = {"header": "hdr", "footer": "ftr"}


def make_shell(letter: OldLetter, house: bytes, name: str) -> bytes:
    """The house shell with the letter's page, styles, head, foot and logo; `name` is the authority's."""
    parts = dict(cleaned(read_package(house, "shell.docx"), "shell.docx").parts)
    parts["word/styles.xml"] = restyled(parts["word/styles.xml"], letter)
    root = parse_part(parts[_DOCUMENT], "", _DOCUMENT)
    body = root.find(w("body"))
    section = body.find(w("sectPr")) if body is not None else None
    if body is None or section is None:
        return house
    work = _Work(parts, letter, name)
    _set_page(section, letter)
    for kind in ("header", "footer"):
        work.running(section, kind)
    _head_of_page(body, work)
    parts[_DOCUMENT] = serialise(root)
    _forget_unused(parts, root)
    return hygienic(write_package(parts), "shell.docx")


class _Work:
    """The package in the making."""

    def __init__(self, parts: dict[str, bytes], letter: OldLetter, name: str) -> None:
        self.parts, self.letter, self.name = parts, letter, name
        page = letter.page
        self.width = page.width - page.left - page.right
        self._images: dict[bytes, str] = {}

    def pictures(self, part: str) -> Pictures:
        """What puts pictures into a part."""

        def add(picture: Picture) -> str:
            target = self._image(without_metadata(picture.data))
            return add_relation(self.parts, part, "image", target.removeprefix("word/"), "")

        return Pictures(add, self.name)

    def _image(self, data: bytes) -> str:
        if data not in self._images:
            kind = ending_of(data)
            self._images[data] = f"word/media/letterhead{len(self._images) + 1}.{kind}"
            add_part(self.parts, self._images[data], data, f"image/{kind}", "")
        return self._images[data]

    def running(self, section: Element, kind: str) -> None:
        """Give the section the letter's head or foot, with the house's lines; for its first page too if it differs."""
        (reference,) = section.findall(w(f"{kind}Reference"))
        relations = {each.id: each for each in read_relations(self.parts, _DOCUMENT, "")}
        part = target_of(_DOCUMENT, relations[str(reference.get(f"{{{R_NS}}}id"))])
        house = [etree.tostring(each, encoding="unicode") for each in parse_part(self.parts[part], "", part)]
        running: Running = getattr(self.letter, kind)
        self._write(part, kind, house, running.usual)
        differs = self.letter.header.first is not None or self.letter.footer.first is not None
        if differs:
            first = f"word/{kind}First.xml"
            add_part(self.parts, first, b"", f"{_TYPES}{kind}+xml", "")
            self._write(first, kind, house, running.usual if running.first is None else running.first)
            made = etree.Element(w(f"{kind}Reference"))
            made.set(w("type"), "first")
            made.set(f"{{{R_NS}}}id", add_relation(self.parts, _DOCUMENT, kind, f"{kind}First.xml", ""))
            reference.addnext(made)
        if differs and section.find(w("titlePg")) is None:
            after = section.find(w("cols"))
            (after if after is not None else section[-1]).addnext(etree.Element(w("titlePg")))

    def _write(self, part: str, kind: str, house: Iterable[str], blocks: Iterable[Block]) -> None:
        blocks = [*blocks]
        own = blocks_xml(blocks, kind.capitalize(), self.pictures(part), self.width)
        if kind == "header":
            inside = "".join(house) + own
        else:
            numbered = _has_page_number(blocks)
            inside = own + "".join(each for each in house if not (numbered and "PAGE" in each))
        if blocks and isinstance(blocks[-1], Table) and kind == "header":
            inside += "<w:p/>"
        text = f"<w:{_ROOTS[kind]} {_NAMES}>{inside}</w:{_ROOTS[kind]}>"
        root = parse_part(text.encode(), "", part)
        _set_right_tabs(root, self.width)
        self.parts[part] = serialise(root)


def _has_page_number(blocks: Iterable[Block]) -> bool:
    for block in blocks:
        if isinstance(block, Paragraph):
            if any(isinstance(inline, PageNumber) for inline in block.inlines):
                return True
        elif any(_has_page_number(cell.blocks) for row in block.rows for cell in row.cells):
            return True
    return False


def _set_right_tabs(root: Element, width: float) -> None:
    """Move the house's tab stop at the right edge to where that edge is now."""
    for paragraph in root.findall(w("p")):
        if style_of(paragraph) == "Foot":
            for tab in paragraph.iter(w("tab")):
                if tab.get(w("val")) == "right":
                    tab.set(w("pos"), str(round(width * 20)))


def _set_page(section: Element, letter: OldLetter) -> None:
    """The paper and margins of the letter, with room for the house's own lines at the foot."""
    lines = len([*letter.footer.usual]) + _FOOT_LINES
    page = replace(letter.page, bottom=max(letter.page.bottom, letter.page.footer + lines * _FOOT_LINE))
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margins is None:
        return
    for name, length in (("w", page.width), ("h", page.height)):
        size.set(w(name), str(round(length * 20)))
    for name in ("top", "right", "bottom", "left", "header", "footer"):
        margins.set(w(name), str(round(getattr(page, name) * 20)))
    margins.set(w("gutter"), "0")


def _head_of_page(body: Element, work: _Work) -> None:
    """The logo that stood in the letter's page, and of the house's letterhead what the head doesn't say already."""
    letter = work.letter
    details = [each for each in body.findall(w("p")) if style_of(each) == "LetterheadDetail"]
    top = list(body)[: body.index(details[0])] if details else []
    says = bool(words_of(letter.header))
    shows = letter.logo is not None or says or _has_picture(letter.header)
    for element in [*(top if shows else []), *(details if says else [])]:
        if element.getparent() is body:
            body.remove(element)
    if letter.logo is not None:
        shape = replace(Paragraph().shape, align=letter.logo_align, after=16.0)
        made = blocks_xml([Paragraph((letter.logo,), shape)], "Header", work.pictures(_DOCUMENT), work.width)
        body.insert(0, parse_part(f"<w:body {_NAMES}>{made}</w:body>".encode(), "", _DOCUMENT)[0])


def _has_picture(running: Running) -> bool:
    blocks = [*(running.first or ()), *running.usual]
    while blocks:
        block = blocks.pop()
        if isinstance(block, Table):
            blocks += [inner for row in block.rows for cell in row.cells for inner in cell.blocks]
        elif any(isinstance(inline, Picture) for inline in block.inlines):
            return True
    return False


def _forget_unused(parts: dict[str, bytes], root: Element) -> None:
    """Take out the pictures of the page that nothing shows any more."""
    shown = {
        str(value)
        for element in root.iter()
        for key, value in element.attrib.items()
        if str(key).startswith(f"{{{R_NS}}}")
    }
    relations = read_relations(parts, _DOCUMENT, "")
    write_relations(parts, _DOCUMENT, [each for each in relations if each.kind != "image" or each.id in shown])
    if relations_name(_DOCUMENT) not in parts:
        parts.pop(relations_name(_DOCUMENT), None)
