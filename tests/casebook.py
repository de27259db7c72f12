"""Cases and packs of tests, built from texts in the notation without touching the disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from casefiles.model.assessments import Assessment
from casefiles.model.authority import AuthorityFile
from casefiles.model.base import Record
from casefiles.model.case import Action, CaseFile, Priority
from casefiles.model.caseview import Authority, Case
from casefiles.model.plans import Plan
from casefiles.model.reading import read_list, read_record
from casefiles.model.records import Evidence, ExitPlan, Letter, Meeting, Notice, Received, Visit
from casefiles.model.school import School
from casefiles.policy.law import Packs
from casefiles.policy.pack import PolicyPack
from casefiles.policy.pack_reading import parse_pack
from casefiles.policy.rule import RuleKind
from casefiles.source import Parsed, parse_record, parse_yaml
from notation import parse_tree

__all__ = ["AS_OF", "AUTHORITY", "SCHOOL", "case_of", "pack_of", "packs_of"]

Kind = TypeVar("Kind", bound=Record)

AUTHORITY = """
=== authority.yaml
name: Westmere Learning
issuing_authority: Westmere Council
policy: westmere
officers:
  osei: {name: Amara Osei, title: Director}
  ellery: {name: Tom Ellery, title: Adviser}
roles:
  director: [{officer: osei, from: 2020-01-01}]
  adviser: [{officer: ellery, from: 2020-01-01, to: 2026-01-01}, {officer: osei, from: 2026-01-01}]
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
"""

SCHOOL = """
=== school.yaml
urn: 900999
name: Larkfield Primary School
type: Community school
phase: Primary
people:
  headteacher: [{name: Ines Varga, from: 2019-09-01}]
  chair-of-governors: [{name: Hugh Pell, from: 2021-09-01}]
"""

AS_OF = date(2026, 7, 1)
"""A date of judgement near the end of the calendar's only year."""


def case_of(text: str, *, authority: str = AUTHORITY, school: str = SCHOOL) -> Case:
    """The case of a text in the notation, with the usual authority and school unless it has its own; all of it loads."""
    files = {**parse_tree(authority), **parse_tree(school), "case.yaml": "levels:", **parse_tree(text)}
    parsed = {
        path: (parse_record if path.endswith(".md") else parse_yaml)(content.encode(), path)
        for path, content in files.items()
    }
    return Case(
        id="larkfield",
        folder="westmere/larkfield",
        authority=Authority("westmere", _record(AuthorityFile, parsed["authority.yaml"], "authority"), "westmere"),
        school=_record(School, parsed["school.yaml"], "larkfield"),
        case=_record(CaseFile, parsed["case.yaml"], "case"),
        priorities=_entries(Priority, parsed.get("priorities.yaml")),
        actions=_entries(Action, parsed.get("actions.yaml")),
        evidence=_folder(Evidence, parsed, "evidence/"),
        assessments=_folder(Assessment, parsed, "assessments/"),
        meetings=_folder(Meeting, parsed, "meetings/"),
        visits=_folder(Visit, parsed, "visits/"),
        received=_folder(Received, parsed, "received/"),
        letters=_folder(Letter, parsed, "letters/"),
        notices=_folder(Notice, parsed, "notices/"),
        plans=_folder(Plan, parsed, "plans/"),
        exit_plans=_folder(ExitPlan, parsed, "exit-plans/"),
    )


def pack_of(text: str, kinds: Mapping[str, RuleKind[Any, Any]]) -> PolicyPack:
    """The pack of a text in the notation; its files must be without a fault."""
    files = {path: content.encode() for path, content in parse_tree(text).items()}
    pack, diagnostics = parse_pack(files, "pack", kinds)
    assert not diagnostics, diagnostics
    assert pack is not None
    return pack


def packs_of(*texts: str, kinds: Mapping[str, RuleKind[Any, Any]]) -> Packs:
    """The packs of several texts, by their names."""
    packs = [pack_of(text, kinds) for text in texts]
    return Packs({pack.name: pack for pack in packs})


def _record(kind: type[Kind], parsed: Parsed, record_id: str, extra: Mapping[str, str] | None = None) -> Kind:
    record, faults = read_record(kind, parsed, record_id, extra or {})
    assert not (*parsed.diagnostics, *faults), (parsed.diagnostics, faults)
    assert record is not None
    return record


def _entries(kind: type[Kind], parsed: Parsed | None) -> tuple[Kind, ...]:
    if parsed is None:
        return ()
    entries, faults = read_list(kind, parsed)
    assert not (*parsed.diagnostics, *faults), (parsed.diagnostics, faults)
    return entries


def _folder(kind: type[Kind], parsed: Mapping[str, Parsed], folder: str) -> tuple[Kind, ...]:
    return tuple(
        _record(kind, each, path.removeprefix(folder).removesuffix(".md"), {"date": path.removeprefix(folder)[:10]})
        for path, each in parsed.items()
        if path.startswith(folder)
    )
