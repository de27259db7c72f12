from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from casebook import case_of, packs_of
from casefiles.policy.engine import run
from casefiles.policy.registry import KINDS

PACK = """
=== pack.yaml
name: westmere
title: Test
editions:
  - {id: "2025", title: Test offer, in_force: {from: 2020-01-01}, folder: a}
=== a/levels.yaml
- {id: good, title: category A, short: A, rank: 1}
- {id: fair, title: category B, short: B, rank: 2}
- {id: poor, title: category C, short: C, rank: 3}
=== a/lists.yaml
domain:
  heads: {title: Leadership, aliases: [leaders]}
  boards: {title: Governance}
  lessons: {title: Teaching}
indicator-answer: {met: {title: Met}, partly: {title: Partly}, not-met: {title: Not met}}
assessment-kind: {formal: {title: Formal}}
=== a/criteria.yaml
- {id: a1, printed: A1, title: Led well, level: good, domain: heads, requirement: TST-001}
- {id: b1, printed: B1, title: Led, level: fair, domain: heads, implied_by: [a1], requirement: TST-001}
- {id: c1, printed: C1, title: Not led, level: poor, domain: heads, requirement: TST-001}
- {id: a2, printed: A2, title: Governed well, level: good, domain: boards, requirement: TST-001}
- {id: c2, printed: C2, title: Not governed, level: poor, domain: boards, requirement: TST-001}
- {id: a3, printed: A3, title: Taught well, level: good, domain: lessons, requirement: TST-001}
- {id: b3, printed: B3, title: Taught, level: fair, domain: lessons, requirement: TST-001}
=== a/requirements.yaml
- {id: TST-001, section: One, quote: a best fit, scope: case}
- {id: TST-002, section: Two, quote: critical, scope: case}
=== a/rules.yaml
- {code: TST-001, rule: best-fit-explained, of: level, severity: warning, ours: true}
- {code: TST-002, rule: critical-row-explained, of: level, params: {critical: [heads, boards], read_as_critical: [lessons]}, severity: [error, warning]}
"""


def said(rows: str, level: str, reason: str = "as found") -> Iterator[str]:
    answers = "\n".join(
        f"  {row.partition('=')[0]}: {{answer: {row.partition('=')[2] or 'met'}}}" for row in rows.split()
    )
    case = case_of(f"""
=== case.yaml
levels:
  - {{level: {level}, decided_on: 2025-10-01, assessment: 2025-09-24-formal, reason: {reason}}}
=== assessments/2025-09-24-formal.md
---
kind: formal
indicators:
{answers}
---
""")
    for each in run(case, packs_of(PACK, kinds=KINDS), date(2025, 11, 1)).diagnostics:
        yield f"{each.severity} {each.code} {each.message}"


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ("a1 a2 a3", "good"),
        ("a1 b1 a2 a3", "good"),
        ("b1 a2 b3", "fair"),
        ("a1 c2=not-met a3", "good"),
        ("b1 a3", "good"),
        ("", "poor"),
    ],
    ids=["all-point-to-it", "an-implied-row-says-nothing", "most", "not-met-is-no-vote", "a-tie-fits-both", "no-rows"],
)
def test_a_level_that_most_rows_point_to_needs_no_explanation(rows: str, level: str) -> None:
    assert [each for each in said(rows, level) if "TST-001" in each] == []


def test_another_level_is_explained_by_a_reason_that_names_the_one_most_rows_point_to() -> None:
    assert next(iter(said("b1 a2 b3", "good"))).startswith(
        "warning TST-001 most rows of the assessment of 24 September 2025 point to category B (2 of 3)"
    )
    assert (
        list(said("b1 a2 b3", "good", "Most point to category B and so does teaching; leaders have left since")) == []
    )


def test_a_domain_points_to_the_worst_row_met_and_a_row_in_part_counts_where_none_is_met() -> None:
    assert any("point to category C (1 of 1)" in each for each in said("a1 c1", "good"))
    assert [each for each in said("c2=partly a2", "good") if "TST-001" in each] == []
    assert any("point to category C (1 of 1)" in each for each in said("c2=partly", "good"))


def test_a_critical_row_that_is_worse_must_be_spoken_of_and_changes_nothing_by_itself() -> None:
    (found,) = (each for each in said("a1 c2 a3", "good") if "TST-002" in each)
    assert found.startswith(
        "error TST-002 the row on governance points to category C, category A was decided, and the reason"
    )
    assert list(said("a1 c2 a3", "good", "Governance is new and has begun well")) == []
    assert [each for each in said("a1 a2 a3", "good") if "TST-002" in each] == []


def test_a_row_that_we_read_as_critical_or_that_is_met_in_part_only_warns() -> None:
    (read,) = (each for each in said("a1 a2 b3", "good") if "TST-002" in each)
    assert read.startswith("warning TST-002 the row on teaching points to category B, category A was decided")
    assert read.endswith("critical (that the row is critical is our reading)")
    (part,) = (each for each in said("a1 a2 c2=partly a3", "good") if "TST-002" in each)
    assert part.startswith("warning TST-002 the row on governance points in part to category C, category A was decided")
    assert list(said("a1 a2 c2=partly a3", "good", "Governance was reviewed in October")) == []
