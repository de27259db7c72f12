"""How files look from outside: their names and stats, without a look into any; and the program as one of them."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISLNK
from typing import NamedTuple

import casefiles

__all__ = [
    "CASES",
    "KEPT",
    "OURS",
    "VERDICTS",
    "YOUNG_NS",
    "Look",
    "Seen",
    "Sight",
    "look_at",
    "mark_of",
    "package_mark",
    "program_mark",
]

YOUNG_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT, 2 seconds)."""
KEPT = ".kept.json"
VERDICTS = ".verdicts.json"
CASES = ".cases.json"
OURS = frozenset({KEPT, VERDICTS, CASES, ".state", ".lock", "stale"})
"""What lies at the top of a folder of drafts and is no draft."""

_NEVER = frozenset({"__pycache__", ".git"})


class Seen(NamedTuple):
    """All files of one folder, as they look: a mark of their names and stats.

    `young` are those that may change again without another stat, by their paths below the place; `has_link` says that
    the stat of one says nothing of what it leads to. `files` are the names of those that lie in the folder itself.
    """

    mark: str
    young: tuple[str, ...]
    has_link: bool
    files: tuple[str, ...]


Sight = Mapping[str, Seen]
"""What lies below a place: by each folder of the second level (`camden/rowan-hill-primary`) all that is in it, by each
of the first level, and by the empty name for the place, the files in it alone."""


class Look:
    """The files of a caseload and its drafts as they are before anything reads them, and as they are after that.

    Each is looked at once: whoever asks for what is `after` has read, and made, all that it will.
    """

    def __init__(self, root: Path, out: Path) -> None:
        self.root = root
        self.out = out
        self.before = look_at(root, out)
        self._untouched: frozenset[str] = frozenset()

    def leave(self, folders: Collection[str]) -> None:
        """Take note that nothing is made of these cases: if one changes now, the next build sees that by its stat."""
        self._untouched = frozenset(folders)

    @cached_property
    def after(self) -> Sight:
        """The files as they are now."""
        return look_at(self.root, self.out, known=self._left(self.before))

    @cached_property
    def drafts(self) -> Sight:
        """The drafts before any is made; who will make some holds the lock of their folder."""
        return look_at(self.out, ours=OURS)

    @cached_property
    def drafts_after(self) -> Sight:
        """The drafts as they are now."""
        return look_at(self.out, ours=OURS, known=self._left(self.drafts) if self._untouched else None)

    def _left(self, sight: Sight) -> Sight:
        """What needs no second look."""
        return {name: sight[name] for name in self._untouched & sight.keys() if not sight[name].young}


def look_at(place: Path, without: Path | None = None, ours: Collection[str] = (), known: Sight | None = None) -> Sight:
    """What lies below a folder, but for another folder in it, git's, and `ours` at the top of it.

    Links are not followed (they may lead round in a circle); what can't be looked at is left for others to report.
    Of a folder that is there and `known` nothing is looked at.
    """
    left = {*ours, without.relative_to(place).as_posix()} if without and without.is_relative_to(place) else {*ours}
    since, known = time.time_ns() - YOUNG_NS, known or {}
    found: dict[str, Seen | None] = {}
    found[""], authorities = _look_at(place, "", left, since, deep=False)
    for authority in authorities:
        found[authority], cases = _look_at(place, authority, left, since, deep=False)
        for case in cases:
            found[case] = known[case] if case in known else _look_at(place, case, left, since, deep=True)[0]
    return {name: seen for name, seen in sorted(found.items()) if seen is not None}


def _look_at(
    place: Path, folder: str, without: Collection[str], since: int, *, deep: bool
) -> tuple[Seen | None, list[str]]:
    """The files of a folder, None for none, and its folders; the files of these too where the look goes `deep`."""
    lines: list[str] = []
    young: list[str] = []
    files: list[str] = []
    folders: list[str] = []
    has_link = False
    waiting = [folder]
    for within in waiting:
        for entry in _entries(f"{place}/{within}"):
            name = f"{within}/{entry.name}" if within else entry.name
            if entry.name in _NEVER or name in without:
                continue
            if entry.is_dir(follow_symlinks=False):
                (waiting if deep else folders).append(name)
                continue
            try:
                stat = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            lines.append(f"{name}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}")
            has_link = has_link or S_ISLNK(stat.st_mode)
            if stat.st_mtime_ns > since:
                young.append(name)
            if within == folder:
                files.append(entry.name)
    if not lines:
        return None, folders
    mark = hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest()
    return Seen(mark, tuple(sorted(young)), has_link, tuple(files)), folders


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What lies in a folder; nothing where it can't be looked at."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def mark_of(sight: Sight, *salts: object) -> str:
    """The mark of all that was seen, under what else it is to depend on."""
    lines = (f"{name}\0{seen.mark}" for name, seen in sight.items())
    return hashlib.sha256("\n".join([*map(str, salts), *lines]).encode("utf-8", "replace")).hexdigest()


@cache
def package_mark() -> str:
    """The mark of casefiles itself: its version and its files, which are its packs and fonts too.

    It is taken once: a process that runs on while casefiles is updated goes on being the former one.
    """
    return mark_of(look_at(Path(casefiles.__file__).parent), casefiles.__version__)


@cache
def program_mark() -> str:
    """The mark of casefiles where it runs: the package, the shipped templates, and what is installed beside it."""
    package = Path(casefiles.__file__).parent
    shipped = package / "templates" if (package / "templates").is_dir() else package.parents[1] / "templates"
    spec = find_spec("pydantic")
    around = Path(spec.origin).parents[1] if spec and spec.origin else package
    return mark_of(look_at(shipped), package_mark(), package, shipped, around.stat().st_mtime_ns)
