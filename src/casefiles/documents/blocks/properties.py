"""Word's run and paragraph properties: the deltas of one element, and what a stack of deltas comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isnan
from typing import Any

from lxml import etree

from casefiles.documents.blocks.names import W, tag_of
from casefiles.documents.blocks.tree import Edge, Edges, Look, Shape, TabStop

__all__ = [
    "Delta",
    "as_look",
    "as_shape",
    "colour",
    "is_on",
    "points",
    "read_edges",
    "read_paragraph",
    "read_run",
    "val",
    "within",
]

Delta = Mapping[str, Any]
"""Properties by name, only those that an element states."""

VAL = f"{W}val"
ALIGN = {"start": "left", "end": "right", "center": "centre", "both": "justify", "distribute": "justify"}
DASHES = {"dashed": "dashed", "dashSmallGap": "dashed", "dotDash": "dashed", "dotted": "dotted"}
HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip


MOST_SPACE = 1584.0
"""Word's greatest space above or below a paragraph, in points."""
COLOUR = re.compile("[0-9A-Fa-f]{6}")


def val(element: etree._Element | None, default: str = "") -> str:
    """The `w:val` of an element, or the default."""
    return default if element is None else element.get(VAL, default)


def is_on(element: etree._Element) -> bool:
    """Whether a switch is on: it is unless its value says no."""
    return element.get(VAL) not in {"0", "false", "off"}


def points(text: str | None, unit: float = 20.0) -> float:
    """A length in points from a number of twentieths (or of other units a point); 0 where it is no number."""
    if not text:
        return 0.0
    for suffix, factor in (("pt", 1.0), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("in", 72.0)):
        if text.endswith(suffix):
            return points(text[: -len(suffix)], 1.0) * factor
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return 0.0 if isnan(number) else min(max(number / unit, -20_000.0), 20_000.0)


def within(length: float, least: float, most: float) -> float:
    """A length kept within what Word itself allows."""
    return min(max(length, least), most)


def colour(text: str | None) -> str:
    """Six hexadecimal digits, or an empty text for automatic and for what is no colour."""
    return text.upper() if text and COLOUR.fullmatch(text) else ""


def _fonts(element: etree._Element, theme: Mapping[str, str]) -> dict[str, Any]:
    themed = element.get(f"{W}asciiTheme") or element.get(f"{W}hAnsiTheme")
    family = theme.get(themed, "") if themed else element.get(f"{W}ascii") or element.get(f"{W}hAnsi")
    return {"family": family} if family else {}


def _shade(element: etree._Element) -> str:
    pattern, fill, ink = val(element), colour(element.get(f"{W}fill")), colour(element.get(f"{W}color"))
    return (ink or "000000") if pattern == "solid" else fill


RUN: dict[str, Callable[[etree._Element], dict[str, Any]]] = {
    "b": lambda e: {"bold": is_on(e)},
    "i": lambda e: {"italic": is_on(e)},
    "caps": lambda e: {"caps": is_on(e)},
    "strike": lambda e: {"strike": is_on(e)},
    "dstrike": lambda e: {"strike": is_on(e)},
    "sz": lambda e: {"size": min(max(points(val(e), 2.0), 1.0), 400.0)},
    "color": lambda e: {"colour": colour(val(e))},
    "u": lambda e: {"underline": val(e, "single") != "none"},
    "vertAlign": lambda e: {"position": "" if val(e) == "baseline" else val(e)},
    "highlight": lambda e: {"shade": HIGHLIGHTS.get(val(e), "")},
    "shd": lambda e: {"shade": _shade(e)},
    "spacing": lambda e: {"tracking": within(points(val(e)), -4.0, 72.0)},
    "position": lambda e: {"raised": points(val(e), 2.0)},
    "w": lambda e: {"scale": val(e, "100").rstrip("%")},
}


def read_run(element: etree._Element | None, theme: Mapping[str, str]) -> dict[str, Any]:
    """The run properties that a `w:rPr` states."""
    delta: dict[str, Any] = {}
    if element is None:
        return delta
    for child in element:
        name = tag_of(child)[len(W) :]
        if name == "rFonts":
            delta.update(_fonts(child, theme))
        elif name in RUN:
            delta.update(RUN[name](child))
    return delta


