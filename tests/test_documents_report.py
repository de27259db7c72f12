"""The Targeted Support Meeting Report: every cell of Appendix D, and where its words come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting import composed, drafted

REPORT = "targeted-meeting-report"


def review(body: str, facts: str = "") -> str:
    return f"""
=== meetings/2026-01-27-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {{judgement: on-track, risk: low, value: 69}}
{facts or "judgement: on-track"}
risk: medium
next_meetings: [2026-03-24]
report: {{dated: 2026-01-30}}
---
{body}
"""


PHONICS = "## Phonics\n### Impact\nDaily phonics is taught.\n### Next steps\n- Catch-up.\n"


@pytest.mark.parametrize(
    "cell",
    [
        "Targeted Support Meeting Report (2025-26)",
        "Present: Amara Osei, Director of Learning and Impact (Chair); Lena Okoro, Headteacher;",
        "School\n",
        "Timescale for Support: Start\nTimescale for Support: Exit\n",
        "Level of additional support\nOfsted: How good is the school?\nDate\n",
        "Rowan Hill Primary School\n4 November 2025\n30 June 2026\nTargeted\nOverall effectiveness: Good",
        "Inspected 15 March 2023, under the framework before November 2025\n27 January 2026",
        "End of Year (EoY) Aims 2025-26\nData (including attendance, including key groups)",
        "from 61% to 78% by 19 June 2026",
        "69% at this meeting (target 78%, baseline 61%)",
        "Overall absence, All pupils, 2024-25: 7.1%; England 5.2%",
        "Phonics standard in Year 1, Disadvantaged pupils, 2024-25: 49%; England 67%; London 72%",
        "Previous Actions\nCurrent context and impact of actions, outstanding actions\nNext steps/Actions",
        "Key Aim 1: Raise the proportion of Year 1 pupils meeting the phonics standard",
        "Daily phonics for all of Year 1 (Headteacher, due 28 November 2025). Done 12 January 2026.",
        "Daily phonics is taught in all three classes.",
        "Catch-up in the afternoons.\nTimetable cover for catch-up (Headteacher, by 2 February 2026)",
        "Progress: On track. Risk of not meeting it in full by the end of support: Low.",
        "Overall Progress:\nRisk of not meeting the aims in full by the end of support\n",
        "demonstrates sufficient capacity to meet key aims within 12 months of the inception of the project board.",
        "does not yet demonstrate sufficient capacity to meet key aims within 12 months",
        "Tuesday 24 March 2026",
        "Agreed by Amara Osei, Director of Learning and Impact, on 30 January 2026.",
    ],
)
def test_the_report_has_the_cell(tmp_path: Path, cell: str) -> None:
    assert cell in drafted(tmp_path, REPORT)


def test_the_report_has_none_of_the_form_s_instructions(tmp_path: Path) -> None:
    text = drafted(tmp_path, REPORT)
    assert "DELETE" not in text
    assert "12/24" not in text


@pytest.mark.parametrize(
    ("judgement", "there", "not_there"),
    [("on-track", "is on track", "not yet on track"), ("not-on-track", "is not yet on track", "school is on track")],
)
def test_the_overall_judgement_is_exactly_one_sentence(
    tmp_path: Path, judgement: str, there: str, not_there: str
) -> None:
    facts = f"judgement: {judgement}\ninterventions: [A rapid improvement plan]"
    text = drafted(tmp_path, REPORT, review(PHONICS, facts))
    assert f"Current indicators would suggest the school {there} to meet the agreed aims." in text
    assert f"{not_there} to meet the agreed aims" not in text
    assert "Additional interventions\nA rapid improvement plan" in text


def test_the_horizon_is_the_one_that_the_chair_chose(tmp_path: Path) -> None:
    change = """
=== case.yaml
levels:
  - {level: targeted, decided_on: 2025-11-04, chair: director-of-learning, exit_expected_on: 2027-06-30, horizon_months: 24}
"""
    assert drafted(tmp_path, REPORT, change).count("within 24 months of the inception") == 2


def test_one_word_changed_in_the_minutes_changes_exactly_that_word(tmp_path: Path) -> None:
    before = drafted(tmp_path / "before", REPORT, review(PHONICS)).split()
    after = drafted(tmp_path / "after", REPORT, review(PHONICS.replace("Daily", "Weekly"))).split()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [("Daily", "Weekly")]


def test_an_action_that_is_late_or_dropped_says_so(tmp_path: Path) -> None:
    change = """
