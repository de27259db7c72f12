"""The only writer: whole files or none, drafts beside a file that Word holds open, the lock, what is set aside."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from platform import node
from typing import BinaryIO

from msgspec import Struct

from casefiles.errors import CasefilesError

__all__ = [
    "LOCK",
    "Written",
    "beside",
    "check_name",
    "create_file",
    "digest",
    "file_away",
    "locked",
    "remove_file",
    "set_aside",
    "write_document",
    "write_file",
]

LOCK = ".lock"
LONGEST_PATH = 259
"""Characters of a whole path that Windows programs open without special settings."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_BEGUN = ".casefiles-*.tmp"
"""Files that are being written, before they get their names."""
_NUMBERS = count()
_RETRIES = (0.1, 0.3)
"""Seconds between attempts on a file that another program holds: a virus scanner lets go, Word does not."""


class Written(Struct, frozen=True):
    """Where the bytes lie now, whether anything changed on disk, and a sentence for the user if it went elsewhere."""

    path: Path
    changed: bool
    note: str = ""


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def check_name(path: Path, *, windows: bool = os.name == "nt") -> None:
    """Refuse a path with a part that Windows can't hold (anywhere) or that is too long (on Windows)."""
    for part in path.parts[1:] if path.is_absolute() else path.parts:
        if _is_lost_on_windows(part):
            raise CasefilesError(f'"{part}" is a name that Windows can\'t keep: rename it ({path})')
    if windows and len(str(path)) > LONGEST_PATH:
        raise CasefilesError(
            f"the path of {path.name} would have {len(str(path))} characters and Windows opens {LONGEST_PATH}: "
            f"move the caseload nearer to the root of the drive, or use --out"
        )


@lru_cache(maxsize=4096)
def _is_lost_on_windows(part: str) -> bool:
    ends_badly = part.endswith((" ", ".")) and part not in {".", ".."}
    return bool(_RESERVED.fullmatch(part) or _FORBIDDEN.search(part)) or ends_badly


def write_file(path: Path, data: bytes, *, durable: bool = False) -> Written:
    """Put the bytes at `path`, whole or not at all; identical bytes are left alone.

    `durable` forces them to the disk: for what users own. Raises CasefilesError where the disk refuses.
    """
    check_name(path)
    try:
        return _replace(path, data, durable=durable)
    except OSError as refusal:
        raise _refused(path, refusal) from refusal


def create_file(path: Path, data: bytes, *, executable: bool = False) -> None:
    """Put the bytes into a file that must not exist yet, or raise CasefilesError; nothing is ever overwritten."""
    check_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if executable:
            path.chmod(0o755)
    except FileExistsError as refusal:
        raise CasefilesError(f"{path} exists already; nothing was written") from refusal
    except OSError as refusal:
        raise _refused(path, refusal) from refusal


def beside(path: Path) -> Path:
    """Where a document goes while another program holds its own file open."""
    return path.with_name(f"{path.stem} (new){path.suffix}")


def write_document(path: Path, data: bytes, *, pause: Callable[[float], None] = time.sleep) -> Written:
    """Put a document at `path`; if Word holds that file open, beside it as `... (new).docx`, with a sentence."""
    check_name(path)
    for wait in (*_RETRIES, None):
        try:
            written = _replace(path, data, durable=False)
        except PermissionError:
            if wait is None:
                break
            pause(wait)
        except OSError as refusal:
            raise _refused(path, refusal) from refusal
        else:
            remove_file(beside(path))
            return written
    elsewhere = write_file(beside(path), data)
    note = f'{path.name} is open in another program: the new draft is "{elsewhere.path.name}"; close it and build again'
    return Written(elsewhere.path, elsewhere.changed, note)


