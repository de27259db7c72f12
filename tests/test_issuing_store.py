from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casefiles.caseload import read_register
from casefiles.errors import CasefilesError
from casefiles.issuing.making import frozen_file
from casefiles.issuing.store import Disk, enter, leftovers, opened
from casefiles.publish import locked
from casefiles.register import By, Entry, Register
from registers import CASE, FIRST, SECOND, THIRD, issued, letters, register


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


class Dying(Disk):
    """A disk under a process that is killed at its step number `last`, before the step or in the middle of it."""

    def __init__(self, last: int, *, midway: bool = False, kill: Callable[[], None] | None = None) -> None:
        self.steps = 0
        self._last, self._midway, self._kill = last, midway, kill

    def _step(self, midway: Callable[[], None]) -> None:
        self.steps += 1
        if self.steps == self._last:
            if self._midway:
                midway()
            if self._kill:
                self._kill()
            raise Killed
        if self.steps > self._last:
            raise Killed

    def make_folder(self, path: Path) -> None:
        self._step(lambda: path.parent.mkdir(parents=True, exist_ok=True))
        super().make_folder(path)

    def write(self, path: Path, data: bytes) -> None:
        self._step(lambda: void(path.write_bytes(data[: len(data) // 2])))
        super().write(path, data)

    def rename(self, path: Path, target: Path) -> None:
        self._step(lambda: void(path.rename(target)))
        super().rename(path, target)

    def sync(self, folder: Path) -> None:
        self._step(lambda: None)
        super().sync(folder)

    def remove(self, path: Path) -> None:
        self._step(lambda: empty(path))
        super().remove(path)


def empty(folder: Path) -> None:
    for each in folder.rglob("*"):
        if each.is_file():
            each.unlink()


def void(_: object) -> None:
    """What a step gives back is of no interest."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return letters(tmp_path)


def held(home: Path) -> tuple[str, ...]:
    """What the next call says that it found."""
    with opened(home, CASE, Disk()) as (_, notes):
        return notes


def frozen(home: Path) -> dict[str, bytes]:
    folder = home / CASE / "issued"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def is_whole(home: Path, register: Register, stem: str) -> bool:
    """Whether the document is in the register with every byte of its files; nothing of it must be there if not."""
    document = register.standing(stem)
    if document is None:
        assert not [each for each in frozen(home) if stem in each]
        return False
    for file in document.files:
        assert len((home / CASE / "issued" / file.path).read_bytes()) == file.size
    return True


def act(home: Path, stem: str, at: str, disk: Disk | None = None) -> None:
    """Enter a small document by hand: the steps are those of every issue."""
    reference = f"{stem}-{hashlib.sha256(at.encode()).hexdigest()[:6]}"
    files = {f"{reference}/{stem}.pdf": b"the letter " * 50, f"{reference}/{stem}.txt": b"the letter\n"}
    with opened(home, CASE, disk or Disk()) as (found, _):
        frozen_files = tuple(frozen_file(path, "twin", data) for path, data in files.items())
        entry = Entry("issued", reference, CASE, at, By("Amara"), found.heads, frozen_files, {"stem": stem})
        enter(home, entry, files, disk or Disk())


def check_after_kill(home: Path, stem: str, before: dict[str, bytes]) -> bool:
    """What stands after a kill is the whole or nothing, and the next call says which; whether it is the whole."""
    (home / CASE / "issued/.lock").unlink(missing_ok=True)
    was_left = bool(leftovers(home, CASE))
    notes = held(home)
    whole = is_whole(home, register(home), stem)
    assert not leftovers(home, CASE)
    word = "that act stands, whole" if whole else "nothing of it was done"
    assert [word in note for note in notes] == [True] * was_left
    assert whole or frozen(home) == before
    assert held(home) == ()
    return whole


@pytest.mark.parametrize("midway", [False, True], ids=["before the step", "in the middle of it"])
def test_killed_at_any_step_the_next_call_finds_the_whole_or_nothing_and_says_which(
    tmp_path: Path, *, midway: bool
) -> None:
    act(tmp_path / "ready", FIRST, "2025-11-20T09:00:00Z")
    before = frozen(tmp_path / "ready")
    counting = Dying(10_000)
    act(tmp_path / "count", FIRST, "2025-11-20T09:00:00Z", counting)
    assert counting.steps > 10
    seen = []
    for last in range(1, counting.steps + 1):
        home = tmp_path / str(last)
        shutil.copytree(tmp_path / "ready", home)
        with pytest.raises(Killed):
            act(home, SECOND, "2025-11-21T09:00:00Z", Dying(last, midway=midway))
        seen.append(check_after_kill(home, SECOND, before))
        act(home, THIRD, "2025-11-22T09:00:00Z")
        assert len(register(home).heads) == 1
    assert seen == sorted(seen)
    assert set(seen) == {False, True}


def test_issuing_a_letter_killed_at_any_step_issues_it_or_not(tmp_path: Path) -> None:
    home = letters(tmp_path)
    seen = []
    for last in range(1, 40):
        try:
            issued(home, FIRST, disk=Dying(last))
        except Killed:
            seen.append(check_after_kill(home, FIRST, {}))
            shutil.rmtree(home / CASE / "issued")
        else:
            break
    assert len(seen) > 12
    assert set(seen) == {False, True}


KILLED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from registers import FIRST, issued
from test_issuing_store import Dying
issued(Path({home!r}), FIRST, disk=Dying({last}, midway=True, kill=lambda: os.kill(os.getpid(), signal.SIGKILL)))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("last", [9, 14])
def test_a_process_that_is_really_killed_leaves_the_whole_or_nothing(home: Path, last: int) -> None:
    code = KILLED.format(tests=str(Path(__file__).parent), home=str(home), last=last)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (home / CASE / "issued/.lock").exists()
    (note,) = held(home)
    whole = is_whole(home, register(home), FIRST)
    assert ("that act stands, whole" if whole else "nothing of it was done") in note


def test_a_full_disk_leaves_nothing_and_says_so(home: Path) -> None:
    class Full(Disk):
        def write(self, path: Path, data: bytes) -> None:
            if path.suffix == ".json" and path.name != "context.json":
                raise OSError(28, "No space left on device", str(path))
            super().write(path, data)

    with pytest.raises(CasefilesError, match=r"nothing was entered.*No space left"):
        issued(home, FIRST, disk=Full())
    assert frozen(home) == {}
    assert issued(home, FIRST).issued


def test_a_folder_that_no_call_left_is_not_touched(home: Path) -> None:
    issued(home, FIRST)
    stranger = home / CASE / "issued/2020-01-01-somebodys-notes/notes.txt"
    stranger.parent.mkdir()
    stranger.write_text("mine")
    assert held(home) == ()
    assert stranger.read_text() == "mine"


def test_a_forged_leftover_removes_nothing_of_the_register(home: Path) -> None:
    issued(home, FIRST)
    before = frozen(home)
    (kept,) = register(home).entries
    staging = home / CASE / "issued/.staging-0123456789ab"
    staging.mkdir()
    (staging / "entry.json").write_bytes(kept.entry.data)
    held(home)
    assert frozen(home) == before


@pytest.fixture
def other(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the register until its input ends."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from pathlib import Path\nfrom casefiles.publish import locked\n"
        f"with locked(Path({str(home / CASE / 'issued')!r})):\n"
        "    print('holds it', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds it\n"
        yield process


def test_of_two_processes_that_issue_one_wins_and_the_other_says_who(home: Path, other: subprocess.Popen[str]) -> None:
    with pytest.raises(CasefilesError, match=rf"another casefiles .*process {other.pid} on .*since .*delete .*\.lock"):
        issued(home, FIRST)
    assert register(home).entries == ()
    other.communicate("")
    assert issued(home, FIRST).issued


def test_the_lock_of_another_computer_on_a_network_drive_is_respected_and_named(home: Path) -> None:
    lock = home / CASE / "issued/.lock"
    lock.parent.mkdir()
    lock.write_text(json.dumps({"process": 7, "machine": "office-pc-7", "since": "2025-11-20T10:00:00Z"}))
    with pytest.raises(CasefilesError, match="process 7 on office-pc-7, since 2025-11-20T10:00:00Z"):
        issued(home, FIRST)
    lock.unlink()
    assert issued(home, FIRST).issued


def test_a_lock_that_a_killed_process_left_on_this_computer_is_cleared(home: Path) -> None:
    code = (
        "import os\nfrom pathlib import Path\nfrom casefiles.publish import locked\n"
        f"with locked(Path({str(home / CASE / 'issued')!r})):\n    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (home / CASE / "issued/.lock").exists()
    assert issued(home, FIRST).issued


def test_two_that_both_believe_to_hold_the_lock_lose_nothing(home: Path) -> None:
    """A network drive may grant both: each writes under a name of its own, and the next act joins the two heads."""
    issued(home, FIRST)
    (head,) = register(home).heads
    for number, name in enumerate(("Amara", "Tom")):
        by, at = By(name), f"2025-11-21T09:00:0{number}Z"
        enter(home, Entry("given", register(home).documents[0].reference, CASE, at, by, previous=(head,)), {}, Disk())
    assert len(register(home).heads) == 2
    assert issued(home, SECOND, at="2025-11-22T09:00:00Z").issued
    after = read_register(home, CASE)
    assert len(after.heads) == 1
    assert len(after.entries) == 4


def test_a_refusal_leaves_no_folder_behind(home: Path) -> None:
    (home / CASE / "letters/2025-10-10-letter-a.md").write_text("---\nkind: letter\n---\n## For the letter\n\n")
    outcome = issued(home, FIRST)
    assert outcome.refused
    assert not (home / CASE / "issued").exists()


def test_the_watcher_may_build_while_a_document_is_issued(home: Path) -> None:
    with locked(home / "build"):
        assert issued(home, FIRST).issued