=== actions.yaml
- {id: late, priority: phonics, action: Observe lessons, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-12-01}
- {id: open, priority: phonics, action: Meet parents, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2026-02-20}
- {id: gone, priority: phonics, action: Hire a tutor, owner: headteacher, agreed_at: 2025-11-04-initial, dropped_on: 2026-01-20, dropped_because: No applicants}
"""
    text = drafted(tmp_path, REPORT, change)
    assert "Observe lessons (Headteacher, due 1 December 2025). Overdue." in text
    assert "Meet parents (Headteacher, due 20 February 2026). In progress." in text
    assert "Hire a tutor (Headteacher). Dropped 20 January 2026: No applicants." in text
    assert "Outstanding actions\nObserve lessons\nMeet parents" in text


def test_an_action_done_after_the_report_s_date_is_still_open_in_it(tmp_path: Path) -> None:
    change = """
=== actions.yaml
- {id: daily, priority: phonics, action: Daily phonics, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2026-02-20, done_on: 2026-02-10}
"""
    assert "Daily phonics (Headteacher, due 20 February 2026). In progress." in drafted(tmp_path, REPORT, change)


def test_an_unknown_heading_prints_under_other_matters(tmp_path: Path) -> None:
    body = f"{PHONICS}## Building works\nThe hall is closed.\n## Written outside the form\nA private note.\n"
    text = drafted(tmp_path, REPORT, review(body))
    assert "Other matters\nBuilding works\nThe hall is closed." in text
    assert "A private note." not in text


def test_a_confidential_section_is_in_no_report(tmp_path: Path) -> None:
    body = f"{PHONICS}## Staffing {{.confidential}}\nDiscussed in confidence.\n"
    text = drafted(tmp_path, REPORT, review(body))
    assert "Discussed" not in text
    assert "Staffing" not in text


def test_the_school_s_own_report_fills_what_the_minutes_leave_out(tmp_path: Path) -> None:
    sent = """
=== received/2026-01-20-headteacher-report.md
---
kind: headteacher-report
meeting: 2026-01-27-review
---
## Phonics
### Impact
The school says that it works.
### Next steps
The school goes on.
"""
    text = drafted(tmp_path, REPORT, review("## Phonics\n### Next steps\nThe minutes say more.\n"), sent)
    assert "The school says that it works.\nThe minutes say more." in text
    assert "The school goes on." not in text


def test_each_empty_cell_is_named(tmp_path: Path) -> None:
    change = review("## Purpose\nTo review.\n").replace(
        "phonics: {judgement: on-track, risk: low, value: 69}", "phonics: {}"
    )
    gaps = [gap.what for gap in composed(tmp_path, REPORT, change).gaps]
    assert gaps == ["impact (phonics)", "judgement of progress (phonics)", "risk of not meeting it (phonics)"]


def test_data_without_attendance_or_key_groups_says_so(tmp_path: Path) -> None:
    change = """
=== evidence/2025-09-18-phonics-check.md
---
title: Results of the phonics check
source: School data
criteria: [pri-2]
data:
  - {measure: Phonics standard in Year 1, group: All pupils, year: 2024-25, value: 61, unit: percent}
---
"""
    gaps = [gap.what for gap in composed(tmp_path, REPORT, change).gaps]
    assert gaps == ["data on attendance", "data for key groups"]


def test_only_the_newest_figure_of_a_measure_and_group_is_shown(tmp_path: Path) -> None:
    newer = """
=== evidence/2026-01-09-data.md
---
title: Autumn data
source: School data
data:
  - {measure: Overall absence, group: All pupils, year: 2025-26, value: 6.4, unit: percent}
---
"""
    text = drafted(tmp_path, REPORT, newer)
    assert "Overall absence, All pupils, 2025-26: 6.4%" in text
    assert "7.1%" not in text


def test_an_aim_beyond_the_year_needs_words_of_its_own(tmp_path: Path) -> None:
    beyond = """
=== case.yaml
levels:
  - {level: targeted, decided_on: 2025-11-04, chair: director-of-learning, exit_expected_on: 2027-06-30}
