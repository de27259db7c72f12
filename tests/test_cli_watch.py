from __future__ import annotations

import errno
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from casefiles.build import Options
from casefiles.cli.options import Selection
from casefiles.cli.watch import started
from casefiles.errors import CasefilesError
from casefiles.watch.poll import Silence
from caseloads import DAY, LETTER, SCHOOL, edit, main, small
from notation import write_tree
from sheets import DAY as SHEET_DAY
from sheets import Desk, fill
from test_intake import FILLED

RISK_REGISTER = """
=== casefiles/camden/programme/programme.yaml
title: Camden Learning Commission
period: {from: 2023-09-01, to: 2026-09-01}
small_numbers: 5
=== casefiles/camden/programme/reports/2025-11-20-risk-register.md
---
kind: risk-register
since: 2025-09-01
---
## Summary
One school is at targeted support.
"""
BOUND = 30.0
"""Seconds after which a test gives up waiting: no test waits that long unless it fails."""


class Terminal:
    """A watch in a process of its own, and what it says, line by line."""

    def __init__(self, here: Path, *words: str) -> None:
        self.here = here
        command = [sys.executable, "-m", "casefiles.cli.main", "watch", *DAY, *words]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def line(self, pattern: str) -> str:
        """The next line with the pattern in it, within the bound."""
        end = time.monotonic() + BOUND
        while (left := end - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                break
            self.said.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError("\n".join([f"no line with {pattern}:", *self.said]))

    def rest(self) -> list[str]:
        """What else has been said until now."""
        found = []
        while not self._lines.empty():
            found.append(self._lines.get())
        return found

    def close(self) -> None:
        """End it if nobody has."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(BOUND)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def end(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(BOUND)


class Desktop:
    """One watch for several tests: each finds the small caseload as it was at first, judged and built."""

    def __init__(self, here: Path) -> None:
        small(here)
        self.here = here
        self.terminal = Terminal(here, "--no-pdf")
        self.terminal.line("Ctrl-C ends it")
        self._first = self._files()
        self._times = 0

    def put_back(self) -> None:
        """Every case file as it was at first, and the watch done with it: the file changed last is told of first."""
        for path in self._files().keys() - self._first.keys():
            path.unlink()
        for folder in sorted((self.here / "casefiles").glob("*/*/"), reverse=True):
            if "build" not in folder.parts and not any(folder.rglob("*.*")):
                shutil.rmtree(folder)
        for path, data in self._first.items():
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)
        self._times += 1
        authority = self.here / "casefiles/camden/authority.yaml"
        beside = authority.with_name(".authority.yaml.swp")
        beside.write_bytes(self._first[authority] + f"# {self._times}\n".encode())
        beside.replace(authority)
        self.terminal.line(r"authority\.yaml.* changed: .* ms;")
        self.terminal.said.clear()

    def _files(self) -> dict[Path, bytes]:
        files = (path for path in (self.here / "casefiles").rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if "build" not in path.parts}


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A watch that is begun once."""
    begun = Desktop(tmp_path_factory.mktemp("desktop"))
    yield begun
    begun.terminal.close()


@pytest.fixture
def at_work(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The watch that the tests share, in the directory of the call."""
    monkeypatch.chdir(desktop.here)
    desktop.put_back()
    return desktop.terminal


Watching = Callable[..., Terminal]
WatchingIn = Callable[..., Terminal]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def watching(here: Path, watching_in: WatchingIn) -> Watching:
    """Start a watch of the small caseload."""
    return lambda *words: watching_in(here, *words)


@pytest.fixture
def watching_in() -> Iterator[WatchingIn]:
    """Start a watch in a folder; it has built everything and listens."""
    begun: list[Terminal] = []

    def start(folder: Path, *words: str) -> Terminal:
        terminal = Terminal(folder, "--no-pdf", *words)
        begun.append(terminal)
        terminal.line("Ctrl-C ends it")
        return terminal

    yield start
    for terminal in begun:
        terminal.close()


def test_a_save_says_what_changed_what_was_made_and_how_long_it_took(at_work: Terminal) -> None:
    terminal, here = at_work, at_work.here
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    line = terminal.line(r" ms")
    assert re.match(
        r"\d\d:\d\d:\d\d casefiles/camden/rowan-hill-primary/school.yaml changed: \d written, in \d+ ms; 1 case: ", line
    )
    assert any(line.startswith("written   casefiles/build/camden") for line in terminal.said)


def test_it_goes_on_over_a_broken_file_and_says_when_it_is_mended(at_work: Terminal) -> None:
    terminal, here = at_work, at_work.here
    school = here / SCHOOL / "school.yaml"
    whole = school.read_text()
    school.write_text("urn: [900114\n")
    assert " refused" in terminal.line(" ms;")
    assert any("school.yaml:1:6: error SRC-005" in line for line in terminal.said)
    school.write_text(whole)
    assert " written" in terminal.line(" ms;")
    assert any(line.startswith("gone ") and "SRC-005" in line for line in terminal.said)
    assert (here / "casefiles/build" / f"{LETTER}.docx").exists()


def test_an_editor_s_replace_on_save_is_seen(at_work: Terminal) -> None:
    terminal, here = at_work, at_work.here
    school = here / SCHOOL / "school.yaml"
    beside = school.with_name(".school.yaml.swp")
    beside.write_text(school.read_text().replace("Rowan Hill Primary", "Rowan Bank Primary"))
    beside.replace(school)
    assert "school.yaml changed: " in terminal.line(" ms;")


def test_a_school_s_folder_made_and_filled_at_once_is_seen_whole(at_work: Terminal) -> None:
    terminal, here = at_work, at_work.here
    for path in sorted((here / SCHOOL).rglob("*")):
        if path.is_file():
            target = here / "casefiles/camden/bramble-lane" / path.relative_to(here / SCHOOL)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text())
    terminal.line("2 cases:")
    while not (here / "casefiles/build/camden/bramble-lane/2025-11-04-targeted-initial-letter.docx").exists():
        terminal.line(" ms;")
    assert 'id="camden-bramble-lane"' in (here / "casefiles/build/index.html").read_text(encoding="utf-8")


def test_a_burst_of_saves_is_built_a_few_times_at_most_and_with_the_last_of_them(at_work: Terminal) -> None:
    terminal, here = at_work, at_work.here
    for number in range(20):
        edit(here / SCHOOL / "case.yaml", "reference: CL-2025-014", f"# {number}\nreference: CL-2025-014")
        (here / SCHOOL / "actions.yaml").write_text(f"# {number}\n[]\n")
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    while "Rowan Bank Primary" not in (here / "casefiles/build/index.html").read_text(encoding="utf-8"):
        terminal.line(" ms;")
    assert sum(" ms;" in line for line in terminal.said) < 10


def test_its_own_writes_and_a_build_beside_it_wake_nothing(at_work: Terminal) -> None:
    terminal, here = at_work, at_work.here
    main(["build", *DAY, "--no-pdf", "--force"])
    (here / "casefiles/build/camden/rowan-hill-primary/notes.txt").write_text("mine")
    (here / SCHOOL / "~$priorities.yaml").write_text("Word was here")
    edit(here / SCHOOL / "case.yaml", "reference: CL-2025-014", "reference: CL-2025-015")
    assert "case.yaml changed" in terminal.line(" ms;")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_with_130_and_leaves_the_page_of_a_build(
    here: Path, watching: Watching, number: signal.Signals
) -> None:
    main(["build", *DAY, "--no-pdf"])
    page = (here / "casefiles/build/index.html").read_bytes()
    terminal = watching()
    following = (here / "casefiles/build/index.html").read_text(encoding="utf-8")
    assert "follow-state" in following
    assert terminal.end(number) == 130
    assert not any("Traceback" in line for line in terminal.rest())
    assert (here / "casefiles/build/index.html").read_bytes() == page
    assert not (here / "casefiles/build/watch.js").exists()
    assert not (here / "casefiles/build/.lock").exists()


def test_polling_finds_a_save_and_needs_no_watchdog(here: Path, watching: Watching) -> None:
    terminal = watching("--poll")
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    assert "school.yaml changed: " in terminal.line(" ms;")


def test_a_watch_of_one_school_leaves_the_page_of_all(here: Path, watching: Watching) -> None:
    main(["build", *DAY, "--no-pdf"])
    page = (here / "casefiles/build/index.html").read_bytes()
    terminal = watching(SCHOOL)
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    assert " written" in terminal.line(" ms;")
    assert (here / "casefiles/build/index.html").read_bytes() == page


@pytest.mark.parametrize("words", [["--kind", "no-such-letter"], ["no-such-folder"]])
@pytest.mark.usefixtures("here")
def test_a_wrong_call_ends_before_anything_is_watched(words: list[str]) -> None:
    assert main(["watch", *DAY, *words]) in {2, 3}


def test_no_other_command_imports_watchdog(here: Path) -> None:
    script = (
        f"import sys; from casefiles.cli.main import main; [main([each, *{DAY!r}]) for each in ('check', 'build', 'status')];"
        "print('watchdog' in sys.modules or 'casefiles.watch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=here, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False"


def test_watchdog_is_imported_by_one_module_alone() -> None:
    source = Path(__file__).parents[1] / "src/casefiles"
    importers = [
        path.name
        for path in source.rglob("*.py")
        if re.search(r"^\s*(from|import) watchdog", path.read_text(), re.MULTILINE)
    ]
    assert importers == ["observer.py"]


def test_where_the_system_tells_of_nothing_it_looks_instead_and_says_so(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refusing(_: Path) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("casefiles.watch.observer.Heard", refusing)
    selection = Selection(here / "casefiles", ())
    follow, watch = started(selection, Options(pdf=False, mail=False), lambda: date(2025, 12, 1), poll=False)
    assert isinstance(watch.source, Silence)
    assert "tells of no changes here (Too many open files)" in capsys.readouterr().err
    follow.begin()
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    watch.source = Silence(pause=lambda _: None)
    watch.clock = count(watch.agenda.next_whole).__next__
    watch.step()
    assert "school.yaml changed" in capsys.readouterr().out


def test_a_sheet_dropped_into_the_inbox_is_taken_and_its_report_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, watching_in: WatchingIn
) -> None:
    desk = Desk(tmp_path, capsys, monkeypatch)
    terminal = watching_in(tmp_path, *SHEET_DAY)
    inbox = tmp_path / "casefiles/inbox"
    inbox.mkdir()
    (inbox / "sheet.docx").write_bytes(fill(desk.sheet(), FILLED))
    terminal.line("^taken     casefiles/camden/rowan-hill-primary/meetings/2026-01-20-review.md")
    terminal.line("2026-01-20-review.md.* changed: .* ms;")
    assert (inbox / "taken/sheet.docx").exists()
    assert any("written" in line and "2026-01-20" in line for line in terminal.said)


def test_a_sheet_that_is_open_in_word_is_waited_for_and_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, capsys, monkeypatch)
    selection = Selection(tmp_path / "casefiles", ())
    follow, _ = started(selection, Options(pdf=False, mail=False), lambda: date(2026, 1, 20), poll=True)
    follow.begin()
    inbox = tmp_path / "casefiles/inbox"
    inbox.mkdir()
    (inbox / "sheet.docx").write_bytes(fill(desk.sheet(), FILLED))
    (inbox / "~$sheet.docx").write_bytes(b"open")
    capsys.readouterr()
    follow.go_over(["inbox/sheet.docx"])
    follow.go_over(["inbox/sheet.docx"])
    assert capsys.readouterr().out.count("warning SHT-004 this sheet is open") == 1
    assert not follow.is_due()
    (inbox / "~$sheet.docx").unlink()
    assert follow.is_due()
    follow.go_over([])
    assert "taken     casefiles/camden/rowan-hill-primary/meetings/2026-01-20-review.md" in capsys.readouterr().out
    assert not follow.is_due()


def test_reports_across_schools_are_made_in_a_pause_and_told_where_they_say_something_else(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tree(here, RISK_REGISTER)
    selection = Selection(here / "casefiles", ())
    follow, _ = started(selection, Options(pdf=False, mail=False), lambda: date(2025, 12, 1), poll=True)
    follow.begin()
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    follow.go_over([f"{SCHOOL}/school.yaml".removeprefix("casefiles/")])
    assert follow.is_behind()
    follow.catch_up(lambda: True)
    said = capsys.readouterr().out
    assert "written   casefiles/build/camden/programme/2025-11-20-risk-register.docx" in said
    assert " a pause: 1 written, " in said
    assert not follow.is_behind()
    case = here / SCHOOL / "case.yaml"
    case.write_text(f"{case.read_text()}# nothing else\n")
    follow.go_over([f"{SCHOOL}/case.yaml".removeprefix("casefiles/")])
    capsys.readouterr()
    follow.catch_up(lambda: True)
    assert capsys.readouterr().out == ""


def test_what_it_cannot_do_is_told_and_it_goes_on(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    selection = Selection(here / "casefiles", ())
    follow, watch = started(selection, Options(pdf=False, mail=False), lambda: date(2025, 12, 1), poll=True)
    follow.complain(CasefilesError("letter.docx could not be written: No space left on device"))
    follow.complain(ZeroDivisionError("division by zero"))
    first, second = capsys.readouterr().err.splitlines()
    assert first == "casefiles: letter.docx could not be written: No space left on device; trying again"
    assert "this is a fault in casefiles" in second
    assert second.endswith("The watch goes on.")
    watch.source.close()
    follow.end()
