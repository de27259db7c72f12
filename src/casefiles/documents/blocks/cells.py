"""What the properties of a table's cell state."""

from __future__ import annotations

from lxml import etree

from casefiles.documents.blocks.names import W, tag_of
from casefiles.documents.blocks.properties import points, read_edges, val
from casefiles.documents.blocks.styles import read_fill, read_margins

__all__ = ["SIDES", "StatedCell"]

SIDES = ("top", "left", "bottom", "right")
MOST_COLUMNS = 63


class StatedCell:
    """How many columns a cell spans, whether it is merged, its width and looks; the usual ones where it states none."""

    __slots__ = ("columns", "edges", "fill", "margins", "merged", "vertical", "width")

    def __init__(self, properties: etree._Element | None) -> None:
        stated = {} if properties is None else {tag_of(child)[len(W) :]: child for child in reversed(properties)}
        self.columns = min(max(int(points(val(stated.get("gridSpan"), "1"), 1.0)), 1), MOST_COLUMNS)
        self.merged = val(stated["vMerge"], "continue") if "vMerge" in stated else ""
        width = stated.get("tcW")
        self.width = 0.0 if width is None or width.get(f"{W}type", "dxa") != "dxa" else points(width.get(f"{W}w"))
        self.margins = read_margins(stated.get("tcMar"))
        self.fill = read_fill(stated.get("shd"))
        self.vertical = val(stated.get("vAlign"))
        edges = read_edges(stated.get("tcBorders"))
        self.edges = {side: edge for side, edge in edges.items() if side in SIDES}
