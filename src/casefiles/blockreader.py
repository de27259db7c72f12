"""Markdown text to blocks with byte ranges, from pyromark's events: the one importer of pyromark.

What an officer writes stays whole: raw HTML, excess cells of tables and lines that Markdown would
swallow are kept as they were typed, each with a warning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, ClassVar

import pyromark
from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.prose import (
    Block,
    Break,
    Bullets,
    Code,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Rule,
    Styled,
    Table,
    Words,
)

__all__ = ["BlockReader", "Placed"]

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_MAX_DEPTH = 20
_MOST_FAULTS = 200
_DEFINITION = re.compile(r"\]:")
_MARKERS = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*")
_STYLES = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "strike"}
_ALIGN = {"None": "", "Left": "left", "Center": "centre", "Right": "right"}
_BARE: dict[str, Any] = {"SoftBreak": Words(" "), "HardBreak": Break(), "Rule": Rule()}


class Placed(Struct):
    """A top-level block with its byte range."""

    block: Block
    start: int
    end: int


class _Node(Struct):
    """An element that has begun: its kind, the parser's data on it, where it stands, what it holds so far."""

    kind: str
    data: Any
    start: int
    end: int
    content: list[Any]


class BlockReader:
    """Reads one text: events to blocks with a stack of its own, so that no depth of nesting can break it.

    `line` is the number of the text's first line in the file.
    """

    def __init__(self, text: str, file: str, line: int) -> None:
        self.text = text
        self.faults: list[Diagnostic] = []
        self._bytes = text.encode()
        self._is_ascii = text.isascii()
        self._file = file
        self._line = line
        self._defines = _DEFINITION.search(text) is not None
        self._leaves: list[tuple[int, int]] = []
        self._links: set[str] = set()
        self._html_lines: set[int] = set()

    def read(self) -> list[Placed]:
        """The text's top-level blocks in order."""
        root = _Node("Root", None, 0, len(self._bytes), [])
        stack = [root]
        content = root.content
        placed: list[Placed] = []
        event: Any
        for event, where in pyromark.events_with_range(self.text, options=_OPTIONS, merge_text=True):
            if isinstance(event, str):
                self._leaf(where)
                content.append(_BARE[event])
            else:
                ((name, data),) = event.items()
                if name == "Text":
                    self._leaf(where)
                    content.append(Words(data))
                elif name == "Start":
                    kind, detail = (data, None) if isinstance(data, str) else next(iter(data.items()))
                    content = []
                    stack.append(_Node(kind, detail, where["start"], where["end"], content))
                    continue
                elif name == "End":
                    node = stack.pop()
                    content = stack[-1].content
                    if len(stack) == 1 and node.kind in {"Paragraph", "Heading"}:
                        block = Paragraph(_joined(node.content)) if node.kind == "Paragraph" else self._heading(node)
                        placed.append(Placed(block, where["start"], where["end"]))
                        continue
                    content += self._closed(node, len(stack))
                else:
                    self._other(content, name, data, where)
            if len(stack) == 1:
                placed += [Placed(block, where["start"], where["end"]) for block in _blocks(content)]
                content.clear()
        return self._with_swallowed(placed) if self._defines else placed

    def span(self, start: int, end: int) -> Span:
        """The place of a byte range, without the white space at its end."""
        end = start + len(self._bytes[start:end].rstrip())
        starts, line = self._starts, self._line
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end, first) - 1
        return Span(
            self._file, first + line, self._column(starts[first], start), last + line, self._column(starts[last], end)
        )

    def error(self, start: int, end: int, code: str, message: str, help_: str) -> None:
        """Note an error on a byte range; beyond the first two hundred faults of a text nothing more is noted."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Diagnostic(self.span(start, end), code, Severity.ERROR, message, help=help_))

    def warn(self, start: int, end: int, code: str, message: str, help_: str) -> None:
        """Note a warning on a byte range, as `error` does."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Diagnostic(self.span(start, end), code, Severity.WARNING, message, help=help_))

    def _column(self, start: int, offset: int) -> int:
        """The column of an offset in the line that begins at `start`."""
        return (offset - start if self._is_ascii else len(self._bytes[start:offset].decode(errors="replace"))) + 1

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins, in bytes."""
        return list(accumulate((len(line) + 1 for line in self._bytes.split(b"\n")[:-1]), initial=0))

    def _leaf(self, where: pyromark.event.Range) -> None:
        """Note where text stands, if the text may have lines that stand nowhere."""
        if self._defines:
            self._leaves.append((where["start"], where["end"]))

    def _other(self, content: list[Any], name: str, data: Any, where: pyromark.event.Range) -> None:
        """Take what is neither plain text nor an element: code and HTML."""
        self._leaf(where)
        if name == "Code":
            content.append(Code(data))
            return
        if name in {"InlineHtml", "Html"}:
            self._html(where["start"], where["end"])
        content.append(Words(data))

    def _closed(self, node: _Node, depth: int) -> list[Any]:
        """What a finished element becomes; beyond a sane depth, its content alone."""
        style = _STYLES.get(node.kind)
        if style is not None:
            return [Styled(style, _joined(node.content))] if depth <= _MAX_DEPTH else node.content
        if self._defines and node.kind == "CodeBlock":
            self._leaves.append((node.start, node.end))
        close = self._CLOSE.get(node.kind)
        return close(self, node, depth) if close is not None else node.content

    def _heading(self, node: _Node) -> Heading:
        if self._defines:
            self._leaves.append((node.start, node.end))
        return Heading(int(node.data["level"][1]), _joined(node.content))

    def _row(self, node: _Node, _: int) -> list[Any]:
        """A row's cells; text of excess cells, which Markdown drops, stays in the last one."""
        cells: list[_Node] = node.content
        rest = self._bytes[cells[-1].end : node.end].decode().strip(" \t\n|")
        if rest:
            message = "this row has more cells than the table's head; the excess stands in the last one"
            help_ = "give the head a cell for each column, or write | inside a cell as \\|"
            self.warn(cells[-1].end, node.end, "SRC-024", message, help_)
            cells[-1].content.append(Words(f" | {rest}"))
        return [tuple(_joined(cell.content) for cell in cells)]

    def _link(self, node: _Node, depth: int) -> list[Any]:
        """A link, or its text alone where its address is no https or mailto address."""
        url, title = str(node.data["dest_url"]), str(node.data["title"])
        if node.data["link_type"] == "Email":
            url = f"mailto:{url}"
        self._links.add(str(node.data["id"]).casefold())
        if title:
            message = f'the title of this link ("{title}") does not print'
            self.warn(node.start, node.end, "SRC-022", message, "put it into the text")
        if not url.lower().startswith(("https://", "mailto:")):
            message = f'"{url}" is not an address that a document may lead to; the text stays, without the link'
            self.warn(node.start, node.end, "SRC-022", message, "links begin with https:// or mailto:")
            return node.content
        return [Link(url, _joined(node.content))] if depth <= _MAX_DEPTH else node.content

    def _image(self, node: _Node, _: int) -> list[Any]:
        message = "a picture in the text does not print; its description stands in its place"
        self.warn(node.start, node.end, "SRC-021", message, "send it as an enclosure, or put it into the template")
        return node.content

    def _code_block(self, node: _Node, _: int) -> list[Any]:
        """A paragraph with the lines; text that is merely indented is an officer's, not code."""
        text = "".join(each.text for each in node.content).rstrip("\n")
        return [Paragraph(_lines(text, Words if node.data == "Indented" else Code))] if text else []

    def _html(self, start: int, end: int) -> None:
        """Warn of HTML, once for neighbouring lines."""
        first, last = self._lines_of(start, end)
        if first not in self._html_lines:
            help_ = "use Markdown: **bold**, *italic*, lists, tables; or put a backslash before <"
            self.warn(start, end, "SRC-020", "HTML prints as it is typed here", help_)
        self._html_lines.update(range(first, last + 2))

    def _lines_of(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line of a byte range, from 1."""
        return bisect_right(self._starts, start), bisect_right(self._starts, max(end - 1, start))

    def _with_swallowed(self, placed: list[Placed]) -> list[Placed]:
        """The blocks with the lines that Markdown takes for addresses of links that the text doesn't have."""
        covered: set[int] = set()
        used = [
            (each["span"]["start"], each["span"]["end"])
            for label, each in pyromark.reference_definitions(self.text, options=_OPTIONS).items()
            if label.casefold() in self._links
        ]
        for start, end in (*self._leaves, *used):
            first, last = self._lines_of(start, end)
            covered.update(range(first, last + 1))
        found = list(placed)
        for number, start in enumerate(self._starts, start=1):
            end = self._starts[number] - 1 if number < len(self._starts) else len(self._bytes)
            typed = _MARKERS.sub("", self._bytes[start:end].decode()).strip()
            if number in covered or not re.search(r"\w", typed):
                continue
            message = "Markdown reads this line as the address of a link; it prints as it is typed"
            self.warn(start, end, "SRC-023", message, "put a backslash before the opening bracket")
            found.append(Placed(Paragraph((Words(typed),)), start, end))
        return sorted(found, key=lambda item: item.start)

    _CLOSE: ClassVar[Mapping[str, Callable[[BlockReader, _Node, int], list[Any]]]] = {
        "Paragraph": lambda _, node, __: [Paragraph(_joined(node.content))],
        "Item": lambda _, node, __: [tuple(_blocks(node.content))],
        "Heading": lambda self, node, _: [self._heading(node)],
        "List": lambda _, node, depth: _list(node, depth),
        "BlockQuote": lambda _, node, depth: _quote(node, depth),
        "Link": _link,
        "Image": _image,
        "CodeBlock": _code_block,
        "HtmlBlock": lambda _, node, __: [Paragraph(_lines("".join(each.text for each in node.content), Words))],
        "TableCell": lambda _, node, __: [node],
        "TableHead": _row,
        "TableRow": _row,
        "Table": lambda _, node, __: [_table(node)],
    }
    """What a finished element of each kind becomes; no reader holds its own methods, or it would not go by itself."""


def _list(node: _Node, depth: int) -> list[Any]:
    if depth <= _MAX_DEPTH:
        return [Bullets(tuple(node.content), node.data)]
    return [block for item in node.content for block in item]


def _quote(node: _Node, depth: int) -> list[Any]:
    blocks = _blocks(node.content)
    return [Quote(tuple(blocks))] if depth <= _MAX_DEPTH else blocks


def _table(node: _Node) -> Table:
    header, *rows = node.content
    return Table(header, tuple(rows), tuple(_ALIGN[word] for word in node.data))


def _joined(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """Inline content with neighbouring words made one."""
    if len(content) == 1:
        return (content[0],)
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
