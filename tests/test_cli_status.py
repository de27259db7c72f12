from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseloads import SCHOOL, edit, main, small

Captured = pytest.CaptureFixture[str]
LEVELS = """
=== casefiles/camden/rowan-hill-primary/case.yaml
reference: CL-2025-014
levels:
  - {level: focused, decided_on: 2025-03-03, decided_by: director-of-learning}
  - {level: targeted, decided_on: 2025-11-04, decided_by: director-of-learning, chair: director-of-learning}
  - {level: targeted, decided_on: 2026-01-12, decided_by: director-of-learning, chair: director-of-learning}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def school(capsys: Captured, as_of: str) -> dict[str, object]:
    capsys.readouterr()
    main(["status", "--as-of", as_of, "--output-format", "json"])
    whole = json.loads(capsys.readouterr().out)
    assert whole["as_of"] == as_of
    (only,) = whole["schools"]
    assert isinstance(only, dict)
    return only


def test_json_has_the_contract_s_names(here: Path, capsys: Captured) -> None:
    del here
    assert list(school(capsys, "2025-12-01")) == [
        "authority", "case", "urn", "name", "level", "since", "next_due", "overdue", "blockers", "last_issued", "counts",
    ]  # fmt: skip


def test_a_level_holds_since_the_first_of_successive_decisions_for_it(here: Path, capsys: Captured) -> None:
    small(here, LEVELS)
    for as_of, level, since in (
        ("2025-02-01", "Universal", None),
        ("2025-11-03", "Focused", "2025-03-03"),
        ("2026-02-01", "Targeted", "2025-11-04"),
    ):
        found = school(capsys, as_of)
        assert (found["level"], found["since"]) == (level, since)


def test_what_is_due_becomes_overdue_when_its_day_has_passed(here: Path, capsys: Captured) -> None:
    del here
    before = school(capsys, "2025-11-05")
    assert before["next_due"]
    later = school(capsys, "2026-03-01")
    overdue = later["overdue"]
    assert isinstance(overdue, list)
    assert overdue
    assert all({"file", "line", "code", "message", "citation"} <= set(each) for each in overdue)
    assert all(each["file"].startswith(SCHOOL) for each in overdue)


def test_a_school_that_cannot_be_read_stands_in_the_table_with_its_errors(here: Path, capsys: Captured) -> None:
    (here / SCHOOL / "school.yaml").write_text("urn: [900114\n")
    found = school(capsys, "2025-12-01")
    assert found["name"] == "rowan-hill-primary"
    assert found["level"] == ""
    assert found["blockers"]
    assert main(["status", "--as-of", "2025-12-01"]) == 1
    assert "cannot be read" in capsys.readouterr().out


def test_the_table_is_for_reading_and_why_derives_each_date(here: Path, capsys: Captured) -> None:
    del here
    main(["status", "--as-of", "2026-03-01", "--why"])
    out = capsys.readouterr().out
    assert out.startswith("1 school as of 1 March 2026\n\ncamden\n")
    assert "Rowan Hill Primary School" in out
    assert "4 November 2025" in out
    assert "  overdue " in out
    assert " after " in out


def test_an_error_in_the_files_exits_1(here: Path, capsys: Captured) -> None:
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "urn: 900114\nunr: 1")
    assert main(["status", "--as-of", "2025-12-01"]) == 1
    del capsys
