"""Races a watch against saves, editors, checkouts and new folders, and prints what it missed and how long it took.

    python benchmarks/watch_bench.py [--times 100] [--schools 300] [--poll]
    python benchmarks/watch_bench.py --only-minutes --times 30

The watch runs as users run it, in a process of its own; its own events, threads and writes are in the
figures. A race is late if what it asks for does not lie in `build/` within 2 seconds (60 for a checkout),
and lost if it does not within 10 (120 after the last round). Figures of one run can be
compared with each other, not with those of another machine or hour.
"""

from __future__ import annotations

import argparse
import os
import queue
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "casefiles"
DAY = ("--as-of", "2026-11-20")
SCHOOL = "camden/rowan-hill-primary"
DRAFT = "2025-11-25-focused-initial-letter"
IN_TIME = 2.0
AT_LAST = 10.0


@dataclass
class Race:
    """How one kind of race went: seconds until what was asked for lay there, and how often not in time."""

    name: str
    in_time: float = IN_TIME
    seconds: list[float] = field(default_factory=list)
    late: int = 0
    lost: int = 0

    def ran(self, seconds: float | None) -> None:
        """Enter one run; None where it never came."""
        if seconds is None:
            self.lost += 1
        else:
            self.late += seconds > self.in_time
            self.seconds.append(seconds)

    def line(self) -> str:
        """The race in one line."""
        runs = len(self.seconds) + self.lost
        if not self.seconds:
            return f"{self.name:<58} {runs:>4} {self.late:>5} {self.lost:>5}"
        ordered = sorted(self.seconds)
        shown = (statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[-1])
        return f"{self.name:<58} {runs:>4} {self.late:>5} {self.lost:>5} " + " ".join(
            f"{1000 * s:>8.0f}" for s in shown
        )


class Process:
    """A watch in a process of its own, and its lines."""

    def __init__(self, root: Path, *words: str) -> None:
        command = [sys.executable, "-m", "casefiles.cli.main", "watch", str(root), *DAY, *words]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.line(lambda line: "Ctrl-C ends it" in line, 300.0)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def line(self, wanted: Callable[[str], bool], seconds: float) -> str | None:
        """The next line that is wanted; None if it does not come in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                return None
            if wanted(line):
                return line
        return None

    def rest(self, quiet: float) -> list[str]:
        """What is said until it has been quiet for so many seconds."""
        found = []
        while (line := self.line(lambda _: True, quiet)) is not None:
            found.append(line)
        return found

    def cpu(self) -> float:
        """Seconds of processor time so far (Linux)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> int:
        """End it as a session's end does (a shell's background jobs, and theirs, don't hear Ctrl-C); the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)


@contextmanager
def watching(root: Path, *words: str) -> Iterator[Process]:
    """A watch of the caseload that has built everything."""
    process = Process(root, *words)
    try:
        yield process
    finally:
        process.end()


def until(done: Callable[[], bool]) -> float | None:
    """Seconds until it is done; None if never."""
    began = time.perf_counter()
    while time.perf_counter() - began < AT_LAST:
        if done():
            return time.perf_counter() - began
        time.sleep(0.001)
    return None


def stamp(path: Path) -> int:
    """What changes whenever the file is replaced; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def changed(path: Path) -> Callable[[], bool]:
    """Whether the file has been replaced since now."""
    before = stamp(path)
    return lambda: stamp(path) not in {0, before}


def renamed(text: str, number: int) -> str:
    """A school's file with another name in it, so that its letters change."""
    return "\n".join(f"name: Rowan School {number}" if line.startswith("name:") else line for line in text.split("\n"))


