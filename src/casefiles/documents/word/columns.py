"""How wide the columns of a table of text are, by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product
from math import sqrt

from casefiles.markup import Break, Code, Inline, Link, Styled, Words
from casefiles.prose import inline_text

__all__ = ["column_widths", "lines_of"]

Rows = list[tuple[tuple[Inline, ...], ...]]

_MARGINS, _A_WORD, _A_LINE = 240, 20, 18
"""A cell's margins in twentieths of a point; how long a word is that may break, a cell that stays on one line."""
_ENOUGH = 0.6
"""The share of its width that a column of long cells keeps beside one of short cells."""
_THIN, _PLAIN, _WIDE, _WIDEST, _BOLD = 68, 124, 158, 200, 1.09
"""Twentieths of a point: what a character of a table's text takes, by how wide it is; and how much more a bold one."""


class _Widths(dict[str, int]):
    def __missing__(self, _: str) -> int:
        return _PLAIN


_WIDTHS = _Widths(
    {
        **dict.fromkeys("ijlftrI.,:;'|!()[]-/ ", _THIN),
        **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", _WIDE),
        **dict.fromkeys("mwMW%@", _WIDEST),
    }
)


def column_widths(rows: Rows, columns: int, room: int) -> list[int]:
    """Widths by what the columns hold, none under a third or over thrice an equal share, that fill the room.

    Words stay whole, and short cells, a date among them, on one line, the shortest first, where there is room for it.
    Columns to be filled in by hand are alike, however long their heads are. Then room goes to the column that makes
    rows high from one that has it to spare.
    """
    held = [[_length(row[column]) for row in rows if column < len(row)] for column in range(columns)]
    lengths = [sqrt(max(column, default=1) * sum(column) / max(len(column), 1)) for column in held]
    blank = [column for column, cells in enumerate(held) if max(cells[1:], default=1) == 1]
    for column in blank:
        lengths[column] = max(_length(rows[0][each]) for each in blank if each < len(rows[0]))
    mean = sum(lengths) / columns
    weights = [min(max(length, mean / 3), mean * 3) for length in lengths]
    widths = [int(room * weight / sum(weights)) for weight in weights]
    least = _least_widths(rows, widths, room)
    if sum(least) > room:
        widths = [room * need // sum(least) for need in least]
    else:
        widths = _with_room(widths, least)
        if not blank:
            widths = _flattened(rows, widths, least)
    widths[-1] += room - sum(widths)
    return widths


def lines_of(row: tuple[tuple[Inline, ...], ...], widths: list[int]) -> int:
    """How many lines the highest cell of a row takes in columns of these widths."""
    cells = zip(row, widths, strict=False)
    return max(
        (_wrapped([_wide(word) for word in inline_text(cell).split()], at - _MARGINS) for cell, at in cells), default=1
    )


_MOVES, _STEPS, _LOOKED_AT = 8, (150, 300, 500, 800, 1200), 24
"""So often room is moved, so much of it at once, after a look at so many rows."""


def _flattened(rows: Rows, widths: list[int], least: list[int]) -> list[int]:
    """The widths, with room moved as long as it makes the table lower."""
    looked_at = [row for row in rows[:_LOOKED_AT] if len(row) == len(widths)]
    columns = [_Column([inline_text(row[at]) for row in looked_at]) for at in range(len(widths))]
    if len(looked_at) < 2 or len(widths) < 2:
        return widths
    tall = _height(columns, widths)
    for _ in range(_MOVES):
        taker = _tallest(columns, widths)
        best = widths
        for giver, step in product(range(len(widths)), _STEPS):
            if giver != taker and widths[giver] - step >= least[giver]:
                tried = [*widths]
                tried[giver], tried[taker] = widths[giver] - step, widths[taker] + step
                if (height := _height(columns, tried)) < tall:
                    best, tall = tried, height
        if best is widths:
            break
        widths = best
    return widths


class _Column:
    """The words of a column's cells by their widths, and how many lines each cell takes at a width."""

    def __init__(self, cells: list[str]) -> None:
        self._cells = [[_wide(word) for word in text.split()] for text in cells]
        self._at: dict[int, list[int]] = {}

    def lines(self, width: int) -> list[int]:
        """How many lines each cell takes in a column so wide."""
        if width not in self._at:
            self._at[width] = [_wrapped(words, width - _MARGINS) for words in self._cells]
        return self._at[width]


def _wrapped(words: list[int], room: int) -> int:
    """How many lines words take."""
    lines, at = 1, 0
    for word in words:
        if at and at + word > room:
            lines, at = lines + 1, 0
        at += word + _THIN
    return lines


def _height(columns: list[_Column], widths: list[int]) -> float:
    """How high the rows are together, and a little of the lines of every cell, which tells a step on the way."""
    lines = [column.lines(width) for column, width in zip(columns, widths, strict=True)]
    return float(sum(max(row) + 0.05 * sum(row) for row in zip(*lines, strict=True)))


def _tallest(columns: list[_Column], widths: list[int]) -> int:
    """The column whose cells make most lines beyond those beside them; where cells are alike high, the one most so."""
    lines = [column.lines(width) for column, width in zip(columns, widths, strict=True)]
    over = [0.0] * len(columns)
    for row in zip(*lines, strict=True):
        most, second = sorted(row)[-1:-3:-1]
        for at, each in enumerate(row):
            if each == most > 1:
                over[at] += most - second + 0.1
    return over.index(max(over))


def _least_widths(rows: Rows, widths: list[int], room: int) -> list[int]:
    """What each column needs for its longest word, and for its short cells on a line where the others keep enough.

    Enough is most of the width that a column has by what it holds.
    """
    words = [_least(rows, column, _longest) for column in range(len(widths))]
    lines = [_least(rows, column, _on_a_line) for column in range(len(widths))]
    least = [max(need, int(width * _ENOUGH)) for need, width in zip(words, widths, strict=True)]
    for need, column in sorted((need, column) for column, need in enumerate(lines)):
        if need > least[column] and sum(least) - least[column] + need <= room:
            least[column] = need
    return least if sum(least) <= room else words


def _with_room(widths: list[int], least: list[int]) -> list[int]:
    """The widths, each at least as wide as its longest word; what that takes, the others give in proportion."""
    wanted = sum(max(need - width, 0) for need, width in zip(least, widths, strict=True))
    spare = sum(max(width - need, 0) for need, width in zip(least, widths, strict=True))
    return [
        need if width <= need else width - (width - need) * wanted // max(spare, 1)
        for need, width in zip(least, widths, strict=True)
    ]


def _least(rows: Rows, column: int, of_cell: Callable[[str], int]) -> int:
    """The least width of a column with its margins; the first row, its head, is bold."""
    found = [of_cell(inline_text(row[column])) if column < len(row) else 0 for row in rows]
    return _MARGINS + max(int(_BOLD * found[0]), *found[1:], 0)


def _on_a_line(text: str) -> int:
    """The width of a short text on one line; of a longer one that of its longest word."""
    return _wide(text) if len(text) <= _A_LINE else _longest(text)


def _longest(text: str) -> int:
    """The width that the longest word of a text takes."""
    return max((_wide(word) for word in text.split() if len(word) <= _A_WORD), default=_PLAIN)


@lru_cache(maxsize=4096)
def _wide(text: str) -> int:
    """The width of a text, most often of a word: tables repeat theirs."""
    return sum(map(_WIDTHS.__getitem__, text))


def _length(children: Iterable[Inline]) -> int:
    total = 1
    for child in children:
        match child:
            case Words() | Code():
                total += len(child.text)
            case Styled() | Link():
                total += _length(child.children)
            case Break():
                total += 1
    return total
