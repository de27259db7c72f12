"""New files as text, filled from what is known: what must still be written stands there as a commented line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casefiles.calendars import say_date
from casefiles.model.case import Priority
from casefiles.model.caseview import Case
from casefiles.model.notices import Notice
from casefiles.policy.copies import copies_of
from casefiles.policy.facets import family_of
from casefiles.policy.law import calendar_in
from casefiles.policy.pack import Edition, MeetingKind
from casefiles.policy.rule import View

__all__ = [
    "Skeleton",
    "authority_files",
    "evidence_file",
    "exit_plan_file",
    "letter_file",
    "meeting_file",
    "next_meeting_day",
    "notice_file",
    "planned_meeting_day",
    "received_file",
    "school_files",
    "visit_file",
]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .'()/&-]*(?<! )")
_LOOKS_OTHERWISE = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n|~|-?[\d.]+")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A file to be started: its path relative to the caseload, and its text."""

    path: str
    text: str


def authority_files(authority: str, policy: str, edition: Edition, name: str, council: str) -> tuple[Skeleton, ...]:
    """The file of a new authority; the roles are those of its policy."""
    roles = [
        f"#  {role}: [{{officer: ID, from: 2025-09-01}}]   # {entry.title}"
        for role, entry in edition.roles.items()
        if entry.side == "authority"
    ]
    lines = [
        f"# {edition.title}: `casefiles policy show {policy}` lists its levels, roles and rules.",
        f"name: {scalar(name)}",
        f"issuing_authority: {scalar(council)}   # who gives statutory notices: the council, never a company",
        f"policy: {policy}   # its edition is chosen by date",
        "letterhead:",
        "#  address: [Line one, Town, Postcode]",
        "#  telephone: 020 7946 0000",
        "#  email: improvement@example.org",
        "#  logo: templates/logo.png   # a PNG or JPEG inside this folder",
        "",
        "# People are named once, here, and referred to by id or by role.",
        "officers:",
        "#  ID: {name: Full Name, title: Job title, salutation: Ms Name, email: name@example.org}",
        "",
        "# Who holds each role of the policy, from which day (to: the day it passed to another).",
        "roles:",
        *roles,
        "",
        "# Bodies that get letters or copies (dioceses, the Regional Director, Ofsted).",
        "bodies:",
        "#  ID: {name: Name, role: diocesan-authority, for: [Roman Catholic], address: [Line one, Town, Postcode]}",
        "",
        "# School years: days and half-terms are counted by them. Half-terms with first and last weekday.",
        "calendar:",
        "#  2025-26:",
        "#    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}",
        "#    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}",
        "#    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}",
        "#    closed: [2025-09-02]",
    ]
    return (Skeleton(f"{authority}/authority.yaml", _text(lines)),)


def school_files(
    folder: str, edition: Edition, *, urn: str, name: str, kind: str, phase: str, day: date
) -> tuple[Skeleton, ...]:
    """The files of a new case: the school's facts and people, and its case."""
    roles = [
        f"#  {role}: [{{name: Full Name, salutation: Mx Name, from: {day.isoformat()}}}]   # {entry.title}"
        for role, entry in edition.roles.items()
        if entry.side == "school"
    ]
    school = [
        _required("urn", urn, "six digits, as in Get Information About Schools"),
        _required("name", name, "as it stands in letters"),
        _required("type", kind, "as in Get Information About Schools: Community school, Academy converter, ..."),
        _required("phase", phase, "Primary, Secondary, All-through, Special, Nursery"),
        "religious_character: Does not apply",
        "#diocese: the diocese, for a Church of England or Roman Catholic school",
        "#provision: [early-years]   # early-years, sixth-form, arp",
        "#address: [Line one, Town, Postcode]",
        "",
        "# Each role with its holders over time: `from` is the first day, `to` the day it passed to another.",
        "people:",
        *roles,
        "",
        "# Inspections, with the grades in the report's words.",
        "ofsted:",
        "#  - {inspected_on: 2025-03-12, grades: {overall effectiveness: Good}, safeguarding: effective}",
    ]
    levels = ", ".join(level.id for level in sorted(edition.levels, key=lambda level: level.rank))
    case = [
        "#reference: the reference that stands on every document",
        f"# Decisions on the level of support, oldest first ({levels}); without one it is {edition.lowest_level}.",
        "levels:",
        "#  - level: the level",
        f"#    decided_on: {day.isoformat()}",
        "#    decided_by: a role or officer",
        f"#    origin: one of {', '.join(edition.lists.get('origin', {})) or 'the list of the policy'}",
        "#    criteria: []",
        "#    chair: who chairs this episode's meetings",
    ]
    return Skeleton(f"{folder}/school.yaml", _text(school)), Skeleton(f"{folder}/case.yaml", _text(case))


