"""Plain values to typed records: what pydantic finds wrong, in plain words at the right key or value.

A fault costs as little as it can: an unknown key or a wrong optional value itself alone, a wrong entry
of a list that entry, and the record only where something that it must have is missing or wrong.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casefiles.diagnostics import Diagnostic, Severity, Span, nearest
from casefiles.model.base import Held, Record, Shape
from casefiles.model.case import CaseFile
from casefiles.model.fields import fields_of, shape_at
from casefiles.source import Parsed, Path, SourceMap, Value

__all__ = ["explained", "read_list", "read_record"]

R = TypeVar("R", bound=Record)

_WITHIN_ENTRY = 3
"""The steps of a path to a value of a list's entry: the list's key, the entry's number, the value's key."""
_MOST_ROUNDS = 12
_GUARDS = ("audience", "confidential", "restricted")
_SMART_QUOTES = "\u201c\u201d\u201e\u2018\u2019\u201a"
_STRUCTURE = {
    "tuple_type": "a list is wanted here",
    "list_type": "a list is wanted here",
    "dict_type": "keys with values are wanted here",
    "model_type": "keys with values are wanted here",
    "model_attributes_type": "keys with values are wanted here",
    "too_long": "this list has too many entries",
}


def read_record(
    kind: type[R], parsed: Parsed, record_id: str, extra: Mapping[str, str] | None = None
) -> tuple[R | None, tuple[Diagnostic, ...]]:
    """A record of a file's values, placed in it, and what is wrong with its shape.

    `extra` has values that the file's name gives (`date`); the file may repeat but not contradict them.
    None where the record cannot stand: something that it must have is missing or wrong.
    """
    source, faults = parsed.source, []
    value = {} if parsed.value is None else parsed.value
    if not isinstance(value, dict):
        message = "this file must hold keys with values, one a line"
        return None, (_fault(source.span(), "SCH-001", message, "write: key: value"),)
    data = dict(value)
    for key, given in (extra or {}).items():
        written = data.get(key)
        if isinstance(written, str) and written.strip() != given:
            message = f'"{key}" is {written}, but the file\'s name says {given}'
            faults.append(_fault(source.span((key,)), "SCH-006", message, "leave it out, or rename the file"))
        data[key] = given
    read = _validated(kind, data, source, (), partial=parsed.partial)
    faults += read.faults
    record = read.record
    if record is None:
        return None, tuple(faults)
    if isinstance(record, Held):
        record, unclear = _guarded(record, data, read.faulty, source)
        faults += unclear
    record.placed(record_id, source, (), parsed.body)
    if isinstance(record, CaseFile):
        _place_entries(record, source, read.kept)
    if isinstance(record, Held):
        faults += _check_held(record)
    return record, tuple(faults)


def read_list(kind: type[R], parsed: Parsed) -> tuple[tuple[R, ...], tuple[Diagnostic, ...]]:
    """The records of a file that is a bare list, each placed in it; a wrong entry costs itself alone."""
    source = parsed.source
    if parsed.value is None:
        return (), ()
    if not isinstance(parsed.value, list):
        help_ = 'begin each entry with "- " in the first column, without a key above the list'
        return (), (_fault(source.span(), "SCH-001", "this file must hold a list", help_),)
    records: list[R] = []
    faults: list[Diagnostic] = []
    for number, entry in enumerate(parsed.value):
        path: Path = (number,)
        if not isinstance(entry, dict):
            faults.append(_fault(source.span(path), "SCH-005", "keys with values are wanted here", "write: key: value"))
            continue
        read = _validated(kind, entry, source, path, partial=False)
        faults += read.faults
        record = read.record
        if record is not None:
            record.placed(str(getattr(record, "id", "")), source, path)
            records.append(record)
    return tuple(records), tuple(faults)


class _Read(Struct, Generic[R], frozen=True):
    """What a validation gave: the record, its faults, the keys at fault, and for each list what it kept."""

    record: R | None
    faults: Sequence[Diagnostic] = ()
    faulty: frozenset[str] = frozenset()
    kept: Mapping[str, Sequence[int]] = field(default_factory=dict)


def _validated(kind: type[R], data: dict[str, Value], source: SourceMap, path: Path, *, partial: bool) -> _Read[R]:
    """The record of plain values, mended where something is wrong in them that it can do without."""
    try:
        record = kind.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False)
    else:
        return _Read(None if partial else record)
    faults = [explained(kind, each, source, path) for each in errors if not (partial and each["type"] == "missing")]
    first = errors
    faulty = frozenset(str(each["loc"][0]) for each in errors if each["loc"])
    if partial:
        return _Read(None, faults)
    mended: dict[str, Any] = copy.deepcopy(data)
    kept = {key: list(range(len(value))) for key, value in mended.items() if isinstance(value, list)}
    for _ in range(_MOST_ROUNDS):
        if not _cut(mended, errors, kept):
            break
        try:
            record = kind.model_validate(mended)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=False)
        else:
            said = [_of_lost(fault, each["loc"], kept) for fault, each in zip(faults, first, strict=True)]
            return _Read(record, said, faulty, kept)
    return _Read(None, faults)


def _of_lost(fault: Diagnostic, location: Path, kept: Mapping[str, Sequence[int]]) -> Diagnostic:
    """The diagnostic, which says so where it costs a whole entry of a list, as a level without its day."""
    key, number = (*location, "", "")[:2]
    if len(location) < _WITHIN_ENTRY or not isinstance(number, int) or number in kept.get(str(key), (number,)):
        return fault
    more = f"until then this entry of {key} does not count, and other messages may come of that"
    return replace(fault, help=f"{fault.help}; {more}" if fault.help else more)


def _cut(data: dict[str, Any], errors: Sequence[ErrorDetails], kept: dict[str, list[int]]) -> bool:
    """Take what the errors are about out of the data; False where that would be the whole."""
    targets = {_reachable(data, _target(each)) for each in errors}
    if () in targets:
        return False
    for target in sorted(targets, key=_last_first, reverse=True):
        if any(target[:length] in targets for length in range(1, len(target))):
            continue
        *above, last = target
        holder: Any = data
        for step in above:
            holder = holder[step]
        del holder[last]
        if len(target) == 2 and isinstance(last, int):
            del kept[str(target[0])][last]
    return True


def _reachable(data: Any, path: Path) -> Path:
    """The path as far as the data has it: one value may stand where the model has a list of one."""
    here: Any = data
    for length, step in enumerate(path):
        within = step in here if isinstance(here, dict) else isinstance(here, list)
        if not within:
            return path[:length]
        here = here[step]
    return path


def _last_first(path: Path) -> tuple[tuple[int, str], ...]:
    """An order in which the later of two entries of a list comes last."""
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in path)


def _target(error: ErrorDetails) -> Path:
    """The path of what must go because of an error: the wrong value, or what lacks something."""
    location = error["loc"]
    if location and location[-1] == "[key]":
        return location[:-1]
    return location[:-1] if error["type"] == "missing" else location


def explained(kind: type[Shape], error: ErrorDetails, source: SourceMap, prefix: Path) -> Diagnostic:
    """One of pydantic's errors in plain words, at the key or value that it is about."""
    location: Path = error["loc"]
    key = str(location[-1]) if location else ""
    if error["type"] == "extra_forbidden":
        return _unknown_key(kind, location, source, prefix)
    if error["type"] == "missing":
        return _missing(location, source, prefix)
    if key == "[key]":
        return _fault(source.key(prefix + location[:-1]), "SCH-004", error["msg"], "")
    span = source.span(prefix + location)
    if error["type"] != "casefiles":
        message = _STRUCTURE.get(error["type"], f"this cannot be read: {error['msg'].lower()}")
        return _fault(span, "SCH-005", message, _structure_help(error["type"], key))
    value = error["input"]
    if value is None:
        return _fault(span, "SCH-004", f'"{key}" has no value' if not key.isdigit() else "this entry is empty", "")
    return _fault(span, "SCH-004", error["msg"], _value_help(value))


