from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casefiles import kept
from casefiles.cli import check, status
from caseloads import DAY, SCHOOL, edit, main, small

Captured = pytest.CaptureFixture[str]
VERDICTS = "casefiles/build/.verdicts.json"
COMMANDS = [("check",), ("check", "--output-format", "json"), ("status",), ("status", "--why")]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with a caseload that is a minute old and has a folder of drafts."""
    monkeypatch.setattr(kept, "program_mark", lambda: "this program")
    small(tmp_path)
    (tmp_path / "casefiles/build").mkdir()
    age(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def age(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            stat = path.stat()
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - 60_000_000_000))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The word "read" for each time that what there is to say was made anew."""
    times: list[str] = []
    for command in (check, status):
        really = command._said

        def counted(*words: Any, really: Callable[..., Any] = really, **named: Any) -> object:
            times.append("read")
            return really(*words, **named)

        monkeypatch.setattr(command, "_said", counted)
    return times


def said(capsys: Captured, *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main([*words, *DAY])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("words", COMMANDS)
def test_the_second_call_on_the_same_files_reads_none_and_says_the_same(
    here: Path, capsys: Captured, reads: list[str], words: tuple[str, ...]
) -> None:
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "urn: none")
    age(here)
    assert said(capsys, *words) == said(capsys, *words)
    assert reads == ["read"]
    assert said(capsys, *words)[0] == 1


def test_each_question_has_its_own_answer(here: Path, capsys: Captured, reads: list[str]) -> None:
    del here
    first = [said(capsys, *words) for words in COMMANDS]
    assert [said(capsys, *words) for words in COMMANDS] == first
    assert len(reads) == len(COMMANDS)
    assert len(set(first)) == len(COMMANDS)


@pytest.mark.parametrize(
    "change",
    [
        lambda here: edit(here / SCHOOL / "school.yaml", "900114", "900115"),
        lambda here: (here / SCHOOL / "evidence/2025-10-01-more.md").write_text("---\ntitle: More\nsource: a\n---\n"),
        lambda here: (here / SCHOOL / "evidence/2025-09-18-phonics-check.md").unlink(),
        lambda here: (here / SCHOOL / "case.yaml").rename(here / SCHOOL / "case.yml"),
        lambda here: edit(here / "casefiles/camden/authority.yaml", "Camden Learning", "Camden Schools"),
        lambda here: (
            (here / "casefiles/camden/packs/own").mkdir(parents=True)
            or (here / "casefiles/camden/packs/own/pack.yaml").write_text("name: own\n")
        ),
        lambda here: (here / VERDICTS).write_text("{"),
        lambda here: (here / VERDICTS).write_text('{"inputs": 1, "said": 2}'),
        lambda here: (here / VERDICTS).unlink(),
    ],
    ids=["changed", "added", "removed", "renamed", "authority", "pack", "damaged", "odd", "gone"],
)
def test_any_change_makes_it_read_again(here: Path, capsys: Captured, reads: list[str], change: object) -> None:
    said(capsys, "check")
    change(here)  # type: ignore[operator]
    said(capsys, "check")
    assert reads == ["read", "read"]


@pytest.mark.parametrize("words", [("--as-of", "2025-12-02"), (SCHOOL,), (f"{SCHOOL}/school.yaml",)])
def test_another_day_or_part_is_another_question(
    here: Path, capsys: Captured, reads: list[str], words: tuple[str, ...]
) -> None:
    del here
    said(capsys, "check")
    main(["check", *DAY, *words])
    assert reads == ["read", "read"]


def test_a_file_that_was_saved_this_moment_is_looked_at_again(here: Path, capsys: Captured, reads: list[str]) -> None:
    edit(here / SCHOOL / "school.yaml", "900114", "900115")
    said(capsys, "check")
    said(capsys, "check")
    assert reads == ["read", "read"]
    assert not (here / VERDICTS).exists()


def test_to_check_files_that_were_never_built_writes_nothing(here: Path, capsys: Captured) -> None:
    (here / "casefiles/build").rmdir()
    said(capsys, "check")
    assert not (here / "casefiles/build").exists()


def test_a_build_after_a_check_still_has_nothing_to_do(here: Path, capsys: Captured) -> None:
    main(["build", *DAY, "--no-pdf"])
    said(capsys, "check")
    capsys.readouterr()
    main(["build", *DAY, "--no-pdf"])
    before = (here / "casefiles/build/.kept.json").stat().st_mtime_ns
    said(capsys, "status")
    main(["build", *DAY, "--no-pdf"])
    assert (here / "casefiles/build/.kept.json").stat().st_mtime_ns == before


def test_the_second_call_imports_none_of_what_a_check_needs(here: Path) -> None:
    script = (
        "import sys; from casefiles.cli.main import main; main(sys.argv[1:]);"
        "heavy = {'pydantic', 'msgspec', 'yaml', 'jinja2', 'lxml', 'docx', 'reportlab', 'rich', 'pyromark', 'casefiles.caseload'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    words = [sys.executable, "-c", script, "check", *DAY]
    subprocess.run(words, cwd=here, check=False, capture_output=True)
    done = subprocess.run(words, cwd=here, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
