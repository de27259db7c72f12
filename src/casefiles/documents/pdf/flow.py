"""Blocks to strips: paragraphs as lines with their spacing, shading and lines; tables as bands of rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.blocks.tree import Block, Edge, Edges, Paragraph, Picture, Shape, Table
from casefiles.documents.pdf.elements import Element, ListTags
from casefiles.documents.pdf.marks import Fill, Float, Mark, Rule, Strip, TextLine
from casefiles.documents.pdf.paragraphs import Laid, Numbers, Room, lay_out
from casefiles.documents.pdf.tables import Band, lay_out_table

__all__ = ["Flow", "Numbers"]

HIGHEST_RANK = 6
NARROWEST = 12.0
"""The least width that indents leave to a text."""
FARTHEST = 54.0
"""So far into the margins of the page a text may stand."""


class Flow:
    """Lays out runs of blocks; `parent` None makes them artifacts, as headers and footers are."""

    def __init__(self, default_tab: float, tallest: float, numbers: Numbers, *, outdents_tables: bool) -> None:
        self.default_tab, self.tallest, self.numbers = default_tab, tallest, numbers
        self.outdents_tables = outdents_tables

    def inside(self) -> Flow:
        """The same for what stands in a cell, where a table does not stand out to the left."""
        if not self.outdents_tables:
            return self
        return Flow(self.default_tab, self.tallest, self.numbers, outdents_tables=False)

    def strips(
        self, blocks: Sequence[Block], width: float, parent: Element | None, *, closes: bool = False
    ) -> list[Strip | Band]:
        """The blocks as strips and bands of a width; where it `closes`, with the last block's space below it."""
        run = Run(self, width, parent)
        for block, following in zip(blocks, (*blocks[1:], None), strict=False):
            if isinstance(block, Paragraph):
                run.add_paragraph(block, following)
            else:
                run.add_table(block)
        if closes:
            run.close()
        return run.items


class Run:
    """One run of blocks while it is laid out: what the former block leaves to the next."""

    def __init__(self, flow: Flow, width: float, parent: Element | None) -> None:
        self._flow, self._width, self._parent = flow, width, parent
        self._room = Room(width, flow.default_tab, flow.tallest)
        self._lists = ListTags(parent) if parent is not None else None
        self.items: list[Strip | Band] = []
        self._former: Paragraph | None = None
        self._after = 0.0
        self._break = False

    def close(self) -> None:
        """Keep the space below the last block, as cells and headers do."""
        if self._after > 0 and self.items:
            last = self.items[-1]
            self.items.append(Strip(self._after, 0.0, [], glued=last.glued))
            last.glued = True

    def add_table(self, table: Table) -> None:
        """Lay out a table."""
        if self._lists is not None:
            self._lists.close()
        bands = lay_out_table(table, self._width, self._parent, self._flow)
        if bands:
            bands[0].starts_page = self._break
            bands[0].gap = 0.0 if self._break else self._after
            self._break = False
        self.items.extend(bands)
        self._former, self._after = None, 0.0

    def add_paragraph(self, paragraph: Paragraph, following: Block | None) -> None:
        """Lay out a paragraph."""
        shape = fitting(paragraph.shape, self._width)
        if shape is not paragraph.shape:
            paragraph = replace(paragraph, shape=shape)
        laid, owners = self._lines(paragraph, shape)
        strips = [
            Strip(line.height, 0.0, [(0.0, line.baseline, TextLine(line, owners))], starts_page=line.starts_page)
            for line in laid.lines
        ]
        self._glue(strips, paragraph)
        strips[0].starts_page = self._break or shape.break_before
        strips[0].gap = shape.before if strips[0].starts_page else self._gap(paragraph)
        for item in paragraph.inlines:
            if isinstance(item, Picture) and item.floating is not None:
                strips[0].marks.append((0.0, 0.0, Float(item)))
                if item.floating.pushes_text and isinstance(item.floating.down, float):
                    strips[0].height = max(strips[0].height, item.floating.down + item.height)
        if shape.edges or shape.shade:
            self._box(strips, paragraph, following)
        self.items.extend(strips)
        self._former, self._after, self._break = paragraph, shape.after, laid.breaks_after

    def _gap(self, paragraph: Paragraph) -> float:
        former, shape = self._former, paragraph.shape
        alike = former is not None and former.style == paragraph.style
        before = 0.0 if alike and shape.contextual else shape.before
        after = 0.0 if alike and former is not None and former.shape.contextual else self._after
        return max(before, after)

    @staticmethod
    def _glue(strips: list[Strip], paragraph: Paragraph) -> None:
        shape = paragraph.shape
        if shape.keep_lines:
            for strip in strips[:-1]:
                strip.glued = True
        elif shape.widow_control and len(strips) > 1:
            strips[0].glued = strips[-2].glued = True
        strips[-1].glued = shape.keep_next

    def _lines(self, paragraph: Paragraph, shape: Shape) -> tuple[Laid, list[Element | None]]:
        """The lines of a paragraph, and the owners of what stands on them."""
        element, label = self._elements(paragraph)
        laid = lay_out(
            paragraph.inlines,
            shape,
            paragraph.label,
            paragraph.mark,
            room=self._room,
            numbers=self._flow.numbers,
            tagged=element is not None,
        )
        return laid, laid.owners(element, label)

    def _elements(self, paragraph: Paragraph) -> tuple[Element | None, Element | None]:
        """The elements of a paragraph and of its label."""
        label = paragraph.label
        if self._parent is None or self._lists is None:
            return None, None
        if paragraph.rank:
            self._lists.close()
            element = Element(f"H{min(paragraph.rank, HIGHEST_RANK)}", self._parent)
            return element, None if label is None else Element("Lbl", element)
        if label is not None:
            mark, element = self._lists.item(label, paragraph.shape.left)
            return element, mark
        if paragraph.inlines:
            self._lists.close()
        return Element("P", self._parent), None

    def _box(self, strips: list[Strip], paragraph: Paragraph, following: Block | None) -> None:
        """Put the shade and lines of a paragraph behind its strips; equal neighbours share one box."""
        shape = paragraph.shape
        joined = same_box(self._former, paragraph)
        joins = isinstance(following, Paragraph) and same_box(paragraph, following)
        if joined:
            strips[0].height += strips[0].gap
            strips[0].marks = [(x, y + strips[0].gap, mark) for x, y, mark in strips[0].marks]
            strips[0].gap = 0.0
        box = Box(shape.edges, shape.left + min(shape.first, 0.0), self._width - shape.right, shape.shade)
        for index, strip in enumerate(strips):
            top = index == 0 and not joined
            bottom = index == len(strips) - 1 and not joins
            between = shape.edges.between if index == 0 and joined else None
            box.wrap(strip, above=shape.edges.top if top else between, below=shape.edges.bottom if bottom else None)


