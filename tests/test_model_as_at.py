from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles.caseload import load
from casefiles.caseload.folder import RECORD_FOLDERS
from casefiles.model.as_at import ENTRIES, FACTS, PLANS, as_at, later_files
from casefiles.model.base import Shape
from casefiles.model.case import Action, CaseFile, Priority
from casefiles.model.caseview import HELD_BY_SCHOOLS, RECORD_TYPES
from casefiles.model.fields import fields_of
from casefiles.model.records import NoticeOutcome
from loading import case_of, loaded

NOVEMBER = date(2025, 11, 5)
SAMPLE = Path(__file__).parents[1] / "casefiles"
NOTICE = """
=== westmere/ash-lane/notices/2025-11-05-warning.md
---
kind: warning-notice
given_on: 2025-11-05
agreed_by: director
agreed_on: 2025-11-06
copies: [{to: Diocese, given_on: 2025-11-07, method: post}]
outcome: {complied: true, decided_on: 2026-01-10}
powers_used: [interim-board]
---
=== westmere/ash-lane/exit-plans/2025-11-05-to-core.md
---
to: core
agreed: {headteacher: 2025-11-05, director: 2025-12-01}
review_on: 2026-06-01
---
=== westmere/ash-lane/school.yaml
urn: 900201
name: Ash Lane School
type: Community school
phase: Primary
people:
  headteacher:
    - {name: Nuala Brennan, from: 2020-09-01, to: 2026-01-01}
    - {name: Piotr Zięba, from: 2026-01-01}
ofsted:
  - {inspected_on: 2023-01-10, grades: {overall effectiveness: Good}}
  - {inspected_on: 2025-11-01, published_on: 2025-12-01, grades: {achievement: Needs attention}}
  - {inspected_on: 2026-02-01}
"""


class DescribeAsAt:
    def its_records_are_those_of_the_day_and_before(self, tmp_path: Path) -> None:
        case = as_at(case_of(loaded(tmp_path)), NOVEMBER)
        assert [each.record_id for each in case.meetings] == ["2025-11-04-initial"]
        assert [each.level for each in case.levels] == ["close"]
        assert [each.kind for each in case.decisions] == ["cadence"]
        assert case.waivers == ()

    def it_is_before_everything_an_empty_case(self, tmp_path: Path) -> None:
        case = as_at(case_of(loaded(tmp_path)), date(2024, 1, 1))
        assert (case.levels, case.meetings, case.evidence, case.priorities, case.support) == ((), (), (), (), ())

    def it_forgets_facts_that_came_later_and_what_came_with_them(self, tmp_path: Path) -> None:
        case = as_at(case_of(loaded(tmp_path)), NOVEMBER)
        priority, action, level = case.priorities[0], case.actions[0], case.levels[0]
        assert (priority.closed_on, priority.closed_as) == (None, None)
        assert action.done_on is None
        assert level.agreed_on is None
        assert case.evidence[0].resolved_on is None
        assert case.meetings[0].letter is not None
        assert case.meetings[0].letter.sent_on is None
        assert case.meetings[0].papers == {"agenda": date(2025, 10, 28)}

    def it_keeps_facts_that_were_known_and_dates_that_were_set(self, tmp_path: Path) -> None:
        case = as_at(case_of(loaded(tmp_path)), NOVEMBER)
        assert case.evidence[0].shared_on == date(2025, 10, 21)
        assert case.actions[0].due_on == date(2025, 12, 1)
        assert case.meetings[0].letter is not None
        assert case.meetings[0].letter.to == ("headteacher",)

    def it_has_priorities_and_support_from_the_meeting_that_agreed_them(self, tmp_path: Path) -> None:
        whole = case_of(loaded(tmp_path))
        before, after = as_at(whole, date(2025, 11, 3)), as_at(whole, date(2025, 11, 4))
        assert (before.priorities, before.support) == ((), ())
        assert [each.record_id for each in (*after.priorities, *after.support)] == ["reading", "coaching"]

    def it_keeps_the_record_that_it_is_asked_for(self, tmp_path: Path) -> None:
        case = as_at(case_of(loaded(tmp_path)), NOVEMBER, keep="2026-01-27-review")
        assert [each.record_id for each in case.meetings] == ["2025-11-04-initial", "2026-01-27-review"]

    def it_forgets_the_outcome_of_a_notice_and_later_copies(self, tmp_path: Path) -> None:
        notice = as_at(case_of(loaded(tmp_path, NOTICE)), NOVEMBER).notices[0]
        assert (notice.given_on, notice.agreed_on, notice.agreed_by) == (NOVEMBER, None, None)
        assert (notice.outcome, notice.powers_used) == (None, ())
        assert (notice.copies[0].to, notice.copies[0].given_on, notice.copies[0].method) == ("Diocese", None, None)

    def it_forgets_later_agreement_to_a_plan_but_not_its_review(self, tmp_path: Path) -> None:
        plan = as_at(case_of(loaded(tmp_path, NOTICE)), NOVEMBER).exit_plans[0]
        assert plan.agreed == {"headteacher": NOVEMBER}
        assert plan.review_on == date(2026, 6, 1)

    def it_knows_neither_later_holders_nor_that_a_holder_would_go(self, tmp_path: Path) -> None:
        school = as_at(case_of(loaded(tmp_path, NOTICE)), NOVEMBER).school
        (holder,) = school.people["headteacher"]
        assert (holder.name, holder.end) == ("Nuala Brennan", None)

    def it_knows_an_inspections_grades_once_they_are_published(self, tmp_path: Path) -> None:
        first, second = as_at(case_of(loaded(tmp_path, NOTICE)), NOVEMBER).school.ofsted
        assert first.grades == {"overall effectiveness": "Good"}
        assert (second.inspected_on, second.published_on, second.grades) == (date(2025, 11, 1), None, {})

    def its_records_keep_their_ids_places_and_text(self, tmp_path: Path) -> None:
        whole = case_of(loaded(tmp_path))
        case = as_at(whole, NOVEMBER)
        assert case.priorities[0].record_id == "reading"
        assert case.priorities[0].span("title") == whole.priorities[0].span("title")
        assert case.meetings[0].body == whole.meetings[0].body

    def it_changes_nothing_of_the_case_itself(self, tmp_path: Path) -> None:
        whole = case_of(loaded(tmp_path))
        as_at(whole, date(2024, 1, 1))
        assert whole == case_of(loaded(tmp_path))

    def it_is_the_whole_case_on_the_last_day(self, tmp_path: Path) -> None:
        whole = case_of(loaded(tmp_path, NOTICE))
        assert as_at(whole, date(2199, 1, 1)) == whole


