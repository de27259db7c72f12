"""The ends of pages: no line or two alone on the last one, none that begins with a letter's closing, short rows whole.

Only Word knows where pages end, so the last paragraphs and rows are held together by its own means: what makes up
a few lines goes over to the last page as one. No page is added by that: it moves only when something goes over anyway.
A document is read from its end, and no further than it has to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

__all__ = ["with_company", "with_whole_rows"]

_FEWEST = 5
"""Lines that go over together."""
_MOST = 8
"""A paragraph of more lines than this may be parted between pages; Word leaves two lines on each side."""
_HIGH = 0.28
"""The part of a page that a row takes which may be parted between pages."""
_HELD, _AROUND = 0.3, 0.35
"""The part that it takes with the rows above that are held to it, each with so much of a line at its top and foot."""
_UPRIGHT, _LEAST_OF_HIGH = 600.0, 1800
"""On a page with so many points for text a row of less XML than this is not high."""
_TAIL = 20_000
"""Characters of XML in which the last lines of any document stand."""
_TEXT = (470.0, 690.0)
"""The width and the height of a page's text in points, where the page does not say them."""
_LINE = 13.0
_CELL_MARGINS = 12.0
_LETTER = 4.6
"""Points that a letter takes at least: the lines of a text are rather counted too few than too many."""

_ROWS = re.compile(r"<(/?)w:(tbl|tr)(?=[ >])[^>]*>")
_CELLS = re.compile(r"<(/?)w:(tbl|tc)(?=[ >])[^>]*>")
_TAGS = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<w:(?:br|cr)(?=[ />])")
_WIDTH = re.compile(r'<w:tcW [^>]*w:w="(\d+)"')
_PROPERTIES = re.compile(r"(<w:p(?: [^>]*)?>)(?:<w:pPr/>|(<w:pPr>)(.*?)(</w:pPr>))?", re.DOTALL)
_STYLE = re.compile(r"<w:pStyle [^>]*/>")
_PAGE = re.compile(r"(<w:pgSz [^>]*/>).*?(<w:pgMar [^>]*/>)", re.DOTALL)
_SIDE = re.compile(r'w:(w|h|top|bottom|left|right)="(\d+)"')
_ROW_PROPERTIES = re.compile(r"<w:trPr>(.*?)</w:trPr>", re.DOTALL)
_ROW = re.compile(r"(<w:tr(?: [^>]*)?>)(?:<w:trPr>(.*?)</w:trPr>)?", re.DOTALL)
_BARE, _KEPT = "<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"
_CLOSING = re.compile(r"Yours (?:sincerely|faithfully)$")


_Span = tuple[int, int]


class _Unit(NamedTuple):
    """Where a paragraph of the body or a row of a table begins and ends."""

    start: int
    end: int
    is_row: bool = False


class _Read(NamedTuple):
    """The paragraphs of a unit, and how many lines it has at least."""

    paragraphs: Sequence[_Span]
    lines: int
    is_row: bool


def with_company(xml: str) -> str:
    """The XML of a document whose last lines go to a new page together."""
    section = xml.rfind("<w:sectPr")
    end = section if section >= 0 else len(xml)
    pieces, at = [], len(xml)
    for number, unit in _held(xml, end, _page(xml[end:])[0]):
        keeps_lines = not unit.is_row and unit.lines <= _MOST
        for first, last in reversed(unit.paragraphs):
            pieces += [xml[last:at], _marked(xml[first:last], keeps_next=number > 0, keeps_lines=keeps_lines)]
            at = first
    return "".join((xml[:at], *reversed(pieces)))


def _held(xml: str, end: int, width: float) -> list[tuple[int, _Read]]:
    """The units that are held to what follows, the last first, each with the number of units behind it.

    They are the last ones that have enough lines together, and what stands above "Yours sincerely": no page begins
    with the end of a letter. There are none where the document has no more than these.
    """
    has_closing = xml.rfind("Yours", max(end - _TAIL, 0), end) >= 0
    found: list[tuple[int, _Read]] = []
    lines, last, closing, below = 0, 0, -1, _Unit(end, end)
    for at, unit in enumerate(_units_from_the_end(xml, xml.find("<", max(end - _TAIL, 0)), end)):
        if has_closing and closing < 0 and _is_closing(xml, below):
            closing = at
        last = last or (at if lines >= _FEWEST else 0)
        if not last or closing == at:
            read = _read(xml, unit, width)
            found.append((at, read))
            lines += read.lines if read.is_row or read.lines <= _MOST else 2
        if last and (closing >= 0 or not has_closing):
            break
        below = unit
    return [(at, read) for at, read in found if at < last or at == closing]


def _is_closing(xml: str, unit: _Unit) -> bool:
    return not unit.is_row and _CLOSING.match(_TAGS.sub("", xml[unit.start : unit.end]).strip()) is not None


def _units_from_the_end(xml: str, floor: int, end: int) -> Iterator[_Unit]:
    """The paragraphs of the body and the rows of its tables, the last first, as far as they stand behind `floor`."""
    table = xml.rfind("</w:tbl>", floor, end)
    while (close := xml.rfind("</w:p>", floor, end)) >= 0:
        if table < close:
            start = _opening(xml, "<w:p", floor, close)
            if start < 0:
                return
            yield _Unit(start, close + len("</w:p>"))
            end = close
            continue
        end = table
        while (close := xml.rfind("</w:tr>", floor, end)) > (table := xml.rfind("<w:tbl>", floor, end)):
            end = _row_start(xml, floor, close)
            if end < 0:
                return
            yield _Unit(end, close, is_row=True)
        if table < 0:
            return
        end, table = table, xml.rfind("</w:tbl>", floor, table)


