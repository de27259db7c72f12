"""Kinds about decisions on levels: what must be on file, time limits, and decisions that events call for."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Decision, Level
from casefiles.model.notices import Notice
from casefiles.model.records import Meeting
from casefiles.model.types import Flag, Identifier, Many, Names, Text, Whole
from casefiles.policy.episodes import begins_episode, episode_of, episode_on, level_before
from casefiles.policy.field_path import FieldPath, is_filled, values_at
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.people_at import same_person
from casefiles.policy.rule import Duty, Problem, View, rule_kind
from casefiles.policy.view_queries import decisions_since, meetings_of
from casefiles.policy.wording import a_count, say_all, say_any, say_level, say_role, say_roles, say_term

__all__ = [
    "decision_after_fact",
    "decision_after_run",
    "decision_recorded",
    "exit_considered",
    "level_time_limit",
    "recategorisation_agreed",
    "run_before_step_down",
]


class DecisionRecorded(Shape):
    """What a decision must say: each key is a field (or several, parted by `|`), each value what it tells.

    `lowest` asks it of a first decision on the lowest level as well.
    """

    fields: dict[Text, Text]
    lowest: Flag = False
    coming_from: Annotated[tuple[Annotated[Identifier, Names("level")], ...], Many] = Field(
        default=(), description="Asked only of decisions that leave one of these levels."
    )


@rule_kind("decision-recorded", of=Level, params=DecisionRecorded)
def decision_recorded(level: Level, asked: DecisionRecorded, view: View) -> Iterator[Problem]:
    """A decision on the level is recorded without who, when or why."""
    first = view.case.levels[0] is level
    if first and not asked.lowest and view.edition.canonical("level", level.level) == view.edition.lowest_level:
        return
    if asked.coming_from and level_before(view.case, view.edition, level.decided_on) not in asked.coming_from:
        return
    missing = {keys: what for keys, what in asked.fields.items() if not _filled(level, keys)}
    if missing:
        written = say_all(say_any(f'"{key}"' for key in keys.split("|")) for keys in missing)
        yield Problem(f"{say_subject(view, level)} does not say {say_all(missing.values())}", help=f"write {written}")


class RecategorisationAgreed(Shape):
    """Who may agree a step down as chair, and whom they consult."""

    agreed_by: Annotated[tuple[Identifier, ...], Many]
    consulted: Annotated[tuple[Identifier, ...], Many]


@rule_kind("recategorisation-agreed", of=Level, params=RecategorisationAgreed)
def recategorisation_agreed(level: Level, asked: RecategorisationAgreed, view: View) -> Iterator[Problem]:
    """A step down is recorded without the chair's agreement or without those who must be consulted."""
    edition, day = view.edition, level.decided_on
    chairs = say_roles(edition, asked.agreed_by, conjunction="or")
    if level.agreed_by is None:
        yield Problem(
            f"{say_subject(view, level)} steps down without the chair's agreement: nobody stands in agreed_by",
            help=f"write who agreed it as chair: {chairs}",
        )
    elif not any(same_person(view.case, edition, level.agreed_by, role, day) for role in asked.agreed_by):
        yield Problem(
            f"{say_role(edition, level.agreed_by)} agreed the step down to {say_level(edition, level.level)}; "
            f"it is for the chair, {chairs}",
            path=("agreed_by",),
        )
    missing = [
        role
        for role in asked.consulted
        if not any(same_person(view.case, edition, role, name, day) for name in level.consulted)
    ]
    if missing:
        yield Problem(
            f"{say_subject(view, level)} steps down without consulting {say_roles(edition, missing)}",
            path=("consulted",) if level.consulted else (),
            help="add whom the chair consulted to consulted",
        )


class RunBefore(Shape):
    """How many judgements of one kind are to precede a step down, from which levels."""

    judgement: Identifier
    times: Whole
    coming_from: Annotated[tuple[Identifier, ...], Many]


