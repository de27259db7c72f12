"""Kinds about terms: how many a level may last, in which of them a review falls that another decision began."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from casefiles.calendars import Block, say_date
from casefiles.model.base import Shape
from casefiles.model.case import Decision, Level
from casefiles.model.types import Flag, Identifier, Many, Names, Text, Whole
from casefiles.policy.episodes import Episode, begins_episode, episode_of, level_before
from casefiles.policy.rule import Duty, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import decisions_since, meetings_of
from casefiles.policy.wording import a_count, say_any, say_level, say_term

__all__ = ["level_term_limit", "meeting_in_each_since"]

_DAY = timedelta(days=1)


class LevelTermLimit(Shape):
    """The full terms that a level may last, and the decisions that answer the end of them."""

    terms: Whole
    until_next: Flag = Field(
        default=False, description="Whether it may last until the term after them begins, rather than to their end."
    )
    warn_in_last: Flag = Field(default=False, description="Whether to warn while the last of them runs (ours).")
    extensions: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="Decisions that put the end off to the day that they name, or by a term (ours)."
    )
    late_decisions: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="Decisions that count only once the last of the terms has begun."
    )


@rule_kind("level-term-limit", of=Level, params=LevelTermLimit)
def level_term_limit(level: Level, asked: LevelTermLimit, view: View) -> Iterator[Said]:
    """More full terms have passed at this level than the policy allows."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    yield from (Unjudged(year) for year in view.calendar.missing_years(episode.start, view.as_of))
    full = _full_terms(view, episode.start)
    if len(full) < asked.terms:
        return
    last, following = full[asked.terms - 1], full[asked.terms : asked.terms + 1]
    if asked.until_next and not following and view.as_of > last.end:
        return
    limit = following[0].start - _DAY if asked.until_next and following else last.end
    extension, until = _extended(view, asked, episode, full, limit)
    late = asked.late_decisions
    decided = decisions_since(view, last.start, late, until=episode.end) if late else ()
    ended = episode.end if episode.end and episode.end <= view.as_of else None
    title, count = say_level(view.edition, level.level), a_count(asked.terms, "full term")
    began = f"{title} began on {say_date(episode.start)}{_since(view, episode)}"
    help_ = f"record a decision: {say_any(_titles(view, (*asked.extensions, *late)))}, with its reason"
    over = f"; its extension of {say_date(extension.decided_on)} ended on {say_date(until)}" if extension else ""
    put_off = f", put off on {say_date(extension.decided_on)} until {say_date(until)}" if extension else ""
    yield Duty(
        what=f"decide what follows {title}",
        due_on=until,
        derivation=f"{count} from {say_date(episode.start)} end with {last.name}: {say_date(limit)}{put_off}",
        message=f"{began}{over or f', more than {count} ago'}, and no decision on what follows is recorded",
        path=("decided_on",),
        met_by=_next_entry(view, ended) if ended else "",
        met_on=ended,
        excused_by=decided[-1].record_id if decided and not ended else "",
        help=help_,
        step=1,
    )
    if asked.warn_in_last and last.start <= view.as_of <= limit and not (ended or decided or extension):
        yield Problem(
            f"{began}; {last.name} is the last of the {count} that it may last, and no decision on what follows is "
            "recorded (to warn in the last of them is our reading)",
            path=("decided_on",),
            help=help_,
            ours=True,
        )


def _extended(
    view: View, asked: LevelTermLimit, episode: Episode, full: list[Block], limit: date
) -> tuple[Decision | None, date]:
    """The decision that puts the end off the furthest, with its last day; none, and the limit itself, without one."""
    found = None
    for each in decisions_since(view, episode.start, asked.extensions, until=episode.end):
        until = each.until or _a_term_more(view, asked, full, limit)
        if until > limit:
            found, limit = each, until
    return found, limit


def _a_term_more(view: View, asked: LevelTermLimit, full: list[Block], limit: date) -> date:
    """The end of the term after a day; the day of judgement where the calendar does not go so far."""
    following = [block for block in full if block.start > limit]
    if not following:
        return max(limit, view.as_of)
    return following[1].start - _DAY if asked.until_next and following[1:] else following[0].end


def _full_terms(view: View, start: date) -> list[Block]:
    """The terms from a day on that begin on it or later, oldest first, as far as the calendar goes."""
    years = sorted(view.calendar.years)
    terms = [block for year in years for block in view.calendar.terms(year) or ()]
    return [block for block in terms if block.start >= start]


def _since(view: View, episode: Episode) -> str:
    """How long the school has been above the lowest level, where that is longer than this level."""
    start = episode.start
    while (name := level_before(view.case, view.edition, start)) != view.edition.lowest_level:
        entry = view.case.level_before(start)
        if entry is None or not name:
            break
        start = entry.decided_on
    if start == episode.start:
        return ""
    lowest = say_level(view.edition, view.edition.lowest_level)
    return f" (the school has been above {lowest} since {say_date(start)})"


def _titles(view: View, kinds: tuple[str, ...]) -> list[str]:
    titles = {kind: say_term(view.edition, "decision-kind", kind) for kind in kinds}
    return [f"{kind} ({title[:1].lower()}{title[1:]})" for kind, title in titles.items()]


def _next_entry(view: View, day: date) -> str:
    return next(entry.record_id for entry in view.case.levels if entry.decided_on == day)


class MeetingInEachSince(Shape):
    """The block in which a meeting of these kinds is held, from the decision on until one of the others is taken."""

    block: Identifier
    meetings: Annotated[tuple[Annotated[Identifier, Names("meeting-kind")], ...], Many]
    until: Annotated[tuple[Identifier, ...], Many]
    noun: Text


@rule_kind("meeting-in-each-since", of=Decision, params=MeetingInEachSince)
def meeting_in_each_since(decision: Decision, asked: MeetingInEachSince, view: View) -> Iterator[Said]:
    """A block has passed without the meeting that a decision set up."""
    start = decision.decided_on
    ends = [each.decided_on for each in decisions_since(view, start + _DAY, asked.until)]
    ends += [entry.decided_on for entry in view.case.levels if start < entry.decided_on and _goes_up(view, entry)]
    end = min(ends, default=None)
    until = end - _DAY if end and end <= view.as_of else view.as_of
    blocks, missing = view.calendar.blocks_between(start + _DAY, until, asked.block)
    yield from (Unjudged(year) for year in missing)
    for block in blocks:
        if block.start <= start or (end is not None and block.end >= end):
            continue
        held = meetings_of(view, asked.meetings, within=(block.start, block.end))
        yield Duty(
            what=f"{asked.noun} in {block.name}",
            due_on=block.end,
            derivation=f"{block.name} ends on {say_date(block.end)}",
            message=f"no {asked.noun} was held in {block.name}, which ended on {say_date(block.end)}",
            path=("kind",),
            met_by=held[0].record_id if held else "",
            met_on=held[0].date if held else None,
            help="file the minutes of the meeting, or the decision that ended the reviews",
        )


def _goes_up(view: View, entry: Level) -> bool:
    ranks = {each.id: each.rank for each in view.edition.levels}
    before = ranks.get(level_before(view.case, view.edition, entry.decided_on), 0)
    return ranks.get(view.edition.canonical("level", entry.level), 0) > before
