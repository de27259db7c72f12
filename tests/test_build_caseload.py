from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casefiles import build_caseload as module
from casefiles.build import Built, Options, build, build_part
from casefiles.build_caseload import build_caseload
from casefiles.build_state import built_cases
from casefiles.caseload import load
from casefiles.cli.overviews import write_overviews
from casefiles.executors import Executor, InProcess, Processes
from casefiles.judgement import judge
from casefiles.model.caseview import Case
from casefiles.overview import Overview
from casefiles.policy import overview
from casefiles.policy.engine import Ran, run
from casefiles.policy.law import Packs
from casefiles.survey import Ground, schools_by_programme
from caseloads import SCHOOL, edit, small, snapshot, watched_cases

DAY = date(2025, 12, 1)
PROGRAMME = """
=== casefiles/camden/programme/programme.yaml
title: The programme
=== casefiles/camden/programme/reports/2025-11-28-risk.md
---
kind: risk-register
since: 2025-09-01
---
=== casefiles/camden/programme/meetings/2025-11-20-sras.md
---
kind: sras
chair: director-of-learning
present: [director-of-learning]
schools:
  - {school: second-primary, rag: amber, concern: Phonics, decision: Watch, reason: New}
---
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three schools and a programme that is read off them; one more school can't be read."""
    root = small(tmp_path, PROGRAMME)
    for number, name in enumerate(("second", "third", "unread"), start=5):
        shutil.copytree(root.parent / SCHOOL, root / f"camden/{name}-primary")
        edit(root / f"camden/{name}-primary/school.yaml", "900114", f"90011{number}")
    (root / "camden/unread-primary/school.yaml").write_text("urn: [\n")
    return root


Outcome = tuple[dict[str, bytes], Built]
Way = Callable[[Path, Options], tuple[Overview, Built]]


def at_once(root: Path, options: Options) -> tuple[Overview, Built]:
    """The build of what is in memory."""
    judged = judge(load(root), DAY)
    return Overview.of(judged), build(judged, options)


def chunked(executor: Executor | None, chunk: int) -> Way:
    """The build in chunks of so many schools."""

    def call(root: Path, options: Options) -> tuple[Overview, Built]:
        return build_caseload(Ground.of(root, (), DAY), options, executor=executor, chunk=chunk)

    return call


def drafted(root: Path, way: Way, options: Options) -> Outcome:
    """Everything in the folder of drafts after a build, with what the build said."""
    seen, built = way(root, options)
    write_overviews(seen, built)
    return snapshot(root / "build"), built


@pytest.fixture
def expected(root: Path) -> Outcome:
    """What a build of what is in memory gives; its drafts are gone again."""
    found = drafted(root, at_once, Options(pdf=False))
    shutil.rmtree(root / "build")
    return found


@pytest.mark.parametrize(
    ("executor", "chunk"), [(InProcess(), 1), (InProcess(), 3), (InProcess(), 100), (Processes(2), 1)]
)
def test_every_way_of_cutting_it_up_gives_the_same_bytes(
    root: Path, expected: Outcome, executor: Executor, chunk: int
) -> None:
    files, built = drafted(root, chunked(executor, chunk), Options(pdf=False))
    assert files == expected[0]
    assert built == expected[1]


def test_what_is_compared_are_letters_a_report_the_page_and_the_calendar(expected: Outcome) -> None:
    names = set(expected[0])
    assert {"index.html", "calendar.ics", "camden/third-primary/2025-11-04-targeted-initial-letter.docx"} <= names
    assert any(name.startswith("camden/programme/") and name.endswith(".xlsx") for name in names)


def test_pdfs_are_the_same_bytes_from_processes(root: Path) -> None:
    options = Options(pdf=True, mail=False, kinds=("targeted-initial-letter",))
    here = drafted(root, chunked(InProcess(), 2), options)[0]
    shutil.rmtree(root / "build")
    there = drafted(root, chunked(Processes(2), 1), options)[0]
    assert here == there
    assert len([name for name in here if name.endswith(".pdf")]) == 3


def test_a_second_build_makes_nothing_again(root: Path) -> None:
    chunked(InProcess(), 2)(root, Options(pdf=False))
    _, built = chunked(InProcess(), 1)(root, Options(pdf=False))
    assert {each.state for each in built.documents} == {"unchanged"}


def test_the_drafts_of_a_school_that_is_gone_are_retired(root: Path) -> None:
    chunked(InProcess(), 2)(root, Options(pdf=False))
    shutil.rmtree(root / "camden/third-primary")
    _, built = chunked(InProcess(), 2)(root, Options(pdf=False))
    (stale,) = (each for each in built.documents if each.state == "stale")
    assert stale.case == "third-primary"
    assert (root / "build/stale/camden/third-primary/2025-11-04-targeted-initial-letter.docx").exists()
    assert "camden/third-primary" not in built_cases(root / "build")


