"""Prose, as officers write it in Markdown, to the block tree: in the house styles, with lists that restart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles import markup
from casefiles.documents.blocks.tree import (
    Block,
    Break,
    Cell,
    Edge,
    Edges,
    Inline,
    Label,
    Link,
    Look,
    Paragraph,
    Row,
    Shape,
    Table,
    Text,
)

__all__ = ["read_prose"]

INDENT = 18.0
DEEPEST = 3
ALIGN = {"left": "left", "centre": "centre", "right": "right", "": "left"}
RULE = Edge(0.5, "808080")
BOX = Edges(RULE, RULE, RULE, RULE)
TEXT_WIDTH = 451.3


class Around(Struct, frozen=True):
    """What blocks stand in: how deep in lists, and in how many quotations."""

    depth: int = 0
    quoted: int = 0
    look: Look = field(default_factory=Look)

    @property
    def left(self) -> float:
        """The indent of a paragraph here."""
        return INDENT * (self.depth + self.quoted)


def read_prose(prose: markup.Prose, below: int = 0, look: Look | None = None) -> tuple[Block, ...]:
    """The blocks of prose; its headings are `below` ranks lower than they say."""
    return tuple(Reader(below).blocks(prose.blocks, Around(look=look or Look())))


class Reader:
    """Reads one prose: numbers its lists."""

    def __init__(self, below: int) -> None:
        self._below = below
        self._series = count(1)

    def blocks(self, blocks: Sequence[markup.Block], around: Around) -> Iterator[Block]:
        """The blocks of prose as blocks of the tree."""
        for block in blocks:
            if isinstance(block, markup.Paragraph):
                yield self._paragraph(block.children, around)
            elif isinstance(block, markup.Heading):
                yield self._heading(block, around)
            elif isinstance(block, markup.Bullets):
                yield from self._list(block, around)
            elif isinstance(block, markup.Quote):
                yield from self.blocks(block.children, replace(around, quoted=around.quoted + 1))
            elif isinstance(block, markup.Table):
                yield self._table(block, around)
            else:
                yield Paragraph((), Shape(after=6.0, edges=Edges(bottom=RULE)), mark=around.look)

    def _paragraph(self, children: Sequence[markup.Inline], around: Around) -> Paragraph:
        style = "Quote" if around.quoted else "Normal"
        shape = Shape(left=around.left, after=6.0)
        return Paragraph(tuple(inlines(children, around.look)), shape, style, mark=around.look)

    def _heading(self, block: markup.Heading, around: Around) -> Paragraph:
        rank = min(block.rank + self._below, 6)
        look = replace(around.look, bold=True, size=around.look.size + max(4 - rank, 0) * 2)
        shape = Shape(before=12.0, after=4.0, keep_next=True)
        return Paragraph(tuple(inlines(block.children, look)), shape, f"Heading {rank}", rank, mark=look)

    def _list(self, block: markup.Bullets, around: Around) -> Iterator[Block]:
        series = f"markdown-{next(self._series)}"
        level = around.depth
        inner = replace(around, depth=level + 1)
        kind = "List Bullet" if block.start is None else "List Number"
        style = kind if level == 0 else f"{kind} {min(level + 1, DEEPEST)}"
        for number, item in enumerate(block.items, block.start or 1):
            text = "\u2022" if block.start is None else f"{number}."
            label = Label(text, around.look, block.start is not None, series, level)
            blocks = list(self.blocks(item, inner))
            first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) and not blocks[0].label else None
            shape = Shape(left=inner.left, first=-INDENT, after=3.0)
            yield Paragraph(first.inlines if first else (), shape, style, label=label, mark=around.look)
            yield from blocks[1:] if first else blocks

    def _table(self, block: markup.Table, around: Around) -> Table:
        columns = (
            max(len(block.header), *(len(row) for row in block.rows), 1) if block.rows else max(len(block.header), 1)
        )
        rows = [Row(tuple(self._cells(block.header, block.align, around, heads="column")), header=True)]
        rows += [Row(tuple(self._cells(row, block.align, around))) for row in block.rows]
        width = (TEXT_WIDTH - around.left) / columns
        return Table((width,) * columns, tuple(rows), indent=around.left, style="House Table")

    def _cells(
        self, row: Sequence[Sequence[markup.Inline]], align: Sequence[str], around: Around, heads: str = ""
    ) -> Iterator[Cell]:
        look = replace(around.look, bold=True) if heads else around.look
        for column, children in enumerate(row):
            side = ALIGN.get(align[column] if column < len(align) else "", "left")
            paragraph = Paragraph(tuple(inlines(children, look)), Shape(align=side), "Normal", mark=look)
            yield Cell((paragraph,), column, edges=BOX, heads=heads)


def inlines(children: Sequence[markup.Inline], look: Look, link: Link | None = None) -> Iterator[Inline]:
    """The inline content of prose."""
    for child in children:
        if isinstance(child, markup.Words):
            yield Text(child.text, look, link)
        elif isinstance(child, markup.Code):
            yield Text(child.text, replace(look, family="Courier New"), link)
        elif isinstance(child, markup.Styled):
            yield from inlines(child.children, styled(look, child.style), link)
        elif isinstance(child, markup.Link):
            yield from inlines(child.children, replace(look, underline=True), Link(child.url))
        else:
            yield Break(look)


def styled(look: Look, style: str) -> Look:
    """A look with emphasis."""
    return replace(
        look,
        bold=look.bold or style == "strong",
        italic=look.italic or style == "emphasis",
        strike=look.strike or style == "strike",
    )
