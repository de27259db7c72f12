"""The form on attainment and progress goes out with what is known and comes back as figures of a received record."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casefiles.caseload import Caseload, load, load_packs
from casefiles.model.records import Meeting
from casefiles.policy.law import Packs
from casefiles.sheets import take_sheet, write_sheets
from casefiles.source import parse_record
from sheets import fill, paragraph

SAMPLE = Path(__file__).parents[1] / "casefiles"
SCHOOL = "cambridgeshire/sallow-fen-primary"
MEETING = "2026-11-26-rig"
CAME = date(2026, 11, 16)
FILLED = {
    "figure.priority-reading": "71%",
    "comment.reading": [paragraph("Questions ask for reasons now.")],
    "figure.attainment-year-6-reading": "70",
    "figure.progress-reception-mathematics": "81.5",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copy(SAMPLE / "caseload.yaml", tmp_path)
    shutil.copytree(SAMPLE / SCHOOL, tmp_path / SCHOOL)
    shutil.copy(SAMPLE / "cambridgeshire/authority.yaml", tmp_path / "cambridgeshire")
    return tmp_path


def loaded(root: Path) -> tuple[Caseload, Packs]:
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    return caseload, packs


def form(root: Path) -> Path:
    """The form of the meeting of 26 November 2026, as it is made today."""
    caseload, packs = loaded(root)
    (case,) = caseload.cases
    meeting = case.find("meeting", MEETING)
    assert isinstance(meeting, Meeting)
    (root / "build" / SCHOOL / "sheets" / f"{MEETING}-progress-form.docx").unlink(missing_ok=True)
    written = write_sheets(caseload, case, meeting, packs)
    return next(path for path in written.paths if path.name == f"{MEETING}-progress-form.docx")


def taken(root: Path, fields: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The files that the completed form was written to, and the codes of what was said."""
    sheet = form(root)
    sheet.write_bytes(fill(sheet.read_bytes(), fields))
    made = take_sheet(sheet, root, CAME)
    return [path.name for path in made.written], [each.code for each in made.proposal.oddities]


def test_a_completed_form_becomes_a_record_with_its_figures(root: Path) -> None:
    assert taken(root, FILLED) == (["2026-11-16-attainment-and-progress.md"], [])
    record = parse_record((root / SCHOOL / "received/2026-11-16-attainment-and-progress.md").read_bytes(), "")
    assert record.value == {
        "kind": "attainment-and-progress",
        "from": "The school",
        "received_on": "2026-11-16",
        "title": "Attainment and progress information, 26 November 2026",
        "meeting": MEETING,
        "requested_on": "2026-09-08",
        "figures": {
            "priority-reading": "71",
            "attainment-year-6-reading": "70",
            "progress-reception-mathematics": "81.5",
        },
    }
    assert "Questions ask for reasons now." in (
        root / SCHOOL / "received/2026-11-16-attainment-and-progress.md"
    ).read_text("utf-8")
    assert not loaded(root)[0].diagnostics


def test_a_form_made_again_holds_what_has_come_and_taken_again_changes_nothing(root: Path) -> None:
    taken(root, FILLED)
    assert taken(root, {})[0] == []
    assert taken(root, {"figure.attainment-year-5-reading": "64"}) == (["2026-11-16-attainment-and-progress.md"], [])
    (case,) = loaded(root)[0].cases
    came = next(each for each in case.received if each.meeting == MEETING)
    assert {name: str(value) for name, value in came.figures.items()} == {
        "priority-reading": "71",
        "attainment-year-6-reading": "70",
        "progress-reception-mathematics": "81.5",
        "attainment-year-5-reading": "64",
    }


def test_the_same_completed_form_taken_twice_says_that_nothing_is_new(root: Path) -> None:
    sheet = form(root)
    sheet.write_bytes(fill(sheet.read_bytes(), FILLED))
    take_sheet(sheet, root, CAME)
    again = take_sheet(sheet, root, CAME)
    assert [each.code for each in again.proposal.oddities if each.code != "SHT-020"] == ["SHT-022"]
    assert not again.written


def test_what_is_no_number_is_named_and_kept(root: Path) -> None:
    files, said = taken(root, {"figure.attainment-year-6-reading": "about two in three"})
    assert files == ["2026-11-16-attainment-and-progress.md"]
    assert "SHT-031" in said
    text = (root / SCHOOL / "received/2026-11-16-attainment-and-progress.md").read_text("utf-8")
    assert "about two in three" in text
