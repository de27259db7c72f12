"""A loaded case: one school's records under its authority, readable as at any date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from casefiles.model.assessments import Assessment
from casefiles.model.authority import AuthorityFile
from casefiles.model.base import Record
from casefiles.model.case import Action, CaseFile, Decision, Level, Priority, Support, Waiver
from casefiles.model.plans import Plan
from casefiles.model.programme import Alert, Area, GroupMeeting, OutsideRegister, ProgrammeFile, Report, Target
from casefiles.model.records import Evidence, ExitPlan, Letter, Meeting, Notice, Received, Visit
from casefiles.model.school import School
from casefiles.prose import Body
from casefiles.source import SourceMap

__all__ = ["HELD", "HELD_BY_SCHOOLS", "PROGRAMME", "RECORD_TYPES", "Authority", "Case", "Schools", "without_bodies"]

RECORD_TYPES: dict[str, type[Record]] = {
    "school": School,
    "level": Level,
    "decision": Decision,
    "support": Support,
    "priority": Priority,
    "action": Action,
    "evidence": Evidence,
    "assessment": Assessment,
    "meeting": Meeting,
    "visit": Visit,
    "received": Received,
    "letter": Letter,
    "notice": Notice,
    "plan": Plan,
    "exit-plan": ExitPlan,
    "programme": ProgrammeFile,
    "target": Target,
    "programme-area": Area,
    "outside-register": OutsideRegister,
    "group-meeting": GroupMeeting,
    "alert": Alert,
    "report": Report,
}
"""The records that rules and documents may speak of, by the word a pack uses for them."""

_HELD_IN = {
    "level": "levels",
    "decision": "decisions",
    "support": "support",
    "priority": "priorities",
    "action": "actions",
    "evidence": "evidence",
    "assessment": "assessments",
    "meeting": "meetings",
    "visit": "visits",
    "received": "received",
    "letter": "letters",
    "notice": "notices",
    "plan": "plans",
    "exit-plan": "exit_plans",
    "target": "targets",
    "programme-area": "areas",
    "outside-register": "outside_registers",
    "group-meeting": "group_meetings",
    "alert": "alerts",
    "report": "reports",
}
"""What a case calls its records of each word."""

HELD_BY_SCHOOLS = (
    "evidence",
    "assessments",
    "meetings",
    "visits",
    "received",
    "letters",
    "notices",
    "plans",
    "exit_plans",
)
"""What a school's case calls its records that stand in files of their own."""
HELD = (*HELD_BY_SCHOOLS, "group_meetings", "alerts", "reports")
"""The same of any case, a programme's among them."""

PROGRAMME = "programme"
"""The folder of an authority's programme, beside those of its schools."""


class Authority(Struct, frozen=True):
    """An authority's folder: its id (the folder's name) and its file."""

    id: str
    file: AuthorityFile
    folder: str


class Schools(Struct, frozen=True, eq=False, dict=True):
    """The cases that an authority's programme speaks of: their ids, and `read`, which gives them.

    They are read when somebody first asks for one. `readings` has, by the id of a case, what was read off it on some
    days before it was asked for: all that anybody will want to know of it beside its records, so it may be without
    their bodies. What is read off the cases on a day is kept: where they are not `lasting`, till another day is asked.
    `noted` has what was read off all of them, whatever the day.
    """

    ids: tuple[str, ...] = ()
    read: Callable[[], tuple[Case, ...]] = tuple
    readings: Mapping[str, Mapping[date, bytes]] = field(default_factory=dict)
    kept: dict[date, dict[Any, Any]] = field(default_factory=dict)
    noted: dict[str, Any] = field(default_factory=dict)
    lasting: bool = True

    @classmethod
    def of(cls, cases: tuple[Case, ...]) -> Schools:
        """Cases that are there already."""
        return cls(tuple(each.id for each in cases), lambda: cases)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The cases themselves."""
        return self.read()

    def __eq__(self, other: object) -> bool:
        """Whether the other speaks of the same schools."""
        return isinstance(other, Schools) and other.ids == self.ids

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.ids)

    def __iter__(self) -> Iterator[Case]:
        """Each of the cases."""
        return iter(self.cases)

    def kept_on(self, day: date) -> dict[Any, Any]:
        """What was read off the cases as at a day, under what it is and the case's id; for who reads more to add to."""
        if not self.lasting and day not in self.kept:
            self.kept.clear()
        return self.kept.setdefault(day, {})

    def find(self, case_id: str) -> Case | None:
        """The case of that id, or None."""
        return next((each for each in self.cases if each.id == case_id), None) if case_id in self.ids else None