def _row_start(xml: str, floor: int, close: int) -> int:
    """Where the row begins that ends at `close`; rows of tables inside it begin and end in between."""
    start = close
    for inside in count():
        start = _opening(xml, "<w:tr", floor, start)
        if start < 0 or xml.count("</w:tr>", start, close) == inside:
            return start
    return -1


def _opening(xml: str, tag: str, floor: int, end: int) -> int:
    """Where the last element of a name opens before `end`; what only begins like the name is none."""
    at = xml.rfind(tag, floor, end)
    while at >= 0 and xml[at + len(tag)] not in " >":
        at = xml.rfind(tag, floor, at)
    return at


def with_whole_rows(xml: str) -> str:
    """The XML of a document whose rows stay on one page, but for those that are high, whatever its template says.

    A page that would end with one line of a row ends above it, and no page stays half empty for a row of many lines.
    """
    rows = xml.split("</w:tr>")[:-1]
    if not rows:
        return xml
    high = _page(xml[max(xml.rfind("<w:sectPr"), 0) :])[1]
    if high >= _UPRIGHT and all(0 <= len(row) - row.rfind("<w:tr") < _LEAST_OF_HIGH for row in rows):
        made = xml.replace(_BARE, _KEPT)
        return made if made.count("<w:trPr><w:cantSplit/>") == len(rows) else _ROW.sub(_whole, made)
    most, most_held = high * _HIGH / _LINE, high * _HELD / _LINE
    pieces, at, above, last = [], 0, 0.0, 0
    for row in _rows(xml, max(xml.rfind("<w:sectPr"), 0) or len(xml)):
        found = _ROW_PROPERTIES.match(xml, row.start)
        inner = found[1] if found else ""
        rest = inner.replace("<w:cantSplit/>", "")
        is_header, read = "<w:tblHeader" in inner, _read(xml, row, 0)
        held = read.lines + _AROUND + (above if xml.find("<w:tbl>", last, row.start) < 0 else 0.0)
        if is_header or (read.lines <= most and held <= most_held):
            rest = f"<w:cantSplit/>{rest}"
        above = held if is_header or _holds_the_next(xml, read) else 0.0
        last = row.end
        if rest != inner:
            pieces += [xml[at : row.start], f"<w:trPr>{rest}</w:trPr>" if rest else ""]
            at = found.end() if found else row.start
    return "".join((*pieces, xml[at:]))


def _holds_the_next(xml: str, row: _Read) -> bool:
    """Whether a row, such as a band over others, says that the next one stays on its page."""
    return any("<w:keepNext" in xml[first:last] for first, last in row.paragraphs[-1:])


def _whole(row: re.Match[str]) -> str:
    """The beginning of a row that stays on one page."""
    inner = row[2] or ""
    return row[0] if "<w:cantSplit" in inner else f"{row[1]}<w:trPr><w:cantSplit/>{inner}</w:trPr>"


def _rows(xml: str, end: int) -> Iterator[_Unit]:
    """The inside of each row of the body's tables; rows of tables inside them are theirs."""
    tables, start = 0, 0
    for token in _ROWS.finditer(xml, 0, end):
        if token[2] == "tbl":
            tables += -1 if token[1] else 1
        elif tables == 1 and token[1]:
            yield _Unit(start, token.start(), is_row=True)
        elif tables == 1:
            start = token.end()


@lru_cache(maxsize=32)
def _page(section: str) -> tuple[float, float]:
    """The width and the height of the page's text in points."""
    found = _PAGE.search(section)
    if found is None:
        return _TEXT
    size, margins = ({side: int(at) / 20 for side, at in _SIDE.findall(part)} for part in found.groups())
    wide = size.get("w", 0) - margins.get("left", 0) - margins.get("right", 0)
    high = size.get("h", 0) - margins.get("top", 0) - margins.get("bottom", 0)
    return max(wide, _CELL_MARGINS), max(high, _LINE)


def _cells(xml: str, row: _Unit) -> Iterator[_Span]:
    """Where each cell of a row begins and ends; the tables in a cell are its text."""
    start, end, _ = row
    if xml.find("<w:tbl>", start, end) < 0:
        while (close := xml.find("</w:tc>", start, end)) >= 0:
            yield start, close
            start = close + len("</w:tc>")
        return
    tables = 0
    for token in _CELLS.finditer(xml, start, end):
        if token[2] == "tbl":
            tables += -1 if token[1] else 1
        elif not tables and token[1]:
            yield start, token.start()
        elif not tables:
            start = token.end()


def _read(xml: str, unit: _Unit, width: float) -> _Read:
    """What is in a unit; a row has the lines of its highest cell."""
    if not unit.is_row:
        return _Read([unit[:2]], _lines(xml, unit.start, unit.end, width), is_row=False)
    paragraphs: list[_Span] = []
    highest = 0
    for start, end in _cells(xml, unit):
        at, lines = start, 0
        while (close := xml.find("</w:p>", at, end)) >= 0:
            opened = _opening(xml, "<w:p", start, close)
            at = close + len("</w:p>")
            if opened >= 0:
                paragraphs.append((opened, at))
                lines += _lines(xml, opened, at, _cell_width(xml, start, opened))
        highest = max(highest, lines)
    return _Read(paragraphs, highest, is_row=True)


def _cell_width(xml: str, start: int, end: int) -> float:
    """The width in points of the text of a cell that begins there."""
    found = _WIDTH.search(xml, start, end)
    return max(int(found[1]) / 20 - _CELL_MARGINS, _CELL_MARGINS) if found else _TEXT[0] / 3


def _lines(xml: str, start: int, end: int, width: float) -> int:
    """The lines that a paragraph has at least in a width."""
    letters = len(_TAGS.sub("", xml[start:end]).strip())
    return -int(-letters * _LETTER // width) + len(_BREAK.findall(xml, start, end))


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
