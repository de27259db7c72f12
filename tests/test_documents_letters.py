"""The two initial letters: what they say, to whom, and what they say of what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.documents.compose.frame import Frame
from drafting import ROWAN_HILL, composed, drafted

LETTER = "targeted-initial-letter"
NASTY = "5 < 6 & \"quotes\" 'single' Łódź café {{ letter.date }} {% if x %} \N{EN DASH} end"

FOCUSED = """
=== case.yaml
levels:
  - {level: focused, decided_on: 2025-11-04, chair: director-of-learning, aspects: [phonics in Year 1]}
support:
  - {id: coaching, title: Coaching for teachers, provider: Camden Learning, days: 1.5, from: 2025-12-01, entitlement: focused, agreed_at: 2025-11-04-initial}
=== meetings/2025-11-04-initial.md
---
kind: focused-initial
present: [headteacher, cpp]
next_meetings: [2026-03-24]
---
## Issues and context
Phonics has fallen for two years.
"""


def initial(body: str, facts: str = "next_meetings: [2026-01-27]") -> str:
    return f"""
=== meetings/2025-11-04-initial.md
---
kind: targeted-initial
present: [headteacher, chair-of-governors, cpp]
letter: {{dated: 2025-11-06}}
{facts}
---
{body}
"""


def test_the_first_paragraph_says_what_was_decided_and_what_to_do_by_when(tmp_path: Path) -> None:
    text = drafted(tmp_path, LETTER)
    assert (
        "At our meeting on Tuesday 4 November 2025 we decided that Rowan Hill Primary School will receive targeted "
        "support. We ask the Headteacher to complete the action set out below by 28 November 2025. "
        "We will meet again on Tuesday 27 January 2026."
    ) in text


def test_the_letter_has_the_contents_of_the_policy_in_its_order(tmp_path: Path) -> None:
    text = drafted(tmp_path, LETTER)
    headings = [
        "Issues and context",
        "Category of support",
        "Agreed priorities and outcomes",
        "Types of support",
        "Dates of the next meetings",
        "Yours sincerely",
    ]
    places = [text.index(f"\n{heading}\n") for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "words",
    [
        "6 November 2025",
        "Our reference: CL-2025-014",
        "Lena Okoro, Headteacher\nPaul Devane, Chair of Governors\nRowan Hill Primary School\nRowan Hill\nLondon\nNW5 9ZZ\n",
        "Dear Mrs Okoro and Mr Devane",
        "Phonics has fallen for two years.",
        "Criterion Primary 2.",
        "Evidence: Results of the phonics check (School data, 18 September 2025).",
        "The category of support is targeted support, from 4 November 2025.",
        "It follows data on pupils' outcomes.",
        (
            "Agreed priority\nOutcome expected by the end of support\n"
            "1. Raise the proportion of Year 1 pupils meeting the phonics standard\n"
            "Achievement; the school's plan: SDP 1.2\n"
            "Year 1 pupils meeting the phonics standard, from 61% to 78% by 19 June 2026\n"
        ),
        "Phonics coaching\nEnglish Hub\n2 days\n1\n1 December 2025",
        "In all, 2 days of this count as additional support under targeted support.",
        "Daily phonics for all of Year 1\n1\nHeadteacher\n28 November 2025",
        "Tuesday 27 January 2026\nTuesday 24 March 2026",
        "Tom Ellery, Camden Professional Partner, leads this support",
        "Amara Osei\nDirector of Learning and Impact, Camden Learning",
        "Copies to: Tom Ellery, Camden Professional Partner",
    ],
)
def test_the_letter_says(tmp_path: Path, words: str) -> None:
    assert words in drafted(tmp_path, LETTER)


def test_several_actions_are_opened_with_who_and_the_first_and_last_day(tmp_path: Path) -> None:
    change = """
