"""Whether what a case refers to is there: records, officers and people by id, and who held a role on the day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import cache, cached_property
from itertools import pairwise

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span, nearest, ordered
from casefiles.model.base import Record, Shape
from casefiles.model.caseview import Authority, Case
from casefiles.model.fields import FieldType, KeyedField, fields_of
from casefiles.model.people import check_authority_people, check_school_people, is_held, known_people
from casefiles.source import Path

__all__ = ["Named", "check_authority", "check_references", "name_span", "named", "names_in"]

_RECORDS = {
    "evidence": "evidence/",
    "priority": "priorities.yaml",
    "action": "actions.yaml",
    "assessment": "assessments/",
    "meeting": "meetings/",
    "support": "case.yaml",
    "exit-plan": "exit-plans/",
    "notice": "notices/",
    "plan": "plans/",
    "letter": "letters/",
    "visit": "visits/",
    "received": "received/",
}
"""Where the records of each kind stand that others refer to."""

_UNKNOWN_PERSON = (
    "give the role its holder under people in school.yaml or roles in authority.yaml, or write the id of an officer"
)
_MOST_LISTED = 8

_NOT_IDS = frozenset({"school", "level", "decision", "programme"})


Named = tuple[Path, str, str]
"""A text that names something: its path, what it names (see `Names`) and the text."""


def named(record: Record) -> list[Named]:
    """Each text of a record that names something."""
    found: list[Named] = []
    _note_in(record, (), found)
    return found


def name_span(record: Record, path: Path, value: str) -> Span:
    """Where a text that names something stands: a key of a table, or a value."""
    if path and path[-1] == value:
        return record.key_span(*path)
    return record.span(*path)


def names_in(case: Case) -> list[tuple[str, Record, list[Named]]]:
    """The names of each record that has any, with the word for its type."""
    every = ((kind, record, named(record)) for kind, record in case.all_records())
    return [(kind, record, names) for kind, record, names in every if names]


def check_references(
    case: Case,
    canonical: Callable[[str], str] = str,
    names: Iterable[tuple[str, Record, list[Named]]] | None = None,
) -> tuple[Diagnostic, ...]:
    """Every name that leads nowhere, every id given twice, every role without exactly one holder on its day.

    `names` are those of `names_in`, where somebody has them. `canonical` gives the pack's own word for an alias
    of a role. A name is let pass where the file that should have it could not be read: that has its diagnostics
    already.
    """
    faults = [*_repeated_ids(case), *check_school_people(case), *_level_days(case)]
    known = _Known(case)
    of_records = names_in(case) if names is None else names
    of_waivers = (("waiver", each, named(each)) for each in case.waivers)
    for _, record, found in (*of_records, *of_waivers):
        for path, what, value in found:
            fault = _checked(case, _Name(record, path, what, value), known, canonical)
            if fault is not None:
                faults.append(fault)
    return ordered(fault.within(case.authority.id, case.id) for fault in faults)


def check_authority(authority: Authority) -> tuple[Diagnostic, ...]:
    """Every officer that a role of the authority names and that is not there, and roles held twice at a time."""
    faults = list(check_authority_people(authority))
    officers = tuple(authority.file.officers)
    for path, what, value in named(authority.file):
        if what == "officer" and value not in officers:
            faults.append(_nowhere(name_span(authority.file, path, value), f'"{value}" is no officer', value, officers))
    return ordered(fault.within(authority.id) for fault in faults)


def _note_in(shape: Shape, path: Path, found: list[Named]) -> None:
    """Add what a shape names to what was found."""
    for key, field in _naming(type(shape)):
        value = getattr(shape, field.attribute)
        if value:
            _note(field.type, value, (*path, key), found)


@cache
def _naming(shape: type[Shape]) -> tuple[tuple[str, KeyedField], ...]:
    """The fields of a shape, by their keys, in which a text may name something."""
    return tuple((key, field) for key, field in fields_of(shape).items() if field.type.has_names)


def _note(kind: FieldType, value: object, path: Path, found: list[Named]) -> None:
    if isinstance(value, str):
        if kind.names:
            found.append((path, kind.names, value))
    elif isinstance(value, Shape):
        _note_in(value, path, found)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            item = kind.items[0] if len(kind.items) == 1 else kind.items[number]
            _note(item, each, (*path, number), found)
    elif isinstance(value, dict) and kind.table is not None:
        for key, each in value.items():
            _note(kind.table[0], key, (*path, key), found)
            _note(kind.table[1], each, (*path, key), found)


class _Name(Struct, frozen=True):
    """One text that names something, and where it stands."""

    record: Record
    path: Path
    what: str
    value: str

    @property
    def span(self) -> Span:
        """Its place."""
        return name_span(self.record, self.path, self.value)


class _Known(Struct, frozen=True, dict=True):
    """What most names of a case lead to, gathered once."""

    case: Case

    @cached_property
    def people(self) -> frozenset[str]:
        """Every word for somebody."""
        return known_people(self.case)

    @cached_property
    def records(self) -> tuple[str, ...]:
        """The ids of all records that have one."""
        return tuple(each.record_id for kind, each in self.case.all_records() if kind not in _NOT_IDS)


def _checked(case: Case, name: _Name, there: _Known, canonical: Callable[[str], str]) -> Diagnostic | None:
    """What is wrong with one name; None where it leads somewhere or is the pack's to judge."""
    what, value = name.what, name.value
    if what in {"person", "role"}:
        return _checked_person(case, name, there.people, canonical)
    if what == "officer":
        known: Iterable[str] = case.authority.file.officers
        message = f'"{value}" is no officer of {case.authority.id}/authority.yaml'
    elif what == "record":
        known = there.records
        message = f'no record of this case is called "{value}"'
    elif what == "school" and case.programme is not None:
        known = case.schools.ids
        message = f'{case.authority.id} has no school "{value}"'
    elif what in _RECORDS:
        known = [each.record_id for each in case.records(what)]
        message = f'there is no {what.replace("-", " ")} "{value}" in {_RECORDS[what]}'
    else:
        return None
    if value in known or _may_be_lost(case, what, value):
        return None
    return _nowhere(name.span, message, value, known)


