"""Reads one school's folder into a case: each file by itself, so that none stops another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from casefiles.caseload.disk import Disk, Entry
from casefiles.caseload.names import dated, is_identifier, is_ignored, is_reserved
from casefiles.caseload.strays import check_length, unexpected
from casefiles.diagnostics import Diagnostic, nearest
from casefiles.model.assessments import Assessment
from casefiles.model.base import Held, Record
from casefiles.model.case import Action, CaseFile, Priority
from casefiles.model.caseview import Authority, Case
from casefiles.model.fields import fields_of
from casefiles.model.plans import Plan
from casefiles.model.reading import read_list, read_record
from casefiles.model.records import Evidence, ExitPlan, Letter, Meeting, Notice, Received, Visit
from casefiles.model.school import School
from casefiles.source import Parsed, SourceMap, parse_record, parse_yaml

__all__ = ["RECORD_FOLDERS", "CaseReader", "parsed_file"]

RECORD_FOLDERS: dict[str, tuple[str, type[Held]]] = {
    "evidence": ("evidence", Evidence),
    "assessments": ("assessments", Assessment),
    "meetings": ("meetings", Meeting),
    "visits": ("visits", Visit),
    "received": ("received", Received),
    "letters": ("letters", Letter),
    "notices": ("notices", Notice),
    "plans": ("plans", Plan),
    "exit-plans": ("exit_plans", ExitPlan),
}
"""The folders of records: what the case calls their records, and their type."""

_FILES = ("school.yaml", "case.yaml", "priorities.yaml", "actions.yaml")
_TURNED = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})(-.*|)")
_LARGEST_ATTACHMENT = 20 * 2**20

R = TypeVar("R", bound=Record)


class CaseReader(Struct):
    """Reads the folder of one case. `unreadable` and `lost` are what did not load."""

    disk: Disk
    folder: str
    unreadable: list[str]
    lost: set[str]

    def read(self, authority: Authority | None) -> Case | None:
        """The case; None where the school, the case file or the authority did not load. All files are read anyway."""
        entries = self.disk.entries(self.folder, self.folder)
        present = {entry.name: entry for entry in entries}
        files = [entry for entry in entries if not entry.is_folder]
        for entry in entries:
            known = entry.name in _FILES if not entry.is_folder else entry.name in {*RECORD_FOLDERS, "issued"}
            if not known:
                unexpected(self.disk, entry, _FILES, [*RECORD_FOLDERS, "issued"], [each.name for each in files])
        school = self.single(School, "school.yaml", present)
        case = self.single(CaseFile, "case.yaml", present)
        priorities, priorities_source = self.listed(Priority, "priorities.yaml", present)
        actions, actions_source = self.listed(Action, "actions.yaml", present)
        records: dict[str, Any] = {
            attribute: tuple(self.records(kind, present[name]) if name in present else ())
            for name, (attribute, kind) in RECORD_FOLDERS.items()
        }
        if school is None or case is None or authority is None:
            return None
        return Case(
            id=self.folder.rpartition("/")[2],
            folder=self.folder,
            authority=authority,
            school=school,
            case=case,
            priorities=priorities,
            actions=actions,
            unreadable=tuple(self.unreadable),
            lost=frozenset(self.lost),
            priorities_source=priorities_source,
            actions_source=actions_source,
            **records,
        )

    def single(self, kind: type[R], name: str, present: dict[str, Entry]) -> R | None:
        """The record of a file that there is one of; the empty one where a case file is not there."""
        path = f"{self.folder}/{name}"
        if name not in present or present[name].is_folder:
            if name == "case.yaml":
                empty, _ = read_record(kind, Parsed({}, SourceMap(path)), name.partition(".")[0])
                return empty
            return None
        parsed = parsed_file(self.disk, path)
        record, faults = read_record(kind, parsed, name.partition(".")[0])
        self.disk.diagnostics += faults
        if record is None or parsed.partial:
            self.unreadable.append(path)
        if isinstance(record, CaseFile):
            self._note_lost(parsed, "support", [each.id for each in record.support])
        return record

    def listed(self, kind: type[R], name: str, present: dict[str, Entry]) -> tuple[tuple[R, ...], SourceMap]:
        """The records of a file that is a list."""
        path = f"{self.folder}/{name}"
        if name not in present or present[name].is_folder:
            return (), SourceMap(path)
        parsed = parsed_file(self.disk, path)
        records, faults = read_list(kind, parsed)
        self.disk.diagnostics += faults
        self._note_lost(parsed, "", [each.record_id for each in records])
        if parsed.partial or (faults and not records and parsed.value):
            self.unreadable.append(path)
        return records, parsed.source

    def _note_lost(self, parsed: Parsed, key: str, loaded: Iterable[str]) -> None:
        """Remember the ids of a list's entries that did not load."""
        value = parsed.value
        entries = value.get(key) if key and isinstance(value, dict) else value
        if isinstance(entries, list):
            written = {each["id"] for each in entries if isinstance(each, dict) and isinstance(each.get("id"), str)}
            self.lost |= {name for name in written if isinstance(name, str)} - set(loaded)

    def records(self, kind: type[R], folder: Entry) -> list[R]:
        """The records of one folder, oldest file name first."""
        if not folder.is_folder:
            self.disk.say(folder.path, "SCH-013", f"{folder.name} is a folder of records, and here it is a file")
            return []
        entries = self.disk.entries(folder.path, self.folder)
        stems = {entry.name.removesuffix(".md") for entry in entries if entry.name.endswith(".md")}
        records: list[R] = []
        others: list[Entry] = []
        for entry in entries:
            if entry.is_folder or not entry.name.endswith(".md") or is_ignored(entry.name):
                others.append(entry)
                continue
            record = self._record(kind, entry, entries)
            if record is not None:
                records.append(record)
        attached = self._attached(records, folder.path)
        names = [entry.name for entry in entries]
        for entry in others:
            beside = kind is Received and not entry.is_folder
            if beside and (entry.name in attached or entry.name.rpartition(".")[0] in stems):
                self._check_size(entry)
            else:
                unexpected(self.disk, entry, (), (), names)
        return records

    def _record(self, kind: type[R], entry: Entry, beside: list[Entry]) -> R | None:
        """One record's file; None where it did not load."""
        stem = entry.name.removesuffix(".md")
        given, is_day = dated(stem)
        named = is_identifier(stem) and not is_reserved(entry.name)
        if not named:
            unexpected(self.disk, entry, (), (), [each.name for each in beside])
        elif not is_day:
            message = f"{given}, at the head of this file's name, is not a day of the calendar"
            self.disk.say(entry.path, "SCH-013", message, "rename the file")
        check_length(self.disk, entry)
        parsed = parsed_file(self.disk, entry.path, parse=parse_record)
        home = _home(kind, parsed)
        if home:
            self._misplaced(entry, home, parsed)
            return None
        record, faults = read_record(kind, parsed, stem, {"date": given} if given and is_day else None)
        self.disk.diagnostics += (_dated_by_name(fault, stem) for fault in faults)
        if record is None or not named:
            self.unreadable.append(entry.path)
            self.lost.add(stem)
            return None
        return record

    def _misplaced(self, entry: Entry, home: str, parsed: Parsed) -> None:
        """Say where a record of another folder belongs, instead of what is wrong with it here."""
        message = f"these are facts of a record in {home}/, and this folder is for others: nothing in it is read"
        self.disk.say_at(parsed.source.span(()), "SCH-013", message, f"move the file into {home}/")
        self.unreadable.append(entry.path)
        self.lost.add(entry.name.removesuffix(".md"))

    def _attached(self, records: Iterable[Record], folder: str) -> set[str]:
        """The names of the files that received records say lie beside them; one that doesn't is an error."""
        names = set()
        for record in records:
            name = record.file if isinstance(record, Received) else None
            if name is None:
                continue
            if "/" in name or "\\" in name or name in {".", ".."}:
                self._say_at(record, "the file must lie beside this record: give its name alone")
            elif self.disk.size(f"{folder}/{name}") is None:
                near = nearest(name, [each.name for each in self.disk.entries(folder, self.folder)])
                self._say_at(record, f'no file "{name}" lies beside this record', f'is it "{near}"?' if near else "")
            else:
                names.add(name)
        return names

    def _say_at(self, record: Record, message: str, help_: str = "") -> None:
        self.disk.say_at(record.span("file"), "SCH-017", message, help_)

    def _check_size(self, entry: Entry) -> None:
        size = self.disk.size(entry.path)
        if size is not None and size > _LARGEST_ATTACHMENT:
            message = f"this file has {size / 2**20:.0f} MB; at most 20 MB may lie beside a record"
            self.disk.say(entry.path, "SCH-017", message, "keep it elsewhere and say where in the record")


