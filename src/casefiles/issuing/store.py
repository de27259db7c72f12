"""Puts an act into the register, whole or not at all: staged beside it, then in force by one rename of its entry."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from casefiles.caseload import read_frozen, read_register
from casefiles.caseload.registers import ENTRIES, ISSUED
from casefiles.errors import CasefilesError
from casefiles.publish import check_name, locked
from casefiles.register import Entry, IssuedDocument, Register
from casefiles.register.entry import NoEntryError, parse_entry, short

__all__ = ["STAGING", "Disk", "enter", "leftovers", "opened", "recover"]

STAGING = ".staging-"
_ENTRY = "entry.json"


class Disk:
    """The steps by which the register's files change, one method a step, each whole on the disk when it returns."""

    def make_folder(self, path: Path) -> None:
        """Make a folder, with those above it."""
        path.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that is not there yet."""
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, path: Path, target: Path) -> None:
        """Give a file or folder another place."""
        path.rename(target)

    def sync(self, folder: Path) -> None:
        """Make what was done in a folder last (Windows does that by itself)."""
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """Remove a file or a folder with all in it, if it is there."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(root: Path, folder: str, disk: Disk) -> Iterator[tuple[Register, tuple[str, ...]]]:
    """The register of a case for this process alone, and what an interrupted call before this one left behind.

    Raises CasefilesError where another process holds it.
    """
    home = root / folder / ISSUED
    was_there = home.is_dir()
    with locked(home):
        notes = recover(root, folder, disk)
        yield read_register(root, folder), notes
    if not was_there:
        with contextlib.suppress(OSError):
            home.rmdir()


def enter(root: Path, entry: Entry, files: Mapping[str, bytes], disk: Disk) -> str:
    """Put the act with its files (by their paths below `issued/`, in one folder) into the register; its file's path.

    The register must be held. Before the entry's rename nothing was done, after it everything: `recover` clears
    away what an end in between leaves.
    """
    home = root / entry.case / ISSUED
    staging = home / f"{STAGING}{short(entry.id)}"
    target = home / ENTRIES / entry.name
    folders = {path.rpartition("/")[0] for path in files}
    if len(folders) > 1:
        raise ValueError(f"an act's files lie in one folder, not in {sorted(folders)}")
    for place in (target, *(home / each for each in files)):
        check_name(place)
    try:
        disk.make_folder(home / ENTRIES)
        disk.make_folder(staging / "files")
        for path, data in files.items():
            disk.write(staging / "files" / path.rpartition("/")[2], data)
        disk.sync(staging / "files")
        disk.write(staging / _ENTRY, entry.data)
        disk.sync(staging)
        for folder in folders:
            disk.make_folder((home / folder).parent)
            disk.rename(staging / "files", home / folder)
            disk.sync((home / folder).parent)
        disk.rename(staging / _ENTRY, target)
        disk.sync(target.parent)
        disk.remove(staging)
    except OSError as refusal:
        with contextlib.suppress(OSError, CasefilesError):
            recover(root, entry.case, disk)
        if not target.exists():
            where = refusal.filename or home
            raise CasefilesError(f"nothing was entered: {where}: {refusal.strerror or refusal}") from refusal
    return target.relative_to(root).as_posix()


def recover(root: Path, folder: str, disk: Disk) -> tuple[str, ...]:
    """Clear away what an interrupted call left, and say of each whether its act stands or never was.

    The register must be held. Only what a staged entry names is removed: a folder that no entry speaks of, and
    that no call of ours left, is for `register verify` to report.
    """
    home = root / folder / ISSUED
    notes: list[str] = []
    for staging in leftovers(root, folder):
        entered = next((home / ENTRIES).glob(f"*-{staging.name.removeprefix(STAGING)}.json"), None)
        entry = _staged(entered or staging / _ENTRY)
        what = f'the act "{entry.act}" on {entry.reference}' if entry else "an act"
        if entered is not None:
            notes.append(f"{folder}: an earlier call was interrupted after it entered {what}: that act stands, whole")
        else:
            if entry is not None and entry.files and not _is_entered(root, folder, entry):
                disk.remove(home / entry.files[0].path.rpartition("/")[0])
            notes.append(f"{folder}: an earlier call was interrupted before it entered {what}: nothing of it was done")
        disk.remove(staging)
    for document in read_register(root, folder).documents:
        if document.state == "erased":
            notes += _clear_erased(home, document, disk)
    return tuple(notes)


def _clear_erased(home: Path, document: IssuedDocument, disk: Disk) -> Iterator[str]:
    """Remove what is left of an erased document, with a sentence for each file."""
    paths = sorted({home / file.path for kept in document.acts for file in kept.entry.files})
    for path in paths:
        if path.exists() or path.is_symlink():
            disk.remove(path)
            yield f"{path.name} of {document.reference}, which was erased, is now gone"
    for folder in sorted({path.parent for path in paths}, reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
    with contextlib.suppress(OSError):
        (home / document.reference).rmdir()


def leftovers(root: Path, folder: str) -> tuple[Path, ...]:
    """The staging folders in a case's register that no call is at work on once the register is held."""
    home = root / folder / ISSUED
    return tuple(sorted(home.glob(f"{STAGING}*"))) if home.is_dir() else ()


def _staged(path: Path) -> Entry | None:
    """The entry of a file; None where it is not there or was cut short."""
    data = read_frozen(path)
    try:
        return parse_entry(data) if data is not None else None
    except NoEntryError:
        return None


def _is_entered(root: Path, folder: str, entry: Entry) -> bool:
    """Whether an entry of the register freezes the same files (the staged one was a copy of it)."""
    named = {file.path for kept in read_register(root, folder).entries for file in kept.entry.files}
    return any(file.path in named for file in entry.files)
