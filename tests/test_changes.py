from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from casefiles.caseload import outline
from casefiles.changes import Levels, changes_since
from casefiles.executors import Executor, InProcess, Processes
from caseloads import SCHOOL, edit, small
from repositories import commit, git

UNTIL = date(2026, 1, 31)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three schools in git, one of which was edited since; a fourth came later, a fifth can't be read."""
    home = tmp_path_factory.mktemp("changes")
    root = small(home)
    for number, name in enumerate(("second", "third"), start=5):
        shutil.copytree(home / SCHOOL, root / f"camden/{name}-primary")
        edit(root / f"camden/{name}-primary/school.yaml", "900114", f"90011{number}")
    git(home, "init", "-q")
    commit(home, "the start", on="2025-10-01")
    edit(root / "camden/second-primary/case.yaml", "horizon_months: 12", "horizon_months: 6")
    shutil.copytree(root / "camden/third-primary", root / "camden/fourth-primary")
    shutil.copytree(root / "camden/third-primary", root / "camden/unread-primary")
    (root / "camden/unread-primary/school.yaml").write_text("urn: [\n")
    return root


@pytest.mark.parametrize(("executor", "chunk"), [(InProcess(), 1), (InProcess(), 2), (Processes(2), 1)])
def test_chunks_and_processes_tell_the_same_changes(root: Path, executor: Executor, chunk: int) -> None:
    whole = changes_since(outline(root), "2025-10-01", UNTIL, executor=InProcess(), chunk=100)
    assert changes_since(outline(root), "2025-10-01", UNTIL, executor=executor, chunk=chunk) == whole


def test_every_chunk_has_its_moves_its_edits_and_what_it_could_not_read(root: Path) -> None:
    found = changes_since(outline(root), "2025-10-01", UNTIL, executor=InProcess(), chunk=1)
    assert {each.case for each in found.moves} == {
        f"{name}-primary" for name in ("rowan-hill", "second", "third", "fourth")
    }
    assert {each.file for each in found.edits} >= {"camden/second-primary/case.yaml", "camden/fourth-primary/case.yaml"}
    assert not any("third-primary" in each.file for each in found.edits)
    assert found.unread == ("camden/unread-primary can't be read: what moved there is not known",)


def test_the_level_of_each_school_is_told_at_both_ends(root: Path) -> None:
    found = changes_since(outline(root), "2025-10-01", UNTIL)
    assert found.levels == (Levels("camden", "Universal", "Targeted"),) * 4


def test_it_says_how_far_it_is(root: Path) -> None:
    heard: list[tuple[int, int]] = []
    changes_since(outline(root), "2025-10-01", UNTIL, chunk=2, tell=lambda done, of: heard.append((done, of)))
    assert heard == [(2, 5), (4, 5), (5, 5)]
