"""Terms, half-terms, school days, working days and months; every result says how it was derived.

A working day is Monday to Friday and no bank holiday in England or Wales (their days are the same). A school
day is a working day inside one of the six half-terms that is not `closed`. Counting starts on the day after.
What depends on an academic year that the calendar doesn't have is None, or is named beside the result: never
silence.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property

from msgspec import Struct, field

from casefiles.bank_holidays import bank_holidays
from casefiles.model.authority import Year
from casefiles.model.caseview import Case

__all__ = [
    "Block",
    "Calendar",
    "Derived",
    "academic_year",
    "academic_year_begins",
    "calendar_of",
    "say_date",
    "say_days",
    "say_weekday",
]

_DAY = timedelta(days=1)
_MONTHS = tuple(gregorian.month_name)
_WEEKDAYS = tuple(gregorian.day_name)
_TERMS = ("autumn", "spring", "summer")
_SATURDAY = 5
_RUN = 3
"""From how many days running a sentence says "27 to 31 October" in place of each day."""


class Derived(Struct, frozen=True):
    """A date with the sentence that says how it follows."""

    on: date
    derivation: str


class Block(Struct, frozen=True):
    """A stretch of school days, both ends included: a term or one of the six half-terms.

    `name` is for sentences ("the first half of the autumn term 2025"), `year` the academic year (2025-26).
    """

    name: str
    year: str
    start: date
    end: date

    def covers(self, day: date) -> bool:
        """Whether the day lies in the block."""
        return self.start <= day <= self.end


class Calendar(Struct, frozen=True, dict=True):
    """The days of one school: its terms by academic year and the bank holidays of England and Wales.

    `added` and `removed` are the national pack's changes to the bank holidays that are known in advance.
    """

    years: Mapping[str, Year] = field(default_factory=dict)
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def is_bank_holiday(self, day: date) -> bool:
        """Whether the day is a weekday and a bank holiday in England and Wales."""
        return day in self.added or (day in bank_holidays(day.year) and day not in self.removed)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is Monday to Friday and no bank holiday in England and Wales."""
        return day.weekday() < _SATURDAY and not self.is_bank_holiday(day)

    def is_school_day(self, day: date) -> bool | None:
        """Whether pupils come that day; None where the calendar doesn't have its academic year."""
        if day not in self._school_days:
            self._school_days[day] = self._comes(day)
        return self._school_days[day]

    @cached_property
    def _school_days(self) -> dict[date, bool | None]:
        """Whether pupils come on each day that was asked about."""
        return {}

    def _comes(self, day: date) -> bool | None:
        year = self.years.get(self.academic_year(day))
        if year is None:
            return None
        return self.is_working_day(day) and day not in year.closed and self.block_of(day, "half-term") is not None

    def academic_year(self, day: date) -> str:
        """The academic year of a day (2025-26): by the calendar's terms, else from September to August."""
        for name, year in self.years.items():
            if year.autumn.start <= day <= year.summer.end:
                return name
        return academic_year(day)

    def has_year_of(self, day: date) -> bool:
        """Whether the calendar has the academic year of a day."""
        return self.academic_year(day) in self.years

    def missing_years(self, start: date, end: date) -> tuple[str, ...]:
        """The academic years between two days (both included) that the calendar doesn't have, oldest first."""
        first, last = (int(self.academic_year(day)[:4]) for day in (start, end))
        names = (_year_name(begins) for begins in range(first, last + 1))
        return tuple(name for name in names if name not in self.years)

    def add_working_days(self, day: date, count: int) -> Derived:
        """The working day `count` working days after a day, counted from the day after it."""
        on, left_out = _counted(day, count, _DAY, self.is_working_day)
        return Derived(on, _sentence(_amount(count, "working day"), "after", day, on, left_out=say_days(left_out)))

    def subtract_working_days(self, day: date, count: int) -> Derived:
        """The working day `count` working days before a day, counted from the day before it."""
        on, left_out = _counted(day, count, -_DAY, self.is_working_day)
        return Derived(on, _sentence(_amount(count, "working day"), "before", day, on, left_out=say_days(left_out)))

    def school_day_from(self, day: date, until: date) -> date:
        """The first school day from a day on that is before another; the day itself where there is none."""
        days = (day + number * _DAY for number in range(max((until - day).days, 0)))
        return next((each for each in days if self.is_school_day(each)), day)

    def add_school_days(self, day: date, count: int) -> Derived | None:
        """The school day `count` school days after a day; None where a year on the way is missing."""
        if not self.has_year_of(day):
            return None
        last = max(year.summer.end for year in self.years.values())

        def comes(each: date) -> bool:
            return bool(self.is_school_day(each))

        on, left_out = _counted(day, count, _DAY, comes, until=last)
        if self.missing_years(day, on) or (count and not comes(on)):
            return None
        sentence = _sentence(_amount(count, "school day"), "after", day, on, left_out=say_days(left_out, runs=True))
        return Derived(on, sentence)

    def add_days(self, day: date, count: int) -> Derived:
        """The day `count` days after a day; whole weeks are said in weeks."""
        on = day + timedelta(days=count)
        weeks, rest = divmod(count, 7)
        number, unit = (weeks, "week") if count and not rest else (count, "day")
        return Derived(on, _sentence(_amount(number, unit), "after", day, on))

    def add_months(self, day: date, count: int) -> Derived:
        """The corresponding date `count` months after a day, clamped to the month's end."""
        index = day.year * 12 + day.month - 1 + count
        year, month = index // 12, index % 12 + 1
        length = gregorian.monthrange(year, month)[1]
        on = date(year, month, min(day.day, length))
        clamped = f"the last day of {_MONTHS[month]}" if day.day > length else ""
        sentence = _sentence(_amount(count, "month"), "after", day, on)
        return Derived(on, f"{sentence}, {clamped}" if clamped else sentence)

    def terms(self, year: str) -> tuple[Block, ...] | None:
        """The three terms of an academic year; None where the calendar doesn't have it."""
        return self._blocks.get(year, {}).get("term")

    def half_terms(self, year: str) -> tuple[Block, ...] | None:
        """The six half-terms of an academic year; None where the calendar doesn't have it."""
        return self._blocks.get(year, {}).get("half-term")

    def block_of(self, day: date, unit: str) -> Block | None:
        """The term or half-term (`unit`) that a day lies in; None in the holidays or where its year is missing."""
        found = self._blocks.get(self.academic_year(day), {}).get(unit, ())
        return next((block for block in found if block.covers(day)), None)

    def blocks_between(self, start: date, end: date, unit: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
        """The terms or half-terms that share a day with [start, end], oldest first, and the years that are missing."""
        found = sorted(
            (block for units in self._blocks.values() for block in units[unit]), key=lambda block: block.start
        )
        touched = tuple(block for block in found if block.start <= end and start <= block.end)
        return touched, self.missing_years(start, end)

    def terms_between(self, start: date, end: date) -> tuple[tuple[Block, ...], tuple[str, ...]]:
        """The terms that share a day with [start, end], and the academic years that are missing."""
        return self.blocks_between(start, end, "term")

    def half_terms_between(self, start: date, end: date) -> tuple[tuple[Block, ...], tuple[str, ...]]:
        """The half-terms that share a day with [start, end], and the academic years that are missing."""
        return self.blocks_between(start, end, "half-term")

    @cached_property
    def _blocks(self) -> Mapping[str, Mapping[str, tuple[Block, ...]]]:
        return {
            name: {"term": tuple(_terms(name, year)), "half-term": tuple(_half_terms(name, year))}
            for name, year in self.years.items()
        }


def calendar_of(case: Case, added: Iterable[date] = (), removed: Iterable[date] = ()) -> Calendar:
    """The calendar of a case: the school's own years over the authority's."""
    years = {**case.authority.file.calendar, **case.school.calendar}
    return Calendar(years, frozenset(added), frozenset(removed))


def academic_year(day: date) -> str:
    """The academic year of a day, from 1 September to 31 August: 2025-26."""
    return _year_name(academic_year_begins(day))


def academic_year_begins(day: date) -> int:
    """The calendar year in which the academic year of a day begins, on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def say_date(day: date) -> str:
    """A date as letters have it: 7 October 2025."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def say_weekday(day: date) -> str:
    """A date with its day of the week: Tuesday 7 October 2025."""
    return f"{_WEEKDAYS[day.weekday()]} {say_date(day)}"


def say_days(days: Iterable[date], *, runs: bool = False) -> str:
    """Several days without their year: "25 and 28 December and 1 January".

    With `runs`, weekdays that follow each other are said as one stretch from the third on.
    """
    groups: list[str] = []
    singles: list[date] = []

    def close() -> None:
        if singles:
            groups.append(f"{_joined([str(day.day) for day in singles])} {_MONTHS[singles[0].month]}")
            singles.clear()

    for run in _runs(sorted(days)):
        if runs and len(run) >= _RUN:
            close()
            groups.append(_say_run(run[0], run[-1]))
            continue
        for day in run:
            if singles and singles[0].month != day.month:
                close()
            singles.append(day)
    close()
    return _joined(groups)


def _say_run(first: date, last: date) -> str:
    start = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month]}"
    return f"{start} to {last.day} {_MONTHS[last.month]}"


