"""Kinds about the use of a power: the gateway that opens it, and what must have come before it."""

from collections.abc import Iterator
from datetime import date, timedelta

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.notices import Notice
from casefiles.model.types import Flag
from casefiles.policy.copies import recipients_of
from casefiles.policy.facets import school_applies
from casefiles.policy.intervention import Gateway, gateways_of, steps_of, window_of
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.statute import ConsultDuty, PowerEntry
from casefiles.policy.wording import say_all, say_term

__all__ = ["consent_held", "consulted", "notified_before", "power_in_time", "power_recorded", "proposal_given"]

_DAY = timedelta(days=1)


@rule_kind("power-recorded", of=Notice)
def power_recorded(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A power is used while no gateway to it is open."""
    del asked
    for index, power in _used(notice, view):
        gateways = _gateways(notice, power, view)
        if any(_open_but_for_proposal(gateway) for gateway in gateways):
            continue
        path = ("powers_used", index)
        if not gateways:
            yield Problem(_nothing_opens(notice, power, view), path=path)
            continue
        nearest = min(gateways, key=lambda each: len(each.wanting))
        for condition in nearest.wanting:
            if condition.id != "proposal":
                yield Problem(
                    f"{power.section} is not open on {say_date(notice.day)}: it is not on file that {condition.what} "
                    f"({condition.clause})",
                    path=path,
                    related=((condition.record.span(*condition.path), "where it would stand"),),
                )


@rule_kind("proposal-given", of=Notice)
def proposal_given(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """The governing body was not told in writing, before, that the power is proposed."""
    del asked
    for index, power in _used(notice, view):
        gateways = _gateways(notice, power, view)
        by_notice = [each for each in gateways if isinstance(each.record, Notice)]
        if not by_notice or any(each.is_open and not isinstance(each.record, Notice) for each in gateways):
            continue
        warned = by_notice[0]
        given = [
            step
            for step in steps_of(view, "proposal", power.id, warned.record.record_id, by=notice.day - _DAY)
            if step.given_on is not None and step.given_on < notice.day
        ]
        if not given:
            yield Problem(
                f"{power.section} is used on {say_date(notice.day)}, and the governing body had no written notice "
                f"before that it was proposed ({warned.entry.proposal})",
                path=("powers_used", index),
                help="give one (kind proposal-to-use-powers, with follows, powers and given_on) and reasonable time",
            )
        elif _early(given, warned):
            yield Problem(
                f"the proposal to use {power.section} was given before the compliance period ended; the Act does not "
                "say that it may be: take legal advice",
                path=("powers_used", index),
                step=1,
                related=((given[-1].span("given_on"), "the proposal"),),
            )


@rule_kind("notified-before", of=Notice)
def notified_before(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """Whoever must be told before a power is used was not."""
    del asked
    for index, power in _used(notice, view):
        duty = power.notify
        if duty is None or not duty.in_force.covers(notice.day):
            continue
        told = [
            step.given_on
            for step in steps_of(view, "notification", power.id, notice.follows, by=notice.day)
            if step.given_on is not None and step.given_on <= notice.day
        ]
        who = say_term(view.edition, "copy-capacity", duty.capacity)
        if not told:
            yield Problem(
                f"{power.section} is used on {say_date(notice.day)}, and the {who} was not told before ({duty.basis})",
                path=("powers_used", index),
                help=f"tell the {who} first: kind power-notification, with powers and given_on",
            )
        elif min(told) == notice.day:
            yield Problem(
                f"the {who} was told on the very day on which {power.section} is used; the file must show that it was "
                "before",
                path=("powers_used", index),
                step=1,
            )


@rule_kind("consulted", of=Notice)
def consulted(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """Somebody who must be consulted before a power is used was not."""
    del asked
    for index, power in _used(notice, view):
        for duty in power.consult:
            if not duty.in_force.covers(notice.day) or not school_applies(duty.when, view):
                continue
            if duty.may_be_none and (view.case.school.foundation_appointer or "").casefold() == "none":
                continue
            if not _was_asked(duty, power, notice, view):
                yield Problem(
                    f"{power.section} is used on {say_date(notice.day)}, and {_whom(duty, notice, view)} was not "
                    f"consulted before ({duty.basis})",
                    path=("powers_used", index),
                    help=f"consult first: kind power-consultation, with consulted {{capacity: {duty.capacity}, ...}}",
                )


@rule_kind("consent-held", of=Notice)
def consent_held(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A power that needs consent is used without it."""
    del asked
    for index, power in _used(notice, view):
        if power.consent is None:
            continue
        steps = steps_of(view, "consent", power.id, notice.follows, by=notice.day)
        answers = [step.consent for step in steps if step.consent is not None]
        if any(each.given_on is not None and each.given_on <= notice.day for each in answers):
            continue
        who = say_term(view.edition, "copy-capacity", power.consent.capacity)
        refused = next((each.refused_on for each in answers if each.refused_on is not None), None)
        why = f"; it was refused on {say_date(refused)}" if refused else ""
        yield Problem(
            f"{power.section} is used on {say_date(notice.day)} without the consent of the {who} "
            f"({power.consent.basis}){why}",
            path=("powers_used", index),
            help="apply first: kind interim-board-application; record the answer there under consent",
        )


class InTime(Shape):
    """Whether it is the windows of the guidance, not of the Act, that are judged."""

    advice: Flag = False


@rule_kind("power-in-time", of=Notice, params=InTime)
def power_in_time(notice: Notice, asked: InTime, view: View) -> Iterator[Problem]:
    """A power is used after its window has closed."""
    for index, power in _used(notice, view):
        if power.window is None or power.window.advice is not asked.advice:
            continue
        gateways = _gateways(notice, power, view)
        if any(each.is_open and not isinstance(each.record, Notice) for each in gateways):
            continue
        windows = [
            window
            for each in gateways
            if isinstance(each.record, Notice)
            if (window := window_of(view, each.record, power))
        ]
        last = max(windows, key=lambda each: each.on, default=None)
        if last is None or notice.day <= last.on or (asked.advice and "section-65-window" in notice.reasons):
            continue
        if asked.advice:
            message = (
                f"{power.section} is used on {say_date(notice.day)}, after the {power.window.months} months of the "
                f"guidance ({say_date(last.on)}); the Act sets no window for it: take legal advice"
            )
        else:
            message = (
                f"{power.section} is used on {say_date(notice.day)}, and had lapsed after {say_date(last.on)} "
                f"({power.window.basis}): a new warning notice is needed"
            )
        yield Problem(message, path=("powers_used", index), help=last.derivation)


def _used(notice: Notice, view: View) -> Iterator[tuple[int, PowerEntry]]:
    """The powers of the authority that a record uses, with their places."""
    for index, word in enumerate(notice.powers_used):
        power = view.edition.power(word, notice.day)
        if power is not None and power.holder == "authority":
            yield index, power


def _gateways(notice: Notice, power: PowerEntry, view: View) -> tuple[Gateway, ...]:
    """The gateways that could open a power on the day it is used; with `follows`, those of that notice alone."""
    found = [each for each in gateways_of(view, notice.day) if each.entry.id in power.gateways]
    if notice.follows is not None:
        found = [each for each in found if each.record.record_id == notice.follows]
    return tuple(found)


def _open_but_for_proposal(gateway: Gateway) -> bool:
    return all(each.id == "proposal" for each in gateway.wanting)


def _nothing_opens(notice: Notice, power: PowerEntry, view: View) -> str:
    """Why no gateway is in sight: another one is, which does not open this power, or none at all."""
    others = [each for each in gateways_of(view, notice.day) if notice.follows in {None, each.record.record_id}]
    if others:
        titles = say_all(dict.fromkeys(each.entry.title for each in others))
        return f"{power.section} is never opened by {titles}"
    return f"{power.section} is used on {say_date(notice.day)}, and nothing on file makes the school eligible for it"


def _early(proposals: list[Notice], gateway: Gateway) -> bool:
    period = gateway.record.compliance_period if isinstance(gateway.record, Notice) else None
    if period is None or period.end is None:
        return False
    return all(each.given_on is not None and each.given_on <= period.end for each in proposals)


def _was_asked(duty: ConsultDuty, power: PowerEntry, notice: Notice, view: View) -> bool:
    for step in steps_of(view, "consultation", power.id, notice.follows, by=notice.day):
        for each in step.consulted:
            words = each.capacity or (each.to,)
            capacities = {view.edition.canonical("copy-capacity", word) for word in words}
            if duty.capacity in capacities and _before(each.consulted_on or step.given_on, notice.day):
                return True
    return False


def _before(asked_on: date | None, day: date) -> bool:
    return asked_on is not None and asked_on < day


def _whom(duty: ConsultDuty, notice: Notice, view: View) -> str:
    """Whom a duty means, with the name where the case has one."""
    title = say_term(view.edition, "copy-capacity", duty.capacity)
    names = [each.name for each in recipients_of(duty, view, notice.day)] if duty.capacity != "governing-body" else []
    return f"the {title[:1].lower()}{title[1:]}" + (f" ({say_all(names)})" if names else "")
