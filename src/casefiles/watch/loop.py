"""The loop of a watch: hear, wait for a quiet moment, look, go over what changed; it outlives every failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from casefiles.errors import CasefilesError
from casefiles.watch.agenda import Agenda, Look
from casefiles.watch.events import Ground, Source

__all__ = ["CALM", "EVERY", "Follow", "Watch", "Watched"]

EVERY = 3.0
"""Seconds between two looks at the whole tree, for what no event told of."""
CALM = 3.0
"""Seconds without a change after which what was put off is made: what is read off all schools."""
RETRY = 1.0
"""Seconds after which something that the world refused (a lock, a full disk) is tried again."""


class Watched(Protocol):
    """The files that are followed."""

    ground: Ground

    @property
    def is_there(self) -> bool:
        """Whether the caseload can be seen at the moment."""

    def held(self) -> bool:
        """Whether git is at work on the files."""

    def changes(self, look: Look) -> tuple[str, ...]:
        """The files that changed since the last look."""


class Follow(Protocol):
    """What is done about changes, and how it is told."""

    def go_over(self, changed: Sequence[str]) -> None:
        """Bring everything up to date with the changed files; with none where something else is due."""

    def is_due(self) -> bool:
        """Whether there is something to go over though no file has changed: a new day, a sheet that was closed."""

    def is_behind(self) -> bool:
        """Whether something was put off that can wait until nobody is saving."""

    def catch_up(self, go_on: Callable[[], bool]) -> None:
        """Make what was put off, for as long as `go_on` says: where it stops, it is still behind."""

    def complain(self, failure: Exception) -> None:
        """Tell of a failure that the watch outlives."""

    def say(self, sentence: str) -> None:
        """Tell something else."""


@dataclass
class Watch:
    """A watch under way. The clock gives seconds and only goes forward."""

    source: Source
    tree: Watched
    follow: Follow
    clock: Callable[[], float] = time.monotonic
    every: float = EVERY
    agenda: Agenda = field(init=False)
    _owed: set[str] = field(default_factory=set, init=False)
    _told: str = field(default="", init=False)
    _stuck: bool = field(default=False, init=False)
    _away: bool = field(default=False, init=False)
    _calm_at: float = field(default=float("inf"), init=False)

    def __post_init__(self) -> None:
        self.agenda = Agenda(self.every, self.clock() + self.every)

    def run(self) -> None:
        """Watch until interrupted."""
        while True:
            self.step()

    def step(self) -> None:
        """Wait for what comes next, an event or a time, and do what it asks for."""
        event = self.source.next(self.agenda.wait(self.clock()))
        while event is not None:
            self.agenda = self.agenda.heard(event, self.tree.ground, self.clock())
            event = self.source.next(0.0) if self.agenda.wait(self.clock()) > 0 else None
        began = self.clock()
        look = self.agenda.look(began)
        if look is None:
            return
        if self.tree.held():
            self.agenda = self.agenda.held(began)
        elif self._is_there():
            changed = self.tree.changes(look)
            self._owed |= set(changed)
            self._stuck = self._stuck and not changed
            self.agenda = self.agenda.looked(look, self.clock(), self.clock() - began)
            if self.clock() < self._calm_at:
                self.agenda = self.agenda.again(self.clock(), self._calm_at - self.clock())
            if self.tree.held():  # git began while we looked: what was seen is half of it
                self.agenda = self.agenda.held(self.clock())
            elif (self._owed and not self._stuck) or self.follow.is_due():
                self._attempt(lambda: self.follow.go_over(sorted(self._owed)))
            elif self.clock() >= self._calm_at:
                self._attempt(lambda: self.follow.catch_up(self._nobody_saves))
        else:
            self.agenda = self.agenda.looked(Look(whole=True), self.clock(), 0.0)

    def _nobody_saves(self) -> bool:
        """Whether nothing has been heard by now that matters."""
        while (event := self.source.next(0.0)) is not None:
            self.agenda = self.agenda.heard(event, self.tree.ground, self.clock())
        return self.agenda.first is None

    def _is_there(self) -> bool:
        """Whether the caseload can be seen; nothing is done about files that seem gone while it can't."""
        there = self.tree.is_there
        if there is self._away:
            self._away = not there
            self.follow.say("the caseload is back" if there else "the caseload is out of sight: waiting for it")
        return there

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do what is due; what failed is owed, and tried again: soon, or with the next change if by our fault."""
        self._calm_at = float("inf")
        try:
            work()
        except CasefilesError as refusal:
            self._tell(refusal)
            self._put_off(RETRY)
        except Exception as bug:  # noqa: BLE001 - a watch outlives our own faults, and says them
            self._stuck = True
            self._tell(bug)
        else:
            self._owed.clear()
            self._told = ""
            if self.follow.is_behind():
                self._put_off(CALM)

    def _put_off(self, seconds: float) -> None:
        """Come back to what is left after so many seconds, or with the next change."""
        self._calm_at = self.clock() + seconds
        self.agenda = self.agenda.again(self.clock(), seconds)

    def _tell(self, failure: Exception) -> None:
        """Tell of a failure once, however often it is met again."""
        words = f"{type(failure).__name__} {failure}"
        if words != self._told:
            self._told = words
            self.follow.complain(failure)
