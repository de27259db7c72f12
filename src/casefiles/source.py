"""Text to plain values with positions: YAML from libyaml's events, front matter and Markdown sections."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from casefiles.decoding import decode
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.markup import Body, parse_body
from casefiles.yamltree import Mark, Path, Value, read_tree

__all__ = ["Parsed", "Path", "SourceMap", "Value", "parse_record", "parse_yaml"]

_FENCE = re.compile(r"^---[^\S\n]*$", re.MULTILINE)


class SourceMap(Struct, frozen=True):
    """Where each value and each key of one file stands, by its path in the data.

    `values` has the place of each value, `keys` that of each mapping key (by the path of its value).
    """

    file: str
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)

    def span(self, path: Path = ()) -> Span:
        """The span of the value at `path`, or of its nearest parent that is in the file."""
        return self._nearest(self.values, path)

    def key(self, path: Path) -> Span:
        """The span of the key at `path`, or of the value where it is no mapping's."""
        mark = self.keys.get(path)
        return Span(self.file, *mark) if mark is not None else self._nearest(self.values, path)

    def lines(self, path: Path = ()) -> range:
        """The lines from the first to the last at which the value at `path` or anything in it stands."""
        inside = [mark for marks in (self.values, self.keys) for at, mark in marks.items() if at[: len(path)] == path]
        first = min((mark[0] for mark in inside), default=1)
        return range(first, max((max(mark[0], *mark[2:3]) for mark in inside), default=first) + 1)

    def _nearest(self, marks: Mapping[Path, Mark], path: Path) -> Span:
        for length in range(len(path), -1, -1):
            mark = marks.get(path[:length])
            if mark is not None:
                return Span(self.file, *mark)
        return Span(self.file)


class Parsed(Struct, frozen=True):
    """What a file's text gave: plain values, where they stand, its Markdown, its text, and what is wrong with it.

    `value` is None where the file is empty or could not be read at all. `partial` says that a part of it
    could not be read and is missing from `value`: `diagnostics` then has an error that says which.
    """

    value: Value
    source: SourceMap
    body: Body = field(default_factory=Body)
    diagnostics: tuple[Diagnostic, ...] = ()
    partial: bool = False
    text: str = ""


def parse_yaml(data: bytes, file: str) -> Parsed:
    """The values of a YAML file: every scalar is text, an empty plain one None, with the place of each."""
    decoded = decode(data, file)
    tree = read_tree(decoded.text, file)
    return Parsed(
        tree.value,
        SourceMap(file, tree.values, tree.keys),
        diagnostics=(*decoded.diagnostics, *tree.diagnostics),
        partial=tree.partial or not decoded.whole,
        text=decoded.text,
    )


def parse_record(data: bytes, file: str) -> Parsed:
    """The values of a Markdown file's front matter (between two lines of three hyphens) and the body below it."""
    decoded = decode(data, file)
    if not decoded.text and decoded.diagnostics:
        return Parsed(None, SourceMap(file), diagnostics=decoded.diagnostics, partial=True)
    text = decoded.text
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return Parsed(
            None,
            SourceMap(file),
            diagnostics=(*decoded.diagnostics, _no_front_matter(file, opened=opening is not None)),
            partial=True,
            text=text,
        )
    first = text.count("\n", 0, closing.start()) + 2
    tree = read_tree(text[opening.end() + 1 : closing.start() - 1], file, first_line=2)
    body, faults = parse_body(text[closing.end() + 1 :], file, first)
    return Parsed(
        tree.value,
        SourceMap(file, tree.values, tree.keys),
        body,
        (*decoded.diagnostics, *tree.diagnostics, *faults),
        partial=tree.partial or not decoded.whole,
        text=text,
    )


def _no_front_matter(file: str, *, opened: bool) -> Diagnostic:
    if opened:
        message = "the facts that begin here are not closed"
        help_ = "put a line of three hyphens between the facts and the text"
    else:
        message = "this record does not begin with its facts"
        help_ = "begin the file with a line of three hyphens, the facts (key: value), and another such line"
    return Diagnostic(Span(file), "SRC-015", Severity.ERROR, message, help=help_)
