"""Work for executors that a process of its own can import."""

from __future__ import annotations

import gc
import os
import signal
from dataclasses import dataclass, field

__all__ = ["Shelf", "dies", "fails", "settings", "times"]


@dataclass
class Shelf:
    """What a piece of work reads once and keeps for the next."""

    factor: int
    read: list[int] = field(default_factory=list)


def times(shelf: Shelf, chunk: tuple[int, ...]) -> tuple[list[int], int]:
    """The numbers multiplied, and how many chunks this process was given before."""
    shelf.read.append(len(chunk))
    return [shelf.factor * each for each in chunk], len(shelf.read) - 1


def fails(shelf: Shelf, chunk: int) -> int:
    """The number multiplied, until the third."""
    if chunk == 2:
        raise KeyError(chunk)
    return shelf.factor * chunk


def dies(shelf: Shelf, chunk: int) -> int:
    """Nothing: the process ends in the middle of the third, as when the system is short of memory."""
    if chunk == 2:
        os._exit(9)
    return shelf.factor * chunk


def settings(shelf: Shelf, chunk: int) -> tuple[bool, int]:
    """Whether this process leaves Ctrl-C to another, and how much garbage may lie about in it."""
    del shelf, chunk
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN, gc.get_threshold()[0]
