"""The headings of a document, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from casefiles.documents.blocks.tree import Block, Paragraph, Place

__all__ = ["OutlineEntry", "format_outline", "outline", "paragraphs"]


class OutlineEntry(Struct, frozen=True):
    """One heading: its rank from 1, its words, where it stands."""

    rank: int
    text: str
    place: Place


def paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Every paragraph of blocks in reading order, those in tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)


def outline(blocks: Sequence[Block]) -> tuple[OutlineEntry, ...]:
    """The headings of blocks that have words."""
    return tuple(
        OutlineEntry(paragraph.rank, " ".join(paragraph.text.split()), paragraph.place)
        for paragraph in paragraphs(blocks)
        if paragraph.rank and paragraph.text.strip()
    )


def format_outline(blocks: Sequence[Block]) -> str:
    """The headings as text, a line each, indented by rank."""
    return "".join(f"{'  ' * (entry.rank - 1)}{entry.text}\n" for entry in outline(blocks))
