"""When to look at the disk, and where: from events and times alone."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from casefiles.watch.events import Event, Ground, Kind

__all__ = ["CAP", "QUIET", "Agenda", "Look"]

QUIET = 0.025
"""Seconds without an event after which a save is taken to be whole."""
CAP = 0.25
"""Seconds after which a burst of events is looked at though it goes on."""
HOLD = 0.05
"""Seconds after which it is asked again whether git is still at work."""


class Look(Struct, frozen=True):
    """Look at the files of these folders, or at the whole tree."""

    folders: frozenset[str] = frozenset()
    whole: bool = False


class Agenda(Struct, frozen=True):
    """What has been heard and not yet looked at, and when the whole tree is next looked at in any case.

    Events only wake: which files changed is found by looking. Times are seconds of one clock that only
    goes forward.
    """

    every: float
    next_whole: float
    folders: frozenset[str] = frozenset()
    whole: bool = False
    first: float | None = None
    last: float = 0.0
    not_before: float = 0.0

    def heard(self, event: Event, ground: Ground, now: float) -> Agenda:
        """The agenda after an event; one that does not matter changes nothing."""
        lost = event.kind is Kind.LOST
        paths = [path for path in _places(event) if ground.holds(path)]
        if not paths and not lost:
            return self
        whole = self.whole or lost or (event.is_folder and event.kind is not Kind.MODIFIED)
        folders = self.folders | {path if event.is_folder else path.rpartition("/")[0] for path in paths}
        return replace(self, folders=folders, whole=whole, first=now if self.first is None else self.first, last=now)

    def wait(self, now: float) -> float:
        """The seconds for which nothing but an event can matter."""
        return max(0.0, min(self.next_whole, self._ripe_at()) - now)

    def look(self, now: float) -> Look | None:
        """Where to look now; None for nowhere yet."""
        if now >= self.next_whole:
            return Look(whole=True)
        if now < self._ripe_at():
            return None
        return Look(whole=True) if self.whole else Look(self.folders)

    def looked(self, look: Look, now: float, took: float) -> Agenda:
        """The agenda after a look that took so many seconds: a slow drive is looked at less often."""
        nothing = replace(self, folders=frozenset(), whole=False, first=None, not_before=0.0)
        return replace(nothing, next_whole=now + max(self.every, 100 * took)) if look.whole else nothing

    def held(self, now: float) -> Agenda:
        """The agenda while git is at work: look a little later, and then at everything."""
        return replace(self, not_before=now + HOLD, next_whole=now + HOLD)

    def again(self, now: float, seconds: float) -> Agenda:
        """The agenda with another look at everything after so many seconds."""
        return replace(self, next_whole=min(self.next_whole, now + seconds))

    def _ripe_at(self) -> float:
        """When what was heard is looked at."""
        if self.first is None:
            return float("inf")
        return max(self.not_before, min(self.last + QUIET, self.first + CAP))


def _places(event: Event) -> tuple[str, ...]:
    return (event.path, event.target) if event.kind is Kind.MOVED else (event.path,)
