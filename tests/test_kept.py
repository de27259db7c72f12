from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from casefiles import kept
from casefiles.cli import build as command
from casefiles.errors import CasefilesError
from casefiles.sight import Look
from caseloads import DAY, LETTER, SCHOOL, edit, main, small

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call with a built caseload whose files are old enough for their stat to be trusted."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    age(tmp_path)
    main(["build", *DAY, "--no-pdf"])
    return tmp_path


def age(root: Path) -> None:
    """Make every file below `root` a minute older."""
    for path in root.rglob("*"):
        if path.is_file():
            stat = path.stat()
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - 60_000_000_000))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The word "read" for each time that a build had to read the caseload."""
    times: list[str] = []
    really = command._build

    def counted(*asked: Any) -> object:
        times.append("read")
        return really(*asked)

    monkeypatch.setattr(command, "_build", counted)
    return times


def build(capsys: Captured, *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["build", *DAY, "--no-pdf", *words])
    return code, capsys.readouterr().out


def test_a_build_with_nothing_to_do_reads_nothing_and_says_the_same(
    here: Path, capsys: Captured, reads: list[str]
) -> None:
    del here
    quick = build(capsys)
    assert reads == []
    slow = build(capsys, "--force")
    assert reads == ["read"]
    assert quick == slow
    assert quick[1].endswith("Documents in casefiles/build: 1 unchanged\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda here: edit(here / SCHOOL / "school.yaml", "900114", "900115"),
        lambda here: (here / SCHOOL / "evidence/2025-10-01-more.md").write_text("---\ntitle: More\nsource: a\n---\n"),
        lambda here: (here / SCHOOL / "evidence/2025-09-18-phonics-check.md").unlink(),
        lambda here: (here / f"casefiles/build/{LETTER}.docx").unlink(),
        lambda here: (here / f"casefiles/build/{LETTER}.docx").write_bytes(b"x"),
        lambda here: (here / "casefiles/build/index.html").unlink(),
        lambda here: (here / "casefiles/build/.kept.json").write_text("{"),
        lambda here: shutil.copytree(here / SCHOOL, here / "casefiles/camden/second"),
    ],
    ids=["changed", "added", "removed", "draft gone", "draft edited", "page gone", "record damaged", "new school"],
)
def test_any_change_makes_it_read_again(here: Path, capsys: Captured, reads: list[str], change: object) -> None:
    change(here)  # type: ignore[operator]
    build(capsys)
    assert reads == ["read"]
    assert (here / f"casefiles/build/{LETTER}.docx").stat().st_size > 1000
    assert (here / "casefiles/build/index.html").exists()


@pytest.mark.parametrize("words", [("--as-of", "2025-12-02"), ("--why",), ("--output-format", "json"), (SCHOOL,)])
def test_another_call_is_another_question(
    here: Path, capsys: Captured, reads: list[str], words: tuple[str, ...]
) -> None:
    del here
    build(capsys, *words)
    assert reads == ["read"]


def test_names_in_the_output_are_those_of_this_directory(
    here: Path, capsys: Captured, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here / "casefiles")
    assert build(capsys)[1].endswith("Documents in build: 1 unchanged\n")
    assert reads == ["read"]


def test_nothing_is_kept_while_an_input_is_young(here: Path, capsys: Captured, reads: list[str]) -> None:
    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    build(capsys)
    assert not (here / "casefiles/build/.kept.json").exists()
    build(capsys)
    assert reads == ["read", "read"]


def test_a_file_that_changes_during_the_build_is_read_by_the_next(here: Path, capsys: Captured) -> None:
    root, out = here / "casefiles", here / "casefiles/build"
    before = kept.inputs_mark(root, out)
    edit(here / SCHOOL / "school.yaml", "900114", "900115")
    kept.keep(Look(root, out), ("call",), kept.Kept(0, "said before the change"), before)
    assert kept.find_kept(Look(root, out), ("call",), kept.inputs_mark(root, out)) is None
    del capsys


def test_a_draft_changed_within_the_clock_s_tick_is_seen_by_its_bytes(here: Path) -> None:
    root, out = here / "casefiles", here / "casefiles/build"
    draft = out / f"{LETTER}.docx"
    os.utime(draft, ns=(now := time.time_ns(), now))
    kept.keep(Look(root, out), ("call",), kept.Kept(0, "said"), kept.inputs_mark(root, out))
    assert kept.find_kept(Look(root, out), ("call",), kept.inputs_mark(root, out)) == kept.Kept(0, "said")
    stat = draft.stat()
    data = draft.read_bytes()
    draft.write_bytes(data[:-1] + b"x")
    os.utime(draft, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert kept.find_kept(Look(root, out), ("call",), kept.inputs_mark(root, out)) is None


def test_a_build_that_would_say_something_else_next_time_keeps_nothing(here: Path, capsys: Captured) -> None:
    (here / "casefiles/camden/templates").mkdir()
    (here / "casefiles/camden/templates/targeted-initial-letter.docx").write_bytes(b"no Word file")
    age(here)
    assert build(capsys)[0] == 1
    assert not (here / "casefiles/build/.kept.json").exists()


def test_a_document_that_its_own_files_refuse_is_refused_again_without_reading_them(
    here: Path, capsys: Captured, reads: list[str]
) -> None:
    (here / "casefiles/camden/templates").mkdir()
    (here / "casefiles/camden/templates/targeted-initial-letter.docx").write_bytes(b"no Word file")
    age(here)
    build(capsys)
    slow = build(capsys)
    reads.clear()
    assert build(capsys) == slow
    assert reads == []
    assert slow[0] == 1
    assert slow[1].endswith("Documents in casefiles/build: 1 refused\n")


def test_what_another_try_may_make_is_tried_again(
    here: Path, capsys: Captured, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        message = "the disk is full"
        raise CasefilesError(message)

    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    age(here)
    with monkeypatch.context() as patched:
        patched.setattr("casefiles.drafts.write_document", full)
        assert "the disk is full" in build(capsys)[1]
        assert "the disk is full" in build(capsys)[1]
    assert build(capsys)[1].endswith("Documents in casefiles/build: 1 written\n")
    assert reads == ["read", "read", "read"]


def test_it_imports_none_of_what_a_build_needs(here: Path) -> None:
    script = (
        "import sys; from casefiles.cli.main import main; main(sys.argv[1:]);"
        "heavy = {'pydantic', 'msgspec', 'yaml', 'jinja2', 'lxml', 'docx', 'reportlab', 'rich', 'pyromark', 'casefiles.caseload'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    words = [sys.executable, "-c", script, "build", *DAY, "--no-pdf"]
    subprocess.run(words, cwd=here, check=True, capture_output=True)
    done = subprocess.run(words, cwd=here, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_link_that_leads_round_in_a_circle_costs_nothing(here: Path, capsys: Captured, reads: list[str]) -> None:
    (here / SCHOOL / "evidence/round").symlink_to(here / "casefiles", target_is_directory=True)
    build(capsys)
    assert reads == ["read"]
    assert "Documents in casefiles/build: 1 unchanged" in build(capsys)[1]