@rule_kind("run-before-step-down", of=Level, params=RunBefore)
def run_before_step_down(level: Level, asked: RunBefore, view: View) -> Iterator[Problem]:
    """Improvement was not judged sustained before the school stepped down."""
    before = view.case.level_before(level.decided_on)
    name = view.edition.canonical("level", before.level) if before else ""
    if before is None or name not in asked.coming_from:
        return
    episode = episode_of(view, before)
    judged = [
        meeting
        for meeting in meetings_of(view, stage="review", within=(episode.start, level.decided_on))
        if meeting.judgement is not None
    ]
    last = judged[-asked.times :]
    wanted = say_term(view.edition, "judgement", asked.judgement).lower()
    if len(last) == asked.times and all(_judged(view, meeting, asked.judgement) for meeting in last):
        return
    fits = sum(_judged(view, meeting, asked.judgement) for meeting in last)
    yield Problem(
        f"the school steps down from {say_level(view.edition, before.level)} after {a_count(fits, 'review')} "
        f"running that found it {wanted}; sustained improvement is read as {asked.times} of them",
        path=("decided_on",),
        ours=True,
    )


class LevelTimeLimit(Shape):
    """The months after which the rule warns, and after which the limit is reached."""

    months: Annotated[tuple[Whole, ...], Many]
    decisions: Annotated[tuple[Identifier, ...], Many]
    late_decisions: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="Decisions that count only once the first of the months is over."
    )


