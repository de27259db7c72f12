"""Kinds about meetings: who chairs, who comes, what the chair judges."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.programme import GroupMeeting
from casefiles.model.records import Meeting
from casefiles.model.types import Flag, Identifier, Many
from casefiles.policy.people_at import apologies_of, chair_of, chair_roles, present_at, say_person
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.view_queries import is_open_on, last_held_before, opened_on
from casefiles.policy.wording import say_all, say_any, say_meeting, say_roles

__all__ = ["chair_is", "judgement_recorded", "reading_recorded", "required_members"]


class ChairIs(Shape):
    """The roles one of which the chair must hold."""

    roles: Annotated[tuple[Identifier, ...], Many]


@rule_kind("chair-is", of=Meeting, params=ChairIs)
def chair_is(meeting: Meeting, asked: ChairIs, view: View) -> Iterator[Problem]:
    """The chair does not hold a role that may chair."""
    if meeting.cancelled_on is not None:
        return
    name, may = say_meeting(view.edition, meeting), say_roles(view.edition, asked.roles, conjunction="or")
    chair = chair_of(view, meeting)
    if chair is None:
        yield Problem(
            f"{name} has no chair: neither the meeting nor its level names one",
            help=f'write "chair" on the level or here: {may}',
        )
    elif not chair_roles(view, meeting) & set(asked.roles):
        yield Problem(
            f"{say_person(view.case, view.edition, chair)} chairs {name}; it is to be chaired by {may}",
            path=("chair",) if meeting.chair else (),
            help="correct the chair if it was one of them; a meeting that is still to come needs another one",
        )


class RequiredMembers(Shape):
    """The roles that must attend, whether their apologies will do, and those of which somebody must come."""

    roles: Annotated[tuple[Identifier, ...], Many] = ()
    one_of: Annotated[tuple[Identifier, ...], Many] = ()
    apologies: Flag = False


@rule_kind("required-members", of=(Meeting, GroupMeeting), params=RequiredMembers)
def required_members(meeting: Meeting | GroupMeeting, asked: RequiredMembers, view: View) -> Iterator[Problem]:
    """Somebody who must attend neither came nor sent apologies."""
    if isinstance(meeting, GroupMeeting) and not meeting.is_held:
        return
    present, excused = present_at(view, meeting), apologies_of(view, meeting)
    name = say_meeting(view.edition, meeting)
    absent = [role for role in asked.roles if role not in present | excused]
    sorry = [] if asked.apologies else [role for role in asked.roles if role in excused and role not in present]
    if absent:
        verb = "is" if len(absent) == 1 else "are"
        yield Problem(
            f"{say_roles(view.edition, absent)} {verb} neither present nor in apologies at {name}",
            path=("present",),
            help="write who came in present, and who sent apologies in apologies",
        )
    if sorry:
        yield Problem(
            f"{say_roles(view.edition, sorry)} sent apologies for {name}, which they must attend",
            path=("apologies",),
            step=1,
        )
    if asked.one_of and not present & set(asked.one_of):
        yield Problem(
            f"nobody came to {name} as {say_roles(view.edition, asked.one_of, conjunction='or')}",
            path=("present",),
            help="write who came in present",
        )


class JudgementRecorded(Shape):
    """Whether each open priority needs a judgement and a risk of its own."""

    each_priority: Flag = True


@rule_kind("judgement-recorded", of=Meeting, params=JudgementRecorded)
def judgement_recorded(meeting: Meeting, asked: JudgementRecorded, view: View) -> Iterator[Problem]:
    """The chair's judgement of progress or of risk is missing."""
    name = say_meeting(view.edition, meeting)
    overall = [words for words, value in (("judgement", meeting.judgement), ("risk", meeting.risk)) if value is None]
    if overall:
        yield Problem(
            f"{name} records no overall {say_any(overall)}",
            help="judgement: on-track or not-on-track; risk: low, medium or high",
        )
    if not asked.each_priority:
        return
    for priority in view.case.priorities:
        opened = opened_on(view, priority)
        if not is_open_on(view, priority, meeting.date) or (opened is not None and opened >= meeting.date):
            continue
        progress = meeting.progress.get(priority.record_id)
        wanted = {
            "judgement": progress.judgement if progress else None,
            "risk": progress.risk if progress else None,
        }
        missing = [word for word, value in wanted.items() if value is None]
        if missing:
            yield Problem(
                f'{name} records no {say_any(missing)} for the priority "{priority.title}"',
                path=("progress", priority.record_id) if progress else ("progress",),
                help=f'write {say_all(missing)} under progress, at "{priority.record_id}"',
            )


@rule_kind("reading-recorded", of=Meeting)
def reading_recorded(meeting: Meeting, asked: NoParams, view: View) -> Iterator[Problem]:
    """A priority's measure was due to be read by a review, and the review has no value of it."""
    del asked
    previous = last_held_before(view, meeting.date, stage="review")
    for priority in view.case.priorities:
        due = priority.outcome.due_on if priority.outcome else None
        if due is None or due > meeting.date or not is_open_on(view, priority, meeting.date):
            continue
        progress = meeting.progress.get(priority.record_id)
        if (previous is None or due > previous.date) and (progress is None or progress.value is None):
            yield Problem(
                f"the outcome of {priority.record_id} was due to be measured by {say_date(due)}, and "
                f"{say_meeting(view.edition, meeting)} has no value of it",
                path=("progress", priority.record_id) if progress else (),
                help="write the measure's value under progress",
            )
