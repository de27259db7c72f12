"""Which paragraph of one text is which of another: equal ones first, then those that share most words. Pure."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

__all__ = ["Pair", "aligned"]

Pair = tuple[int | None, int | None]

_LEAST = 0.4
"""The part of their words that two paragraphs must share to be one that was changed."""
_MOST = 250_000
"""Pairs of paragraphs that are weighed; beyond that only equal ones are found."""


def aligned(was: Sequence[str], now: Sequence[str]) -> list[Pair]:
    """Pairs of places in both texts, in order; None on one side for a paragraph that came or went."""
    pairs: list[Pair] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            pairs += _weighed(was[a:b], now[c:d], a, c)
    return pairs


def _weighed(was: Sequence[str], now: Sequence[str], first: int, second: int) -> Iterator[Pair]:
    """The pairs of a stretch in which no paragraph is equal, so that they share as many words as can be."""
    rows, columns = len(was), len(now)
    if rows * columns > _MOST:
        yield from ((first + each, None) for each in range(rows))
        yield from ((None, second + each) for each in range(columns))
        return
    bags = [Counter(text.split()) for text in now]
    likeness = [[_likeness(Counter(text.split()), bag) for bag in bags] for text in was]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            pair = likeness[row][column] + best[row + 1][column + 1] if likeness[row][column] >= _LEAST else -1.0
            best[row][column] = max(pair, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < rows or column < columns:
        if row == rows or (column < columns and best[row][column] == best[row][column + 1] > best[row + 1][column]):
            yield None, second + column
            column += 1
        elif column == columns or best[row][column] == best[row + 1][column]:
            yield first + row, None
            row += 1
        elif best[row][column] == best[row][column + 1]:
            yield None, second + column
            column += 1
        else:
            yield first + row, second + column
            row, column = row + 1, column + 1


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of their words two paragraphs share: 1.0 for all, also where both are empty."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
