"""The level of a school over time: the level on a day, and the episodes that a level lasts."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from casefiles.model.case import Level
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.pack import Edition
from casefiles.policy.rule import View

__all__ = [
    "Episode",
    "begins_episode",
    "episode_of",
    "episode_on",
    "episodes",
    "level_before",
    "level_of_meeting",
    "level_on",
    "move_of",
]


class Episode(Struct, frozen=True):
    """A stretch of time at one level: from `start` up to, but not including, `end` (None: it goes on).

    `entries` are the decisions of it, oldest first: one, or several where a level was confirmed.
    """

    level: str
    start: date
    end: date | None
    entries: tuple[Level, ...]

    @property
    def first(self) -> Level:
        """The decision that it began with."""
        return self.entries[0]

    def covers(self, day: date) -> bool:
        """Whether the day lies in the episode."""
        return self.start <= day and (self.end is None or day < self.end)

    def last_day(self, as_of: date) -> date:
        """Its last day as at a date of judgement: the eve of its end, or that date while it goes on."""
        if self.end is None or self.end > as_of:
            return as_of
        return date.fromordinal(self.end.toordinal() - 1)


def episodes(case: Case, edition: Edition, level: str = "") -> tuple[Episode, ...]:
    """The episodes of a case, oldest first; with `level` those of that level alone."""
    runs: list[list[Level]] = []
    for entry in case.levels:
        if runs and _name(edition, runs[-1][0]) == _name(edition, entry):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    ends = [run[0].decided_on for run in runs[1:]]
    found = [
        Episode(_name(edition, run[0]), run[0].decided_on, end, tuple(run))
        for run, end in zip(runs, [*ends, None], strict=False)
    ]
    wanted = edition.canonical("level", level)
    return tuple(episode for episode in found if not level or episode.level == wanted)


def episode_of(view: View, level: Level) -> Episode:
    """The episode that a level's entry belongs to."""
    return next(
        episode for episode in episodes(view.case, view.edition) if any(entry is level for entry in episode.entries)
    )


def episode_on(view: View, day: date, level: str = "") -> Episode | None:
    """The episode (of that level, where one is named) that a day lies in."""
    return next((episode for episode in episodes(view.case, view.edition, level) if episode.covers(day)), None)


def begins_episode(view: View, level: Level) -> bool:
    """Whether an entry begins its episode; a later one only confirms the level."""
    return episode_of(view, level).first is level


def level_on(case: Case, edition: Edition, day: date) -> str:
    """The level in force on a day: the last decision's, or the pack's lowest before the first."""
    entry = case.level_on(day)
    return _name(edition, entry) if entry else edition.lowest_level


def level_before(case: Case, edition: Edition, day: date) -> str:
    """The level in force on the eve of a day: before the decisions of the day itself."""
    entry = case.level_before(day)
    return _name(edition, entry) if entry else edition.lowest_level


def level_of_meeting(case: Case, edition: Edition, meeting: Meeting) -> str:
    """The level that judges a meeting: its kind's, or the one before the decisions of its day."""
    kind = edition.meeting_kind(meeting.kind)
    return kind.level if kind and kind.level else level_before(case, edition, meeting.date)


def move_of(case: Case, edition: Edition, level: Level) -> str:
    """Which way an entry moves the school: up, down, or same where it confirms the level."""
    ranks = {entry.id: entry.rank for entry in edition.levels}
    before = ranks.get(level_before(case, edition, level.decided_on), 0)
    after = ranks.get(_name(edition, level), 0)
    return "up" if after > before else "down" if after < before else "same"


def _name(edition: Edition, entry: Level) -> str:
    return edition.canonical("level", entry.level)