def races(root: Path, process: Process, times: int, *, pdf: bool) -> Iterator[Race]:
    """Each kind of race, so many times."""
    school = root / SCHOOL / "school.yaml"
    word, made = root / f"build/{SCHOOL}/{DRAFT}.docx", root / f"build/{SCHOOL}/{DRAFT}.{'pdf' if pdf else 'docx'}"
    text = school.read_text()
    in_place, to_pdf = Race("save in place, until the Word file lies there"), Race("the same, until the PDF lies there")
    for number in range(times):
        word_there, pdf_there = changed(word), changed(made)
        began = time.perf_counter()
        school.write_text(renamed(text, number))
        in_place.ran(until(word_there))
        came = until(pdf_there)
        to_pdf.ran(None if came is None else time.perf_counter() - began)
        process.rest(0.1)
    yield in_place
    if pdf:
        yield to_pdf
    replaced = Race("replace on save (temporary file, rename)")
    for number in range(times):
        there = changed(word)
        beside = school.with_name(".school.yaml.swp")
        beside.write_text(renamed(text, 1000 + number))
        beside.replace(school)
        replaced.ran(until(there))
        process.rest(0.1)
    yield replaced
    yield broken(school, text, word, process, times)
    yield burst(root, text, process, times)
    yield from folders(root, process, times)


def minutes(root: Path, times: int, words: tuple[str, ...]) -> Iterator[Race]:
    """A meeting's minutes saved: until its report lies there as Word file, and as PDF."""
    record = root / "camden/fleetbridge-school/meetings/2026-11-12-review.md"
    built = root / "build/camden/fleetbridge-school/2026-11-12-targeted-meeting-report"
    text = record.read_text()
    to_word, to_pdf = Race("minutes saved, until the report's Word file lies there"), Race("the same, until its PDF is")
    with watching(root, *words) as process:
        for number in range(times):
            word_there, pdf_there = changed(built.with_suffix(".docx")), changed(built.with_suffix(".pdf"))
            began = time.perf_counter()
            record.write_text(text.replace("**72%** of actions", f"**72%** of {number + 40} actions"))
            to_word.ran(until(word_there))
            came = until(pdf_there)
            to_pdf.ran(None if came is None else time.perf_counter() - began)
            process.rest(0.1)
    yield to_word
    yield to_pdf


def broken(school: Path, text: str, word: Path, process: Process, times: int) -> Race:
    """A file broken and mended: the draft goes and comes back."""
    race = Race("broken, then mended: until the Word file is back")
    for number in range(times):
        school.write_text("urn: [1\n")
        if until(lambda: not word.exists()) is None:
            race.ran(None)
        school.write_text(renamed(text, 2000 + number))
        race.ran(until(word.exists))
        process.rest(0.1)
    return race


def burst(root: Path, text: str, process: Process, times: int) -> Race:
    """Twenty saves of two files: how long until the last is told of, and the builds that it took."""
    race, builds = Race(""), 0
    school, case = root / SCHOOL / "school.yaml", root / SCHOOL / "case.yaml"
    whole = case.read_text()
    for number in range(times):
        for step in range(10):
            school.write_text(renamed(text, 3000 + 10 * number + step))
            case.write_text(f"{whole}# {number} {step}\n")
        wanted = f"Rowan School {3000 + 10 * number + 9}"
        page = root / "build/index.html"
        race.ran(until(lambda wanted=wanted, page=page: wanted in page.read_text()))  # type: ignore[misc]
        builds += sum(" ms" in line for line in process.rest(0.15))
    race.name = f"burst of 20 saves, until the page has the last ({builds / times:.1f} builds)"
    return race


def folders(root: Path, process: Process, times: int) -> Iterator[Race]:
    """A school's folder made and filled at once, then removed."""
    made, gone = (
        Race("folder made and filled at once, until its letter is"),
        Race("that folder removed: until it is not"),
    )
    source = root / SCHOOL
    for number in range(times):
        target = root / f"camden/new-school-{number}"
        letter = root / f"build/camden/new-school-{number}/{DRAFT}.docx"
        shutil.copytree(source, target)
        made.ran(until(letter.exists))
        process.rest(0.1)
        shutil.rmtree(target)
        gone.ran(until(lambda letter=letter: not letter.exists()))  # type: ignore[misc]
        process.rest(0.1)
    yield made
    yield gone


def git(root: Path, *words: str) -> None:
    """git, without the user's settings."""
    own = (
        "-c",
        "user.name=bench",
        "-c",
        "user.email=bench@example.org",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "gc.auto=0",
    )
    subprocess.run(["git", "-C", str(root), *own, *words], check=True, capture_output=True)


