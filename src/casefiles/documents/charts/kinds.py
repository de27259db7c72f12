"""The kinds of charts: columns of parts over time, bars against a mark, results by their unit, a grid of ratings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from casefiles.documents.charts.chart import Chart
from casefiles.documents.charts.drawing import Box, Drawing, Polyline, Shape, Words
from casefiles.documents.charts.patterns import INK, PATTERNS, Pattern, filled

__all__ = [
    "WIDTH",
    "Against",
    "Column",
    "Measured",
    "against_chart",
    "columns_chart",
    "grid_chart",
    "measured_chart",
]

WIDTH = 451.0
"""The width between the margins of our letters, in points."""
_SOFT = "b1b4b6"
_SIZE, _SMALL = 9.0, 8.0
_LONGEST_ALT = 600
_RATINGS = {
    "Red": Pattern("942514"),
    "Amber": Pattern("f6d7a7", "rising", 4.0),
    "Green": Pattern("ffffff"),
}
"""Dark, hatched, light: told apart in black and white, each with its letter in it."""


class Column(Struct, frozen=True):
    """One column: what it is of, and how many there are of each part."""

    label: str
    parts: Mapping[str, int]


class Against(Struct, frozen=True):
    """One bar: what it is of, what was reached, what was to be reached, and a benchmark where there is one.

    `said` is what stands at the bar's end, where that is not "value of mark".
    """

    label: str
    value: float
    mark: float
    benchmark: float | None = None
    said: str = ""


class Measured(Struct, frozen=True):
    """One result: what it is of, in which unit, its value, and beside it what there is to compare it with.

    `said` is how the result is printed at the bar's end.
    """

    label: str
    unit: str
    value: Decimal
    goal: Decimal | None
    base: Decimal | None
    benchmark: Decimal | None
    said: str

    @property
    def numbers(self) -> tuple[float | None, float | None, float | None, float | None]:
        """Value, goal, base and benchmark."""
        goal, base, benchmark = (
            None if each is None else float(each) for each in (self.goal, self.base, self.benchmark)
        )
        return float(self.value), goal, base, benchmark


def columns_chart(
    title: str, first: str, columns: Sequence[Column], parts: Sequence[str], *, height: float = 150.0
) -> Chart:
    """How a number is made up at each of several times; `parts` from the lowest to the highest, `first` heads them."""
    patterns = {part: PATTERNS[number % len(PATTERNS)] for number, part in enumerate(parts)}
    tallest = max((sum(column.parts.values()) for column in columns), default=0) or 1
    shapes: list[Shape] = []
    left, top = 34.0, 8.0
    room = (WIDTH - left - 6) / max(len(columns), 1)
    for value in _ticks(tallest):
        y = top + height * (1 - value / tallest)
        shapes += (
            Polyline(((left, y), (WIDTH, y)), _SOFT, 0.4),
            Words(left - 4, y + 3, str(value), _SIZE, anchor="end"),
        )
    for number, column in enumerate(columns):
        x, width = left + 6 + room * number, min(room - 8, 60.0)
        at = top + height
        for part in parts:
            count = column.parts.get(part, 0)
            tall = height * count / tallest
            at -= tall
            if count:
                shapes += filled(Box(x, at, width, tall), patterns[part])
                shapes += _inside(str(count), x + width / 2, at + tall / 2, tall, patterns[part])
        shapes.append(Words(x + width / 2, top + height + 12, _cut(column.label, room), _SIZE, anchor="middle"))
    shapes.append(Polyline(((left, top + height), (WIDTH, top + height)), INK, 0.75))
    legend, end = _legend([(part, patterns[part]) for part in parts], top + height + 26)
    head = (first, *(column.label for column in columns))
    rows = tuple((part, *(str(column.parts.get(part, 0)) for column in columns)) for part in parts)
    said = (f"{column.label}: {_listed(column, parts)}" for column in columns)
    return Chart(title, Drawing(WIDTH, end, (*shapes, *legend)), _alt(title, said), head, rows)


def against_chart(
    title: str, head: tuple[str, str, str, str], lines: Sequence[Against], unit: str = "", *, most: float | None = None
) -> Chart:
    """What was reached against what was to be: a bar each, a thick stroke at the mark, a dashed one at the benchmark.

    `head` names the things, the value, the mark and the benchmark (empty where there is none).
    """
    scale = most or max((max(each.value, each.mark, each.benchmark or 0) for each in lines), default=0) or 1
    left, top, step = 168.0, 4.0, 20.0
    room = WIDTH - left - 84
    shapes: list[Shape] = []
    for number, each in enumerate(lines):
        y = top + step * number
        shapes.append(Words(left - 6, y + 12, _cut(each.label, left - 8), _SIZE, anchor="end"))
        shapes += filled(Box(left, y + 3, max(room * min(each.value / scale, 1), 0.5), step - 8), PATTERNS[2])
        mark = left + room * min(each.mark / scale, 1)
        shapes.append(Polyline(((mark, y + 0.5), (mark, y + step - 2.5)), INK, 2.2))
        if each.benchmark is not None:
            at = left + room * min(each.benchmark / scale, 1)
            shapes.append(Polyline(((at, y + 0.5), (at, y + step - 2.5)), INK, 1.2, (2.0, 1.5)))
        shapes.append(Words(WIDTH, y + 12, _reached(each, unit), _SIZE, anchor="end"))
    bottom = top + step * len(lines)
    shapes.append(Polyline(((left, top), (left, bottom)), INK, 0.75))
    shapes += _keys(head, bottom + 14)
    names = head if head[3] else head[:3]
    rows = tuple(
        (each.label, _figure(each.value), _figure(each.mark), *((_figure(each.benchmark),) if head[3] else ()))
        for each in lines
    )
    said = (f"{each.label}: {_reached(each, unit)}" for each in lines)
    return Chart(title, Drawing(WIDTH, bottom + 22, tuple(shapes)), _alt(title, said), names, rows)


def measured_chart(title: str, head: tuple[str, str, str, str, str], lines: Sequence[Measured]) -> Chart:
    """Results of several units, an axis for each: a bar, a thick stroke at the goal, a dashed one at the base, a box
    at the benchmark.

    `head` names the things, the value, the goal, the base and the benchmark; what no result has is left out.
    """
    shapes: list[Shape] = []
    y = 2.0
    for unit in dict.fromkeys(each.unit for each in lines):
        own = [each for each in lines if each.unit == unit]
        axis = _Axis.holding([number for each in own for number in each.numbers if number is not None])
        shapes += axis.drawn(f"In {unit}" if unit else "In numbers", y, _ROW * len(own))
        y += _ROW
        for each in own:
            shapes += _measured(each, axis, y)
            y += _ROW
        y += 3
    shown = [name if any(each.numbers[at] is not None for each in lines) else "" for at, name in enumerate(head[1:])]
    shapes += _keys((head[0], shown[0], shown[1], shown[2]), y + 11, box=shown[3])
    names = (head[0], *filter(None, shown))
    rows = tuple(
        (each.label, *(_figure(number) for number, name in zip(each.numbers, shown, strict=True) if name))
        for each in lines
    )
    said = (f"{each.label}: {each.said}" for each in lines)
    return Chart(title, Drawing(WIDTH, y + 18, tuple(shapes)), _alt(title, said), names, rows)


_ROW = 13.0
_LEFT, _RIGHT = 190.0, 78.0


class _Axis(Struct, frozen=True):
    """The scale of one unit, from a round number to a round number with nought between or at an end."""

    low: float
    high: float
    step: float

    @classmethod
    def holding(cls, numbers: Sequence[float]) -> _Axis:
        """The scale that holds the numbers and nought."""
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        span = high - low
        if not span:
            return cls(0.0, 1.0, 1.0)
        size = 10.0 ** math.floor(math.log10(span / 4))
        step = next(size * times for times in (1, 2, 2.5, 5, 10) if span / (size * times) <= 4)
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step, step)

    def at(self, value: float) -> float:
        """How far to the right a value stands."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - self.low) / (self.high - self.low)

    def drawn(self, name: str, y: float, tall: float) -> Iterator[Shape]:
        """The unit's name, lines at the round numbers, a number at nought and at each end."""
        yield Words(0, y + 10, name, _SIZE, bold=True)
        for number in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + number * self.step
            x = self.at(value)
            yield Polyline(((x, y + _ROW), (x, y + _ROW + tall)), _SOFT, 0.4)
        for value in dict.fromkeys((self.low, 0.0, self.high)):
            yield Words(self.at(value), y + 10.5, _figure(value), _SMALL, anchor="middle")
        nought = self.at(0.0)
        yield Polyline(((nought, y + _ROW), (nought, y + _ROW + tall)), INK, 0.75)


