"""Letter, minutes, summary and plan agree: by construction, and a record that contradicts itself is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.documents.catalogue import document_diagnostics
from drafting import drafted, loaded
from fullcase import FULL_CASE

OF_THE_REVIEW = ("targeted-meeting-report", "governing-body-summary", "rapid-improvement-plan")


def review(text: str, facts: str = "judgement: on-track\nnext_meetings: [2026-03-24]") -> str:
    return f"""
=== meetings/2026-01-27-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
{facts}
---
{text}
"""


def said(root: Path, *changes: str) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in document_diagnostics(*loaded(root, *changes))]


def test_a_case_that_agrees_with_itself_is_told_nothing(tmp_path: Path) -> None:
    assert said(tmp_path, FULL_CASE) == []


@pytest.mark.parametrize(
    "fact",
    [
        "27 March 2026",
        "Tuesday 19 May 2026",
        "Paul Devane, Chair of Governors",
        "Amara Osei, Director of Learning and Impact",
        "Reduce persistent absence",
        "23% at this meeting",
        "Telephone on the first day of absence",
        "17 April 2026",
        "Two days of the attendance service each week",
    ],
)
def test_all_that_is_made_of_one_review_says_the_same(tmp_path: Path, fact: str) -> None:
    without = [slug for slug in OF_THE_REVIEW if fact not in drafted(tmp_path / slug, slug, FULL_CASE, on="2026-03-24")]
    assert without == []


@pytest.mark.parametrize(
    ("minute", "codes"),
    [
        ("24 March 2026", []),
        ("24 March 2026; the governors meet in May", []),
        ("25 March 2026", ["DOC-030"]),
        ("24 March 2026. Until then: daily phonics from 2 February", []),
        ("To be agreed", []),
    ],
)
def test_another_date_in_the_minutes_than_in_the_list_of_next_meetings(
    tmp_path: Path, minute: str, codes: list[str]
) -> None:
    assert [code for code, _ in said(tmp_path, review(f"## Dates of future meetings\n{minute}"))] == codes


def test_the_other_date_is_named_with_both_places(tmp_path: Path) -> None:
    [one] = document_diagnostics(*loaded(tmp_path, review("## Dates of future meetings\n25 March 2026")))
    assert one.message == "the minutes speak of 25 March 2026, and next_meetings has 24 March 2026"
    assert (one.span.line, one.related[0][0].line) == (7, 5)


@pytest.mark.parametrize(
    ("minute", "codes"),
    [
        ("On track.", []),
        ("Not on track.", ["DOC-031"]),
        ("Not yet on track", ["DOC-031"]),
        ("The Chair was content.", []),
    ],
)
def test_another_judgement_in_the_minutes_than_in_the_record(tmp_path: Path, minute: str, codes: list[str]) -> None:
    assert [code for code, _ in said(tmp_path, review(f"## Overall progress\n{minute}"))] == codes


@pytest.mark.parametrize("sorry", ["cpp", "ellery"])
def test_somebody_both_present_and_sorry(tmp_path: Path, sorry: str) -> None:
    change = review("", f"apologies: [{sorry}]")
    assert said(tmp_path, change) == [("DOC-032", f"{sorry} is among those present and among the apologies")]


def test_a_report_dated_before_its_meeting(tmp_path: Path) -> None:
    assert said(tmp_path, review("", "report: {dated: 2026-01-26}")) == [
        ("DOC-033", "the report is dated 26 January 2026, before the meeting of 27 January 2026")
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tuesday 24 March 2026", []),
        ("Friday 24 March 2026", ["DOC-034"]),
        ("Friday 24 March", []),
        ("on a Friday", []),
    ],
)
def test_a_weekday_on_which_a_date_does_not_fall(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert [code for code, _ in said(tmp_path, review(f"## Purpose\n### Of the day\nWe meet {text}."))] == codes


def test_an_exit_plan_that_leads_elsewhere_than_the_decision(tmp_path: Path) -> None:
    change = FULL_CASE.replace("to: focused", "to: universal")
    assert said(tmp_path, change) == [
        (
            "DOC-035",
            "the exit plan 2026-05-20-to-focused leads to universal, and the decision of 20 May 2026 to focused",
        )
    ]
