"""A build after edits says and leaves what a build says and leaves that knows nothing of the last one."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casefiles import build_caseload, build_known, sealing
from casefiles.build_result import BuiltDocument
from casefiles.caseload import folder
from casefiles.caseload.disk import Disk
from casefiles.model.caseview import Case
from casefiles.policy import overview
from casefiles.policy.engine import Ran, run
from casefiles.policy.law import Packs
from casefiles.reports.status import SchoolStatus
from casefiles.source import Parsed, parse_record
from casefiles.web import school
from caseloads import LETTER, edit, main, small, snapshot

Captured = pytest.CaptureFixture[str]
Change = Callable[[Path], object]

DAY = ("--as-of", "2025-12-01")
WORDS = ("build", *DAY, "--no-pdf", "--output-format", "json")
FIRST, SECOND = "camden/rowan-hill-primary", "camden/second-primary"
OTHER = "leeds/far-primary"
REPORT = "camden/programme/reports/2025-11-28-risk.md"
PROGRAMME = f"""
=== casefiles/camden/programme/programme.yaml
title: The programme
=== casefiles/{REPORT}
---
kind: risk-register
since: 2025-09-01
---
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a caseload that is a minute old: two schools and a programme of one authority, one of another."""
    home = tmp_path_factory.mktemp("made")
    root = small(home, PROGRAMME)
    shutil.copytree(root / "camden", root / "leeds", ignore=shutil.ignore_patterns("programme"))
    (root / "leeds/rowan-hill-primary").rename(root / OTHER)
    shutil.copytree(root / FIRST, root / SECOND)
    edit(root / "leeds/authority.yaml", "name: Camden Learning", "name: Leeds")
    edit(root / SECOND / "school.yaml", "900114", "900115")
    edit(root / OTHER / "school.yaml", "900114", "900116")
    edit(root / SECOND / "priorities.yaml", "area: achievement", "area: achievements")
    age(home)
    return home


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the call, with a copy of the caseload that has been built."""
    home = tmp_path / "here"
    shutil.copytree(made, home)
    monkeypatch.chdir(home)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    main([*WORDS])
    return home


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Another folder, for a copy that is built by one who knows nothing."""
    return tmp_path / "there"


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases that were read and composed, by their folders."""
    folders: list[str] = []
    really = build_caseload._build_case

    def counted(site: object, folder: str) -> object:
        folders.append(folder)
        return really(site, folder)  # type: ignore[arg-type]

    monkeypatch.setattr(build_caseload, "_build_case", counted)
    return folders


def age(root: Path) -> None:
    """Make every file that is not old a minute older, but for drafts: their stat is in the state."""
    for path in root.rglob("*"):
        if path.is_file() and "build" not in path.parts and (known := path.stat()).st_mtime > time.time() - 30:
            os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns - 60_000_000_000))


def _new_school(root: Path) -> None:
    shutil.copytree(root / FIRST, root / "camden/fourth-primary")
    edit(root / "camden/fourth-primary/school.yaml", "900114", "900119")


def _own_template(root: Path) -> None:
    (root / "camden/templates").mkdir()
    (root / "camden/templates/targeted-initial-letter.docx").write_bytes(b"no Word file")


