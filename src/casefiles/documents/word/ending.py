"""The end of a document in company: a last page never has a line or two alone, nor the closing of a letter.

Only Word knows where pages end, so the last paragraphs and rows are held together by its own means: what makes up
a few lines goes over to the last page as one. No page is added by that: it moves only when something goes over anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["with_company"]

_FEWEST = 5
"""Lines that go over together."""
_MOST = 12
"""A paragraph of more lines than this may be parted between pages; Word leaves two lines on each side."""
_TAIL = 40_000
"""Characters of XML in which the last lines of any document stand."""
_TEXT_WIDTH = 470.0
_CELL_MARGINS = 12.0
_LETTER = 5.0
"""Points that a letter takes at least: the lines of a text are rather counted too few than too many."""

_TOKEN = re.compile(r"<(/?)w:(tbl|tr|tc|p)(?=[ />])[^>]*?(/?)>")
_TAGS = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<w:(?:br|cr)(?=[ />])")
_WIDTH = re.compile(r'<w:tcW [^>]*w:w="(\d+)"')
_PROPERTIES = re.compile(r"(<w:p(?: [^>]*)?>)(?:<w:pPr/>|(<w:pPr>)(.*?)(</w:pPr>))?", re.DOTALL)
_STYLE = re.compile(r"<w:pStyle [^>]*/>")
_CLOSING = re.compile(r"Yours (?:sincerely|faithfully)$")


@dataclass
class _Unit:
    """A paragraph of the body or a row of a table: where its paragraphs stand, and how many lines it has at least."""

    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    lines: int = 0
    is_row: bool = False


def with_company(xml: str) -> str:
    """The XML of a document whose last lines go to a new page together."""
    end = xml.rfind("<w:sectPr")
    start = max((end if end >= 0 else len(xml)) - _TAIL, 0)
    units = _units(xml, start, end if end >= 0 else len(xml))
    held = {id(unit) for unit in (*_before_the_closing(xml, units), *_held(units))}
    edits = [
        (span, unit is not units[-1], not unit.is_row and unit.lines <= _MOST)
        for unit in units
        if id(unit) in held
        for span in unit.paragraphs
    ]
    for (first, last), keeps_next, keeps_lines in reversed(edits):
        xml = xml[:first] + _marked(xml[first:last], keeps_next=keeps_next, keeps_lines=keeps_lines) + xml[last:]
    return xml


def _before_the_closing(xml: str, units: Sequence[_Unit]) -> Sequence[_Unit]:
    """What stands above "Yours sincerely": no page begins with the end of a letter."""
    for at in range(len(units) - 1, 0, -1):
        unit = units[at]
        if not unit.is_row and _CLOSING.match(_TAGS.sub("", xml[slice(*unit.paragraphs[0])]).strip()):
            return units[at - 1 : at]
    return ()


def _held(units: Sequence[_Unit]) -> Sequence[_Unit]:
    """The last units that have enough lines together; none where the document has no more than these."""
    lines = 0
    for at in range(len(units) - 1, 0, -1):
        unit = units[at]
        lines += unit.lines if unit.is_row or unit.lines <= _MOST else 2
        if lines >= _FEWEST:
            return units[at:]
    return ()


def _units(xml: str, start: int, end: int) -> list[_Unit]:
    """The paragraphs and rows of the body from `start` on, from the first that stands there whole."""
    units: list[_Unit] = []
    tables = xml.count("<w:tbl>", 0, start) - xml.count("</w:tbl>", 0, start)
    row: _Unit | None = None
    opened, cell = -1, start
    for token in _TOKEN.finditer(xml, start, end):
        closes, name, empty = token[1], token[2], token[3]
        if name == "tbl":
            tables += -1 if closes else 1
        elif name == "tr" and tables == 1:
            if closes and row is not None:
                units.append(row)
            row = None if closes else _Unit(is_row=True)
        elif name == "tc" and tables == 1 and not closes:
            cell = token.end()
        elif name == "p" and not closes and not empty:
            opened = token.start()
        elif name == "p" and closes and opened >= 0:
            if row is not None:
                _add_to_row(row, xml, (opened, token.end()), cell)
            elif not tables:
                units.append(_Unit([(opened, token.end())], _lines(xml[opened : token.end()], _TEXT_WIDTH)))
            opened = -1
    return units


def _add_to_row(row: _Unit, xml: str, span: tuple[int, int], cell: int) -> None:
    """Count a paragraph to its row: its cell begins at `cell`."""
    found = _WIDTH.search(xml, cell, span[0])
    width = max(int(found[1]) / 20 - _CELL_MARGINS, _CELL_MARGINS) if found else _TEXT_WIDTH / 2
    row.paragraphs.append(span)
    row.lines = max(row.lines, _lines(xml[slice(*span)], width))


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
