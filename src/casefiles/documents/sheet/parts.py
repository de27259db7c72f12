"""What the sheets of a meeting are made of: agenda, people, priorities, actions, as values for their templates."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.compose.members import Invited, invited
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, number
from casefiles.documents.sheet.fields import Field, choice_field, text_field
from casefiles.documents.word.controls import Choice
from casefiles.model.case import Action, Outcome, Priority
from casefiles.model.records import Meeting, Progress
from casefiles.policy.view_queries import last_held_before, open_actions

__all__ = [
    "Attender",
    "OpenAction",
    "PriorityFacts",
    "attenders",
    "carried_over",
    "choices_of",
    "last_judged",
    "open_lines",
    "owners",
    "priority_facts",
]

_RISKS = (Choice("low", "Low"), Choice("medium", "Medium"), Choice("high", "High"))
_ATTENDANCE = (Choice("present", "Present"), Choice("apologies", "Apologies"), Choice("absent", "Absent"))


class Attender(Struct, frozen=True):
    """Somebody who is expected, with the field that says whether they came."""

    person: Invited
    status: Field


class OpenAction(Struct, frozen=True):
    """An action agreed earlier, as it stands on the day: `status` is open, done or dropped.

    A sheet is written before its meeting: what is still open then may be late by that day, or done.
    """

    text: str
    owner: str
    priority: int
    due_on: str
    status: str
    done_on: str


class PriorityFacts(Struct, frozen=True):
    """A priority as the sheets print it: its outcome, and what the last meeting judged of it."""

    number: int
    id: str
    title: str
    measure: str
    baseline: str
    target: str
    due_on: str
    judged_on: str
    judgement: str
    risk: str
    value: str
    actions: tuple[OpenAction, ...]


def attenders(scene: Scene, meeting: Meeting) -> tuple[Attender, ...]:
    """Who is expected, each with the field for whether they came."""
    rows = []
    for person in invited(scene, meeting):
        status = "present" if person.role in meeting.present else None
        status = "apologies" if person.role in meeting.apologies else status
        path = f"attendance.{person.role}"
        rows.append(Attender(person, choice_field(path, person.title, _ATTENDANCE, status)))
    return tuple(rows)


def choices_of(scene: Scene, vocabulary: str) -> tuple[Choice, ...]:
    """The entries of a list of the pack as a drop-down has them."""
    terms = scene.edition.lists.get(vocabulary, {})
    made = tuple(Choice(name, term.title, term.aliases) for name, term in terms.items())
    return made or (_RISKS if vocabulary == "risk" else ())


def owners(scene: Scene, meeting: Meeting) -> tuple[Choice, ...]:
    """Who may own an action: everybody expected, by name and title."""
    return tuple(
        Choice(each.role, f"{each.name}, {each.title}" if each.name else each.title) for each in invited(scene, meeting)
    )


def last_judged(scene: Scene, priority: Priority) -> tuple[Meeting | None, Progress]:
    """The last meeting before this one that judged the priority, and what it judged."""
    before = scene.record_on
    while (meeting := last_held_before(scene.view, before)) is not None:
        if priority.record_id in meeting.progress:
            return meeting, meeting.progress[priority.record_id]
        before = meeting.date
    return None, Progress()


def priority_facts(scene: Scene) -> Iterator[PriorityFacts]:
    """The priorities that the meeting is about, in order."""
    for at, priority in enumerate(scene.priorities, start=1):
        outcome = priority.outcome or Outcome()
        meeting, progress = last_judged(scene, priority)
        yield PriorityFacts(
            number=at,
            id=priority.record_id,
            title=priority.title,
            measure=outcome.measure or "",
            baseline=amount(outcome.baseline, outcome.unit),
            target=amount(outcome.target, outcome.unit),
            due_on=day(outcome.due_on),
            judged_on=day(meeting.date) if meeting else "",
            judgement=scene.term("judgement", progress.judgement),
            risk=scene.term("risk", progress.risk),
            value=amount(progress.value, outcome.unit),
            actions=tuple(_line(scene, action) for action in carried_over(scene, priority.record_id)),
        )


def open_lines(scene: Scene) -> tuple[OpenAction, ...]:
    """The actions agreed before the meeting that are still open on its day."""
    still = open_actions(scene.view, scene.record_on)
    return tuple(_line(scene, action) for action in still if action.agreed_at != scene.record.record_id)


def value_field(path: str, title: str, progress: Progress, unit: str) -> Field:
    """The field for a measured value, a number of a unit."""
    return text_field(path, title, number(progress.value), unit)


def carried_over(scene: Scene, priority: str | None) -> Iterator[Action]:
    """The actions of a priority (None: of none) from before the meeting that were open when the last was held."""
    last = scene.met_before
    for action in scene.case.actions:
        ended = action.done_on or action.dropped_on
        of_it = action.priority == priority and action.agreed_at != scene.record.record_id
        if of_it and (ended is None or last is None or ended >= last):
            yield action


def _line(scene: Scene, action: Action) -> OpenAction:
    status = "done" if action.done_on else "dropped" if action.dropped_on else "open"
    return OpenAction(
        text=action.action,
        owner=scene.role_title(action.owner),
        priority=scene.number(action.priority) if action.priority else 0,
        due_on=day(action.due_on),
        status=status,
        done_on=day(action.done_on),
    )
