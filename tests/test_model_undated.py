from __future__ import annotations

from datetime import date

from casebook import case_of
from casefiles.model.as_at import as_at
from casefiles.model.undated import check_undated

UNDATED = """
=== actions.yaml
- id: teach-daily
  action: Teach phonics every day
  owner: headteacher
  impact: Nobody falls behind.
- id: plan
  action: Write a plan
  owner: headteacher
  dropped_because: The programme has one.
=== priorities.yaml
- id: phonics
  title: Phonics
  closed_as: met
=== case.yaml
support:
  - {id: coaching, from: 2025-11-01, impact: Teachers follow one programme.}
"""


def test_what_changed_because_of_an_action_needs_the_day_from_which_it_is_known() -> None:
    said = check_undated(case_of(UNDATED))
    assert [(each.code, each.span.file, each.span.line, each.message) for each in said] == [
        ("SCH-019", "case.yaml", 2, '"impact" of coaching has no day from which it is known'),
        ("SCH-019", "priorities.yaml", 3, '"closed_as" of phonics has no day from which it is known'),
        ("SCH-019", "actions.yaml", 4, '"impact" of teach-daily has no day from which it is known'),
        ("SCH-019", "actions.yaml", 8, '"dropped_because" of plan has no day from which it is known'),
    ]
    assert said[2].help == "write done_on or impact_on beside it, so that letters of an earlier day leave it out"


def test_an_impact_that_was_seen_later_is_not_in_the_case_as_it_stood_before() -> None:
    case = case_of(
        """
=== actions.yaml
- id: teach-daily
  action: Teach phonics every day
  owner: headteacher
  done_on: 2026-01-12
  impact: Nobody falls behind.
  impact_on: 2026-06-19
"""
    )
    assert check_undated(case) == ()
    assert as_at(case, date(2026, 3, 1)).actions[0].impact is None
    assert as_at(case, date(2026, 3, 1)).actions[0].done_on == date(2026, 1, 12)
    assert as_at(case, date(2026, 6, 19)).actions[0].impact == "Nobody falls behind."
