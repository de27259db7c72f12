"""Reads the register of a case: every entry that its folder holds, and what in it is no entry."""

from __future__ import annotations

import stat
from pathlib import Path

from casefiles.errors import CasefilesError
from casefiles.register.chain import KeptEntry, Misfit, Register, chained
from casefiles.register.entry import NoEntryError, parse_entry

__all__ = ["ENTRIES", "ISSUED", "find_registers", "read_frozen", "read_register"]

ISSUED = "issued"
ENTRIES = "register"
_LARGEST = 100 * 2**20


def find_registers(root: Path, folder: str = "*/*") -> tuple[str, ...]:
    """The folders of the cases (of all, or of one) that have a register, relative to the caseload, in order."""
    found = (path.parents[1] for path in root.glob(f"{folder}/{ISSUED}/{ENTRIES}") if path.is_dir())
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))


def read_register(root: Path, folder: str) -> Register:
    """The register of the case in a folder of the caseload; empty where nothing was issued.

    Raises CasefilesError where the disk refuses.
    """
    home = root / folder / ISSUED / ENTRIES
    kept: list[KeptEntry] = []
    misfits: list[Misfit] = []
    try:
        names = sorted(home.iterdir()) if home.is_dir() and not home.is_symlink() else []
        for path in names:
            if path.name.startswith("."):
                continue
            file = path.relative_to(root).as_posix()
            data = read_frozen(path)
            if data is None:
                misfits.append(Misfit(file, "is no ordinary file"))
                continue
            try:
                entry = parse_entry(data)
            except NoEntryError as fault:
                misfits.append(Misfit(file, str(fault)))
                continue
            kept.append(KeptEntry(entry, file, entry.id))
    except OSError as refusal:
        raise CasefilesError(f"{home} could not be read: {refusal.strerror or refusal}") from refusal
    return chained(folder, kept, misfits)


def read_frozen(path: Path) -> bytes | None:
    """The bytes of a file of the register; None where there is none, or something else than a file (a link, say)."""
    try:
        facts = path.lstat()
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST:
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return None
