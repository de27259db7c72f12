"""What the files of each case look like, and those around the cases: what is said of a case is kept under its mark.

A case's mark is over the name and stat of every file of its folder; that of an authority's programme over all files of
the authority, since it speaks of its schools. A file that is so young that it may change again without another stat,
and a link, leave a case without a mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from msgspec import Struct

from casefiles.sight import Seen, program_mark

__all__ = ["CaseMarks", "case_marks"]

_PROGRAMME = "programme"
_DEPTH = 3
"""The parts of a path that names a file of a case: authority, school, file."""


class CaseMarks(Struct, frozen=True):
    """The mark of what lies around the cases, the program and the day; and that of each case (empty if in doubt)."""

    around: str
    cases: Mapping[str, str]

    def of_authority(self, authority: str) -> str:
        """The mark of all cases of an authority; empty where one of them is in doubt."""
        own = [(folder, mark) for folder, mark in self.cases.items() if folder.startswith(f"{authority}/")]
        return sha256(repr(sorted(own)).encode()).hexdigest() if all(mark for _, mark in own) else ""


def case_marks(seen: Sequence[Seen], as_of: date) -> CaseMarks:
    """The marks of a caseload's files."""
    folders = dict.fromkeys(_folder(each.name) for each in seen if _is_head(each.name))
    around = sha256(f"{program_mark()} {as_of} {list(folders)}".encode())
    cases = {folder: sha256() for folder in folders}
    doubtful: set[str] = set()
    for each in seen:
        stat = f"{each.name}\0{each.mark}\n".encode("utf-8", "replace")
        folder, programme = _folder(each.name), f"{each.name.partition('/')[0]}/{_PROGRAMME}"
        cases.get(folder, around).update(stat)
        if programme in cases and programme != folder:
            cases[programme].update(stat)
        if each.is_young or each.is_link:
            doubtful |= {folder if folder in cases else "", programme}
    return CaseMarks(
        "" if "" in doubtful else around.hexdigest(),
        {folder: "" if folder in doubtful else mark.hexdigest() for folder, mark in cases.items()},
    )


def _folder(path: str) -> str:
    """The folder of the case that a file may lie in."""
    return "/".join(path.split("/")[:2])


def _is_head(path: str) -> bool:
    """Whether a file makes its folder a case, or is of an authority's programme."""
    parts = path.split("/")
    return (len(parts) == _DEPTH and parts[2] == "school.yaml") or (len(parts) >= _DEPTH and parts[1] == _PROGRAMME)
