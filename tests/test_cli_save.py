from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from casefiles.cli.main import main
from caseloads import edit, snapshot
from notation import write_tree
from registers import CASE, LETTERS
from repositories import commit, git, refresh, repository

Call = Callable[..., tuple[int, str, str]]
SCHOOL = f"casefiles/{CASE}"
LETTER = f"{SCHOOL}/letters/2025-10-10-letter-a.md"
ACTIONS = """
=== casefiles/camden/rowan-hill-primary/actions.yaml
- id: phonics-coaching
  action: Coach the teachers of Year 1
  owner: cpp
  due_on: 2026-03-01
- id: spelling
  action: Teach spelling daily
  owner: headteacher
  due_on: 2026-03-01
"""
DAY = ("--as-of", "2025-12-01")


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared copy with two clones of it, made once for all tests."""
    place = tmp_path_factory.mktemp("clones")
    first = repository(place / "first", LETTERS)
    write_tree(first, ACTIONS)
    commit(first, "Actions")
    git(place, "clone", "-q", "--bare", "first", "shared")
    for name, who in (("mine", "Amara Osei"), ("toms", "Tom Ellery")):
        git(place, "clone", "-q", "shared", name)
        git(place / name, "config", "user.name", who)
        git(place / name, "config", "user.email", f"{name}@example.org")
    return place


@pytest.fixture
def mine(tmp_path: Path, clones: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """My clone of a shared copy, beside that of Tom Ellery; casefiles is called in mine."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    shutil.copytree(clones, tmp_path, dirs_exist_ok=True)
    for name in ("shared", "mine/.git", "toms/.git"):
        config = tmp_path / name / "config"
        config.write_text(config.read_text("utf-8").replace(str(clones), str(tmp_path)), encoding="utf-8")
    for name in ("mine", "toms"):
        refresh(tmp_path / name)
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: str, at: Path | None = None) -> tuple[int, str, str]:
        capsys.readouterr()
        with contextlib.chdir(at or Path.cwd()):
            code = main([*words, *DAY])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def toms(mine: Path) -> Path:
    return mine.parent / "toms"


def shared(mine: Path) -> str:
    return git(mine.parent / "shared", "rev-parse", "main")


def due(folder: Path, day: str, action: str = "phonics-coaching") -> None:
    path = folder / SCHOOL / "actions.yaml"
    head, _, tail = path.read_text().partition(f"id: {action}\n")
    was = tail.partition("due_on: ")[2][:10]
    path.write_text(f"{head}id: {action}\n{tail.replace(was, day, 1)}")


def state(folder: Path) -> tuple[dict[str, bytes], str, str]:
    files = {name: data for name, data in snapshot(folder).items() if not name.startswith(".git/")}
    return files, git(folder, "status", "--porcelain"), git(folder, "stash", "list")


def test_a_save_commits_tells_the_fields_and_shares(mine: Path, call: Call) -> None:
    due(mine, "2026-03-11")
    code, out, err = call("save", "A week later")
    assert (code, err) == (0, "")
    assert "saved    1 file (commit " in out
    assert "         due date of phonics-coaching: 1 March 2026 became 11 March 2026\n" in out
    assert "shared   with origin/main\n" in out
    assert (shared(mine), git(mine, "log", "-1", "--format=%s")) == (git(mine, "rev-parse", "HEAD"), "A week later")
    assert git(mine, "status", "--porcelain") == ""


def test_what_others_did_elsewhere_is_taken_in(mine: Path, call: Call) -> None:
    edit(toms(mine) / LETTER, "every", "each")
    assert call("save", "A word", at=toms(mine))[0] == 0
    due(mine, "2026-03-11")
    code, out, _ = call("save", "A week later")
    assert (code, "taken in the work of Tom Ellery\n" in out, "shared   with" in out) == (0, True, True)
    assert "each" in (mine / LETTER).read_text()
    assert git(mine, "log", "--format=%s", "--merges") == ""


def test_a_clash_is_told_in_field_words_and_leaves_the_work_tree_as_it_was(mine: Path, call: Call) -> None:
    due(toms(mine), "2026-03-04")
    call("save", "Earlier", at=toms(mine))
    due(mine, "2026-03-11")
    before, there = state(mine)[0], shared(mine)
    code, out, _ = call("save", "Later")
    assert code == 1
    assert "not shared: others changed the same as you\n" in out
    assert "  due date of phonics-coaching: 4 March in the shared copy, 11 March in yours (casefiles/" in out
    assert (state(mine), shared(mine)) == ((before, "", ""), there)
    assert git(mine, "log", "-1", "--format=%s") == "Later"
    assert not (mine / ".git/rebase-merge").exists()


