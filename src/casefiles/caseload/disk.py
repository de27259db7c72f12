"""Reads folders and files below one root, refusing what leads out of it; what cannot be read is a diagnostic."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from msgspec import Struct

from casefiles.decoding import MAX_BYTES
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.source import Parsed

__all__ = ["Disk", "Entry", "Parses"]

Parses = dict[str, tuple[bytes, Parsed]]
"""What the bytes of files gave, by path."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Entry(Struct, frozen=True):
    """One entry of a folder. `path` is relative to the root, with `/`."""

    name: str
    path: str
    is_folder: bool


class Disk:
    """The files below a root. Collects what is wrong with them, and the hash of each text file that was read.

    `parses` has what the bytes of each file gave when they were last parsed, for a process that reads it again.
    """

    def __init__(self, root: Path, parses: Parses | None = None) -> None:
        self.root = root
        self.parses = parses
        self.diagnostics: list[Diagnostic] = []
        self.inputs: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self._real = os.path.realpath(root)

    def entries(self, folder: str, within: str = "") -> list[Entry]:
        """What a folder holds, by name; links that lead out of `within` are left out, each with a diagnostic."""
        found: list[Entry] = []
        try:
            with os.scandir(self._path(folder)) as scanned:
                for each in scanned:
                    path = f"{folder}/{each.name}" if folder else each.name
                    if each.is_symlink() and not self._stays(path, within):
                        continue
                    found.append(Entry(each.name, path, each.is_dir()))
        except OSError as error:
            self._unreadable(folder or ".", error)
        return sorted(found, key=lambda entry: entry.name)

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes | None:
        """The bytes of a text file; None, with a diagnostic, where it can't be read or has more than `limit`."""
        data = self.read_bytes(path, limit)
        if data is not None:
            plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
            self.inputs[path] = hashlib.sha256(plain).hexdigest()
        return data

    def read_bytes(self, path: str, limit: int) -> bytes | None:
        """The bytes of any file; None, with a diagnostic, where it can't be read or has more than `limit`."""
        try:
            descriptor = os.open(self._path(path), _FLAGS)
        except OSError as error:
            self._unreadable(path, error)
            return None
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                self.say(path, "SRC-017", "this is no ordinary file")
                return None
            if facts.st_size > limit:
                size = f"{facts.st_size / 2**20:.1f} MiB"
                self.say(path, "SRC-001", f"the file has {size}; more than {limit // 2**20} MiB are not read")
                return None
            data = os.read(descriptor, facts.st_size + 1)
            return data if len(data) <= facts.st_size else data + os.read(descriptor, limit + 1 - len(data))
        except OSError as error:
            self._unreadable(path, error)
            return None
        finally:
            os.close(descriptor)

    def size(self, path: str) -> int | None:
        """A file's size in bytes; None where there is no such file."""
        try:
            facts = os.stat(self._path(path))  # noqa: PTH116 - as below
        except OSError:
            return None
        return facts.st_size if stat.S_ISREG(facts.st_mode) else None

    def holds(self, path: str) -> bool:
        """Whether there is a file or folder of that path."""
        return os.path.lexists(self._path(path))

    def say(self, path: str, code: str, message: str, help_: str = "", severity: Severity = Severity.ERROR) -> None:
        """Note a diagnostic on a file or folder as a whole."""
        self.say_at(Span(path), code, message, help_, severity)

    def say_at(self, span: Span, code: str, message: str, help_: str = "", severity: Severity = Severity.ERROR) -> None:
        """Note a diagnostic on a place in a file."""
        self.diagnostics.append(Diagnostic(span, code, severity, message, help=help_))

    def _path(self, path: str) -> str:
        return os.path.join(self.root, path)  # noqa: PTH118 - pathlib doubles the time of a load

    def _stays(self, path: str, within: str) -> bool:
        """Whether a link leads to a place inside `within`; a diagnostic where it doesn't."""
        target = os.path.realpath(self._path(path))
        home = os.path.join(self._real, within) if within else self._real  # noqa: PTH118 - as above
        if target == home or target.startswith(home + os.sep):
            return True
        self.say(path, "SRC-016", "this link leads out of the folder that it stands in", "put the file itself here")
        return False

    def _unreadable(self, path: str, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        self.say(path, "SRC-017", f"this cannot be read: {reason}")
