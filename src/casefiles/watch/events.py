"""What is heard of the disk, where it matters, and the source that it comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from casefiles.caseload.names import is_ignored

__all__ = ["Event", "Ground", "Kind", "Source"]


class Kind(StrEnum):
    """What happened to a file or folder. `LOST`: more happened than could be kept, anything may have changed."""

    CREATED = "created"
    MODIFIED = "modified"
    DELETED = "deleted"
    MOVED = "moved"
    LOST = "lost"


class Event(Struct, frozen=True):
    """Something that was heard of the disk. Paths are below the caseload with `/`, `target` is where it moved to."""

    kind: Kind
    path: str = ""
    target: str = ""
    is_folder: bool = False


class Source(Protocol):
    """Where events come from: the disk, or a test."""

    def next(self, seconds: float) -> Event | None:
        """The next event, or None where none comes within so many seconds."""

    def close(self) -> None:
        """Stop listening."""


class Ground(Struct, frozen=True):
    """The part of a caseload that is followed: not the folders `without` (drafts), nor what is ignored.

    `only` limits it to some folders, with what bears on them from above: `caseload.yaml`, the
    authority's own file, its templates and packs.
    """

    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a file or folder is followed. What we write ourselves, git and editors' temporary files are not."""
        return not any(is_ignored(part) for part in path.split("/")) and self.admits(path)

    def admits(self, path: str) -> bool:
        """Whether a path is followed whose parts are known to be of interest."""
        if any(_lies_in(path, each) for each in self.without):
            return False
        return not self.only or not path or any(_bears_on(path, each) for each in self.only)


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _bears_on(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, leads to it, or is of its authority as a whole."""
    authority = folder.partition("/")[0]
    above = ("caseload.yaml", *(f"{authority}/{name}" for name in ("authority.yaml", "templates", "packs")))
    return _lies_in(path, folder) or _lies_in(folder, path) or any(_lies_in(path, each) for each in above)
