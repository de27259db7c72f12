"""Kinds about the clocks of a warning notice: the compliance period, its outcome, and the window for the powers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from casefiles.calendars import say_date, say_weekday
from casefiles.model.base import Shape
from casefiles.model.notices import CompliancePeriod, Notice
from casefiles.model.types import Identifier, Many, Names, Whole
from casefiles.policy.intervention import notices_of, powers_of, window_of
from casefiles.policy.kinds.notice_lawful import say_notice
from casefiles.policy.pack import Edition
from casefiles.policy.rule import Duty, NoParams, Problem, Unjudged, View, rule_kind
from casefiles.policy.statute import PowerEntry
from casefiles.policy.wording import a_count, say_all

__all__ = ["outcome_decided", "period_advice", "period_fixed", "period_stated", "power_window"]

_DAY = timedelta(days=1)


@rule_kind("period-stated", of=Notice)
def period_stated(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A notice does not say within which days it is to be complied with."""
    del asked
    period = notice.compliance_period
    if period is None or period.end is None:
        yield Problem(
            f"{say_notice(view, notice)} does not say when the compliance period ends",
            path=("compliance_period",) if period else (),
            help='write "compliance_period": {from: ..., to: ...}; both days are in it',
        )
    if period is not None and period.start < notice.day:
        yield Problem(
            f"the compliance period begins on {say_date(period.start)}, before the notice is given on "
            f"{say_date(notice.day)}",
            path=("compliance_period", "from"),
        )


class PeriodAdvice(Shape):
    """The fewest working days, and the point of guidance under which a reason for fewer is recorded."""

    working_days: Whole
    point: Annotated[Identifier, Names("guidance-point")]


@rule_kind("period-advice", of=Notice, params=PeriodAdvice)
def period_advice(notice: Notice, asked: PeriodAdvice, view: View) -> Iterator[Problem | Unjudged]:
    """The compliance period is short, lies mostly in the holidays, or ends on a day when nobody works."""
    period = notice.compliance_period
    if period is None or period.end is None or period.end < notice.day:
        return
    days = [day for day in _days(notice.day + _DAY, period.end) if view.calendar.is_working_day(day)]
    path = ("compliance_period", "to")
    if not view.calendar.is_working_day(period.end):
        yield Problem(f"the compliance period ends on {say_weekday(period.end)}, which is no working day", path=path)
    if asked.point in notice.reasons:
        return
    if len(days) < asked.working_days:
        yield Problem(
            f"the compliance period has {a_count(len(days), 'working day')}; fewer than {asked.working_days} will "
            "seldom be reasonable",
            path=path,
            help=f"allow more, or write under reasons {asked.point}: why so few",
            ours=True,
        )
    if missing := view.calendar.missing_years(notice.day, period.end):
        yield Unjudged(missing[0])
    elif sum(not view.calendar.is_school_day(day) for day in days) * 2 > len(days):
        yield Problem(
            "most of the compliance period lies in the school holidays",
            path=path,
            help=f"let it end later, or write under reasons {asked.point}: why it can be complied with",
            ours=True,
        )


class PeriodFixed(Shape):
    """The working days of a period that the law fixes."""

    working_days: Whole


@rule_kind("compliance-period", of=Notice, params=PeriodFixed)
def period_fixed(notice: Notice, asked: PeriodFixed, view: View) -> Iterator[Problem]:
    """The end of the period does not follow from the rule of its time."""
    period = notice.compliance_period
    if period is None or period.end is None:
        return
    confirmed = notice.representations.confirmed_on if notice.representations else None
    wanted = view.calendar.add_working_days(confirmed or notice.day, asked.working_days)
    if period.end != wanted.on:
        cause = "the confirmation" if confirmed else "the day on which the notice is given"
        yield Problem(
            f"the compliance period ends on {say_date(period.end)}; the law of {say_date(notice.day)} fixes "
            f"{asked.working_days} working days from {cause}: {say_date(wanted.on)}",
            path=("compliance_period", "to"),
            help=wanted.derivation,
        )


