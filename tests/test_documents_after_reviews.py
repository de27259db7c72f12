"""What follows a review and a step down: the summaries, the rapid plan, the exit plan and the letter about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.check import check_case
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import compose
from drafting import composed, day, drafted, due, loaded
from fullcase import FULL_CASE

SUMMARY, PLAN, EXIT, LETTER, FOCUSED = (
    "governing-body-summary", "rapid-improvement-plan", "exit-plan", "recategorisation-letter", "focused-summary-letter",
)  # fmt: skip
OFF_TRACK_DAY = "2026-03-24"

DEPUTY = """
=== school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
people:
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  deputy-headteacher: [{name: Samir Haddad, salutation: Mr Haddad, from: 2024-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
"""

TO_UNIVERSAL = """
=== case.yaml
levels:
  - {level: focused, decided_on: 2025-11-04, chair: director-of-learning, criteria: [viii]}
  - {level: universal, decided_on: 2026-05-20, reason: Attendance is secure., consulted: [headteacher, chair-of-governors, cpp], chair: director-of-learning}
=== meetings/2026-05-19-review.md
---
kind: focused-review
present: [headteacher, cpp]
judgement: on-track
---
"""


def gaps(root: Path, slug: str, *changes: str, on: str = "") -> list[str]:
    return [gap.what for gap in composed(root, slug, FULL_CASE, *changes, on=on).gaps]


def test_a_rapid_plan_is_due_after_a_review_off_track_alone(tmp_path: Path) -> None:
    stems = [each.stem for each in due_documents(*loaded(tmp_path, FULL_CASE)) if each.entry.slug == PLAN]
    assert stems == ["2026-03-24-rapid-improvement-plan"]


def test_the_rapid_plan_opens_with_the_judgement_and_who_does_what_by_when(tmp_path: Path) -> None:
    assert (
        "At the review meeting on Tuesday 24 March 2026 the Chair judged that Rowan Hill Primary School is not yet on "
        "track to meet its aims. This plan names the priorities that are off track, the rapid actions for them and the "
        "enhanced support. We ask the Headteacher to complete the action set out below by 17 April 2026. The plan will "
        "be reviewed on Tuesday 19 May 2026."
    ) in drafted(tmp_path, PLAN, FULL_CASE)


def test_a_priority_off_track_without_an_action_is_a_gap(tmp_path: Path) -> None:
    change = """
=== actions.yaml
- {id: calls, priority: attendance, action: Telephone, owner: headteacher, agreed_at: 2026-03-24-review}
"""
    assert gaps(tmp_path / "undated", PLAN, change) == ["date of an action (calls)"]
    assert gaps(tmp_path / "none", PLAN, "=== actions.yaml\n[]\n") == ["rapid actions"]


def test_the_governors_summary_says_nothing_of_the_minutes(tmp_path: Path) -> None:
    text = drafted(tmp_path, SUMMARY, FULL_CASE, on="2026-01-27")
    assert "Two classes were taught" not in text
    assert "Daily phonics is taught" not in text
    assert "Please circulate this summary to the relevant governors and discuss it at the next meeting" in text


def test_the_summary_has_the_figures_and_names_of_the_report_of_its_meeting(tmp_path: Path) -> None:
    summary = drafted(tmp_path / "summary", SUMMARY, FULL_CASE, on=OFF_TRACK_DAY)
    report = drafted(tmp_path / "report", "targeted-meeting-report", FULL_CASE, on=OFF_TRACK_DAY)
    for shared in (
        "27 March 2026",
        "23% at this meeting",
        "is not yet on track to meet the agreed aims.",
        "Amara Osei",
    ):
        assert shared in summary
        assert shared in report


@pytest.mark.parametrize("name", ["Samir Haddad", "Mr Haddad"])
def test_the_summary_names_no_other_staff_and_asks_for_other_words(tmp_path: Path, name: str) -> None:
    change = f"""
=== actions.yaml
- {{id: lead, priority: phonics, action: Free {name} to lead phonics, owner: deputy-headteacher, agreed_at: 2026-01-27-review, due_on: 2026-04-01}}
"""
    text = drafted(tmp_path, SUMMARY, FULL_CASE, DEPUTY, change, on=OFF_TRACK_DAY)
    assert "Haddad" not in text
    assert "Free the Deputy Headteacher to lead phonics" in text
    assert gaps(tmp_path, SUMMARY, DEPUTY, change, on=OFF_TRACK_DAY) == [
        "words that do not name the Deputy Headteacher"
    ]


def test_the_summary_names_the_headteacher_whose_office_is_public(tmp_path: Path) -> None:
    change = """
=== actions.yaml
- {id: lead, priority: phonics, action: Mrs Okoro leads phonics, owner: headteacher, agreed_at: 2026-01-27-review, due_on: 2026-04-01}
"""
    assert "Mrs Okoro leads phonics" in drafted(tmp_path, SUMMARY, FULL_CASE, DEPUTY, change, on=OFF_TRACK_DAY)


def test_an_open_action_whose_day_has_passed_says_so_among_the_next_steps(tmp_path: Path) -> None:
    change = """
=== actions.yaml
- {id: late, priority: phonics, action: Observe lessons, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2026-02-02}
"""
    assert "Observe lessons\n1\nHeadteacher\n2 February 2026 (overdue)" in drafted(
        tmp_path, SUMMARY, FULL_CASE, change, on=OFF_TRACK_DAY
    )


def test_a_focused_review_without_an_overall_judgement_has_a_letter_without_one(tmp_path: Path) -> None:
    change = """
=== meetings/2026-07-07-review.md
---
kind: focused-review
present: [headteacher, cpp]
next_meetings: [2026-07-20]
---
## Attendance
### Impact
Better.
### Next steps
- Go on.
## Building works
The hall is closed.
"""
    text = drafted(tmp_path, FOCUSED, FULL_CASE, change)
    assert "which receives focused support. We ask the Headteacher" in text
    assert "Not measured at this meeting (target 14% by 30 June 2026, 22% at the start)." in text
    assert "Other matters\nBuilding works\nThe hall is closed." in text


def test_a_priority_without_a_word_on_impact_is_a_gap_of_the_summary_letter(tmp_path: Path) -> None:
    change = """
=== meetings/2026-07-07-review.md
---
kind: focused-review
present: [headteacher, cpp]
next_meetings: [2026-07-20]
---
"""
    assert gaps(tmp_path, FOCUSED, change) == ["impact (attendance)"]


def test_an_exit_plan_that_is_not_yet_decided_says_where_it_leads(tmp_path: Path) -> None:
    change = "=== case.yaml\nlevels:\n  - {level: targeted, decided_on: 2025-11-04, chair: director-of-learning, lead: cpp, criteria: [pri-2]}\n"
    text = drafted(tmp_path, EXIT, FULL_CASE, change)
    assert "Rowan Hill Primary School is to move from targeted support to focused support. This plan" in text
    assert "The new level is focused support; before it was targeted support." in text


def test_an_agreement_that_is_missing_is_named(tmp_path: Path) -> None:
    change = FULL_CASE.replace(
        "agreed: {headteacher: 2026-05-20, chair-of-governors: 2026-05-20}", "agreed: {headteacher: 2026-05-20}"
    )
    assert gaps(tmp_path, EXIT, change) == ["agreement of the Chair of Governors"]


def test_other_headings_of_the_exit_plan_are_printed_once(tmp_path: Path) -> None:
    change = FULL_CASE.replace("## How the school will", "## Thanks\nTo all.\n\n## How the school will")
    text = drafted(tmp_path, EXIT, change)
    assert "Other matters\nThanks\nTo all." in text
    assert text.count("Phonics has held for two terms.") == 1
    assert text.count("The daily lesson is in the timetable.") == 1


def test_a_letter_without_a_step_down_says_what_is_missing(tmp_path: Path) -> None:
    change = "=== case.yaml\nlevels:\n  - {level: targeted, decided_on: 2025-11-04, chair: director-of-learning, lead: cpp}\n"
    assert gaps(tmp_path, LETTER, change) == ["decision to step down"]


def test_a_decision_without_a_reason_or_a_consultation_is_a_gap(tmp_path: Path) -> None:
    change = FULL_CASE.replace("    reason: Phonics is at its target and attendance nearly so.\n", "").replace(
        "agreed_on: 2026-05-20\n    consulted: [headteacher, chair-of-governors, cpp]", "consulted: [headteacher, cpp]"
    )
    assert gaps(tmp_path, LETTER, change) == ["consultation of the Chair of Governors", "reason for the step down"]


def test_a_school_that_leaves_targeted_support_without_a_plan_has_a_gap(tmp_path: Path) -> None:
    change = FULL_CASE.replace("    exit_plan: 2026-05-20-to-focused\n", "").replace("to: focused", "to: universal")
    assert gaps(tmp_path, LETTER, change) == ["exit plan"]


def test_a_school_that_leaves_focused_support_needs_none(tmp_path: Path) -> None:
    changes = (FULL_CASE.replace("to: focused", "to: targeted"), TO_UNIVERSAL)
    text = drafted(tmp_path, LETTER, *changes)
    assert "receives universal support in place of focused support from 20 May 2026." in text
    assert "The review of focused support was on track." in text
    assert "Exit plan\n" not in text
    assert composed(tmp_path, LETTER, *changes).gaps == ()


@pytest.mark.parametrize(
    ("slug", "broken", "mended", "code"),
    [
        (LETTER, "consulted: [headteacher]\n    criteria: [viii]\n    aspects", "consulted: [headteacher, chair-of-governors, cpp]\n    criteria: [viii]\n    aspects", "CAM-089a"),
        (EXIT, "agreed: {headteacher: 2026-05-20}", "agreed: {headteacher: 2026-05-20, chair-of-governors: 2026-05-20}", "CAM-090b"),
        (EXIT, "steps: []", "steps:\n  - {from: 2026-05-20, support: One half day on attendance each half-term, half_days: 2}\n  - {from: 2026-09-02, support: The termly review meeting alone, half_days: 1}", "CAM-090b"),
        (PLAN, "", "interventions: [Two days of the attendance service each week]\n", "CAM-209"),
    ],
    ids=["consultation", "agreement", "steps", "interventions"],
)  # fmt: skip
def test_what_the_policy_refuses_holds_the_document_that_it_is_made_from(
    tmp_path: Path, slug: str, broken: str, mended: str, code: str
) -> None:
    def holding(folder: str, change: str) -> set[str]:
        case, packs = loaded(tmp_path / folder, change)
        document = due(case, packs, slug, "2026")
        made_from = compose(document, case, packs).made_from
        held = check_case(case, packs, day("2026-07-21")).holding(document.entry, document.record, made_from)
        return {each.code for each in held}

    assert mended in FULL_CASE
    assert code in holding("broken", FULL_CASE.replace(mended, broken))
    assert code not in holding("mended", FULL_CASE)
