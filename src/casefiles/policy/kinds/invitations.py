"""Kinds about who is invited to a meeting, whether they came, and whether its kind fits the school's level."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.records import Meeting
from casefiles.model.types import Identifier, Many
from casefiles.policy.episodes import level_before, level_on
from casefiles.policy.people_at import apologies_of, present_at, same_person
from casefiles.policy.rule import Duty, NoParams, Problem, Said, View, rule_kind
from casefiles.policy.view_queries import is_held
from casefiles.policy.wording import say_level, say_meeting, say_roles

__all__ = ["invited_before", "invited_came", "meeting_fits_level"]


class InvitedRoles(Shape):
    """The roles that are invited."""

    roles: Annotated[tuple[Identifier, ...], Many]


@rule_kind("invited-before", of=Meeting, params=InvitedRoles)
def invited_before(meeting: Meeting, asked: InvitedRoles, view: View) -> Iterator[Said]:
    """Somebody was not invited to a meeting before it."""
    if meeting.cancelled_on is not None:
        return
    name = say_meeting(view.edition, meeting)
    for role, day in meeting.invited.items():
        if day >= meeting.date and any(_is(view, meeting, role, wanted) for wanted in asked.roles):
            yield Problem(
                f"{say_roles(view.edition, (role,))} was invited to {name} on {say_date(day)}, not before it",
                path=("invited", role),
                help="write the day of the invitation, if it was an earlier one",
            )
    missing = [role for role in asked.roles if not any(_is(view, meeting, name, role) for name in meeting.invited)]
    if not missing:
        return
    eve = meeting.date - timedelta(days=1)
    yield Duty(
        what=f"invite {say_roles(view.edition, missing)} to {name}",
        due_on=eve,
        derivation=f"before the meeting of {say_date(meeting.date)}",
        message=f"nothing says that {say_roles(view.edition, missing)} "
        f"{'was' if len(missing) == 1 else 'were'} invited to {name}",
        path=("invited",) if meeting.invited else ("kind",),
        help="write in invited who was invited, with the day",
    )


@rule_kind("invited-came", of=Meeting, params=InvitedRoles)
def invited_came(meeting: Meeting, asked: InvitedRoles, view: View) -> Iterator[Problem]:
    """Somebody who comes when required was invited, and neither came nor sent apologies."""
    if not is_held(view, meeting):
        return
    there = present_at(view, meeting) | apologies_of(view, meeting)
    for role in asked.roles:
        named = [name for name in meeting.invited if _is(view, meeting, name, role)]
        if named and role not in there:
            yield Problem(
                f"{say_roles(view.edition, (role,))} was invited to {say_meeting(view.edition, meeting)} and is "
                "neither present nor in apologies",
                path=("invited", named[0]),
                help="write them in present or in apologies",
            )


@rule_kind("meeting-fits-level", of=Meeting)
def meeting_fits_level(meeting: Meeting, asked: NoParams, view: View) -> Iterator[Problem]:
    """A meeting is of a kind that belongs to another level than the school's."""
    del asked
    kind = view.edition.meeting_kind(meeting.kind)
    if kind is None or kind.level is None or meeting.cancelled_on is not None:
        return
    wanted = view.edition.canonical("level", kind.level)
    in_force = level_on(view.case, view.edition, meeting.date)
    if wanted not in {in_force, level_before(view.case, view.edition, meeting.date)}:
        yield Problem(
            f"{say_meeting(view.edition, meeting)} belongs to {say_level(view.edition, wanted)}; the school is at "
            f"{say_level(view.edition, in_force)} on that day",
            path=("kind",),
            help="correct the kind or the day, or record the decision on the level in case.yaml",
        )


def _is(view: View, meeting: Meeting, name: str, role: str) -> bool:
    return same_person(view.case, view.edition, name, role, meeting.date)
