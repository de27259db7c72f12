"""What is due when, by which clause, met by which record: the one answer to "what is next for this school?"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from casefiles.diagnostics import Span
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.policy.registry import KINDS
from casefiles.policy.rule import Duty, RuleKind
from casefiles.policy.waivers import in_force, waivers_for
from casefiles.policy.walk import Spoken, walk

__all__ = ["Obligation", "State", "in_order", "obligation_of", "obligations", "state_on"]


class State(StrEnum):
    """Where an obligation stands on the date of judgement."""

    MET = "met"
    DUE = "due"
    OVERDUE = "overdue"
    EXCUSED = "excused"


class Obligation(Struct, frozen=True):
    """Something that must be done by a day, why that day, and what has become of it.

    `met_by` is the id of the record that met it, or that excused it; `record_id` and `span` are the
    record that started it.
    """

    code: str
    what: str
    due_on: date
    derivation: str
    state: State
    met_by: str
    met_on: date | None
    authority: str
    case: str
    record_id: str
    span: Span


def obligations(
    case: Case, packs: Packs, as_of: date, kinds: Mapping[str, RuleKind[Any, Any]] = KINDS
) -> tuple[Obligation, ...]:
    """Every obligation of a case as at a date, in the order of their days."""
    found = [
        obligation_of(spoken, spoken.said, case, as_of)
        for spoken in walk(case, packs, as_of, kinds)
        if isinstance(spoken.said, Duty)
    ]
    return in_order(found)


def in_order(found: list[Obligation]) -> tuple[Obligation, ...]:
    """The obligations without repeats, by day, code and record."""
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.due_on, each.code, each.record_id, each.what)))


def obligation_of(spoken: Spoken, duty: Duty, case: Case, as_of: date) -> Obligation:
    """A kind's duty as an obligation, with its state on a date; a waiver excuses one that is overdue."""
    record = duty.record or spoken.subject
    state, by = state_on(duty, as_of), {State.MET: duty.met_by, State.EXCUSED: duty.excused_by}
    fitting = waivers_for(case, spoken.edition, spoken.rule, (spoken.subject, record))
    waiver = next((each for each in fitting if in_force(each, as_of)), None)
    if waiver and state is State.OVERDUE:
        state, by = State.EXCUSED, {State.EXCUSED: waiver.record_id}
    return Obligation(
        code=spoken.rule.code,
        what=duty.what,
        due_on=duty.due_on,
        derivation=duty.derivation,
        state=state,
        met_by=by.get(state, ""),
        met_on=duty.met_on if state is State.MET else None,
        authority=case.authority.id,
        case=case.id,
        record_id=record.record_id,
        span=record.span(*duty.path),
    )


def state_on(duty: Duty, as_of: date) -> State:
    """Where a duty stands on a date; what was done after it is not yet done."""
    if duty.excused_by:
        return State.EXCUSED
    if duty.met_by and (duty.met_on is None or duty.met_on <= as_of):
        return State.MET
    return State.OVERDUE if duty.due_on < as_of else State.DUE
