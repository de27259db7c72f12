"""What Markdown is read into: blocks of prose, sections with their readers, and their text without marks."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from casefiles.diagnostics import Span
from casefiles.placed import Placed

__all__ = [
    "READERS",
    "Block",
    "Body",
    "Break",
    "Bullets",
    "Code",
    "Heading",
    "Inline",
    "Link",
    "Paragraph",
    "Prose",
    "Quote",
    "Rule",
    "Section",
    "Styled",
    "Table",
    "Words",
    "block_text",
    "inline_text",
]

READERS = ("internal", "school", "governors", "public-body", "everyone")
"""Who may read a record or a section, from the fewest to all."""


class Words(Struct, frozen=True):
    """A run of plain text, exactly as it is to be read."""

    text: str


class Styled(Struct, frozen=True):
    """Inline content with emphasis: `style` is strong, emphasis or strike."""

    style: str
    children: tuple[Inline, ...]


class Code(Struct, frozen=True):
    """Inline text in a fixed-width face."""

    text: str


class Link(Struct, frozen=True):
    """A link to an https or mailto address."""

    url: str
    children: tuple[Inline, ...]


class Break(Struct, frozen=True):
    """A line break inside a paragraph."""


Inline = Words | Styled | Code | Link | Break


class Paragraph(Struct, frozen=True):
    """One paragraph."""

    children: tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A heading of rank 1 to 6 inside prose (section headings stand in `Section`)."""

    rank: int
    children: tuple[Inline, ...]


class Bullets(Struct, frozen=True):
    """A list: bulleted where `start` is None, else numbered from `start`. Items hold blocks, so lists nest."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


class Quote(Struct, frozen=True):
    """A quotation."""

    children: tuple[Block, ...]


class Table(Struct, frozen=True):
    """A table with one header row; `align` has left, centre, right or an empty string a column."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """A thematic break."""


Block = Paragraph | Heading | Bullets | Quote | Table | Rule


class Prose(Placed, frozen=True, eq=False):
    """Blocks of an officer's own text, with where they stand in the file. Falsy when empty."""

    blocks: tuple[Block, ...] = ()
    span: Span | None = None

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.blocks)


class Section(Struct, frozen=True):
    """A heading with what stands below it, down to the next heading of its rank or higher.

    `text` is what stands before the first heading of a lower rank; `children` are the sections of
    lower rank. `classes` are the heading's attributes (`{.confidential}` gives "confidential"): that
    word or words of `READERS`, who then alone may read it.
    `span` is the heading's place.
    """

    title: str
    rank: int
    text: Prose
    children: tuple[Section, ...]
    span: Span
    classes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the section holds no text at any depth."""
        return not self.text and all(child.is_empty for child in self.children)

    @property
    def readers(self) -> tuple[str, ...]:
        """Who may read the section; empty where everyone may who may read what it stands in."""
        if not self.classes:
            return ()
        if "confidential" in self.classes:
            return ("internal",)
        return tuple(word for word in self.classes if word in READERS)

    @property
    def whole(self) -> Prose:
        """The section's text with that of the sections below it, whose titles become headings in it."""
        blocks = list(self.text.blocks)
        for child in self.children:
            blocks += [Heading(child.rank, (Words(child.title),)), *child.whole.blocks]
        return Prose(tuple(blocks), self.text.span or self.span)


class Body(Struct, frozen=True):
    """The Markdown below a record's front matter: what precedes the first heading, and the sections.

    `preamble_readers` is ("internal",) where the preamble holds a mark of confidentiality that stands on
    no heading: until that is put right nobody else reads it.
    """

    preamble: Prose = field(default_factory=Prose)
    sections: tuple[Section, ...] = ()
    preamble_readers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any text or heading."""
        return bool(self.preamble) or bool(self.sections)

    def ranked(self, rank: int) -> tuple[Section, ...]:
        """The sections of one rank in the order of the text, wherever they stand."""
        found: list[Section] = []
        waiting = list(reversed(self.sections))
        while waiting:
            section = waiting.pop()
            if section.rank == rank:
                found.append(section)
            waiting += reversed(section.children)
        return tuple(found)


def inline_text(children: Iterable[Inline]) -> str:
    """The text of inline content without marks; a line break is a newline."""
    parts: list[str] = []
    for child in children:
        match child:
            case Words(text) | Code(text):
                parts.append(text)
            case Break():
                parts.append("\n")
            case Styled(children=inner) | Link(children=inner):
                parts.append(inline_text(inner))
    return "".join(parts)


def block_text(blocks: Iterable[Block]) -> str:
    """The text of blocks without marks, one line a paragraph, list entry or table row (cells parted by tabs)."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(children=children) | Heading(children=children):
                lines.append(inline_text(children))
            case Bullets(items=items):
                lines += [block_text(item) for item in items]
            case Quote(children=inner):
                lines.append(block_text(inner))
            case Table(header=header, rows=rows):
                lines += ["\t".join(inline_text(cell) for cell in row) for row in (header, *rows)]
            case Rule():
                pass
    return "\n".join(lines)
