"""Word's styles, resolved as Word does: defaults, table style, paragraph style chain, list level, direct."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from lxml import etree
from msgspec import Struct, field

from casefiles.documents.blocks.names import A, W
from casefiles.documents.blocks.numbering import Numbering, read_numbering
from casefiles.documents.blocks.package import parse_xml
from casefiles.documents.blocks.properties import (
    as_look,
    as_shape,
    colour,
    points,
    read_edges,
    read_paragraph,
    read_run,
    val,
)
from casefiles.documents.blocks.tree import Block, Look, Shape

__all__ = ["Resolved", "Style", "StyleSheet", "TableLook", "merge", "read_style_sheet"]

TOGGLES = ("bold", "italic", "caps", "strike")
HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
TABLE_PARTS = (
    "wholeTable",
    "band1Vert",
    "band2Vert",
    "band1Horz",
    "band2Horz",
    "firstCol",
    "lastCol",
    "firstRow",
    "lastRow",
)


class TableLook(Struct, frozen=True):
    """What a table style says of a table or of one of its regions."""

    paragraph: Mapping[str, Any] = field(default_factory=dict)
    run: Mapping[str, Any] = field(default_factory=dict)
    edges: Mapping[str, Any] = field(default_factory=dict)
    cell_edges: Mapping[str, Any] = field(default_factory=dict)
    fill: str = ""
    margins: Mapping[str, float] = field(default_factory=dict)
    vertical: str = ""
    band: int = 1


class Style(Struct, frozen=True):
    """One style as it stands in the style sheet."""

    name: str
    kind: str
    based_on: str
    paragraph: Mapping[str, Any]
    run: Mapping[str, Any]
    regions: Mapping[str, TableLook]


class Resolved(Struct, frozen=True, dict=True):
    """A paragraph style's properties with all that it rests on; `switched` are the switches that it turns on itself."""

    name: str
    rank: int
    paragraph: Mapping[str, Any]
    run: Mapping[str, Any]
    switched: frozenset[str] = frozenset()

    @cached_property
    def shape(self) -> Shape:
        """The shape of a paragraph that says nothing of its own."""
        return as_shape(self.paragraph)

    @cached_property
    def look(self) -> Look:
        """The look of a run that says nothing of its own."""
        return as_look(self.run)


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Properties over others: later ones win; tab stops add up, and lines are taken side by side."""
    merged = {**base, **over}
    if "tabs" in base and "tabs" in over:
        stops = {stop[0]: stop for stop in base["tabs"]} | {stop[0]: stop for stop in over["tabs"]}
        merged["tabs"] = tuple(stop for stop in stops.values() if stop[1] != "clear")
    if "edges" in base and "edges" in over:
        merged["edges"] = {**base["edges"], **over["edges"]}
    return merged


class StyleSheet:
    """The styles and lists of a Word file, with caches: everything that does not depend on its text."""

    def __init__(
        self, styles: etree._Element | None, numbering: etree._Element | None, theme: Mapping[str, str]
    ) -> None:
        self.theme = theme
        self.numbering: Numbering = read_numbering(numbering, theme)
        self.styles: dict[str, Style] = {}
        self.default: dict[str, str] = {}
        self.run_default: dict[str, Any] = {}
        self.paragraph_default: dict[str, Any] = {}
        self.language = ""
        if styles is not None:
            self._read(styles)
        self.running: dict[tuple[str, bytes], tuple[Block, ...]] = {}
        """Headers and footers that were read with these styles, by part and bytes."""
        self._tables: dict[tuple[str, frozenset[str]], TableLook] = {}
        self._paragraphs: dict[tuple[str, str, frozenset[str]], Resolved] = {}

    def _read(self, root: etree._Element) -> None:
        run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.run_default = {"family": "Times New Roman", "size": 10.0, **read_run(run, self.theme)}
        self.paragraph_default = read_paragraph(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        language = run.find(f"{W}lang") if run is not None else None
        self.language = val(language)
        for element in root.findall(f"{W}style"):
            identity, kind = element.get(f"{W}styleId", ""), element.get(f"{W}type", "paragraph")
            self.styles[identity] = self._read_style(element, kind)
            if element.get(f"{W}default") in {"1", "true", "on"}:
                self.default.setdefault(kind, identity)

    def _read_style(self, element: etree._Element, kind: str) -> Style:
        regions = {}
        if kind == "table":
            regions["wholeTable"] = self._read_region(element)
            for region in element.findall(f"{W}tblStylePr"):
                regions[region.get(f"{W}type", "")] = self._read_region(region)
        return Style(
            name=val(element.find(f"{W}name")),
            kind=kind,
            based_on=val(element.find(f"{W}basedOn")),
            paragraph=read_paragraph(element.find(f"{W}pPr")),
            run=read_run(element.find(f"{W}rPr"), self.theme),
            regions=regions,
        )

    def _read_region(self, element: etree._Element) -> TableLook:
        table, cell = element.find(f"{W}tblPr"), element.find(f"{W}tcPr")
        band = table.find(f"{W}tblStyleRowBandSize") if table is not None else None
        return TableLook(
            paragraph=read_paragraph(element.find(f"{W}pPr")),
            run=read_run(element.find(f"{W}rPr"), self.theme),
            edges=read_edges(table.find(f"{W}tblBorders") if table is not None else None),
            cell_edges=read_edges(cell.find(f"{W}tcBorders") if cell is not None else None),
            fill=read_fill(cell.find(f"{W}shd") if cell is not None else None),
            margins=read_margins(table.find(f"{W}tblCellMar") if table is not None else None),
            vertical=val(cell.find(f"{W}vAlign") if cell is not None else None),
            band=max(int(points(val(band, "1"), 1.0)), 1),
        )

    def chain(self, identity: str) -> list[tuple[str, Style]]:
        """The styles that a style rests on, the most basic first, itself last; a circle is cut."""
        found: list[tuple[str, Style]] = []
        seen: set[str] = set()
        while identity in self.styles and identity not in seen:
            seen.add(identity)
            found.append((identity, self.styles[identity]))
            identity = self.styles[identity].based_on
        return found[::-1]

    def paragraph(self, identity: str, table: str = "", regions: frozenset[str] = frozenset()) -> Resolved:
        """What a paragraph style comes to, inside a table style's regions where it stands in a table."""
        identity = identity if identity in self.styles else self.default.get("paragraph", "")
        key = (identity, table, regions)
        found = self._paragraphs.get(key)
        if found is None:
            found = self._paragraphs[key] = self._resolve(identity, self.table(table, regions))
        return found

    def _resolve(self, identity: str, look: TableLook) -> Resolved:
        paragraph = merge(self.paragraph_default, look.paragraph)
        toggled = {**self.run_default, **look.run}
        own: dict[str, Any] = {}
        rank = 0
        for name, style in self.chain(identity):
            own.update(style.run)
            if "number" in style.paragraph:
                number = style.paragraph["number"]
                at = style.paragraph.get("level", self.numbering.level_of_style(number, name))
                level = self.numbering.level(number, at)
                paragraph = merge(paragraph, {**(level.paragraph if level else {}), "number": number, "level": at})
            paragraph = merge(paragraph, style.paragraph)
            if match := HEADING.match(style.name):
                rank = int(match[1])
        name = self.styles[identity].name if identity in self.styles else ""
        outline = paragraph.get("outline", 0)
        switched = frozenset(toggle for toggle in TOGGLES if own.get(toggle))
        return Resolved(name, rank or (outline if outline <= 9 else 0), paragraph, {**toggled, **own}, switched)

    @cached_property
    def _characters(self) -> dict[str, dict[str, Any]]:
        return {
            identity: {key: value for _, part in self.chain(identity) for key, value in part.run.items()}
            for identity, style in self.styles.items()
            if style.kind == "character"
        }

    def character(self, identity: str, base: Resolved) -> dict[str, Any]:
        """Run properties with a character style over them: a switch that both styles turn on is off, as in Word."""
        over = self._characters.get(identity, {})
        merged = {**base.run, **over}
        for name in TOGGLES:
            if name in over:
                merged[name] = over[name] != (name in base.switched) if over[name] else base.run.get(name, False)
        return merged

    def table(self, identity: str, regions: frozenset[str] = frozenset()) -> TableLook:
        """What a table style says of cells that lie in the given regions."""
        key = (identity, regions)
        if key not in self._tables:
            look = TableLook()
            for region in TABLE_PARTS:
                if region == "wholeTable" or region in regions:
                    for _, style in self.chain(identity):
                        look = layer(look, style.regions[region]) if region in style.regions else look
            self._tables[key] = look
        return self._tables[key]

    def has_region(self, identity: str, region: str) -> bool:
        """Whether a table style gives a region a look of its own."""
        return any(region in style.regions for _, style in self.chain(identity))


