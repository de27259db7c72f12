"""Which schools of a caseload are shown, and in which order: by level, lateness, rating, adviser, phase, authority."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from casefiles.reports.status import SchoolStatus

__all__ = ["ORDERS", "Choice", "chosen", "words_of"]


class Choice(Struct, frozen=True):
    """What a school must be to be shown; an empty one takes all. Words count whatever their capitals."""

    levels: tuple[str, ...] = ()
    advisers: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    overdue: bool = False

    def takes(self, row: SchoolStatus) -> bool:
        """Whether the school is one of those."""
        return (
            (not self.overdue or bool(row.overdue))
            and _is_among(self.levels, (row.level, row.level_id))
            and _is_among(self.phases, row.phases)
            and _is_among(self.authorities, (row.authority, row.authority_name))
            and _is_among(self.ratings, (row.rating.colour.value,))
            and (not self.advisers or any(_names(word, row) for word in self.advisers))
        )


def words_of(rows: Iterable[SchoolStatus]) -> Mapping[str, tuple[str, ...]]:
    """What each filter can ask for in this caseload, so that a word which fits nothing can be answered with them."""
    all_rows = tuple(rows)
    found = {
        "level": (row.level for row in sorted(all_rows, key=lambda row: -row.rank) if row.level),
        "adviser": (each.id for row in all_rows for each in row.advisers),
        "phase": (phase for row in all_rows for phase in row.phases),
        "authority": (row.authority for row in all_rows),
    }
    return {name: tuple(dict.fromkeys(words)) for name, words in found.items()}


def chosen(rows: Iterable[SchoolStatus], choice: Choice, order: str = "level") -> tuple[SchoolStatus, ...]:
    """The schools of a choice in the order of that name, equal ones by authority and name."""
    taken = sorted((row for row in rows if choice.takes(row)), key=lambda row: (row.authority, row.name, row.case))
    return tuple(sorted(taken, key=ORDERS[order]))


def _level(row: SchoolStatus) -> tuple[object, ...]:
    return (row.authority, row.rank >= 0, -row.rank)


def _rating(row: SchoolStatus) -> tuple[object, ...]:
    return (row.rating.colour.order, -len(row.rating.reasons), -row.rank)


def _name(row: SchoolStatus) -> tuple[object, ...]:
    return (row.name.casefold(),)


def _since(row: SchoolStatus) -> tuple[object, ...]:
    return (row.since or date.max,)


def _next(row: SchoolStatus) -> tuple[object, ...]:
    return (row.next_due.due_on if row.next_due else date.max,)


def _overdue(row: SchoolStatus) -> tuple[object, ...]:
    return (-len(row.overdue), min((each.obligation.due_on for each in row.overdue), default=date.max))


ORDERS: Mapping[str, Callable[[SchoolStatus], tuple[object, ...]]] = {
    "level": _level,
    "rating": _rating,
    "name": _name,
    "since": _since,
    "next": _next,
    "overdue": _overdue,
}
"""The orders of `status --sort`. `level`: by authority, what can't be read first, then the highest."""


def _is_among(asked: tuple[str, ...], words: Iterable[str]) -> bool:
    return not asked or not {_plain(word) for word in asked}.isdisjoint(map(_plain, words))


def _names(word: str, row: SchoolStatus) -> bool:
    """Whether the word is an adviser's id, or part of the name."""
    return any(_plain(word) == _plain(each.id) or _plain(word) in _plain(each.name) for each in row.advisers)


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").split())
