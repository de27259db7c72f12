"""What the pictures of an authority's schools count: levels, ratings, meetings and visits by term."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casefiles.caseload import load
from casefiles.documents.charts import Chart
from casefiles.judgement import judge
from casefiles.policy.over_time import Followed
from casefiles.reports.over_time import pictures
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
    schools = [Followed(each.case, each.checked.obligations) for each in judged.cases]
    return {chart.title.split(",")[0]: chart for chart in pictures(schools, judged.packs, judged.as_of)}


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
    assert pictures([], judged.packs, judged.as_of) == ()
