"""What a machine can say of the look of a document: each thing that a careful eye would stop at, with page and words.

The pages are those of our own layout, which the PDF is painted from and which Word's agree with (`test_pdf_fidelity`).
`.venv/bin/python tests/page_looks.py FOLDER` examines every Word file below a folder.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from casefiles.documents.blocks.tree import Block, Cell, Document, Paragraph, Table, Text
from casefiles.documents.blocks.word import read_word
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.flow import Numbers
from casefiles.documents.pdf.marks import Sheet, TextLine
from casefiles.documents.pdf.pages import Frame, Pager
from casefiles.documents.pdf.pieces import Figure, Ink, segments
from casefiles.documents.pdf.render import Margins, make_flow, text_width
from casefiles.documents.pdf.tables import column_widths

__all__ = ["Fault", "faults"]

FEWEST = 5
"""Lines that a last page has at least: fewer look left over."""
HEAD = 150.0
"""Points that the heading of a picture and the table that belongs to it may take."""
TALLEST = 10
"""Lines of a row that stands on one page."""
EMPTIEST = 0.4
"""So much of a page but the last may stay empty at its foot."""
SLACK = 1.0
"""Points that two things may share, and a letter may stand out."""


@dataclass(frozen=True)
class Fault:
    """What an eye stops at: in a word, on which page (0 where none is meant), and at which words."""

    what: str
    page: int
    words: str

    def __str__(self) -> str:
        """As a line of a list."""
        return f"{f'page {self.page}: ' if self.page else ''}{self.what}: {self.words}"


@dataclass(frozen=True)
class Line:
    """A line of text on a page: its box (from the paper's top left corner), and what it belongs to."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    roles: tuple[Element, ...]
    repeated: bool

    def inside(self, role: str) -> Element | None:
        """The nearest element of a role round the line."""
        return next((each for each in self.roles if each.role == role), None)

    @property
    def is_heading(self) -> bool:
        """Whether it is one of a heading."""
        return any(re.fullmatch("H[1-6]", each.role) for each in self.roles)


def faults(docx: bytes) -> tuple[Fault, ...]:
    """Everything in a Word file and on its pages that a careful eye would stop at."""
    document = read_word(docx)
    root = Element("Document")
    frame = Margins(document).frame()
    strips = make_flow(document, Numbers()).strips(document.blocks, text_width(document), root)
    sheets = Pager(frame).fill(strips)
    lines = [line for number, sheet in enumerate(sheets, start=1) for line in _lines(sheet, number, document)]
    return (
        *_beyond(lines, document),
        *_overlaps(lines),
        *_ends(lines, len(sheets)),
        *_emptiness(lines, frame, document, sheets),
        *_last_page(lines, len(sheets)),
        *_cut_rows(lines),
        *_of_tables(document),
        *_of_words(document),
    )


def _lines(sheet: Sheet, page: int, document: Document) -> Iterator[Line]:
    height = document.page.height
    for placed in sheet.placed:
        if not isinstance(placed.mark, TextLine):
            continue
        pieces = list(segments(placed.mark.line.pieces))
        text = "".join(piece.text for piece in pieces)
        if not text.strip():
            continue
        y = height - placed.y
        yield Line(
            page,
            placed.x + min(piece.x for piece in pieces),
            y - max(piece.ink.ascent for piece in pieces),
            placed.x + max(piece.x + piece.ink.width(piece.text.rstrip()) for piece in pieces),
            y + max(abs(piece.ink.descent) for piece in pieces),
            text,
            tuple(_chain(next(filter(None, (placed.mark.owners[piece.ink.owner] for piece in pieces)), None))),
            placed.artifact,
        )


def _chain(element: Element | None) -> Iterator[Element]:
    while element is not None:
        yield element
        element = element.parent


# -- pages ------------------------------------------------------------------------------------------------------------


def _beyond(lines: Sequence[Line], document: Document) -> Iterator[Fault]:
    left, right = document.page.left - SLACK, document.page.width - document.page.right + SLACK
    for line in lines:
        if line.left < left or line.right > right:
            yield Fault("beyond the margin", line.page, line.text)


def _overlaps(lines: Sequence[Line]) -> Iterator[Fault]:
    for one, two in ((one, two) for at, one in enumerate(lines) for two in lines[at + 1 : at + 80]):
        if one.page != two.page:
            continue
        across = min(one.right, two.right) - max(one.left, two.left)
        down = min(one.bottom, two.bottom) - max(one.top, two.top)
        if across > SLACK and down > 0.4 * min(one.bottom - one.top, two.bottom - two.top):
            yield Fault("one over another", one.page, f"{one.text} / {two.text}")


def _ends(lines: Sequence[Line], pages: int) -> Iterator[Fault]:
    """Headings, header rows and lead-ins that end a page."""
    for page in range(1, pages):
        last = max((line for line in lines if line.page == page), key=lambda line: line.bottom, default=None)
        if last is None:
            yield Fault("an empty page", page, "")
        elif last.is_heading:
            yield Fault("a heading ends the page", page, last.text)
        elif (cell := last.inside("TH")) is not None and cell.attributes.get("Scope") == "/Column":
            yield Fault("a header row ends the page", page, last.text)
        elif last.text.rstrip().endswith(":") and not _goes_on(last, lines):
            yield Fault("what leads in to a list ends the page", page, last.text)


def _goes_on(last: Line, lines: Sequence[Line]) -> bool:
    """Whether the paragraph of a line goes on on the next page."""
    own = last.inside("LI") or last.inside("P")
    after = (line for line in lines if line.page == last.page + 1 and not line.repeated)
    return any((line.inside("LI") or line.inside("P")) is own for line in after)


def _emptiness(lines: Sequence[Line], frame: Frame, document: Document, sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Pages that end early, unless a picture follows that they have no room for."""
    foot = document.page.height - frame.bottom
    room = frame.top - frame.bottom
    for page in range(1, len(sheets)):
        lowest = max((line.bottom for line in lines if line.page == page), default=0.0)
        after = next((line.text for line in lines if line.page == page + 1 and not line.repeated), "")
        if foot - lowest > EMPTIEST * room and _tallest_picture(sheets[page]) + HEAD < foot - lowest:
            yield Fault(f"{(foot - lowest) / room:.0%} of the page is empty", page, f"before: {after}")


def _tallest_picture(sheet: Sheet) -> float:
    """The height of the highest picture on a page, 0 where there is none."""
    texts = (placed.mark.line.pieces for placed in sheet.placed if isinstance(placed.mark, TextLine))
    return max((piece.height for pieces in texts for piece in pieces if isinstance(piece, Figure)), default=0.0)


def _last_page(lines: Sequence[Line], pages: int) -> Iterator[Fault]:
    held = [line for line in lines if line.page == pages and not line.repeated]
    rows = {round(line.bottom) for line in held}
    if pages > 1 and len(rows) < FEWEST:
        yield Fault(f"{len(rows)} lines alone on the last page", pages, held[0].text if held else "")


def _cut_rows(lines: Sequence[Line]) -> Iterator[Fault]:
    """Rows that go over a page of which a side has one line; those of many lines may: Word parts them anywhere."""
    rows: dict[int, tuple[Element, list[Line]]] = {}
    for line in lines:
        row = None if line.repeated else line.inside("TR")
        if row is not None:
            rows.setdefault(id(row), (row, []))[1].append(line)
    for _, held in rows.values():
        pages = sorted({line.page for line in held})
        cells = Counter(id(line.inside("TD") or line.inside("TH")) for line in held)
        for page in pages if len(pages) > 1 and max(cells.values()) <= TALLEST else ():
            on_it = [line for line in held if line.page == page]
            if max(Counter(id(line.inside("TD") or line.inside("TH")) for line in on_it).values()) == 1:
                yield Fault("one line of a row stands alone", page, on_it[0].text)


# -- tables -----------------------------------------------------------------------------------------------------------


_TO_COMPLETE = "Completed by"
"""The heading of a form whose cells and lines are left for the one who fills it in."""


def _is_form(document: Document) -> bool:
    return any(isinstance(block, Paragraph) and block.text == _TO_COMPLETE for block in document.blocks)


def _of_tables(document: Document) -> Iterator[Fault]:
    for table, width in _tables(document.blocks, text_width(document)):
        widths = column_widths(table, width)
        for cell in (cell for row in table.rows for cell in row.cells):
            room = sum(widths[cell.column : cell.column + cell.columns]) - cell.margins[1] - cell.margins[3]
            yield from _cut_words(cell, room)
        if table.is_data and not _is_form(document):
            yield from _empty_columns(table)


def _tables(blocks: Sequence[Block], width: float) -> Iterator[tuple[Table, float]]:
    for table in (block for block in blocks if isinstance(block, Table)):
        yield table, width
        widths = column_widths(table, width)
        for cell in (cell for row in table.rows for cell in row.cells):
            room = sum(widths[cell.column : cell.column + cell.columns]) - cell.margins[1] - cell.margins[3]
            yield from _tables(cell.blocks, room)


def _cut_words(cell: Cell, room: float) -> Iterator[Fault]:
    for paragraph in (block for block in cell.blocks if isinstance(block, Paragraph)):
        inner = room - paragraph.shape.left - paragraph.shape.right
        for item in (item for item in paragraph.inlines if isinstance(item, Text)):
            ink = Ink(item.look, 0)
            for word in re.findall(r"[^\s\-\u2013\u2014\u200b]+[\-\u2013\u2014]?", _ADDRESS.sub("", item.text)):
                if ink.width(word) > inner + SLACK:
                    yield Fault("a word is cut in a column too narrow for it", 0, word)


def _empty_columns(table: Table) -> Iterator[Fault]:
    heads = {cell.column: cell for row in table.rows if row.header for cell in row.cells if cell.columns == 1}
    below = [cell for row in table.rows if not row.header for cell in row.cells if cell.columns == 1]
    for column, head in heads.items():
        title = _text(head.blocks)
        if not title:
            yield Fault("a column without a heading", 0, " ".join(_text(cell.blocks) for cell in heads.values()))
        if below and not any(_text(cell.blocks) for cell in below if cell.column == column):
            yield Fault("an empty column", 0, title)


def _text(blocks: Sequence[Block]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        else:
            parts += [_text(cell.blocks) for row in block.rows for cell in row.cells]
    return " ".join(part.strip() for part in parts if part.strip())


# -- words ------------------------------------------------------------------------------------------------------------

_MARKS = {
    "doubled punctuation": r"[,;:.!?][,;:!?]|(?<!\.)\.\.(?!\.)|\(\)|\[\]|\( | \)| [,;:.!?](?:\s|$)",
    "a doubled space": r"\S  +\S",
    "a value of the program": r"(?<=[a-z,] )None\b|\b(?:True|False|nan)\b",
    "a day as the file has it": r"(?<!\(reference )(?<![a-z]/)\b\d{4}-\d{2}-\d{2}\b",
    "a mark of the template": r"\{\{|\}\}|\{%|%\}",
    "a mark of Markdown": r"\*\*|^#+ |^[-*] |\]\(|`|__",
    "a key of the file": r"\b[a-z]+_[a-z_]+\b",
}
_ADDRESS = re.compile(r"\S+@\S+|\S+\.(?:org|uk|com)\S*|https?:\S+")


def _of_words(document: Document) -> Iterator[Fault]:
    flat = [*_flat(document.blocks)]
    for paragraph in flat:
        text = _ADDRESS.sub("(address)", paragraph.text)
        for what, mark in _MARKS.items():
            for found in re.finditer(mark, text):
                yield Fault(what, 0, text[max(found.start() - 30, 0) : found.end() + 30])
        if re.search(r":\s*(?:[;,.]|$)", text) and not _is_form(document) and not _leads_on(paragraph, flat):
            yield Fault("a label with nothing after it", 0, text[-60:])
    for one, two in pairwise(flat):
        if one.rank and not two.rank and re.match(r"[a-z]", two.text):
            yield Fault("a small letter begins what follows a heading", 0, two.text[:60])
        if one.rank and two.rank and two.rank <= one.rank:
            yield Fault("a heading with nothing below it", 0, one.text)
    if flat and flat[-1].rank:
        yield Fault("a heading with nothing below it", 0, flat[-1].text)


def _flat(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row.cells):
                yield from _flat(cell.blocks)
        elif block.text.strip():
            yield block


def _leads_on(paragraph: Paragraph, flat: Sequence[Paragraph]) -> bool:
    """Whether what follows the colon stands below it: a list, a table, a paragraph that is no heading."""
    at = next(at for at, each in enumerate(flat) if each is paragraph)
    if re.search(r":\s*[;,.]", paragraph.text) or at + 1 == len(flat):
        return False
    return not flat[at + 1].rank and not flat[at + 1].text.rstrip().endswith(":")


if __name__ == "__main__":
    for path in (path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*.docx"))):
        for fault in faults(path.read_bytes()):
            sys.stdout.write(f"{path}: {fault}\n")
