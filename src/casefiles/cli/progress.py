"""How far a long command has come, on a terminal; nothing in a pipe or a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]

_QUIET_SECONDS = 1.0
"""A command that is done by then says nothing of how far it is."""
_EVERY_SECONDS = 0.2


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """What is told how much of how much is done: it writes that to stderr after the words, and wipes it in the end."""
    shown = _Shown(words)
    try:
        yield shown.tell if sys.stderr.isatty() else _say_nothing
    finally:
        shown.wipe()


def _say_nothing(done: int, number: int) -> None:
    del done, number


class _Shown:
    def __init__(self, words: str) -> None:
        self.words = words
        self.begun = time.monotonic()
        self.last = 0.0

    def tell(self, done: int, number: int) -> None:
        """Write how far it is, if it takes long enough for anybody to ask."""
        now = time.monotonic()
        if now - self.begun > _QUIET_SECONDS and now - self.last > _EVERY_SECONDS:
            self.last = now
            sys.stderr.write(f"\r{self.words}: {done} of {number}")
            sys.stderr.flush()

    def wipe(self) -> None:
        """Leave the terminal's line empty again."""
        if self.last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
