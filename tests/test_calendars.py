from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.bank_holidays import WRITTEN, bank_holidays, library_bank_holidays
from casefiles.calendars import Calendar, academic_year, say_date, say_days, say_weekday
from casefiles.model.authority import Year

YEAR_2025 = Year.model_validate(
    {
        "autumn": {"start": "2025-09-02", "half_term": ["2025-10-27", "2025-10-31"], "end": "2025-12-19"},
        "spring": {"start": "2026-01-05", "half_term": ["2026-02-16", "2026-02-20"], "end": "2026-03-27"},
        "summer": {"start": "2026-04-13", "half_term": ["2026-05-25", "2026-05-29"], "end": "2026-07-22"},
        "closed": ["2025-09-02"],
    }
)
CALENDAR = Calendar({"2025-26": YEAR_2025})
days = st.dates(min_value=date(2010, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-12-14", 15, "2027-01-07"),
        ("2027-03-22", 15, "2027-04-14"),
        ("2026-04-01", 15, "2026-04-24"),
        ("2025-12-22", 15, "2026-01-15"),
        ("2026-11-23", 15, "2026-12-14"),
        ("2026-12-14", 10, "2026-12-30"),
        ("2026-08-28", 1, "2026-09-01"),
        ("2026-04-02", 1, "2026-04-07"),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, count: int, expected: str) -> None:
    assert Calendar().add_working_days(date.fromisoformat(day), count).on == date.fromisoformat(expected)


def test_a_working_day_derivation_names_the_bank_holidays_that_it_left_out() -> None:
    derived = Calendar().add_working_days(date(2026, 12, 14), 15)
    assert derived.derivation == (
        "15 working days after 14 December 2026, leaving out 25 and 28 December and 1 January: 7 January 2027"
    )


def test_a_derivation_without_bank_holidays_leaves_nothing_out() -> None:
    derived = Calendar().add_working_days(date(2026, 11, 23), 1)
    assert derived.derivation == "1 working day after 23 November 2026: 24 November 2026"


def test_working_days_are_counted_backwards_from_the_day_before() -> None:
    derived = Calendar().subtract_working_days(date(2027, 1, 5), 5)
    assert derived.derivation == (
        "5 working days before 5 January 2027, leaving out 25 and 28 December and 1 January: 24 December 2026"
    )


def test_the_written_bank_holidays_are_those_of_the_library() -> None:
    of_england = {year for year in WRITTEN if bank_holidays(year) != library_bank_holidays(year)}
    of_wales = {year for year in WRITTEN if bank_holidays(year) != library_bank_holidays(year, "WLS")}
    assert (of_england, of_wales) == (set(), set())
    assert date(2026, 12, 28) in bank_holidays(2026)


def test_a_year_that_is_not_written_out_comes_from_the_library() -> None:
    assert 1999 not in WRITTEN
    assert date(1999, 12, 31) in bank_holidays(1999), "the one of the millennium"
    assert date(2050, 12, 27) in bank_holidays(2050), "Boxing Day moves to Tuesday"


def test_the_national_pack_can_add_and_remove_bank_holidays() -> None:
    calendar = Calendar(added=frozenset({date(2026, 6, 5)}), removed=frozenset({date(2026, 5, 4)}))
    assert not calendar.is_working_day(date(2026, 6, 5))
    assert calendar.is_working_day(date(2026, 5, 4))
    assert calendar.is_bank_holiday(date(2026, 8, 31))


@given(day=days, count=st.integers(min_value=1, max_value=60))
def test_as_many_working_days_lie_in_the_stretch_as_were_counted(day: date, count: int) -> None:
    calendar = Calendar()
    on = calendar.add_working_days(day, count).on
    passed = [day + timedelta(days=n) for n in range(1, (on - day).days + 1)]
    assert sum(calendar.is_working_day(each) for each in passed) == count
    assert calendar.is_working_day(on)


@given(day=days, count=st.integers(min_value=1, max_value=60))
def test_counting_forth_and_back_ends_on_the_same_working_day(day: date, count: int) -> None:
    calendar = Calendar()
    start = calendar.add_working_days(day, 1).on
    assert calendar.subtract_working_days(calendar.add_working_days(start, count).on, count).on == start


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-30", "2027-01-30"),
        ("2026-12-31", "2027-02-28"),
        ("2027-12-31", "2028-02-29"),
        ("2026-08-31", "2026-10-31"),
    ],
)
def test_two_months_end_on_the_corresponding_date_or_the_months_last(day: str, expected: str) -> None:
    assert Calendar().add_months(date.fromisoformat(day), 2).on == date.fromisoformat(expected)


def test_a_clamped_month_says_so() -> None:
    derived = Calendar().add_months(date(2026, 12, 31), 2)
    assert derived.derivation == "2 months after 31 December 2026: 28 February 2027, the last day of February"


@given(day=days, count=st.integers(min_value=0, max_value=48))
def test_months_keep_the_day_or_clamp_it_to_the_last_of_the_month(day: date, count: int) -> None:
    on = Calendar().add_months(day, count).on
    assert (on.year - day.year) * 12 + on.month - day.month == count
    assert on.day == day.day or (on.day < day.day and (on + timedelta(days=1)).day == 1)