@pytest.mark.parametrize(("side", "day"), [("mine", "2026-03-11"), ("shared", "2026-03-04")])
def test_the_clash_is_settled_by_saying_whose_holds(mine: Path, call: Call, side: str, day: str) -> None:
    due(toms(mine), "2026-03-04")
    edit(toms(mine) / LETTER, "every", "each")
    call("save", "Earlier", at=toms(mine))
    due(mine, "2026-03-11")
    edit(mine / LETTER, "Spelling is not", "Spelling is not yet")
    assert call("save", "Later")[0] == 1
    code, out, _ = call("save", "Later", "--conflicts", side)
    assert (code, "shared   with origin/main" in out) == (0, True), out
    lost = {"mine": "4", "shared": "11"}[side]
    assert [line for line in out.splitlines() if line.startswith("given up")] == [
        f"given up due date of phonics-coaching: 1 March 2026 became {lost} March 2026"
    ]
    text = (mine / SCHOOL / "actions.yaml").read_text()
    letter = (mine / LETTER).read_text()
    assert (f"due_on: {day}" in text, "each" in letter, "not yet" in letter) == (True, True, True)
    assert shared(mine) == git(mine, "rev-parse", "HEAD")


def test_a_removed_record_and_texts_clash_in_words(mine: Path, call: Call) -> None:
    path = toms(mine) / SCHOOL / "actions.yaml"
    path.write_text(path.read_text().partition("- id: spelling")[0])
    edit(toms(mine) / LETTER, "classroom & the hall", "room & the hall")
    call("save", "Not spelling", at=toms(mine))
    due(mine, "2026-03-11", "spelling")
    edit(mine / LETTER, "classroom & the hall", "class & the hall")
    out = call("save", "Later")[1]
    assert "action spelling: removed in the shared copy, due date 11 March 2026 in yours" in out
    assert '"classroom" became "room" in the shared copy, after "visit. Mrs Okoro' in out
    assert '"classroom" became "class" in yours' in out


def test_fields_side_by_side_are_named_where_git_alone_sees_a_clash(mine: Path, call: Call) -> None:
    edit(
        toms(mine) / SCHOOL / "actions.yaml", "Coach the teachers of Year 1\n  owner: cpp", "Coach Year 1\n  owner: cpp"
    )
    call("save", "Shorter", at=toms(mine))
    edit(mine / SCHOOL / "actions.yaml", "of Year 1\n  owner: cpp", "of Year 1\n  owner: headteacher")
    out = call("save", "Another owner")[1]
    assert "lines of actions.yaml that lie side by side: action of phonics-coaching changed in the shared copy" in out
    assert "owner of phonics-coaching changed in yours" in out
    out = call("save", "Another owner", "--conflicts", "mine")[1]
    assert "given up action of phonics-coaching: Coach the teachers of Year 1 became Coach Year 1\n" in out
    assert "shared   with origin/main" in out


def test_what_fits_by_lines_and_is_wrong_together_is_not_sent(mine: Path, call: Call) -> None:
    new = "- {id: reading, action: Read, owner: cpp, due_on: 2026-04-01}\n"
    path = toms(mine) / SCHOOL / "actions.yaml"
    path.write_text(new + path.read_text())
    call("save", "Reading first", at=toms(mine))
    there = shared(mine)
    path = mine / SCHOOL / "actions.yaml"
    path.write_text(path.read_text() + new)
    code, out, _ = call("save", "Reading last")
    assert (code, "together it is wrong: 1 error, the first at camden/" in out, shared(mine)) == (1, True, there), out


def test_an_error_in_what_changed_saves_nothing(mine: Path, call: Call) -> None:
    edit(mine / LETTER, "kind: letter", "kind: leter")
    head = git(mine, "rev-parse", "HEAD")
    code, out, _ = call("save", "A slip")
    assert (code, "letter-a.md:2:7: error" in out) == (1, True)
    assert out.splitlines()[-1].startswith("nothing was saved: 1 error in what you changed")
    assert (git(mine, "rev-parse", "HEAD"), git(mine, "diff", "--cached", "--name-only")) == (head, "")


def test_an_error_that_was_there_before_holds_no_save(mine: Path, call: Call) -> None:
    edit(mine / LETTER, "kind: letter", "kind: leter")
    commit(mine, "A slip")
    due(mine, "2026-03-11")
    assert call("save", "A week later")[0] == 0
    edit(toms(mine) / LETTER, "every", "each")
    call("save", "A word", at=toms(mine))
    due(mine, "2026-03-12")
    code, out, _ = call("save", "A day later")
    assert (code, "shared   with" in out) == (0, True), out


def test_unfinished_work_is_saved_where_that_is_said(mine: Path, call: Call) -> None:
    call("init")
    edit(mine / LETTER, "kind: letter", "kind: leter")
    assert "`--unfinished` saves it as it stands" in call("save", "A letter")[1]
    code, out, _ = call("save", "A letter", "--unfinished")
    assert (code, "letter-a.md:2:7: error" in out, "shared   with" in out) == (0, True, True), out
    assert git(mine, "log", "-1", "--format=%s") == "A letter (unfinished: 1 error)"


