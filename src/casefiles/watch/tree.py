"""Looks at the files that are followed and says which have changed since the last look."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from casefiles.caseload.names import is_ignored
from casefiles.watch.agenda import Look
from casefiles.watch.events import Ground

__all__ = ["Stamp", "Tree", "find_git"]

YOUNG_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT, 2 seconds): a younger file may change and keep its stat."""
LOCKED_NS = 10_000_000_000
"""How long git is taken to be at work: a lock that was left behind stops nothing."""
UNREADABLE = "unreadable"


class Stamp(Struct, frozen=True):
    """What tells two versions of a file apart; `sha256` only while its stat alone can't."""

    mtime_ns: int
    size: int
    inode: int
    sha256: str = ""

    def same(self, other: Stamp | None) -> bool:
        """Whether both are stamps of one version."""
        if other is None or other is self:
            return other is self
        if self.sha256 and other.sha256:
            return self.sha256 == other.sha256
        return (self.mtime_ns, self.size, self.inode) == (other.mtime_ns, other.size, other.inode)


class Tree:
    """The followed files below a root, as they were at the last look. `beside` are further folders, by whole paths."""

    def __init__(
        self,
        root: Path,
        ground: Ground,
        beside: tuple[Path, ...] = (),
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self.ground = ground
        self._root = str(root)
        self._beside = tuple(map(str, beside))
        self._git = find_git(root)
        self._now_ns = now_ns
        self._seen: dict[str, Stamp] = {}

    @property
    def is_there(self) -> bool:
        """Whether the caseload can be seen; not while a network drive is away, say."""
        return os.path.isfile(os.path.join(self._root, "caseload.yaml"))  # noqa: PTH113, PTH118 - as below

    def held(self) -> bool:
        """Whether git is at work on the files, as in a checkout."""
        try:
            since = self._git.stat().st_mtime_ns if self._git else None
        except OSError:
            return False
        return since is not None and abs(self._now_ns() - since) < LOCKED_NS

    def changes(self, look: Look) -> tuple[str, ...]:
        """The files that came, went or changed since the last look, in order; the first look finds every one."""
        former = self._seen
        if look.whole:
            now = dict(self._whole())
        else:
            now = {path: known for path, known in former.items() if path.rpartition("/")[0] not in look.folders}
            for folder in look.folders:
                now.update(self._files(folder))
        self._seen = now
        differing = {path for path, stamp in now.items() if not stamp.same(former.get(path))}
        return tuple(sorted(differing | (former.keys() - now.keys())))

    def _whole(self) -> Iterator[tuple[str, Stamp]]:
        waiting = [""]
        while waiting:
            yield from self._files(waiting.pop(), waiting)
        for place in self._beside:
            waiting = [place]
            while waiting:
                yield from self._files(waiting.pop(), waiting)

    def _files(self, folder: str, deeper: list[str] | None = None) -> Iterator[tuple[str, Stamp]]:
        """The followed files of one folder; its own folders are put on the list `deeper`."""
        try:
            # os and not pathlib: a look at 300 schools is made every few seconds and must cost next to nothing
            entries = list(os.scandir(os.path.join(self._root, folder)))  # noqa: PTH118
        except OSError:
            return
        beside, now_ns = folder.startswith(self._beside), self._now_ns()
        for entry in entries:
            if is_ignored(entry.name):
                continue
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not beside and not self.ground.admits(path):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if deeper is not None:
                        deeper.append(path)
                    continue
                facts = entry.stat()
            except OSError:
                continue
            if stat.S_ISREG(facts.st_mode):
                yield path, self._stamp(path, facts, now_ns)

    def _stamp(self, path: str, facts: os.stat_result, now_ns: int) -> Stamp:
        """The file's stamp, with its hash while it is so young that it could change unseen (git does the like)."""
        mtime_ns, size, inode = facts.st_mtime_ns, facts.st_size, facts.st_ino
        former = self._seen.get(path)
        stands = former is not None and (former.mtime_ns, former.size, former.inode) == (mtime_ns, size, inode)
        young = mtime_ns + YOUNG_NS > now_ns
        if former is not None and stands and not young and not former.sha256:
            return former
        if not young and not stands:
            return Stamp(mtime_ns, size, inode)
        sha256 = _hash(os.path.join(self._root, path))  # noqa: PTH118 - as above
        settled = not young and former is not None and former.sha256 == sha256
        return Stamp(mtime_ns, size, inode, "" if settled else sha256)


def find_git(root: Path) -> Path | None:
    """The file by which git says that it is at work on the files around `root`; None where there is no git."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_dir():
            return git / "index.lock"
        if git.is_file():
            words = git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
            return (folder / words / "index.lock") if words else None
    return None


def _hash(path: str) -> str:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return UNREADABLE
