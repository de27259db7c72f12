"""Kinds about what a level or a decision brings: actions, letters with dates, an exit plan, news of a vacancy."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Decision, Level
from casefiles.model.records import Letter, Meeting
from casefiles.model.school import School
from casefiles.model.types import Identifier, Many, Names, Text, Whole
from casefiles.policy.episodes import Episode, begins_episode, episode_of
from casefiles.policy.field_path import FieldPath, values_at
from casefiles.policy.kinds.support import case_start
from casefiles.policy.rule import Duty, NoParams, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.subjects import known_day
from casefiles.policy.view_queries import meetings_of, received_of
from casefiles.policy.wording import a_count, say_all, say_level, say_meeting, say_role

__all__ = ["actions_on_file", "dates_cover_year", "done_before_first", "exit_plan_drafted", "newcomer_announced"]

_DAY = timedelta(days=1)


@rule_kind("actions-on-file", of=Level)
def actions_on_file(level: Level, asked: NoParams, view: View) -> Iterator[Duty]:
    """A level asks for actions of the school, and none is on file."""
    del asked
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    days = {action.id: known_day(view.case, action) or action.due_on for action in view.case.actions}
    found = [name for name, day in days.items() if day is None or day >= episode.start]
    title = say_level(view.edition, level.level)
    yield Duty(
        what=f"agree key actions of {title}",
        due_on=level.decided_on,
        derivation=f"{title} began on {say_date(level.decided_on)}",
        message=f"{title} began on {say_date(level.decided_on)}, and no key action is on file",
        path=("level",),
        met_by=found[0] if found else "",
        met_on=level.decided_on if found else None,
        help="write in actions.yaml who does what by when",
    )


@rule_kind("exit-plan-drafted", of=Decision)
def exit_plan_drafted(decision: Decision, asked: NoParams, view: View) -> Iterator[Problem]:
    """A decision rests on the school's exit plan, and there is not even a draft of it."""
    del asked
    if not view.case.exit_plans:
        yield Problem(
            f"the decision of {say_date(decision.decided_on)} holds until the school has a sufficiently strong exit "
            "plan, and no draft of one is on file",
            path=("kind",),
            help="file the draft under exit-plans/",
        )


class DoneBeforeFirst(Shape):
    """What is done before the first meeting of these kinds: a day of the level, or a letter of these kinds sent."""

    field: FieldPath | None = None
    letters: Annotated[tuple[Annotated[Identifier, Names("letter-kind")], ...], Many] = ()
    meetings: Annotated[tuple[Annotated[Identifier, Names("meeting-kind")], ...], Many]
    what: Text
    done: Text


