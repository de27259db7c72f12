"""Markdown to blocks with byte ranges: the one Markdown parser of casefiles, and the one importer of pyromark.

What an officer writes stays whole: raw HTML, excess table cells and lines that Markdown would swallow
are kept as they were typed, each with a warning. A mark of confidentiality that has no effect where it
stands is an error, and what it stands in is kept from everyone outside until it is put right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyromark

from casefiles.diagnostics import Diagnostic, Severity, Span, nearest
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

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_MAX_DEPTH = 20
_CLASSES = ("confidential", *READERS)
_ATTRIBUTES = re.compile(r"\s*\{((?:\s*[.#][\w-]+)+)\s*\}\s*$")
_MARK = re.compile(r"\{\s*\.[\w-][^{}\n]*\}|\{[^{}\n]*confidential[^{}\n]*\}", re.IGNORECASE)
_DEFINITION = re.compile(r"\]:")
_MARKERS = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*")
_STYLES = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "strike"}
_ALIGN = {"None": "", "Left": "left", "Center": "centre", "Right": "right"}


def plain_text(content: Prose | Sequence[Inline] | Inline) -> str:
    """The text without marks: one line a paragraph, list entry or table row."""
    if isinstance(content, Prose):
        return block_text(content.blocks)
    if isinstance(content, Words | Styled | Code | Link | Break):
        return inline_text((content,))
    return inline_text(content)


def parse_prose(text: str, file: str, line: int = 1) -> Prose:
    """The blocks of a Markdown text whose first line is `line` of the file; headings stay among them."""
    reader = _Reader(text, file, line)
    placed = reader.read()
    return reader.prose([item for item in placed if isinstance(item.block, Block)])


def parse_body(text: str, file: str, line: int) -> tuple[Body, tuple[Diagnostic, ...]]:
    """A record's sections, and what will not print as it was meant; `line` is the text's first line in the file."""
    reader = _Reader(text, file, line)
    placed = reader.read()
    marks = reader.misplaced_marks(placed)
    sections: list[_Open] = []
    preamble: list[_Placed] = []
    current: list[_Placed] = preamble
    for item in placed:
        if isinstance(item.block, Heading):
            sections.append(_Open(item))
            current = sections[-1].blocks
        else:
            current.append(item)
    starts = [opened.heading.start for opened in sections]
    guarded = {bisect_right(starts, mark) - 1 for mark in marks}
    for number, opened in enumerate(sections):
        opened.classes = reader.classes(opened.heading, fallback=number in guarded)
    body = Body(reader.prose(preamble), reader.nested(sections), ("internal",) if -1 in guarded else ())
    return body, tuple(dict.fromkeys(reader.faults))


@dataclass(slots=True)
class _Placed:
    """A top-level block with its byte range."""

    block: Block
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    """A top-level heading with the blocks below it."""

    heading: _Placed
    blocks: list[_Placed] = field(default_factory=list)
    classes: tuple[str, ...] = ()


class _Node:
    """An element that has begun: its kind, the parser's data on it, where it stands, what it holds so far."""

    __slots__ = ("content", "data", "end", "kind", "start")

    def __init__(self, kind: str, data: Any, start: int, end: int) -> None:
        self.kind = kind
        self.data = data
        self.start = start
        self.end = end
        self.content: list[Any] = []