def evidence_file(case: Case, edition: Edition, day: date, name: str, *, title: str, source: str) -> Skeleton:
    """A new piece of evidence."""
    front = [
        _required("title", title, "what it shows, in a line"),
        _required("source", source, "where it comes from: school data, CPP visit, Ofsted report, ..."),
        f"#criteria: []   # of {edition.title}",
        f"#areas: []   # {', '.join(edition.lists.get('area', {}))}",
        "#shared_on: the day the school's leaders were shown it",
        "#data:",
        "#  - {measure: what is measured, group: all pupils, year: 2024-25, value: 0, england: 0, unit: percent}",
    ]
    return _record(case, "evidence", day, name, front, "What it says, in a paragraph.")


def meeting_file(case: Case, edition: Edition, kind: MeetingKind, day: date, *, suffix: str = "") -> Skeleton:
    """A new meeting, planned: its kind's agenda as headings, and for a review each open priority."""
    level = case.level_on(day)
    open_on = [each for each in case.priorities if each.closed_on is None or each.closed_on > day]
    reviewed = open_on if kind.stage == "review" else []
    front = [
        f"kind: {kind.id}   # {kind.title}",
        f"#chair: {level.chair if level and level.chair else 'a role or officer'}   # without it, the level's chair",
        f"#present: [{', '.join(_expected(case, edition))}]   # with this line the meeting was held",
        "#apologies: []",
        f"#papers: {{agenda: {day.isoformat()}}}   # each paper with the day it was circulated",
        *_progress(reviewed, edition),
        "#next_meetings: []",
        f"#{'report' if kind.stage == 'review' else 'letter'}: {{dated: {day.isoformat()}, to: [headteacher]}}",
    ]
    body = [f"## {item.title}\n" for item in kind.agenda if item.minuted]
    body += [f"## {each.title}\n\n### Impact\n\n### Next steps\n" for each in reviewed]
    return _record(case, "meetings", day, f"{_meeting_name(kind)}{suffix}", front, *body)


def _meeting_name(kind: MeetingKind) -> str:
    return kind.stage if kind.stage in {"initial", "review"} else kind.id


def planned_meeting_day(case: Case, kind: MeetingKind, day: date) -> date | None:
    """The next day on or after `day` for which a meeting of the kind is planned: it has its file, and nobody met."""
    waiting = [
        meeting.date
        for meeting in case.meetings
        if meeting.kind == kind.id
        and meeting.date >= day
        and not (meeting.is_held or meeting.cancelled_on)
        and meeting.record_id == f"{meeting.date.isoformat()}-{_meeting_name(kind)}"
    ]
    return min(waiting, default=None)


def next_meeting_day(case: Case, day: date) -> date | None:
    """The next day on or after `day` that a meeting has set for another one which has no file yet."""
    taken = {meeting.date for meeting in case.meetings}
    agreed = {each for meeting in case.meetings if meeting.cancelled_on is None for each in meeting.next_meetings}
    return min((each for each in agreed - taken if each >= day), default=None)


def visit_file(case: Case, edition: Edition, day: date, name: str, *, visitor: str) -> Skeleton:
    """A new visit."""
    front = [
        _required("visitor", visitor, "a role or an officer's id"),
        "half_days: 1",
        f"#bucket: core   # {', '.join(edition.lists.get('bucket', {})) or 'core, additional'}",
        "#focus: what was looked at",
        f"#circulated: {{headteacher: {day.isoformat()}}}   # each role that got the report, with the day",
    ]
    return _record(case, "visits", day, name, front, "What was seen and agreed.")


def received_file(case: Case, day: date, kind: str, *, sender: str) -> Skeleton:
    """Something new that the school or others sent."""
    front = [
        f"kind: {kind}",
        f"from: {scalar(sender)}" if sender else "#from: who sent it",
        f"received_on: {day.isoformat()}",
        "#file: the file that lies beside it",
        "#meeting: the meeting that it was written for",
    ]
    return _record(case, "received", day, kind, front, "")


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
    return _record(case, "letters", day, kind, front, "## Issues and context\n", "## For the letter\n")


