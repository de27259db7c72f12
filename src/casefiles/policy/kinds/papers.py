"""Kinds about what a school hands in for a meeting, and what is said there of actions that were agreed before."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Action
from casefiles.model.records import Meeting, Received
from casefiles.model.types import Identifier, Many, Names, Text, Whole
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.subjects import known_day
from casefiles.policy.view_queries import is_held, last_held_before, received_of
from casefiles.policy.wording import say_all, say_meeting, say_term

__all__ = ["actions_agreed", "actions_reported", "documents_shared", "returned_before"]


class DocumentsShared(Shape):
    """The documents that a meeting needs from the school."""

    documents: Annotated[tuple[Annotated[Identifier, Names("received-kind")], ...], Many]


@rule_kind("documents-shared", of=Meeting, params=DocumentsShared)
def documents_shared(meeting: Meeting, asked: DocumentsShared, view: View) -> Iterator[Problem]:
    """A document that the school shares at a meeting was not there, or is of an earlier academic year."""
    if not is_held(view, meeting):
        return
    name = say_meeting(view.edition, meeting)
    newest: dict[str, Received | None] = {}
    for kind in asked.documents:
        found = received_of(view, (kind,), by=meeting.date)
        newest[kind] = max(found, key=_day_of, default=None)
    missing = [kind for kind, document in newest.items() if document is None]
    if missing:
        yield Problem(
            f"{say_all(_title(view, kind) for kind in missing)} {'was' if len(missing) == 1 else 'were'} not received "
            f"by {name}",
            path=("kind",),
            help=f"file under received/ what the school sends, with its kind: {say_all(missing)}",
        )
    year = view.calendar.academic_year(meeting.date)
    old = [each for each in newest.values() if each and view.calendar.academic_year(_day_of(each)) != year]
    for document in old:
        yield Problem(
            f"{_title(view, document.kind)} that {name} had is of {say_date(_day_of(document))}, before {year} "
            "(that each academic year has its own is our reading)",
            record=document,
            path=("kind",),
            help="ask the school for this year's",
            step=1,
            ours=True,
        )


def _title(view: View, kind: str) -> str:
    title = say_term(view.edition, "received-kind", kind)
    return f"the {title[:1].lower()}{title[1:]}"


def _day_of(document: Received) -> date:
    return document.received_on or document.date


class ReturnedBefore(Shape):
    """The working days before the meeting that a form was written for (ours)."""

    working_days: Whole
    noun: Text


@rule_kind("returned-before", of=Received, params=ReturnedBefore)
def returned_before(document: Received, asked: ReturnedBefore, view: View) -> Iterator[Problem]:
    """A form that the school completes for a meeting came back too late for its papers."""
    meeting = view.case.find("meeting", document.meeting) if document.meeting else None
    if not isinstance(meeting, Meeting):
        return
    due = view.calendar.subtract_working_days(meeting.date, asked.working_days)
    if _day_of(document) > due.on:
        yield Problem(
            f"{asked.noun} for {say_meeting(view.edition, meeting)} came back on {say_date(_day_of(document))}, after "
            f"{say_date(due.on)}",
            path=("received_on",) if document.received_on else ("kind",),
            help=due.derivation,
            ours=True,
        )


@rule_kind("actions-agreed", of=Meeting)
def actions_agreed(meeting: Meeting, asked: NoParams, view: View) -> Iterator[Problem]:
    """A meeting ended without actions for the next one, or an action has no day by which it is to be done."""
    del asked
    if not is_held(view, meeting):
        return
    agreed = [action for action in view.case.actions if action.agreed_at == meeting.record_id]
    if not agreed:
        yield Problem(
            f"{say_meeting(view.edition, meeting)} agreed no action ahead of the next meeting",
            path=("kind",),
            help=f'write in actions.yaml who does what by when, with "agreed_at: {meeting.record_id}"',
        )
    for action in agreed:
        if action.due_on is None:
            yield Problem(
                f'"{action.action}" was agreed at {say_meeting(view.edition, meeting)} without a day by which to do it',
                record=action,
                path=("id",),
                help="write due_on",
            )


class ActionsReported(Shape):
    """The stage of the meetings that follow each other."""

    stage: Identifier = "review"


@rule_kind("actions-reported", of=Meeting, params=ActionsReported)
def actions_reported(meeting: Meeting, asked: ActionsReported, view: View) -> Iterator[Problem]:
    """An action of an earlier meeting was open, and nothing says by this one what has come of it."""
    previous = last_held_before(view, meeting.date, stage=asked.stage)
    if previous is None or not is_held(view, meeting):
        return
    silent = [
        f'"{action.action}"'
        for action in view.case.actions
        if _was_open(view, action, previous, meeting) and not _reported(action, previous, meeting)
    ]
    if silent:
        yield Problem(
            f"nothing says by {say_meeting(view.edition, meeting)} what has come of {say_all(silent)} since "
            f"{say_date(previous.date)}",
            path=("kind",),
            help="write in actions.yaml an update ({made_on, impact}), or done_on with impact",
        )


def _was_open(view: View, action: Action, previous: Meeting, meeting: Meeting) -> bool:
    """Whether an action was agreed before a meeting and still open after the one before it."""
    agreed = known_day(view.case, action)
    if agreed is None or agreed > previous.date:
        return False
    ended = [day for day in (action.done_on, action.dropped_on) if day is not None]
    dropped = action.dropped_on is not None and action.dropped_on <= meeting.date
    return not dropped and all(day > previous.date for day in ended)


def _reported(action: Action, previous: Meeting, meeting: Meeting) -> bool:
    """Whether its impact is on file by a meeting: an update since the last one, or what came of it when it was done."""
    if any(previous.date < update.made_on <= meeting.date for update in action.updates):
        return True
    seen = action.impact_on or action.done_on
    return action.impact is not None and seen is not None and seen <= meeting.date