=== actions.yaml
- {id: links, action: Link a governor, owner: chair-of-governors, agreed_at: 2025-11-04-initial, due_on: 2025-12-12}
- {id: daily, priority: phonics, action: Daily phonics, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-11-28}
"""
    assert (
        "We ask the Headteacher and the Chair of Governors to complete the 2 actions set out below, the first by "
        "28 November 2025 and the last by 12 December 2025."
    ) in drafted(tmp_path, LETTER, change)


def test_evidence_is_named_once_with_its_criterion_else_with_its_priority(tmp_path: Path) -> None:
    named = "Results of the phonics check"
    assert drafted(tmp_path / "cited", LETTER).count(named) == 1
    other = """
=== evidence/2025-09-18-phonics-check.md
---
title: Results of the phonics check
source: School data
criteria: [ii]
---
"""
    text = drafted(tmp_path / "not cited", LETTER, other)
    assert "SDP 1.2\nEvidence: Results of the phonics check (18 September 2025)\n" in text


def test_the_name_of_the_authority_stands_where_there_is_no_logo(tmp_path: Path) -> None:
    assert drafted(tmp_path, LETTER).startswith("Camden Learning\n5 Pancras Square")


def test_where_there_is_a_logo_the_name_stands_before_the_address(tmp_path: Path) -> None:
    authority = ROWAN_HILL.partition("=== camden/authority.yaml")[2].partition("===")[0]
    change = f"=== ../authority.yaml{authority.replace('letterhead: {', 'letterhead: {logo: templates/logo.png, ')}"
    assert drafted(tmp_path, LETTER, change).startswith("Camden Learning, 5 Pancras Square")


def test_the_focused_letter_goes_to_the_headteacher_with_copies(tmp_path: Path) -> None:
    text = drafted(tmp_path, "focused-initial-letter", FOCUSED)
    assert "Dear Mrs Okoro\n" in text
    assert "It is for: phonics in Year 1." in text
    assert "In all, 1.5 days of this count as additional support under focused support." in text
    assert "Copies to: Paul Devane, Chair of Governors; Tom Ellery, Camden Professional Partner" in text


def test_an_officer_s_text_arrives_whole(tmp_path: Path) -> None:
    assert NASTY in drafted(tmp_path, LETTER, initial(f"## Issues and context\n{NASTY}\n"))


def test_headings_and_lists_below_a_section_come_with_it(tmp_path: Path) -> None:
    body = "## Issues and context\nFirst.\n### In Year 1\n- One\n- Two\n"
    assert "First.\nIn Year 1\nOne\nTwo" in drafted(tmp_path, LETTER, initial(body))


def test_what_is_written_for_the_letter_stands_with_the_issues(tmp_path: Path) -> None:
    body = "## Issues and context\nFirst.\n## For the letter\nThank you for your openness.\n"
    assert "First.\nThank you for your openness." in drafted(tmp_path, LETTER, initial(body))


def test_no_other_section_of_the_minutes_reaches_a_letter(tmp_path: Path) -> None:
    body = "## Issues and context\nFirst.\n## Purpose\nTo agree.\n## Something else\nAside.\n## Written outside the form\nNo.\n"
    text = drafted(tmp_path, LETTER, initial(body))
    assert "To agree." not in text
    assert "Aside." not in text
    assert "\nNo.\n" not in text


def test_a_missing_block_is_named_in_its_place_and_in_the_gaps(tmp_path: Path) -> None:
    change = initial("## Purpose\nTo agree.\n", "judgement: on-track")
    text = drafted(tmp_path, LETTER, change)
    assert "Issues and context\n[Not yet in the case file: issues and context, meetings/2025-11-04-initial.md]" in text
    assert "[Not yet in the case file: dates of the next meetings, meetings/2025-11-04-initial.md]" in text
    gaps = composed(tmp_path, LETTER, change).gap_diagnostics()
    assert [(gap.code, gap.span.file, gap.span.line) for gap in gaps] == [
        ("DOC-010", "camden/rowan-hill-primary/meetings/2025-11-04-initial.md", 2)
    ] * 2


def test_one_priority_without_an_outcome_is_a_gap_beside_the_others(tmp_path: Path) -> None:
    change = """
=== priorities.yaml
- id: phonics
  title: Phonics
  outcome: {measure: Pupils at the standard, target: 78, unit: percent}
