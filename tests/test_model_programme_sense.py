"""What a programme's files say twice or against themselves: each at its line, with what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casefiles.caseload import load
from casefiles.judgement import judge
from casefiles.model.as_at import as_at
from notation import write_tree

TREE = """
=== caseload.yaml
format: 1
=== camden/authority.yaml
name: Camden Learning
issuing_authority: Camden Council
policy: camden
officers:
  osei: {name: Amara Osei, title: Director of Learning and Impact}
roles:
  director-of-learning: [{officer: osei, from: 2022-09-01}]
  head-of-service: [{officer: osei, from: 2022-09-01, to: 2026-07-31}]
=== camden/larch-grove/school.yaml
urn: 900201
name: Larch Grove School
type: Community school
phase: Primary
=== camden/programme/programme.yaml
title: Camden Learning Commission
=== camden/programme/targets.yaml
- id: s5
  title: Attainment 8 is above the London average
  definition: Average score
  owner: director-of-learning
  results:
    - {year: 2024-25, value: 51.2, comparator: 50.9, published_on: 2025-10-16}
    - {year: 2025-26, value: 50.2, comparator: 50.9, published_on: 2026-10-15}
=== camden/programme/areas.yaml
- id: area-1a
  title: "Area 1a: school improvement"
  outputs: [{id: 1a-1}]
  deliveries: [{id: 1a-does-1, owner: director-of-learning}]
- id: area-1b
  title: "Area 1b: Building Back Stronger"
  deliveries: [{id: 1b-does-1, owner: director-of-learning}]
=== camden/programme/meetings/2026-11-10-sras.md
---
kind: sras
chair: director-of-learning
actions:
  - {action: Plan visits, owner: director-of-learning, due_on: 2026-12-11}
---
=== camden/programme/alerts/2026-11-06-larch-grove.md
---
kind: significant-concern
school: larch-grove
concern: Behaviour has worsened.
known_on: 2026-11-05
sent_on: 2026-11-06
---
"""


def said(root: Path, was: str, now: str) -> list[str]:
    """The errors and warnings at the programme's own lines, without the policy's own rules."""
    assert was in TREE
    judged = judge(load(write_tree(root, TREE.replace(was, now, 1))), date(2026, 11, 20))
    return [
        f"{each.span.file.rpartition('/')[2]}:{each.span.line}:{each.span.column} {each.code} {each.message} | {each.help}"
        for each in judged.diagnostics
        if "/programme/" in each.span.file and each.code.startswith("SCH-")
    ]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("id: s5", "id: s55", 'targets.yaml:1:7 SCH-101 the policy has no target "s55"'),
        ("{id: 1a-1}", "{id: 1a-9}", 'areas.yaml:3:18 SCH-101 the policy has no output "1a-9"'),
        (
            "{id: 1b-does-1",
            "{id: 1a-does-1",
            'areas.yaml:7:21 SCH-008 the delivery "1a-does-1" stands twice in the programme',
        ),
        ("year: 2025-26", "year: 2024-25", "targets.yaml:7:14 SCH-020 there are two results of 2024-25"),
        (
            "year: 2025-26",
            "year: 2023-24",
            "targets.yaml:7:14 SCH-020 the result of 2023-24 stands after that of 2024-25",
        ),
        (
            "year: 2025-26",
            "year: 2025-27",
            'targets.yaml:7:14 SCH-004 "2025-27" is no academic year: write it as 2024-25',
        ),
        ("year: 2025-26", "year: 2026", 'targets.yaml:7:14 SCH-004 "2026" is no academic year'),
        (
            "value: 50.2, ",
            "value: 50.2, standing: met, ",
            "targets.yaml:7:46 SCH-021 the target is said to be met, but 50.2 stands against 50.9",
        ),
        (
            "due_on: 2026-12-11",
            "due_on: 2026-10-11",
            "2026-11-10-sras.md:5:64 SCH-022 it is due on 2026-10-11, before the meeting",
        ),
        (
            "sent_on: 2026-11-06",
            "sent_on: 2026-11-01",
            "2026-11-06-larch-grove.md:6:10 SCH-022 the alert was sent on 2026-11-01",
        ),
        (
            "{id: 1b-does-1,",
            "{id: 1b-does-1, requests: [{asked_on: 2026-10-02, answered_on: 2026-10-01}],",
            "areas.yaml:7:79 SCH-022 2026-10-01 lies before 2026-10-02",
        ),
        (
            "{id: 1b-does-1,",
            "{id: 1b-does-1, log: [{on: 2026-10-02, what: A centre, reviewed_on: 2026-10-01}],",
            "areas.yaml:7:84 SCH-022 2026-10-01 lies before 2026-10-02",
        ),
        (
            "owner: director-of-learning\n  results",
            "owner: head-of-service\n  results",
            "targets.yaml:4:10 SCH-023 nobody holds the role head-of-service since 2026-07-31",
        ),
    ],
)
def test_a_slip_in_a_programme_is_said_at_its_line_with_the_way_out(
    tmp_path: Path, was: str, now: str, expected: str
) -> None:
    (found,) = said(tmp_path, was, now)
    assert found.startswith(expected)
    assert not found.endswith("| None")
    assert not found.endswith("| ")


def test_a_programme_without_a_slip_is_quiet(tmp_path: Path) -> None:
    assert said(tmp_path, "format: 1", "format: 1") == []


def test_what_was_asked_answered_or_reviewed_later_is_not_known_on_a_day(tmp_path: Path) -> None:
    tree = TREE.replace(
        "{id: 1b-does-1,",
        "{id: 1b-does-1, requests: [{asked_on: 2026-10-01, answered_on: 2026-10-20}, {asked_on: 2026-10-15}], "
        "log: [{on: 2026-09-01, what: A centre, reviewed_on: 2026-10-20}, {on: 2026-10-12, what: Another}],",
    )
    (programme,) = load(write_tree(tmp_path, tree)).programmes
    (delivery,) = as_at(programme, date(2026, 10, 10)).areas[1].deliveries
    assert [(each.asked_on, each.answered_on) for each in delivery.requests] == [(date(2026, 10, 1), None)]
    assert [(each.what, each.reviewed_on) for each in delivery.log] == [("A centre", None)]
