"""Work for executors that a process of its own can import."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Shelf", "fails", "times"]


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