def layer(base: TableLook, over: TableLook) -> TableLook:
    """One table look over another."""
    return TableLook(
        paragraph=merge(base.paragraph, over.paragraph),
        run={**base.run, **over.run},
        edges={**base.edges, **over.edges},
        cell_edges={**base.cell_edges, **over.cell_edges},
        fill=over.fill or base.fill,
        margins={**base.margins, **over.margins},
        vertical=over.vertical or base.vertical,
        band=max(base.band, over.band),
    )


def read_fill(shade: etree._Element | None) -> str:
    """The fill of a `w:shd`: six digits, `none` where it says none, empty where there is none."""
    if shade is None:
        return ""
    return colour(shade.get(f"{W}fill")) or "none"


def read_margins(element: etree._Element | None) -> dict[str, float]:
    """The cell margins that an element states, by side."""
    margins = {}
    for child in element if element is not None else ():
        side = str(child.tag)[len(W) :]
        if child.get(f"{W}type", "dxa") == "dxa":
            margins[{"start": "left", "end": "right"}.get(side, side)] = points(child.get(f"{W}w"))
    return margins


def read_theme(root: etree._Element | None) -> dict[str, str]:
    """The families that a theme's font names stand for."""
    families = {}
    for name in ("major", "minor"):
        latin = root.find(f".//{A}{name}Font/{A}latin") if root is not None else None
        for script in ("Ascii", "HAnsi"):
            families[f"{name}{script}"] = latin.get("typeface", "") if latin is not None else ""
    return families


@lru_cache(maxsize=32)
def read_style_sheet(styles: bytes, numbering: bytes, theme: bytes) -> StyleSheet:
    """The style sheet of three parts' bytes (empty where a part is missing), kept: documents share their template's."""
    return StyleSheet(
        parse_xml(styles, "styles") if styles else None,
        parse_xml(numbering, "numbering") if numbering else None,
        read_theme(parse_xml(theme, "theme") if theme else None),
    )