def notice_file(case: Case, edition: Edition, day: date, kind: str) -> Skeleton:
    """A new notice: nothing in it is presumed but whom law and policy ask to be copied to."""
    notice = Notice.model_validate({"date": day, "kind": kind})
    asked = _ASKED.get(family_of(edition, notice), ())
    front = [
        f"kind: {kind}",
        "#method: how it is given",
        "#given_by: a role or an officer's id",
        f"#given_on: {day.isoformat()}",
        *(line.replace("DAY", day.isoformat()) for line in asked),
        *_copies(notice, View(case, edition, calendar_in(case, edition), day)),
    ]
    return _record(case, "notices", day, kind, front, "## Issues and context\n")


def _copies(notice: Notice, view: View) -> list[str]:
    """The copies that must be given at the same time, each with the provision that asks for it."""
    lines = []
    for copy in copies_of(notice, view).copies:
        if copy.recipient is None:
            lines.append(f"# {copy.title} ({copy.basis}): {copy.missing}")
        else:
            of_school = copy.capacity in view.case.school.people
            to, day = copy.capacity if of_school else scalar(copy.recipient.name), notice.day.isoformat()
            entry = f"{{to: {to}, capacity: {copy.capacity}, given_on: {day}, method: post}}"
            lines.append(f"#  - {entry}   # {copy.basis}")
    return ["#copies:", *lines] if lines else []


_AGREED = ("#agreed_by: who agreed it", "#agreed_on: the day they did")
_ASKED = {
    "warning": (
        *_AGREED,
        "#grounds:",
        "#  - {ground: the ground, comparators: [], evidence: []}",
        "#required_actions:",
        "#  - {action: what must be done, measure: how that is judged, due_on: DAY}",
        "#compliance_period: {from: DAY, to: DAY}",
        "#minded_to: [the powers that may follow]",
    ),
    "concern": ("#to: [chair-of-governors]",),
    "referral": ("#to: [regional-director]",),
    "outcome": ("#follows: the notice",),
    "withdrawal": ("#follows: the notice",),
    "proposal": (*_AGREED, "#follows: the notice", "#powers: [the powers that are proposed]"),
    "notification": ("#follows: the notice", "#powers: [the powers]"),
    "consultation": (
        "#follows: the notice",
        "#powers: [the powers]",
        "#closes_on: DAY",
        "#consulted:",
        "#  - {to: chair-of-governors, capacity: governing-body, consulted_on: DAY}",
    ),
    "consent": (
        "#follows: the notice",
        "#powers: [the powers]",
        "#consent: {given_on: DAY, given_by: who, letter: which}",
    ),
    "power": (*_AGREED, "#follows: the notice", "#powers_used: [the power]", "#takes_effect_on: DAY"),
    "report": ("#restricted: true", "#holder: who holds it", "#place: where it is kept", "#relied_on_because: why"),
}
"""What each family of notices is asked, as lines to be filled in."""


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
    return _record(case, "exit-plans", day, f"to-{to}", front, "## Issues and context\n")


def scalar(text: str) -> str:
    """The text as a YAML scalar that reads back as itself, quoted only where it must be."""
    plain = _PLAIN.fullmatch(text) and not _LOOKS_OTHERWISE.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _required(key: str, value: str, what: str) -> str:
    return f"{key}: {scalar(value)}" if value else f"{key}:   # to be written: {what}"


def _expected(case: Case, edition: Edition) -> Iterable[str]:
    """The roles that have a holder at the school, in the policy's words."""
    return [role for role in case.school.people if role in edition.roles] or ["headteacher", "chair-of-governors"]


def _progress(priorities: Iterable[Priority], edition: Edition) -> list[str]:
    judgements = " or ".join(edition.lists.get("judgement", {})) or "on-track or not-on-track"
    lines = [f"#  {each.record_id}: {{judgement: on-track, risk: low}}" for each in priorities]
    return [f"#progress:   # judgement: {judgements}; risk: low, medium or high", *lines] if lines else []


def _record(case: Case, folder: str, day: date, name: str, front: Iterable[str], *body: str) -> Skeleton:
    head = f"# {case.school.name}, {say_date(day)}. A line that begins with # is not read: take the # away to use it."
    text = _text(["---", head, *front, "---", *(part for part in body if part)])
    return Skeleton(f"{case.folder}/{folder}/{day.isoformat()}-{name}.md", text)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
