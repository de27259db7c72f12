"""Kinds about what is sent, to whom and by when: letters, reports, papers, the governing body."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated

from msgspec import Struct
from pydantic import Field

from casefiles.calendars import Derived, say_date
from casefiles.model.base import Shape
from casefiles.model.records import Evidence, Meeting, SentDocument, Visit
from casefiles.model.types import Flag, Identifier, Many, Text, Whole
from casefiles.policy.episodes import episode_on
from casefiles.policy.field_path import FieldPath
from casefiles.policy.kinds.agenda import report_of
from casefiles.policy.people_at import roles_of, same_person
from casefiles.policy.rule import Duty, NoParams, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import is_held, meetings_of
from casefiles.policy.wording import say_all, say_meeting, say_roles

__all__ = [
    "circulated_to",
    "papers_before",
    "sent_within",
    "shared_within",
    "tabled_before_next",
    "visit_before_review",
    "visit_circulated",
]


class SentWithin(Shape):
    """The part of the meeting that says when its document was sent, what it is called, and the days for it (ours)."""

    part: Identifier
    noun: Text
    school_days: Whole


@rule_kind("document-due", of=Meeting, params=SentWithin)
def sent_within(meeting: Meeting, asked: SentWithin, view: View) -> Iterator[Duty | Unjudged]:
    """The letter or report that a meeting calls for was not sent, or was sent late."""
    due = _school_days(view, meeting.date, asked.school_days)
    if isinstance(due, Unjudged):
        yield due
        return
    sent = _sent(meeting, asked.part)
    name = say_meeting(view.edition, meeting)
    day = sent.sent_on if sent else None
    late = day is not None and day > due.on
    yield Duty(
        what=f"send {asked.noun} {name}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"{asked.noun} {name} was not sent by {say_date(due.on)}",
        path=(asked.part,) if sent else ("kind",),
        met_by=meeting.record_id if day else "",
        met_on=day,
        late=f"{asked.noun} {name} was sent on {say_date(day)}, after {say_date(due.on)}" if late and day else "",
        help=f"write when it was sent in {asked.part}.sent_on; {due.derivation}",
        ours=True,
    )


class CirculatedTo(Shape):
    """The part of the meeting that says to whom its document went, and who must be among them."""

    part: Identifier
    noun: Text
    roles: Annotated[tuple[Identifier, ...], Many]


@rule_kind("circulated-to", of=Meeting, params=CirculatedTo)
def circulated_to(meeting: Meeting, asked: CirculatedTo, view: View) -> Iterator[Problem]:
    """A report was not sent to everyone whom it must reach."""
    sent = _sent(meeting, asked.part)
    if sent is None or sent.sent_on is None:
        return
    missing = [role for role in asked.roles if not _reaches(view, role, sent.to, sent.sent_on)]
    if missing:
        yield Problem(
            f"{asked.noun} {say_meeting(view.edition, meeting)} did not go to {say_roles(view.edition, missing)}",
            path=(asked.part, "to") if sent.to else (asked.part,),
        )


class VisitCirculated(Shape):
    """Who must get the report of a visit, and the days after which nobody having got it is overdue (ours)."""

    roles: Annotated[tuple[Identifier, ...], Many]
    school_days: Whole


@rule_kind("visit-circulated", of=Visit, params=VisitCirculated)
def visit_circulated(visit: Visit, asked: VisitCirculated, view: View) -> Iterator[Problem | Duty | Unjudged]:
    """The report of a visit did not reach everyone whom it must reach."""
    if visit.circulated:
        missing = [role for role in asked.roles if not _reaches(view, role, visit.circulated, visit.date)]
        if missing:
            yield Problem(
                f"the report of the visit of {say_date(visit.date)} did not go to {say_roles(view.edition, missing)}",
                path=("circulated",),
            )
        return
    due = _school_days(view, visit.date, asked.school_days)
    if isinstance(due, Unjudged):
        yield due
    else:
        yield Duty(
            what=f"circulate the report of the visit of {say_date(visit.date)}",
            due_on=due.on,
            derivation=due.derivation,
            message=f"the report of the visit of {say_date(visit.date)} was not circulated by {say_date(due.on)}",
            path=("visitor",),
            help="write under circulated each role that got it, with the day",
            ours=True,
        )


@rule_kind("visit-circulated-before-review", of=Visit)
def visit_before_review(visit: Visit, asked: NoParams, view: View) -> Iterator[Problem]:
    """A visit's report was not circulated before the next review meeting."""
    del asked
    following = next((each for each in meetings_of(view, stage="review") if each.date > visit.date), None)
    episode = episode_on(view, visit.date)
    if following is None or (episode is not None and not episode.covers(following.date)):
        return
    late = [role for role, day in visit.circulated.items() if day >= following.date]
    if visit.circulated and len(late) < len(visit.circulated):
        return
    yield Problem(
        f"the report of the visit of {say_date(visit.date)} was not circulated before "
        f"{say_meeting(view.edition, following)}",
        path=("circulated",) if visit.circulated else ("visitor",),
    )


