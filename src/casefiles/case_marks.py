"""What the files of each case look like, and those around the cases: what is said of a case is kept under its mark.

A case's mark is over the name and stat of every file of its folder; that of an authority's programme over those of all
its authority's cases, since it speaks of its schools. A file that is so young that it may change again without another
stat, and a link, leave a case without a mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from msgspec import Struct

from casefiles.sight import Seen, Sight, mark_of, program_mark

__all__ = ["CaseMarks", "case_marks"]

_PROGRAMME = "programme"


class CaseMarks(Struct, frozen=True):
    """The mark of what lies around the cases, the program and the day; and that of each case (empty if in doubt)."""

    around: str
    cases: Mapping[str, str]

    def of_authority(self, authority: str) -> str:
        """The mark of all cases of an authority; empty where one of them is in doubt."""
        own = [(folder, mark) for folder, mark in self.cases.items() if folder.startswith(f"{authority}/")]
        return sha256(repr(sorted(own)).encode()).hexdigest() if all(mark for _, mark in own) else ""


def case_marks(sight: Sight, as_of: date) -> CaseMarks:
    """The marks of a caseload's files."""
    cases = {folder: seen for folder, seen in sight.items() if _is_case(folder, seen)}
    around = {folder: seen for folder, seen in sight.items() if folder not in cases}
    by_authority: dict[str, dict[str, Seen]] = {}
    for folder, seen in cases.items():
        by_authority.setdefault(folder.partition("/")[0], {})[folder] = seen
    return CaseMarks(
        _mark(around, program_mark(), as_of, list(cases)),
        {
            folder: _mark(by_authority[authority] if name == _PROGRAMME else {folder: seen})
            for folder, seen in cases.items()
            for authority, _, name in [folder.partition("/")]
        },
    )


def _mark(sight: Sight, *salts: object) -> str:
    """The mark of what was seen; empty where it is in doubt."""
    doubtful = any(seen.young or seen.has_link for seen in sight.values())
    return "" if doubtful else mark_of(sight, *salts)


def _is_case(folder: str, seen: Seen) -> bool:
    """Whether a folder is a case, or an authority's programme."""
    _, below, name = folder.partition("/")
    return bool(below) and ("school.yaml" in seen.files or name == _PROGRAMME)
