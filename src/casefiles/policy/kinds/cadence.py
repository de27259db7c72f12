"""Kinds about how often and when next: a meeting or visit in each block, intervals, dates for what follows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from msgspec import Struct
from pydantic import Field

from casefiles.calendars import Block, say_date
from casefiles.model.base import Shape
from casefiles.model.case import Decision, Level
from casefiles.model.records import Meeting
from casefiles.model.types import Flag, Identifier, Many, Text, Whole
from casefiles.policy.episodes import Episode, begins_episode, episode_of, episode_on
from casefiles.policy.rule import Duty, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import decisions_since, meetings_of
from casefiles.policy.wording import say_level, say_meeting, say_number, say_term

__all__ = ["interval_between", "last_working_day", "next_date_set", "review_in_each_block", "termly_since"]

_DAY = timedelta(days=1)
_WEEK = 7


class ReviewInEach(Shape):
    """The block that each has a review meeting, and the decision that makes it a term from then on.

    That decision counts where a review meeting had judged `after` before it.
    """

    block: Identifier
    decision: Identifier | None = None
    after: Identifier | None = None
    handed_over: Flag = Field(default=False, description="Whether another rule counts what follows that decision.")
    noun: Text = "review meeting"
    did: Text = "was held"


@rule_kind("review-in-each", of=Level, params=ReviewInEach)
def review_in_each_block(level: Level, asked: ReviewInEach, view: View) -> Iterator[Said]:
    """A half-term or term of this level has passed without a review meeting."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    decided = _termly(view, episode, asked)
    if decided is not None and not _judged_before(view, episode, decided, asked):
        wanted = say_term(view.edition, "judgement", asked.after or "").lower()
        yield Problem(
            f"reviews were made termly on {say_date(decided.decided_on)}, before any review found the school {wanted}",
            record=decided,
            path=("value",),
            help="the half-terms are judged as before until a review finds it so",
        )
        decided = None
    blocks, missing = _blocks(view, episode, asked.block, decided.decided_on if decided else None)
    if decided is not None and asked.handed_over:
        blocks = tuple(block for block in blocks if block.end < decided.decided_on)
    yield from (Unjudged(year) for year in missing)
    held = meetings_of(view, stage="review", level=level.level, within=episode)
    for block in blocks:
        yield _review_duty(view, level, asked, block, held)


def _review_duty(view: View, level: Level, asked: ReviewInEach, block: Block, held: tuple[Meeting, ...]) -> Duty:
    met = next((meeting for meeting in held if block.covers(meeting.date)), None)
    title = say_level(view.edition, level.level)
    last = last_working_day(view, block)
    planned = "" if met else _planned_in(view, level, block)
    return Duty(
        what=f"{asked.noun} in {block.name}{planned}",
        due_on=last,
        derivation=f"the last working day of {block.name}: {say_date(last)}",
        message=f"no {asked.noun} of {title} {asked.did} in {block.name}, which ended on {say_date(last)}",
        path=("level",),
        met_by=met.record_id if met else "",
        met_on=met.date if met else None,
        help="file the minutes of the meeting"
        + (", or record the decision that explains its absence" if asked.decision else ""),
    )


def last_working_day(view: View, block: Block) -> date:
    """The last working day of a block, its end where that is one."""
    day = block.end
    while not view.calendar.is_working_day(day) and day > block.start:
        day -= _DAY
    return day


def _planned_in(view: View, level: Level, block: Block) -> str:
    """The day in a block that is already set for a meeting, by a planned one or by the dates of the last one held."""
    ahead = meetings_of(view, stage="review", level=level.level, held=False)
    last = meetings_of(view, level=level.level)[-1:]
    days = [meeting.date for meeting in ahead] + [day for meeting in last for day in meeting.next_meetings]
    found = [day for day in sorted(days) if block.covers(day)]
    return f" (set for {say_date(found[0])})" if found else ""


