"""Blocks as HTML: headings, real lists, tables with scopes, emphasis, links. Every text is escaped."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from casefiles.documents.blocks.tree import Block, Break, Cell, Inline, Link, Look, Paragraph, Picture, Tab, Table, Text
from casefiles.documents.charts.svg import is_svg

__all__ = ["format_html"]

SCHEMES = ("https://", "http://", "mailto:", "tel:")


def format_html(blocks: Sequence[Block], below: int = 0) -> str:
    """The blocks as HTML without a page round it; headings are `below` ranks lower than they say."""
    return "\n".join(lines(blocks, below)) + "\n" if blocks else ""


def lines(blocks: Sequence[Block], below: int) -> Iterator[str]:
    """The blocks, a line each; neighbours that are list items become lists."""
    for listed, group in groupby(blocks, key=is_item):
        if listed:
            items = [block for block in group if isinstance(block, Paragraph)]
            yield from list_lines(items)
            continue
        for block in group:
            if isinstance(block, Table):
                yield from table_lines(block, below)
            elif block.inlines:
                tag = f"h{min(block.rank + below, 6)}" if block.rank else "p"
                yield f"<{tag}>{inline_html(block.inlines)}</{tag}>"


def is_item(block: Block) -> bool:
    """Whether a block is an item of a list."""
    return isinstance(block, Paragraph) and block.label is not None and not block.rank


def list_lines(items: Sequence[Paragraph]) -> Iterator[str]:
    """Items as nested lists, by indent and by the list that they belong to."""
    open_lists: list[tuple[int, str, str]] = []
    for item in items:
        label = item.label
        if label is None:
            continue
        left = round(item.shape.left)
        while open_lists and (
            open_lists[-1][0] > left or (open_lists[-1][0] == left and open_lists[-1][1] != label.series)
        ):
            yield f"</li></{open_lists.pop()[2]}>"
        if open_lists and open_lists[-1][0] == left:
            yield "</li>"
        else:
            tag = "ol" if label.ordered else "ul"
            open_lists.append((left, label.series, tag))
            yield f"<{tag}{start_of(label.text) if label.ordered else ''}>"
        yield f"<li>{inline_html(item.inlines)}"
    while open_lists:
        yield f"</li></{open_lists.pop()[2]}>"


def start_of(text: str) -> str:
    """The attribute for a numbered list that does not start at one."""
    figures = "".join(character for character in text if character.isdigit())
    return f' start="{int(figures)}"' if figures and text.rstrip(".)").isdigit() and int(figures) != 1 else ""


def table_lines(table: Table, below: int) -> Iterator[str]:
    """A table with its header rows in its head."""
    yield "<table>"
    for header, rows in groupby(table.rows, key=lambda row: row.header):
        yield "<thead>" if header else "<tbody>"
        for row in rows:
            yield "<tr>" + "".join(cell_html(cell, below) for cell in row.cells) + "</tr>"
        yield "</thead>" if header else "</tbody>"
    yield "</table>"


def cell_html(cell: Cell, below: int) -> str:
    """A cell; one with a single paragraph has its text alone."""
    tag = "th" if cell.heads else "td"
    marks = {"column": ' scope="col"', "row": ' scope="row"'}.get(cell.heads, "")
    marks += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    marks += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    single = cell.blocks[0] if len(cell.blocks) == 1 else None
    alone = isinstance(single, Paragraph) and not single.label and not single.rank
    inner = (
        inline_html(single.inlines) if alone and isinstance(single, Paragraph) else "".join(lines(cell.blocks, below))
    )
    return f"<{tag}{marks}>{inner}</{tag}>"


def inline_html(inlines: Sequence[Inline]) -> str:
    """Inline content; neighbours of one link are one link."""
    out = []
    for link, group in groupby(inlines, key=link_of):
        inner = "".join(piece_html(item) for item in group)
        if link is not None and link.url.lower().startswith(SCHEMES):
            title = f' title="{escape(link.title)}"' if link.title else ""
            out.append(f'<a href="{escape(link.url)}"{title}>{inner}</a>')
        else:
            out.append(inner)
    return "".join(out)


def link_of(item: Inline) -> Link | None:
    """The link that an inline belongs to."""
    return item.link if isinstance(item, Text) else None


def piece_html(item: Inline) -> str:
    """One inline."""
    if isinstance(item, Text):
        return emphasised(escape(item.text), item.look, linked=item.link is not None)
    if isinstance(item, Tab):
        return "&emsp;"
    if isinstance(item, Break):
        return "<br>"
    if isinstance(item, Picture):
        kind = "svg+xml" if is_svg(item.data) else "png" if item.data.startswith(b"\x89PNG") else "jpeg"
        data = base64.b64encode(item.data).decode()
        size = f'width="{item.width * 96 / 72:.0f}" height="{item.height * 96 / 72:.0f}"'
        return f'<img src="data:image/{kind};base64,{data}" alt="{escape(item.alt)}" {size}>'
    return ""


def emphasised(text: str, look: Look, *, linked: bool) -> str:
    """Escaped text in the elements of its look; a link's underline is the browser's."""
    for on, tag in (
        (look.position == "subscript", "sub"),
        (look.position == "superscript", "sup"),
        (look.strike, "s"),
        (look.underline and not linked, "u"),
        (look.italic, "em"),
        (look.bold, "strong"),
    ):
        if on:
            text = f"<{tag}>{text}</{tag}>"
    return text