@rule_kind("level-time-limit", of=Level, params=LevelTimeLimit)
def level_time_limit(level: Level, asked: LevelTimeLimit, view: View) -> Iterator[Problem | Duty]:
    """More time has passed at this level than the policy allows."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    early, limit = (view.calendar.add_months(episode.start, months) for months in asked.months)
    decided = (
        *decisions_since(view, episode.start, asked.decisions, until=episode.end),
        *(decisions_since(view, early.on, asked.late_decisions, until=episode.end) if asked.late_decisions else ()),
    )
    title = say_level(view.edition, level.level)
    wanted = "no decision on what follows is recorded"
    ended = episode.end if episode.end and episode.end <= view.as_of else None
    yield Duty(
        what=f"decide what follows {title}",
        due_on=limit.on,
        derivation=limit.derivation,
        message=f"{title} began on {say_date(episode.start)}, more than {asked.months[1]} months ago, and {wanted}",
        path=("decided_on",),
        met_by=_next_entry(view, ended) if ended else "",
        met_on=ended,
        excused_by=decided[-1].record_id if decided and not ended else "",
        help=f"record a decision: {say_any((*asked.decisions, *asked.late_decisions))}, with its reason",
        step=1,
    )
    if early.on <= view.as_of <= limit.on and not ended and not decided:
        yield Problem(
            f"{title} began on {say_date(episode.start)}; {asked.months[1]} months end on {say_date(limit.on)}, "
            f"and {wanted} (to warn from {asked.months[0]} months on is our reading)",
            path=("decided_on",),
            help=f"record a decision: {say_any(asked.decisions)}, with its reason",
            step=0,
            ours=True,
        )


class DecisionAfterFact(Shape):
    """The field that calls for a decision once it is filled, and the decisions that answer it.

    A day counts from itself on; anything else from the day of its record. With `earlier` a decision since the
    school came to its level will do as well, with `moved` one that puts it at another level. `lacking` is what is
    said where there is none.
    """

    field: FieldPath
    says: Text
    decisions: Annotated[tuple[Identifier, ...], Many]
    earlier: Flag = False
    moved: Flag = False
    lacking: Text = "no decision on it is recorded"


@rule_kind("decision-required-when", of=(Level, Decision, Notice), params=DecisionAfterFact)
def decision_after_fact(subject: Level | Decision | Notice, asked: DecisionAfterFact, view: View) -> Iterator[Problem]:
    """Something happened that calls for a decision, and none is on file."""
    for path, value in values_at(subject, asked.field):
        if not value:
            continue
        on = subject.day if isinstance(subject, Notice) else subject.decided_on
        day = value if isinstance(value, date) else on
        episode = episode_on(view, day) if asked.earlier else None
        if asked.moved and _moved_after(view, day):
            continue
        if day <= view.as_of and not decisions_since(view, episode.start if episode else day, asked.decisions):
            yield Problem(
                f"{asked.says} on {say_date(day)}, and {asked.lacking}",
                path=path,
                help=f"record in decisions what was decided: {say_any(asked.decisions)}",
            )


def _moved_after(view: View, day: date) -> bool:
    """Whether the level of a day has ended since by a decision for another one."""
    episode = episode_on(view, day)
    return episode is not None and episode.end is not None and episode.end <= view.as_of


class DecisionAfterRun(Shape):
    """The judgement that calls for a decision when it is given so many times running."""

    judgement: Identifier
    times: Whole
    decisions: Annotated[tuple[Identifier, ...], Many]


@rule_kind("decision-after-run", of=Level, params=DecisionAfterRun)
def decision_after_run(level: Level, asked: DecisionAfterRun, view: View) -> Iterator[Problem]:
    """The same judgement was given several times running, and no decision followed."""
    if not begins_episode(view, level):
        return
    run: list[Meeting] = []
    for meeting in meetings_of(view, stage="review", level=level.level, within=episode_of(view, level)):
        if meeting.judgement is None:
            continue
        run = [*run, meeting] if _judged(view, meeting, asked.judgement) else []
    if len(run) < asked.times:
        return
    reached = run[asked.times - 1].date
    if decisions_since(view, reached, asked.decisions):
        return
    found = say_term(view.edition, "judgement", asked.judgement).lower()
    yield Problem(
        f"{len(run)} reviews running found the school {found}, from {say_date(run[0].date)} to "
        f"{say_date(run[-1].date)}, and no decision on formal steps is recorded",
        path=("judgement",),
        record=run[-1],
        help=f"record in decisions what was decided: {say_any(asked.decisions)}",
        ours=True,
    )


class ExitConsidered(Shape):
    """How many reviews running all priorities must have been met, and the decisions that then answer."""

    times: Whole
    decisions: Annotated[tuple[Identifier, ...], Many]


@rule_kind("exit-considered", of=Level, params=ExitConsidered)
def exit_considered(level: Level, asked: ExitConsidered, view: View) -> Iterator[Problem]:
    """All priorities have been met for several reviews, and nobody has decided whether the school can leave."""
    episode = episode_of(view, level)
    if not begins_episode(view, level) or (episode.end and episode.end <= view.as_of):
        return
    last = meetings_of(view, stage="review", level=level.level, within=episode)[-asked.times :]
    if len(last) < asked.times or not all(_all_met(view, meeting.date) for meeting in last):
        return
    if not decisions_since(view, last[0].date, asked.decisions):
        yield Problem(
            f"every priority was met at {a_count(asked.times, 'review')} running, the last on "
            f"{say_date(last[-1].date)}, and no decision on leaving {say_level(view.edition, level.level)} is recorded",
            path=("decided_on",),
            help=f"record in decisions what was decided: {say_any(asked.decisions)}",
            ours=True,
        )


def _all_met(view: View, day: date) -> bool:
    priorities = view.case.priorities
    return bool(priorities) and all(
        priority.closed_on is not None and priority.closed_on <= day and priority.closed_as == "met"
        for priority in priorities
    )


def _filled(level: Level, keys: str) -> bool:
    return any(is_filled(level, key) for key in keys.split("|"))


def _judged(view: View, meeting: Meeting, judgement: str) -> bool:
    return view.edition.canonical("judgement", meeting.judgement or "") == judgement


def _next_entry(view: View, day: date) -> str:
    return next(entry.record_id for entry in view.case.levels if entry.decided_on == day)