def _two_schools(root: Path) -> None:
    edit(root / FIRST / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    edit(root / OTHER / "school.yaml", "NW5 9ZZ", "LS1 9ZX")


CHANGES: dict[str, Change] = {
    "nothing": lambda root: root,
    "a school's name": lambda root: edit(root / FIRST / "school.yaml", "Rowan Hill Primary", "Rowan Hill & Co Primary"),
    "a word of a letter": lambda root: edit(
        root / FIRST / "meetings/2025-11-04-initial.md", "a plain conversation", "your candour"
    ),
    "a level's day": lambda root: edit(root / SECOND / "case.yaml", "decided_on: 2025-11-04", "decided_on: 2025-11-05"),
    "the last document is due no more": lambda root: edit(
        root / FIRST / "meetings/2025-11-04-initial.md", "kind: targeted-initial", "kind: targeted-review"
    ),
    "a record new": lambda root: (root / SECOND / "evidence/2025-10-01-more.md").write_text(
        "---\ntitle: More\nsource: a book\n---\n"
    ),
    "a record gone": lambda root: (root / SECOND / "evidence/2025-09-18-phonics-check.md").unlink(),
    "a record renamed": lambda root: (root / SECOND / "meetings/2025-11-04-initial.md").rename(
        root / SECOND / "meetings/2025-11-03-initial.md"
    ),
    "a file unreadable": lambda root: (root / FIRST / "case.yaml").write_text("levels: [\n"),
    "a school unreadable": lambda root: (root / SECOND / "school.yaml").write_bytes(b"\xff\xfe"),
    "a fault put right": lambda root: edit(root / SECOND / "priorities.yaml", "achievements", "achievement"),
    "a school new": _new_school,
    "a school gone": lambda root: shutil.rmtree(root / SECOND),
    "an officer's name": lambda root: edit(root / "camden/authority.yaml", "Amara Osei", "Amara Osei-Mensah"),
    "a template of its own": _own_template,
    "a programme's title": lambda root: edit(root / "camden/programme/programme.yaml", "The programme", "Ours"),
    "a draft gone": lambda root: (root / f"build/{LETTER}.docx").unlink(),
    "a draft changed": lambda root: (root / f"build/{LETTER}.docx").write_bytes(b"mine"),
    "a draft of no document": lambda root: (root / f"build/{SECOND}/2025-01-01-old.docx").write_bytes(b"old"),
    "a page gone": lambda root: (root / "build/index.html").unlink(),
    "two schools": _two_schools,
}
FEW = {
    "a school's name": [FIRST],
    "a word of a letter": [FIRST],
    "a record new": [SECOND],
    "a record gone": [SECOND],
    "a file unreadable": [FIRST],
    "a school unreadable": [SECOND],
    "a fault put right": [SECOND],
    "a programme's title": [],
    "a draft gone": [FIRST],
    "a draft changed": [FIRST],
    "a draft of no document": [SECOND],
    "a page gone": [],
    "two schools": [FIRST, OTHER],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_build_after_a_change_is_the_build_of_one_that_knows_nothing(
    here: Path, there: Path, capsys: Captured, composed: list[str], name: str
) -> None:
    CHANGES[name](here / "casefiles")
    age(here)
    shutil.copytree(here / "casefiles", there / "casefiles")
    quick = said(capsys, "--why")
    assert name not in FEW or composed == FEW[name]
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(there)
        patched.setenv("XDG_CACHE_HOME", str(there / "nothing"))
        assert quick == said(capsys, "--why")
        assert drafts(here) == drafts(there)
        shutil.rmtree(there / "casefiles/build")
        said(capsys)
    assert {file: data for file, data in drafts(here).items() if not file.startswith("stale/")} == drafts(there)


def said(capsys: Captured, *more: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main([*WORDS, *more])
    return code, capsys.readouterr().out


def drafts(home: Path) -> dict[str, bytes]:
    """The drafts, without what is kept beside them."""
    return {name: data for name, data in snapshot(home / "casefiles/build").items() if not name.startswith(".")}


def test_what_the_page_shows_of_the_other_schools_is_read_off_what_is_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = here / "casefiles"
    shutil.rmtree(root / "camden/programme")
    main([*WORDS])
    edit(root / FIRST / "school.yaml", "Rowan Hill", "Rowan Dale")
    age(root / FIRST)
    read: list[str] = []
    really = Disk.read

    def noted(self: Disk, path: str, *more: int) -> bytes | None:
        read.append(path)
        return really(self, path, *more)

    monkeypatch.setattr(Disk, "read", noted)
    main([*WORDS])
    page = (root / "build/index.html").read_text(encoding="utf-8")
    assert "Rowan Dale" in page
    assert {path.rpartition("/")[0] for path in read if path.count("/") == 2} == {FIRST}


def test_the_other_schools_stand_on_the_page_as_they_stood(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is shown anew of them, and what became of their documents is not even opened where no one asks."""
    words = ("build", *DAY, "--no-pdf")
    edit(here / "casefiles" / FIRST / "school.yaml", "Rowan Hill", "Rowan Dale")
    age(here)
    shown: list[str] = []
    values: list[object] = []
    really, truly = school._part, sealing.opened

    def showing(row: SchoolStatus, *more: Any) -> object:
        shown.append(f"{row.authority}/{row.case}")
        return really(row, *more)

    def opening(data: bytes) -> object:
        values.append(truly(data))
        return values[-1]

    monkeypatch.setattr(school, "_part", showing)
    monkeypatch.setattr(build_known, "opened", opening)
    capsys.readouterr()
    main([*words])
    assert shown == [FIRST]
    assert capsys.readouterr().out.endswith("Documents in casefiles/build: 2 written, 2 unchanged\n")
    assert not [each for each in values if isinstance(each, tuple) and each and isinstance(each[0], BuiltDocument)]
    page, calendar = ((here / f"casefiles/build/{name}").read_bytes() for name in ("index.html", "calendar.ics"))
    shutil.rmtree(here / "cache")
    main([*words, "--force"])
    assert page == (here / "casefiles/build/index.html").read_bytes()
    assert calendar == (here / "casefiles/build/calendar.ics").read_bytes()


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (lambda root: edit(root / FIRST / "school.yaml", "Rowan Hill", "Rowan Dale"), ["rowan-hill-primary"]),
        (lambda root: edit(root / "camden/programme/programme.yaml", "The programme", "Ours"), []),
        (
            lambda root: shutil.copy(root / REPORT, (root / REPORT).with_name("2025-11-29-risk.md")),
            ["rowan-hill-primary", "rowan-hill-primary", "second-primary", "second-primary"],
        ),
    ],
    ids=["a school", "the programme", "a report of another day"],
)
def test_what_was_read_off_a_school_for_its_programme_is_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch, change: Change, read: list[str]
) -> None:
    seen: list[str] = []

    def watched(case: Case, packs: Packs, day: date, *, mild: bool) -> Ran:
        seen.append(case.id)
        return run(case, packs, day, mild=mild)

    monkeypatch.setattr(overview, "run", watched)
    change(here / "casefiles")
    age(here)
    main([*WORDS])
    assert sorted(seen) == read


def test_the_records_of_a_programme_are_parsed_once_a_build(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    really = parse_record

    def noted(data: bytes, path: str) -> Parsed:
        parsed.append(path)
        return really(data, path)

    monkeypatch.setattr(folder, "parse_record", noted)
    edit(here / "casefiles" / FIRST / "school.yaml", "Rowan Hill", "Rowan Dale")
    age(here)
    main([*WORDS])
    assert [path for path in parsed if "/programme/" in path] == [REPORT]


def test_a_change_and_its_way_back_leave_what_was_there(here: Path, capsys: Captured, composed: list[str]) -> None:
    before = drafts(here)
    for old, new in (("Rowan Hill Primary", "Mount Rowan Primary"), ("Mount Rowan Primary", "Rowan Hill Primary")):
        edit(here / "casefiles" / FIRST / "school.yaml", old, new)
        age(here)
        said(capsys)
    assert composed == [FIRST, FIRST]
    assert {name: data for name, data in drafts(here).items() if not name.startswith("stale/")} == before


@pytest.mark.parametrize(
    "words", [("--as-of", "2025-12-02"), ("--no-mail",), ("--force",), ("--kind", "targeted-initial-letter")]
)
def test_another_question_reads_every_case(here: Path, composed: list[str], words: tuple[str, ...]) -> None:
    del here
    main([*WORDS, *words])
    assert set(composed) == {FIRST, SECOND, OTHER}


def test_another_version_of_the_program_reads_every_case(
    here: Path, composed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casefiles.usercache.program_mark", lambda: "another program")
    edit(here / "casefiles" / FIRST / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    main([*WORDS])
    assert set(composed) == {FIRST, SECOND, OTHER}


def test_a_case_saved_this_moment_is_composed_each_time_until_its_stat_can_be_trusted(
    here: Path, composed: list[str]
) -> None:
    for old, new in (("NW5 9ZZ", "NW5 9ZX"), ("NW5 9ZX", "NW5 9ZY")):
        edit(here / "casefiles" / FIRST / "school.yaml", old, new)
        main([*WORDS])
    assert composed == [FIRST, FIRST]


def test_a_case_that_changes_while_it_is_built_is_built_again(
    here: Path, composed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    school = here / "casefiles" / SECOND / "school.yaml"
    edit(here / "casefiles" / FIRST / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    really = build_known.Known.keep

    def too_late(self: build_known.Known) -> None:
        edit(school, "NW5 9ZZ", "NW5 9ZX")
        age(here)
        really(self)

    with monkeypatch.context() as patched:
        patched.setattr(build_known.Known, "keep", too_late)
        age(here)
        main([*WORDS])
    composed.clear()
    main([*WORDS])
    assert composed == [SECOND]


def test_what_was_refused_or_moved_is_tried_again(here: Path, composed: list[str]) -> None:
    (here / "casefiles/camden/templates").mkdir()
    (here / "casefiles/camden/templates/targeted-initial-letter.docx").write_bytes(b"no Word file")
    age(here)
    main([*WORDS])
    composed.clear()
    edit(here / "casefiles" / OTHER / "school.yaml", "NW5 9ZZ", "LS1 9ZX")
    age(here)
    main([*WORDS])
    assert composed == [FIRST, SECOND, OTHER]


def test_what_is_refused_again_is_known(here: Path, capsys: Captured, composed: list[str]) -> None:
    (here / "casefiles/camden/templates").mkdir()
    (here / "casefiles/camden/templates/targeted-initial-letter.docx").write_bytes(b"no Word file")
    age(here)
    said(capsys)
    again = said(capsys)
    composed.clear()
    (here / "casefiles/build/index.html").unlink()
    assert said(capsys) == again
    assert composed == []


def test_what_is_kept_and_cannot_be_read_is_as_good_as_nothing(here: Path, composed: list[str]) -> None:
    (entry,) = (here / "cache/casefiles/builds").iterdir()
    entry.write_bytes(b"nonsense")
    edit(here / "casefiles" / FIRST / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    main([*WORDS])
    assert set(composed) == {FIRST, SECOND, OTHER}
