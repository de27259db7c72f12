"""Kinds about minutes: the set agenda, and what is said of each priority."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from casefiles.markup import Body, Section
from casefiles.model.base import Record, Shape
from casefiles.model.case import Priority
from casefiles.model.records import Meeting, Received
from casefiles.model.types import Identifier, Many, Text
from casefiles.policy.minutes import IMPACT, NEXT_STEPS, item_of, part_of, priority_section, sections_of
from casefiles.policy.pack import AgendaItem, MeetingKind
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.view_queries import last_held_before, meetings_of, opened_on, received_of
from casefiles.policy.wording import a_count, say_all, say_any, say_meeting

__all__ = ["agenda_followed", "report_of", "report_received", "reports_on_each"]


class AgendaFollowed(Shape):
    """The items that facts carry without minutes: item -> actions, outcomes, judgement or next_meetings."""

    carried: dict[Identifier, Text] = Field(default_factory=dict)
    besides: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="Items whose absence another rule speaks of."
    )


@rule_kind("agenda-followed", of=Meeting, params=AgendaFollowed)
def agenda_followed(meeting: Meeting, asked: AgendaFollowed, view: View) -> Iterator[Problem]:
    """An item of the set agenda is missing from the minutes, or out of order."""
    kind = view.edition.meeting_kind(meeting.kind)
    if kind is None:
        return
    minuted = {
        item.id
        for section in sections_of(meeting.body)
        if not section.is_empty and (item := item_of(section, kind.agenda))
    }
    missing = [item for item in kind.agenda if item.id not in minuted and not _carried(item, meeting, asked, view)]
    if missing:
        items = say_all(f'"{item.title}"' for item in missing)
        yield Problem(
            f"the minutes of {say_meeting(view.edition, meeting)} leave out "
            f"{a_count(len(missing), 'item')} of the agenda: {items}",
            help="add the heading; where there was nothing to report, say so below it",
        )
    yield from _out_of_order(meeting, kind, view)


def _out_of_order(meeting: Meeting, kind: MeetingKind, view: View) -> Iterator[Problem]:
    places = {item.id: index for index, item in enumerate(kind.agenda)}
    last = -1
    for section in sections_of(meeting.body):
        item = item_of(section, kind.agenda)
        if item is None:
            continue
        if places[item.id] < last:
            yield Problem(
                f'"{section.title}" is item {places[item.id] + 1} of the agenda of '
                f"{say_meeting(view.edition, meeting)} and stands after a later item",
                span=section.span,
                help="put the headings in the agenda's order",
            )
        last = max(last, places[item.id])


def _carried(item: AgendaItem, meeting: Meeting, asked: AgendaFollowed, view: View) -> bool:
    """Whether structured facts say what an item is for, or another rule asks for it."""
    if item.id in asked.besides:
        return True
    fact = asked.carried.get(item.id)
    if fact == "actions":
        return any(action.agreed_at == meeting.record_id for action in view.case.actions)
    if fact == "outcomes":
        agreed = [each for each in view.case.priorities if each.agreed_at == meeting.record_id]
        return bool(agreed) and all(each.outcome is not None for each in agreed)
    if fact == "judgement":
        return meeting.judgement is not None
    if fact == "next_meetings":
        later = meetings_of(view, held=None)
        return bool(meeting.next_meetings) or any(each.date > meeting.date for each in later)
    return False


class ReportsOnEach(Shape):
    """What minutes must say of each open priority: impact, next-steps or both."""

    parts: Annotated[tuple[Identifier, ...], Many]


@rule_kind("reports-on-each", of=Meeting, params=ReportsOnEach)
def reports_on_each(meeting: Meeting, asked: ReportsOnEach, view: View) -> Iterator[Problem]:
    """A review says nothing on the impact or the next steps of a priority that was open."""
    name = say_meeting(view.edition, meeting)
    report = report_of(view, meeting)
    for priority in reviewed_priorities(view, meeting):
        section = priority_section(meeting.body, priority)
        bodies = [body for body in (meeting.body, report.body if report else None) if body]
        if not any(priority_section(body, priority) for body in bodies):
            yield Problem(
                f'{name} does not report on the priority "{priority.title}"',
                help=f'add "## {priority.title}" with "### Impact" and "### Next steps"',
                path=("kind",),
            )
            continue
        missing = [
            words for part, words in _PARTS if part in asked.parts and not _says(view, bodies, priority, part, meeting)
        ]
        if missing:
            yield Problem(
                f'{name} gives no {say_any(missing)} for the priority "{priority.title}"',
                span=section.span if section else None,
            )


_PARTS = (("impact", "impact"), ("next-steps", "next steps"))


def _says(view: View, bodies: list[Body], priority: Priority, part: str, meeting: Meeting) -> bool:
    """Whether minutes or the headteacher's report have that part; dated actions agreed there are next steps too."""
    if part == "next-steps" and any(
        action.agreed_at == meeting.record_id and action.priority == priority.record_id for action in view.case.actions
    ):
        return True
    found = (priority_section(body, priority) for body in bodies)
    return any(section is not None and _has(section, part) for section in found)