class PapersBefore(Shape):
    """The papers that go out before a meeting, who prepares them, and the working days before it.

    The days are ours unless `of_policy` says that the policy gives them.
    """

    papers: Annotated[tuple[Identifier, ...], Many]
    any_of: Flag = Field(default=False, description="Whether any paper that the meeting names will do.")
    with_others: Flag = Field(
        default=False, description="Whether the other papers that the meeting names go out by that day too."
    )
    prepared_by: Annotated[tuple[Identifier, ...], Many] = ()
    working_days: Whole
    of_policy: Flag = False


@rule_kind("papers-before", of=Meeting, params=PapersBefore)
def papers_before(meeting: Meeting, asked: PapersBefore, view: View) -> Iterator[Said]:
    """The papers of a meeting did not go out before it."""
    if meeting.cancelled_on is not None:
        return
    due = view.calendar.subtract_working_days(meeting.date, asked.working_days)
    held, name = is_held(view, meeting), say_meeting(view.edition, meeting)
    counts_all = asked.any_of or asked.with_others
    given = {paper: day for paper, day in meeting.papers.items() if counts_all or paper in asked.papers}
    for paper, day in given.items():
        if day >= meeting.date:
            yield Problem(
                f"{_the(paper)} for {name} went out on {say_date(day)}; it is to be shared before the meeting",
                path=("papers", paper),
            )
    missing = _missing_papers(view, meeting, asked, given)
    if missing and held:
        yield Problem(
            f"nothing says that {say_all(_the(paper) for paper in missing)} went out before {name}",
            path=("papers",) if meeting.papers else ("kind",),
            help="write under papers each paper with the day when it went out",
        )
    elif missing or given:
        yield _papers_duty(meeting, asked, due, _Papers(name, tuple(missing), given))
    yield from _prepared(view, meeting, asked, name)


class _Papers(Struct, frozen=True):
    """How far a meeting's papers are: those without a day, those with one."""

    meeting: str
    missing: tuple[str, ...]
    given: Mapping[str, date]


def _papers_duty(meeting: Meeting, asked: PapersBefore, due: Derived, papers: _Papers) -> Duty:
    """The duty to send papers some days ahead; one sent after the meeting has its own error."""
    last = max((day for day in papers.given.values() if day < meeting.date), default=None)
    late = last is not None and last > due.on and not papers.missing
    named = say_all(_the(paper) for paper in papers.missing or papers.given)
    return Duty(
        what=f"circulate {named} for {papers.meeting}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"{named} for {papers.meeting} did not go out by {say_date(due.on)}",
        path=("papers",) if meeting.papers else ("kind",),
        met_by="" if papers.missing else meeting.record_id,
        met_on=None if papers.missing else max(papers.given.values()),
        late=f"papers for {papers.meeting} went out on {say_date(last)}, less than {asked.working_days} working days "
        "before it"
        if late and last
        else "",
        help=due.derivation,
        step=1,
        ours=not asked.of_policy,
    )


def _missing_papers(view: View, meeting: Meeting, asked: PapersBefore, given: dict[str, date]) -> list[str]:
    """The papers without a day; a headteacher's report that isn't there at all is another rule's word."""
    if asked.any_of:
        return [] if given else list(asked.papers[:1])
    return [
        paper
        for paper in asked.papers
        if paper not in given
        and not (paper == "headteacher-report" and is_held(view, meeting) and report_of(view, meeting) is None)
    ]