def _runs(days: list[date]) -> list[list[date]]:
    """The days in stretches: within one, only a weekend stands between a day and the next."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days <= (3 if day.weekday() == 0 else 1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _amount(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _sentence(amount: str, side: str, day: date, on: date, *, left_out: str = "") -> str:
    without = f", leaving out {left_out}" if left_out else ""
    return f"{amount} {side} {say_date(day)}{without}: {say_date(on)}"


def _counted(
    day: date, count: int, step: timedelta, counts: Callable[[date], bool], until: date | None = None
) -> tuple[date, list[date]]:
    """The day that is reached after `count` days that count, and the weekdays on the way that don't."""
    left_out: list[date] = []
    while count and (until is None or day < until):
        day += step
        if counts(day):
            count -= 1
        elif day.weekday() < _SATURDAY:
            left_out.append(day)
    return (day + _DAY if count else day), left_out


def _year_name(begins: int) -> str:
    return f"{begins}-{(begins + 1) % 100:02d}"


def _terms(name: str, year: Year) -> Iterable[Block]:
    for term_name in _TERMS:
        term = getattr(year, term_name)
        yield Block(f"the {term_name} term {term.start.year}", name, term.start, term.end)


def _half_terms(name: str, year: Year) -> Iterable[Block]:
    for term_name in _TERMS:
        term = getattr(year, term_name)
        first, last = term.half_term
        title = f"half of the {term_name} term {term.start.year}"
        yield Block(f"the first {title}", name, term.start, first - _DAY)
        yield Block(f"the second {title}", name, last + _DAY, term.end)