def remove_file(path: Path) -> bool:
    """Remove a file of ours if it is there; False where there was none or another program holds it."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


def set_aside(path: Path, root: Path) -> Path | None:
    """Move a former draft below `root`/stale, and say where it lies now; None where it can't be moved.

    A different draft of the same name is kept: the newcomer gets a number.
    """
    target = file_away(path, root / "stale" / path.relative_to(root))
    if target is not None:
        with contextlib.suppress(OSError):
            path.parent.rmdir()
    return target


def file_away(path: Path, target: Path) -> Path | None:
    """Move a file to `target`, and say where it lies now; None where it can't be moved.

    A different file of that name is kept: the newcomer gets a number.
    """
    try:
        data = path.read_bytes()
        number = 1
        while target.exists() and target.read_bytes() != data:
            number += 1
            target = target.with_name(f"{path.stem} ({number}){path.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    except (FileNotFoundError, PermissionError):
        return None
    except OSError as refusal:
        raise _refused(path, refusal) from refusal
    return target


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone; raise CasefilesError where another one holds it."""
    lock = folder / LOCK
    was_left = _take(lock, folder)
    _sweep(folder.rglob(_BEGUN) if was_left else folder.glob(_BEGUN))
    try:
        yield
    finally:
        remove_file(lock)


def _take(lock: Path, folder: Path) -> bool:
    """Take the lock; whether somebody had left it behind."""
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    me = json.dumps({"process": os.getpid(), "machine": node(), "since": since}).encode()
    for was_left in (False, True):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with lock.open("xb") as file:
                file.write(me)
        except FileExistsError:
            if not _abandoned(lock) or not _clear(lock):
                break
        except OSError as refusal:
            raise _refused(lock, refusal) from refusal
        else:
            return was_left
    raise CasefilesError(
        f"another casefiles is at work in {folder}{_owner(lock)}; if you know that none is, delete {lock}"
    )


def _owner(lock: Path) -> str:
    """Who holds the lock, as far as the lock says."""
    try:
        owner = json.loads(lock.read_bytes())
        since = f", since {owner['since']}" if "since" in owner else ""
        return f" (process {int(owner['process'])} on {owner['machine']}{since})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _clear(lock: Path) -> bool:
    """Take an abandoned lock away; False where somebody else has done so in between and holds it now."""
    aside = lock.with_name(f"{lock.name}-{os.getpid()}")
    try:
        lock.rename(aside)
    except FileNotFoundError:
        return True
    if _abandoned(aside):
        return remove_file(aside)
    aside.rename(lock)
    return False


def _abandoned(lock: Path) -> bool:
    """Whether the lock's owner ran on this machine and is gone.

    Windows has no harmless question to a process id (signal 0 is Ctrl-C there), so there the user decides.
    """
    try:
        owner = json.loads(lock.read_bytes())
        process, machine = int(owner["process"]), str(owner["machine"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return machine == node() and _is_gone(process)


def _is_gone(process: int) -> bool:
    """Whether no process of that number runs on this machine."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _sweep(files: Iterable[Path]) -> None:
    """Remove what processes of this machine had begun to write when they were killed."""
    ours = f".casefiles-{_machine()}-"
    for path in files:
        process = path.name.removeprefix(ours).partition("-")[0]
        if path.name.startswith(ours) and process.isdecimal() and _is_gone(int(process)):
            remove_file(path)


@cache
def _machine() -> str:
    return f"{zlib.crc32(node().encode('utf-8', 'replace')):08x}"


def _replace(path: Path, data: bytes, *, durable: bool) -> Written:
    if _holds(path, data):
        return Written(path, changed=False)
    try:
        file = _begin(path.parent)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = _begin(path.parent)
    begun = Path(file.name)
    try:
        with file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        begun.chmod(0o644)
        begun.replace(path)
    except BaseException:
        remove_file(begun)
        raise
    return Written(path, changed=True)


def _begin(folder: Path) -> BinaryIO:
    """A new file for what is being written, open."""
    while True:
        with contextlib.suppress(FileExistsError):
            return (folder / f".casefiles-{_machine()}-{os.getpid()}-{next(_NUMBERS)}.tmp").open("xb")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _refused(path: Path, refusal: OSError) -> CasefilesError:
    return CasefilesError(f"{path} could not be written: {refusal.strerror or refusal}")
