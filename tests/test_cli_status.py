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
        "rating", "phases", "advisers", "ladder",
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
    assert out.startswith("1 school as of 1 March 2026\n\ncamden  1 red\n")
    assert "Rowan Hill Primary School" in out
    assert "4 Nov 2025" in out
    assert "  overdue " in out
    assert " after " in out


def test_an_error_in_the_files_exits_1(here: Path, capsys: Captured) -> None:
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "urn: 900114\nunr: 1")
    assert main(["status", "--as-of", "2025-12-01"]) == 1
    del capsys


SECOND = """
=== casefiles/camden/tile-kiln-school/school.yaml
urn: 900115
name: Tile Kiln School
type: Community school
phase: Secondary
religious_character: Does not apply
address: [Tile Kiln Lane, London, NW5 9ZY]
people:
  headteacher: [{name: Ada Fenn, salutation: Ms Fenn, from: 2021-09-01}]
  cpp: [{officer: osei, from: 2024-09-01}]
=== casefiles/camden/tile-kiln-school/case.yaml
reference: CL-2025-015
"""


def shown(capsys: Captured, *words: str) -> list[str]:
    capsys.readouterr()
    main(["status", "--as-of", "2026-03-01", "--output-format", "json", *words])
    return [each["name"] for each in json.loads(capsys.readouterr().out)["schools"]]


def test_filters_take_the_words_that_people_use(here: Path, capsys: Captured) -> None:
    small(here, SECOND)
    rowan, kiln = "Rowan Hill Primary School", "Tile Kiln School"
    assert shown(capsys) == [rowan, kiln]
    for words, expected in (
        (["--level", "Targeted"], [rowan]),
        (["--level", "targeted", "--level", "universal"], [rowan, kiln]),
        (["--phase", "secondary"], [kiln]),
        (["--adviser", "ellery"], [rowan]),
        (["--adviser", "amara"], [kiln]),
        (["--authority", "camden learning"], [rowan, kiln]),
        (["--overdue", "--phase", "Primary"], [rowan]),
        (["--rating", "red"], [rowan]),
    ):
        assert shown(capsys, *words) == expected, words


def test_a_filter_s_word_that_no_school_has_is_no_empty_table(here: Path, capsys: Captured) -> None:
    del here
    assert main(["status", "--as-of", "2025-12-01", "--level", "targetted"]) == 2
    assert (
        'no school here has the level "targetted": did you mean "Targeted"? There are: Targeted'
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("words", "meant"),
    [(("--level", "targetted"), "Targeted"), (("--phase", "prim"), "Primary"), (("--authority", "camdn"), "camden")],
)
def test_a_misspelt_word_of_a_filter_is_helped(
    here: Path, capsys: Captured, words: tuple[str, str], meant: str
) -> None:
    assert main(["status", str(here / "casefiles"), *words]) == 2
    assert f'"{words[1]}": did you mean "{meant}"?' in capsys.readouterr().err


def test_an_empty_table_says_why_it_is_empty(here: Path, capsys: Captured) -> None:
    words = ["--level", "targeted", "--rating", "green"]
    main(["status", str(here / "casefiles"), "--as-of", "2025-11-20", *words])
    said = capsys.readouterr().out
    assert said.startswith("0 schools as of 20 November 2025: none of the one school has all of it at once")
    assert '(level "targeted": 1, rating "green": 0)' in said


def test_schools_stand_in_the_order_that_is_asked_for(here: Path, capsys: Captured) -> None:
    small(here, SECOND)
    assert shown(capsys, "--sort", "rating")[0] == "Rowan Hill Primary School"
    assert shown(capsys, "--sort", "name") == ["Rowan Hill Primary School", "Tile Kiln School"]
    edit(here / "casefiles/camden/tile-kiln-school/school.yaml", "Tile Kiln School", "Aldous Lane School")
    assert shown(capsys, "--sort", "name") == ["Aldous Lane School", "Rowan Hill Primary School"]


def test_a_rating_says_why_and_where(here: Path, capsys: Captured) -> None:
    del here
    rating = school(capsys, "2026-03-01")["rating"]
    assert isinstance(rating, dict)
    assert rating["is"] == "red"
    worst = rating["reasons"][0]
    assert worst["rating"] == "red"
    assert worst["text"].startswith("overdue for ")
    assert worst["file"].startswith(SCHOOL)
    assert worst["line"] > 0
    main(["status", "--as-of", "2026-03-01", "--why"])
    assert f"red: {worst['text']} ({worst['file']}:{worst['line']})" in capsys.readouterr().out
