"""Blocks as plain text, as an e-mail would have them: for previews and for comparing two versions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from casefiles.documents.blocks.tree import Block, Break, PageNumber, Paragraph, Picture, Tab, Table, Text

__all__ = ["format_text", "paragraph_text"]

STEP = 2


def paragraph_text(paragraph: Paragraph) -> str:
    """The words of a paragraph with its breaks; a link shows where it leads, a picture its text."""
    parts: list[str] = []
    for item, following in zip(paragraph.inlines, [*paragraph.inlines[1:], None], strict=True):
        if isinstance(item, Text):
            parts.append(item.text)
            link = item.link
            ends = not (isinstance(following, Text) and following.link == link)
            if link is not None and ends and link.url.partition(":")[2].strip("/") not in item.text:
                parts.append(f" <{link.url}>")
        elif isinstance(item, Tab):
            parts.append("\t")
        elif isinstance(item, Break):
            parts.append("\n")
        elif isinstance(item, Picture) and item.alt:
            parts.append(f"[{item.alt}]")
        elif isinstance(item, PageNumber):
            parts.append("#")
    return "".join(parts)


def format_text(blocks: Sequence[Block], width: int = 0) -> str:
    """The blocks as text, a blank line between them; lines are wrapped at `width` where it is given."""
    chunks: list[tuple[bool, str]] = []
    for block in blocks:
        listed = isinstance(block, Paragraph) and block.label is not None
        lines = list(paragraph_lines(block, width) if isinstance(block, Paragraph) else table_lines(block))
        if lines:
            chunks.append((listed, "\n".join(lines)))
    out = ""
    for index, (listed, text) in enumerate(chunks):
        close = index > 0 and listed and chunks[index - 1][0]
        out += ("" if index == 0 else "\n" if close else "\n\n") + text
    return f"{out}\n" if out else ""


def paragraph_lines(paragraph: Paragraph, width: int) -> Iterator[str]:
    """The lines of a paragraph; an item's further lines stand under its text."""
    text = paragraph_text(paragraph).replace("\u00a0", " ").strip("\n")
    if not text.strip() and paragraph.label is None:
        return
    label = paragraph.label
    first = f"{' ' * STEP * label.level}{label.text} " if label else ""
    later = " " * len(first)
    for number, line in enumerate(text.split("\n")):
        lead = later if number else first
        if width:
            yield from textwrap.wrap(line, max(width, 20), initial_indent=lead, subsequent_indent=later) or [
                lead.rstrip()
            ]
        else:
            yield f"{lead}{line}".rstrip()
    if paragraph.rank == 1:
        yield "=" * min(len(text), width or len(text))


def table_lines(table: Table) -> Iterator[str]:
    """The rows of a table, its cells parted by bars."""
    for row in table.rows:
        cells = [" / ".join(format_text(cell.blocks).split("\n")).strip(" /") for cell in row.cells]
        yield " | ".join(cells).rstrip()
        if row.header:
            yield "-" * max(len(" | ".join(cells)), 3)
