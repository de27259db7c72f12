"""Letters, plans and reports read aloud: one or several, titles within a sentence, what people are called at the school."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.documents.compose.words import in_sentence, school_year
from drafting import drafted
from fullcase import FULL_CASE

LETTER, PLAN = "targeted-initial-letter", "rapid-improvement-plan"

AGENDA = """
=== meetings/2026-07-16-review.md
---
kind: targeted-review
chair: director-of-learning
starts_at: 1.30pm
location: the library
---
"""
TWO_PRIORITIES = """
=== case.yaml
levels:
  - {level: targeted, decided_on: 2025-11-04, chair: director-of-learning, lead: cpp, criteria: [pri-2]}
support:
  - {id: officer, title: Attendance officer, priorities: [phonics, attendance], provider: Council, from: 2026-02-02, agreed_at: 2026-01-27-review}
  - {id: coach, title: Coach, priorities: [attendance], provider: Council, from: 2026-02-02, agreed_at: 2026-01-27-review}
"""
PRINCIPAL = """
=== school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Academy converter
phase: Primary
people:
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, title: Principal (executive), from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
"""
ONE_MEETING = """
=== meetings/2025-11-04-initial.md
---
kind: targeted-initial
present: [headteacher, chair-of-governors, cpp]
next_meetings: [2026-01-27]
letter: {dated: 2025-11-06}
---
## Issues and context
Phonics has fallen for two years.
"""
TWO_CRITERIA = """
=== case.yaml
levels:
  - {level: targeted, decided_on: 2025-11-04, chair: director-of-learning, criteria: [pri-2, viii]}
"""


def test_one_criterion_is_not_spoken_of_as_several(tmp_path: Path) -> None:
    one = drafted(tmp_path / "one", LETTER)
    assert "The decision rests on this criterion of our policy, with the evidence for it:\nCriterion Primary 2." in one
    several = drafted(tmp_path / "several", LETTER, TWO_CRITERIA)
    assert "The decision rests on these criteria of our policy, with the evidence for each:" in several
    assert "this criterion" not in several


def test_one_meeting_has_a_heading_of_its_own(tmp_path: Path) -> None:
    assert "Date of the next meeting\nTuesday 27 January 2026" in drafted(tmp_path / "one", LETTER, ONE_MEETING)
    assert "Dates of the next meetings\nTuesday 27 January 2026\nTuesday 24 March 2026" in drafted(tmp_path, LETTER)


def test_support_for_two_priorities_says_priorities(tmp_path: Path) -> None:
    text = drafted(tmp_path, PLAN, FULL_CASE, TWO_PRIORITIES)
    assert "(priorities 1 and 2)" in text
    assert "Coach, Council (priority 2)" in text


def test_actions_are_of_whom_the_school_calls_principal(tmp_path: Path) -> None:
    text = drafted(tmp_path, LETTER, PRINCIPAL)
    assert "We ask the Principal to complete the action set out below" in text
    assert "Daily phonics for all of Year 1\n1\nPrincipal\n28 November 2025" in text
    assert "Headteacher" not in text


def test_people_consulted_end_with_and(tmp_path: Path) -> None:
    text = drafted(tmp_path, "recategorisation-letter", FULL_CASE)
    assert "Paul Devane, Chair of Governors; and Tom Ellery, Camden Professional Partner." in text


def test_papers_name_the_meeting_within_the_sentence_and_where_it_is(tmp_path: Path) -> None:
    text = drafted(tmp_path, "targeted-review-agenda", AGENDA)
    assert "papers for the targeted support review meeting on Thursday 16 July 2026 at 1:30pm, at the library." in text


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("Autumn term meeting", "autumn term meeting"),
        ("Conference", "conference"),
        ("Joint Review Group meeting", "Joint Review Group meeting"),
        ("Raising Attainment Plan (RAP) and pupil progress meeting", "Raising Attainment Plan (RAP) and pupil progress meeting"),
    ],
)  # fmt: skip
def test_a_title_within_a_sentence_keeps_the_capital_of_a_name_alone(title: str, within: str) -> None:
    assert in_sentence(title) == within


def test_governors_read_of_each_key_area_where_it_stands_and_what_was_done_day_by_day(tmp_path: Path) -> None:
    actions = """
=== actions.yaml
- {id: second, priority: phonics, action: Group lessons, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2026-01-30, done_on: 2026-01-26, impact: Calmer., impact_on: 2026-01-26}
- {id: first, priority: phonics, action: Daily lessons, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-11-28, done_on: 2025-11-28}
"""
    text = drafted(tmp_path, "governing-body-summary", actions, on="2026-01-27")
    assert (
        "1. Raise the proportion of Year 1 pupils meeting the phonics standard\n"
        "Progress: On track. 69% at this meeting (target 78% by 19 June 2026, 61% at the start).\n"
        "Daily lessons (Headteacher, done 28 November 2025)\n"
        "Group lessons (Headteacher, done 26 January 2026): Calmer.\n"
    ) in text


@pytest.mark.parametrize(("name", "said"), [("2026-27", "2026 to 2027"), ("1999-2000", "1999 to 2000"), ("", "")])
def test_an_academic_year_within_a_sentence_is_said_whole(name: str, said: str) -> None:
    assert school_year(name) == said


def test_the_first_step_of_an_exit_plan_has_a_line_of_its_own_in_the_letter(tmp_path: Path) -> None:
    text = drafted(tmp_path, "recategorisation-letter", FULL_CASE)
    plan = text.split("says how support is reduced.")[1].split("\n")
    assert plan[0].startswith(" It will be reviewed on ")
    assert plan[1].startswith("From 20 May 2026: ")