def test_weeks_are_said_as_weeks_and_other_spans_as_days() -> None:
    assert Calendar().add_days(date(2026, 1, 27), 70).derivation == "10 weeks after 27 January 2026: 7 April 2026"
    assert Calendar().add_days(date(2026, 1, 27), 10).derivation == "10 days after 27 January 2026: 6 February 2026"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-09-02", False),  # closed
        ("2025-09-03", True),
        ("2025-10-29", False),  # half-term
        ("2025-11-01", False),  # a Saturday
        ("2025-12-22", False),  # Christmas holiday
        ("2026-05-04", False),  # a bank holiday in term
        ("2026-07-22", True),
        ("2026-08-03", False),
        ("2026-09-03", None),  # a year that the calendar lacks
    ],
)
def test_a_school_day_is_a_working_day_in_a_half_term_that_is_not_closed(day: str, *, expected: bool | None) -> None:
    assert CALENDAR.is_school_day(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("day", "until", "expected"),
    [
        ("2025-10-23", "2025-11-13", "2025-10-23"),
        ("2025-10-30", "2025-11-13", "2025-11-03"),
        ("2025-10-30", "2025-11-03", "2025-10-30"),
        ("2012-10-30", "2012-11-13", "2012-10-30"),
    ],
)
def test_a_day_in_a_holiday_moves_to_the_next_school_day_unless_none_is_left(
    day: str, until: str, expected: str
) -> None:
    found = CALENDAR.school_day_from(date.fromisoformat(day), date.fromisoformat(until))
    assert found == date.fromisoformat(expected)


def test_school_days_leave_out_the_holidays_as_stretches() -> None:
    derived = CALENDAR.add_school_days(date(2025, 10, 23), 3)
    assert derived is not None
    assert derived.derivation == "3 school days after 23 October 2025, leaving out 27 to 31 October: 4 November 2025"


def test_school_days_over_christmas_name_both_months() -> None:
    derived = CALENDAR.add_school_days(date(2025, 12, 18), 2)
    assert derived is not None
    assert derived.on == date(2026, 1, 5)
    assert "leaving out 22 December to 2 January" in derived.derivation


def test_school_days_that_need_a_missing_year_are_not_judged() -> None:
    assert CALENDAR.add_school_days(date(2026, 7, 20), 2) is not None
    assert CALENDAR.add_school_days(date(2026, 7, 20), 3) is None
    assert CALENDAR.add_school_days(date(2026, 9, 10), 1) is None
    assert Calendar().add_school_days(date(2025, 10, 1), 1) is None


def test_an_academic_year_has_six_half_terms_and_three_terms() -> None:
    half_terms = CALENDAR.half_terms("2025-26")
    terms = CALENDAR.terms("2025-26")
    assert half_terms is not None
    assert terms is not None
    assert [(block.start.isoformat(), block.end.isoformat()) for block in half_terms[:3]] == [
        ("2025-09-02", "2025-10-26"),
        ("2025-11-01", "2025-12-19"),
        ("2026-01-05", "2026-02-15"),
    ]
    assert half_terms[2].name == "the first half of the spring term 2026"
    assert len(half_terms) == 6
    assert [block.name for block in terms] == [
        "the autumn term 2025",
        "the spring term 2026",
        "the summer term 2026",
    ]
    assert CALENDAR.half_terms("2026-27") is None
    assert CALENDAR.terms("2026-27") is None


def test_blocks_between_two_days_come_with_the_years_that_are_missing() -> None:
    blocks, missing = CALENDAR.half_terms_between(date(2026, 5, 26), date(2026, 10, 1))
    assert [block.name for block in blocks] == ["the second half of the summer term 2026"]
    assert missing == ("2026-27",)
    blocks, missing = CALENDAR.terms_between(date(2025, 12, 19), date(2026, 1, 5))
    assert [block.name for block in blocks] == ["the autumn term 2025", "the spring term 2026"]
    assert missing == ()


def test_a_day_of_the_holidays_is_in_no_block() -> None:
    assert CALENDAR.block_of(date(2025, 10, 28), "half-term") is None
    term = CALENDAR.block_of(date(2025, 10, 28), "term")
    assert term is not None
    assert term.name == "the autumn term 2025"
    assert CALENDAR.block_of(date(2026, 8, 1), "term") is None


def test_an_academic_year_runs_from_september_unless_the_terms_say_otherwise() -> None:
    assert academic_year(date(2025, 8, 31)) == "2024-25"
    assert academic_year(date(2025, 9, 1)) == "2025-26"
    assert academic_year(date(1999, 9, 1)) == "1999-00"
    early = YEAR_2025.model_copy(update={"autumn": YEAR_2025.autumn.model_copy(update={"start": date(2025, 8, 27)})})
    assert Calendar({"2025-26": early}).academic_year(date(2025, 8, 28)) == "2025-26"


def test_dates_are_said_as_letters_have_them() -> None:
    assert say_date(date(2025, 10, 7)) == "7 October 2025"
    assert say_weekday(date(2025, 10, 7)) == "Tuesday 7 October 2025"
    assert say_days([date(2027, 1, 1), date(2026, 12, 28), date(2026, 12, 25), date(2026, 12, 24)]) == (
        "24, 25 and 28 December and 1 January"
    )
    assert say_days([]) == ""
