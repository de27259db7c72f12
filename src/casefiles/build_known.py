"""What the last build said of each case, kept for the next: it judges and composes only the cases that changed.

A case's part is kept under the mark of its files, under that of its drafts, and under what lies around the cases. It is
kept for the user and not in the caseload, since its bytes are values of the program's own types.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.build_result import Built, BuiltDocument, Options, Untouched, settled
from casefiles.build_state import tool_key
from casefiles.case_marks import CaseMarks, case_marks
from casefiles.sealing import SealError, opened, sealed
from casefiles.sight import Look, Sight
from casefiles.survey import Survey
from casefiles.usercache import entry_key, find_entry, keep_entry

if TYPE_CHECKING:
    from casefiles.policy.over_time import Course

__all__ = ["Known", "Part", "known_parts"]

T = TypeVar("T")
Readings = Mapping[date, bytes]
"""What was read off a case on some days, packed."""

_KIND = "builds"
_SILENT = {"unchanged", "issued"}
"""The states of documents of which a build says nothing."""


class Part(Struct, frozen=True):
    """What a build said and did of one case, or of an authority's programme; `inputs` are the hashes of its files."""

    survey: Survey
    built: Built
    inputs: Mapping[str, str] = field(default_factory=dict)


class _Kept(NamedTuple):
    """A part as it is kept: the marks of its files and of its drafts, and what was said, each opened when it is asked.

    `said` is what every build needs of it, `shown` what is shown of it beside the drafts, `readings` what was read off
    it on the days of its programme's documents.
    """

    mark: str
    drafted: str
    said: bytes
    documents: bytes
    course: bytes
    shown: bytes
    readings: bytes


class Known(Struct):
    """What is known from the last build, and what this one adds to it.

    Nothing is known, or kept, without a `key`; nothing is known where all is to be made `anew`.
    """

    look: Look
    as_of: date
    key: str = ""
    anew: bool = False
    before: CaseMarks = field(default_factory=lambda: CaseMarks("", {}))
    _parts: Mapping[str, _Kept] = field(default_factory=dict)
    _pieces: Mapping[str, bytes] = field(default_factory=dict)
    _new_parts: dict[str, Part] = field(default_factory=dict)
    _new_pieces: dict[str, object] = field(default_factory=dict)
    _new_readings: dict[str, Readings | None] = field(default_factory=dict)

    def read(self) -> None:
        """Read what is known; the caller holds the lock of the folder of drafts."""
        record = _value(find_entry(_KIND, self.key)) if self.before.around and not self.anew else None
        if record is None or record["around"] != self.before.around:
            return
        marks, drafts = self.before, self.look.drafts
        self._parts = {
            folder: kept
            for folder, kept in ((folder, _Kept(*values)) for folder, values in record["parts"].items())
            if kept.mark == marks.cases.get(folder) and kept.drafted == _mark_of(folder, drafts)
        }
        self.look.leave(self._parts)
        self._pieces = {
            name: data for name, (mark, data) in record["pieces"].items() if mark == marks.of_authority(name)
        }

    def part(self, folder: str) -> Part | None:
        """What was said of a case whose files and drafts are as they were; None for any other."""
        kept = self._parts.get(folder)
        found = _value(kept.said) if kept else None
        if found is None or kept is None:
            return None
        survey, diagnostics, states, inputs = found

        def documents() -> tuple[BuiltDocument, ...]:
            there: tuple[BuiltDocument, ...] = opened(kept.documents)
            return there

        said = () if states.keys() <= _SILENT else documents()
        untouched = () if said else (Untouched(states, documents),)
        return Part(survey, Built(self.as_of, self.look.out, said, diagnostics, untouched=untouched), inputs)

    def note(self, folder: str, part: Part, readings: Readings | None = None) -> None:
        """Remember what is said of a case now, and what was read off it."""
        self._new_parts[folder] = part
        self._new_readings[folder] = readings

    def readings(self, days: Mapping[str, Collection[date]]) -> dict[str, Readings]:
        """What was read off each case of these authorities on all of these days, by folder, where that is known."""
        folders = (each for each in (*self._parts, *self._new_parts) if each.partition("/")[0] in days)
        found = ((folder, self._readings(folder)) for folder in folders)
        return {folder: read for folder, read in found if read and read.keys() >= set(days[folder.partition("/")[0]])}

    def _readings(self, folder: str) -> Readings | None:
        if folder in self._new_readings:
            return self._new_readings[folder]
        found: Readings | None = _value(self._parts[folder].readings)
        return found

    def course(self, folder: str) -> Course | None:
        """The course of a case of which a part was known or noted."""
        if folder in self._new_parts:
            return _course(self._new_parts[folder])
        found: Course | None = _value(self._parts[folder].course)
        return found

    def piece(self, name: str, make: Callable[[], T]) -> T:
        """What is made of a case or of an authority's schools: what was made of the same files, or is made now."""
        found = _value(self._parts[name].shown if name in self._parts else self._pieces.get(name))
        if found is not None:
            known: T = found
            return known
        made = make()
        self._new_pieces[name] = made
        return made

    def keep(self) -> None:
        """Keep what was said of each case whose files are still those that were read; what is unsettled is not kept."""
        if not self.key or not self.before.around:
            return
        after = case_marks(self.look.after, self.as_of)
        if after.around != self.before.around:
            return
        parts = dict(self._parts) | {folder: kept for folder in self._new_parts if (kept := self._settled(folder))}
        pieces = dict(self._pieces)
        pieces |= {name: sealed(each) for name, each in self._new_pieces.items() if name not in self.before.cases}
        same = {folder for folder, mark in self.before.cases.items() if mark and after.cases.get(folder) == mark}
        whole = {name for name in pieces if after.of_authority(name) == self.before.of_authority(name) != ""}
        record = {
            "around": after.around,
            "parts": {folder: tuple(kept) for folder, kept in parts.items() if folder in same},
            "pieces": {name: (after.of_authority(name), pieces[name]) for name in whole},
        }
        keep_entry(_KIND, self.key, sealed(record))

    def _settled(self, folder: str) -> _Kept | None:
        """A new part as the next build would say it of the same files; None where it would do something."""
        part, shown = self._new_parts[folder], self._new_pieces.get(folder)
        built = settled(part.built)
        if built is None or (part.survey.statuses and shown is None):
            return None
        survey = replace(part.survey, statuses=(), facts=())
        states = {state: number for state, number in built.states.items() if number}
        said = (survey, built.diagnostics, states, part.inputs)
        values = (said, built.documents, _course(part), shown, self._new_readings[folder])
        mark, drafted = self.before.cases.get(folder, ""), _mark_of(folder, self.look.drafts_after)
        return _Kept(mark, drafted, *map(sealed, values))


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


def _course(part: Part) -> Course | None:
    """The course of a case; None for one that no policy judges, and for a programme."""
    return next((each.course for each in part.survey.facts), None)


def _mark_of(folder: str, drafts: Sight) -> str:
    """The mark of a case's drafts, empty for none."""
    return drafts[folder].mark if folder in drafts else ""