def _spacing(element: etree._Element) -> dict[str, Any]:
    delta: dict[str, Any] = {}
    for name in ("before", "after"):
        if element.get(f"{W}{name}Autospacing") in {"1", "true", "on"}:
            delta[name] = 14.0
        elif (text := element.get(f"{W}{name}")) is not None:
            delta[name] = within(points(text), 0.0, MOST_SPACE)
    if (text := element.get(f"{W}line")) is not None:
        rule = element.get(f"{W}lineRule", "auto")
        delta["line_rule"] = rule
        delta["line"] = points(text, 240.0) if rule == "auto" else points(text)
    return delta


def _indent(element: etree._Element) -> dict[str, Any]:
    delta: dict[str, Any] = {}
    for name, meaning in (
        ("left", "left"),
        ("start", "left"),
        ("right", "right"),
        ("end", "right"),
        ("firstLine", "first"),
    ):
        if (text := element.get(f"{W}{name}")) is not None:
            delta[meaning] = points(text)
    if (text := element.get(f"{W}hanging")) is not None:
        delta["first"] = -points(text)
    return delta


def _tabs(element: etree._Element) -> dict[str, Any]:
    return {
        "tabs": tuple(
            (points(tab.get(f"{W}pos")), ALIGN.get(val(tab), val(tab, "left")), tab.get(f"{W}leader", "none"))
            for tab in element
        )
    }


def _numbered(element: etree._Element) -> dict[str, Any]:
    delta: dict[str, Any] = {}
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    if number is not None:
        delta["number"] = val(number)
    if level is not None:
        delta["level"] = min(max(int(points(val(level), 1.0)), 0), 8)
    return delta


PARAGRAPH: dict[str, Callable[[etree._Element], dict[str, Any]]] = {
    "jc": lambda e: {"align": ALIGN.get(val(e), val(e, "left"))},
    "spacing": _spacing,
    "ind": _indent,
    "tabs": _tabs,
    "numPr": _numbered,
    "keepNext": lambda e: {"keep_next": is_on(e)},
    "keepLines": lambda e: {"keep_lines": is_on(e)},
    "widowControl": lambda e: {"widow_control": is_on(e)},
    "pageBreakBefore": lambda e: {"break_before": is_on(e)},
    "contextualSpacing": lambda e: {"contextual": is_on(e)},
    "outlineLvl": lambda e: {"outline": int(points(val(e), 1.0)) + 1},
    "shd": lambda e: {"shade": _shade(e)},
    "pBdr": lambda e: {"edges": read_edges(e)},
}


def read_paragraph(element: etree._Element | None) -> dict[str, Any]:
    """The paragraph properties that a `w:pPr` states."""
    delta: dict[str, Any] = {}
    if element is None:
        return delta
    for child in element:
        name = tag_of(child)[len(W) :]
        if name in PARAGRAPH:
            delta.update(PARAGRAPH[name](child))
    return delta


def read_edges(element: etree._Element | None) -> dict[str, Edge | None]:
    """The ruled lines that an element states, by side; None where it says that there is no line."""
    edges: dict[str, Edge | None] = {}
    for child in element if element is not None else ():
        side = {"start": "left", "end": "right"}.get(tag_of(child)[len(W) :], tag_of(child)[len(W) :])
        kind = val(child)
        edges[side] = (
            None
            if kind in {"nil", "none", ""}
            else Edge(
                width=within(points(child.get(f"{W}sz"), 8.0), 0.25, 12.0),
                colour=colour(child.get(f"{W}color")),
                dash=DASHES.get(kind, "solid"),
                space=within(points(child.get(f"{W}space"), 1.0), 0.0, 31.0),
            )
        )
    return edges


LOOK_FIELDS = frozenset(Look.__struct_fields__)
SHAPE_FIELDS = frozenset(Shape.__struct_fields__) - {"tabs", "edges"}
SIDES = frozenset(Edges.__struct_fields__)


def as_look(delta: Delta) -> Look:
    """The look that properties come to."""
    return Look(**{name: value for name, value in delta.items() if name in LOOK_FIELDS})


def as_shape(delta: Delta) -> Shape:
    """The shape that properties come to."""
    stops = tuple(
        TabStop(
            position, kind if kind in {"right", "centre", "decimal"} else "left", "" if leader == "none" else leader
        )
        for position, kind, leader in sorted(delta.get("tabs", ()))
        if kind not in {"clear", "bar"}
    )
    edges = Edges(**{side: edge for side, edge in delta.get("edges", {}).items() if side in SIDES})
    return Shape(**{name: value for name, value in delta.items() if name in SHAPE_FIELDS}, tabs=stops, edges=edges)