def _measured(each: Measured, axis: _Axis, y: float) -> Iterator[Shape]:
    """One result in its row: name, bar, marks, the words at the end."""
    value, goal, base, benchmark = (None if number is None else axis.at(number) for number in each.numbers)
    yield Words(_LEFT - 6, y + 10, _cut(each.label, _LEFT - 8), _SIZE, anchor="end")
    left, right = sorted((axis.at(0.0), value or 0.0))
    yield from filled(Box(left, y + 3, max(right - left, 0.5), _ROW - 5.5), PATTERNS[2])
    if base is not None:
        yield Polyline(((base, y + 1), (base, y + _ROW - 1)), INK, 1.2, (2.0, 1.5))
    if goal is not None:
        yield Polyline(((goal, y + 1), (goal, y + _ROW - 1)), INK, 2.2)
    if benchmark is not None:
        yield Box(benchmark - 2.5, y + _ROW / 2 - 2.5, 5, 5, "ffffff", INK, 1.0)
    yield Words(WIDTH, y + 10, each.said, _SIZE, anchor="end")


def grid_chart(title: str, first: str, times: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Chart:
    """Red, amber or green of each row at each time (an empty word where there was none), with the letter in it."""
    left, top, step = 168.0, 18.0, 16.0
    room = min((WIDTH - left) / max(len(times), 1), 60.0)
    shapes: list[Shape] = [
        Words(left + room * (number + 0.5), 12, _cut(label, room), _SMALL, anchor="middle")
        for number, label in enumerate(times)
    ]
    for number, (label, ratings) in enumerate(rows):
        y = top + step * number
        shapes.append(Words(left - 6, y + 11, _cut(label, left - 8), _SIZE, anchor="end"))
        for column, rating in enumerate(ratings):
            if rating:
                x = left + room * column
                pattern = _RATINGS[rating]
                shapes += filled(Box(x + 1, y + 1, room - 2, step - 2), pattern)
                shapes += _inside(rating[0], x + room / 2, y + step / 2, step, pattern)
    end = top + step * len(rows)
    legend, bottom = _legend([(f"{word[0]}: {word}", pattern) for word, pattern in _RATINGS.items()], end + 10)
    table = tuple((label, *(rating or "none" for rating in ratings)) for label, ratings in rows)
    said = (f"{label}: {', '.join(word or 'none' for word in ratings)}" for label, ratings in rows)
    drawing = Drawing(WIDTH, bottom, (*shapes, *legend))
    return Chart(title, drawing, _alt(f"{title} ({', '.join(times)})", said), (first, *times), table)


def _inside(text: str, x: float, y: float, tall: float, pattern: Pattern) -> Iterator[Shape]:
    """A word in the middle of a box, on a ground of its own where lines run behind it; nothing where it is too low."""
    if tall < 10:
        return
    dark = int(pattern.fill[2:4], 16) < 0x70
    if pattern.lines:
        width = 5.5 * len(text) + 4
        yield Box(x - width / 2, y - 5.5, width, 11, "ffffff")
        dark = False
    yield Words(x, y + 3.2, text, _SIZE, bold=True, anchor="middle", colour="ffffff" if dark else INK)


def _legend(entries: Sequence[tuple[str, Pattern]], y: float) -> tuple[list[Shape], float]:
    """The fills with their words, as many in a line as there is room for; and where they end."""
    shapes: list[Shape] = []
    x = 0.0
    for word, pattern in entries:
        width = 22 + _wide(word) + 12
        if x and x + width > WIDTH:
            x, y = 0.0, y + 15
        shapes += filled(Box(x, y, 15, 9), pattern)
        shapes.append(Words(x + 20, y + 8, word, _SIZE))
        x += width
    return shapes, y + 14


def _keys(head: tuple[str, str, str, str], y: float, box: str = "") -> Iterator[Shape]:
    """What bar, stroke, dashed stroke and box stand for; those without a name are left out."""
    x = 0.0
    yield from filled(Box(x, y - 8, 15, 9), PATTERNS[2])
    yield Words(x + 20, y, head[1], _SIZE)
    x += 34 + _wide(head[1])
    for word, line, dash in ((head[2], 2.2, None), (head[3], 1.2, (2.0, 1.5))):
        if word:
            yield Polyline(((x + 4, y - 9), (x + 4, y + 2)), INK, line, dash)
            yield Words(x + 12, y, word, _SIZE)
            x += 26 + _wide(word)
    if box:
        yield Box(x + 2, y - 6, 5, 5, "ffffff", INK, 1.0)
        yield Words(x + 12, y, box, _SIZE)


def _wide(text: str) -> float:
    """About the width of a text: enough to set things apart."""
    return len(text) * _SIZE * 0.53


def _cut(text: str, room: float) -> str:
    """The text, or its beginning where the room is too small: the whole stands in the table."""
    most = max(int(room / (_SIZE * 0.5)), 3)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _ticks(most: int) -> range:
    """The numbers at the lines of a scale: four to eight of them, round."""
    step = next(size for size in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 10_000) if most / size <= 7)
    return range(0, most + 1, step)


def _reached(each: Against, unit: str) -> str:
    """What a bar says at its end."""
    return each.said or f"{_figure(each.value)} of {_figure(each.mark)}{unit}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".removesuffix(".0")


def _listed(column: Column, parts: Sequence[str]) -> str:
    return ", ".join(f"{part} {column.parts.get(part, 0)}" for part in parts if column.parts.get(part, 0)) or "none"


def _alt(title: str, said: Iterator[str]) -> str:
    """What the chart shows, in words; cut where there is so much that nobody would listen to it."""
    text = f"Chart. {title}. {'; '.join(said)}."
    if len(text) <= _LONGEST_ALT:
        return text
    return f"{text[:_LONGEST_ALT].rpartition('; ')[0]}; and so on: the table has every number."
