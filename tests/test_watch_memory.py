from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from casefiles.build import Built, Options, build
from casefiles.caseload import load
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.errors import CasefilesError
from casefiles.judgement import Judged, judge
from casefiles.watch.memory import Memory, Round, compared
from caseloads import LETTER, SCHOOL, SMALL, edit
from notation import parse_tree, write_tree

DAY = date(2025, 12, 1)
ROWAN = "camden/rowan-hill-primary"
BRAMBLE = "camden/bramble-lane"


@dataclass
class Told:
    """What the overview of the whole was made of, each time."""

    made: list[tuple[Judged, Built]] = field(default_factory=list)

    def __call__(self, judged: Judged, built: Built) -> None:
        self.made.append((judged, built))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Two schools, alike but for their names."""
    write_tree(tmp_path, SMALL)
    for path, text in parse_tree(SMALL).items():
        if path.startswith(SCHOOL):
            target = tmp_path / path.replace("rowan-hill-primary", "bramble-lane")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("Rowan Hill", "Bramble Lane").replace("900114", "900115"))
    return tmp_path / "casefiles"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def memory(here: Path, told: Told) -> Memory:
    begun = Memory(here, (), Options(pdf=False), told)
    begun.begin(DAY)
    return begun


def loads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The paths that each load from now on is limited to."""
    seen: list[tuple[str, ...]] = []

    def remembering(root: Path, only: tuple[Path, ...] = ()) -> object:
        seen.append(tuple(path.relative_to(root).as_posix() for path in only))
        return load(root, only)

    monkeypatch.setattr("casefiles.watch.memory.load", remembering)
    return seen


def assert_as_built_from_nothing(memory: Memory, here: Path, out: Path) -> None:
    """What is in memory is what a build of the whole would say."""
    assert memory.latest is not None
    judged, built = memory.latest
    fresh = judge(load(here), DAY)
    anew = build(fresh, Options(out=out, pdf=False))
    assert judged.diagnostics == fresh.diagnostics
    assert [each.case for each in judged.cases] == [each.case for each in fresh.cases]
    assert judged.caseload == fresh.caseload
    assert judged.statuses == fresh.statuses
    assert built.diagnostics == anew.diagnostics
    assert [(each.case, each.slug, each.gaps) for each in built.documents if each.state != "refused"] == [
        (each.case, each.slug, each.gaps) for each in anew.documents
    ]


def test_a_save_reads_and_builds_its_case_alone(memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = loads(monkeypatch)
    edit(here / ROWAN / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    done = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert seen == [(ROWAN,)]
    assert [(each.case, each.state) for each in done.built.documents] == [("rowan-hill-primary", "written")]
    assert {each.case for each in done.whole.documents} == {"rowan-hill-primary", "bramble-lane"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(f"{ROWAN}/school.yaml", "Rowan Hill Primary", "Rowan Bank Primary", id="another name"),
        pytest.param(f"{ROWAN}/priorities.yaml", "area: achievement", "area: nonsense", id="an error"),
        pytest.param(f"{ROWAN}/case.yaml", "levels:", "levels: [", id="a broken case"),
        pytest.param(f"{ROWAN}/school.yaml", "urn:", "urn: [", id="a broken school"),
        pytest.param("camden/authority.yaml", "email: improvement", "email: improving", id="the authority"),
    ],
)
def test_after_any_change_memory_holds_what_a_build_of_the_whole_would_say(
    memory: Memory, tmp_path: Path, file: str, old: str, new: str
) -> None:
    here = memory.root
    before = (here / file).read_text()
    edit(here / file, old, new)
    memory.follow([file], DAY)
    assert_as_built_from_nothing(memory, here, tmp_path / "elsewhere")
    (here / file).write_text(before)
    memory.follow([file], DAY)
    assert_as_built_from_nothing(memory, here, tmp_path / "elsewhere")


def test_a_school_that_comes_and_goes_is_built_and_retired(memory: Memory, here: Path) -> None:
    (here / BRAMBLE).rename(here / "camden/bramble-hall")
    done = memory.follow([f"{BRAMBLE}/school.yaml", "camden/bramble-hall/school.yaml"], DAY)
    states = {(each.case, each.state) for each in done.built.documents}
    assert states == {("bramble-hall", "written"), ("bramble-lane", "stale"), ("rowan-hill-primary", "unchanged")}


def test_a_school_that_goes_takes_its_drafts_out_of_the_way(memory: Memory, here: Path) -> None:
    files = sorted(path.relative_to(here).as_posix() for path in (here / BRAMBLE).rglob("*") if path.is_file())
    shutil.rmtree(here / BRAMBLE)
    done = memory.follow(files, DAY)
    assert {(each.case, each.state) for each in done.whole.documents} == {
        ("bramble-lane", "stale"),
        ("rowan-hill-primary", "unchanged"),
    }
    assert done.judged.count == 1


def test_a_broken_file_costs_its_drafts_until_it_is_mended(memory: Memory, here: Path) -> None:
    school = here / ROWAN / "school.yaml"
    whole = school.read_text()
    school.write_text("urn: [900114\n")
    broken = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert [each.code for each in broken.appeared if each.span.file.endswith("school.yaml")] == ["SRC-005"]
    assert not (here / "build" / f"{LETTER}.docx").exists()
    school.write_text(whole)
    mended = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert "SRC-005" in {each.code for each in mended.gone}
    assert (here / "build" / f"{LETTER}.docx").exists()


def test_templates_stay_in_memory_until_one_changes(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("casefiles.rendering.read_templates", remembering_templates(read))
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert read == []
    seen = loads(monkeypatch)
    done = memory.follow(["camden/templates/shells/initial-letter.docx"], DAY)
    assert read == ["camden"]
    assert seen == []
    assert len(done.built.documents) == 2


def remembering_templates(read: list[str]) -> Callable[..., object]:
    from casefiles.caseload import read_templates  # noqa: PLC0415 - the function that the test stands before

    def remembering(root: Path, authority: str, *rest: str) -> object:
        read.append(authority)
        return read_templates(root, authority, *rest)

    return remembering


def test_another_day_judges_everything_again(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = loads(monkeypatch)
    done = memory.follow([], date(2026, 3, 1))
    assert seen == [()]
    assert done.judged.as_of == date(2026, 3, 1)
    assert done.appeared


def test_after_a_failure_everything_is_read_again(memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = here / "build/.lock"
    lock.write_text('{"process": 1, "machine": "another"}')
    with pytest.raises(CasefilesError, match="another casefiles is at work"):
        memory.follow([f"{ROWAN}/case.yaml"], DAY)
    lock.unlink()
    seen = loads(monkeypatch)
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert seen == [(), (ROWAN,)]


def test_the_overview_is_always_of_the_whole(memory: Memory, told: Told) -> None:
    done: Round = memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert told.made[-1] == (done.judged, done.whole)
    assert len(told.made[-1][0].cases) == 2


def test_a_diagnostic_that_moved_to_another_line_is_neither_new_nor_gone() -> None:
    def said(line: int, message: str) -> Diagnostic:
        return Diagnostic(Span("camden/a/case.yaml", line), "SCH-002", Severity.WARNING, message)

    before = (said(1, "unknown key"), said(5, "unknown key"), said(7, "no such day"))
    now = (said(2, "unknown key"), said(6, "unknown key"), said(9, "unknown key"))
    assert compared(before, now) == ((said(9, "unknown key"),), (said(7, "no such day"),))
