from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
Benchmarks = Callable[[str], Any]


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Benchmarks:
    """Gives a module of the benchmarks' folder, from which they import each other."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


def test_a_race_counts_what_came_late_and_what_never_came(benchmarks: Benchmarks) -> None:
    races = benchmarks("races")

    race = races.Race("a save", in_time=2.0)
    for seconds in (0.05, 2.5, 0.07, None):
        race.ran(seconds)
    assert race.figures == {"race": "a save", "runs": 4, "late": 1, "lost": 1, "median": 70, "p95": 70, "max": 2500}


def test_a_report_made_in_a_pause_is_no_build_after_a_save(benchmarks: Benchmarks) -> None:
    is_of_build = benchmarks("races").is_of_build

    assert is_of_build("14:32:07 casefiles/camden/a/case.yaml changed: 1 written, in 84 ms; 5 cases: 4 warnings")
    assert not is_of_build("14:32:15 a pause: 2 written, 18 unchanged, in 410 ms; 17 cases: 4 warnings")


def test_the_page_on_watch_has_the_tables_of_the_last_run(benchmarks: Benchmarks) -> None:
    tables = benchmarks("watch_bench").tables

    results: Any = json.loads((ROOT / "benchmarks/results/watch.json").read_text("utf-8"))
    assert tables(results) in (ROOT / "docs/watch.md").read_text("utf-8")


def test_a_race_that_never_came_in_still_has_its_line_in_the_table(benchmarks: Benchmarks) -> None:
    tables = benchmarks("watch_bench").tables

    kept = {"schools": 3, "load_before": [1.0], "load_after": [1.0], "machine": "a machine"}
    races = [{"race": "a checkout", "runs": 1, "late": 0, "lost": 1}]
    assert "| a checkout | 1 | 0 | 1 | - | - | - |" in tables({"checkout": {**kept, "races": races}})