def _prepared(view: View, meeting: Meeting, asked: PapersBefore, name: str) -> Iterator[Problem]:
    if not meeting.papers_by:
        return
    missing = [role for role in asked.prepared_by if not _reaches(view, role, meeting.papers_by, meeting.date)]
    if missing:
        yield Problem(
            f"{say_roles(view.edition, missing)} did not prepare the papers for {name}; "
            f"{say_roles(view.edition, asked.prepared_by)} prepare them together",
            path=("papers_by",),
            step=1,
        )


class BeforeNext(Shape):
    """The day of the governing body that is to come before the next review: circulated_on or tabled_on."""

    day: FieldPath
    did: Text


@rule_kind("tabled-at-governing-body", of=Meeting, params=BeforeNext)
def tabled_before_next(meeting: Meeting, asked: BeforeNext, view: View) -> Iterator[Duty | Problem]:
    """The governing body did not get or discuss a report before the next review."""
    report = meeting.report
    if report is None or report.sent_on is None:
        return
    name = say_meeting(view.edition, meeting)
    day = _governors_day(meeting, asked.day)
    if day is not None and day < report.sent_on:
        yield Problem(
            f"the report of {name} was sent on {say_date(report.sent_on)}; the governing body cannot have "
            f"{asked.did} it on {say_date(day)}",
            path=tuple(asked.day.split(".")),
        )
        return
    following = next((each for each in meetings_of(view, stage="review", held=None) if each.date > meeting.date), None)
    if following is None:
        return
    yield Duty(
        what=f"the governing body has {asked.did} the report of {name}",
        due_on=following.date - timedelta(days=1),
        derivation=f"before {say_meeting(view.edition, following)}",
        message=f"nothing says that the governing body had {asked.did} the report of {name} before that of "
        f"{say_date(following.date)}",
        path=("governors",) if meeting.governors else ("report",),
        met_by=meeting.record_id if day else "",
        met_on=day,
        help=f"write the day in {asked.day}",
    )


def _governors_day(meeting: Meeting, path: str) -> date | None:
    """The day of a report before the governing body; what was discussed had been circulated."""
    governors = meeting.governors
    if governors is None:
        return None
    return governors.tabled_on if path == "governors.tabled_on" else governors.circulated_on or governors.tabled_on


class SharedWithin(Shape):
    """The school days within which evidence is shared (ours)."""

    school_days: Whole


@rule_kind("shared-within", of=Evidence, params=SharedWithin)
def shared_within(evidence: Evidence, asked: SharedWithin, view: View) -> Iterator[Duty | Unjudged]:
    """Evidence of a problem was not shown to the school's leaders soon after it was found."""
    if not evidence.criteria or evidence.readers == ("internal",):
        return
    due = _school_days(view, evidence.date, asked.school_days)
    if isinstance(due, Unjudged):
        yield due
        return
    day = evidence.shared_on
    late = day is not None and day > due.on
    yield Duty(
        what=f'share "{evidence.title}" with the headteacher and the chair of governors',
        due_on=due.on,
        derivation=due.derivation,
        message=f'"{evidence.title}" was not shared with the school by {say_date(due.on)}',
        path=("shared_on",) if day else ("title",),
        met_by=evidence.record_id if day else "",
        met_on=day,
        late=f'"{evidence.title}" was shared on {say_date(day)}, after {say_date(due.on)}' if late and day else "",
        help=f"write when the school's leaders were shown it in shared_on; {due.derivation}",
        ours=True,
    )


def _school_days(view: View, day: date, count: int) -> Derived | Unjudged:
    return view.calendar.add_school_days(day, count) or Unjudged(view.calendar.academic_year(day))


def _sent(meeting: Meeting, part: str) -> SentDocument | None:
    return meeting.letter if part == "letter" else meeting.report


def _reaches(view: View, role: str, named: Iterable[str], day: date) -> bool:
    """Whether a role is among the people named, by role or by an officer's id."""
    return any(
        same_person(view.case, view.edition, role, name, day) or role in roles_of(view.case, view.edition, name, day)
        for name in named
    )


def _the(paper: str) -> str:
    words = {"headteacher-report": "the headteacher's report", "papers": "the papers"}
    return words.get(paper, f"the {paper.replace('-', ' ')}")