class Box(Struct, frozen=True):
    """The box round a paragraph: from `left` to `right`, with its lines and shade."""

    edges: Edges
    left: float
    right: float
    shade: str

    def wrap(self, strip: Strip, *, above: Edge | None, below: Edge | None) -> None:
        """Put this part of the box behind a strip, which grows by the lines' distance from the text."""
        edges = self.edges
        head = above.width + above.space if above else 0.0
        foot = below.width + below.space if below else 0.0
        left = self.left - (edges.left.space if edges.left else 0.0)
        right = self.right + (edges.right.space if edges.right else 0.0)
        marks: list[tuple[float, float, Mark]] = [(x, y + head, mark) for x, y, mark in strip.marks]
        strip.height += head + foot
        behind: list[tuple[float, float, Mark]] = []
        if self.shade:
            behind.append((left, 0.0, Fill(right - left, strip.height, self.shade)))
        if above:
            behind.append((left, above.width / 2, Rule(right - left, 0.0, above)))
        if below:
            behind.append((left, strip.height - below.width / 2, Rule(right - left, 0.0, below)))
        if edges.left:
            behind.append((left, 0.0, Rule(0.0, strip.height, edges.left)))
        if edges.right:
            behind.append((right, 0.0, Rule(0.0, strip.height, edges.right)))
        strip.marks = behind + marks


def fitting(shape: Shape, width: float) -> Shape:
    """A shape whose indents and tab stops leave its text on the page, in a text of a width; itself where they do."""
    outer = width + FARTHEST
    farthest = max(shape.left, shape.left + shape.first)
    if (
        min(shape.left, shape.left + shape.first, shape.right) >= -FARTHEST
        and farthest + max(shape.right, 0.0) + NARROWEST <= width
        and all(stop.position <= outer for stop in shape.tabs)
    ):
        return shape
    most = max(width - NARROWEST, 0.0)
    left = min(max(shape.left, -FARTHEST), most)
    first = min(max(left + shape.first, -FARTHEST), most) - left
    right = min(max(shape.right, -FARTHEST), max(most - max(left, left + first), 0.0))
    tabs = tuple(replace(stop, position=min(stop.position, outer)) for stop in shape.tabs)
    return replace(shape, left=left, first=first, right=right, tabs=tabs)


def same_box(former: Paragraph | None, paragraph: Paragraph) -> bool:
    """Whether two neighbours stand in one box: equal lines, shade and indents."""
    if former is None:
        return False
    one, two = former.shape, paragraph.shape
    edges = one.edges == two.edges and bool(one.edges or one.shade)
    return edges and one.shade == two.shade and one.left == two.left and one.right == two.right
