"""Every ambiguity of the policies has a reading, and each reading stands on something that is there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from casefiles.caseload import load_packs
from casefiles.policy.law import Packs
from casefiles.policy.traceability import Reading, carriers_of, parse_readings, traceability_page

READINGS = parse_readings((Path(__file__).parents[1] / "docs/readings.yaml").read_bytes())


@cache
def packs() -> Packs:
    return load_packs(Path("casefiles"), ())[0]


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.id)
def test_each_reading_stands_on_what_carries_it(reading: Reading) -> None:
    found = carriers_of(reading, packs())
    assert found
    assert [code for code, by in found.items() if not by] == []


def test_a_reading_on_nothing_is_seen() -> None:
    nothing = Reading("AMB-X-99", "nothing", ("XYZ-001",), ("XYZ-002",))
    assert carriers_of(nothing, packs()) == {"XYZ-001": (), "XYZ-002": ()}


def test_the_page_has_a_row_for_each_requirement_with_what_carries_it() -> None:
    page = traceability_page(packs(), {"camden": frozenset({"CAM-190"})})
    (row,) = [line for line in page.splitlines() if line.startswith("| CAM-190 |")]
    assert "| rule | CAM-190 | CAM-190 |" in row
    assert "targeted-meeting-report" in row or row.endswith("|")
