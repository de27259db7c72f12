"""Kinds about the first steps of support: a request and its answer, who agreed and acts, what follows a meeting."""

from collections.abc import Iterator

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level, Priority, Support
from casefiles.model.records import Meeting, Received
from casefiles.model.types import Text, Whole
from casefiles.policy.copies import religious_body
from casefiles.policy.episodes import begins_episode, episode_of, episode_on
from casefiles.policy.people_at import present_at, same_person
from casefiles.policy.records_of import RecordsOf, found_in, say_where
from casefiles.policy.rule import Duty, NoParams, Problem, Unjudged, View, rule_kind
from casefiles.policy.schools import denominations
from casefiles.policy.view_queries import is_held, meetings_of
from casefiles.policy.wording import a_count, say_meeting, say_role

__all__ = [
    "agreed_with_lead",
    "follows_meeting",
    "religious_body_known",
    "request_decided",
    "school_owns_action",
    "starts_after_agreed",
]


class RequestDecided(Shape):
    """The school days within which a request is decided (ours), and what was asked for."""

    school_days: Whole
    says: Text


@rule_kind("request-decided", of=Received, params=RequestDecided)
def request_decided(request: Received, asked: RequestDecided, view: View) -> Iterator[Duty | Unjudged]:
    """A request of the school was not decided, or only late."""
    came = request.received_on or request.date
    name = f"the request for {asked.says} of {say_date(came)}"
    due = view.calendar.add_school_days(came, asked.school_days)
    if due is None:
        yield Unjudged(view.calendar.academic_year(came))
        return
    day = request.decided_on
    late = day is not None and day > due.on
    yield Duty(
        what=f"decide on the request for {asked.says}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"{name} was not decided by {say_date(due.on)}",
        path=("decided_on",) if day else ("kind",),
        met_by=request.record_id if day else "",
        met_on=day,
        late=f"{name} was decided on {say_date(day)}, after {say_date(due.on)}" if late and day else "",
        help=f"write decided_on and decision; {due.derivation}",
        ours=True,
    )


@rule_kind("school-owns-action", of=Level)
def school_owns_action(level: Level, asked: NoParams, view: View) -> Iterator[Problem]:
    """Every action of a school's support is somebody else's."""
    del asked
    episode = episode_of(view, level)
    if not begins_episode(view, level) or (episode.end is not None and episode.end <= view.as_of):
        return
    school = {role for role, entry in view.edition.roles.items() if entry.side == "school"}
    owners = [view.edition.canonical("role", action.owner) for action in view.case.actions]
    if owners and not any(owner in school for owner in owners):
        count = "the one action" if len(owners) == 1 else f"none of the {a_count(len(owners), 'action')}"
        verb = "does not belong" if len(owners) == 1 else "belongs"
        yield Problem(
            f"{count} on file {verb} to the school, which is responsible for its improvement "
            "(that one at least is its own is our reading)",
            path=("level",),
            help="agree what the headteacher, another leader or the governors do, and write it in actions.yaml",
            ours=True,
        )


@rule_kind("starts-after-agreed", of=Support)
def starts_after_agreed(support: Support, asked: NoParams, view: View) -> Iterator[Problem]:
    """Support starts before it was agreed with the school what it is for."""
    del asked
    agreed = view.case.find("meeting", support.agreed_at) if support.agreed_at else None
    day = agreed.date if isinstance(agreed, Meeting) else support.start
    episode = episode_on(view, day) if day else None
    first = next(iter(meetings_of(view, stage="initial", within=episode, held=None)), None) if episode else None
    if support.start is None or first is None or support.start >= first.date:
        return
    name = support.title or support.id
    yield Problem(
        f"{name} starts on {say_date(support.start)}, before {say_meeting(view.edition, first)}, "
        "where the areas to focus on are agreed",
        path=("from",),
        related=((first.span(), "this meeting"),),
    )


@rule_kind("agreed-with-lead", of=Priority)
def agreed_with_lead(priority: Priority, asked: NoParams, view: View) -> Iterator[Problem]:
    """A priority was agreed at a meeting to which the lead of the support did not come."""
    del asked
    meeting = view.case.find("meeting", priority.agreed_at) if priority.agreed_at else None
    if not isinstance(meeting, Meeting) or not is_held(view, meeting):
        return
    episode = episode_on(view, meeting.date)
    lead = next((entry.lead for entry in reversed(episode.entries) if entry.lead), None) if episode else None
    if lead is None or any(
        same_person(view.case, view.edition, lead, name, meeting.date)
        for name in (*meeting.present, *present_at(view, meeting))
    ):
        return
    who = view.case.authority.file.officers[lead].name if lead in view.case.authority.file.officers else ""
    yield Problem(
        f'"{priority.title}" was agreed at {say_meeting(view.edition, meeting)}, to which '
        f"{who or say_role(view.edition, lead)}, who leads the support, did not come",
        path=("agreed_at",),
        help="the lead of the support agrees the priorities with the school; agree them again when the lead is there",
    )


@rule_kind("religious-body-known", of=Support)
def religious_body_known(support: Support, asked: NoParams, view: View) -> Iterator[Problem]:
    """Nobody is named with whom help for the governors of a voluntary aided school is agreed."""
    del support, asked
    school = view.case.school
    churches = [faith for faith in denominations(school, view.edition) if faith.church]
    for faith in churches:
        if religious_body(view, "diocesan-authority", faith) is None:
            yield Problem(
                f"{school.name} is {faith.title}, and authority.yaml names no diocesan body with which to agree "
                "the help for its governors",
                path=("kind",),
                help=f"name it under bodies in authority.yaml: role diocesan-authority, for [{faith.title}]",
            )
    if not churches and not school.foundation_appointer:
        yield Problem(
            f"school.yaml does not say who appoints the foundation governors of {school.name}, with whom the help for "
            "its governors is agreed",
            path=("kind",),
            help="write foundation_appointer in school.yaml",
            step=1,
        )


class FollowsMeeting(Shape):
    """What a meeting of this kind is followed by, what it is called, and the school days for it (ours)."""

    records: RecordsOf
    says: Text
    school_days: Whole


@rule_kind("follows-meeting", of=Meeting, params=FollowsMeeting)
def follows_meeting(meeting: Meeting, asked: FollowsMeeting, view: View) -> Iterator[Duty | Unjudged]:
    """What is drawn up after a meeting is not on file."""
    due = view.calendar.add_school_days(meeting.date, asked.school_days)
    if due is None:
        yield Unjudged(view.calendar.academic_year(meeting.date))
        return
    found = found_in(view, asked.records, meeting.date)
    yield Duty(
        what=f"draw up the {asked.says}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"no {asked.says} followed {say_meeting(view.edition, meeting)} by {say_date(due.on)}",
        path=("kind",),
        met_by=found[0].record.record_id if found else "",
        met_on=due.on if found else None,
        help=f"file it: {say_where(asked.records)}; {due.derivation}",
        ours=True,
    )