- id: writing
  title: Writing
"""
    text = drafted(tmp_path, LETTER, change)
    assert "1. Phonics\nPupils at the standard, 78%" in text
    assert "[Not yet in the case file: outcome (writing), priorities.yaml]" in text
    [gap] = composed(tmp_path, LETTER, change).gaps
    assert gap.span is not None
    assert gap.span.line == 4


def test_a_recipient_whom_nobody_holds_is_a_gap_and_not_a_blank(tmp_path: Path) -> None:
    change = """
=== school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
people:
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, from: 2025-12-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
"""
    text = drafted(tmp_path, LETTER, change)
    assert "[Not yet in the case file: Chair of Governors, school.yaml]" in text
    assert "Dear Mrs Okoro\n" in text


def test_a_chair_whom_nobody_named_is_a_gap_at_the_level(tmp_path: Path) -> None:
    change = """
=== case.yaml
levels:
  - {level: targeted, decided_on: 2025-11-04, lead: cpp}
support:
  - {id: coaching, agreed_at: 2025-11-04-initial}
"""
    gaps = {gap.what: gap.where for gap in composed(tmp_path, LETTER, change).gaps}
    assert gaps == {"Chair": "case.yaml"}


def test_a_confidential_section_never_reaches_the_letter_and_the_gap_says_why(tmp_path: Path) -> None:
    change = initial("## Issues and context {.confidential}\nThe deputy is on leave.\n")
    assert "The deputy" not in drafted(tmp_path, LETTER, change)
    [gap] = composed(tmp_path, LETTER, change).gaps
    assert (gap.what, gap.why) == ("issues and context", "confidential")


def test_confidential_evidence_is_neither_named_nor_passed_over(tmp_path: Path) -> None:
    change = """
=== evidence/2025-09-18-phonics-check.md
---
title: Results of the phonics check
source: School data
criteria: [pri-2]
confidential: true
---
"""
    text = drafted(tmp_path, LETTER, change)
    assert "Results of the phonics check" not in text
    [gap] = composed(tmp_path, LETTER, change).gaps
    assert (gap.what, gap.why) == ("evidence for criterion Primary 2", "confidential")


def test_what_spring_learned_leaves_the_letter_of_november_as_it_was(tmp_path: Path) -> None:
    before = drafted(tmp_path / "before", LETTER)
    spring = """
=== evidence/2026-03-02-attendance.md
---
title: Attendance in spring
source: School data
criteria: [pri-2]
---
=== meetings/2026-03-24-review.md
---
kind: targeted-review
present: [headteacher]
---
=== priorities.yaml
- id: phonics
  title: Raise the proportion of Year 1 pupils meeting the phonics standard
  area: achievement
  evidence: [2025-09-18-phonics-check]
  outcome: {measure: Year 1 pupils meeting the phonics standard, baseline: 61, target: 78, unit: percent, due_on: 2026-06-19}
  plan_reference: SDP 1.2
  agreed_at: 2025-11-04-initial
  closed_on: 2026-03-24
  closed_as: met
- {id: attendance, title: Reduce absence, agreed_at: 2026-03-24-review}
"""
    assert drafted(tmp_path / "after", LETTER, spring) == before


def test_people_are_those_of_the_day_at_the_letter_s_head(tmp_path: Path) -> None:
    change = """
=== school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
people:
  headteacher:
    - {name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01, to: 2025-11-06}
    - {name: Ravi Shah, salutation: Mr Shah, from: 2025-11-06}
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
"""
    assert "Dear Mr Shah and Mr Devane" in drafted(tmp_path, LETTER, change)


def test_whom_the_record_adds_gets_the_letter_and_nobody_is_taken_away(tmp_path: Path) -> None:
    change = initial("## Issues and context\nFirst.\n").replace("2025-11-06}", "2025-11-06, to: [osei]}")
    frame = composed(tmp_path, LETTER, change).context["letter"]
    assert isinstance(frame, Frame)
    assert [person.name for person in frame.addressees] == ["Lena Okoro", "Paul Devane", "Amara Osei"]
