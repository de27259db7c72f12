"""Kinds about what a meeting's report shows beside the minutes: the data panel and the dates of support."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.records import DataRow, Evidence, Meeting
from casefiles.model.types import Identifier, Many, Names, Text, Texts, Whole
from casefiles.policy.episodes import begins_episode, episode_of
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.view_queries import meetings_of
from casefiles.policy.wording import a_count, say_all, say_any, say_level, say_meeting, say_term

__all__ = ["data_points_at_least", "data_rows_complete", "data_shown", "rows_never_held", "support_dates"]


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


class RowsComplete(Shape):
    """The data sets whose figures say nothing without one to compare them with.

    `phases` gives for a group of data sets the phases of the schools whose figures it has.
    """

    compared: Annotated[tuple[Annotated[Identifier, Names("data-set")], ...], Many] = ()
    phases: dict[Identifier, Texts] = Field(default_factory=dict)


@rule_kind("data-rows-complete", of=Evidence, params=RowsComplete)
def data_rows_complete(evidence: Evidence, asked: RowsComplete, view: View) -> Iterator[Problem]:
    """A figure that is taken from a return or data set lacks its year, its value or what it is compared with.

    Or the data set is one of schools of another phase.
    """
    for index, row in enumerate(evidence.data):
        if row.data_set is None:
            continue
        if _of_another_phase(view, row, asked):
            yield Problem(
                f'"{row.measure}" is taken from {say_term(view.edition, "data-set", row.data_set)}, and '
                f"{view.case.school.name} is {say_all(view.case.school.phase).lower()}",
                path=("data", index, "data_set"),
                help="name the data set of the school's own phase",
            )
        missing = [word for word, value in (("year", row.year), ("value", row.value)) if value is None]
        beside = (row.england, row.similar, row.london)
        if view.edition.canonical("data-set", row.data_set) in asked.compared and not any(
            each is not None for each in beside
        ):
            missing.append("figure beside it (england or similar)")
        if missing:
            title = say_term(view.edition, "data-set", row.data_set)
            yield Problem(
                f'"{row.measure}" is taken from {title} and has no {say_any(missing)}',
                path=("data", index, "data_set"),
                help="write it in the row",
            )


def _of_another_phase(view: View, row: DataRow, asked: RowsComplete) -> bool:
    """Whether a row's data set is of schools of other phases than this one."""
    edition = view.edition
    term = edition.lists.get("data-set", {}).get(edition.canonical("data-set", row.data_set or ""))
    phases = asked.phases.get(term.group or "", ()) if term else ()
    own = {edition.canonical("phase", phase) for phase in view.case.school.phase}
    return bool(phases) and not own & {edition.canonical("phase", phase) for phase in phases}


class RowsNeverHeld(Shape):
    """The data sets whose figures do not belong in the case file, and why."""

    data_sets: Annotated[tuple[Annotated[Identifier, Names("data-set")], ...], Many]
    says: Text


@rule_kind("rows-never-held", of=Evidence, params=RowsNeverHeld)
def rows_never_held(evidence: Evidence, asked: RowsNeverHeld, view: View) -> Iterator[Problem]:
    """Figures are kept in the case file that do not belong in it."""
    for index, row in enumerate(evidence.data):
        if row.data_set is not None and view.edition.canonical("data-set", row.data_set) in asked.data_sets:
            yield Problem(
                f'"{row.measure}" comes from {say_term(view.edition, "data-set", row.data_set)}: {asked.says}',
                path=("data", index, "data_set"),
                help="take the row out",
            )


class DataPoints(Shape):
    """The fewest years that figures of a trend are of (ours)."""

    at_least: Whole


@rule_kind("data-points-at-least", of=Evidence, params=DataPoints)
def data_points_at_least(evidence: Evidence, asked: DataPoints, view: View) -> Iterator[Problem]:
    """Evidence of a trend has figures of too few years to show one."""
    years = {row.year for row in evidence.data if row.year and row.value is not None}
    if len(years) < asked.at_least:
        title = say_term(view.edition, "evidence-kind", evidence.kind or "")
        yield Problem(
            f'"{evidence.title}" is evidence of a trend ({title[:1].lower()}{title[1:]}) and has figures of '
            f"{a_count(len(years), 'year')}; a trend needs {asked.at_least}",
            path=("kind",),
            help="add data rows, each with its year and value",
            ours=True,
        )