=== priorities.yaml
- id: phonics
  title: Phonics
  outcome: {measure: Pupils at the standard, target: 78, unit: percent, due_on: 2027-06-18}
"""
    assert [gap.what for gap in composed(tmp_path / "one", REPORT, beyond).gaps] == [
        "aim for the end of 2025-26 (phonics)"
    ]
    worded = beyond + "  year_aims: {2025-26: Seven in ten by July}\n"
    assert "1. Phonics: Seven in ten by July" in drafted(tmp_path / "two", REPORT, worded)


def test_grades_of_the_present_framework_stand_by_area_with_safeguarding(tmp_path: Path) -> None:
    change = """
=== school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
people:
  headteacher: [{name: Lena Okoro, from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
ofsted:
  - {inspected_on: 2023-03-15, grades: {overall effectiveness: Good}}
  - {inspected_on: 2025-12-02, grades: {Achievement: Needs attention, Inclusion: Expected standard}, safeguarding: met}
"""
    text = drafted(tmp_path, REPORT, change)
    assert (
        "Achievement: Needs attention; Inclusion: Expected standard\nSafeguarding: met\nInspected 2 December 2025\n"
        in text
    )
    assert "Overall effectiveness" not in text


def test_a_priority_closed_at_the_review_is_still_reported_by_it(tmp_path: Path) -> None:
    change = """
=== priorities.yaml
- {id: phonics, title: Phonics, agreed_at: 2025-11-04-initial, closed_on: 2026-01-27, closed_as: met}
"""
    assert "Key Aim 1: Phonics" in drafted(tmp_path, REPORT, change)


def dates(minute: str) -> str:
    return review(f"{PHONICS}## Dates of future meetings\n{minute}\n")


def test_a_minute_that_only_repeats_the_dates_is_not_printed_beside_them(tmp_path: Path) -> None:
    text = drafted(tmp_path, REPORT, dates("24 March 2026."))
    assert "24 March 2026." not in text
    assert text.count("24 March 2026") == 1


@pytest.mark.parametrize(
    "minute", ["24 March 2026, at the children's centre.", "Wednesday 24 March 2026.", "25 March 2026."]
)
def test_a_minute_that_says_more_than_the_dates_stands_once_beside_them(tmp_path: Path, minute: str) -> None:
    text = drafted(tmp_path, REPORT, dates(minute))
    assert f"Date of the next meeting\nTuesday 24 March 2026\n{minute}" in text
    assert text.count(minute) == 1


def test_without_dates_in_the_record_their_minute_stands_with_the_others(tmp_path: Path) -> None:
    text = drafted(tmp_path, REPORT, dates("To be agreed.").replace("next_meetings: [2026-03-24]\n", ""))
    assert "Dates of future meetings\nTo be agreed." in text


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ("[]", "No actions had been agreed before this meeting."),
        (
            (
                "- {id: early, priority: phonics, action: Meet parents, owner: headteacher, agreed_at: 2025-11-04-initial, "
                "done_on: 2025-11-10}"
            ),
            "None to report: the actions agreed earlier were complete by the last meeting.",
        ),
    ],
)
def test_a_key_aim_without_previous_actions_says_why(tmp_path: Path, actions: str, words: str) -> None:
    between = "=== meetings/2025-12-09-review.md\n---\nkind: targeted-review\npresent: [headteacher]\n---\n"
    assert words in drafted(tmp_path, REPORT, f"{between}=== actions.yaml\n{actions}\n", on="2026-01-27")


def test_a_number_of_too_few_pupils_is_not_in_the_panel_nor_that_of_the_others(tmp_path: Path) -> None:
    more = """
=== evidence/2026-01-20-suspensions.md
---
title: Suspensions of the autumn
source: School data
data:
  - {measure: Pupils suspended, group: Looked after, year: 2025-26, value: 2, unit: pupils}
  - {measure: Pupils suspended, group: Others, year: 2025-26, value: 9, unit: pupils}
---
"""
    text = drafted(tmp_path, REPORT, more)
    assert "Pupils suspended, Looked after, 2025-26: Fewer than 5 pupils" in text
    assert "Pupils suspended, Others, 2025-26: Withheld" in text
