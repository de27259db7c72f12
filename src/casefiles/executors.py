"""Where the chunks of a caseload are worked on: in this process, in several of this machine, or wherever one gives.

This is the seam for other ways of spreading work: whatever has `map` as it is described here will do. What the work
gives follows from the files alone, so the results are the same bytes whoever does it and however it is cut up.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct

from casefiles.errors import CasefilesError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

__all__ = ["Executor", "InProcess", "Processes", "chunked", "executor_for", "processors", "standing"]

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
        with standing(self, shared) as processes:
            yield from processes.map(work, shared, chunks)


@contextmanager
def standing(executor: Executor, shared: object) -> Iterator[Executor]:
    """The executor for several maps that share this: processes are started once for all of them, and end with it."""
    if not isinstance(executor, Processes):
        yield executor
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as below
    from multiprocessing import get_context  # noqa: PLC0415 - 20 ms that only many schools are worth

    given, started_anew = (shared, gc.get_threshold()), get_context("spawn")
    with ProcessPoolExecutor(executor.number, started_anew, initializer=_take, initargs=given) as pool:
        yield _Started(pool)


class _Started(Struct, frozen=True):
    """Processes that were started, and have what their maps share."""

    pool: ProcessPoolExecutor

    def map(self, work: Callable[[S, C], R], shared: S, chunks: Iterable[C]) -> Iterator[R]:
        """What the work gives of each chunk; CasefilesError where the system ends one of the processes."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above

        del shared
        try:
            yield from self.pool.map(_work_on, ((work, chunk) for chunk in chunks))
        except BrokenProcessPool as broken:
            raise CasefilesError(
                "the system ended one of the processes that shared the work, for want of memory perhaps: what was done "
                "stays done, call again (a build takes `--jobs 1` for one process)"
            ) from broken


_GIVEN: list[Any] = []
"""In a process of a pool, what its work shares."""


def _take(shared: object, collection: tuple[int, int, int]) -> None:
    """Keep what is given to this process; it collects garbage as the first one does, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*collection)
    _GIVEN[:] = [shared]


def _work_on(asked: tuple[Callable[[Any, C], R], C]) -> R:
    work, chunk = asked
    return work(_GIVEN[0], chunk)


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
