"""How people are found in free text: by every form of their names, and not in ordinary words or longer names."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.documents.compose.called import Called, is_ordinary, words_in

FIRST = ("Lena", "Anne-Marie", "Siân", "Tomasz", "Priya")
LAST = ("Okoro", "O'Neill", "van Dijk", "Smith-Jones", "Szymański")
TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Cllr", "Sister", "Professor")
BEFORE = ("When ", "The plan was agreed with ", "Since (", "Ask ", "“", "In May ", "")
AFTER = (" came, attendance rose.", "'s team meets on Monday.", ", who leads it, agreed.", ".", " and the governors")


def forms(first: str, last: str) -> tuple[str, ...]:
    """Every form of a name that names the person wherever it stands."""
    whole = (f"{first} {last}", f"{first[0]}. {last}", f"{first[0]}.{last}")
    bare = () if first[0] == "A" else (f"{first[0]} {last}",)  # "A Green report" names nobody
    titled = (f"{title}{dot} {last}" for title in TITLES for dot in ("", "."))
    return (*whole, *bare, *titled, f"Ms {first} {last}", f"{first}\u00a0{last}", f"{first} {last}".replace("'", "’"))  # noqa: RUF001


def without(called: Called, text: str) -> str:
    written = {word for word in words_in(text) if word.islower()}
    alone = [word for word in {called.parts[0], called.parts[-1]} if not is_ordinary(word, written)]
    return called.replaced(text, lambda: "the headteacher", alone)


@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize("first", FIRST)
def test_no_form_of_a_name_is_left_wherever_it_stands(first: str, last: str) -> None:
    called = Called(f"{first} {last}", f"Mrs {last}", "headteacher")
    for form, before, after in product(forms(first, last), BEFORE, AFTER):
        assert without(called, f"{before}{form}{after}") == f"{before}the headteacher{after}"


@given(
    st.lists(st.sampled_from((*BEFORE[:-1], *AFTER, "mark the work ", "a rose ", "Grace Court School ")), max_size=8)
)
def test_words_that_name_nobody_stay_as_they_are(parts: list[str]) -> None:
    text = "".join(parts)
    for name in ("Mark Rose", "Grace May", "April Green", "Will Court"):
        assert without(Called(name, f"Ms {name.split()[1]}", "headteacher"), text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Visits began when Lena came.", "Visits began when the headteacher came."),
        ("Staff told Okoro so.", "Staff told the headteacher so."),
        ("Agreed with Lena, Okoro's deputy", "Agreed with the headteacher, the headteacher's deputy"),
        ("When Lena came", "When the headteacher came"),
        ("Lena Park School is near Okoro Street.", "Lena Park School is near Okoro Street."),
        ("St Lena's is new.", "St Lena's is new."),
        ("Okoro-style lessons, as Lenas do", "Okoro-style lessons, as Lenas do"),
    ],
)
def test_one_name_alone_is_a_person_in_the_middle_of_a_sentence_and_no_part_of_a_longer_name(
    text: str, wanted: str
) -> None:
    assert without(Called("Lena Okoro", "Ms Okoro", "headteacher"), text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The school is rated Green.",
        "A Green rating",
        "By May it was open.",
        "It was graded Good.",
        "the will to Will it",
    ],
)
def test_a_name_that_is_a_common_word_is_not_looked_for_alone(text: str) -> None:
    for name in ("Anna Green", "May Good", "Will Summer"):
        assert without(Called(name, "", "headteacher"), text) == text


def test_titles_middle_names_and_letters_of_a_name_on_file_are_no_part_of_how_people_say_it() -> None:
    called = Called("Dr Lena M. Okoro", "Dr Okoro", "headteacher")
    assert called.parts == ("Lena", "Okoro")
    assert without(called, "Ask Lena Okoro or Mrs Okoro") == "Ask the headteacher or the headteacher"
