"""Sheets to the content of pages: text, lines, fills and pictures, as marked content."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field

from casefiles.documents.blocks.tree import Document, Edge, PageSetup, Picture
from casefiles.documents.pdf.drawings import drawing_of, operations, words_of
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.marks import Begin, Fill, Float, Placed, Rule, Sheet, TextLine
from casefiles.documents.pdf.pieces import Figure, Ink, Line, Segment, segments
from casefiles.documents.pdf.subsets import FontSet

__all__ = ["Heading", "LinkArea", "Painted", "paint"]

ARTIFACT = Element("Artifact")
DASHES = {"dashed": (3.0, 2.0), "dotted": (1.0, 1.0)}


class LinkArea(Struct, frozen=True):
    """A rectangle of a page that leads somewhere."""

    page: int
    rectangle: tuple[float, float, float, float]
    element: Element


class Heading(Struct, frozen=True):
    """A heading where it first stands, for the bookmarks."""

    rank: int
    text: str
    page: int
    top: float


class Painted(Struct):
    """The packed content of each page of a size, and what its fonts, pictures and tags need."""

    size: tuple[float, float]
    pages: list[bytes] = field(default_factory=list)
    fonts: FontSet = field(default_factory=FontSet)
    pictures: dict[bytes, str] = field(default_factory=dict)
    contents: list[list[Element]] = field(default_factory=list)
    links: list[LinkArea] = field(default_factory=list)
    headings: dict[Element, list[Heading]] = field(default_factory=dict)


@lru_cache(maxsize=256)
def rgb(colour: str) -> str:
    """The numbers of a colour, black where it is automatic."""
    return " ".join(f"{int(colour[at : at + 2] or '0', 16) / 255:.4g}" for at in (0, 2, 4)) if colour else "0 0 0"


class Painter:
    """Draws the sheets of one document."""

    def __init__(self, document: Document) -> None:
        self._setup = document.page
        self._painted = Painted((document.page.width, document.page.height))
        self._fonts = self._painted.fonts
        self._page = 0
        self._operations: list[str] = []
        self._open: Element | None = None
        self._colour = ""
        self._font = ("", 0.0)

    def paint(self, sheets: Sequence[Sheet], running: Sequence[tuple[Sheet, Sheet]]) -> Painted:
        """The pages of the sheets, each with its header and footer."""
        self._learn([*sheets, *(sheet for pair in running for sheet in pair)])
        for page, (sheet, (header, footer)) in enumerate(zip(sheets, running, strict=True)):
            self._page, self._colour, self._font = page, "", ("", 0.0)
            self._painted.contents.append([])
            self._running(header, "Header")
            for placed in sheet.placed:
                if type(placed.mark) is TextLine:
                    self._line(placed.mark, placed.x, placed.y, artifact=placed.artifact)
                else:
                    self._mark(placed)
            self._switch(None)
            self._running(footer, "Footer")
            self._painted.pages.append(zlib.compress("\n".join(self._operations).encode("ascii"), 6))
            self._operations.clear()
        return self._painted

    def _learn(self, sheets: Sequence[Sheet]) -> None:
        """Have codes for all letters of the document."""
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for sheet in sheets:
            for placed in sheet.placed:
                if type(placed.mark) is TextLine:
                    for piece in placed.mark.line.pieces:
                        if type(piece) is Segment:
                            texts[piece.ink.face.name].append(piece.text)
                        elif type(piece) is Figure and (drawing := drawing_of(piece.picture.data)):
                            for face, text in words_of(drawing):
                                texts[face].append(text)
        self._fonts.learn(texts)

    def _running(self, sheet: Sheet, kind: str) -> None:
        if not sheet.placed:
            return
        self._operations.append(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC")
        self._open = ARTIFACT
        for placed in sheet.placed:
            self._mark(Placed(placed.x, placed.y, placed.mark, artifact=True))
        self._switch(None)

    def _switch(self, element: Element | None) -> None:
        """Close the open marked content and begin that of an element, unless it is the one that is open."""
        if element is self._open:
            return
        if self._open is not None:
            self._operations.append("EMC")
        self._open = element
        if element is ARTIFACT:
            self._operations.append("/Artifact BMC")
        elif element is not None:
            contents = self._painted.contents[-1]
            element.add_content(self._page, len(contents))
            self._operations.append(f"/{element.role} <</MCID {len(contents)}>> BDC")
            contents.append(element)

    def _mark(self, placed: Placed) -> None:
        mark = placed.mark
        if isinstance(mark, TextLine):
            self._line(mark, placed.x, placed.y, artifact=placed.artifact)
        elif isinstance(mark, Fill):
            self._switch(ARTIFACT)
            self._fill(placed.x, placed.y - mark.height, mark.width, mark.height, mark.colour)
        elif isinstance(mark, Rule):
            self._switch(ARTIFACT)
            self._rule(placed.x, placed.y, mark)
        elif isinstance(mark, Begin):
            if not placed.artifact:
                mark.element.attach()
        else:
            self._switch(ARTIFACT)
            self._float(mark, placed.x, placed.y)

    def _fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._ink(colour)
        self._operations.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def _ink(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self._operations.append(f"{rgb(colour)} rg")

    def _rule(self, x: float, y: float, rule: Rule) -> None:
        edge: Edge = rule.edge
        dash = DASHES.get(edge.dash)
        pattern = f"[{dash[0] * edge.width:.2f} {dash[1] * edge.width:.2f}] 0 d " if dash else ""
        self._operations.append(
            f"q {pattern}{rgb(edge.colour)} RG {edge.width:.2f} w "
            f"{x:.2f} {y:.2f} m {x + rule.across:.2f} {y - rule.down:.2f} l S Q"
        )

    def _line(self, mark: TextLine, x: float, y: float, *, artifact: bool) -> None:
        line, owners = mark.line, mark.owners
        looks = [piece.ink.look for piece in line.pieces if type(piece) is Segment and piece.ink.is_decorated]
        if looks:
            self._shade(line, x, y)
        in_text = False
        for piece in line.pieces:
            owner = piece.owner if isinstance(piece, Figure) else piece.ink.owner
            element = ARTIFACT if artifact else owners[owner] or ARTIFACT
            if in_text and (element is not self._open or type(piece) is Figure):
                self._operations.append("ET")
                in_text = False
            if element is not self._open:
                self._switch(element)
            if isinstance(piece, Figure):
                self._picture(piece.picture, x + piece.x, y, piece.width, piece.height)
                continue
            if not in_text:
                self._operations.append("BT")
                in_text = True
            self._segment(piece, x, y, line.stretch)
            if not artifact and (element.url or element.role[0] == "H"):
                self._note(piece, element, x, y)
        if in_text:
            self._operations.append("ET")
        if looks:
            self._decorate(line, x, y)

    def _shade(self, line: Line, x: float, y: float) -> None:
        """Fill what stands behind highlighted text."""
        for piece in segments(line.pieces):
            ink = piece.ink
            if ink.look.shade:
                self._switch(ARTIFACT)
                self._fill(x + piece.x, y - ink.descent, piece.width, ink.ascent + ink.descent, ink.look.shade)

    def _segment(self, piece: Segment, x: float, y: float, stretch: float) -> None:
        """Show a piece of text."""
        ink = piece.ink
        shown = f"1 0 0 1 {x + piece.x:.2f} {y + ink.rise:.2f} Tm"
        for font, codes in self._fonts.show(ink.face.name, piece.text):
            if self._font != (font, ink.size):
                self._font = (font, ink.size)
                shown += f" {font} {ink.size:g} Tf"
            shown += f" ({codes}) Tj"
        if ink.colour != self._colour:
            self._ink(ink.colour)
        if stretch or ink.tracking:
            shown = f"{stretch:.4f} Tw {ink.tracking:.3f} Tc {shown} 0 Tw 0 Tc"
        self._operations.append(shown)

    def _note(self, piece: Segment, element: Element, x: float, y: float) -> None:
        """Remember what links and bookmarks need."""
        ink = piece.ink
        if element.url:
            area = (x + piece.x, y - ink.descent, x + piece.x + piece.width, y + ink.ascent)
            self._painted.links.append(LinkArea(self._page, area, element))
        heading = element.parent if element.url and element.parent is not None else element
        if heading.role[0] == "H" and heading.role[1:].isdigit():
            found = Heading(int(heading.role[1:]), piece.text, self._page, y + ink.ascent)
            self._painted.headings.setdefault(heading, []).append(found)

    def _decorate(self, line: Line, x: float, y: float) -> None:
        """Draw the lines under and through text."""
        for piece in line.pieces:
            if not isinstance(piece, Segment) or not (piece.ink.look.underline or piece.ink.look.strike):
                continue
            self._switch(ARTIFACT)
            ink: Ink = piece.ink
            thick = max(ink.size / 18, 0.4)
            if ink.look.underline:
                self._fill(x + piece.x, y - ink.size * 0.11 - thick / 2, piece.width, thick, ink.colour)
            if ink.look.strike:
                self._fill(x + piece.x, y + ink.size * 0.26, piece.width, thick, ink.colour)

    def _picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        drawing = drawing_of(picture.data)
        if drawing is not None:
            self._operations += operations(drawing, self._fonts, (x, y, width, height))
            return
        pictures = self._painted.pictures
        shown = pictures.setdefault(picture.data, f"/P{len(pictures) + 1}")
        self._operations.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm {shown} Do Q")

    def _float(self, mark: Float, x: float, y: float) -> None:
        picture, setup = mark.picture, self._setup
        where = picture.floating
        if where is None:
            return
        left = across(where.across_from, where.across, picture.width, setup, x)
        top = down(where.down_from, where.down, picture.height, setup, y)
        self._picture(picture, left, top - picture.height, picture.width, picture.height)


def across(base: str, offset: float | str, width: float, setup: PageSetup, x: float) -> float:
    """The left edge of an anchored picture."""
    start, end = setup.left, setup.width - setup.right
    if base == "page":
        start, end = 0.0, setup.width
    elif base == "rightMargin":
        start, end = setup.width - setup.right, setup.width
    elif base == "leftMargin":
        start, end = 0.0, setup.left
    elif base == "character":
        start = x
    if isinstance(offset, float):
        return start + offset
    return {"right": end - width, "outside": end - width, "center": (start + end - width) / 2}.get(offset, start)


def down(base: str, offset: float | str, height: float, setup: PageSetup, y: float) -> float:
    """The upper edge of an anchored picture."""
    start, end = y, y - height
    if base == "page":
        start, end = setup.height, 0.0
    elif base == "margin":
        start, end = setup.height - setup.top, setup.bottom
    elif base == "topMargin":
        start, end = setup.height, setup.height - setup.top
    elif base == "bottomMargin":
        start, end = setup.bottom, 0.0
    if isinstance(offset, float):
        return start - offset
    return {"bottom": end + height, "center": (start + end + height) / 2}.get(offset, start)


def paint(document: Document, sheets: Sequence[Sheet], running: Sequence[tuple[Sheet, Sheet]]) -> Painted:
    """The pages of a document's sheets."""
    return Painter(document).paint(sheets, running)