def _structure_help(kind: str, key: str) -> str:
    if "type" not in kind or not key or key.isdigit():
        return ""
    return (
        f"write: {key}: [first, second]"
        if kind in {"tuple_type", "list_type"}
        else f"put the keys below {key}:, indented"
    )


def _value_help(value: object) -> str:
    if isinstance(value, dict):
        return "a colon and a space make a key of the text before them: put the text in quotes"
    if isinstance(value, list):
        return "one value is wanted, not a list"
    if isinstance(value, str) and value[:1] in _SMART_QUOTES:
        return "typographic quotation marks belong to the text: around a value use straight ones, or none"
    return ""


def _unknown_key(kind: type[Shape], location: Path, source: SourceMap, prefix: Path) -> Diagnostic:
    key = str(location[-1])
    shape = shape_at(kind, location[:-1])
    known = tuple(fields_of(shape)) if shape is not None else ()
    near = nearest(key, known)
    help_ = f'did you mean "{near}"?' if near else "the keys here are: " + ", ".join(known)
    return _fault(source.key(prefix + location), "SCH-002", f'"{key}" is not a key that is known here', help_)


def _missing(location: Path, source: SourceMap, prefix: Path) -> Diagnostic:
    key = location[-1]
    place = prefix + location
    if place in source.keys:
        help_ = "write it behind the colon"
        return _fault(source.key(place), "SCH-003", f'"{key}" has no value, and it must have one', help_)
    if isinstance(key, int):
        return _fault(source.span(prefix + location[:-1]), "SCH-003", "this list needs one more entry", "")
    return _fault(source.span(prefix + location[:-1]), "SCH-003", f'"{key}" is missing', f"add: {key}: ...")