def termly_since(view: View, day: date, decision: str) -> date | None:
    """Since when reviews are termly in the episode of a day, by the last decision of that kind; None where not."""
    episode = episode_on(view, day)
    if episode is None:
        return None
    taken = decisions_since(view, episode.start, (decision,), until=day + _DAY)
    return taken[-1].decided_on if taken and taken[-1].value == "termly" else None


def _termly(view: View, episode: Episode, asked: ReviewInEach) -> Decision | None:
    if asked.decision is None:
        return None
    taken = decisions_since(view, episode.start, (asked.decision,), until=episode.end)
    return taken[-1] if taken and taken[-1].value == "termly" else None


def _judged_before(view: View, episode: Episode, decided: Decision, asked: ReviewInEach) -> bool:
    held = meetings_of(view, stage="review", within=(episode.start, decided.decided_on))
    return asked.after is None or any(
        view.edition.canonical("judgement", meeting.judgement or "") == asked.after for meeting in held
    )


def _blocks(
    view: View, episode: Episode, unit: str, termly_from: date | None
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The whole blocks of an episode up to the one that runs or comes next, and the years that are missing.

    A block in which support began or ended is let off.
    """
    end = episode.end if episode.end and episode.end <= view.as_of else None
    last = (end - _DAY) if end else view.as_of
    whole, missing = view.calendar.blocks_between(episode.start + _DAY, last, unit)
    if termly_from is not None:
        terms, _ = view.calendar.blocks_between(termly_from, last, "term")
        whole = (*(block for block in whole if block.end < termly_from), *terms)
    if end is None:
        whole = (*whole, *_next_block(view, episode, "term" if termly_from else unit))
    kept = [block for block in whole if block.start > episode.start and (end is None or block.end < end)]
    return tuple(kept), missing


def _next_block(view: View, episode: Episode, unit: str) -> tuple[Block, ...]:
    """The block that begins next, within three months after the date of judgement, unless support is to end in it."""
    following, _ = view.calendar.blocks_between(view.as_of, view.as_of + timedelta(days=90), unit)
    expected = episode.entries[-1].exit_expected_on
    begins = [block for block in following if block.start > view.as_of]
    return tuple(block for block in begins[:1] if expected is None or expected > block.end)


class IntervalBetween(Shape):
    """The weeks between two meetings that follow each other, and the decision that drops the test."""

    weeks: Annotated[tuple[Whole, ...], Many]
    decision: Identifier | None = None


@rule_kind("interval-between", of=Meeting, params=IntervalBetween)
def interval_between(meeting: Meeting, asked: IntervalBetween, view: View) -> Iterator[Problem]:
    """Two meetings that follow each other are too close or too far apart."""
    previous = _meeting_before(view, meeting)
    if previous is None or _summer_between(view, previous.date, meeting.date):
        return
    if asked.decision and termly_since(view, previous.date, asked.decision) is not None:
        return
    if asked.decision and termly_since(view, meeting.date - _DAY, asked.decision) is not None:
        return
    days = (meeting.date - previous.date).days
    least, most = (weeks * _WEEK for weeks in asked.weeks)
    if least <= days <= most or meeting.cancelled_on is not None:
        return
    side = "only " if days < least else ""
    yield Problem(
        f"{say_meeting(view.edition, meeting)} comes {side}{_weeks(days)} after that of {say_date(previous.date)}; "
        f"the interval is {asked.weeks[0]} to {asked.weeks[1]} weeks",
        path=("kind",),
        help="record a waiver with the reason, or for later meetings a decision that reviews are termly",
    )


def _meeting_before(view: View, meeting: Meeting) -> Meeting | None:
    """The meeting of the same level and episode that comes before one."""
    kind = view.edition.meeting_kind(meeting.kind)
    if kind is None or kind.level is None:
        return None
    episode = episode_on(view, meeting.date, kind.level)
    earlier = [
        each
        for each in meetings_of(view, level=kind.level, held=None)
        if each.date < meeting.date and (episode is None or episode.covers(each.date))
    ]
    return earlier[-1] if earlier else None


def _summer_between(view: View, start: date, end: date) -> bool:
    return view.calendar.academic_year(start) != view.calendar.academic_year(end)


def _weeks(days: int) -> str:
    """Days said in weeks: "12 weeks", "7 weeks and 3 days"."""
    weeks, rest = divmod(days, _WEEK)
    words = [f"{weeks} week{'s' * (weeks != 1)}"] if weeks else []
    return " and ".join([*words, f"{rest} day{'s' * (rest != 1)}"] if rest else words)


class NextDateSet(Shape):
    """The weeks that may lie before the next meeting, or the block that each must have a date of its own."""

    weeks: Annotated[tuple[Whole, ...], Many] = ()
    block: Identifier | None = None


class _Ahead(Struct, frozen=True):
    """A later meeting that a meeting sets or that is on file, with the path to it."""

    on: date
    path: tuple[str | int, ...]


@rule_kind("next-date-set", of=Meeting, params=NextDateSet)
def next_date_set(meeting: Meeting, asked: NextDateSet, view: View) -> Iterator[Problem]:
    """No date is set for the meetings that follow, or the dates leave too much or too little time."""
    name = say_meeting(view.edition, meeting)
    for index, day in enumerate(meeting.next_meetings):
        if day <= meeting.date:
            yield Problem(f"{say_date(day)} is not after {name}", path=("next_meetings", index))
    ahead = _dates_ahead(view, meeting)
    if not ahead:
        if not _ended(view, meeting):
            yield Problem(f"{name} sets no date for the next one", help="write the dates agreed in next_meetings")
        return
    days = (ahead[0].on - meeting.date).days
    summer = _summer_between(view, meeting.date, ahead[0].on)
    if asked.weeks and not summer and not asked.weeks[0] * _WEEK <= days <= asked.weeks[1] * _WEEK:
        yield Problem(
            f"the first meeting after {name} is set for {say_date(ahead[0].on)}, {_weeks(days)} later; "
            f"the interval is {say_number(asked.weeks[0])} to {say_number(asked.weeks[1])} weeks",
            path=ahead[0].path,
            step=1,
        )
    if asked.block is not None:
        yield from _uncovered(view, meeting, asked.block, ahead)


def _uncovered(view: View, meeting: Meeting, unit: str, ahead: list[_Ahead]) -> Iterator[Problem]:
    """The blocks up to the expected exit in which no date is set."""
    level = view.case.level_on(meeting.date)
    until = level.exit_expected_on if level else None
    if until is None:
        return
    blocks, _ = view.calendar.blocks_between(meeting.date, until, unit)
    bare = [
        block
        for block in blocks
        if not block.covers(meeting.date)
        and not block.covers(until)
        and not any(block.covers(each.on) for each in ahead)
    ]
    for block in bare:
        yield Problem(
            f"{say_meeting(view.edition, meeting)} sets no date in {block.name}",
            path=("next_meetings",),
            step=1,
            ours=True,
        )


def _dates_ahead(view: View, meeting: Meeting) -> list[_Ahead]:
    kind = view.edition.meeting_kind(meeting.kind)
    named = [
        _Ahead(day, ("next_meetings", index)) for index, day in enumerate(meeting.next_meetings) if day > meeting.date
    ]
    level = kind.level if kind and kind.level else ""
    filed = [_Ahead(each.date, ()) for each in meetings_of(view, level=level, held=None) if each.date > meeting.date]
    return sorted(named or filed, key=lambda each: each.on)


def _ended(view: View, meeting: Meeting) -> bool:
    """Whether the level that a meeting belongs to ended before another meeting was due."""
    kind = view.edition.meeting_kind(meeting.kind)
    episode = episode_on(view, meeting.date, kind.level if kind and kind.level else "")
    return episode is None or episode.end is not None
