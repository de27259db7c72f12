"""Reads an authority's programme folder into a case of its own, beside those of its schools."""

from __future__ import annotations

from typing import Any

from casefiles.caseload.disk import Disk
from casefiles.caseload.folder import CaseReader
from casefiles.caseload.strays import unexpected
from casefiles.model.base import Held
from casefiles.model.case import CaseFile
from casefiles.model.caseview import PROGRAMME, Authority, Case, Schools
from casefiles.model.programme import Alert, Area, GroupMeeting, OutsideRegister, ProgrammeFile, Report, Target
from casefiles.model.reading import read_record
from casefiles.model.school import School
from casefiles.source import Parsed, SourceMap, Value

__all__ = ["PROGRAMME_FILES", "read_programme"]

PROGRAMME_FILES = ("programme.yaml", "targets.yaml", "areas.yaml", "registers.yaml")
_FOLDERS: dict[str, tuple[str, type[Held]]] = {
    "meetings": ("group_meetings", GroupMeeting),
    "alerts": ("alerts", Alert),
    "reports": ("reports", Report),
}
_UNKNOWN_URN = "000000"
_HEAD = "write programme.yaml with a title for the heads of reports: `title: School improvement in Camden`"
"""What is to be done where a programme lacks its own file."""


def read_programme(disk: Disk, folder: str, authority: Authority | None, schools: Schools) -> Case | None:
    """The programme in a folder, over these schools; None where its own file or the authority did not load."""
    reader = CaseReader(disk, folder, [], set())
    entries = disk.entries(folder, folder)
    present = {entry.name: entry for entry in entries}
    folders = [*_FOLDERS, "issued"]
    for entry in entries:
        known = entry.name in folders if entry.is_folder else entry.name in PROGRAMME_FILES
        if not known:
            unexpected(disk, entry, PROGRAMME_FILES, folders, [each.name for each in entries])
    file = reader.single(ProgrammeFile, "programme.yaml", present)
    records: dict[str, Any] = {
        "targets": reader.listed(Target, "targets.yaml", present)[0],
        "areas": reader.listed(Area, "areas.yaml", present)[0],
        "outside_registers": reader.listed(OutsideRegister, "registers.yaml", present)[0],
    }
    for name, (attribute, kind) in _FOLDERS.items():
        records[attribute] = tuple(reader.records(kind, present[name]) if name in present else ())
    if "programme.yaml" not in present and len(entries) > 0:
        message = "this programme has no programme.yaml, and nothing in it is judged"
        disk.say(folder, "SCH-013", message, _HEAD)
    if file is None or authority is None:
        return None
    return Case(
        id=PROGRAMME,
        folder=folder,
        authority=authority,
        school=_bearer(file),
        case=_empty(folder),
        programme=file,
        schools=schools,
        unreadable=tuple(reader.unreadable),
        lost=frozenset(reader.lost),
        **records,
    )


def _bearer(file: ProgrammeFile) -> School:
    """What stands where a case has its school: the programme's title alone."""
    values: dict[str, Value] = {"urn": _UNKNOWN_URN, "name": file.title, "type": "Programme", "phase": "Programme"}
    school, _ = read_record(School, Parsed(values, SourceMap(file.source_file)), "programme")
    assert school is not None  # noqa: S101 - the values are whole
    return school


def _empty(folder: str) -> CaseFile:
    """A case file without anything in it: levels and support are the schools' own."""
    empty, _ = read_record(CaseFile, Parsed({}, SourceMap(f"{folder}/programme.yaml")), "case")
    assert empty is not None  # noqa: S101 - every field has a default
    return empty
