from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from calling import Call, caller
from caseloads import edit
from notation import write_tree
from registers import CASE, LETTERS
from repositories import commit, git, repository

SCHOOL = f"casefiles/{CASE}"
LETTER = f"{SCHOOL}/letters/2025-10-10-letter-a.md"
NAME = "Rowan Hill Primary School"
OTHER = """
=== casefiles/camden/heron-lane-primary/school.yaml
urn: 900115
name: Heron Lane Primary School
type: Community school
phase: Primary
religious_character: Does not apply
address: [Heron Lane, London, NW5 9ZY]
people:
  headteacher: [{name: Ada Brook, salutation: Ms Brook, from: 2021-09-01, email: ada@example.org}]
  chair-of-governors: [{name: Jo Venn, salutation: Mx Venn, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """A caseload without errors, committed on 20 November 2025; casefiles is called beside it."""
    repository(tmp_path, LETTERS)
    monkeypatch.chdir(tmp_path)
    return caller(capsys)


def schools(out: str) -> list[str]:
    return [each["name"] for each in json.loads(out)["schools"]]


def test_status_at_a_day_shows_the_files_of_that_day_and_judges_as_of_it(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / SCHOOL / "school.yaml", "name: Rowan Hill Primary School", "name: Rowan Hill Academy")
    commit(tmp_path, "A new name", on="2025-12-10")
    then = json.loads(call("status", "--at", "2025-12-09", "--output-format", "json")[1])
    now = json.loads(call("status", "--as-of", "2025-12-10", "--output-format", "json")[1])
    assert (then["as_of"], then["schools"][0]["name"]) == ("2025-12-09", "Rowan Hill Primary School")
    assert then["at"] == {"commit": git(tmp_path, "rev-parse", "HEAD~1"), "on": "2025-12-09"}
    assert now["schools"][0]["name"] == "Rowan Hill Academy"


def test_at_a_commit_the_date_of_judgement_is_the_commit_s_day_unless_it_is_given(call: Call) -> None:
    assert json.loads(call("check", "--at", "HEAD", "--output-format", "json")[1])["as_of"] == "2025-11-20"
    later = call("check", "--at", "main", "--as-of", "2026-02-01", "--output-format", "json")[1]
    assert json.loads(later)["as_of"] == "2026-02-01"


def test_a_check_at_a_commit_is_that_of_its_files_shown_under_the_names_of_today(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / LETTER, "kind: letter", "kind: leter")
    commit(tmp_path, "A slip")
    wrong = call("check", "--at", "HEAD", "--output-format", "json")
    right = call("check", "--at", "HEAD~1", "--output-format", "json")
    assert (wrong[0], right[0]) == (1, 0)
    errors = [each for each in json.loads(wrong[1])["diagnostics"] if each["severity"] == "error"]
    assert {each["file"] for each in errors} == {LETTER}
    assert call("check", "--at", "HEAD")[1].startswith("the files as git had them on 20 November 2025 (commit ")


def test_a_school_that_is_gone_today_can_be_asked_for_by_its_path(call: Call, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / SCHOOL)
    commit(tmp_path, "Closed", on="2026-01-10")
    code, out, _ = call("status", "--at", "2026-01-09", SCHOOL, "--output-format", "json")
    assert (code, schools(out)) == (0, [NAME])


def test_the_files_of_other_cases_are_left_alone(call: Call, tmp_path: Path) -> None:
    repository(tmp_path, OTHER)
    out = call("status", "--at", "HEAD", SCHOOL, "--output-format", "json")[1]
    assert schools(out) == [NAME]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2025-11-19", "git has nothing of 2025-11-19 or before: its first commit is of 2025-11-20"),
        ("november", 'git has no commit "november"'),
        ("--output=x", 'git has no commit "--output=x"'),
        ("HEAD:casefiles", 'git has no commit "HEAD:casefiles"'),
        ("", 'git has no commit ""'),
    ],
)
def test_what_git_does_not_know_is_said_in_a_sentence(call: Call, asked: str, said: str) -> None:
    code, out, err = call("status", f"--at={asked}")
    assert (code, out, said in err) == (2, "", True), err


def test_outside_git_and_before_the_first_commit_it_says_so(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(tmp_path / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "lies in no git repository" in call("status", "--at", "HEAD")[2]
    git(tmp_path, "init", "-q")
    assert "git has no commit in" in call("status", "--at", "HEAD")[2]


def test_a_day_means_the_line_that_is_checked_out_not_a_branch_merged_later(call: Call, tmp_path: Path) -> None:
    git(tmp_path, "switch", "-q", "-c", "draft")
    edit(tmp_path / SCHOOL / "school.yaml", "Rowan Hill Primary", "Draft")
    commit(tmp_path, "On a branch", on="2025-12-01")
    git(tmp_path, "switch", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merged", "draft", on="2026-01-10")
    assert schools(call("status", "--at", "2026-01-09", "--output-format", "json")[1])[0].startswith("Rowan")
    assert schools(call("status", "--at", "2026-01-10", "--output-format", "json")[1])[0].startswith("Draft")


def test_looking_back_runs_nothing_that_a_hostile_repository_brings(call: Call, tmp_path: Path) -> None:
    trap = tmp_path / ".git" / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    (tmp_path / ".gitattributes").write_text("* filter=trap diff=trap\n")
    for key in ("filter.trap.smudge", "filter.trap.clean", "filter.trap.process", "diff.trap.textconv",
                "diff.trap.command", "core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"):  # fmt: skip
        git(tmp_path, "config", key, str(trap))
    hooks = tmp_path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-commit"):
        shutil.copy(trap, hooks / name)
    assert call("status", "--at", "HEAD")[0] == 0
    assert call("status", "--at", "2025-11-20")[0] == 0
    assert call("check", "--staged")[0] == 0
    assert not (tmp_path / "sprung").exists()


def test_a_tree_whose_names_lead_elsewhere_or_are_links_writes_nothing_outside(call: Call, tmp_path: Path) -> None:
    (tmp_path / SCHOOL / "letters" / "link").symlink_to(tmp_path.parent)
    git(tmp_path, "add", "-A")
    blob = git(tmp_path, "hash-object", "-w", str(tmp_path / "casefiles/caseload.yaml"))
    raw = b"".join(b"100644 %s\0" % name + bytes.fromhex(blob) for name in (b"..", b"..\\up.yaml", b"/etc"))
    (tmp_path / "tree").write_bytes(raw)
    tree = git(tmp_path, "hash-object", "-w", "-t", "tree", "--literally", str(tmp_path / "tree"))
    whole = git(tmp_path, "write-tree")
    inside = git(tmp_path, "ls-tree", f"{whole}:casefiles") + f"\n040000 tree {tree}\tzzz"
    (tmp_path / "listed").write_text(inside + "\n")
    with (tmp_path / "listed").open() as listed:
        made = subprocess.run(["git", "mktree"], cwd=tmp_path, stdin=listed, capture_output=True, check=True, text=True)
    top = subprocess.run(
        ["git", "mktree"], cwd=tmp_path, input=f"040000 tree {made.stdout.strip()}\tcasefiles\n", text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    bad = git(tmp_path, "commit-tree", top.stdout.strip(), "-m", "hostile")
    code, out, _ = call("status", "--at", bad, "--output-format", "json")
    assert (code, schools(out)) == (0, [NAME])


def test_what_is_staged_is_checked_not_what_lies_on_disk(call: Call, tmp_path: Path) -> None:
    path = tmp_path / LETTER
    good = path.read_text()
    edit(path, "kind: letter", "kind: leter")
    git(tmp_path, "add", "-A")
    path.write_text(good)
    assert call("check", "--as-of", "2025-11-20")[0] == 0
    assert call("check", "--staged", "--as-of", "2025-11-20")[0] == 1
    git(tmp_path, "add", "-A")
    assert call("check", "--staged", "--as-of", "2025-11-20")[0] == 0


def test_an_old_error_in_another_case_does_not_hold_what_is_staged(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / LETTER, "kind: letter", "kind: leter")
    commit(tmp_path, "A slip")
    write_tree(tmp_path, OTHER)
    git(tmp_path, "add", "-A")
    code, out, _ = call("check", "--staged", "--output-format", "json", "--as-of", "2025-11-20")
    assert (code, json.loads(out)["cases"]) == (0, 1)
    edit(tmp_path / "casefiles/camden/authority.yaml", "Camden Council", "The Council of Camden")
    git(tmp_path, "add", "-A")
    code, out, _ = call("check", "--staged", "--output-format", "json", "--as-of", "2025-11-20")
    assert (code, json.loads(out)["cases"]) == (0, 2)


def test_at_and_staged_are_two_things(call: Call) -> None:
    assert call("check", "--staged", "--at", "HEAD")[0] == 2


def test_an_attachment_is_there_by_its_size_alone(call: Call, tmp_path: Path) -> None:
    received = tmp_path / SCHOOL / "received"
    received.mkdir()
    (received / "2025-11-12-report.md").write_text("---\nkind: headteacher-report\nfile: report.pdf\n---\n")
    (received / "report.pdf").write_bytes(b"%PDF-1.4\n" + b"x" * 100)
    commit(tmp_path, "The report")
    out = call("check", "--at", "HEAD", "--output-format", "json")[1]
    assert "report.pdf" not in out
    wait = [each for each in json.loads(out)["diagnostics"] if each["code"] == "SRC-017"]
    assert wait == []


def test_git_s_own_files_at_the_top_of_the_caseload_concern_no_case(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / LETTER, "kind: letter", "kind: leter")
    commit(tmp_path, "A slip")
    (tmp_path / "casefiles/.gitattributes").write_text("*.md text eol=lf\n")
    git(tmp_path, "add", "-A")
    code, out, _ = call("check", "--staged", "--output-format", "json")
    assert (code, json.loads(out)["cases"]) == (0, 0)
    edit(tmp_path / "casefiles/caseload.yaml", "output: build", "output: drafts")
    git(tmp_path, "add", "-A")
    code, out, _ = call("check", "--staged", "--output-format", "json")
    assert (code, json.loads(out)["cases"], json.loads(out)["counts"]["error"]) == (0, 1, 1)


def test_an_error_that_the_last_commit_had_already_holds_no_other(call: Call, tmp_path: Path) -> None:
    edit(tmp_path / LETTER, "kind: letter", "kind: leter")
    commit(tmp_path, "A slip")
    other = tmp_path / SCHOOL / "letters/2025-10-17-letter-b.md"
    edit(other, "13 January", "14 January")
    edit(tmp_path / LETTER, "---\nkind", "---\n# moved down\nkind")
    git(tmp_path, "add", "-A")
    code, out, _ = call("check", "--staged")
    assert (code, "1 error of these the last commit had already" in out) == (0, True)
    edit(other, "kind: letter", "kind: leter")
    git(tmp_path, "add", "-A")
    assert call("check", "--staged")[0] == 1
