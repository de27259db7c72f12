"""Kinds about what a meeting's report shows beside the minutes: the data panel and the dates of support."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.calendars import say_date
from casefiles.model.case import Level
from casefiles.model.records import Evidence, Meeting
from casefiles.policy.episodes import begins_episode, episode_of
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.view_queries import meetings_of
from casefiles.policy.wording import say_all, say_level, say_meeting, say_term

__all__ = ["data_rows_complete", "data_shown", "support_dates"]


@rule_kind("data-shown", of=Meeting)
def data_shown(meeting: Meeting, asked: NoParams, view: View) -> Iterator[Problem]:
    """The report's panel of data would be empty, or has no attendance or no group of pupils."""
    del asked
    rows = [row for evidence in view.case.evidence if evidence.date <= meeting.date for row in evidence.data]
    name = say_meeting(view.edition, meeting)
    if not rows:
        yield Problem(
            f"no evidence by {say_date(meeting.date)} has data for the report of {name}",
            path=("kind",),
            help="add data rows to the evidence",
        )
        return
    attendance = any(word in row.measure.casefold() for row in rows for word in ("attend", "absen"))
    missing = [
        words
        for words, found in (("attendance", attendance), ("a group of pupils", any(row.group for row in rows)))
        if not found
    ]
    if missing:
        yield Problem(
            f"the data for the report of {name} has nothing on {say_all(missing)}",
            path=("kind",),
            help="add data rows to the evidence",
            step=1,
        )


@rule_kind("support-dates", of=Level)
def support_dates(level: Level, asked: NoParams, view: View) -> Iterator[Problem]:
    """The report of a meeting cannot show when support is to end, or it would end before it began."""
    del asked
    if level.exit_expected_on is not None and level.exit_expected_on < level.decided_on:
        yield Problem(
            f"{say_level(view.edition, level.level)} would end on {say_date(level.exit_expected_on)}, before it began",
            path=("exit_expected_on",),
        )
    episode = episode_of(view, level)
    if not begins_episode(view, level) or any(entry.exit_expected_on for entry in episode.entries):
        return
    if meetings_of(view, stage="review", level=level.level, within=episode):
        yield Problem(
            f"{say_level(view.edition, level.level)} of {say_date(level.decided_on)} has no expected end, which the "
            "report of each meeting shows",
            path=("decided_on",),
            help="write exit_expected_on",
        )


@rule_kind("data-rows-complete", of=Evidence)
def data_rows_complete(evidence: Evidence, asked: NoParams, view: View) -> Iterator[Problem]:
    """A figure that is taken from a return or data set lacks its year or its value."""
    del asked
    for index, row in enumerate(evidence.data):
        if row.data_set is None:
            continue
        missing = [word for word, value in (("year", row.year), ("value", row.value)) if value is None]
        if missing:
            title = say_term(view.edition, "data-set", row.data_set)
            yield Problem(
                f'"{row.measure}" is taken from {title} and has no {say_all(missing)}',
                path=("data", index, "data_set"),
            )
