"""A drawing: boxes, lines and words from the upper left corner, in points. All that a chart of ours needs."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Box", "Drawing", "Polyline", "Shape", "Words"]


class Box(Struct, frozen=True):
    """A rectangle. Colours are six hexadecimal digits, empty for none."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    line: float = 0.75


class Polyline(Struct, frozen=True):
    """A line through points; closed and filled it is an area. `dash` is on and off in points."""

    points: tuple[tuple[float, float], ...]
    stroke: str = "0b0c0c"
    line: float = 0.75
    dash: tuple[float, float] | None = None
    fill: str = ""
    closed: bool = False


class Words(Struct, frozen=True):
    """A line of words: `y` is its base line, `anchor` is start, middle or end of it at `x`."""

    x: float
    y: float
    text: str
    size: float = 9.0
    bold: bool = False
    anchor: str = "start"
    colour: str = "0b0c0c"


Shape = Box | Polyline | Words


class Drawing(Struct, frozen=True):
    """Shapes on a ground of a size, painted in order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
