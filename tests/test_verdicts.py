from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles import case_marks, judgement, verdicts
from casefiles import survey as surveying
from casefiles.caseload import Caseload, load, read_cases
from casefiles.check import check_case
from casefiles.diagnostics import Citation, Diagnostic, Severity, Span, Waived
from casefiles.judgement import judge
from casefiles.model.caseview import Case
from casefiles.survey import survey
from casefiles.verdicts import Checked, check_changed
from caseloads import edit, small
from notation import write_tree

DAY = date(2025, 12, 1)
FIRST, SECOND, THIRD = (f"camden/{name}" for name in ("rowan-hill-primary", "second-primary", "third-primary"))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A caseload of three schools with a fault in the second, a minute old, checked once; the program stays as it is."""
    monkeypatch.setattr(case_marks, "program_mark", lambda: "this program")
    root = small(tmp_path)
    for number, folder in enumerate((SECOND, THIRD), start=5):
        shutil.copytree(root / FIRST, root / folder)
        edit(root / folder / "school.yaml", "900114", f"90011{number}")
        edit(root / folder / "case.yaml", "CL-2025-014", f"CL-2025-01{number}")
    edit(root / SECOND / "priorities.yaml", "area: achievement", "area: achievements")
    (root / "build").mkdir()
    age(root)
    check_changed(root, root / "build", DAY)
    return root


def age(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file() and (known := path.stat()).st_mtime > time.time() - 30:
            os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns - 60_000_000_000))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases that were read, by their names."""
    cases: list[str] = []

    def counted(found: Caseload) -> Caseload:
        cases.extend(each.id for each in found.cases)
        cases.extend(each.case for each in found.broken)
        return found

    monkeypatch.setattr(surveying, "read_cases", lambda *asked: counted(read_cases(*asked)))
    return cases


def line_of(diagnostic: Diagnostic, texts: Mapping[str, str]) -> str:
    """The line that it stands on; empty where its file has no such line or can't be shown."""
    return next(iter(texts.get(diagnostic.span.file, "").split("\n")[diagnostic.span.line - 1 :]), "")


def checked(root: Path, day: date = DAY) -> Checked:
    """What is said now, after a comparison with a check that keeps nothing."""
    known = check_changed(root, root / "build", day)
    whole = judge(load(root), day)
    assert (known.count, known.diagnostics) == (whole.count, whole.diagnostics)
    for each in known.diagnostics:
        assert line_of(each, known.texts) == line_of(each, whole.texts)
    return known


def test_unchanged_cases_are_not_read_and_all_is_said_of_them(root: Path, read: list[str]) -> None:
    said = checked(root)
    assert read == []
    assert {each.case for each in said.diagnostics} >= {"second-primary"}


def test_only_the_case_that_changed_is_read(root: Path, read: list[str]) -> None:
    edit(root / FIRST / "case.yaml", "agreed_on: 2025-11-04", "agreed_on: 2025-11-40")
    assert any(each.case == "rowan-hill-primary" and each.blocks for each in checked(root).diagnostics)
    assert read == ["rowan-hill-primary"]


def test_a_fault_put_right_is_said_no_more(root: Path, read: list[str]) -> None:
    before = checked(root).diagnostics
    edit(root / SECOND / "priorities.yaml", "area: achievements", "area: achievement")
    assert len(checked(root).diagnostics) < len(before)
    assert read == ["second-primary"]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: (case / "case.yaml").unlink(),
        lambda case: (case / "evidence/2025-09-18-phonics-check.md").unlink(),
        lambda case: (case / "evidence/2025-10-01-more.md").write_text("---\ntitle: More\nsource: a\n---\n"),
        lambda case: (case / "meetings").rename(case / "meeting"),
        lambda case: (case / "school.yaml").write_bytes(b"\xff\xfe"),
    ],
    ids=["case file gone", "record gone", "record new", "folder renamed", "unreadable"],
)
def test_whatever_becomes_of_a_case_it_alone_is_read(
    root: Path, read: list[str], change: Callable[[Path], object]
) -> None:
    change(root / THIRD)
    checked(root)
    assert read == ["third-primary"]
    age(root)
    checked(root)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: edit(root / "camden/authority.yaml", "role", "rolle"),
        lambda root: (
            (root / "camden/packs/own").mkdir(parents=True)
            or (root / "camden/packs/own/pack.yaml").write_text("name: own\n")
        ),
        lambda root: shutil.copytree(root / THIRD, root / "camden/fourth-primary"),
        lambda root: shutil.rmtree(root / THIRD),
        lambda root: (root / "camden/notes.yaml").write_text("a: b\n"),
        lambda root: (root / "build/.cases.json").write_text('{"around": 1}'),
    ],
    ids=["authority", "pack", "new school", "school gone", "stray file", "damaged"],
)
def test_what_touches_more_than_one_case_has_all_of_them_read(
    root: Path, read: list[str], change: Callable[[Path], object]
) -> None:
    change(root)
    checked(root)
    assert len(read) >= 2


