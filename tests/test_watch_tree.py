from __future__ import annotations

import os
from pathlib import Path

import pytest

from casefiles.watch.agenda import Look
from casefiles.watch.events import Ground
from casefiles.watch.tree import YOUNG_NS, Tree, find_git
from notation import write_tree

WHOLE = Look(whole=True)
FILES = """
=== caseload.yaml
format: 1
=== camden/authority.yaml
name: Camden
=== camden/rowan/school.yaml
urn: 900114
=== camden/rowan/meetings/2025-11-04-initial.md
Held.
=== build/index.html
A page.
=== .git/HEAD
ref: main
"""


class Clock:
    """A clock that a test sets, in nanoseconds."""

    def __init__(self) -> None:
        self.now = 10**18

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tree(tmp_path: Path, clock: Clock) -> Tree:
    write_tree(tmp_path, FILES)
    for path in tmp_path.rglob("*"):
        age(path, clock, 60.0)
    found = Tree(tmp_path, Ground(without=("build",)), now_ns=clock)
    found.changes(WHOLE)
    return found


def age(path: Path, clock: Clock, seconds: float) -> None:
    """Let a file have been written so many seconds ago."""
    when = clock.now - int(seconds * 1e9)
    os.utime(path, ns=(when, when))


def test_the_first_look_finds_every_file_but_drafts_and_hidden_ones(tmp_path: Path) -> None:
    write_tree(tmp_path, FILES)
    assert Tree(tmp_path, Ground(without=("build",))).changes(WHOLE) == (
        "camden/authority.yaml",
        "camden/rowan/meetings/2025-11-04-initial.md",
        "camden/rowan/school.yaml",
        "caseload.yaml",
    )


def test_a_second_look_finds_nothing(tree: Tree) -> None:
    assert tree.changes(WHOLE) == ()
    assert tree.changes(Look(frozenset({"camden/rowan"}))) == ()


def test_a_look_finds_what_came_went_and_changed(tree: Tree, tmp_path: Path) -> None:
    write_tree(tmp_path, "=== camden/rowan/school.yaml\nurn: 900115\n=== camden/new/a/b/f.md\nNew.")
    (tmp_path / "camden/authority.yaml").unlink()
    assert tree.changes(WHOLE) == ("camden/authority.yaml", "camden/new/a/b/f.md", "camden/rowan/school.yaml")


def test_a_look_at_one_folder_finds_its_own_files_and_forgets_no_other(tree: Tree, tmp_path: Path) -> None:
    write_tree(tmp_path, "=== camden/rowan/school.yaml\nurn: 900115\n=== camden/authority.yaml\nname: Else")
    assert tree.changes(Look(frozenset({"camden/rowan"}))) == ("camden/rowan/school.yaml",)
    assert tree.changes(WHOLE) == ("camden/authority.yaml",)


def test_a_file_that_was_only_touched_while_young_has_not_changed(tree: Tree, tmp_path: Path, clock: Clock) -> None:
    school = tmp_path / "camden/rowan/school.yaml"
    age(school, clock, 0.5)
    tree.changes(WHOLE)
    age(school, clock, 0.1)
    assert tree.changes(WHOLE) == ()


def test_a_change_that_leaves_size_time_and_inode_alone_is_found_while_the_file_is_young(
    tree: Tree, tmp_path: Path, clock: Clock
) -> None:
    school = tmp_path / "camden/rowan/school.yaml"
    age(school, clock, 0.5)
    tree.changes(WHOLE)
    school.write_text("urn: 900999\n")
    age(school, clock, 0.5)
    clock.now += YOUNG_NS
    assert tree.changes(WHOLE) == ("camden/rowan/school.yaml",)
    assert tree.changes(WHOLE) == ()


def test_a_replaced_file_with_an_old_time_is_a_change(tree: Tree, tmp_path: Path, clock: Clock) -> None:
    school = tmp_path / "camden/rowan/school.yaml"
    (tmp_path / "camden/rowan/.new").write_text("urn: 900999\n")
    age(tmp_path / "camden/rowan/.new", clock, 60.0)
    (tmp_path / "camden/rowan/.new").replace(school)
    assert tree.changes(WHOLE) == ("camden/rowan/school.yaml",)


def test_folders_beside_the_caseload_are_followed_by_their_whole_paths(tmp_path: Path) -> None:
    write_tree(tmp_path, "=== casefiles/caseload.yaml\nformat: 1\n=== shipped/shells/letter.docx\nWord")
    shipped = tmp_path / "shipped"
    tree = Tree(tmp_path / "casefiles", Ground(), (shipped,))
    assert tree.changes(WHOLE) == (f"{shipped}/shells/letter.docx", "caseload.yaml")


def test_a_caseload_that_went_away_is_noticed(tree: Tree, tmp_path: Path) -> None:
    seen = [tree.is_there]
    (tmp_path / "caseload.yaml").unlink()
    seen.append(tree.is_there)
    assert seen == [True, False]


def test_git_at_work_is_noticed_and_a_lock_left_behind_is_not_believed(
    tree: Tree, tmp_path: Path, clock: Clock
) -> None:
    seen = [tree.held()]
    lock = tmp_path / ".git/index.lock"
    lock.write_text("")
    for seconds in (1.0, 60.0):
        age(lock, clock, seconds)
        seen.append(tree.held())
    assert seen == [False, True, False]


def test_git_is_found_above_the_caseload_and_in_a_linked_work_tree(tmp_path: Path) -> None:
    (tmp_path / "casefiles").mkdir()
    (tmp_path / ".git").mkdir()
    assert find_git(tmp_path / "casefiles") == tmp_path / ".git/index.lock"
    (tmp_path / "casefiles/.git").write_text("gitdir: /srv/repository/worktrees/casefiles\n")
    assert find_git(tmp_path / "casefiles") == Path("/srv/repository/worktrees/casefiles/index.lock")


def test_a_file_that_nobody_may_read_is_no_reason_to_stop(
    tree: Tree, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = tmp_path / "camden/rowan/school.yaml"
    school.write_text("urn: 900116\n")
    age(school, clock, 0.1)
    monkeypatch.setattr("hashlib.file_digest", lambda *_: (_ for _ in ()).throw(PermissionError("locked")))
    assert tree.changes(WHOLE) == ("camden/rowan/school.yaml",)
    monkeypatch.undo()
    assert tree.changes(WHOLE) == ("camden/rowan/school.yaml",)
