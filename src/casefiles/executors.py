"""Where the chunks of a caseload are worked on: in this process, in several of this machine, or wherever one gives.

This is the seam for other ways of spreading work: whatever has `map` as it is described here will do. What the work
gives follows from the files alone, so the results are the same bytes whoever does it and however it is cut up.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from casefiles.errors import CasefilesError

__all__ = ["Executor", "InProcess", "Processes", "chunked", "executor_for", "processors"]

S = TypeVar("S")
C = TypeVar("C")
R = TypeVar("R")

_MOST = 8
"""Processes beyond which the disk is what everybody waits for."""


class Executor(Protocol):
    """Something that works on chunks."""

    def map(self, work: Callable[[S, C], R], shared: S, chunks: Iterable[C]) -> Iterator[R]:
        """What `work(shared, chunk)` gives of each chunk, in the order of the chunks.

        `work` is a function of a module; `shared`, the chunks and what they give can be pickled. `shared` is handed
        over once, not with each chunk, and `work` may keep in it what it read for the next chunk. The first exception
        that `work` raises comes out here.
        """
        ...


class InProcess(Struct, frozen=True):
    """Works on one chunk after the other, here."""

    def map(self, work: Callable[[S, C], R], shared: S, chunks: Iterable[C]) -> Iterator[R]:
        """What the work gives of each chunk."""
        return (work(shared, chunk) for chunk in chunks)


class Processes(Struct, frozen=True):
    """Works on as many chunks at a time as there are processes.

    They are started anew and not forked: this process may have threads that a fork would cut off in the middle.
    """

    number: int

    def map(self, work: Callable[[S, C], R], shared: S, chunks: Iterable[C]) -> Iterator[R]:
        """What the work gives of each chunk; CasefilesError where the system ends one of the processes."""
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as below
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as below
        from multiprocessing import get_context  # noqa: PLC0415 - 20 ms that only many schools are worth

        given = (work, shared, gc.get_threshold())
        try:
            with ProcessPoolExecutor(self.number, get_context("spawn"), initializer=_take, initargs=given) as pool:
                yield from pool.map(_work_on, chunks)
        except BrokenProcessPool as broken:
            raise CasefilesError(
                "the system ended one of the processes that shared the work, for want of memory perhaps: what was done "
                "stays done, call again (a build takes `--jobs 1` for one process)"
            ) from broken


_GIVEN: list[Any] = []
"""In a process of a pool, the work and what it shares."""


def _take(work: object, shared: object, collection: tuple[int, int, int]) -> None:
    """Keep what is given to this process; it collects garbage as the first one does, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*collection)
    _GIVEN[:] = work, shared


def _work_on(chunk: object) -> Any:
    work, shared = _GIVEN
    return work(shared, chunk)


def executor_for(number: int, enough: int, jobs: int = 0) -> Executor:
    """What works on so many things: processes where there are `enough` to pay for starting them, or `jobs` of them."""
    wanted = min(jobs or (processors() if number >= enough else 1), number)
    return Processes(wanted) if wanted > 1 else InProcess()


def processors() -> int:
    """How many processors this process may use, and at most as many as pay."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST)


def chunked(all_: Sequence[C], size: int) -> tuple[tuple[C, ...], ...]:
    """The sequence in pieces of at most so many, in order."""
    return tuple(tuple(all_[start : start + size]) for start in range(0, len(all_), size))
