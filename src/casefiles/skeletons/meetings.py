"""A new meeting of a school, and the day that it is for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casefiles.model.case import Priority
from casefiles.model.caseview import Case
from casefiles.policy.pack import Edition, MeetingKind
from casefiles.skeletons.text import Skeleton, open_priorities, record_file

__all__ = ["meeting_file", "next_meeting_day", "planned_meeting_day"]


def meeting_file(case: Case, edition: Edition, kind: MeetingKind, day: date, *, suffix: str = "") -> Skeleton:
    """A new meeting, planned: its kind's agenda as headings, and for a review each open priority."""
    level = case.level_on(day)
    reviewed = open_priorities(case, day) if kind.stage == "review" else []
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
    return record_file(case, "meetings", day, f"{_meeting_name(kind)}{suffix}", front, *body)


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


def _expected(case: Case, edition: Edition) -> Iterable[str]:
    """The roles that have a holder at the school, in the policy's words."""
    return [role for role in case.school.people if role in edition.roles] or ["headteacher", "chair-of-governors"]


def _progress(priorities: Iterable[Priority], edition: Edition) -> list[str]:
    judgements = " or ".join(edition.lists.get("judgement", {})) or "on-track or not-on-track"
    lines = [f"#  {each.record_id}: {{judgement: on-track, risk: low}}" for each in priorities]
    return [f"#progress:   # judgement: {judgements}; risk: low, medium or high", *lines] if lines else []
