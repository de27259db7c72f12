"""The ends of pages: no line or two alone on the last one, none that begins with a letter's closing, short rows whole.

Only Word knows where pages end, so the last paragraphs and rows are held together by its own means: what makes up
a few lines goes over to the last page as one. No page is added by that: it moves only when something goes over anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["with_company", "with_whole_rows"]

_FEWEST = 5
"""Lines that go over together."""
_MOST = 8
"""A paragraph of more lines than this may be parted between pages; Word leaves two lines on each side."""
_HIGH = 0.28
"""The part of a page that a row takes which may be parted between pages."""
_UPRIGHT, _LEAST_OF_HIGH = 600.0, 1800
"""On a page with so many points for text a row of less XML than this is not high."""
_TAILS = (2_000, 6_000, 20_000)
"""Characters of XML in which the last lines of a document stand: mostly, nearly always, and of any."""
_TEXT = (470.0, 690.0)
"""The width and the height of a page's text in points, where the page does not say them."""
_LINE = 13.0
_CELL_MARGINS = 12.0
_LETTER = 4.6
"""Points that a letter takes at least: the lines of a text are rather counted too few than too many."""

_TOKEN = re.compile(r"<(/?)w:(tbl|tr|tc|p)(?=[ />])[^>]*?(/?)>")
_TAGS = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<w:(?:br|cr)(?=[ />])")
_WIDTH = re.compile(r'<w:tcW [^>]*w:w="(\d+)"')
_PROPERTIES = re.compile(r"(<w:p(?: [^>]*)?>)(?:<w:pPr/>|(<w:pPr>)(.*?)(</w:pPr>))?", re.DOTALL)
_STYLE = re.compile(r"<w:pStyle [^>]*/>")
_PAGE = re.compile(r"(<w:pgSz [^>]*/>).*?(<w:pgMar [^>]*/>)", re.DOTALL)
_SIDE = re.compile(r'w:(w|h|top|bottom|left|right)="(\d+)"')
_ROW_PROPERTIES = re.compile(r"<w:trPr>(.*?)</w:trPr>", re.DOTALL)
_ROW = re.compile(r"(<w:tr(?: [^>]*)?>)(?:<w:trPr>(.*?)</w:trPr>)?", re.DOTALL)
_CLOSING = re.compile(r"Yours (?:sincerely|faithfully)$")


@dataclass
class _Unit:
    """A paragraph of the body or a row of a table: where its paragraphs stand, and how many lines it has at least.

    A row knows where its own tag ends, and the lines of each of its cells.
    """

    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    row: int = 0

    @property
    def lines(self) -> int:
        """The lines of the paragraph, or of the row's highest cell."""
        return max(self.cells, default=0)


def with_company(xml: str) -> str:
    """The XML of a document whose last lines go to a new page together."""
    section = xml.rfind("<w:sectPr")
    units, held = _last_units(xml, section if section >= 0 else len(xml))
    edits = [
        (span, unit is not units[-1], not unit.row and unit.lines <= _MOST)
        for unit in units
        if any(unit is each for each in held)
        for span in unit.paragraphs
    ]
    for (first, last), keeps_next, keeps_lines in reversed(edits):
        xml = xml[:first] + _marked(xml[first:last], keeps_next=keeps_next, keeps_lines=keeps_lines) + xml[last:]
    return xml


def _last_units(xml: str, end: int) -> tuple[Sequence[_Unit], Sequence[_Unit]]:
    """The last units of the document, and those of them that are held to what follows."""
    closes = xml.rfind("Yours ", max(end - _TAILS[-1], 0), end) >= 0
    for reach in _TAILS:
        units = _units(xml, xml.find("<", max(end - reach, 0)), end)
        closing, last = _before_the_closing(xml, units), _held(units)
        if last and (closing or not closes):
            break
    return units, (*closing, *last)


def with_whole_rows(xml: str) -> str:
    """The XML of a document whose rows stay on one page, but for those that are high, whatever its template says.

    A page that would end with one line of a row ends above it, and no page stays half empty for a row of many lines.
    """
    end = max(xml.rfind("<w:sectPr"), 0)
    high = _page(xml, end)[1]
    rows = xml.split("</w:tr>")[:-1]
    if high >= _UPRIGHT and all(0 <= len(row) - row.rfind("<w:tr") < _LEAST_OF_HIGH for row in rows):
        return _ROW.sub(_whole, xml)
    most = high * _HIGH / _LINE
    for unit in reversed(_units(xml, 0, end or len(xml))):
        if not unit.row:
            continue
        found = _ROW_PROPERTIES.match(xml, unit.row)
        inner = found[1] if found else ""
        rest = inner.replace("<w:cantSplit/>", "")
        if unit.lines <= most or "<w:tblHeader" in inner:
            rest = f"<w:cantSplit/>{rest}"
        if rest != inner:
            marks = f"<w:trPr>{rest}</w:trPr>" if rest else ""
            xml = f"{xml[: unit.row]}{marks}{xml[found.end() if found else unit.row :]}"
    return xml


