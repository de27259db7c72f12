"""What the pictures of an authority's schools count: levels, ratings, meetings and visits by term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from casefiles.build import Options
from casefiles.build_caseload import build_caseload
from casefiles.caseload import load
from casefiles.documents.charts import Chart
from casefiles.judgement import Judged, JudgedCase, judge
from casefiles.overview import Overview
from casefiles.reports.over_time import pictures
from casefiles.survey import Facts, Ground
from casefiles.web.board import pictures_of
from caseloads import small

MORE = """
=== casefiles/camden/rowan-hill-primary/meetings/2026-01-20-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
judgement: not-on-track
risk: high
---
## Progress
Slow.
=== casefiles/camden/rowan-hill-primary/visits/2026-01-14.md
---
visitor: cpp
half_days: 1
---
## What was seen
Reading.
"""


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Chart]:
    judged = judge(load(small(tmp_path_factory.mktemp("caseload"), MORE)), date(2026, 4, 30))
    return {chart.title.split(",")[0]: chart for chart in drawn(judged, judged.cases)}


def drawn(judged: Judged, cases: Sequence[JudgedCase]) -> Sequence[Chart]:
    courses = [course for each in cases if (course := Facts.of(judged, each).course) is not None]
    (authority,) = judged.caseload.authorities
    edition = judged.packs.edition_on(authority.file.policy, judged.as_of)
    return pictures(authority, courses, edition, judged.as_of)


def test_levels_are_those_at_the_end_of_each_term_and_today(charts: dict[str, Chart]) -> None:
    levels = charts["Schools at each level"]
    assert levels.head == ("Level", "Autumn 2025", "Spring 2026", "30 Apr 2026")
    assert levels.rows == (("Targeted", "1", "1", "1"),)


def test_a_rating_of_a_past_day_knows_nothing_that_came_later(charts: dict[str, Chart]) -> None:
    rated = charts["Schools rated red or amber"]
    (row,) = rated.rows
    assert row[0] == "Rowan Hill Primary School"
    assert row[1] != "none"
    assert row[2:] == ("Red", "Red")


def test_meetings_are_counted_in_the_term_in_which_they_fell_due(charts: dict[str, Chart]) -> None:
    held = {term: (made, due) for term, made, due in charts["Meetings held against meetings due"].rows}
    assert held["Spring 2026"][0] == "1"
    assert int(held["Spring 2026"][1]) >= 1


def test_visits_stand_against_what_the_policy_gives(charts: dict[str, Chart]) -> None:
    (title,) = (name for name in charts if name.startswith("Visits"))
    assert charts[title].rows == (("Rowan Hill Primary School", "1", "3"),)
    assert "1 of 3 half days" in charts[title].title


def test_without_schools_there_is_no_picture(tmp_path: Path) -> None:
    judged = judge(load(small(tmp_path)), date(2026, 4, 30))
    assert drawn(judged, ()) == ()


def test_targets_stand_beside_the_schools_with_the_results_that_were_known_on_the_day(tmp_path: Path) -> None:
    programme = """
=== casefiles/camden/programme/programme.yaml
title: Commission
=== casefiles/camden/programme/targets.yaml
- id: s5
  title: Attainment 8 is above the London average
  short: Attainment 8
  definition: Average score
  comparator: London average
  unit: points
  results:
    - {year: 2024-25, value: 51.2, comparator: 50.9, published_on: 2025-10-16}
    - {year: 2025-26, value: 50.2, comparator: 50.9, published_on: 2026-10-15}
"""
    root = small(tmp_path, programme)
    rows: dict[date, list[object]] = {}
    for day in (date(2026, 4, 30), date(2026, 11, 1)):
        seen, _ = build_caseload(Ground.of(root, [], day), Options(pdf=False, out=tmp_path / "out"))
        for each in (seen, Overview.of(judge(load(root), day))):
            (targets,) = (one for one in pictures_of("camden", each) if one.title.startswith("Results"))
            rows.setdefault(day, []).append(targets.rows)
    assert rows[date(2026, 4, 30)] == [(("S5 Attainment 8", "51.2", "50.9"),)] * 2
    assert rows[date(2026, 11, 1)] == [(("S5 Attainment 8", "50.2", "50.9"),)] * 2
