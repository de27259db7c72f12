from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from casefiles import publish
from casefiles.errors import CasefilesError
from casefiles.publish import beside, check_name, create_file, locked, set_aside, write_document, write_file


@pytest.fixture
def held_by_word(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of files that can't be replaced, as on Windows while Word has them open."""
    held: set[str] = set()
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name in held:
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return held


def test_a_file_arrives_whole_in_a_folder_that_did_not_exist(tmp_path: Path) -> None:
    written = write_file(tmp_path / "camden" / "letter.docx", b"words")
    assert written.changed
    assert (tmp_path / "camden" / "letter.docx").read_bytes() == b"words"


def test_identical_bytes_are_not_written_again(tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    write_file(target, b"words")
    os.utime(target, (1, 1))
    assert not write_file(target, b"words").changed
    assert target.stat().st_mtime == 1


def test_a_scrap_that_an_earlier_process_left_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_NUMBERS", iter((7, 8)))
    left = tmp_path / f".casefiles-{publish._machine()}-{os.getpid()}-7.tmp"
    left.write_bytes(b"half")
    assert write_file(tmp_path / "letter.docx", b"words").path.read_bytes() == b"words"
    assert left.read_bytes() == b"half"


def test_a_failed_write_leaves_the_former_file_and_no_scrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "letter.docx"
    write_file(target, b"former")

    def no_room(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(CasefilesError, match=r"letter\.docx could not be written: No space left on device"):
        write_file(target, b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]
    assert target.read_bytes() == b"former"


def test_what_users_own_is_forced_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[int] = []
    monkeypatch.setattr(os, "fsync", forced.append)
    write_file(tmp_path / "draft.docx", b"words")
    assert forced == []
    write_file(tmp_path / "register.jsonl", b"words", durable=True)
    assert len(forced) == 1


def test_a_document_that_word_holds_open_goes_beside_it_with_one_sentence(
    tmp_path: Path, held_by_word: set[str]
) -> None:
    target = tmp_path / "letter.docx"
    write_file(target, b"former")
    held_by_word.add("letter.docx")
    waits: list[float] = []
    written = write_document(target, b"newer", pause=waits.append)
    assert written.path.name == "letter (new).docx"
    assert written.path.read_bytes() == b"newer"
    assert target.read_bytes() == b"former"
    assert "open in another program" in written.note
    assert len(waits) == 2


def test_the_copy_beside_goes_away_once_word_has_let_go(tmp_path: Path, held_by_word: set[str]) -> None:
    target = tmp_path / "letter.docx"
    held_by_word.add("letter.docx")
    write_document(target, b"newer", pause=lambda _: None)
    held_by_word.clear()
    assert write_document(target, b"newer", pause=lambda _: None).note == ""
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


def test_a_scanner_that_lets_go_in_time_costs_only_the_wait(tmp_path: Path, held_by_word: set[str]) -> None:
    held_by_word.add("letter.docx")
    written = write_document(tmp_path / "letter.docx", b"words", pause=lambda _: held_by_word.clear())
    assert written.path.name == "letter.docx"
    assert not beside(written.path).exists()


def test_a_new_file_never_overwrites(tmp_path: Path) -> None:
    create_file(tmp_path / "school.yaml", b"urn: 900114\n")
    with pytest.raises(CasefilesError, match="exists already; nothing was written"):
        create_file(tmp_path / "school.yaml", b"urn: 900115\n")
    assert (tmp_path / "school.yaml").read_bytes() == b"urn: 900114\n"


def test_a_former_draft_moves_to_stale_and_its_empty_folder_goes(tmp_path: Path) -> None:
    draft = tmp_path / "camden" / "rowan-hill" / "letter.docx"
    write_file(draft, b"words")
    moved = set_aside(draft, tmp_path)
    assert moved == tmp_path / "stale" / "camden" / "rowan-hill" / "letter.docx"
    assert moved.read_bytes() == b"words"
    assert not draft.parent.exists()


def test_a_second_stale_draft_of_one_name_keeps_both(tmp_path: Path) -> None:
    for words in (b"first", b"second", b"second"):
        write_file(tmp_path / "letter.docx", words)
        set_aside(tmp_path / "letter.docx", tmp_path)
    found = {path.name: path.read_bytes() for path in (tmp_path / "stale").iterdir()}
    assert found == {"letter.docx": b"first", "letter (2).docx": b"second"}


def test_a_draft_that_is_gone_or_held_is_not_moved(tmp_path: Path, held_by_word: set[str]) -> None:
    assert set_aside(tmp_path / "gone.docx", tmp_path) is None
    write_file(tmp_path / "letter.docx", b"words")
    held_by_word.add("letter.docx")
    assert set_aside(tmp_path / "letter.docx", tmp_path) is None
    assert (tmp_path / "letter.docx").exists()


def test_two_builds_of_one_folder_exclude_each_other(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(CasefilesError, match="another casefiles is at work"), locked(tmp_path):
        pass
    assert not (tmp_path / ".lock").exists()


def test_a_lock_whose_process_is_gone_is_taken_over(tmp_path: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    owner = {"process": int(gone.stdout), "machine": socket.gethostname()}
    (tmp_path / ".lock").write_text(json.dumps(owner))
    with locked(tmp_path):
        assert json.loads((tmp_path / ".lock").read_text())["process"] == os.getpid()


@pytest.mark.parametrize("text", ['{"process": 1, "machine": "another-office-pc"}', "half a li", "[]"])
def test_a_lock_of_another_machine_or_an_unreadable_one_is_respected(tmp_path: Path, text: str) -> None:
    (tmp_path / ".lock").write_text(text)
    with pytest.raises(CasefilesError, match="delete"), locked(tmp_path):
        pass
    assert (tmp_path / ".lock").read_text() == text


@pytest.mark.parametrize("name", ["con", "AUX.docx", "lpt1.pdf", "what?.docx", "ends-with-a-dot.", "a:b.docx"])
def test_names_that_windows_cannot_keep_are_refused_everywhere(name: str) -> None:
    with pytest.raises(CasefilesError, match="Windows can't keep"):
        check_name(Path("build") / name, windows=False)


def test_a_path_too_long_for_windows_is_refused_there_alone() -> None:
    long = Path("/drive") / "/".join(["folder-of-thirty-characters-xx"] * 9) / "letter.docx"
    check_name(long, windows=False)
    with pytest.raises(CasefilesError, match="Windows opens 259"):
        check_name(long, windows=True)


def test_ordinary_names_pass() -> None:
    check_name(Path("/srv/cases/build/camden/rowan-hill-primary/2025-11-25-initial-letter.docx"))
