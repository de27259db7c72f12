from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from casefiles.calendars import calendar_of
from casefiles.caseload import Caseload, load, load_packs
from casefiles.check import check_authority, check_case
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import due_documents
from casefiles.model.caseview import Case
from casefiles.policy.engine import run
from casefiles.policy.law import Packs

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 20)


@cache
def sample() -> tuple[Caseload, Packs]:
    caseload = load(ROOT / "casefiles")
    packs, faults = load_packs(caseload.root, caseload.authorities)
    assert not faults
    return caseload, packs


def cases() -> tuple[Case, ...]:
    return sample()[0].cases


def diagnostics(day: date = AS_OF) -> list[Diagnostic]:
    caseload, packs = sample()
    said = list(caseload.diagnostics)
    for authority in caseload.authorities:
        said += check_authority(authority, packs, day)
    for case in caseload.cases:
        said += check_case(case, packs, day).diagnostics
    return said


def test_no_file_of_the_sample_is_broken() -> None:
    assert not sample()[0].broken


def test_the_sample_raises_no_error_on_its_day() -> None:
    assert [one.message for one in diagnostics() if one.severity is Severity.ERROR] == []


def test_its_warnings_are_the_ones_that_teach() -> None:
    warnings = Counter(one.code for one in diagnostics() if one.severity is Severity.WARNING and not one.waived)

    assert warnings == {"CAM-001": 1, "CAM-092": 1, "CAM-187": 1, "CMB-001": 1, "ENG-001": 1, "SOU-030": 1}


@pytest.mark.parametrize("day", [date(2025, 12, 2), date(2026, 6, 30), AS_OF], ids=str)
def test_what_is_owed_and_what_is_an_error_is_the_same_without_the_rules_that_could_only_warn(day: date) -> None:
    _, packs = sample()
    for case in cases():
        whole, short = run(case, packs, day), run(case, packs, day, mild=False)
        assert short.obligations == whole.obligations
        assert [each for each in short.diagnostics if each.blocks] == [
            each for each in whole.diagnostics if each.blocks
        ]


def test_one_waiver_is_in_use() -> None:
    assert [one.code for one in diagnostics() if one.waived] == ["CAM-204"]


def test_after_eighteen_months_the_secondary_school_needs_a_decision() -> None:
    late = [one for one in diagnostics(date(2027, 1, 11)) if one.code == "CAM-092"]

    assert [(one.case, one.severity) for one in late] == [("fleetbridge-school", Severity.ERROR)]


def test_every_urn_is_an_invented_one() -> None:
    assert all(900_000 <= int(case.school.urn) <= 999_999 for case in cases())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_meetings_and_visits_are_on_school_days(case: Case) -> None:
    calendar = calendar_of(case)
    days = [record for record in (*case.meetings, *case.visits) if not getattr(record, "cancelled_on", None)]
    planned = [day for meeting in case.meetings for day in meeting.next_meetings]

    assert [record.record_id for record in days if not calendar.is_school_day(record.date)] == []
    assert [day for day in planned if not calendar.is_school_day(day)] == []


def test_every_document_of_the_pack_is_due_in_the_sample() -> None:
    caseload, packs = sample()
    due = {one.entry.slug for case in (*caseload.cases, *caseload.programmes) for one in due_documents(case, packs)}

    own = packs.by_name["camden"].edition_on(AS_OF).documents
    assert due >= {entry.slug for entry in own}


def test_a_church_school_has_its_warning_notice_with_every_copy_on_its_day() -> None:
    (case,) = (each for each in cases() if each.id == "st-monicas-primary")
    (notice,) = (each for each in case.notices if each.kind == "warning-notice")

    assert [(copy.to, copy.given_on) for copy in notice.copies] == [
        (to, notice.day) for to in ("regional-director", "chief-inspector", "headteacher", "westminster")
    ]


def test_the_three_schools_of_leeds_show_all_five_categories_a_notice_complied_with_and_a_power() -> None:
    schools = [case for case in cases() if case.authority.id == "leeds"]

    assert {level.level for case in schools for level in case.levels} == {f"category-{rank}" for rank in range(1, 6)}
    assert {meeting.kind for case in schools for meeting in case.meetings} == {"jrg", "rap-progress", "governing-body"}
    assert [one.outcome.complied for case in schools for one in case.notices if one.outcome] == [True]
    assert [one.powers_used for case in schools for one in case.notices if one.powers_used] == [("s64",)]