def test_nothing_changed_is_said_and_older_commits_are_sent(mine: Path, call: Call) -> None:
    assert call("save", "Nothing")[1] == "nothing has changed here since the last save\norigin/main has the same\n"
    due(mine, "2026-03-11")
    commit(mine, "By hand")
    code, out, _ = call("save", "Nothing")
    assert (code, "shared   with origin/main" in out, shared(mine)) == (0, True, git(mine, "rev-parse", "HEAD"))


def test_only_the_caseload_is_saved(mine: Path, call: Call) -> None:
    (mine / "private.txt").write_text("mine")
    (mine / "staged.txt").write_text("mine")
    git(mine, "add", "staged.txt")
    due(mine, "2026-03-11")
    assert call("save", "Later")[0] == 0
    assert git(mine, "show", "--name-only", "--format=", "HEAD") == f"{SCHOOL}/actions.yaml"
    assert git(mine, "status", "--porcelain") == "A  staged.txt\n?? private.txt"


def test_without_a_remote_it_is_saved_here(mine: Path, call: Call) -> None:
    git(mine, "remote", "remove", "origin")
    due(mine, "2026-03-11")
    code, out, _ = call("save", "Later")
    assert (code, "saved    1 file" in out, "there is no shared copy" in out) == (0, True, True)


def test_a_shared_copy_that_is_away_loses_nothing(mine: Path, call: Call) -> None:
    (mine.parent / "shared").rename(mine.parent / "away")
    due(mine, "2026-03-11")
    code, out, _ = call("save", "Later")
    assert (code, "the shared copy can't be reached: " in out) == (1, True)
    (mine.parent / "away").rename(mine.parent / "shared")
    assert "shared   with origin/main" in call("save", "Again")[1]


def test_a_new_repository_and_an_empty_shared_copy(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    write_tree(tmp_path, LETTERS)
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "Amara Osei")
    git(tmp_path, "config", "user.email", "a@example.org")
    git(tmp_path, "init", "-q", "--bare", "shared.git")
    git(tmp_path, "remote", "add", "origin", str(tmp_path / "shared.git"))
    monkeypatch.chdir(tmp_path)
    code, out, _ = call("save", "The beginning")
    assert (code, "shared   with origin/main" in out) == (0, True), out
    assert git(tmp_path / "shared.git", "rev-parse", "main") == git(tmp_path, "rev-parse", "HEAD")


def test_a_refusal_of_the_shared_copy_is_passed_on(mine: Path, call: Call) -> None:
    hook = mine.parent / "shared/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'ERROR: main is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    due(mine, "2026-03-11")
    code, out, _ = call("save", "Later")
    assert (code, "the shared copy did not take it: remote: ERROR: main is protected" in out) == (1, True)


@pytest.mark.parametrize(
    ("before", "code", "said"),
    [
        (["checkout", "-q", "--detach"], 3, "git switch main"),
        (["config", "--unset", "user.email"], 2, "git config --global user.email"),
    ],
)
def test_what_stands_in_the_way_is_said_with_what_to_do(
    mine: Path, call: Call, before: list[str], code: int, said: str
) -> None:
    due(mine, "2026-03-11")
    git(mine, *before)
    got, _, err = call("save", "Later")
    assert (got, said in err, git(mine, "log", "-1", "--format=%s")) == (code, True, "Actions")


def test_a_merge_under_way_another_git_and_no_message_are_refused(mine: Path, call: Call) -> None:
    assert call("save", "  ")[0] == 2
    (mine / ".git/MERGE_HEAD").write_text(git(mine, "rev-parse", "HEAD"))
    assert "`git merge --abort`" in call("save", "Later")[2]
    (mine / ".git/MERGE_HEAD").unlink()
    (mine / ".git/index.lock").write_text("")
    assert "another git is at work here" in call("save", "Later")[2]


def test_outside_git_it_names_init(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tree(tmp_path, LETTERS)
    monkeypatch.chdir(tmp_path)
    code, _, err = call("save", "Later")
    assert (code, "`casefiles init`" in err) == (2, True)


def test_a_clone_s_own_settings_run_nothing(mine: Path, call: Call) -> None:
    trap = mine / ".git/trap"
    trap.write_text(f"#!/bin/sh\ntouch {mine}/sprung\nexit 1\n")
    trap.chmod(0o755)
    for key in ("core.sshCommand", "remote.origin.uploadpack", "filter.x.clean", "core.fsmonitor", "credential.helper"):
        git(mine, "config", key, str(trap))
    (mine / ".gitattributes").write_text("* filter=x\n")
    (mine / ".git/hooks").mkdir(exist_ok=True)
    for name in ("post-checkout", "pre-rebase", "pre-push", "post-rewrite"):
        shutil.copy(trap, mine / ".git/hooks" / name)
    due(mine, "2026-03-11")
    code, out, err = call("save", "Later")
    assert (code, "name a program that sharing would run: core.sshcommand" in out) == (1, True), out + err
    assert "saved    1 file" in out
    assert not (mine / "sprung").exists()
