from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from casefiles import survey as surveying
from casefiles.caseload import Caseload, Outline, load, outline, read_cases
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.executors import Executor, InProcess, Processes
from casefiles.judgement import Judged, judge
from casefiles.reporters.report import Places, Report
from casefiles.reporters.text import format_text
from casefiles.survey import Survey, survey, thinned
from caseloads import edit, small, watched_cases
from notation import write_tree

DAY = date(2025, 12, 1)
PROGRAMME = """
=== casefiles/camden/programme/programme.yaml
title: The programme
=== casefiles/camden/programme/meetings/2025-11-20-sras.md
---
kind: sras
chair: director-of-learning
present: [director-of-learning]
schools:
  - {school: second-primary, rag: amber, concern: Phonics, decision: Watch, reason: New}
  - {school: nowhere-primary, rag: amber, concern: Phonics, decision: Watch, reason: New}
---
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four schools and a programme: one school with a fault, one that can't be read; the pack has a word too."""
    root = small(tmp_path_factory.mktemp("survey"), PROGRAMME)
    first = root / "camden/rowan-hill-primary"
    for number, name in enumerate(("second", "third", "unread"), start=5):
        shutil.copytree(first, root / f"camden/{name}-primary")
        edit(root / f"camden/{name}-primary/school.yaml", "900114", f"90011{number}")
    edit(root / "camden/second-primary/priorities.yaml", "area: achievement", "area: achievements")
    (root / "camden/unread-primary/school.yaml").write_text("urn: [\n")
    return root


@pytest.fixture(scope="module")
def whole(root: Path) -> Judged:
    """The caseload judged at once."""
    return judge(load(root), DAY)


def said(root: Path, found: Survey | Judged) -> str:
    """The report as a person reads it."""
    return format_text(Report(DAY, found.count, found.diagnostics, Places(root, root), found.texts))


@pytest.mark.parametrize(
    ("executor", "chunk"), [(InProcess(), 1), (InProcess(), 3), (InProcess(), 100), (Processes(2), 1)]
)
def test_chunks_and_processes_say_what_one_judgement_says(
    root: Path, whole: Judged, executor: Executor, chunk: int
) -> None:
    found = survey(root, (), DAY, statuses=True, executor=executor, chunk=chunk)
    assert found.diagnostics == whole.diagnostics
    assert found.statuses == whole.statuses
    assert said(root, found) == said(root, whole)


def test_the_report_has_faults_of_school_programme_and_authority(whole: Judged) -> None:
    files = {each.span.file.removeprefix("camden/") for each in whole.diagnostics if each.blocks}
    assert {"second-primary/priorities.yaml", "unread-primary/school.yaml"} <= files
    assert "programme/meetings/2025-11-20-sras.md" in files


def test_a_part_of_the_caseload_is_judged_as_that_part(root: Path) -> None:
    only = [root / "camden/second-primary"]
    found, whole = survey(root, only, DAY, statuses=True), judge(load(root, only), DAY)
    assert (found.count, found.diagnostics, found.statuses) == (whole.count, whole.diagnostics, whole.statuses)


def test_no_more_cases_are_read_at_a_time_than_a_chunk_has(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(found: Outline, folders: tuple[str, ...]) -> Caseload:
        read.append(len(folders))
        return read_cases(found, folders)

    monkeypatch.setattr(surveying, "read_cases", counted)
    survey(root, (), DAY, executor=InProcess(), chunk=3)
    assert sum(read) == 4
    assert max(read) <= 3


def test_the_cases_of_a_chunk_are_gone_when_the_next_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, alive = watched_cases(monkeypatch)
    survey(root, (), DAY, statuses=True, executor=InProcess(), chunk=1)
    assert len(known) == 3
    assert alive == [0, 0, 0, 0]


def test_statuses_are_made_only_when_asked_for(root: Path) -> None:
    assert survey(root, (), DAY).statuses == ()


def test_it_says_how_far_it_is(root: Path) -> None:
    heard: list[tuple[int, int]] = []
    survey(root, (), DAY, executor=InProcess(), chunk=3, tell=lambda done, of: heard.append((done, of)))
    assert heard == [(3, 4), (4, 4)]


def test_a_programme_knows_its_schools_before_it_reads_them(root: Path) -> None:
    found = outline(root)
    schools = surveying.schools_by_programme(found, ("camden/rowan-hill-primary", "camden/second-primary"))
    assert schools["camden/programme"].ids == ("rowan-hill-primary", "second-primary")
    assert "cases" not in vars(schools["camden/programme"])
    assert [case.id for case in schools["camden/programme"]] == ["rowan-hill-primary", "second-primary"]


def test_of_a_text_the_lines_stay_that_something_is_said_of() -> None:
    texts = {"a.md": "one\ntwo\nthree\nfour", "b.md": "one"}
    about = [Diagnostic(Span("a.md", line), "SRC-001", Severity.ERROR, "so") for line in (2, 3)]
    assert thinned(texts, about) == {"a.md": "\ntwo\nthree"}
    assert thinned(texts, [Diagnostic(Span("a.md", 9), "SRC-001", Severity.ERROR, "so")])["a.md"].strip() == ""


def test_a_part_that_names_a_file_of_the_authority_shows_its_line(root: Path, tmp_path: Path) -> None:
    write_tree(tmp_path, "=== x\n")
    shutil.copytree(root, tmp_path / "casefiles")
    here = tmp_path / "casefiles"
    edit(here / "camden/authority.yaml", "policy: camden", "policy: camden\nunknown: yes")
    assert "unknown: yes" in said(here, survey(here, (), DAY))
