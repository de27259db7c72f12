"""New records of a school that hang on no meeting."""

from __future__ import annotations

from datetime import date

from casefiles.editing import scalar
from casefiles.model.caseview import Case
from casefiles.policy.pack import Edition
from casefiles.skeletons.text import Skeleton, open_priorities, record_file, required

__all__ = [
    "assessment_file",
    "evidence_file",
    "exit_plan_file",
    "letter_file",
    "plan_file",
    "received_file",
    "visit_file",
]


def evidence_file(case: Case, edition: Edition, day: date, name: str, *, title: str, source: str) -> Skeleton:
    """A new piece of evidence."""
    front = [
        required("title", title, "what it shows, in a line"),
        required("source", source, "where it comes from: school data, CPP visit, Ofsted report, ..."),
        f"#criteria: []   # of {edition.title}",
        f"#areas: []   # {', '.join(edition.lists.get('area', {}))}",
        "#shared_on: the day the school's leaders were shown it",
        "#data:",
        "#  - {measure: what is measured, group: all pupils, year: 2024-25, value: 0, england: 0, unit: percent}",
    ]
    return record_file(case, "evidence", day, name, front, "What it says, in a paragraph.")


def visit_file(case: Case, edition: Edition, day: date, name: str, *, visitor: str) -> Skeleton:
    """A new visit."""
    front = [
        required("visitor", visitor, "a role or an officer's id"),
        "half_days: 1",
        f"#bucket: core   # {', '.join(edition.lists.get('bucket', {})) or 'core, additional'}",
        "#focus: what was looked at",
        f"#circulated: {{headteacher: {day.isoformat()}}}   # each role that got the report, with the day",
    ]
    return record_file(case, "visits", day, name, front, "What was seen and agreed.")


def received_file(case: Case, day: date, kind: str, *, sender: str) -> Skeleton:
    """Something new that the school or others sent."""
    front = [
        f"kind: {kind}",
        f"from: {scalar(sender)}" if sender else "#from: who sent it",
        f"received_on: {day.isoformat()}",
        "#file: the file that lies beside it",
        "#meeting: the meeting that it was written for",
    ]
    return record_file(case, "received", day, kind, front, "")


def letter_file(case: Case, day: date, kind: str, *, signed_by: str) -> Skeleton:
    """A new letter that hangs on no meeting."""
    front = [
        f"kind: {kind}",
        "#title: what it is about",
        f"dated: {day.isoformat()}",
        f"signed_by: {scalar(signed_by)}" if signed_by else "#signed_by: a role or an officer's id",
        "to: [headteacher]",
        "#copies: [chair-of-governors]",
        "#enclosures: []",
        "#sent_on: the day it was sent",
    ]
    return record_file(case, "letters", day, kind, front, "## Issues and context\n", "## For the letter\n")


def exit_plan_file(case: Case, day: date, to: str) -> Skeleton:
    """A new exit plan to a level of support."""
    front = [
        f"to: {to}",
        f"dated: {day.isoformat()}",
        "#steps:",
        f"#  - {{from: {day.isoformat()}, support: what the school still gets from this day, half_days: 1}}",
        f"#agreed: {{headteacher: {day.isoformat()}, chair-of-governors: {day.isoformat()}}}",
        "#review_on: when sustained progress is looked at again",
    ]
    return record_file(case, "exit-plans", day, f"to-{to}", front, "## Issues and context\n")


def plan_file(case: Case, edition: Edition, day: date, kind: str) -> Skeleton:
    """A new plan of support, with the priorities that are open on its day."""
    opened = ", ".join(each.record_id for each in open_priorities(case, day))
    front = [
        f"kind: {kind}",
        "#title: what it is called",
        "#coordinator: a role or an officer's id",
        f"#from: {day.isoformat()}   # its first day",
        "#to: the day after its last",
        f"#agreed: {{headteacher: {day.isoformat()}}}   # each who agreed it, with the day",
        f"#priorities: [{opened}]",
        f"#criteria: []   # of {edition.title}",
        "#milestones:",
        "#  - {measure: what is to be reached, due_on: the day}",
        "#review_on: when it is looked at again",
    ]
    return record_file(case, "plans", day, kind, front, "## What we do\n")


def assessment_file(case: Case, edition: Edition, day: date, kind: str) -> Skeleton:
    """A new look at the whole school, with the policy's indicators still to be answered."""
    answers = ", ".join(edition.lists.get("indicator-answer", {})) or "met, partly, not-met"
    front = [
        f"kind: {kind}",
        "#present: []   # who took part: roles or officers",
        f"#indicators:   # answer: {answers}",
        *(f"#  {each.id}: {{answer: , evidence: []}}   # {each.title}" for each in edition.criteria),
        "#reason: what the indicators come to, in a sentence or two",
    ]
    return record_file(case, "assessments", day, kind, front, "## What was discussed\n")