@rule_kind("done-before-first", of=Level, params=DoneBeforeFirst)
def done_before_first(level: Level, asked: DoneBeforeFirst, view: View) -> Iterator[Duty]:
    """What comes before the first meeting of a level was not done, or only after it."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    first = next(iter(meetings_of(view, asked.meetings, within=episode, held=None)), None)
    due = first.date - _DAY if first else level.decided_on
    day = _done_on(view, level, asked, episode)
    late = day is not None and first is not None and day >= first.date
    name = say_meeting(view.edition, first) if first else ""
    yield Duty(
        what=asked.what,
        due_on=due,
        derivation=f"before {name}" if first else f"{say_level(view.edition, level.level)} began",
        message=f"nothing says that {asked.done}{f' before {name}' if first else ''}",
        path=(asked.field,) if asked.field and day else ("level",),
        met_by=level.record_id if day else "",
        met_on=due if day and not late else day,
        late=f"{asked.done} on {say_date(day)}, not before {name} (that it comes before is our reading)"
        if late and day
        else "",
        step=1 if late else 0,
        ours=late,
        help=f"write the day in {asked.field}" if asked.field else "file the letter under letters/, with sent_on",
    )


def _done_on(view: View, level: Level, asked: DoneBeforeFirst, episode: Episode) -> date | None:
    if asked.field is not None:
        return next((day for _, day in values_at(level, asked.field) if isinstance(day, date)), None)
    sent = _sent(view, asked.letters, episode)
    return sent[0].sent_on if sent else None


def _sent(view: View, kinds: tuple[str, ...], episode: Episode) -> list[Letter]:
    """The letters of these kinds that were sent in an episode, oldest first."""
    wanted = {view.edition.canonical("letter-kind", kind) for kind in kinds}
    found = [
        letter
        for letter in view.case.letters
        if letter.sent_on is not None
        and episode.covers(letter.sent_on)
        and view.edition.canonical("letter-kind", letter.kind or "") in wanted
    ]
    return sorted(found, key=lambda letter: (letter.sent_on or letter.date, letter.record_id))


class DatesCoverYear(Shape):
    """The letters that give the dates of these meetings, and the block each of which has one."""

    letters: Annotated[tuple[Annotated[Identifier, Names("letter-kind")], ...], Many]
    meetings: Annotated[tuple[Annotated[Identifier, Names("meeting-kind")], ...], Many]
    block: Identifier


@rule_kind("dates-cover-year", of=Level, params=DatesCoverYear)
def dates_cover_year(level: Level, asked: DatesCoverYear, view: View) -> Iterator[Said]:
    """The dates that the school was sent leave a part of the academic year without a meeting."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    sent = _sent(view, asked.letters, episode)
    if not sent:
        return
    letter, day = sent[-1], sent[-1].sent_on or sent[-1].date
    terms = view.calendar.terms(view.calendar.academic_year(day))
    if terms is None:
        yield Unjudged(view.calendar.academic_year(day))
        return
    last = min(terms[-1].end, episode.end - _DAY) if episode.end else terms[-1].end
    blocks, _ = view.calendar.blocks_between(day, last, asked.block)
    days = list(letter.meeting_dates) or _meeting_days(view, asked.meetings)
    bare = [block for block in blocks if block.start > day and not any(block.covers(each) for each in days)]
    if bare:
        yield Problem(
            f"the dates of {say_date(day)} set no meeting in {say_all(block.name for block in bare)}",
            record=letter,
            path=("kind",),
            help="write the days of the meetings in meeting_dates",
        )


def _meeting_days(view: View, kinds: tuple[str, ...]) -> list[date]:
    """The days on which meetings of these kinds were held, are planned or are announced."""
    found: tuple[Meeting, ...] = meetings_of(view, kinds, held=None)
    return [day for meeting in found for day in (meeting.date, *meeting.next_meetings)]


class NewcomerAnnounced(Shape):
    """The role that somebody new takes up, and the record that tells of it in the months before (ours)."""

    role: Identifier
    received: Annotated[Identifier, Names("received-kind")]
    months: Whole
    says: Text


@rule_kind("newcomer-announced", of=School, params=NewcomerAnnounced)
def newcomer_announced(school: School, asked: NewcomerAnnounced, view: View) -> Iterator[Problem]:
    """Somebody new holds a role, and nothing on file tells of the vacancy before."""
    start = case_start(view)
    holders = [
        (role, held) for role, held in school.people.items() if view.edition.canonical("role", role) == asked.role
    ]
    for role, held in holders:
        for index, holder in enumerate(held):
            if start is None or holder.start <= start or holder.start > view.as_of:
                continue
            earliest = view.calendar.add_months(holder.start, -asked.months).on
            told = [each for each in received_of(view, (asked.received,), by=holder.start) if each.date >= earliest]
            if not told:
                yield Problem(
                    f"{say_role(view.edition, role)} is new from {say_date(holder.start)}, and nothing received in the "
                    f"{a_count(asked.months, 'month')} before {asked.says}",
                    path=("people", role, index, "from"),
                    help=f'file what the school wrote under received/ with "kind: {asked.received}"',
                    ours=True,
                )
