"""The address of a letter stands as on an envelope, however the case file has it: who, what they are, where, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.documents.compose.postal import postal_lines
from drafting import ROWAN_HILL, drafted
from notice_pages import WESTMERE, text_of

LETTER = "targeted-initial-letter"
SCHOOL = ROWAN_HILL.partition("=== camden/rowan-hill-primary/school.yaml\n")[2].partition("=== ")[0]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (["Rowan Hill", "London", "NW5 9ZZ"], "Rowan Hill|London|NW5 9ZZ"),
        (["12, High Street, Ely CB7 4DX"], "12, High Street|Ely|CB7 4DX"),
        (["12A, High Street", "Ely, CB7 4DX"], "12A, High Street|Ely|CB7 4DX"),
        (["12-14, High Street, Ely"], "12-14, High Street|Ely"),
        (["Flat 2, 12 High Street, London, EC1A 1BB"], "Flat 2|12 High Street|London|EC1A 1BB"),
        (["The Old School,, Ely, "], "The Old School|Ely"),
        (["Church Lane, 7"], "Church Lane|7"),
        (["NW5 9ZZ"], "NW5 9ZZ"),
        ([], ""),
    ],
)
def test_an_address_has_a_line_for_each_part(given: list[str], lines: str) -> None:
    assert "|".join(postal_lines(given)) == lines


@pytest.mark.parametrize("address", ["[Rowan Hill, London, NW5 9ZZ]", '"Rowan Hill, London NW5 9ZZ"'])
def test_a_letter_to_several_names_each_with_the_role_above_the_school_and_its_address(
    tmp_path: Path, address: str
) -> None:
    change = "=== school.yaml\n" + SCHOOL.replace("[Rowan Hill, London, NW5 9ZZ]", address)
    at_the_head = (
        "Lena Okoro, Headteacher\nPaul Devane, Chair of Governors\n"
        "Rowan Hill Primary School\nRowan Hill\nLondon\nNW5 9ZZ\n6 November 2025\n"
    )
    assert at_the_head in drafted(tmp_path, LETTER, change)


def test_a_notice_to_one_person_has_the_office_on_a_line_of_its_own(tmp_path: Path) -> None:
    at_the_head = (
        "Hugh Pell\nChair of Governors\nFor the governing body\n"
        "St Aldhelm's Roman Catholic Primary School\nAbbey Road\nWestmere\nWM2 2BB\n2 March 2026\n"
    )
    assert at_the_head in text_of(tmp_path, "warning-notice")


def test_a_body_whose_address_begins_with_its_name_is_named_once(tmp_path: Path) -> None:
    named = "Roman Catholic Diocese of Westmere"
    given = WESTMERE.partition("=== westmere/authority.yaml\n")[2].partition("=== ")[0]
    change = "=== westmere/authority.yaml\n" + given.replace(
        "[4 Sea Street, Westmere]", f'"{named}, 4 Sea Street, Westmere"'
    )
    at_the_head = f"example.org\n{named}\n4 Sea Street\nWestmere\n26 January 2026\n"
    assert at_the_head in text_of(tmp_path, "religious-body-notification", change)
