"""How a paragraph and its runs stand: what they state themselves over what their styles come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from msgspec import Struct

from casefiles.documents.blocks.names import W
from casefiles.documents.blocks.numbering import Level
from casefiles.documents.blocks.properties import Delta, as_look, as_shape, read_paragraph, read_run, val
from casefiles.documents.blocks.styles import Resolved, StyleSheet, merge
from casefiles.documents.blocks.tree import Look, Shape

__all__ = ["Inside", "Standing", "Stated", "StatedRun", "run_look"]

STYLE, RUN_STYLE, RUN_PROPERTIES = f"{W}pStyle", f"{W}rStyle", f"{W}rPr"
HIGHEST_OUTLINE = 9


class Inside(Struct, frozen=True):
    """Where blocks stand: the table style round them, and the regions of it."""

    table: str = ""
    regions: frozenset[str] = frozenset()


class StatedRun:
    """What the properties of a run state; nothing where it has none."""

    __slots__ = ("delta", "is_empty", "style")

    def __init__(self, properties: etree._Element | None, theme: Mapping[str, str]) -> None:
        style = None if properties is None else properties.find(RUN_STYLE)
        self.is_empty = properties is None or not len(properties)
        self.style = None if style is None else val(style)
        self.delta = read_run(properties, theme)


class Standing:
    """A paragraph's shape, rank and list, and the looks of its mark, its label and its runs."""

    __slots__ = (
        "_looks",
        "_sheet",
        "align",
        "label_look",
        "level",
        "level_at",
        "look",
        "number",
        "rank",
        "resolved",
        "shape",
    )

    def __init__(self, sheet: StyleSheet, resolved: Resolved, shape: Delta, mark: Delta) -> None:
        self._sheet, self.resolved = sheet, resolved
        self.shape: Shape = resolved.shape if shape is resolved.paragraph else as_shape(shape)
        self.look: Look = resolved.look if mark is resolved.run else as_look(mark)
        self.align = shape.get("align", "left")
        outline = shape.get("outline", 0)
        self.rank = resolved.rank or (outline if isinstance(outline, int) and outline <= HIGHEST_OUTLINE else 0)
        self.number, self.level_at = shape.get("number", "0"), shape.get("level", 0)
        self.level = sheet.numbering.level(self.number, self.level_at)
        self.label_look = None if self.level is None else label_look(self.level, mark)
        self._looks: dict[StatedRun, tuple[Look, tuple[str, ...]]] = {}

    def run_look(self, stated: StatedRun) -> tuple[Look, tuple[str, ...]]:
        """The look of a run, and the features of it that are outside the subset."""
        found = self._looks.get(stated)
        if found is None:
            found = self._looks[stated] = run_look(self._sheet, self.resolved, stated)
        return found


def run_look(sheet: StyleSheet, base: Resolved, stated: StatedRun) -> tuple[Look, tuple[str, ...]]:
    """The look of a run over that of its paragraph's style, and the features of it that are outside the subset."""
    if stated.is_empty:
        return base.look, ()
    under: Mapping[str, Any] = base.run if stated.style is None else sheet.character(stated.style, base)
    delta = {**under, **stated.delta}
    is_odd = {
        "raised or lowered text": bool(delta.get("raised")),
        "stretched text": delta.get("scale", "100") not in {"100", ""},
    }
    return as_look(delta), tuple(feature for feature, is_there in is_odd.items() if is_there)


def label_look(level: Level, mark: Delta) -> Look:
    """The look of a bullet or number; a bullet is drawn in the font of the text."""
    run = {**mark, "underline": False, **level.run}
    if not level.ordered:
        run["family"] = mark.get("family", "")
    return as_look(run)


class Stated:
    """What the properties of a paragraph state; none where it has none."""

    __slots__ = ("_mark", "_shape", "_sheet", "_standings", "_style")

    def __init__(self, sheet: StyleSheet, properties: etree._Element | None) -> None:
        self._sheet = sheet
        mark = None if properties is None else properties.find(RUN_PROPERTIES)
        self._style = "" if properties is None else val(properties.find(STYLE))
        self._shape = read_paragraph(properties)
        self._mark = None if mark is None else read_run(mark, sheet.theme)
        self._standings: dict[Inside, Standing] = {}

    def standing(self, inside: Inside) -> Standing:
        """How the paragraph stands there."""
        found = self._standings.get(inside)
        if found is None:
            found = self._standings[inside] = self._stand(inside)
        return found

    def _stand(self, inside: Inside) -> Standing:
        resolved = self._sheet.paragraph(self._style, inside.table, inside.regions)
        mark = resolved.run if self._mark is None else {**resolved.run, **self._mark}
        return Standing(self._sheet, resolved, self._over(resolved.paragraph), mark)

    def _over(self, shape: Delta) -> Delta:
        """A style's shape under a paragraph's own properties; a list of its own brings that list's indents."""
        direct: Delta = self._shape
        if not direct:
            return shape
        if "number" in direct or "level" in direct:
            number, at = direct.get("number", shape.get("number", "")), direct.get("level", shape.get("level", 0))
            level = self._sheet.numbering.level(number, at)
            if number == "0":
                shape = {**shape, "left": 0.0, "first": 0.0} if shape.get("number") else shape
            elif level is not None:
                shape = merge(shape, level.paragraph)
        return merge(shape, direct)
