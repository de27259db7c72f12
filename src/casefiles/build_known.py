"""What the last build said of each case, kept for the next: it judges and composes only the cases that changed.

A case's part is kept under the mark of its files, under that of its drafts, and under what lies around the cases. It is
kept for the user and not in the caseload, since its bytes are values of the program's own types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.build_result import Built, Options, settled
from casefiles.build_state import tool_key
from casefiles.case_marks import CaseMarks, case_marks
from casefiles.sealing import SealError, opened, sealed
from casefiles.sight import Look, Sight
from casefiles.survey import Survey
from casefiles.usercache import entry_key, find_entry, keep_entry

__all__ = ["Known", "Part", "known_parts"]

T = TypeVar("T")

_KIND = "builds"
_NO_DRAFTS = {".state", "stale"}


class Part(Struct, frozen=True):
    """What a build said and did of one case, or of an authority's programme; `inputs` are the hashes of its files."""

    survey: Survey
    built: Built
    inputs: Mapping[str, str] = field(default_factory=dict)


class Known(Struct):
    """What is known from the last build, and what this one adds to it.

    Nothing is known, or kept, without a `key`; nothing is known where all is to be made `anew`.
    """

    look: Look
    as_of: date
    key: str = ""
    anew: bool = False
    before: CaseMarks = field(default_factory=lambda: CaseMarks("", {}))
    _parts: Mapping[str, bytes] = field(default_factory=dict)
    _pieces: Mapping[str, bytes] = field(default_factory=dict)
    _new_parts: dict[str, Part] = field(default_factory=dict)
    _new_pieces: dict[str, object] = field(default_factory=dict)

    def read(self) -> None:
        """Read what is known; the caller holds the lock of the folder of drafts."""
        record = _value(find_entry(_KIND, self.key)) if self.before.around and not self.anew else None
        if record is None or record["around"] != self.before.around:
            return
        marks, drafts = self.before, self.look.drafts
        self._parts = {
            folder: data
            for folder, (mark, drafted, data) in record["parts"].items()
            if mark == marks.cases.get(folder) and drafted == _mark_of(folder, drafts)
        }
        self.look.leave(self._parts)
        self._pieces = {
            name: data for name, (mark, data) in record["pieces"].items() if mark == marks.of_authority(name)
        }

    def part(self, folder: str) -> Part | None:
        """What was said of a case whose files and drafts are as they were; None for any other."""
        found = _value(self._parts.get(folder))
        return found if isinstance(found, Part) else None

    def note(self, folder: str, part: Part) -> None:
        """Remember what is said of a case now."""
        self._new_parts[folder] = part

    def piece(self, authority: str, make: Callable[[], T]) -> T:
        """What is made of all schools of an authority: what was made of the same files, or what is made now."""
        found = _value(self._pieces.get(authority))
        if found is not None:
            known: T = found
            return known
        made = make()
        self._new_pieces[authority] = made
        return made

    def keep(self) -> None:
        """Keep what was said of each case whose files are still those that were read; what is unsettled is not kept."""
        if not self.key or not self.before.around:
            return
        after = case_marks(self.look.after, self.as_of)
        if after.around != self.before.around:
            return
        drafts = self.look.drafts_after
        parts, pieces = dict(self._parts), dict(self._pieces)
        parts |= {folder: sealed(each) for folder, part in self._new_parts.items() if (each := _settled(part))}
        pieces |= {authority: sealed(each) for authority, each in self._new_pieces.items()}
        same = {folder for folder, mark in self.before.cases.items() if mark and after.cases.get(folder) == mark}
        whole = {name for name in pieces if after.of_authority(name) == self.before.of_authority(name) != ""}
        record = {
            "around": after.around,
            "parts": {
                folder: (after.cases[folder], _mark_of(folder, drafts), data)
                for folder, data in parts.items()
                if folder in same
            },
            "pieces": {name: (after.of_authority(name), pieces[name]) for name in whole},
        }
        keep_entry(_KIND, self.key, sealed(record))


def known_parts(look: Look, as_of: date, options: Options) -> Known:
    """What is known of a caseload that was looked at before any of its files is read."""
    if not options.whole or options.kinds:
        return Known(look, as_of)
    parts = (look.root, look.out, options.settings, tool_key())
    key = entry_key(str(each).encode("utf-8", "replace") for each in parts)
    return Known(look, as_of, key, options.anew, case_marks(look.before, as_of))


def _value(data: bytes | None) -> Any:
    """What was kept; None where it can't be read."""
    try:
        return opened(data) if data is not None else None
    except SealError:
        return None


def _settled(part: Part) -> Part | None:
    """The part as the next build would say it of the same files; None where it would do something."""
    built = settled(part.built)
    return replace(part, built=built) if built is not None else None


def _mark_of(folder: str, drafts: Sight) -> str:
    """The mark of a case's drafts, empty for none."""
    return drafts[folder].mark if folder in drafts else ""
