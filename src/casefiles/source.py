"""Text to plain values with positions: YAML from libyaml's events, front matter and Markdown sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casefiles.diagnostics import Diagnostic, Span
from casefiles.markup import Body

__all__ = ["Parsed", "Path", "SourceMap", "Value"]

Path = tuple[str | int, ...]
Value = str | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where each value and each key of one file stands, by its path in the data.

    `values` has the span of each value, `keys` that of each mapping key (by the path of its value).
    """

    file: str
    values: Mapping[Path, Span] = field(default_factory=dict)
    keys: Mapping[Path, Span] = field(default_factory=dict)

    def span(self, path: Path = ()) -> Span:
        """The span of the value at `path`, or of its nearest parent that is in the file."""
        return self._nearest(self.values, path)

    def key(self, path: Path) -> Span:
        """The span of the key at `path`, or of the value where it is no mapping's."""
        return self.keys.get(path) or self._nearest(self.values, path)

    def _nearest(self, spans: Mapping[Path, Span], path: Path) -> Span:
        for length in range(len(path), -1, -1):
            found = spans.get(path[:length])
            if found is not None:
                return found
        return Span(self.file)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file's text gave: plain values, where they stand, its Markdown, and what is wrong with it.

    `value` is None where the file could not be read at all; then `diagnostics` has an error.
    """

    value: Value
    source: SourceMap
    body: Body = field(default_factory=Body)
    diagnostics: tuple[Diagnostic, ...] = ()
