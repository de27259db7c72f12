from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from calling import Call, caller
from caseloads import SCHOOL, SMALL, edit
from registers import CASE, FIRST, LETTERS
from repositories import commit, git, repository


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """The small caseload, committed on 20 November 2025; casefiles is called beside it."""
    repository(tmp_path, SMALL)
    monkeypatch.chdir(tmp_path)
    return caller(capsys)


def events(call: Call, *words: str) -> list[dict[str, Any]]:
    code, out, _ = call("history", SCHOOL, "--output-format", "json", *words)
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)["events"]
    return found


def test_what_happened_stands_in_order_each_with_its_place(call: Call) -> None:
    told = [(each["on"], each["kind"], each["what"]) for each in events(call) if each["kind"] != "change"]
    assert told == [
        ("2025-09-18", "evidence", "Phonics check of 2025 (school data)"),
        ("2025-11-04", "level", "Targeted support, decided by director of learning"),
        ("2025-11-04", "meeting", "Targeted support initial meeting (held)"),
    ]
    (evidence,) = events(call, "--only", "evidence")
    assert evidence["file"] == f"{SCHOOL}/evidence/2025-09-18-phonics-check.md"


def test_who_changed_which_field_when_comes_from_git(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / SCHOOL / "priorities.yaml", "due_on: 2026-06-19", "due_on: 2026-07-03")
    commit(tmp_path, "After the phone call", on="2025-12-02", who="Tom Ellery")
    (change,) = events(call, "--only", "change", "--since", "2025-12-01")
    assert (change["on"], change["who"], change["what"]) == ("2025-12-02", "Tom Ellery", "After the phone call")
    assert change["changes"] == [
        {"file": f"{SCHOOL}/priorities.yaml", "record": "phonics", "field": "due date of outcome",
         "was": "2026-06-19", "now": "2026-07-03"},
    ]  # fmt: skip
    _, out, _ = call("history", "rowan-hill-primary", "--since", "2025-12-01")
    assert "2 December 2025   change    Tom Ellery: After the phone call\n" in out
    assert "due date of outcome of phonics: 19 June 2026 became 3 July 2026\n" in out


def test_a_commit_that_only_moves_lines_or_touches_another_case_is_no_event(call: Call, tmp_path: Path) -> None:
    path = tmp_path / SCHOOL / "priorities.yaml"
    path.write_text(f"# the priorities\n{path.read_text()}")
    commit(tmp_path, "A comment", on="2025-12-02")
    edit(tmp_path / "casefiles/camden/authority.yaml", "Camden Council", "The Council")
    commit(tmp_path, "The council", on="2025-12-03")
    assert events(call, "--since", "2025-12-01") == []


def test_a_renamed_record_is_one_change(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / SCHOOL / "evidence"
    (folder / "2025-09-18-phonics-check.md").rename(folder / "2025-09-18-phonics.md")
    commit(tmp_path, "A shorter name", on="2025-12-02")
    (change,) = events(call, "--since", "2025-12-01")
    assert [(each["field"], each["was"], each["now"]) for each in change["changes"]] == [
        ("name", "2025-09-18-phonics-check.md", "2025-09-18-phonics.md")
    ]


def test_of_a_merge_only_what_was_decided_while_merging_is_told_there(call: Call, tmp_path: Path) -> None:
    path = tmp_path / SCHOOL / "priorities.yaml"
    git(tmp_path, "switch", "-q", "-c", "other")
    edit(path, "target: 78", "target: 80")
    commit(tmp_path, "Eighty", on="2025-12-02", who="Tom Ellery")
    git(tmp_path, "switch", "-q", "main")
    edit(path, "target: 78", "target: 76")
    edit(path, "baseline: 61", "baseline: 60")
    commit(tmp_path, "Seventy-six", on="2025-12-03", who="Lena Okoro")
    with pytest.raises(AssertionError, match="CONFLICT"):
        git(tmp_path, "merge", "other")
    git(tmp_path, "checkout", "--ours", str(path))
    edit(path, "target: 76", "target: 77")
    commit(tmp_path, "Half way", on="2025-12-04")
    told = {each["what"]: [one["now"] for one in each["changes"]] for each in events(call, "--since", "2025-12-01")}
    assert told == {"Eighty": ["80"], "Seventy-six": ["60", "76"], "Half way": ["77"]}


def test_the_register_tells_what_was_issued_and_given(call: Call, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "casefiles")
    shutil.rmtree(tmp_path / ".git")
    repository(tmp_path, LETTERS)
    here = f"casefiles/{CASE}"
    assert call("issue", here, FIRST, "--as-of", "2025-12-01")[0] == 0
    assert call("register", "given", here, FIRST, "--to", "Lena Okoro", "--how", "e-mail", "--on", "2025-10-11")[0] == 0
    told = [(each["on"], each["what"]) for each in events(call, "--only", "document")]
    assert (told[0][0], told[0][1].endswith("given to Lena Okoro by e-mail")) == ("2025-10-11", True)
    assert told[1][1].endswith(": issued")


def test_a_case_that_cannot_be_read_still_has_what_git_knows(call: Call, tmp_path: Path) -> None:
    (tmp_path / SCHOOL / "school.yaml").write_text("urn: [")
    commit(tmp_path, "Broken", on="2025-12-02")
    code, out, _ = call("history", SCHOOL)
    assert (code, "the case can't be read" in out, "of the school changed, but one of" in out) == (0, True, True)


def test_of_a_past_day_or_commit_there_is_what_git_had_then(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / SCHOOL / "priorities.yaml", "due_on: 2026-06-19", "due_on: 2026-07-03")
    (tmp_path / SCHOOL / "evidence/2025-11-30-letter.md").write_text("---\ntitle: A letter\nsource: parents\n---\n")
    commit(tmp_path, "After the phone call", on="2025-12-02", who="Tom Ellery")
    for then in ("2025-11-25", "HEAD~1"):
        told = events(call, "--at", then)
        assert [each["on"] for each in told if each["kind"] == "evidence"] == ["2025-09-18"]
        assert all(each["who"] != "Tom Ellery" for each in told)
    assert "the files as git had them on 25 November 2025" in call("history", SCHOOL, "--at", "2025-11-25")[1]


@pytest.mark.parametrize(("asked", "help_"), [("17/11/2025", "is written as 2026-11-20"), ("v9", "a tag, or a day")])
def test_a_time_that_git_does_not_know_is_helped(call: Call, asked: str, help_: str) -> None:
    code, _, err = call("history", SCHOOL, "--at", asked)
    assert code == 2
    assert help_ in err


def test_names_are_found_as_people_give_them_and_wrong_ones_refused(call: Call, tmp_path: Path) -> None:
    assert call("history", "camden/rowan-hill-primary")[0] == 0
    code, _, err = call("history", "rowan-hil-primary")
    assert (code, "did you mean rowan-hill-primary?" in err) == (2, True)
    assert call("history", "casefiles/camden")[0] == 2
    shutil.rmtree(tmp_path / ".git")
    assert "who changed what is not known" in call("history", SCHOOL)[1]
