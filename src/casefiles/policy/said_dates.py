"""The dates that an officer's text says: `9 February and 22 June 2027`, with their weekdays where it names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

__all__ = ["SaidDate", "only_says", "said_dates"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = rf"(?:(?:{'|'.join(_WEEKDAYS)}),?\s+)?[0-3]?\d(?:st|nd|rd|th)?"
_SAID = re.compile(
    rf"\b(?P<days>{_DAY}(?:\s*(?:,|and|&)\s*{_DAY})*)\s+(?P<month>{'|'.join(_MONTHS)})\b(?:,?\s+(?P<year>\d{{4}})\b)?"
)
_ONE = re.compile(rf"(?:({'|'.join(_WEEKDAYS)}),?\s+)?([0-3]?\d)(?:st|nd|rd|th)?")
_BETWEEN = re.compile(r"[\s,.;:&]|\band\b", re.IGNORECASE)


class SaidDate(Struct, frozen=True):
    """A date of a text, with the weekday that the text gives it (an empty string where it gives none).

    `has_year` says whether the year stands in the text.
    """

    date: date
    weekday: str
    has_year: bool = True

    @property
    def has_other_weekday(self) -> bool:
        """Whether the text gives the date a weekday on which it does not fall."""
        return bool(self.weekday) and self.weekday != _WEEKDAYS[self.date.weekday()]


def said_dates(text: str, after: date) -> tuple[SaidDate, ...]:
    """The dates of the text in order. One without a year has the year said next, else its first day from `after` on.

    A date that no calendar has (31 June) is left out.
    """
    for month in _MONTHS:
        if month in text:
            break
    else:
        return ()
    found = list(_SAID.finditer(text))
    years = [int(match["year"]) if match["year"] else 0 for match in found]
    return tuple(
        said
        for place, match in enumerate(found)
        for said in _of(match, next((year for year in years[place:] if year), 0), after)
    )


def only_says(text: str, days: tuple[date, ...], after: date) -> bool:
    """Whether the text says these dates and nothing else, so that it adds nothing to a list of them."""
    said = said_dates(text, after)
    if {one.date for one in said} != set(days) or any(one.has_other_weekday for one in said):
        return False
    return not _BETWEEN.sub("", _SAID.sub("", text))


def _of(match: re.Match[str], year: int, after: date) -> Iterator[SaidDate]:
    """The dates of one run of days with their month."""
    month = _MONTHS.index(match["month"]) + 1
    for weekday, number in _ONE.findall(match["days"]):
        for wanted in (year,) if year else (after.year, after.year + 1):
            day = _date(wanted, month, int(number))
            if day is not None and (year or day >= after):
                yield SaidDate(day, weekday, bool(year))
                break


def _date(year: int, month: int, number: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
