"""A rule's examples from its Markdown page: what an officer reads, what the tests run, what `explain` shows.

A page is `<CODE>.md`: a title, prose, then sections headed "Accepted" or "Refused" (with a caption behind a
colon). The named fences of a section stand for files of the minimal case; a comment `# error: CAM-190`
(`<!-- error: CAM-213 -->` in Markdown) marks the line that must speak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

__all__ = ["DEFAULT_AS_OF", "Example", "ExamplePage", "Mark", "parse_page"]

DEFAULT_AS_OF = date(2026, 1, 30)
"""The date of judgement of an example whose fences name none."""

_HEADING = re.compile(r"^## (Accepted|Refused)(?::\s*(.*))?$")
_FENCE = re.compile(r"^(`{3,})(\w+)?\s*(.*)$")
_INFO = re.compile(r"(file|remove|as-of)=(\S+)")
_MARKED = re.compile(r"\s*(?:#|<!--)\s*((?:error|warning|note): [A-Z]{3}-\d{3}[^>]*?)(?:\s*-->)?$")
_MARK = re.compile(r"(error|warning|note): ([A-Z]{3}-\d{3}[a-z]?)")


class Mark(Struct, frozen=True):
    """One diagnostic that an example expects; `page_line` is where the page says so."""

    severity: str
    code: str
    file: str
    line: int
    page_line: int


class Example(Struct, frozen=True):
    """One example: the files that it puts in place of the minimal case's, those it removes, what must speak."""

    accepted: bool
    caption: str
    as_of: date
    files: Mapping[str, str]
    removed: tuple[str, ...]
    marks: tuple[Mark, ...]
    page_line: int


class ExamplePage(Struct, frozen=True):
    """A rule's page: its title, its prose as Markdown, its examples in order."""

    title: str
    prose: str
    examples: tuple[Example, ...]


class _Fence(Struct, frozen=True):
    """A fenced block: its info string, its lines, and the page's line of its first one."""

    info: str
    lines: tuple[str, ...]
    first_line: int


def parse_page(text: str) -> ExamplePage:
    """A rule's page from its Markdown."""
    lines = text.splitlines()
    starts = [index for index, line in enumerate(lines) if _HEADING.match(line)]
    head = lines[: starts[0]] if starts else lines
    title = head[0].removeprefix("# ").strip() if head else ""
    ends = [*starts[1:], len(lines)]
    examples = tuple(_example(lines, start, end) for start, end in zip(starts, ends, strict=True))
    return ExamplePage(title, "\n".join(head[1:]).strip(), examples)


def _example(lines: list[str], start: int, end: int) -> Example:
    heading = _HEADING.match(lines[start])
    files: dict[str, str] = {}
    removed: list[str] = []
    marks: list[Mark] = []
    as_of = DEFAULT_AS_OF
    for fence in _fences(lines, start, end):
        info = dict(_INFO.findall(fence.info))
        if "as-of" in info:
            as_of = date.fromisoformat(info["as-of"])
        if "remove" in info:
            removed.append(info["remove"])
        if "file" in info:
            text, found = _unmarked(fence, info["file"])
            files[info["file"]] = text
            marks += found
    accepted = heading is not None and heading[1] == "Accepted"
    caption = (heading[2] or "") if heading else ""
    return Example(accepted, caption, as_of, files, tuple(removed), tuple(marks), start + 1)


def _fences(lines: list[str], start: int, end: int) -> Iterator[_Fence]:
    """The fenced blocks between two lines of the page."""
    index = start
    while index < end:
        opening = _FENCE.match(lines[index])
        index += 1
        if opening is None:
            continue
        first = index
        while index < end and lines[index] != opening[1]:
            index += 1
        yield _Fence(opening[3], tuple(lines[first:index]), first + 1)
        index += 1


def _unmarked(fence: _Fence, file: str) -> tuple[str, list[Mark]]:
    """A file's text without its marks, and the marks."""
    kept: list[str] = []
    marks: list[Mark] = []
    for number, line in enumerate(fence.lines, start=1):
        marked = _MARKED.search(line)
        if marked is None:
            kept.append(line)
            continue
        kept.append(line[: marked.start()])
        page_line = fence.first_line + number - 1
        marks += [Mark(severity, code, file, number, page_line) for severity, code in _MARK.findall(marked[1])]
    return "\n".join(kept) + "\n", marks
