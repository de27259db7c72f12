"""Kinds about priorities and actions: measurable outcomes, who agreed them, what is overdue."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Action, Priority
from casefiles.model.records import Meeting
from casefiles.model.types import Flag, Identifier, Many, Texts
from casefiles.policy.people_at import present_at
from casefiles.policy.rule import Duty, NoParams, Problem, View, rule_kind
from casefiles.policy.view_queries import is_held
from casefiles.policy.wording import say_all, say_any, say_meeting, say_role, say_roles

__all__ = ["action_overdue", "agreed_with", "outcome_measurable"]

_WORDS = {
    "measure": "what is measured",
    "target": "a target",
    "baseline": "a baseline",
    "due_on": "a date",
}


class OutcomeMeasurable(Shape):
    """What an outcome must have, what it should have (ours), and whether it needs an area or pupils' outcomes."""

    must: Texts
    should: Texts = ()
    area: Flag = False


@rule_kind("outcome-measurable", of=Priority, params=OutcomeMeasurable)
def outcome_measurable(priority: Priority, asked: OutcomeMeasurable, view: View) -> Iterator[Problem]:
    """The outcome that is expected of a priority is missing, or cannot be measured."""
    agreed = _agreed_at(view, priority)
    if agreed is not None and not is_held(view, agreed):
        return
    lacks = [key for key in asked.must if _absent(priority, key)]
    if lacks:
        yield Problem(
            f'the expected outcome of "{priority.title}" lacks {say_all(_WORDS[key] for key in lacks)}',
            path=("outcome",) if priority.outcome else ("id",),
            help=f"write outcome with {say_all(f'{key}' for key in asked.must)}",
        )
    unsaid = [key for key in asked.should if priority.outcome is not None and _absent(priority, key)]
    if unsaid:
        yield Problem(
            f'the expected outcome of "{priority.title}" lacks {say_all(_WORDS[key] for key in unsaid)} '
            "(our reading of measurable)",
            path=("outcome",),
            step=1,
            ours=True,
        )
    shows = priority.area is not None or (priority.outcome is not None and priority.outcome.pupil_outcome)
    if asked.area and not shows:
        yield Problem(
            f'"{priority.title}" shows impact neither on what pupils achieve nor on an Ofsted area',
            path=("id",),
            help="write area, or pupil_outcome: true under outcome",
        )


def _absent(priority: Priority, key: str) -> bool:
    return priority.outcome is None or getattr(priority.outcome, key) is None


class AgreedWith(Shape):
    """The roles with which a priority must be agreed."""

    roles: Annotated[tuple[Identifier, ...], Many]


@rule_kind("agreed-with", of=Priority, params=AgreedWith)
def agreed_with(priority: Priority, asked: AgreedWith, view: View) -> Iterator[Problem]:
    """A priority was agreed without somebody with whom it must be agreed."""
    meeting = _agreed_at(view, priority)
    if meeting is None or not is_held(view, meeting):
        return
    missing = [role for role in asked.roles if role not in present_at(view, meeting)]
    if missing:
        verb = "was" if len(missing) == 1 else "were"
        yield Problem(
            f'"{priority.title}" was agreed at {say_meeting(view.edition, meeting)}, where '
            f"{say_roles(view.edition, missing)} {verb} not present",
            path=("agreed_at",),
            help=f"it is to be agreed with {say_roles(view.edition, asked.roles)}",
        )


def _agreed_at(view: View, priority: Priority) -> Meeting | None:
    meeting = view.case.find("meeting", priority.agreed_at) if priority.agreed_at else None
    return meeting if isinstance(meeting, Meeting) else None


@rule_kind("action-overdue", of=Action)
def action_overdue(action: Action, asked: NoParams, view: View) -> Iterator[Duty]:
    """An action was to be done by a day that has passed."""
    del asked
    if action.due_on is None:
        return
    ended = action.done_on or action.dropped_on
    owner = say_role(view.edition, action.owner)
    yield Duty(
        what=f"{action.action} ({owner})",
        due_on=action.due_on,
        derivation=f"agreed for {say_date(action.due_on)}",
        message=f'"{action.action}" was due on {say_date(action.due_on)} and is neither done nor dropped; '
        f"{owner} sees to it",
        path=("due_on",),
        met_by=action.id if ended else "",
        met_on=ended,
        help=f"write {say_any(['done_on', 'dropped_on with dropped_because'])}",
    )
