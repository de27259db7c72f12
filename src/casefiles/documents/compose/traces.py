"""What is known of the case's files beside what they say: their checksums, and who committed which line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field

__all__ = ["Commit", "History", "Traces"]


class Commit(Struct, frozen=True):
    """The commit that a line comes from: its id, shortened, who committed it and on which day."""

    id: str
    by: str
    on: date


class History(Struct, frozen=True):
    """What git knows of some files: by file and line the commit; a line that is missing is not committed.

    `is_known` is False outside git; `is_cut_off` where the clone has only the last part of the history.
    """

    lines: Mapping[str, Mapping[int, Commit]] = field(default_factory=dict)
    is_known: bool = False
    is_cut_off: bool = False

    def commit(self, file: str, lines: Iterable[int]) -> Commit | None:
        """The latest commit of the lines; None where one of them is not committed."""
        known = self.lines.get(file, {})
        found = [known.get(line) for line in lines]
        commits = [each for each in found if each is not None]
        return max(commits, key=lambda each: each.on) if commits and len(commits) == len(found) else None


class Traces(Struct, frozen=True):
    """The SHA-256 of each file by its path in the caseload, and its history: values from outside, handed down."""

    checksums: Mapping[str, str] = field(default_factory=dict)
    history: History = field(default_factory=History)