def _may_be_lost(case: Case, what: str, value: str) -> bool:
    """Whether the record may be one that could not be read."""
    if what == "officer":
        return False
    if value in case.lost or (what == "record" and case.unreadable):
        return True
    place = _RECORDS.get(what, "")
    return any(file.removeprefix(f"{case.folder}/") == place for file in case.unreadable)


def _checked_person(
    case: Case, name: _Name, known: Collection[str], canonical: Callable[[str], str]
) -> Diagnostic | None:
    """What is wrong with a name for somebody: unknown, or a role that nobody holds on the day that matters."""
    value = name.value
    word = value if value in known else canonical(value)
    if word not in known:
        message = f'nobody is called "{value}": no role, officer or body of this case'
        return _nowhere(name.span, message, value, known, _UNKNOWN_PERSON)
    day = _day(name.record, name.path)
    if day is None or is_held(case, word, day):
        return None
    message = f"nobody holds the role {value} on {day}"
    place = case.school.key_span("people", word)
    if word not in case.school.people:
        place = case.authority.file.key_span("roles", word)
    help_ = "give the role a holder whose dates include that day"
    return Diagnostic(name.span, "SCH-010", Severity.ERROR, message, help=help_, related=((place, "its holders"),))


def _day(record: Record, path: Path) -> date | None:
    """The day on which a person named at a path acts: that of the act beside it, else the record's own."""
    field = str(path[0])
    if field.endswith("_by"):
        attribute = f"{field.removesuffix('_by')}_on"
        day = getattr(record, attribute, None)
        if isinstance(day, date):
            return day
    return record.on


def _nowhere(span: Span, message: str, value: str, known: Iterable[str], otherwise: str = "") -> Diagnostic:
    """The error of a name that leads nowhere, with the nearest that does; else what is there, if that is not much."""
    ids = list(dict.fromkeys(known))
    near = nearest(value, ids)
    there = otherwise or (f"there are: {', '.join(sorted(ids))}" if 0 < len(ids) <= _MOST_LISTED else "")
    return Diagnostic(span, "SCH-009", Severity.ERROR, message, help=f'did you mean "{near}"?' if near else there)


def _repeated_ids(case: Case) -> Iterator[Diagnostic]:
    """An error at the second of two records that have one id."""
    first: dict[str, Record] = {}
    for kind, record in case.all_records():
        if kind in _NOT_IDS:
            continue
        earlier = first.setdefault(record.record_id, record)
        if earlier is not record:
            place = record.span("id") if "id" in type(record).model_fields else record.span()
            message = f'"{record.record_id}" is the id of two records; each must have its own'
            help_ = "rename one of them and what refers to it"
            there = ((earlier.span("id"), "the first"),)
            yield Diagnostic(place, "SCH-008", Severity.ERROR, message, help=help_, related=there)


def _level_days(case: Case) -> Iterator[Diagnostic]:
    """An error at the second of two decisions on levels of one day: neither could be said to hold."""
    levels = case.levels
    for earlier, later in pairwise(levels):
        if earlier.decided_on == later.decided_on:
            message = f"two levels are decided on {later.decided_on}; only one can hold"
            there = ((earlier.span("decided_on"), "the first"),)
            yield Diagnostic(later.span("decided_on"), "SCH-012", Severity.ERROR, message, related=there)
