"""Word's lists: the levels of each list, and the numbers of a document as they count up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.documents.blocks.names import W
from casefiles.documents.blocks.properties import points, read_paragraph, read_run, val

__all__ = ["Counter", "Level", "Numbering", "read_numbering"]

MOST = 32_767


class Level(Struct, frozen=True):
    """One level of a list."""

    kind: str
    pattern: str
    start: int
    suffix: str
    legal: bool
    restart: int
    style: str
    paragraph: Mapping[str, Any]
    run: Mapping[str, Any]

    @property
    def ordered(self) -> bool:
        """Whether the level counts."""
        return self.kind not in {"bullet", "none"}


class Numbering(Struct, frozen=True):
    """The lists of a document: for each list id its abstract list, its levels, and where levels start anew."""

    abstract: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    starts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def level(self, number: str, at: int) -> Level | None:
        """A level of a list, None where there is no such list."""
        return self.levels.get(number, {}).get(at)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a list links to a paragraph style, else the first."""
        return next((at for at, level in self.levels.get(number, {}).items() if level.style == style), 0)


ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number in lower-case Roman figures."""
    text = ""
    for worth, letters in ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def letters(number: int) -> str:
    """A number as Word's letters: a to z, then aa, bb."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def ordinal(number: int) -> str:
    """A number as 1st, 2nd, 3rd."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": ordinal,
    "none": lambda _number: "",
    "bullet": lambda _number: "",
}
"""The number formats of the subset."""


def read_level(element: etree._Element, theme: Mapping[str, str]) -> Level:
    """One level from its `w:lvl`."""
    restart = element.find(f"{W}lvlRestart")
    return Level(
        kind=val(element.find(f"{W}numFmt"), "decimal"),
        pattern=val(element.find(f"{W}lvlText")),
        start=whole(val(element.find(f"{W}start"), "1")),
        suffix={"space": "space", "nothing": "nothing"}.get(val(element.find(f"{W}suff")), "tab"),
        legal=element.find(f"{W}isLgl") is not None,
        restart=-1 if restart is None else whole(val(restart)),
        style=val(element.find(f"{W}pStyle")),
        paragraph=read_paragraph(element.find(f"{W}pPr")),
        run=read_run(element.find(f"{W}rPr"), theme),
    )


def whole(text: str) -> int:
    """A whole number that Word could count to; 0 where it is none."""
    return min(max(int(points(text, 1.0)), 0), MOST)


def read_numbering(root: etree._Element | None, theme: Mapping[str, str]) -> Numbering:
    """The lists that a numbering part defines."""
    if root is None:
        return Numbering()
    abstracts = {
        element.get(f"{W}abstractNumId", ""): {
            whole(level.get(f"{W}ilvl", "0")): read_level(level, theme) for level in element.findall(f"{W}lvl")
        }
        for element in root.findall(f"{W}abstractNum")
    }
    abstract, levels, starts = {}, {}, {}
    for element in root.findall(f"{W}num"):
        number, base = element.get(f"{W}numId", ""), val(element.find(f"{W}abstractNumId"))
        own = dict(abstracts.get(base, {}))
        anew = {}
        for override in element.findall(f"{W}lvlOverride"):
            at = whole(override.get(f"{W}ilvl", "0"))
            replaced, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
            if replaced is not None:
                own[at] = read_level(replaced, theme)
            if start is not None:
                anew[at] = whole(val(start))
                if at in own:
                    own[at] = replace(own[at], start=anew[at])
        abstract[number], levels[number], starts[number] = base, own, anew
    return Numbering(abstract, levels, starts)


class Counter:
    """The numbers of one document, in order of its paragraphs."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()

    def next(self, number: str, at: int) -> str:
        """The text of the next item's number, e.g. `2.1`."""
        level = self._numbering.level(number, at)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._numbering.abstract.get(number, number), {})
        if number not in self._seen:
            self._seen.add(number)
            for anew in self._numbering.starts.get(number, {}):
                counts.pop(anew, None)
        counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [other for other in counts if other > at]:
            below = self._numbering.level(number, deeper)
            if below is None or below.restart < 0 or at < below.restart:
                del counts[deeper]
        return re.sub(r"%([1-9])", lambda match: self._figure(number, int(match[1]) - 1, counts, level), level.pattern)

    def _figure(self, number: str, at: int, counts: Mapping[int, int], shown_by: Level) -> str:
        level = self._numbering.level(number, at)
        if level is None:
            return ""
        value = counts.get(at, level.start)
        shape = FORMATS["decimal"] if shown_by.legal else FORMATS.get(level.kind, str)
        return shape(value)