class Case(Struct, frozen=True, dict=True, weakref=True):
    """One school's case: everything in its folder, typed and frozen. An authority's programme is read as one as well.

    `id` is the folder's name, `folder` its path relative to the caseload. `unreadable` names the
    files that did not load whole (each has its diagnostics), `lost` the ids of records in them that are
    not here; all other records are. Of a programme, `programme` is its file and `schools` are the cases that it
    speaks of; `school` then only bears its title.
    """

    id: str
    folder: str
    authority: Authority
    school: School
    case: CaseFile
    priorities: tuple[Priority, ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    visits: tuple[Visit, ...] = ()
    received: tuple[Received, ...] = ()
    letters: tuple[Letter, ...] = ()
    notices: tuple[Notice, ...] = ()
    plans: tuple[Plan, ...] = ()
    exit_plans: tuple[ExitPlan, ...] = ()
    programme: ProgrammeFile | None = None
    targets: tuple[Target, ...] = ()
    areas: tuple[Area, ...] = ()
    outside_registers: tuple[OutsideRegister, ...] = ()
    group_meetings: tuple[GroupMeeting, ...] = ()
    alerts: tuple[Alert, ...] = ()
    reports: tuple[Report, ...] = ()
    schools: Schools = field(default_factory=Schools)
    unreadable: tuple[str, ...] = ()
    lost: frozenset[str] = frozenset()
    priorities_source: SourceMap = field(default_factory=lambda: SourceMap("priorities.yaml"))
    actions_source: SourceMap = field(default_factory=lambda: SourceMap("actions.yaml"))

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The decisions on levels, oldest first."""
        return tuple(sorted(self.case.levels, key=lambda level: level.decided_on))

    @property
    def support(self) -> tuple[Support, ...]:
        """The pieces of support, in the file's order."""
        return self.case.support

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The recorded decisions, oldest first."""
        return tuple(sorted(self.case.decisions, key=lambda decision: decision.decided_on))

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The recorded waivers, in the file's order."""
        return self.case.waivers

    def records(self, kind: str) -> tuple[Record, ...]:
        """The case's records of one type, by the word of `RECORD_TYPES`."""
        if kind == "school":
            return () if self.programme else (self.school,)
        if kind == "programme":
            return (self.programme,) if self.programme else ()
        found: tuple[Record, ...] = getattr(self, _HELD_IN[kind])
        return found

    def all_records(self) -> Iterator[tuple[str, Record]]:
        """Every record with the word for its type."""
        for kind in RECORD_TYPES:
            for record in self.records(kind):
                yield kind, record

    def find(self, kind: str, record_id: str) -> Record | None:
        """The record of that type and id, or None."""
        if kind not in self._by_id:
            self._by_id[kind] = {record.record_id: record for record in reversed(self.records(kind))}
        return self._by_id[kind].get(record_id)

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Record]]:
        """The records of each type that was asked for, by their ids; the first of those that share one."""
        return {}

    def level_on(self, day: date) -> Level | None:
        """The decision in force on the day (a level holds from its own day on), or None before the first."""
        return next((level for level in reversed(self.levels) if level.decided_on <= day), None)

    def level_before(self, day: date) -> Level | None:
        """The decision in force on the eve of the day, or None before the first."""
        return next((level for level in reversed(self.levels) if level.decided_on < day), None)


def without_bodies(case: Case) -> Case:
    """A school's case that was just read, its records' text taken from them: half of what it weighs."""
    for name in HELD_BY_SCHOOLS:
        for record in getattr(case, name):
            record.with_body(Body())
    return case
