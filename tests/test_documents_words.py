"""Values in words, as documents print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casefiles.documents.compose.words import amount, day, days, figure, joined, listed, number, weekday


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("61", "percent", "61%"),
        ("8.1", "per cent", "8.1%"),
        ("5", "%", "5%"),
        ("1", "pupils", "1 pupil"),
        ("2", "pupils", "2 pupils"),
        ("1", "percentage points", "1 percentage point"),
        ("3", "percentage points", "3 percentage points"),
        ("8.1", "days", "8.1 days"),
        ("1", "children", "1 child"),
        ("3", None, "3"),
        ("1174", "pupils", "1,174 pupils"),
        ("1250.50", "pounds", "1,250.50 pounds"),
    ],
)
def test_a_number_has_the_sign_for_percent_and_any_other_unit_in_words(
    value: str, unit: str | None, words: str
) -> None:
    assert amount(Decimal(value), unit) == words


@pytest.mark.parametrize(("unit", "words"), [("percent", "80%"), ("pupils", "80"), (None, "80")])
def test_beside_a_number_with_its_unit_only_the_sign_is_repeated(unit: str | None, words: str) -> None:
    assert figure(Decimal(80), unit) == words


@pytest.mark.parametrize(
    ("value", "words"), [("1", "1 day"), ("1.0", "1 day"), ("1.50", "1.5 days"), ("10", "10 days")]
)
def test_days_are_counted_without_empty_decimals(value: str, words: str) -> None:
    assert days(Decimal(value)) == words


def test_nothing_is_an_empty_string() -> None:
    assert [amount(None, "percent"), days(None), number(None), day(None), weekday(None)] == [""] * 5


def test_dates_have_no_zero_comma_or_ordinal() -> None:
    assert day(date(2025, 10, 7)) == "7 October 2025"
    assert weekday(date(2025, 10, 7)) == "Tuesday 7 October 2025"


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_stands_in_a_sentence(words: list[str], sentence: str) -> None:
    assert joined(words) == sentence


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["Teaching", "Behaviour"], "Teaching and Behaviour"),
        (
            ["Curriculum and teaching", "Leadership and governance"],
            "Curriculum and teaching; Leadership and governance",
        ),
        (["Behaviour", "Teaching, learning"], "Behaviour; Teaching, learning"),
        (["Curriculum and teaching"], "Curriculum and teaching"),
    ],
)
def test_a_list_of_lists_has_semicolons(words: list[str], line: str) -> None:
    assert listed(words) == line