def _shapes(shape: type[Shape], seen: set[type[Shape]]) -> set[type[Shape]]:
    if shape not in seen:
        seen.add(shape)
        for field in fields_of(shape).values():
            parts = [field.type, *field.type.items, *(field.type.table or ())]
            for part in [*parts, *(item for each in parts for item in each.items)]:
                if part.shape is not None:
                    _shapes(part.shape, seen)
    return seen


ALL = sorted({each for kind in RECORD_TYPES.values() for each in _shapes(kind, set())}, key=lambda each: each.__name__)


def test_a_case_as_at_a_day_is_the_same_without_the_files_that_are_later() -> None:
    assert [name for name, _ in RECORD_FOLDERS.values()] == [*HELD_BY_SCHOOLS]
    left_out = 0
    for case, month in product(load(SAMPLE).cases, range(1, 12)):
        day = date(2026, month, 20)
        later = later_files(case, day)
        kept: dict[str, Any] = {
            name: tuple(record for record in getattr(case, name) if later.get(record.source_file) != "")
            for name, _ in RECORD_FOLDERS.values()
        }
        assert as_at(replace(case, **kept), day) == as_at(case, day)
        left_out += len(later)
    assert left_out > 0


def test_of_a_later_meeting_that_agreed_something_its_day_counts(tmp_path: Path) -> None:
    agreed = """
=== westmere/ash-lane/meetings/2026-03-03-review.md
---
kind: review
---
=== westmere/ash-lane/visits/2026-03-04.md
---
visitor: cpp
half_days: 1
---
=== westmere/ash-lane/actions.yaml
- {id: a, action: Agree it, owner: headteacher, agreed_at: 2026-03-03-review}
"""
    case = case_of(loaded(tmp_path, agreed))
    visit, meeting = "westmere/ash-lane/visits/2026-03-04.md", "westmere/ash-lane/meetings/2026-03-03-review.md"
    later = later_files(case, NOVEMBER)
    assert (later[visit], later[meeting]) == ("", "2026-03-03")
    assert visit not in later_files(case, NOVEMBER, keep="2026-03-04")


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.__name__)
def test_every_date_of_a_record_is_a_fact_a_plan_or_its_own_day(shape: type[Shape]) -> None:
    own = {"date", "decided_on", "inspected_on", "approved_on", "made_on", "start", "end"}
    dates = {each.attribute for each in fields_of(shape).values() if each.type.plain is date}
    facts = set(FACTS.get(shape, {}))
    assert facts <= dates
    assert dates - facts <= PLANS | own | {ENTRIES.get(shape)}


def test_the_companions_of_a_fact_are_fields() -> None:
    for shape, facts in FACTS.items():
        for companions in facts.values():
            assert set(companions) <= set(shape.model_fields)
    assert Action in FACTS
    assert Priority in FACTS
    assert CaseFile not in FACTS
    assert "decided_on" in NoticeOutcome.model_fields
