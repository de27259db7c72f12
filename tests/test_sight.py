"""What is seen of files from outside, and how often they are looked at."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casefiles import sight
from casefiles.sight import Look, look_at, mark_of
from caseloads import small

SCHOOL = "camden/rowan-hill-primary"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A caseload of two schools whose files are a minute old."""
    root = small(tmp_path)
    shutil.copytree(root / SCHOOL, root / "camden/second-primary")
    (root / "build" / SCHOOL).mkdir(parents=True)
    (root / "build" / SCHOOL / "letter.docx").write_bytes(b"a letter")
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(then := time.time_ns() - 60_000_000_000, then))
    return root


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were looked at, by their names."""
    folders: list[str] = []
    really = sight._entries

    def noted(folder: str) -> object:
        folders.append(folder.rpartition("/")[2])
        return really(folder)

    monkeypatch.setattr(sight, "_entries", noted)
    return folders


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda root: os.utime(root / SCHOOL / "evidence/2025-09-18-phonics-check.md"), SCHOOL),
        (lambda root: (root / SCHOOL / "evidence/new.md").write_text("new"), SCHOOL),
        (lambda root: (root / SCHOOL / "evidence/2025-09-18-phonics-check.md").unlink(), SCHOOL),
        (lambda root: (root / SCHOOL / "case.yaml").rename(root / SCHOOL / "cases.yaml"), SCHOOL),
        (lambda root: os.utime(root / "camden/authority.yaml"), "camden"),
        (lambda root: os.utime(root / "caseload.yaml"), ""),
        (lambda root: (root / "camden/third").mkdir(), None),
        (lambda root: (root / f"build/{SCHOOL}/letter.docx").unlink(), None),
    ],
    ids=["saved", "new", "gone", "renamed", "an authority's", "the caseload's", "an empty folder", "a draft"],
)
def test_a_change_is_seen_in_the_folder_where_it_is_and_in_no_other(
    root: Path, change: Callable[[Path], object], where: str | None
) -> None:
    before = look_at(root, root / "build")
    change(root)
    after = look_at(root, root / "build")
    assert [name for name in before if before[name].mark != after[name].mark] == ([] if where is None else [where])
    assert (mark_of(before) == mark_of(after)) is (where is None)


def test_a_file_of_this_moment_is_in_doubt_and_a_link_always(root: Path) -> None:
    saved, linked = (
        root / SCHOOL / "evidence/2025-09-18-phonics-check.md",
        root / "camden/second-primary/evidence/round",
    )
    linked.symlink_to(root, target_is_directory=True)
    os.utime(linked, ns=(then := time.time_ns() - 60_000_000_000, then), follow_symlinks=False)
    os.utime(saved)
    seen = look_at(root, root / "build")
    assert [each.young for each in seen.values() if each.young] == [(saved.relative_to(root).as_posix(),)]
    assert [name for name, each in seen.items() if each.has_link] == ["camden/second-primary"]


def test_a_case_of_which_nothing_is_made_is_looked_at_once(root: Path, looked: list[str]) -> None:
    look = Look(root, root / "build")
    assert look.drafts.keys() == {SCHOOL}
    assert looked.count("evidence") == 2
    look.leave([SCHOOL])
    looked.clear()
    assert (look.after, look.drafts_after) == (look.before, look.drafts)
    assert looked.count("evidence") == 1
    assert "rowan-hill-primary" not in looked
    assert "second-primary" in looked


def test_a_case_that_is_gone_is_not_there_though_nothing_was_made_of_it(root: Path) -> None:
    look = Look(root, root / "build")
    look.leave([SCHOOL])
    shutil.rmtree(root / SCHOOL)
    assert SCHOOL in look.before
    assert SCHOOL not in look.after
