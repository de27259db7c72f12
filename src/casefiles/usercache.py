"""What is kept for one user between runs, in the system's own folder for that and never beside case files.

Whoever keeps something puts all that it depends on into its key; the program's own mark is added to that. What is
damaged, or could have been put there by somebody else, is not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path

from casefiles.errors import CasefilesError
from casefiles.sight import program_mark

__all__ = ["cache_folder", "entry_key", "find_entry", "keep_entry"]

_HEAD = b"casefiles 1 "
_MOST = 400
"""How many entries of a kind are kept: a few hundred templates are what a dozen authorities have."""
_MOST_BYTES = 500_000_000
"""How much of a kind is kept beside its newest entry: what is known of 3,000 schools takes a quarter of it."""


def cache_folder() -> Path | None:
    """The user's folder for what programs can make again; None where the system names none."""
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # noqa: PTH117 - an entry is looked for at every start
        return Path(named, "casefiles", "cache") if os.name == "nt" else Path(named, "casefiles")
    with contextlib.suppress(RuntimeError):
        return Path.home() / ".cache" / "casefiles"
    return None


def entry_key(parts: Iterable[bytes]) -> str:
    """The key of an entry that depends on these bytes, on the program and on the Python that runs it."""
    known = hashlib.sha256(f"{program_mark()} {sys.version}".encode())
    for part in parts:
        known.update(f"\n{len(part)}\n".encode())
        known.update(part)
    return known.hexdigest()


def find_entry(kind: str, key: str) -> bytes | None:
    """The bytes of an entry; None where there are none that this user alone can have written."""
    folder = cache_folder()
    if folder is None:
        return None
    home = folder / kind
    if not _is_own(folder) or not _is_own(home):
        return None
    try:
        with (home / key).open("rb") as file:
            if not _is_private(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            head, found = file.read(len(_HEAD) + 32), file.read()
    except OSError:
        return None
    return found if head == _head(key, found) else None


def keep_entry(kind: str, key: str, data: bytes) -> None:
    """Keep an entry; where that can't be, only time is lost. Of too many the oldest go."""
    from casefiles.publish import remove_file, write_file  # noqa: PLC0415 - most runs write none

    folder = cache_folder()
    if folder is None:
        return
    home = folder / kind
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        if not _is_own(folder) or not _is_own(home):
            return
        write_file(home / key, _head(key, data) + data)
        there = [(facts.st_mtime_ns, facts.st_size, each) for each in home.iterdir() for facts in [each.stat()]]
    except (CasefilesError, OSError):
        return
    newest = sorted(there, reverse=True)
    sizes = accumulate(size for _, size, _ in newest)
    for number, (size, (_, _, each)) in enumerate(zip(sizes, newest, strict=True)):
        if number >= _MOST or (number and size > _MOST_BYTES):
            remove_file(each)


def _head(key: str, data: bytes) -> bytes:
    """What stands before an entry: a hash over its key too, so that one entry can't stand for another."""
    known = hashlib.sha256(key.encode() + b"\n")
    known.update(data)
    return _HEAD + known.digest()


def _is_own(folder: Path) -> bool:
    """Whether a folder is one that nobody but this user can put anything into."""
    try:
        return _is_private(folder.lstat(), stat.S_ISDIR)
    except OSError:
        return False


def _is_private(facts: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether something is of the kind that is wanted, this user's, and writable for nobody else."""
    if not is_kind(facts.st_mode):
        return False
    if os.name == "nt":
        return True  # the folder stands below the user's own profile, which Windows guards by other means
    return facts.st_uid == os.getuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
