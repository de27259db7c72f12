"""Fills that are told apart without colour: a shade of its own each, and lines drawn over it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.charts.drawing import Box, Polyline, Shape

__all__ = ["INK", "PATTERNS", "Pattern", "filled"]

INK = "0b0c0c"
"""The colour of words and edges: no pure black, as on the pages."""


class Pattern(Struct, frozen=True):
    """A fill and the lines over it: none, rising, falling, level or crossed, so many points apart."""

    fill: str
    lines: str = ""
    apart: float = 4.0
    ink: str = INK


PATTERNS = (
    Pattern("ffffff"),
    Pattern("cfe0f0", "rising", 5.0),
    Pattern("7fa8cf"),
    Pattern("dbe9d8", "level", 4.0),
    Pattern("0f4b85"),
    Pattern("f6d7a7", "falling", 4.0),
    Pattern("942514", "rising", 4.0, "ffffff"),
    Pattern("d0d3d5", "crossed", 6.0),
)
"""The fills of a series, from the mildest to the gravest: neighbours differ in shade and in lines."""


def filled(box: Box, pattern: Pattern) -> Iterator[Shape]:
    """The box with the pattern's fill and lines, and an edge round it."""
    yield Box(box.x, box.y, box.width, box.height, pattern.fill)
    for start, end in _lines(box, pattern):
        yield Polyline((start, end), pattern.ink, 0.6)
    yield Box(box.x, box.y, box.width, box.height, "", INK, 0.6)


Point = tuple[float, float]


def _lines(box: Box, pattern: Pattern) -> Iterator[tuple[Point, Point]]:
    if pattern.lines == "level":
        at = box.y + pattern.apart / 2
        while at < box.y + box.height:
            yield (box.x, at), (box.x + box.width, at)
            at += pattern.apart
    if pattern.lines in {"rising", "crossed"}:
        yield from _slanted(box, pattern.apart, falling=False)
    if pattern.lines in {"falling", "crossed"}:
        yield from _slanted(box, pattern.apart, falling=True)


def _slanted(box: Box, apart: float, *, falling: bool) -> Iterator[tuple[Point, Point]]:
    """Lines at half a right angle, each cut to the box."""
    along = apart
    while along < box.width + box.height:
        left, right = max(0.0, along - box.height), min(along, box.width)
        top, bottom = along - right, along - left
        ends = ((left, bottom), (right, top))
        yield _placed(box, ends[0], falling=falling), _placed(box, ends[1], falling=falling)
        along += apart


def _placed(box: Box, point: Point, *, falling: bool) -> Point:
    x, y = point
    return box.x + x, box.y + (box.height - y if falling else y)
