"""Drawings as SVG, and back: only what we write ourselves is read, so that nothing foreign is ever drawn."""

from __future__ import annotations

import re

from lxml import etree

from casefiles.documents.charts.drawing import Box, Drawing, Polyline, Shape, Words
from casefiles.documents.xmltext import escaped, quoted

__all__ = ["is_svg", "read_svg", "svg_text", "write_svg"]

_NS = "http://www.w3.org/2000/svg"
_FAMILY = "Arial, 'Liberation Sans', sans-serif"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_POINTS = re.compile(r"M(-?[\d.]+ -?[\d.]+(?:L-?[\d.]+ -?[\d.]+)+)(Z?)")
_LARGEST = 2 * 1024 * 1024
_MOST_SHAPES = 20_000


def write_svg(drawing: Drawing) -> bytes:
    """The drawing as a file: equal drawings give equal bytes."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg_text(drawing)}\n'.encode()


def svg_text(drawing: Drawing, alt: str = "") -> str:
    """The drawing as an element; with `alt` it is a picture with these words for those who don't see it."""
    named = f' role="img" aria-label={quoted(alt)}' if alt else ""
    size = f'width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
    box = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    shapes = "".join(map(_written, drawing.shapes))
    return f'<svg xmlns="{_NS}" {size} {box}{named} font-family="{_FAMILY}">{shapes}</svg>'


def _written(shape: Shape) -> str:
    if isinstance(shape, Box):
        place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
        return f"<rect {place}{_paint(shape.fill, shape.stroke, shape.line)}/>"
    if isinstance(shape, Polyline):
        steps = "L".join(f"{_n(x)} {_n(y)}" for x, y in shape.points)
        dash = f' stroke-dasharray="{_n(shape.dash[0])} {_n(shape.dash[1])}"' if shape.dash else ""
        end = "Z" if shape.closed else ""
        return f'<path d="M{steps}{end}"{_paint(shape.fill, shape.stroke, shape.line)}{dash}/>'
    weight = ' font-weight="bold"' if shape.bold else ""
    anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
    place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"{weight}{anchor}'
    return f'<text {place} fill="#{shape.colour}">{escaped(shape.text)}</text>'


def _paint(fill: str, stroke: str, line: float) -> str:
    filled = f' fill="#{fill}"' if fill else ' fill="none"'
    return f'{filled} stroke="#{stroke}" stroke-width="{_n(line)}"' if stroke else filled


def _n(value: float) -> str:
    """A number with two decimals at most, and without the zeros at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def is_svg(data: bytes) -> bool:
    """Whether a picture says that it is an SVG file."""
    return data.lstrip()[:5] in {b"<?xml", b"<svg "}


def read_svg(data: bytes) -> Drawing | None:
    """The drawing of an SVG file of ours; None for any other: it may hold scripts, links, or what we can't draw."""
    if len(data) > _LARGEST or b"<!" in data:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
        if root.tag != f"{{{_NS}}}svg" or len(root) > _MOST_SHAPES or not set(root.attrib) <= _OF_ROOT:
            return None
        shapes = tuple(map(_read, root))
        return Drawing(_number(root, "width"), _number(root, "height"), shapes)
    except (etree.XMLSyntaxError, ValueError):
        return None


_OF_ROOT = {"width", "height", "viewBox", "role", "aria-label", "font-family"}
_OF_SHAPES = {
    "rect": {"x", "y", "width", "height", "fill", "stroke", "stroke-width"},
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-dasharray"},
    "text": {"x", "y", "font-size", "font-weight", "text-anchor", "fill"},
}


def _read(element: etree._Element) -> Shape:
    """The shape of an element; ValueError for what we never write."""
    name = str(element.tag).removeprefix(f"{{{_NS}}}")
    if name not in _OF_SHAPES or len(element) or not set(element.attrib) <= _OF_SHAPES[name]:
        raise ValueError(name)
    if name == "rect":
        x, y, width, height = (_number(element, key) for key in ("x", "y", "width", "height"))
        return Box(x, y, width, height, _colour(element, "fill"), _colour(element, "stroke"), _line(element))
    if name == "path":
        return _read_path(element)
    anchor = element.get("text-anchor", "start")
    if anchor not in {"start", "middle", "end"}:
        raise ValueError(anchor)
    x, y, size = (_number(element, key) for key in ("x", "y", "font-size"))
    bold = element.get("font-weight") == "bold"
    return Words(x, y, element.text or "", size, bold, anchor, _colour(element, "fill"))


def _read_path(element: etree._Element) -> Polyline:
    found = _POINTS.fullmatch(element.get("d", ""))
    if found is None:
        raise ValueError(element.get("d"))
    points = [tuple(map(float, pair.split(" "))) for pair in found[1].split("L")]
    dash = tuple(map(float, element.get("stroke-dasharray", "").split()))
    return Polyline(
        points=tuple((x, y) for x, y in points),
        stroke=_colour(element, "stroke"),
        line=_line(element),
        dash=(dash[0], dash[1]) if len(dash) == 2 else None,
        fill=_colour(element, "fill"),
        closed=bool(found[2]),
    )


def _line(element: etree._Element) -> float:
    return _number(element, "stroke-width") if element.get("stroke") else 0.75


def _number(element: etree._Element, key: str) -> float:
    value = float(element.get(key, ""))
    if not abs(value) < 10_000:
        raise ValueError(key)
    return value


def _colour(element: etree._Element, key: str) -> str:
    text = element.get(key, "none")
    if text == "none":
        return ""
    if _COLOUR.fullmatch(text) is None:
        raise ValueError(text)
    return text[1:]