def _has(section: Section, part: str) -> bool:
    if part == "impact":
        return bool(section.text) or part_of(section, IMPACT) is not None
    return part_of(section, NEXT_STEPS) is not None


def reviewed_priorities(view: View, meeting: Meeting) -> tuple[Priority, ...]:
    """The priorities that a review speaks of: agreed before it and not closed before it."""
    return tuple(
        priority
        for priority in view.case.priorities
        if (opened := opened_on(view, priority)) is not None
        and opened < meeting.date
        and (priority.closed_on is None or priority.closed_on >= meeting.date)
    )


class ReportReceived(Shape):
    """The kind of report that must be there before the meeting."""

    kind: Identifier


@rule_kind("report-received", of=Meeting, params=ReportReceived)
def report_received(meeting: Meeting, asked: ReportReceived, view: View) -> Iterator[Problem]:
    """The headteacher's report was not there before the meeting, or leaves a priority out."""
    report = report_of(view, meeting, asked.kind)
    name = say_meeting(view.edition, meeting)
    if report is None:
        if asked.kind not in meeting.papers:
            yield Problem(
                f"there is no headteacher's report for {name}",
                help=f'file it under received/ with "kind: {asked.kind}" and "meeting: {meeting.record_id}"',
            )
        return
    arrived = report.received_on or report.date
    if arrived >= meeting.date:
        record: Record = report
        yield Problem(
            f"the headteacher's report for {name} came on or after its day",
            record=record,
            path=("received_on",) if report.received_on else ("kind",),
        )
    left_out = [
        f'"{priority.title}"'
        for priority in reviewed_priorities(view, meeting)
        if not _reported(report, priority) and not _in_file_beside(report)
    ]
    if left_out:
        yield Problem(
            f"the headteacher's report for {name} does not report on {say_all(left_out)}",
            help="ask the school for it, and add a heading for each, as on the headteacher's form",
            record=report,
            path=("kind",),
            step=1,
        )


def _reported(report: Received, priority: Priority) -> bool:
    section = priority_section(report.body, priority)
    return section is not None and not section.is_empty


def _in_file_beside(report: Received) -> bool:
    """Whether the report itself lies beside its record as a file that nobody has read in."""
    return report.file is not None and not report.body.sections


def report_of(view: View, meeting: Meeting, kind: str = "headteacher-report") -> Received | None:
    """The report written for a meeting: the one that names it, else the last since the review before."""
    found = received_of(view, (kind,))
    named = [report for report in found if report.meeting == meeting.record_id]
    if named:
        return named[-1]
    previous = last_held_before(view, meeting.date, stage="review")
    loose = [
        report
        for report in found
        if report.meeting is None and report.date <= meeting.date and (previous is None or report.date > previous.date)
    ]
    return loose[-1] if loose else None