def grown(root: Path, schools: int) -> list[Path]:
    """The caseload with so many schools, alike but for their names; their folders."""
    source, found = root / SCHOOL, []
    for number in range(schools):
        target = root / f"camden/school-{number:03}"
        shutil.copytree(source, target)
        school = target / "school.yaml"
        school.write_text(renamed(school.read_text(), number).replace("900", f"{900 + number % 90}", 1))
        found.append(target)
    return found


def shown(root: Path, name: str) -> int:
    """How many schools of a name the page shows."""
    return len(re.findall(rf"<h3[^>]*>{name} ", (root / "build/index.html").read_text()))


def settled(process: Process, done: Callable[[], bool]) -> tuple[float | None, int]:
    """Seconds until the round after which it is done was told of (None: never), and how many rounds there were."""
    began, rounds = time.perf_counter(), 0
    while process.line(lambda line: " ms" in line, 120.0) is not None:
        came, rounds = time.perf_counter() - began, rounds + 1
        if done():
            return came, rounds + sum(" ms" in line for line in process.rest(3.0))
    return None, rounds


def checkout(root: Path, schools: int, times: int, words: tuple[str, ...]) -> tuple[Race, str]:
    """Checkouts that change four files in each of 250 schools; builds and misses, then the idle watch."""
    folders_ = grown(root, schools)
    (root / ".gitignore").write_text("build/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "one")
    git(root, "checkout", "-q", "-b", "other")
    touched = folders_[:250]
    for folder in touched:
        school = folder / "school.yaml"
        school.write_text(school.read_text().replace("name: Rowan School", "name: Heron School"))
        for name in ("case.yaml", "priorities.yaml", "actions.yaml"):
            with (folder / name).open("a") as file:
                file.write("# the other branch\n")
    git(root, "commit", "-q", "-a", "-m", "two")
    git(root, "checkout", "-q", "main")
    race, builds, files = Race("", in_time=60.0), 0, 4 * len(touched)
    with watching(root, "--no-pdf", *words) as process:
        process.rest(4.0)
        for number in range(times):
            name = "Rowan School" if number % 2 else "Heron School"
            git(root, "checkout", "-q", "main" if number % 2 else "other")
            came, rounds = settled(process, lambda name=name: shown(root, name) >= len(touched))  # type: ignore[misc]
            race.ran(came)
            builds += rounds
        before, cpu = time.monotonic(), process.cpu()
        time.sleep(15.0)
        idle = (process.cpu() - cpu) / (time.monotonic() - before)
    race.name = f"git checkout of {files} files, until all is built ({builds / times:.1f} builds)"
    return race, f"idle, {schools} schools: {100 * idle:.2f} % of a processor"


def main() -> None:
    """Run every race and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--checkouts", type=int, default=10)
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--poll", action="store_true")
    parser.add_argument("--only-checkout", action="store_true")
    parser.add_argument("--only-minutes", action="store_true")
    asked = parser.parse_args()
    words = ("--poll",) if asked.poll else ()
    print(f"{'race':<58} runs  late  lost   median      p95      max (ms)")
    if asked.only_minutes:
        with tempfile.TemporaryDirectory(prefix="casefiles-bench-") as folder:
            root = Path(folder) / "casefiles"
            shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns("build"))
            for race in minutes(root, asked.times, words):
                print(race.line(), flush=True)
        return
    if not asked.only_checkout:
        with tempfile.TemporaryDirectory(prefix="casefiles-bench-") as folder:
            root = Path(folder) / "casefiles"
            shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns("build"))
            with watching(root, *words, *(("--no-pdf",) if asked.no_pdf else ())) as process:
                for race in races(root, process, asked.times, pdf=not asked.no_pdf):
                    print(race.line(), flush=True)
    with tempfile.TemporaryDirectory(prefix="casefiles-bench-") as folder:
        root = Path(folder) / "casefiles"
        shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns("build"))
        race, idle = checkout(root, asked.schools, asked.checkouts, words)
        print(race.line())
        print(idle)


if __name__ == "__main__":
    main()