def test_another_day_has_verdicts_of_its_own(root: Path, read: list[str]) -> None:
    checked(root, date(2026, 11, 20))
    assert len(read) == 3


def test_a_case_saved_this_moment_is_read_each_time_until_its_stat_can_be_trusted(root: Path, read: list[str]) -> None:
    for _ in range(2):
        edit(root / FIRST / "school.yaml", "NW5 9ZZ", "NW5 9ZZ ")
        checked(root)
    assert read == ["rowan-hill-primary"] * 2


def test_a_case_that_changes_during_the_check_is_read_by_the_next(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(root / FIRST / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    age(root)
    check_changed(root, root / "build", DAY)

    def judged_too_late(*asked: Any, **more: Any) -> object:
        found = survey(*asked, **more)
        edit(root / SECOND / "priorities.yaml", "area: achievements", "area: achievement")
        known = (root / SECOND / "priorities.yaml").stat()
        os.utime(root / SECOND / "priorities.yaml", ns=(known.st_atime_ns, known.st_mtime_ns - 60_000_000_000))
        return found

    (root / "build/.cases.json").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(verdicts, "survey", judged_too_late)
        check_changed(root, root / "build", DAY)
    read.clear()
    checked(root)
    assert read == ["second-primary"]


def test_a_kept_diagnostic_has_all_that_it_had(root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    file = f"{FIRST}/case.yaml"
    full = Diagnostic(
        Span(file, 2, 3, 2, 9),
        "CAM-190",
        Severity.ERROR,
        "five priorities are open",
        "close one",
        "the fifth",
        Citation("Strategy", "Appendix B", "no more than 4", "https://example.org"),
        "camden",
        "rowan-hill-primary",
        Waived("agreed", "director-of-learning", date(2025, 11, 4), date(2026, 3, 1)),
        ((Span(file, 4), "the first"),),
    )
    bare = replace(full, span=Span("camden/authority.yaml"), case="", citation=None, waived=None, related=())
    (root / "build/.cases.json").unlink()
    with monkeypatch.context() as patched:
        known = survey(root, (), DAY)
        patched.setattr(verdicts, "survey", lambda *_, **__: replace(known, diagnostics=(bare, full)))
        first = check_changed(root, root / "build", DAY)
    read.clear()
    assert check_changed(root, root / "build", DAY).diagnostics == first.diagnostics == (bare, full)
    assert read == []


PROGRAMME = """
=== camden/programme/programme.yaml
title: Camden Learning Commission
period: {from: 2023-09-01, to: 2026-09-01}
=== camden/programme/meetings/2025-10-13-sras.md
---
kind: sras
chair: director-of-learning
schools:
  - {school: third-primary, rag: amber, decision: Watch attendance}
---
## Common areas of concern
Attendance.
"""


def test_a_programme_is_judged_again_with_a_school_of_it_and_no_other_is_read(root: Path, read: list[str]) -> None:
    write_tree(root, PROGRAMME)
    age(root)
    checked(root)
    read.clear()
    edit(root / THIRD / "school.yaml", "urn:", "urrn:")
    said = checked(root)
    assert read == ["third-primary"]
    assert any(each.case == "programme" for each in said.diagnostics)
    age(root)
    checked(root)
    read.clear()
    checked(root)
    assert read == []


def test_a_programme_knows_which_schools_load_whether_they_changed_or_not(root: Path, read: list[str]) -> None:
    write_tree(root, PROGRAMME.replace("third-primary, rag", "second-primary, rag"))
    age(root)
    checked(root)
    unknown = []
    for folder, old, new in ((SECOND, "urn:", "urrn:"), (THIRD, "urn:", "urn: "), (SECOND, "urrn:", "urn:")):
        edit(root / folder / "school.yaml", old, new)
        age(root)
        read.clear()
        unknown.append(sum("second-primary" in each.message for each in checked(root).diagnostics))
        assert read == [folder.partition("/")[2]]
    assert unknown == [1, 1, 0]


def test_another_version_of_the_program_judges_anew(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_marks, "program_mark", lambda: "another program")
    checked(root)
    assert len(read) == 3


def test_what_one_case_has_to_say_of_its_authority_comes_and_goes_with_it(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    letterhead = Diagnostic(Span("camden/authority.yaml"), "CAM-900", Severity.WARNING, "no way in", authority="camden")

    def saying(case: Case, *more: Any) -> object:
        found = check_case(case, *more)
        if "NW5 9ZZ" in case.school.address:
            return found
        return replace(found, diagnostics=(*found.diagnostics, letterhead))

    monkeypatch.setattr(judgement, "check_case", saying)
    for folder, old, new in ((FIRST, "Z", "X"), (SECOND, "Z", "X"), (FIRST, "X", "Z"), (SECOND, "X", "Z")):
        edit(root / folder / "school.yaml", f"NW5 9Z{old}", f"NW5 9Z{new}")
        age(root)
        checked(root)
    assert read == ["rowan-hill-primary", "second-primary"] * 2
    assert letterhead not in checked(root).diagnostics
