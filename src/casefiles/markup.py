"""Markdown to blocks with byte ranges: the one Markdown parser of casefiles."""

from __future__ import annotations

from dataclasses import dataclass, field

from casefiles.diagnostics import Span

__all__ = [
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
]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain text, exactly as it is to be read."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Inline content with emphasis: `style` is strong, emphasis or strike."""

    style: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Inline text in a fixed-width face."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an https or mailto address."""

    url: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


Inline = Words | Styled | Code | Link | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of rank 1 to 6 inside prose (section headings stand in `Section`)."""

    rank: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list: bulleted where `start` is None, else numbered from `start`. Items hold blocks, so lists nest."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; `align` has left, centre, right or an empty string a column."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


Block = Paragraph | Heading | Bullets | Quote | Table | Rule


@dataclass(frozen=True, slots=True)
class Prose:
    """Blocks of an officer's own text, with where they stand in the file. Falsy when empty."""

    blocks: tuple[Block, ...] = ()
    span: Span | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.blocks)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, down to the next heading of its rank or higher.

    `text` is what stands before the first heading of a lower rank; `children` are the sections of
    lower rank. `classes` are the heading's attributes (`{.confidential}` gives "confidential").
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


@dataclass(frozen=True, slots=True)
class Body:
    """The Markdown below a record's front matter: what precedes the first heading, and the sections."""

    preamble: Prose = field(default_factory=Prose)
    sections: tuple[Section, ...] = ()
