"""A document of the block tree to a tagged PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from casefiles.documents.blocks.outline import paragraphs
from casefiles.documents.blocks.subset import Feature, Outside, Refusals
from casefiles.documents.blocks.tree import Block, Document, PageNumber, PageSetup, Paragraph, Picture, Text
from casefiles.documents.blocks.word import read_word
from casefiles.documents.charts.svg import is_svg
from casefiles.documents.pdf.drawings import drawing_of, words_of
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.flow import Flow, Numbers
from casefiles.documents.pdf.fonts import covered, is_family
from casefiles.documents.pdf.images import picture_reader
from casefiles.documents.pdf.marks import Sheet, Strip
from casefiles.documents.pdf.metadata import About
from casefiles.documents.pdf.pages import Frame, Pager
from casefiles.documents.pdf.paint import paint
from casefiles.documents.pdf.tables import Band
from casefiles.documents.pdf.tags import finish

__all__ = ["outside", "render_document", "render_pdf"]

MOST_PIXELS = 40_000_000
MOST_RUNNING = 256
"""So many headers and footers are kept, laid out."""
LEAST_ROOM = 36.0
"""A page with less height than this for its text is no page of a letter."""


def render_pdf(docx: bytes) -> bytes:
    """The PDF of a Word file; raises `Outside` where it holds what is not in the subset."""
    return render_document(read_word(docx))


def outside(docx: bytes) -> tuple[Feature, ...]:
    """Every feature of a Word file that cannot become PDF; empty when it can."""
    try:
        document = read_word(docx)
        refuse_undrawable(document)
        Margins(document).frame()
    except Outside as refusal:
        return refusal.features
    return ()


def render_document(document: Document) -> bytes:
    """The tagged PDF of a document."""
    refuse_undrawable(document)
    root = Element("Document")
    heads = Margins(document)
    flow = make_flow(document, Numbers())
    sheets = Pager(heads.frame()).fill(flow.strips(document.blocks, text_width(document), root))
    running = [heads.sheets(Numbers(page, len(sheets))) for page in range(1, len(sheets) + 1)]
    painted = paint(document, sheets, running)
    return finish(painted, root, About(document.title, document.language, document.author, document.subject))


def text_width(document: Document) -> float:
    """The width between the margins."""
    return document.page.width - document.page.left - document.page.right


def make_flow(document: Document, numbers: Numbers) -> Flow:
    """What lays out the blocks of a document."""
    most = tallest(document.page)
    return Flow(document.default_tab, most, numbers, outdents_tables=document.outdents_tables)


def tallest(setup: PageSetup) -> float:
    """The height of the tallest line or picture."""
    return max(setup.height - setup.top - setup.bottom, 20.0) * 0.98


class Margins:
    """The headers and footers of a document, and the room that they leave."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._heights = {
            page: (self._height(document.header.on(page)), self._height(document.footer.on(page))) for page in (1, 2)
        }

    def _height(self, blocks: tuple[Block, ...]) -> float:
        document = self._document
        return running_height(blocks, document.page, document.default_tab, outdents_tables=document.outdents_tables)

    def frame(self) -> Frame:
        """The part of the pages for the text: less than the margins leave where a header or footer is higher.

        Raises `Outside` where they leave next to nothing: each line would fill a page.
        """
        setup = self._document.page
        tops, bottoms = [], []
        for page in (2, 1):
            header, footer = self._heights[page]
            tops.append(setup.height - (max(setup.top, setup.header + header) if header else setup.top))
            bottoms.append(max(setup.bottom, setup.footer + footer) if footer else setup.bottom)
        if min(tops[0] - bottoms[0], tops[1] - bottoms[1]) < LEAST_ROOM:
            raise Outside([Feature("", 0, "a header and footer that leave no room for text")])
        return Frame(setup.left, tops[0], bottoms[0], tops[1], bottoms[1])

    def sheets(self, numbers: Numbers) -> tuple[Sheet, Sheet]:
        """The header and the footer of a page."""
        document, setup = self._document, self._document.page
        footer = self._heights[min(numbers.page, 2)][1]
        return (
            self._sheet(document.header.on(numbers.page), setup.height - setup.header, numbers),
            self._sheet(document.footer.on(numbers.page), setup.footer + footer, numbers),
        )

    def _sheet(self, blocks: tuple[Block, ...], top: float, numbers: Numbers) -> Sheet:
        """A header or footer from its upper edge."""
        document = self._document
        shown = numbers if has_numbers(blocks) else Numbers()
        tab, outdents = document.default_tab, document.outdents_tables
        return running_sheet(blocks, document.page, tab, shown, top, outdents_tables=outdents)


