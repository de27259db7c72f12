"""The actions that the headteacher's form asks after: whether each is done, on which day, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.documents.sheet.fields import anchor_of, choice_field, date_field, text_field
from casefiles.documents.sheet.parts import carried_over
from casefiles.documents.word.controls import Anchor, Choice, Control
from casefiles.model.case import Action, Priority
from casefiles.model.caseview import Case

__all__ = ["DONE", "OPEN", "ReportedAction", "current_fields", "other_actions", "reported_actions"]

DONE, OPEN = "done", "open"
_STATES = (
    Choice(DONE, "Done", ("yes", "complete", "completed", "finished", "achieved")),
    Choice(OPEN, "Not yet", ("no", "not done", "open", "still open", "ongoing", "in progress", "partly", "started")),
)


class ReportedAction(Struct, frozen=True):
    """An action agreed earlier with the fields of its row: done or not, when, what came of it."""

    anchor: Anchor
    text: str
    owner: str
    due_on: str
    status: Control
    done_on: Control
    result: Control


def reported_actions(scene: Scene, priority: Priority) -> Iterator[ReportedAction]:
    """The priority's actions that the form asks after."""
    return (_row(scene, action) for action in carried_over(scene, priority.record_id))


def other_actions(scene: Scene, known: tuple[Priority, ...]) -> Iterator[ReportedAction]:
    """The actions that serve none of the priorities that the form has a part for."""
    named = {each.record_id for each in known}
    wanted = dict.fromkeys(action.priority for action in scene.case.actions if action.priority not in named)
    return (_row(scene, action) for priority in wanted for action in carried_over(scene, priority))


def current_fields(case: Case, fields: Mapping[str, Control]) -> dict[str, Control]:
    """The form's fields, those of actions with what the case says today and not on the meeting's day."""
    own = {each.tag: each for action in case.actions for each in _fields(action)}
    return {tag: replace(own[tag], choices=field.choices) if tag in own else field for tag, field in fields.items()}


def _row(scene: Scene, action: Action) -> ReportedAction:
    anchor = anchor_of(f"agreed.{action.id}")
    return ReportedAction(anchor, action.action, scene.role_title(action.owner), day(action.due_on), *_fields(action))


def _fields(action: Action) -> tuple[Control, Control, Control]:
    path = f"agreed.{action.id}"
    latest = action.updates[-1].impact if action.updates else ""
    done = DONE if action.done_on else None
    return (
        choice_field(f"{path}.status", f"Done ({action.id})", _STATES, done).control,
        date_field(f"{path}.done-on", f"Done on ({action.id})", action.done_on, day(action.done_on)).control,
        text_field(f"{path}.result", f"What came of it ({action.id})", action.impact or latest).control,
    )