class _Reader:
    """Reads one text: events to blocks with a stack of its own, so that no depth of nesting can break it."""

    def __init__(self, text: str, file: str, line: int) -> None:
        self.faults: list[Diagnostic] = []
        self._text = text
        self._bytes = text.encode()
        self._file = file
        self._line = line
        self._starts = [0, *(found.end() for found in re.finditer(rb"\n", self._bytes))]
        self._leaves: list[tuple[int, int]] = []
        self._links: set[str] = set()
        self._html_lines: set[int] = set()

    def read(self) -> list[_Placed]:
        """The text's top-level blocks in order."""
        root = _Node("Root", None, 0, len(self._bytes))
        stack = [root]
        placed: list[_Placed] = []
        for event, where in pyromark.events_with_range(self._text, options=_OPTIONS, merge_text=True):
            start, end = where["start"], where["end"]
            if isinstance(event, str):
                self._leaves.append((start, end))
                stack[-1].content.append(_BARE[event])
            else:
                ((name, data),) = event.items()
                if name == "Start":
                    kind, detail = (data, None) if isinstance(data, str) else next(iter(data.items()))
                    stack.append(_Node(kind, detail, start, end))
                    continue
                if name == "End":
                    node = stack.pop()
                    stack[-1].content += self._closed(node, len(stack))
                else:
                    self._leaf(stack[-1], name, data, start, end)
            if len(stack) == 1:
                placed += [_Placed(block, start, end) for block in _blocks(root.content)]
                root.content.clear()
        return self._with_swallowed(placed)

    def _leaf(self, node: _Node, name: str, data: Any, start: int, end: int) -> None:
        self._leaves.append((start, end))
        if name == "Code":
            node.content.append(Code(data))
            return
        if name in {"InlineHtml", "Html"}:
            self._html(start, end)
        node.content.append(Words(data))

    def _closed(self, node: _Node, depth: int) -> list[Any]:
        """What a finished element becomes; beyond a sane depth, its content alone."""
        content, kind = node.content, node.kind
        if kind == "Paragraph":
            return [Paragraph(_joined(content))]
        if kind in _STYLES:
            return [Styled(_STYLES[kind], _joined(content))] if depth <= _MAX_DEPTH else content
        if kind == "Item":
            return [tuple(_blocks(content))]
        if kind == "List":
            items = tuple(content)
            if depth <= _MAX_DEPTH:
                return [Bullets(items, node.data)]
            return [block for item in items for block in item]
        if kind == "Heading":
            self._leaves.append((node.start, node.end))
            return [Heading(int(node.data["level"][1]), _joined(content))]
        if kind == "BlockQuote":
            blocks = _blocks(content)
            return [Quote(tuple(blocks))] if depth <= _MAX_DEPTH else blocks
        if kind == "Link":
            return self._link(node, depth)
        if kind == "Image":
            self._report(
                node.start,
                node.end,
                "SRC-021",
                Severity.WARNING,
                "a picture in the text does not print; its description stands in its place",
                "lay the picture beside the record, or in the template",
            )
            return content
        if kind == "CodeBlock":
            return self._code_block(node)
        if kind == "HtmlBlock":
            return [Paragraph(_lines("".join(words.text for words in content), Words))]
        return self._table_part(node)

    def _table_part(self, node: _Node) -> list[Any]:
        if node.kind == "TableCell":
            node.content = list(_joined(node.content))
            return [node]
        if node.kind in {"TableHead", "TableRow"}:
            return [self._row(node)]
        if node.kind == "Table":
            header, *rows = node.content
            return [Table(header, tuple(rows), tuple(_ALIGN[word] for word in node.data))]
        return node.content

    def _row(self, node: _Node) -> tuple[tuple[Inline, ...], ...]:
        """A row's cells; text of excess cells, which Markdown drops, stays in the last one."""
        cells: list[_Node] = node.content
        rest = self._bytes[cells[-1].end : node.end].decode().strip(" \t\n|")
        if rest:
            self._report(
                cells[-1].end,
                node.end,
                "SRC-024",
                Severity.WARNING,
                "this row has more cells than the table's head; the excess stands in the last one",
                "give the head a cell for each column, or write | inside a cell as \\|",
            )
            cells[-1].content.append(Words(f" | {rest}"))
        return tuple(_joined(cell.content) for cell in cells)

    def _link(self, node: _Node, depth: int) -> list[Any]:
        """A link, or its text alone where its address is no https or mailto address."""
        url = str(node.data["dest_url"])
        if node.data["link_type"] == "Email":
            url = f"mailto:{url}"
        self._links.add(str(node.data["id"]).casefold())
        if node.data["title"]:
            self._report(
                node.start,
                node.end,
                "SRC-022",
                Severity.WARNING,
                f'the title of this link ("{node.data["title"]}") does not print',
                "put it into the text",
            )
        if not url.lower().startswith(("https://", "mailto:")):
            self._report(
                node.start,
                node.end,
                "SRC-022",
                Severity.WARNING,
                f'"{url}" is not an address that a document may lead to; the text stays, without the link',
                "links begin with https:// or mailto:",
            )
            return node.content
        return [Link(url, _joined(node.content))] if depth <= _MAX_DEPTH else node.content

    def _code_block(self, node: _Node) -> list[Any]:
        self._leaves.append((node.start, node.end))
        text = "".join(words.text for words in node.content).rstrip("\n")
        return [Paragraph(_lines(text, Words if node.data == "Indented" else Code))] if text else []

    def _html(self, start: int, end: int) -> None:
        line = bisect_right(self._starts, start)
        if line not in self._html_lines:
            self._report(
                start,
                end,
                "SRC-020",
                Severity.WARNING,
                "HTML prints as it is typed here",
                "use Markdown: **bold**, *italic*, lists, tables; or put a backslash before <",
            )
        self._html_lines.update(range(line, bisect_right(self._starts, max(end - 1, start)) + 2))

    def _with_swallowed(self, placed: list[_Placed]) -> list[_Placed]:
        """The blocks with the lines that Markdown takes for addresses of links that the text doesn't have."""
        if not _DEFINITION.search(self._text):
            return placed
        covered: set[int] = set()
        for start, end in self._leaves:
            covered.update(
                range(bisect_right(self._starts, start), bisect_right(self._starts, max(end - 1, start)) + 1)
            )
        definitions = pyromark.reference_definitions(self._text, options=_OPTIONS)
        for label, definition in definitions.items():
            if label.casefold() in self._links:
                first, last = definition["span"]["start"], definition["span"]["end"] - 1
                covered.update(range(bisect_right(self._starts, first), bisect_right(self._starts, last) + 1))
        found = list(placed)
        for number, start in enumerate(self._starts, start=1):
            end = self._starts[number] - 1 if number < len(self._starts) else len(self._bytes)
            typed = _MARKERS.sub("", self._bytes[start:end].decode())
            if number in covered or not re.search(r"\w", typed):
                continue
            self._report(
                start,
                end,
                "SRC-023",
                Severity.WARNING,
                "Markdown reads this line as the address of a link; it prints as it is typed",
                "put a backslash before the opening bracket",
            )
            found.append(_Placed(Paragraph((Words(typed.strip()),)), start, end))
        return sorted(found, key=lambda item: item.start)

    def misplaced_marks(self, placed: Sequence[_Placed]) -> list[int]:
        """Where marks such as {.confidential} stand that no top-level heading carries: each is an error."""
        if "{" not in self._text:
            return []
        carried = [
            (item.start, item.end)
            for item in placed
            if isinstance(item.block, Heading) and _ATTRIBUTES.search(inline_text(item.block.children))
        ]
        found = []
        for mark in _MARK.finditer(self._text):
            start = len(self._text[: mark.start()].encode())
            if any(first <= start < last for first, last in carried):
                continue
            found.append(start)
            self._report(
                start,
                start + len(mark[0].encode()),
                "SRC-026",
                Severity.ERROR,
                f"{mark[0]} has no effect here; the whole section is kept from all readers outside",
                "write it at the end of a heading outside lists and quotations: ## Staffing {.confidential}",
            )
        return found

    def classes(self, heading: _Placed, *, fallback: bool) -> tuple[str, ...]:
        """The classes of a heading; an unknown one is an error and counts as confidential."""
        assert isinstance(heading.block, Heading)  # noqa: S101 - the caller has chosen headings
        text = inline_text(heading.block.children)
        found = _ATTRIBUTES.search(text)
        words = (
            [word[1:] for word in found[1].replace("#", " #").replace(".", " .").split() if word[0] == "."]
            if found
            else []
        )
        unknown = [word for word in words if word not in _CLASSES]
        for word in unknown:
            near = nearest(word, _CLASSES)
            meant = f"; did you mean .{near}?" if near else ""
            self._report(
                heading.start,
                heading.end,
                "SRC-026",
                Severity.ERROR,
                f'".{word}" says nothing about who may read this section{meant}',
                "the words are: " + ", ".join(f".{known}" for known in _CLASSES),
            )
        if not words and not fallback and "confidential" in text.lower():
            self._report(
                heading.start,
                heading.end,
                "SRC-027",
                Severity.WARNING,
                "the word in the heading alone keeps nobody from reading this section",
                "write {.confidential} at the end of the heading",
            )
        kept = [word for word in words if word in _CLASSES]
        return tuple(dict.fromkeys([*kept, "confidential"] if unknown or fallback else kept))

    def nested(self, opened: Sequence[_Open]) -> tuple[Section, ...]:
        """Sections by the ranks of their headings."""
        stack: list[tuple[int, list[Section]]] = [(0, [])]
        for one in reversed(opened):
            assert isinstance(one.heading.block, Heading)  # noqa: S101 - parse_body has chosen headings
            rank = one.heading.block.rank
            below: list[Section] = []
            while stack[-1][0] > rank:
                below += reversed(stack.pop()[1])
            section = self._section(one, tuple(below))
            if stack[-1][0] == rank:
                stack[-1][1].append(section)
            else:
                stack.append((rank, [section]))
        ordered = [section for _, sections in reversed(stack) for section in reversed(sections)]
        return tuple(ordered)

    def _section(self, opened: _Open, below: tuple[Section, ...]) -> Section:
        assert isinstance(opened.heading.block, Heading)  # noqa: S101 - parse_body has chosen headings
        heading = opened.heading.block
        title = _ATTRIBUTES.sub("", inline_text(heading.children)).strip()
        span = self._span(opened.heading.start, opened.heading.end)
        return Section(title, heading.rank, self.prose(opened.blocks), below, span, opened.classes)

    def prose(self, placed: Sequence[_Placed]) -> Prose:
        """The blocks as prose, with the place of the whole."""
        if not placed:
            return Prose()
        return Prose(tuple(item.block for item in placed), self._span(placed[0].start, placed[-1].end))

    def _span(self, start: int, end: int) -> Span:
        end = start + len(self._bytes[start:end].rstrip())
        return Span(self._file, *self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line + self._line, len(self._bytes[self._starts[line] : offset].decode(errors="replace")) + 1

    def _report(self, start: int, end: int, code: str, severity: Severity, message: str, help_: str) -> None:
        self.faults.append(Diagnostic(self._span(start, end), code, severity, message, help=help_))


_BARE: dict[str, Any] = {"SoftBreak": Words(" "), "HardBreak": Break(), "Rule": Rule()}


def _joined(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Inline content with neighbouring words made one."""
    joined: list[Inline] = []
    for child in content:
        last = joined[-1] if joined else None
        if isinstance(child, Words) and isinstance(last, Words):
            joined[-1] = Words(last.text + child.text)
        else:
            joined.append(child)
    return tuple(joined)


def _blocks(content: Iterable[Any]) -> list[Block]:
    """Blocks, with loose inline content between them as paragraphs."""
    blocks: list[Block] = []
    loose: list[Inline] = []
    for child in content:
        if isinstance(child, Block):
            if loose:
                blocks.append(Paragraph(_joined(loose)))
                loose = []
            blocks.append(child)
        else:
            loose.append(child)
    if loose:
        blocks.append(Paragraph(_joined(loose)))
    return blocks


def _lines(text: str, kind: type[Words | Code]) -> tuple[Inline, ...]:
    """The lines of a text as inline content with breaks between them."""
    lines: list[Inline] = []
    for line in text.rstrip("\n").split("\n"):
        lines += [kind(line), Break()] if line else [Break()]
    return tuple(lines[:-1])