def running_strips(
    blocks: tuple[Block, ...], setup: PageSetup, tab: float, numbers: Numbers, *, outdents_tables: bool
) -> list[Strip | Band]:
    """A header or footer laid out, with the space below its last paragraph."""
    flow = Flow(tab, tallest(setup), numbers, outdents_tables=outdents_tables)
    return flow.strips(blocks, setup.width - setup.left - setup.right, None, closes=True)


@lru_cache(maxsize=MOST_RUNNING)
def running_height(blocks: tuple[Block, ...], setup: PageSetup, tab: float, *, outdents_tables: bool) -> float:
    """The height of a header or footer, kept: documents share it with their template."""
    strips = running_strips(blocks, setup, tab, Numbers(), outdents_tables=outdents_tables)
    return sum(item.height + item.gap for item in strips)


@lru_cache(maxsize=MOST_RUNNING)
def running_sheet(
    blocks: tuple[Block, ...], setup: PageSetup, tab: float, numbers: Numbers, top: float, *, outdents_tables: bool
) -> Sheet:
    """A header or footer from its upper edge, kept: no element of a document is in it."""
    frame = Frame(setup.left, top, -1e6, top, -1e6)
    strips = running_strips(blocks, setup, tab, numbers, outdents_tables=outdents_tables)
    return Pager(frame).fill(strips)[0]


def has_numbers(blocks: Sequence[Block]) -> bool:
    """Whether the number of the page, or of all pages, stands in the blocks."""
    return any(isinstance(item, PageNumber) for paragraph in paragraphs(blocks) for item in paragraph.inlines)


def refuse_undrawable(document: Document) -> None:
    """Raise `Outside` for fonts that we have no faces for, letters that none draws, and broken pictures."""
    refusals = Refusals()
    parts = [document.blocks]
    for running in (document.header, document.footer):
        parts += [running.usual, running.first or ()]
    seen: set[tuple[str, str]] = set()
    for paragraph in (found for part in parts for found in paragraphs(part)):
        place = paragraph.place
        for item in paragraph.inlines:
            if isinstance(item, Picture):
                refuse_picture(item, paragraph, refusals)
                continue
            if not isinstance(item, Text | PageNumber):
                continue
            text, family = item.text if isinstance(item, Text) else "0", item.look.family
            if text.isascii() and is_family(family):
                continue
            key = (family, text)
            if key in seen or not text.strip():
                continue
            seen.add(key)
            if not is_family(family):
                refusals.add(f"the font {family} (Arial and Calibri are drawn)", place.part, place.paragraph)
            else:
                for missing in covered(text, (family,)):
                    name = unicodedata.name(missing, "no name")
                    refusals.add(f"the character U+{ord(missing):04X} ({name.lower()})", place.part, place.paragraph)
    refusals.settle()


def refuse_picture(picture: Picture, paragraph: Paragraph, refusals: Refusals) -> None:
    """Note a picture whose bytes are broken, or that would need too much memory."""
    place = paragraph.place
    if is_svg(picture.data):
        drawing = drawing_of(picture.data)
        letters = "".join(text for _, text in words_of(drawing)) if drawing else ""
        if drawing is None or covered(letters, ("Arial",)):
            refusals.add("a chart that cannot be drawn", place.part, place.paragraph)
        return
    try:
        width, height = picture_reader(picture.data).getSize()
    except Exception:  # noqa: BLE001  # whatever the picture library raises, the picture cannot be drawn
        refusals.add("a picture that is broken", place.part, place.paragraph)
        return
    if width * height > MOST_PIXELS:
        refusals.add("a picture with too many pixels", place.part, place.paragraph)
