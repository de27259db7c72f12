"""A source without events, for drives that give none: the looks at the whole tree find every change."""

from __future__ import annotations

import time
from collections.abc import Callable

from casefiles.watch.events import Event

__all__ = ["Silence"]


class Silence:
    """A source from which nothing is ever heard."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause

    def next(self, seconds: float) -> Event | None:
        """None, after so many seconds."""
        if seconds > 0:
            self._pause(seconds)
        return None

    def close(self) -> None:
        """Nothing to stop."""
