"""Where a school stands on the ladder of intervention, and what would have to be so for each step ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.diagnostics import Span
from casefiles.model.base import Record
from casefiles.model.notices import Notice
from casefiles.policy.copies import copies_of
from casefiles.policy.facets import school_applies
from casefiles.policy.intervention import Condition, gateways_of, is_given, locked_by, powers_of, steps_of, window_of
from casefiles.policy.matters import matters_of
from casefiles.policy.rule import View
from casefiles.policy.schools import regime_of_school
from casefiles.policy.statute import LadderStep, PowerEntry
from casefiles.policy.wording import say_term

__all__ = ["CONDITIONS", "Ahead", "Standing", "Want", "ladder_of"]


class Want(Struct, frozen=True):
    """One thing that has to be so: what, by which provision, whether it is, since when, and where the file says it."""

    what: str
    clause: str
    is_met: bool
    met_on: date | None
    span: Span


class Ahead(Struct, frozen=True):
    """A step ahead, with all that it wants."""

    title: str
    wants: tuple[Want, ...]


class Standing(Struct, frozen=True):
    """The step that a school has reached, since when, by what, and the steps that it can lead to."""

    id: str
    title: str
    since: date
    span: Span
    ahead: tuple[Ahead, ...]


class _Place(Struct, frozen=True):
    """What conditions look at: the view, the notice that stands, and one that is written and not yet given."""

    view: View
    warned: Notice | None
    draft: Notice | None

    @property
    def nearest(self) -> Record:
        """Where something about the next notice would be written: the draft, else the case file."""
        return self.draft or self.view.case.case


def ladder_of(view: View) -> Standing | None:
    """The school's place on the ladder of its pack on the view's date; None where it has taken no formal step."""
    steps = {step.id: step for step in view.edition.ladder}
    reached: dict[str, _Reached] = {}
    for order, step in enumerate(steps.values()):
        for since, notice in _reached(step, view):
            at = (since, order, step, notice)
            for first in {_warning(notice, view), ""} if step.is_end else {_warning(notice, view)}:
                reached[first] = max(reached.get(first, at), at, key=_when)
    if not reached:
        return None
    begun, at = max(reached.items(), key=lambda each: (not each[1][2].is_end, *_when(each[1])))
    since, _, current, record = at
    place = _Place(view, _last(view, given=True, first=begun), _last(view, given=False))
    ahead = (one for step in _after(current, steps) for one in _ahead(step, place))
    return Standing(current.id, current.title, since, record.span(), tuple(one for one in ahead if one.wants))


_Reached = tuple[date, int, LadderStep, Notice]
"""A day, the number of the step on the ladder, the step that was reached on it, and by what."""


def _when(place: _Reached) -> tuple[date, int]:
    """The order of places on the ladder: by day, on one day by step."""
    return place[:2]


def _warning(notice: Notice, view: View) -> str:
    """The warning notice that a step goes back to; empty for what goes back to none, such as a letter of concern.

    The end of one notice ends what led to notices, and leaves other notices and their powers where they are.
    """
    known = {each.record_id: each for each in view.case.notices}
    seen = {notice.record_id}
    while notice.follows in known and notice.follows not in seen:
        notice = known[notice.follows]
        seen.add(notice.record_id)
    return notice.record_id if view.edition.canonical("notice-kind", notice.kind) in _kinds(view) else ""


def _kinds(view: View) -> set[str]:
    """The kinds of notice that open a gateway to powers."""
    return {kind for gateway in view.edition.gateways for kind in gateway.notices}


def _reached(step: LadderStep, view: View) -> Iterator[tuple[date, Notice]]:
    """Each day on which a step was reached, by which record."""
    for notice in view.case.notices:
        kind = view.edition.canonical("notice-kind", notice.kind)
        outcome = notice.outcome
        if kind in step.reached_by and is_given(notice, view.as_of):
            yield notice.day, notice
        if outcome and outcome.decided_on <= view.as_of:
            if step.is_decision and not outcome.complied:
                yield outcome.decided_on, notice
            if step.is_end and outcome.complied:
                yield outcome.decided_on, notice
        if step.is_end and notice.withdrawn_on is not None and notice.withdrawn_on <= view.as_of:
            yield notice.withdrawn_on, notice


def _after(current: LadderStep, steps: Mapping[str, LadderStep]) -> list[LadderStep]:
    """The steps that can follow, near ones first, each once."""
    found: dict[str, LadderStep] = {}
    waiting = list(current.next)
    while waiting:
        name = waiting.pop(0)
        if name in steps and name not in found and name != current.id:
            found[name] = steps[name]
            waiting += steps[name].next
    return sorted(found.values(), key=lambda step: list(steps).index(step.id))


def _ahead(step: LadderStep, place: _Place) -> Iterator[Ahead]:
    """The step, or one for each power where it is the use of a power."""
    wants = tuple(_want(need.condition, need.says, need.clause, place) for need in step.needs)
    if step.is_decision:
        yield Ahead(step.title, tuple(_by_notice(place, {"given", "expired"})))
    elif step.is_power:
        for power in _powers(place):
            yield Ahead(f"{power.section}: {power.title}", tuple(_for_power(power, place)))
    else:
        yield Ahead(step.title, wants)


def _last(view: View, *, given: bool, first: str = "") -> Notice | None:
    """The last warning notice that was given, or the one that is written and was not; with `first`, of that chain."""
    kinds = _kinds(view)
    found = [
        notice
        for notice in view.case.notices
        if view.edition.canonical("notice-kind", notice.kind) in kinds
        and is_given(notice, view.as_of) is given
        and first in {"", _warning(notice, view)}
    ]
    return max(found, key=lambda notice: notice.day, default=None)


def _by_notice(place: _Place, wanted: set[str] | None = None) -> Iterator[Want]:
    """What the Act asks of the notice that stands, as the gateways have it."""
    for gateway in gateways_of(place.view, place.view.as_of):
        if gateway.record == place.warned:
            for each in gateway.conditions:
                if wanted is None or each.id in wanted:
                    yield _of_condition(each)


def _of_condition(each: Condition) -> Want:
    says = each.what if each.met_on is not None else each.unmet or each.what
    return Want(says, each.clause, each.met_on is not None, each.met_on, each.record.span(*each.path))


def _powers(place: _Place) -> Iterator[PowerEntry]:
    """The powers that the notice contemplates or a step is about."""
    view, warned = place.view, place.warned
    words = [*warned.minded_to] if warned else []
    for step in view.case.notices:
        if warned and step.follows == warned.record_id:
            words += powers_of(view.edition, step)
    found = (view.edition.power(word, view.as_of) for word in words)
    yield from {power.id: power for power in found if power is not None and power.holder == "authority"}.values()


def _for_power(power: PowerEntry, place: _Place) -> Iterator[Want]:
    """What has to be so before a power is used: the gateway, those told, asked and consenting, and time."""
    view, warned = place.view, place.warned
    if warned is None:
        return
    yield from _by_notice(place)
    day, at = view.as_of, warned.span("minded_to")

    def done(family: str) -> Notice | None:
        steps = steps_of(view, family, power.id, warned.record_id, by=day)
        return next((step for step in steps if is_given(step, day)), None)

    def told(what: str, clause: str, step: Notice | None, on: date | None) -> Want:
        return Want(what, clause, on is not None, on, step.span() if step else at)

    if power.notify and power.notify.in_force.covers(day):
        step = done("notification")
        who = say_term(view.edition, "copy-capacity", power.notify.capacity)
        yield told(f"the {who} is told before", power.notify.basis, step, step.given_on if step else None)
    for duty in power.consult:
        if duty.in_force.covers(day) and school_applies(duty.when, view):
            step = done("consultation")
            who = say_term(view.edition, "copy-capacity", duty.capacity)
            yield told(
                f"the {who[:1].lower()}{who[1:]} is consulted", duty.basis, step, step.given_on if step else None
            )
    if power.consent:
        step = done("consent")
        on = step.consent.given_on if step and step.consent else None
        who = say_term(view.edition, "copy-capacity", power.consent.capacity)
        yield told(f"the {who} consents", power.consent.basis, step, on)
    window = window_of(view, warned, power)
    if window and power.window:
        says = f"it is used by {say_date(window.on)}{' (guidance)' if power.window.advice else ''}"
        is_open = day <= window.on
        yield Want(says, power.window.basis, is_open, None, warned.span("compliance_period"))


def _want(condition: str, says: str, clause: str, place: _Place) -> Want:
    look = CONDITIONS.get(condition)
    is_met, met_on, span = look(place) if look else (False, None, place.nearest.span())
    return Want(says, clause, is_met, met_on, span)


Found = tuple[bool, date | None, Span]


def _school(place: _Place) -> Found:
    view = place.view
    wanted = {each for entry in view.edition.notices if entry.gateway for each in entry.schools}
    return regime_of_school(view.case.school, view.edition) in wanted, None, view.case.school.span("type")


def _free(place: _Place) -> Found:
    view = place.view
    locks = [lock for entry in view.edition.notices if entry.gateway for lock in entry.locks]
    found = locked_by(locks, view, view.as_of)
    return found is None, None, found[1].span() if found else view.case.case.span()


def _ground(place: _Place) -> Found:
    draft = place.draft
    matters = matters_of(draft, place.view.case, place.view.edition) if draft else ()
    span = draft.span("grounds") if draft else place.nearest.span()
    return bool(matters) and all(each.evidence for each in matters), None, span


def _agreed(place: _Place) -> Found:
    draft = place.draft
    on = draft.agreed_on if draft and draft.agreed_by else None
    return on is not None, on, draft.span("agreed_on") if draft else place.nearest.span()


def _copies(place: _Place) -> Found:
    """Judged for the notice that is written, else for one of the law's first kind as if it were given today."""
    view = place.view
    kind = next((entry.kind for entry in view.edition.notices if entry.gateway), "")
    notice = place.draft or Notice.model_construct(kind=kind, given_on=view.as_of, date=view.as_of)
    missing = [each for each in copies_of(notice, view).missing if not each.advice]
    in_school = any("school.yaml" in each.missing for each in missing)
    file = view.case.school if in_school else view.case.authority.file
    return not missing, None, file.span()


def _ended(place: _Place) -> Found:
    warned, day = place.warned, place.view.as_of
    outcome = warned.outcome if warned else None
    on = outcome.decided_on if outcome and outcome.complied and outcome.decided_on <= day else None
    if warned and on is None and warned.withdrawn_on and warned.withdrawn_on <= day:
        on = warned.withdrawn_on
    return on is not None, on, warned.span("outcome") if warned else place.nearest.span()


CONDITIONS: Mapping[str, Callable[[_Place], Found]] = {
    "school": _school,
    "free": _free,
    "ground": _ground,
    "agreed": _agreed,
    "copies": _copies,
    "ended": _ended,
}
"""What a step of a pack's ladder may ask for, by name."""