def _whole(row: re.Match[str]) -> str:
    """The beginning of a row that stays on one page."""
    inner = row[2] or ""
    return row[0] if "<w:cantSplit" in inner else f"{row[1]}<w:trPr><w:cantSplit/>{inner}</w:trPr>"


def _before_the_closing(xml: str, units: Sequence[_Unit]) -> Sequence[_Unit]:
    """What stands above "Yours sincerely": no page begins with the end of a letter."""
    for at in range(len(units) - 1, 0, -1):
        unit = units[at]
        if not unit.row and _CLOSING.match(_TAGS.sub("", xml[slice(*unit.paragraphs[0])]).strip()):
            return units[at - 1 : at]
    return ()


def _held(units: Sequence[_Unit]) -> Sequence[_Unit]:
    """The last units that have enough lines together; none where the document has no more than these."""
    lines = 0
    for at in range(len(units) - 1, 0, -1):
        unit = units[at]
        lines += unit.lines if unit.row or unit.lines <= _MOST else 2
        if lines >= _FEWEST:
            return units[at:]
    return ()


def _units(xml: str, start: int, end: int) -> list[_Unit]:
    """The paragraphs and rows of the body from `start` on, from the first that stands there whole."""
    units: list[_Unit] = []
    tables = xml.count("<w:tbl>", 0, start) - xml.count("</w:tbl>", 0, start)
    width = _page(xml, end)[0]
    row: _Unit | None = None
    opened, cell = -1, start
    for token in _TOKEN.finditer(xml, start, end):
        closes, name = token[1], token[2]
        if name == "tbl":
            tables += -1 if closes else 1
        elif name == "p" and not closes:
            opened = -1 if token[3] else token.start()
        elif name == "p" and opened >= 0:
            span = (opened, token.end())
            if row is not None:
                _add_to_row(row, xml, span, cell)
            elif not tables:
                units.append(_Unit([span], [_lines(xml[slice(*span)], width)]))
        elif tables == 1 and name == "tr":
            units += [row] if closes and row is not None else []
            row = None if closes else _Unit(row=token.end())
        elif tables == 1 and row is not None and not closes:
            cell = token.end()
            row.cells.append(0)
    return units


def _page(xml: str, end: int) -> tuple[float, float]:
    """The width and the height of the page's text in points."""
    found = _PAGE.search(xml, end)
    if found is None:
        return _TEXT
    size, margins = ({side: int(at) / 20 for side, at in _SIDE.findall(part)} for part in found.groups())
    wide = size.get("w", 0) - margins.get("left", 0) - margins.get("right", 0)
    high = size.get("h", 0) - margins.get("top", 0) - margins.get("bottom", 0)
    return max(wide, _CELL_MARGINS), max(high, _LINE)


def _add_to_row(row: _Unit, xml: str, span: tuple[int, int], cell: int) -> None:
    """Count a paragraph to its row: its cell begins at `cell`."""
    found = _WIDTH.search(xml, cell, span[0])
    width = max(int(found[1]) / 20 - _CELL_MARGINS, _CELL_MARGINS) if found else _TEXT[0] / 3
    row.paragraphs.append(span)
    row.cells[-1] += _lines(xml[slice(*span)], width)


def _lines(paragraph: str, width: float) -> int:
    """The lines that a paragraph has at least in a width."""
    letters = len(_TAGS.sub("", paragraph).strip())
    return -int(-letters * _LETTER // width) + len(_BREAK.findall(paragraph))


def _marked(paragraph: str, *, keeps_next: bool, keeps_lines: bool) -> str:
    """A paragraph that stays with the next one, and whole, as its properties say it."""
    found = _PROPERTIES.match(paragraph)
    if found is None:
        return paragraph
    inner = found[3] or ""
    style = _STYLE.match(inner)
    head, rest = (style[0], inner[style.end() :]) if style else ("", inner)
    marks = ""
    if keeps_next and "<w:keepNext" not in inner:
        marks += "<w:keepNext/>"
    elif "<w:keepNext/>" in rest:
        marks, rest = "<w:keepNext/>", rest.replace("<w:keepNext/>", "", 1)
    if keeps_lines and "<w:keepLines" not in inner:
        marks += "<w:keepLines/>"
    return f"{found[1]}<w:pPr>{head}{marks}{rest}</w:pPr>{paragraph[found.end() :]}"
