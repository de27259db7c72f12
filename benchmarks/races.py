"""What the races of `watch_bench.py` share: a watch in a process of its own, clocks, and the figures of a race."""

from __future__ import annotations

import os
import queue
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

DAY = ("--as-of", "2026-11-20")
IN_TIME = 2.0
AT_LAST = 10.0
HEAD = f"{'race':<70} runs  late  lost   median      p95      max (ms)"


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

    @property
    def figures(self) -> Mapping[str, object]:
        """The race as the results keep it; times in milliseconds."""
        ordered = sorted(self.seconds)
        shown = (statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[-1]) if ordered else ()
        times = dict(zip(("median", "p95", "max"), (round(1000 * each) for each in shown), strict=False))
        return {"race": self.name, "runs": len(ordered) + self.lost, "late": self.late, "lost": self.lost, **times}

    def line(self) -> str:
        """The race in one line."""
        found = self.figures
        times = " ".join(f"{found[each]:>8}" for each in ("median", "p95", "max") if each in found)
        return f"{self.name:<70} {found['runs']:>4} {self.late:>5} {self.lost:>5} {times}"


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
        if self.line(lambda line: "Ctrl-C ends it" in line, 600.0) is None:
            sys.exit("the watch has not begun within ten minutes")

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

    def told(self) -> int:
        """Wait until a build is told of and it is quiet; how many were told of."""
        first = self.line(is_of_build, AT_LAST)
        return (first is not None) + sum(map(is_of_build, self.rest(0.2)))

    def cpu(self) -> float:
        """Seconds of processor time so far (Linux)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> int:
        """End it as a session's end does (a shell's background jobs, and theirs, don't hear Ctrl-C); the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)


def is_of_build(line: str) -> bool:
    """Whether a line tells of a build after a change; reports that are made in a pause are none."""
    return " ms;" in line and " a pause: " not in line


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


def changed(path: Path) -> Callable[[], bool]:
    """Whether the file has been replaced since now."""
    before = _stamp(path)
    return lambda: _stamp(path) not in {0, before}


def _stamp(path: Path) -> int:
    """What changes whenever the file is replaced; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
