"""The model as documentation: JSON Schemas for editors, and the page that documents every key of the case folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casefiles.model.assessments import Assessment
from casefiles.model.authority import AuthorityFile, CaseloadFile
from casefiles.model.base import Held, Record, Shape
from casefiles.model.case import Action, CaseFile, Priority
from casefiles.model.fields import FieldType, KeyedField, fields_of
from casefiles.model.format_page import EXAMPLES, INTRODUCTION
from casefiles.model.plans import Plan
from casefiles.model.programme import Alert, Area, GroupMeeting, OutsideRegister, ProgrammeFile, Report, Target
from casefiles.model.records import Evidence, ExitPlan, Letter, Meeting, Notice, Received, Visit
from casefiles.model.school import School

__all__ = ["FILES", "case_format_markdown", "json_schemas"]

FILES: dict[str, tuple[str, type[Record]]] = {
    "caseload": ("caseload.yaml", CaseloadFile),
    "authority": ("authority.yaml", AuthorityFile),
    "school": ("school.yaml", School),
    "case": ("case.yaml", CaseFile),
    "priorities": ("priorities.yaml", Priority),
    "actions": ("actions.yaml", Action),
    "evidence": ("evidence/", Evidence),
    "assessment": ("assessments/", Assessment),
    "meeting": ("meetings/", Meeting),
    "visit": ("visits/", Visit),
    "received": ("received/", Received),
    "letter": ("letters/", Letter),
    "notice": ("notices/", Notice),
    "plan": ("plans/", Plan),
    "exit-plan": ("exit-plans/", ExitPlan),
    "programme": ("programme/programme.yaml", ProgrammeFile),
    "targets": ("programme/targets.yaml", Target),
    "areas": ("programme/areas.yaml", Area),
    "registers": ("programme/registers.yaml", OutsideRegister),
    "group-meeting": ("programme/meetings/", GroupMeeting),
    "alert": ("programme/alerts/", Alert),
    "report": ("programme/reports/", Report),
}
"""Each kind of file by the name of its schema: where it stands, and its type (of an entry, for the lists)."""

_LISTS = frozenset({"priorities", "actions", "targets", "areas", "registers"})
_NAMED = {
    "person": "a role or an officer",
    "recipient": "a role",
    "officer": "the id of an officer",
    "record": "the id of a record",
    "exit-plan": "the id of an exit plan",
    "school": "the folder of a school",
    **{
        kind: f"the id of {article} {kind}" for kind, article in (("meeting", "a"), ("priority", "a"), ("action", "an"))
    },
    "evidence": "the id of a piece of evidence",
}


def json_schemas() -> Mapping[str, dict[str, Any]]:
    """A JSON Schema for each kind of file, by the names of `FILES`; those of records are for the front matter."""
    schemas: dict[str, dict[str, Any]] = {}
    for name, (_, kind) in FILES.items():
        schema = kind.model_json_schema(by_alias=True)
        if issubclass(kind, Held):
            schema["required"] = [key for key in schema["required"] if key != "date"]
        if name in _LISTS:
            definitions = schema.pop("$defs", {})
            schema = {"type": "array", "items": schema, "$defs": definitions}
        schemas[name] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"casefiles: {FILES[name][0]}",
            **{key: value for key, value in schema.items() if key != "title"},
        }
    return schemas


def case_format_markdown() -> str:
    """The page docs/case-format.md: an introduction, and for each kind of file an example and every key."""
    parts = [INTRODUCTION.strip()]
    told: set[type[Shape]] = set()
    for name, (place, kind) in FILES.items():
        parts += [f"## `{place}`", _summary(kind), f"```{EXAMPLES[name].language}\n{EXAMPLES[name].text.strip()}\n```"]
        parts += _tables(kind, told)
    return "\n\n".join(parts) + "\n"


def _tables(kind: type[Shape], told: set[type[Shape]]) -> Iterator[str]:
    """The table of a shape's keys, then those of the shapes inside it that were not told of before."""
    told.add(kind)
    shared = tuple(fields_of(Held)) if issubclass(kind, Held) else ()
    own = {key: field for key, field in fields_of(kind).items() if key not in shared}
    if shared and Held not in told:
        told.add(Held)
        yield "These keys stand in every record of this and the following kinds:"
        yield _table({key: fields_of(Held)[key] for key in shared})
        yield "And these in this kind:"
    yield _table(own)
    for key, field in own.items():
        inner = _inner_shape(field.type)
        if inner is not None and inner not in told:
            yield f"### In `{key}`"
            yield _summary(inner)
            yield from _tables(inner, told)


def _table(fields: Mapping[str, KeyedField]) -> str:
    lines = ["| key | holds | needed | what it says |", "|---|---|---|---|"]
    for key, field in fields.items():
        needed = "yes" if field.info.is_required() else ""
        what = (field.info.description or "").replace("|", "\\|")
        lines.append(f"| `{key}` | {_words(field.type)} | {needed} | {what} |")
    return "\n".join(lines)


def _words(kind: FieldType) -> str:
    """What a field holds, in a few words."""
    if kind.shape is not None:
        return "keys with values"
    if len(kind.items) > 1:
        return "a list of " + " and ".join(_words(item) for item in kind.items)
    if kind.items:
        return f"a list: each {_words(kind.items[0])}"
    if kind.table is not None:
        key, value = kind.table
        return f"for each {_words(key)}: {_words(value)}"
    if kind.names:
        return _NAMED.get(kind.names, f"{kind.names.replace('-', ' ')}, a word of the policy")
    return kind.word


def _inner_shape(kind: FieldType) -> type[Shape] | None:
    """The shape that stands in a field, itself or in its lists and tables."""
    if kind.shape is not None:
        return kind.shape
    inside = [*kind.items, *(kind.table or ())]
    return next((found for item in inside if (found := _inner_shape(item)) is not None), None)


def _summary(kind: type[Shape]) -> str:
    """The first paragraph of a shape's documentation."""
    paragraph = (kind.__doc__ or "").split("\n\n")[0]
    return " ".join(paragraph.split())
