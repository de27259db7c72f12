"""A document of the block tree to a tagged PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from casefiles.documents.blocks.subset import Feature, Outside, Refusals
from casefiles.documents.blocks.tree import Block, Document, PageNumber, PageSetup, Paragraph, Picture, Table, Text
from casefiles.documents.blocks.word import read_word
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.flow import Flow, Numbers
from casefiles.documents.pdf.fonts import covered, is_family
from casefiles.documents.pdf.marks import Sheet
from casefiles.documents.pdf.pages import Frame, Pager
from casefiles.documents.pdf.paint import paint, picture_reader
from casefiles.documents.pdf.tags import About, finish

__all__ = ["outside", "render_document", "render_pdf"]

MOST_PIXELS = 40_000_000


def render_pdf(docx: bytes) -> bytes:
    """The PDF of a Word file; raises `Outside` where it holds what is not in the subset."""
    return render_document(read_word(docx))


def outside(docx: bytes) -> tuple[Feature, ...]:
    """Every feature of a Word file that cannot become PDF; empty when it can."""
    try:
        refuse_undrawable(read_word(docx))
    except Outside as refusal:
        return refusal.features
    return ()


def render_document(document: Document) -> bytes:
    """The tagged PDF of a document."""
    refuse_undrawable(document)
    setup = document.page
    root = Element("Document")
    frame = frame_of(document)
    flow = make_flow(document, Numbers())
    sheets = Pager(frame).fill(flow.strips(document.blocks, setup.width - setup.left - setup.right, root))
    running = [running_sheets(document, Numbers(page, len(sheets))) for page in range(1, len(sheets) + 1)]
    painted = paint(document, sheets, running)
    return finish(painted, root, About(document.title, document.language, document.author, document.subject))


def make_flow(document: Document, numbers: Numbers) -> Flow:
    """What lays out the blocks of a document."""
    setup = document.page
    tallest = max(setup.height - setup.top - setup.bottom, 20.0) * 0.98
    return Flow(document.default_tab, tallest, numbers, outdents_tables=document.outdents_tables)


def running_height(document: Document, blocks: Sequence[Block]) -> float:
    """The height of a header or footer."""
    setup = document.page
    strips = make_flow(document, Numbers()).strips(blocks, setup.width - setup.left - setup.right, None, closes=True)
    return sum(item.height + item.gap for item in strips)


def frame_of(document: Document) -> Frame:
    """The part of the pages for the text: the margins, or less where a header or footer is higher than its margin."""
    setup = document.page
    tops, bottoms = [], []
    for page in (2, 1):
        header = setup.header + running_height(document, document.header.on(page))
        footer = setup.footer + running_height(document, document.footer.on(page))
        tops.append(setup.height - max(setup.top, header if document.header.on(page) else 0.0))
        bottoms.append(max(setup.bottom, footer if document.footer.on(page) else 0.0))
    return Frame(setup.left, tops[0], bottoms[0], tops[1], bottoms[1])


def running_sheets(document: Document, numbers: Numbers) -> tuple[Sheet, Sheet]:
    """The header and the footer of a page."""
    setup = document.page
    header, footer = document.header.on(numbers.page), document.footer.on(numbers.page)
    foot = setup.footer + running_height(document, footer)
    return (
        running_sheet(document, header, setup, setup.height - setup.header, numbers),
        running_sheet(document, footer, setup, foot, numbers),
    )


def running_sheet(document: Document, blocks: Sequence[Block], setup: PageSetup, top: float, numbers: Numbers) -> Sheet:
    """A header or footer from its upper edge."""
    strips = make_flow(document, numbers).strips(blocks, setup.width - setup.left - setup.right, None, closes=True)
    return Pager(Frame(setup.left, top, -1e6, top, -1e6)).fill(strips)[0]


def paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Every paragraph of blocks, those in tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)


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
            text = item.text if isinstance(item, Text) else "0"
            key = (item.look.family, text)
            if key in seen or not text.strip():
                continue
            seen.add(key)
            if not is_family(item.look.family):
                refusals.add(f"the font {item.look.family} (Arial and Calibri are drawn)", place.part, place.paragraph)
            elif not text.isascii():
                for missing in covered(text, (item.look.family,)):
                    name = unicodedata.name(missing, "no name")
                    refusals.add(f"the character U+{ord(missing):04X} ({name.lower()})", place.part, place.paragraph)
    refusals.settle()


def refuse_picture(picture: Picture, paragraph: Paragraph, refusals: Refusals) -> None:
    """Note a picture whose bytes are broken, or that would need too much memory."""
    place = paragraph.place
    try:
        width, height = picture_reader(picture.data).getSize()
    except Exception:  # noqa: BLE001  # whatever the picture library raises, the picture cannot be drawn
        refusals.add("a picture that is broken", place.part, place.paragraph)
        return
    if width * height > MOST_PIXELS:
        refusals.add("a picture with too many pixels", place.part, place.paragraph)
