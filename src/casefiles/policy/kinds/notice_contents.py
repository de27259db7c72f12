"""Kinds about what a notice must state: matters with evidence, comparators, required actions, who was told before."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.notices import Notice, RequiredAction
from casefiles.model.types import Identifier, Many, Names, Text, Texts
from casefiles.policy.kinds.notice_lawful import say_notice
from casefiles.policy.matters import matters_of
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.schools import denominations
from casefiles.policy.wording import say_all, say_any, say_term

__all__ = [
    "action_clear",
    "action_required",
    "action_within",
    "comparator_tagged",
    "engaged_before",
    "ground_names",
    "matters_evidenced",
]

_LEAD = re.compile(r"^(?:the governing body (?:must|shall|should|is to|will) |to )", re.IGNORECASE)


@rule_kind("matters-evidenced", of=Notice)
def matters_evidenced(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A ground states no matter, or a matter has no dated evidence from before the notice."""
    del asked
    matters = matters_of(notice, view.case, view.edition)
    for index, ground in enumerate(notice.grounds):
        if not ground.matters and not ground.evidence:
            yield Problem(
                f"{say_term(view.edition, 'ground', ground.ground)} states no matter and cites no evidence",
                path=("grounds", index, "ground"),
                help='write "evidence", or "matters" each with its evidence',
            )
    for matter in matters:
        if not matter.evidence:
            yield Problem(
                f"matter {matter.number} has no evidence: nobody could tell what the conclusion is based on",
                path=matter.path,
            )
        for evidence in matter.evidence:
            if evidence.dated > notice.day:
                yield Problem(
                    f"matter {matter.number} rests on evidence of {say_date(evidence.dated)}, which is later than "
                    f"{say_notice(view, notice)}",
                    path=matter.path,
                )


class Comparator(Shape):
    """The ground that needs a comparator."""

    ground: Annotated[Identifier, Names("ground")]


@rule_kind("comparator-tagged", of=Notice, params=Comparator)
def comparator_tagged(notice: Notice, asked: Comparator, view: View) -> Iterator[Problem]:
    """Standards are called low without saying by reference to what."""
    known = view.edition.lists.get("comparator", {})
    for index, ground in enumerate(notice.grounds):
        if view.edition.canonical("ground", ground.ground) == asked.ground and not ground.comparators:
            yield Problem(
                "standards are low only by reference to something: to what these pupils might be expected to attain, "
                "to what they attained before, or to comparable schools",
                path=("grounds", index, "ground"),
                help=f'write "comparators": {say_any(known)}',
            )


class GroundNames(Shape):
    """The ground, what it must name (a field of the ground), and how to speak of it."""

    ground: Annotated[Identifier, Names("ground")]
    field: Identifier
    says: Text


@rule_kind("ground-names", of=Notice, params=GroundNames)
def ground_names(notice: Notice, asked: GroundNames, view: View) -> Iterator[Problem]:
    """A ground does not name what the guidance asks of it."""
    key = asked.field.replace("-", "_")
    for index, ground in enumerate(notice.grounds):
        if view.edition.canonical("ground", ground.ground) == asked.ground and not getattr(ground, key, None):
            name = say_term(view.edition, "ground", asked.ground)
            yield Problem(f"{name} does not say {asked.says}", path=("grounds", index, "ground"), help=f'write "{key}"')


@rule_kind("action-required", of=Notice)
def action_required(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A notice asks for nothing."""
    del asked
    if not notice.required_actions:
        yield Problem(
            f"{say_notice(view, notice)} does not say what the governing body must do to remedy the matters",
            help='write "required_actions", each with action, measure and due_on',
        )


class ActionClear(Shape):
    """The verbs with which an action says no more than a wish."""

    vague: Texts


@rule_kind("action-clear", of=Notice, params=ActionClear)
def action_clear(notice: Notice, asked: ActionClear, view: View) -> Iterator[Problem]:
    """A required action is vague: a governing body could not tell when it has done it."""
    del view
    for index, action in enumerate(notice.required_actions):
        lacks = [says for key, says in (("measure", "how that is seen"), ("due_on", "by when")) if _lacks(action, key)]
        verb = re.split(r"[\s,]", _LEAD.sub("", action.action.strip()), maxsplit=1)[0].casefold()
        if verb in asked.vague:
            yield Problem(
                f'action {index + 1} begins with "{verb}", which says no more than a wish',
                path=("required_actions", index, "action"),
                help="say what must be done, made or decided, so that a governing body can tell when it has done it",
            )
        if lacks:
            yield Problem(f"action {index + 1} does not say {say_all(lacks)}", path=("required_actions", index))


def _lacks(action: RequiredAction, key: str) -> bool:
    return getattr(action, key) is None


@rule_kind("action-within", of=Notice)
def action_within(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A required action is due outside the compliance period."""
    del asked, view
    period = notice.compliance_period
    for index, action in enumerate(notice.required_actions):
        due, path = action.due_on, ("required_actions", index, "due_on")
        if due is None:
            continue
        if period is not None and period.end is not None and due > period.end:
            message = f"action {index + 1} is due on {say_date(due)}, after the period ends on {say_date(period.end)}"
            yield Problem(message, path=path)
        elif due < (period.start if period else notice.day):
            start = period.start if period else notice.day
            message = f"action {index + 1} is due on {say_date(due)}, before the period begins on {say_date(start)}"
            yield Problem(message, path=path)


class Regard(Shape):
    """The point of guidance, the field that shows that it was followed, and how to speak of it."""

    point: Annotated[Identifier, Names("guidance-point")]
    ground: Annotated[Identifier | None, Names("ground")] = None
    letters: Annotated[tuple[Identifier, ...], Many] = ()


@rule_kind("engaged-before", of=Notice, params=Regard)
def engaged_before(notice: Notice, asked: Regard, view: View) -> Iterator[Problem]:
    """The religious body was not engaged before a formal step on governance."""
    grounds = {view.edition.canonical("ground", each.ground) for each in notice.grounds}
    if (
        asked.ground not in grounds
        or not denominations(view.case.school, view.edition)
        or asked.point in notice.reasons
    ):
        return
    engaged = [day for day in (notice.religious_body_engaged_on, *_letters(notice, asked, view)) if day is not None]
    if not any(day < notice.day for day in engaged):
        yield Problem(
            f"{view.case.school.name} has a religious character, and nothing says that its religious body was told of "
            f"the concern about governance before {say_date(notice.day)}",
            help=f'write "religious_body_engaged_on", or under "reasons" {asked.point}: why it was not (section 72)',
        )


def _letters(notice: Notice, asked: Regard, view: View) -> Iterator[date]:
    """The days of what was written to the religious body before the notice."""
    for letter in view.case.letters:
        if letter.kind and view.edition.canonical("letter-kind", letter.kind) in asked.letters:
            yield letter.sent_on or letter.date
    for other in view.case.notices:
        if other is not notice and view.edition.canonical("notice-kind", other.kind) in asked.letters:
            yield other.day
