"""Drawings as PNG, for programs that show no SVG (the only importer of Pillow)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from casefiles.documents.charts.drawing import Box, Drawing, Polyline, Shape, Words

__all__ = ["write_png"]

SCALE = 3
"""Pixels a point: 216 dots an inch."""
_COLOURS, _STEP = 256, 12
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


@lru_cache(maxsize=32)
def write_png(drawing: Drawing) -> bytes:
    """The drawing as a picture of 216 dots an inch."""
    image = Image.new("RGB", (round(drawing.width * SCALE), round(drawing.height * SCALE)), "#ffffff")
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(pen, shape)
    out = BytesIO()
    _with_palette(image).save(out, "PNG")
    return out.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """The picture in the colours that most of it has; a shade at the edge of a letter goes to the nearest of these.

    Pillow finds the nearest for four shades at once: colours further apart than that stay what they are.
    """
    counted: Any = image.getcolors(image.width * image.height)
    found: list[tuple[int, int, int]] = []
    for _, colour in sorted(counted, reverse=True):
        red, green, blue = colour
        if len(found) < _COLOURS and not any(
            abs(red - r) < _STEP and abs(green - g) < _STEP and abs(blue - b) < _STEP for r, g, b in found
        ):
            found.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in found for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    if isinstance(shape, Box):
        corners = [
            (shape.x * SCALE, shape.y * SCALE),
            ((shape.x + shape.width) * SCALE, (shape.y + shape.height) * SCALE),
        ]
        line = max(1, round(shape.line * SCALE)) if shape.stroke else 0
        pen.rectangle(corners, _colour(shape.fill), _colour(shape.stroke), line)
    elif isinstance(shape, Polyline):
        _polyline(pen, shape)
    else:
        place = (shape.x * SCALE, shape.y * SCALE)
        pen.text(place, shape.text, _colour(shape.colour), _font(shape), anchor=_ANCHORS[shape.anchor])


def _polyline(pen: ImageDraw.ImageDraw, shape: Polyline) -> None:
    points = [(x * SCALE, y * SCALE) for x, y in shape.points]
    if shape.fill:
        pen.polygon(points, _colour(shape.fill))
    if shape.closed:
        points.append(points[0])
    width = max(1, round(shape.line * SCALE))
    if shape.dash is None:
        pen.line(points, _colour(shape.stroke), width)
        return
    on, off = (part * SCALE for part in shape.dash)
    for start, end in pairwise(points):
        length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
        at = 0.0
        while at < length:
            ends = [_along(start, end, at / length), _along(start, end, min(at + on, length) / length)]
            pen.line(ends, _colour(shape.stroke), width)
            at += on + off


def _along(start: tuple[float, float], end: tuple[float, float], part: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _colour(digits: str) -> str | None:
    return f"#{digits}" if digits else None


def _font(words: Words) -> ImageFont.FreeTypeFont:
    return _face(words.bold, round(words.size * SCALE))


@lru_cache(maxsize=16)
def _face(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "LiberationSans-Bold" if bold else "LiberationSans-Regular"
    data = (files("casefiles.documents.pdf") / "faces" / f"{name}.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), size)
