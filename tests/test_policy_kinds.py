from __future__ import annotations

from pathlib import Path

from minimal import judged, owed, said

REVIEW = "meetings/2026-01-13-review.md"
INITIAL = "meetings/2025-11-04-initial.md"
TERMLY = "decisions:\n  - {kind: review-cadence, value: termly, decided_on: 2026-01-29, decided_by: director-of-learning}\nsupport:\n"
PLANNED = "---\nkind: targeted-review\n---\n"


def test_the_half_term_in_which_support_began_is_let_off_and_the_next_one_is_owed(tmp_path: Path) -> None:
    assert owed(judged(tmp_path, "2025-11-10", {}), "CAM-066") == [
        ("review meeting in the first half of the spring term 2026 (set for 13 January 2026)", "2026-02-13", "due")
    ]


def test_a_half_term_without_a_review_warns_once_it_is_over(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-03-30", {})
    assert said(checked, "CAM-066") == [
        (
            "warning: no review meeting of targeted support was held in the second half of the spring term 2026, "
            "which ended on 27 March 2026"
        )
    ]


def test_a_half_term_that_runs_does_not_warn(tmp_path: Path) -> None:
    assert said(judged(tmp_path, "2026-03-27", {}), "CAM-066") == []


def test_after_a_termly_decision_the_term_is_what_counts(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-07-24", {"case.yaml": [("support:\n", TERMLY)]})
    assert said(checked, "CAM-066") == [
        "warning: no review meeting of targeted support was held in the summer term 2026, which ended on 22 July 2026"
    ]


def test_a_year_that_the_calendar_lacks_is_said_and_not_passed_over(tmp_path: Path) -> None:
    checked = judged(
        tmp_path, "2027-10-01", {"case.yaml": [("exit_expected_on: 2026-11-04", "exit_expected_on: 2028-07-04")]}
    )
    assert [message for message in said(checked, "SCH-190") if "2027-28" in message and "CAM-066" in message] != []


def test_weeks_between_meetings_are_not_counted_across_the_summer(tmp_path: Path) -> None:
    spring, autumn = ("meetings/2026-07-14-review.md", "meetings/2026-09-29-review.md")
    checked = judged(tmp_path, "2026-03-01", {spring: PLANNED, autumn: PLANNED})
    assert said(checked, "CAM-204") == [
        (
            "warning: the targeted support review meeting of 14 July 2026 comes 26 weeks after that of 13 January 2026; "
            "the interval is 8 to 10 weeks"
        )
    ]


def test_meetings_too_close_to_each_other_are_named_as_such(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-03-01", {"meetings/2026-02-04-review.md": PLANNED})
    assert said(checked, "CAM-204") == [
        (
            "warning: the targeted support review meeting of 4 February 2026 comes only 3 weeks and 1 day after that of "
            "13 January 2026; the interval is 8 to 10 weeks"
        )
    ]


def test_after_a_termly_decision_weeks_are_not_counted(tmp_path: Path) -> None:
    checked = judged(
        tmp_path, "2026-03-01", {"case.yaml": [("support:\n", TERMLY)], "meetings/2026-06-16-review.md": PLANNED}
    )
    assert said(checked, "CAM-204") == []


def test_a_decision_on_what_follows_is_owed_from_the_start(tmp_path: Path) -> None:
    assert owed(judged(tmp_path, "2026-01-30", {}), "CAM-092") == [
        ("decide what follows targeted support", "2027-05-04", "due")
    ]


def test_a_decision_to_extend_excuses_the_limit(tmp_path: Path) -> None:
    extend = "decisions:\n  - {kind: extend, decided_on: 2027-04-20, decided_by: director-of-learning, reason: On track}\nsupport:\n"
    checked = judged(tmp_path, "2027-06-01", {"case.yaml": [("support:\n", extend)]})
    assert owed(checked, "CAM-092") == [("decide what follows targeted support", "2027-05-04", "excused")]
    assert said(checked, "CAM-092") == []


def test_a_school_that_stepped_down_in_time_has_met_the_limit(tmp_path: Path) -> None:
    down = "  - {level: universal, decided_on: 2026-07-14, decided_by: director-of-learning, discussed_on: 2026-07-01, reason: On track}\nsupport:\n"
    checked = judged(tmp_path, "2027-06-01", {"case.yaml": [("support:\n", down)]})
    assert owed(checked, "CAM-092") == [("decide what follows targeted support", "2027-05-04", "met")]


def test_an_officer_named_in_person_counts_for_the_role(tmp_path: Path) -> None:
    present = ("present: [headteacher, chair-of-governors, cpp]", "present: [headteacher, chair-of-governors, ellery]")
    assert said(judged(tmp_path, "2026-01-30", {REVIEW: [present]}), "CAM-068") == []


def test_who_chairs_counts_as_present(tmp_path: Path) -> None:
    present = ("present: [headteacher, cpp, director-of-learning]", "present: [headteacher, cpp]")
    checked = judged(tmp_path, "2026-01-30", {"meetings/2026-01-20-review.md": [present]}, "example-juniors")
    assert said(checked, "CAM-176") == []


def test_a_planned_meeting_owes_its_papers_five_working_days_before(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-03-01", {"meetings/2026-04-14-review.md": PLANNED})
    assert owed(checked, "CAM-207")[-1] == (
        "circulate the agenda and the headteacher's report for the targeted support review meeting of 14 April 2026",
        "2026-04-07",
        "due",
    )


def test_papers_of_a_planned_meeting_that_are_overdue_warn_by_a_number_of_ours(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-04-10", {"meetings/2026-04-14-review.md": PLANNED})
    (message,) = said(checked, "CAM-207")
    assert message.startswith("warning: the agenda and the headteacher's report for")
    assert "our reading" in message


def test_a_letter_that_was_sent_late_says_by_when_it_was_due(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-01-30", {INITIAL: [("sent_on: 2025-11-07", "sent_on: 2025-11-26")]})
    assert said(checked, "CAM-194") == [
        (
            "warning: the letter after the targeted support initial meeting of 4 November 2025 was sent on "
            "26 November 2025, after 18 November 2025 (our reading: the policy gives no number)"
        )
    ]


def test_what_was_not_yet_sent_on_the_day_of_judgement_is_not_met(tmp_path: Path) -> None:
    assert owed(judged(tmp_path, "2025-11-06", {}), "CAM-194") == [
        ("send the letter after the targeted support initial meeting of 4 November 2025", "2025-11-18", "due")
    ]


def test_evidence_that_only_officers_may_read_need_not_be_shared(tmp_path: Path) -> None:
    edit = {"evidence/2025-10-06-phonics-check.md": [("shared_on: 2025-10-08", "confidential: true")]}
    assert owed(judged(tmp_path, "2026-01-30", edit), "CAM-061") == []


def test_the_second_criterion_printed_vi_may_be_cited_as_such(tmp_path: Path) -> None:
    checked = judged(tmp_path, "2026-01-30", {"case.yaml": [("criteria: [pri-2]", "criteria: [pri-2, vi-second]")]})
    (message,) = said(checked, "CAM-108")
    assert message.startswith("error: criterion xviii (printed vi) is cited and no evidence")


def test_an_area_requires_its_provision_by_any_of_its_names(tmp_path: Path) -> None:
    checked = judged(
        tmp_path,
        "2026-01-30",
        {
            "school.yaml": [("provision: [early-years]\n", "")],
            "priorities.yaml": [("area: achievement", "area: early-years")],
        },
    )
    assert said(checked, "CAM-192a") == [
        'error: "early-years" is for schools with early years, and school.yaml names none at Example Primary School'
    ]


def test_a_school_s_report_that_leaves_a_priority_out_names_it_by_its_title(tmp_path: Path) -> None:
    report = "---\nkind: headteacher-report\nreceived_on: 2026-01-08\nmeeting: 2026-01-13-review\n---\nAll is well.\n"
    checked = judged(tmp_path, "2026-01-30", {"received/2026-01-08-headteacher-report-b.md": report})
    (message,) = said(checked, "CAM-205")
    assert message.startswith("warning: the headteacher's report for the targeted support review meeting of 13 January")
    assert 'does not report on "' in message


def test_minutes_with_numbered_headings_follow_the_agenda(tmp_path: Path) -> None:
    edit = {
        REVIEW: [
            ("## Purpose of the meeting", "## 1. Purpose"),
            ("## School's report", "## 2. School\N{RIGHT SINGLE QUOTATION MARK}s report and changes in context"),
        ]
    }
    assert said(judged(tmp_path, "2026-01-30", edit), "CAM-213") == []


def test_a_past_day_is_judged_without_what_came_later(tmp_path: Path) -> None:
    later = "  - {level: focused, decided_on: 2026-06-01, decided_by: director-of-learning}\nsupport:\n"
    changes = {"case.yaml": [("support:\n", later)]}
    assert "CAM-090a" in {each.code for each in judged(tmp_path / "now", "2026-06-30", changes).diagnostics}
    checked = judged(tmp_path / "then", "2026-05-20", changes)
    assert {each.code for each in checked.diagnostics} & {"CAM-089a", "CAM-089b", "CAM-090a"} == set()


def test_a_planned_meeting_counts_before_its_day(tmp_path: Path) -> None:
    changes: dict[str, str | list[tuple[str, str]]] = {
        "meetings/2026-03-17-review.md": PLANNED,
        REVIEW: [("next_meetings: [2026-03-10]\n", "")],
    }
    whats = [what for what, _, _ in owed(judged(tmp_path, "2026-03-02", changes), "CAM-066")]
    assert "review meeting in the second half of the spring term 2026 (set for 17 March 2026)" in whats