def parsed_file(disk: Disk, path: str, parse: Any = parse_yaml) -> Parsed:
    """What a text file gave; its diagnostics and its text are noted on the disk."""
    data = disk.read(path)
    if data is None:
        return Parsed(None, SourceMap(path), partial=True)
    known = disk.parses.get(path) if disk.parses is not None else None
    parsed: Parsed = known[1] if known is not None and known[0] == data else parse(data, path)
    if disk.parses is not None:
        disk.parses[path] = data, parsed
    disk.diagnostics += parsed.diagnostics
    disk.texts[path] = parsed.text
    return parsed


def _home(kind: type[Record], parsed: Parsed) -> str:
    """The one folder whose records know every key of a file that lies elsewhere; an empty string where it may stay."""
    keys = set(parsed.value) if isinstance(parsed.value, dict) else set()
    if keys <= fields_of(kind).keys():
        return ""
    fitting = [name for name, (_, other) in RECORD_FOLDERS.items() if keys <= fields_of(other).keys()]
    return fitting[0] if len(fitting) == 1 else ""


def _dated_by_name(fault: Diagnostic, stem: str) -> Diagnostic:
    """The diagnostic; that of a missing date says how the file's name gives it."""
    if fault.code != "SCH-003" or not fault.message.startswith('"date" is missing'):
        return fault
    turned = _TURNED.fullmatch(stem)
    example = (
        f"{turned[3]}-{turned[2]}-{turned[1]}{turned[4]}"
        if turned
        else f"2026-11-17-{stem if is_identifier(stem) else 'review'}"
    )
    return replace(fault, help=f"begin the file's name with the day, as in {example}.md")
