"""Values in words: dates, amounts, lists. The only place where composers make text of data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from casefiles.calendars import say_date, say_weekday
from casefiles.prose import Words

__all__ = [
    "amount",
    "as_words",
    "begun",
    "dates_in_words",
    "day",
    "days",
    "figure",
    "in_sentence",
    "joined",
    "listed",
    "number",
    "or_nothing",
    "plain",
    "school_year",
    "singular",
    "time_of_day",
    "weekday",
]

_PERCENT = frozenset({"percent", "per cent", "percentage", "%"})
_MINUTES = re.compile(r"\b(\d{1,2})\.(\d\d) ?([ap]m)\b")
_ONE = {"children": "child", "people": "person", "families": "family", "points": "point"}


def day(on: date | None) -> str:
    """The date as in `7 October 2025`; an empty string for none."""
    return say_date(on) if on else ""


def weekday(on: date | None) -> str:
    """The date as in `Tuesday 7 October 2025`; an empty string for none."""
    return say_weekday(on) if on else ""


def number(value: Decimal | None) -> str:
    """The number as an officer wrote it (8.10 stays 8.10); an empty string for none."""
    return "" if value is None else f"{value:f}"


def amount(value: Decimal | None, unit: str | None) -> str:
    """The number with its unit: `61%`, `1 pupil`, `1,174 pupils`; an empty string for none."""
    if value is None or not unit or unit.casefold() in _PERCENT:
        return figure(value, unit)
    return f"{figure(value, None)} {singular(unit) if value == 1 else unit}"


def figure(value: Decimal | None, unit: str | None) -> str:
    """The number for where its unit stands beside another: `80%`, but `3` of pupils; an empty string for none."""
    sign = "%" if unit and unit.casefold() in _PERCENT else ""
    return "" if value is None else f"{value:,f}{sign}"


def singular(unit: str) -> str:
    """The unit for one of it: the last of its words without the ending of the plural."""
    first, space, last = unit.rpartition(" ")
    bare = last[:-1] if last.endswith("s") and not last.endswith("ss") else last
    return f"{first}{space}{_ONE.get(last, bare)}"


def days(value: Decimal | None) -> str:
    """A number of days: `1 day`, `1.5 days`; an empty string for none."""
    return amount(value.normalize() + 0 if value is not None else None, "days")


def joined(words: Iterable[str]) -> str:
    """The words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    kept = [word for word in words if word]
    if len(kept) < 2:
        return "".join(kept)
    return f"{', '.join(kept[:-1])} and {kept[-1]}"


def listed(words: Iterable[str]) -> str:
    """The words as a list in a line: as in a sentence, or with semicolons where one has a list of its own in it."""
    kept = [word for word in words if word]
    return "; ".join(kept) if any(" and " in word or "," in word for word in kept) else joined(kept)


def dates_in_words(dates: Sequence[date]) -> tuple[str, ...]:
    """The dates in order, each with its weekday."""
    return tuple(weekday(on) for on in sorted(dates))


def plain(identifier: str) -> str:
    """An id as words, for where a pack or a record has no title for it: `phonics-coaching` is `phonics coaching`."""
    return identifier.replace("-", " ")


def begun(text: str) -> str:
    """The words as a cell or line begins them: with a capital."""
    return text[:1].upper() + text[1:]


def time_of_day(text: str | None) -> str:
    """The time as letters give it: `1:30pm`, where the case says `1.30pm`; an empty string for none."""
    return _MINUTES.sub(r"\1:\2\3", text or "")


def school_year(name: str) -> str:
    """The academic year within a sentence: `2025 to 2026` for `2025-26`; an empty string for none."""
    first, _, last = name.partition("-")
    return f"{first} to {first[: -len(last)]}{last}" if last else name


def in_sentence(title: str) -> str:
    """The title within a sentence: without its capital, unless its second word has one too ("Joint Review Group")."""
    second = title.split()[1:2]
    return title if second and second[0][:1].isupper() else f"{title[:1].lower()}{title[1:]}"


def or_nothing(text: str | None) -> str:
    """The text, or an empty string for none."""
    return text or ""


def as_words(text: str) -> tuple[Words, ...]:
    """The text as inline content, whole and without marks; nothing for an empty one."""
    return (Words(text),) if text else ()