@rule_kind("outcome-decided", of=Notice)
def outcome_decided(notice: Notice, asked: NoParams, view: View) -> Iterator[Duty]:
    """The compliance period is over, and nobody has decided whether the notice was complied with."""
    del asked
    period = _running(notice)
    if period is None or period.end is None:
        return
    outcome = notice.outcome
    yield Duty(
        what=f"decide whether {say_notice(view, notice)} was complied with",
        due_on=period.end,
        derivation=f"the compliance period that the notice states: to 11:59pm on {say_weekday(period.end)}",
        message=f"the compliance period ended on {say_date(period.end)}, and no decision on compliance is recorded",
        path=("compliance_period", "to"),
        met_by=notice.record_id if outcome else "",
        met_on=outcome.decided_on if outcome else None,
        excused_by=_withdrawn(notice, view),
        help='write "outcome": complied, decided_on, decided_by',
    )


class PowerWindowWarned(Shape):
    """The days before the end of the window on which the rule warns, the first and the last."""

    warn_days: Annotated[tuple[Whole, ...], Many]


@rule_kind("power-window", of=Notice, params=PowerWindowWarned)
def power_window(notice: Notice, asked: PowerWindowWarned, view: View) -> Iterator[Duty | Problem]:
    """The window for the powers that a notice opens is closing, or has closed."""
    if _running(notice) is None:
        return
    ends: dict[date, list[tuple[PowerEntry, str]]] = {}
    for power in _powers(view.edition, notice):
        window = window_of(view, notice, power)
        if window is not None and power.window is not None and not power.window.advice:
            ends.setdefault(window.on, []).append((power, window.derivation))
    complied = notice.outcome is not None and notice.outcome.complied and notice.outcome.decided_on <= view.as_of
    excused = notice.record_id if complied else _withdrawn(notice, view)
    for last, opened in ends.items():
        sections = _sections([power for power, _ in opened])
        used = _used(notice, view, [power.id for power, _ in opened], last)
        yield Duty(
            what=f"use the powers of {sections}, or let them lapse",
            due_on=last,
            derivation=f"{opened[0][1]} (after the end of the compliance period)",
            message=f"the powers of {sections} lapsed on {say_date(last)}: to use them a new warning notice is needed",
            path=("compliance_period", "to"),
            met_by=used,
            excused_by=excused,
            step=len(asked.warn_days),
        )
        left = (last - view.as_of).days
        step = next((n for n, days in reversed(list(enumerate(asked.warn_days))) if left <= days), None)
        if left >= 0 and step is not None and not used and not excused:
            yield Problem(
                f"{a_count(left, 'day')} are left to use the powers of {sections}: they lapse after {say_date(last)}",
                path=("compliance_period", "to"),
                help="decide; whoever must be told, consulted or asked for consent comes before a power is used",
                step=step,
            )


def _powers(edition: Edition, notice: Notice) -> Iterator[PowerEntry]:
    """The powers of the authority that a notice's kind can lead to."""
    for entry in edition.notice_entries(notice.kind, notice.day):
        for name in entry.powers:
            power = edition.power(name, notice.day)
            if power is not None and power.holder == "authority":
                yield power


def _used(notice: Notice, view: View, powers: list[str], last: date) -> str:
    """The record of the first power used by a notice inside its window; an empty string for none."""
    by = min(last, view.as_of)
    used = notices_of(view, ("power",), by=by)
    fitting = [
        each.record_id
        for each in used
        if set(powers) & set(powers_of(view.edition, each)) and each.follows == notice.record_id
    ]
    return next(iter(fitting), "")


def _withdrawn(notice: Notice, view: View) -> str:
    """The id of the record that withdrew a notice by the date of judgement, or an empty string."""
    if notice.withdrawn_on is not None and notice.withdrawn_on <= view.as_of:
        return notice.record_id
    withdrawals = notices_of(view, ("withdrawal",), by=view.as_of)
    return next((each.record_id for each in withdrawals if each.follows == notice.record_id), "")


def _running(notice: Notice) -> CompliancePeriod | None:
    """The compliance period of a notice that was given; None where no clock has started."""
    return notice.compliance_period if notice.given_on is not None else None


def _sections(powers: list[PowerEntry]) -> str:
    numbers = [power.section.removeprefix("section ") for power in powers]
    return f"section{'s' if len(numbers) > 1 else ''} {say_all(numbers)}"


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