def _place_entries(record: CaseFile, source: SourceMap, kept: Mapping[str, Sequence[int]]) -> None:
    """Tell each level, piece of support, decision and waiver what it is called and where it stands."""
    given: dict[str, int] = {}
    for key, entries in (
        ("levels", [(f"{each.level}-{each.decided_on}", each) for each in record.levels]),
        ("support", [(each.id, each) for each in record.support]),
        ("decisions", [(f"{each.kind}-{each.decided_on}", each) for each in record.decisions]),
        ("waivers", [(f"waiver-{number}", each) for number, each in enumerate(record.waivers, start=1)]),
    ):
        indices = kept.get(key, range(len(entries)))
        for (name, entry), index in zip(entries, indices, strict=True):
            times = given[name] = given.get(name, 0) + 1
            unique = name if times == 1 or key == "support" else f"{name}-{times}"
            entry.placed(unique, source, (key, index))


def _guarded(
    record: R, data: Mapping[str, Value], faulty: Iterable[str], source: SourceMap
) -> tuple[R, list[Diagnostic]]:
    """The record, for internal readers alone where what says who may read it is wrong, misspelt or empty."""
    known = fields_of(type(record))
    doubtful = any(key in _GUARDS or (key not in known and nearest(key, _GUARDS)) for key in faulty)
    empty = [key for key in _GUARDS if key in data and data[key] is None]
    faults = [
        _fault(source.key((key,)), "SCH-007", f'"{key}" has no value, so nobody outside may read this', "say who may")
        for key in empty
    ]
    return (record.model_copy(update={"confidential": True}) if doubtful or empty else record), faults


def _check_held(record: Held) -> list[Diagnostic]:
    """What a restricted or confidential record says that it must not, or leaves out."""
    faults = []
    if record.confidential and record.audience and record.audience != ("internal",):
        message = "confidential: true lets only internal readers see this; the audience names others"
        faults.append(_fault(record.span("audience"), "SCH-007", message, "keep one of the two"))
    if not record.restricted:
        return faults
    if record.body:
        first = record.body.preamble.span or (record.body.sections[0].span if record.body.sections else record.span())
        message = (
            "a restricted record has no text: HR, capability, LADO and pupil-level matter stays out of this folder"
        )
        help_ = "delete the text, also from git's history, and say under place: where it is kept"
        faults.append(_fault(first, "SCH-007", message, help_))
    for key in ("holder", "place", "relied_on_because"):
        if getattr(record, key) is None:
            message = f'a restricted record says "{key}", and this one does not'
            faults.append(_fault(record.key_span("restricted"), "SCH-007", message, f"add: {key}: ..."))
    return faults


def _fault(span: Span, code: str, message: str, help_: str) -> Diagnostic:
    return Diagnostic(span, code, Severity.ERROR, message, help=help_)