def test_the_drafts_of_a_programme_that_is_gone_are_retired(root: Path) -> None:
    chunked(InProcess(), 2)(root, Options(pdf=False))
    shutil.rmtree(root / "camden/programme")
    _, built = chunked(InProcess(), 2)(root, Options(pdf=False))
    assert {each.case for each in built.documents if each.state == "stale"} == {"programme"}


def test_a_build_of_one_school_leaves_the_others_drafts_alone(root: Path) -> None:
    chunked(InProcess(), 2)(root, Options(pdf=False))
    before = snapshot(root / "build")
    ground = Ground.of(root, [root / "camden/second-primary"], DAY)
    _, built = build_caseload(ground, Options(pdf=False, whole=False))
    assert {each.case for each in built.documents} == {"second-primary"}
    assert snapshot(root / "build") == before


def test_what_was_done_before_a_failure_is_known_to_the_next_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really, seen = build_part, []

    def fails(*words: object) -> Built:
        seen.append(words)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return really(*words)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(module, "build_part", fails)
        with pytest.raises(KeyboardInterrupt):
            chunked(InProcess(), 1)(root, Options(pdf=False))
    _, built = chunked(InProcess(), 1)(root, Options(pdf=False))
    found = {each.case: each.state for each in built.documents}
    assert (found["rowan-hill-primary"], found["second-primary"]) == ("unchanged", "unchanged")
    assert found["third-primary"] == "written"


def test_a_programme_reads_its_schools_only_for_a_document_that_is_out_of_date(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunked(InProcess(), 10)(root, Options(pdf=False))
    read: list[object] = []
    really = schools_by_programme

    def watched(*words: object) -> dict[str, object]:
        found = really(*words)  # type: ignore[arg-type]
        read.append(found["camden/programme"])
        return dict(found)

    monkeypatch.setattr(module, "schools_by_programme", watched)
    chunked(InProcess(), 10)(root, Options(pdf=False))
    assert ["cases" in vars(each) for each in read] == [False]


def test_the_cases_of_a_chunk_are_gone_when_the_next_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, alive = watched_cases(monkeypatch)
    chunked(InProcess(), 1)(root, Options(pdf=False, kinds=("targeted-initial-letter",)))
    assert len(known) >= 3
    assert set(alive) == {0}


def test_the_schools_of_a_programme_are_gone_when_the_next_programme_is_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "camden", root / "second")
    known, alive = watched_cases(monkeypatch)
    chunked(InProcess(), 1)(root, Options(pdf=False))
    assert len(known) == 12
    assert max(alive) == 2
    assert alive[-3:] == [0, 1, 2]


def test_a_school_is_read_off_for_its_programme_while_it_is_at_hand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, date]] = []

    def watched(case: Case, packs: Packs, day: date, *, mild: bool) -> Ran:
        seen.append((case.id, day))
        return run(case, packs, day, mild=mild)

    monkeypatch.setattr(overview, "run", watched)
    other = root / "camden/programme/reports/2025-11-28-risk.md"
    (other.parent / "2025-11-25-risk.md").write_text(other.read_text())
    chunked(InProcess(), 2)(root, Options(pdf=False))
    days = (date(2025, 11, 25), date(2025, 11, 28))
    schools = ("rowan-hill-primary", "second-primary", "third-primary")
    assert seen == [(school, day) for school in schools for day in days]


def test_what_cannot_be_read_off_a_school_is_said_of_the_document_that_asks_for_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> Ran:
        raise KeyError("no such thing")

    monkeypatch.setattr(overview, "run", fails)
    _, built = chunked(InProcess(), 2)(root, Options(pdf=False))
    assert {each.slug for each in built.documents if each.state == "refused"} == {"risk-register"}
    assert "INT-011" in {each.code for each in built.diagnostics}


def test_processes_are_used_for_many_new_schools_and_not_for_many_that_are_known(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casefiles.executors.processors", lambda: 2)
    folders = [f"camden/school-{number}" for number in range(20)]
    more = [f"camden/other-{number}" for number in range(50)]
    executor = module._executor
    assert executor(root / "build", folders, Options()) == Processes(2)
    assert executor(root / "build", folders, Options(pdf=False)) == InProcess()
    assert executor(root / "build", folders + more, Options(pdf=False)) == Processes(2)
    (root / "build/.state/camden").mkdir(parents=True)
    for folder in folders:
        (root / "build/.state" / f"{folder}.json").touch()
    assert executor(root / "build", folders, Options()) == InProcess()
    assert executor(root / "build", folders, Options(force=True)) == Processes(2)
    assert executor(root / "build", folders, Options(jobs=3)) == Processes(3)
