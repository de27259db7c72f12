"""The dates that an officer's text says."""

from __future__ import annotations

from datetime import date

import pytest

from casefiles.policy.said_dates import only_says, said_dates

AFTER = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10 November 2026.", ["2026-11-10"]),
        ("9 February and 22 June 2027, as reviews.", ["2027-02-09", "2027-06-22"]),
        ("10, 17 and 24 March 2027", ["2027-03-10", "2027-03-17", "2027-03-24"]),
        ("Tuesday 7th January", ["2027-01-07"]),
        ("by 4 December", ["2026-12-04"]),
        ("31 June 2027", []),
        ("Year 6 in March", []),
    ],
)
def test_the_dates_of_a_text_are_found_with_their_years(text: str, days: list[str]) -> None:
    assert [said.date.isoformat() for said in said_dates(text, AFTER)] == days


@pytest.mark.parametrize(("text", "other"), [("Tuesday 10 November 2026", False), ("Friday 10 November 2026", True)])
def test_a_weekday_on_which_the_date_does_not_fall_is_seen(text: str, other: bool) -> None:
    [said] = said_dates(text, AFTER)
    assert said.has_other_weekday is other


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("9 February and 22 June 2027.", True),
        ("Tuesday 9 February 2027; Tuesday 22 June 2027", True),
        ("9 February 2027.", False),
        ("9 February and 22 June 2027 at 4pm", False),
        ("Friday 9 February and 22 June 2027.", False),
    ],
)
def test_a_text_that_says_the_dates_and_nothing_else_adds_nothing(text: str, only: bool) -> None:
    assert only_says(text, (date(2027, 2, 9), date(2027, 6, 22)), AFTER) is only
