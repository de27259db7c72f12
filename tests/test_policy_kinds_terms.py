"""How long a stage may last: each extension counts for its own time, and for no longer."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.policy.law import Packs

MINIMAL = Path(__file__).parents[1] / "src/casefiles/policy/packs/cambridgeshire/2025-26/examples/minimal"
CASE = "cambridgeshire/example-primary/case.yaml"


@cache
def packs() -> Packs:
    return load_packs(MINIMAL, ())[0]


def extension(decided_on: str, until: str = "") -> str:
    last = f", until: {until}" if until else ""
    return f"  - {{kind: extension, decided_on: {decided_on}, decided_by: head-of-school-improvement{last}}}\n"


def limit(root: Path, as_of: str, *extensions: str) -> list[str]:
    """What is said of the four terms of a stage that began on 2 September 2024."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    text = (root / CASE).read_text("utf-8")
    assert "decided_on: 2025-11-13\n" in text
    text = text.replace("decided_on: 2025-11-13\n", "decided_on: 2024-09-02\n", 1)
    assert "decisions:\n" in text
    (root / CASE).write_text(text.replace("decisions:\n", f"decisions:\n{''.join(extensions)}"), "utf-8")
    (case,) = (each for each in load(root).cases if each.id == "example-primary")
    found = check_case(case, packs(), date.fromisoformat(as_of)).diagnostics
    return [f"{each.severity.value} {each.message}" for each in found if each.code == "CMB-019"]


BEGAN = "error Stage 2 Rapid Improvement Group began on 2 September 2024"
UNDECIDED = "and no decision on what follows is recorded"
PASSED = f"{BEGAN}, more than four full terms ago, {UNDECIDED}"
ENDED = f"{BEGAN}; its extension of {{}} ended on {{}}, {UNDECIDED}"


def test_without_an_extension_the_stage_ends_when_a_fifth_term_begins(tmp_path: Path) -> None:
    assert limit(tmp_path, "2026-01-05") == [PASSED]


@pytest.mark.parametrize(
    ("as_of", "extensions", "said"),
    [
        ("2026-03-13", [extension("2025-12-11", "2026-03-13")], []),
        ("2026-03-14", [extension("2025-12-11", "2026-03-13")], [ENDED.format("11 December 2025", "13 March 2026")]),
        (
            "2026-05-01",
            [extension("2025-12-11", "2026-03-13"), extension("2026-03-12", "2026-07-21")],
            [],
        ),
        (
            "2026-09-04",
            [extension("2025-12-11", "2026-03-13"), extension("2026-03-12", "2026-07-21")],
            [ENDED.format("12 March 2026", "21 July 2026")],
        ),
    ],
)
def test_an_extension_counts_to_the_day_that_it_names(
    tmp_path: Path, as_of: str, extensions: list[str], said: list[str]
) -> None:
    assert limit(tmp_path, as_of, *extensions) == said


def test_an_extension_without_a_day_counts_for_one_term_more(tmp_path: Path) -> None:
    assert limit(tmp_path / "spring", "2026-04-12", extension("2025-12-11")) == []
    assert limit(tmp_path / "summer", "2026-04-13", extension("2025-12-11")) == [
        ENDED.format("11 December 2025", "12 April 2026")
    ]


def test_an_extension_that_ends_before_the_fourth_term_does_puts_nothing_off(tmp_path: Path) -> None:
    assert limit(tmp_path, "2026-01-05", extension("2025-03-11", "2025-07-18")) == [PASSED]
