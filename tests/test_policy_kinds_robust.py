"""Whatever line is missing from a case, its rules judge what is there: none of them crashes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.policy.law import Packs

PACKS = Path(__file__).parents[1] / "src/casefiles/policy/packs"
MINIMAL = tuple(sorted(PACKS.glob("*/*/examples/minimal")))
FILES = sorted(
    (minimal, path.relative_to(minimal).as_posix())
    for minimal in MINIMAL
    for path in minimal.rglob("*")
    if path.is_file()
    and path.name not in {"caseload.yaml", "authority.yaml"}
    and len(path.read_bytes().splitlines()) > 3
)
"""Each file of the minimal caseloads that has more than its kind in it."""


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load_packs(PACKS, ())[0]


def _crashes(root: Path, packs: Packs, as_of: date) -> list[str]:
    caseload = load(root)
    return [
        each.message
        for case in caseload.cases
        for each in check_case(case, packs, as_of).diagnostics
        if each.code.startswith("INT")
    ]


@pytest.mark.parametrize(("minimal", "file"), FILES, ids=[file for _, file in FILES])
def test_no_rule_crashes_when_any_one_line_is_missing(minimal: Path, file: str, packs: Packs, tmp_path: Path) -> None:
    shutil.copytree(minimal, tmp_path, dirs_exist_ok=True)
    lines = (minimal / file).read_text("utf-8").splitlines()
    for number in range(len(lines)):
        kept = "\n".join(lines[:number] + lines[number + 1 :]) + "\n"
        (tmp_path / file).write_text(kept, encoding="utf-8", newline="\n")
        assert _crashes(tmp_path, packs, date(2026, 3, 31)) == [], f"without line {number + 1}: {lines[number]}"


@pytest.mark.parametrize("minimal", MINIMAL, ids=lambda path: path.parts[-4])
def test_no_rule_crashes_without_a_calendar_or_long_after_it(minimal: Path, packs: Packs, tmp_path: Path) -> None:
    shutil.copytree(minimal, tmp_path, dirs_exist_ok=True)
    (authority,) = tmp_path.glob("*/authority.yaml")
    assert _crashes(tmp_path, packs, date(2031, 5, 1)) == []
    authority.write_text(authority.read_text("utf-8").partition("calendar:")[0], encoding="utf-8", newline="\n")
    assert _crashes(tmp_path, packs, date(2026, 3, 31)) == []
