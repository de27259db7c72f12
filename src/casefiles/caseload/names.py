"""What the names of files and folders say: records and their dates, copies of a sync program, names Windows refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

__all__ = ["conflict_of", "dated", "is_identifier", "is_ignored", "is_reserved"]

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-|$)")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_COPY = re.compile(
    r"(.+?)(?: \(\d+\)| - Copy(?: \(\d+\))?|[ .(_-]+(?:[^/]*'s )?conflict(?:ed)? copy.*|[.~_-]sync-conflict-.*"
    r"|-(?=[A-Z0-9_-]*[A-Z])[A-Z0-9][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)",
)
_NOISE = ("~", ".tmp", ".swp", ".swo", ".bak", ".part", ".crdownload")
_NOISE_NAMES = frozenset({"thumbs.db", "desktop.ini", "readme.md", "__macosx"})


def is_ignored(name: str) -> bool:
    """Whether a name is of no interest: hidden files, editors' and offices' temporary files, a README."""
    return name.startswith((".", "~$")) or name.lower().endswith(_NOISE) or name.lower() in _NOISE_NAMES


def is_identifier(name: str) -> bool:
    """Whether a name is lower-case words joined by hyphens."""
    return _IDENTIFIER.fullmatch(name) is not None and len(name) <= 100


def is_reserved(name: str) -> bool:
    """Whether Windows can't have a file or folder of that name."""
    return _RESERVED.fullmatch(name) is not None or _REFUSED.search(name) is not None


def dated(stem: str) -> tuple[str, bool]:
    """The date at the head of a record's name (an empty string for none) and whether it is a day of the calendar."""
    found = _DATED.match(stem)
    if found is None:
        return "", True
    try:
        date.fromisoformat(found[1])
    except ValueError:
        return found[1], False
    return found[1], True


def conflict_of(name: str, known: Iterable[str]) -> str:
    """The file that a name is a sync program's copy of, or an empty string."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    found = _COPY.fullmatch(stem)
    if found is None:
        return ""
    original = f"{found[1].rstrip()}{dot}{ending}"
    return original if original in set(known) else ""
