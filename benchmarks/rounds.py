"""What the runs have in common: the machine they are made on, and who is first in each round."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["in_turn", "load_now", "machine", "over_ours"]


def machine() -> str:
    """The machine in words."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def load_now() -> list[float]:
    """How many processes have wanted a processor over the last one, five and fifteen minutes."""
    return [round(load, 1) for load in os.getloadavg()]


def in_turn(names: Sequence[str], rounds: int) -> Iterator[str]:
    """Each name once a round; they take turns at being first."""
    for turn in range(rounds):
        first = turn % len(names)
        yield from (*names[first:], *names[:first])


def over_ours(times: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """What each of the others took over `ours` in the same round: the median, the least and the greatest."""
    found = {}
    for name, theirs in times.items():
        if name != "ours":
            ratios = sorted(each / ours for ours, each in zip(times["ours"], theirs, strict=True))
            found[name] = [round(ratios[at], 1) for at in (len(ratios) // 2, 0, -1)]
    return found
