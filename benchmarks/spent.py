"""What a command costs with all the processes that it starts: processor time, the clock, and the peak of memory."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Spent", "run"]

_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time and of the clock, and the most MiB that all processes had together at one time."""

    cpu: float
    wall: float
    peak: float


def run(words: Sequence[str | Path], folder: Path) -> Spent:
    """Run a command in a folder and say what it cost; it may exit with 0 or 1.

    Python may keep what it compiles, as it does for whoever installs a program.
    """
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([*map(str, words)], cwd=folder, env=around, stdout=subprocess.DEVNULL, stderr=errors)
        peaks = [0.0]
        watched = threading.Thread(target=_watch, args=(process, peaks))
        watched.start()
        code = process.wait()
        watched.join()
        if code > 1:
            errors.seek(0)
            raise RuntimeError(f"{words}: {errors.read()[-500:]}")
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(round(cpu, 2), round(wall, 2), round(max(peaks), 1))


def _watch(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    """Note the memory of the process and its children until it ends."""
    while process.poll() is None:
        peaks.append(sum(map(_held, _family(process.pid))) / 1024)
        time.sleep(_EVERY)


def _family(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _held(process: int) -> int:
    """The KiB that a process holds and no other shares with it, its part of what is shared included."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
