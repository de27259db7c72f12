"""How files look from outside: their names and stats, without a look into any; and the program as one of them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISLNK
from typing import NamedTuple

import casefiles

__all__ = ["YOUNG_NS", "Look", "Seen", "look_at", "package_mark", "program_mark"]

YOUNG_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT, 2 seconds)."""

_NEVER = frozenset({"__pycache__", ".git"})


class Seen(NamedTuple):
    """One file: its path below the place that was looked at (with `/`), a mark of its stat, its age's doubt.

    `is_young` says that it may change again without another stat, `is_link` that its stat says nothing of what it
    leads to.
    """

    name: str
    mark: str
    is_young: bool
    is_link: bool


class Look:
    """The files of a caseload as they are before anything reads them, and as they are after that.

    `after` is looked at once: whoever asks has read all that it will read.
    """

    def __init__(self, root: Path, out: Path) -> None:
        self.root = root
        self.out = out
        self.before = look_at(root, out)

    @cached_property
    def after(self) -> tuple[Seen, ...]:
        """The files as they are now."""
        return look_at(self.root, self.out)


def look_at(place: Path, without: Path | None = None, ours: Collection[str] = ()) -> tuple[Seen, ...]:
    """Each file below a folder by its name, but for another folder in it, git's, and `ours` at the top of it.

    Links are not followed (they may lead round in a circle); what can't be looked at is left for others to report.
    """
    now = time.time_ns()
    return tuple(
        Seen(name, f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}", stat.st_mtime_ns + YOUNG_NS > now, link)
        for name, stat, link in sorted(_files(str(place), str(without or ""), ours), key=lambda found: found[0])
    )


def _files(top: str, without: str, ours: Collection[str]) -> Iterator[tuple[str, os.stat_result, bool]]:
    waiting = [(top, "")]
    while waiting:
        folder, below = waiting.pop()
        with contextlib.suppress(OSError):
            for entry in os.scandir(folder):
                name = below + entry.name
                if entry.name in _NEVER or name in ours or entry.path == without:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{name}/"))
                    continue
                with contextlib.suppress(OSError):
                    stat = entry.stat(follow_symlinks=False)
                    yield name, stat, S_ISLNK(stat.st_mode)


@cache
def package_mark() -> str:
    """The mark of casefiles itself: its version and its files, which are its packs and fonts too.

    It is taken once: a process that runs on while casefiles is updated goes on being the former one.
    """
    known = hashlib.sha256(casefiles.__version__.encode())
    for seen in look_at(Path(casefiles.__file__).parent):
        known.update(f"\n{seen.name}\0{seen.mark}".encode("utf-8", "replace"))
    return known.hexdigest()


@cache
def program_mark() -> str:
    """The mark of casefiles where it runs: the package, the shipped templates, and what is installed beside it."""
    package = Path(casefiles.__file__).parent
    shipped = package / "templates" if (package / "templates").is_dir() else package.parents[1] / "templates"
    spec = find_spec("pydantic")
    around = Path(spec.origin).parents[1] if spec and spec.origin else package
    where = f"{package}\n{shipped}\n{around.stat().st_mtime_ns}\n"
    known = hashlib.sha256(f"{package_mark()}\n{where}".encode("utf-8", "replace"))
    for seen in look_at(shipped):
        known.update(f"{seen.name}\0{seen.mark}\n".encode("utf-8", "replace"))
    return known.hexdigest()
