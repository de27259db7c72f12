"""Reads one school's folder into a case: each file by itself, so that none stops another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from casefiles.caseload.disk import Disk, Entry
from casefiles.caseload.names import conflict_of, dated, is_identifier, is_ignored, is_reserved
from casefiles.diagnostics import Severity, nearest
from casefiles.model.assessments import Assessment
from casefiles.model.base import Held, Record
from casefiles.model.case import Action, CaseFile, Priority
from casefiles.model.caseview import Authority, Case
from casefiles.model.plans import Plan
from casefiles.model.reading import read_list, read_record
from casefiles.model.records import Evidence, ExitPlan, Letter, Meeting, Notice, Received, Visit
from casefiles.model.school import School
from casefiles.source import Parsed, SourceMap, parse_record, parse_yaml

__all__ = ["RECORD_FOLDERS", "CaseReader", "parsed_file", "unexpected"]

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
_LARGEST_ATTACHMENT = 20 * 2**20
_LONGEST_PATH = 160

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class CaseReader:
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
        _check_length(self.disk, entry)
        parsed = parsed_file(self.disk, entry.path, parse=parse_record)
        record, faults = read_record(kind, parsed, stem, {"date": given} if given and is_day else None)
        self.disk.diagnostics += faults
        if record is None or not named:
            self.unreadable.append(entry.path)
            self.lost.add(stem)
            return None
        return record

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
    parsed: Parsed = parse(data, path)
    disk.diagnostics += parsed.diagnostics
    disk.texts[path] = parsed.text
    return parsed


def unexpected(disk: Disk, entry: Entry, files: Iterable[str], folders: Iterable[str], beside: Iterable[str]) -> None:
    """A diagnostic on an entry that has no place where it stands, unless it is of no interest."""
    name = entry.name
    original = "" if entry.is_folder else conflict_of(name, [*beside, *files])
    if original:
        message = f"this is a sync program's copy of {original}: two people changed it, and nothing in here is read"
        disk.say(entry.path, "SCH-014", message, f"take what is missing over into {original}, then delete the copy")
        return
    if is_ignored(name):
        return
    if is_reserved(name):
        disk.say(entry.path, "SCH-015", f'Windows cannot have a file or folder called "{name}"', "rename it")
        return
    _check_length(disk, entry)
    text = name.lower().endswith((".yaml", ".yml", ".md"))
    if entry.name.endswith(".md") and not entry.is_folder and not files and not is_identifier(name.removesuffix(".md")):
        message = f'"{name.removesuffix(".md")}" is not an id: lower-case words joined by hyphens'
        disk.say(entry.path, "SCH-013", message, "rename the file; the record in it is not read until then")
        return
    known = list(folders if entry.is_folder else files)
    near = nearest(name.lower().replace(".yml", ".yaml"), known)
    severity = Severity.ERROR if text or entry.is_folder else Severity.WARNING
    what = "folder" if entry.is_folder else "file"
    help_ = f'is it "{near}"?' if near else "move it out of here"
    disk.say(entry.path, "SCH-013", f"no {what} of this name belongs here, and nothing in it is read", help_, severity)


def _check_length(disk: Disk, entry: Entry) -> None:
    if len(entry.path) > _LONGEST_PATH:
        message = f"this path has {len(entry.path)} characters below the caseload; Windows has room for 260 in all"
        disk.say(entry.path, "SCH-016", message, "use a shorter name", Severity.WARNING)
