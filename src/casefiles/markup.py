"""Markdown to prose and sections: the one door to the Markdown parser.

A mark of confidentiality that has no effect where it stands is an error, and what it stands in is kept
from everyone outside until it is put right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from casefiles.blockreader import BlockReader, Placed
from casefiles.diagnostics import Diagnostic, nearest
from casefiles.prose import (
    READERS,
    Block,
    Body,
    Break,
    Bullets,
    Code,
    Heading,
    Inline,
    Link,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Section,
    Styled,
    Table,
    Words,
    block_text,
    inline_text,
)

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
    "parse_body",
    "parse_prose",
    "plain_text",
]

_CLASSES = ("confidential", *READERS)
_ATTRIBUTES = re.compile(r"\s*\{((?:\s*[.#][\w-]+)+)\s*\}\s*$")
_MARK = re.compile(r"\{\s*\.[\w-][^{}\n]*\}|\{[^{}\n]*confidential[^{}\n]*\}", re.IGNORECASE)
_TIGHT = re.compile(r" {0,3}#{1,6}[^\s#]")
_TIGHT_BELOW = re.compile(r"\n {0,3}#{1,6}[^\s#]")


def plain_text(content: Prose | Sequence[Inline] | Inline) -> str:
    """The text without marks: one line a paragraph, list entry or table row."""
    if isinstance(content, Prose):
        return block_text(content.blocks)
    if isinstance(content, Words | Styled | Code | Link | Break):
        return inline_text((content,))
    return inline_text(content)


def parse_prose(text: str, file: str, line: int = 1) -> Prose:
    """The blocks of a Markdown text whose first line is `line` of the file; headings stay among them."""
    reader = BlockReader(text, file, line)
    return _prose(reader, reader.read())


def parse_body(text: str, file: str, line: int) -> tuple[Body, tuple[Diagnostic, ...]]:
    """A record's sections, and what will not print as it was meant; `line` is the text's first line in the file."""
    reader = BlockReader(text, file, line)
    preamble: list[Placed] = []
    opened: list[_Open] = []
    for item in reader.read():
        if isinstance(item.block, Heading):
            opened.append(_Open(item, item.block, inline_text(item.block.children)))
        else:
            (opened[-1].blocks if opened else preamble).append(item)
    starts = [each.place.start for each in opened]
    guarded = {bisect_right(starts, mark) - 1 for mark in _misplaced_marks(reader, opened)}
    for number, each in enumerate(opened):
        each.classes = _classes(reader, each, guarded=number in guarded)
    _tight_headings(reader, preamble, opened)
    readers = ("internal",) if -1 in guarded else ()
    return Body(_prose(reader, preamble), _nested(reader, opened), readers), tuple(dict.fromkeys(reader.faults))


class _Open(Struct):
    """A top-level heading with the blocks below it."""

    place: Placed
    heading: Heading
    title: str
    blocks: list[Placed] = field(default_factory=list)
    classes: tuple[str, ...] = ()


def _prose(reader: BlockReader, placed: Sequence[Placed]) -> Prose:
    """The blocks as prose, with the place of the whole."""
    if not placed:
        return Prose()
    return Prose(tuple(item.block for item in placed), reader.span(placed[0].start, placed[-1].end))


def _misplaced_marks(reader: BlockReader, opened: Sequence[_Open]) -> list[int]:
    """Where marks such as {.confidential} stand that no top-level heading carries: each is an error."""
    if "{" not in reader.text:
        return []
    carriers = [each for each in opened if _ATTRIBUTES.search(each.title)]
    starts = [each.place.start for each in carriers]
    found = []
    offset = last = 0
    for mark in _MARK.finditer(reader.text):
        offset += len(reader.text[last : mark.start()].encode())
        last = mark.start()
        at = bisect_right(starts, offset) - 1
        if at < 0 or offset >= carriers[at].place.end:
            found.append(offset)
            message = f"{mark[0]} has no effect here; the whole section is kept from all readers outside"
            help_ = "write it at the end of a heading outside lists and quotations: ## Staffing {.confidential}"
            reader.error(offset, offset + len(mark[0].encode()), "SRC-026", message, help_)
    return found


def _classes(reader: BlockReader, opened: _Open, *, guarded: bool) -> tuple[str, ...]:
    """The classes of a heading; an unknown one is an error and counts as confidential."""
    start, end = opened.place.start, opened.place.end
    found = _ATTRIBUTES.search(opened.title) if "{" in opened.title else None
    words = re.findall(r"\.([\w-]+)", found[1]) if found else []
    unknown = [word for word in words if word not in _CLASSES]
    for word in unknown:
        near = nearest(word, _CLASSES)
        meant = f"; did you mean .{near}?" if near else ""
        message = f'".{word}" says nothing about who may read this section{meant}'
        reader.error(start, end, "SRC-026", message, "the words are: " + ", ".join(f".{known}" for known in _CLASSES))
    if not words and not guarded and "confidential" in opened.title.lower():
        message = "the word in the heading alone keeps nobody from reading this section"
        reader.warn(start, end, "SRC-027", message, "write {.confidential} at the end of the heading")
    kept = [word for word in words if word in _CLASSES]
    return tuple(dict.fromkeys([*kept, "confidential"] if unknown or guarded else kept))


def _tight_headings(reader: BlockReader, preamble: Sequence[Placed], opened: Sequence[_Open]) -> None:
    """Warn of paragraphs that begin with # and no space: they were meant as headings."""
    if not _TIGHT.match(reader.text) and not _TIGHT_BELOW.search(reader.text):
        return
    for item in (*preamble, *(item for each in opened for item in each.blocks)):
        if isinstance(item.block, Paragraph) and _TIGHT.match(inline_text(item.block.children)):
            message = "this reads as text, not as a heading"
            reader.warn(item.start, item.end, "SRC-025", message, "put a space after the last #")


def _nested(reader: BlockReader, opened: Sequence[_Open]) -> tuple[Section, ...]:
    """Sections by the ranks of their headings: built from the last, each takes those of lower rank behind it."""
    pending: list[Section] = []
    for each in reversed(opened):
        rank = each.heading.rank
        below: list[Section] = []
        while pending and pending[-1].rank > rank:
            below.append(pending.pop())
        title = (_ATTRIBUTES.sub("", each.title) if "{" in each.title else each.title).strip()
        span = reader.span(each.place.start, each.place.end)
        pending.append(Section(title, rank, _prose(reader, each.blocks), tuple(below), span, each.classes))
    return tuple(reversed(pending))
