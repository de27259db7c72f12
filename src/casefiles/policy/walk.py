"""The walk over a case: each rule in force looks at each subject that it is of, and what it says is collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.policy.facets import applies
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.pack import Edition, RuleEntry
from casefiles.policy.rule import RuleKind, Said, View
from casefiles.policy.subjects import subject_day
from casefiles.policy.view_queries import decisions_since

__all__ = ["Crash", "Spoken", "walk"]


class Crash(Struct, frozen=True):
    """A rule that failed on a subject: our own fault, said in one sentence."""

    message: str


class Spoken(Struct, frozen=True):
    """One thing that a rule said of a subject."""

    rule: RuleEntry
    edition: Edition
    subject: Record
    said: Said | Crash


def walk(
    case: Case,
    packs: Packs,
    as_of: date,
    kinds: Mapping[str, RuleKind[Any, Any]],
    asked: Callable[[RuleEntry], bool] | None = None,
) -> Iterator[Spoken]:
    """Everything that the rules in force (only those `asked`) say of a case; nothing where its pack is unknown."""
    name = case.authority.file.policy
    if name not in packs:
        return
    views: dict[int, View] = {}
    for word, subject in case.all_records():
        day = subject_day(case, subject, as_of)
        edition = packs.edition_on(name, day)
        view = views.get(id(edition))
        if view is None:
            view = views[id(edition)] = View(case, edition, calendar_in(case, edition), as_of)
        for rule in edition.rules_of(word):
            if (asked is None or asked(rule)) and rule.in_force.covers(day):
                yield from _heard(rule, view, subject, day, kinds)


def _heard(
    rule: RuleEntry, view: View, subject: Record, day: date, kinds: Mapping[str, RuleKind[Any, Any]]
) -> Iterator[Spoken]:
    """What one rule says of one subject. A crash is said as well; what came before it stands."""
    try:
        if applies(rule.when, view, subject) and not _excused(rule, view, day):
            for said in kinds[rule.rule].look(subject, view.edition.asked[rule.code], view):
                yield Spoken(rule, view.edition, subject, said)
    except Exception as error:  # noqa: BLE001 - whatever a rule does, the others are heard and this one is not silent
        message = (
            f'{rule.code} ({rule.rule}) failed on "{subject.record_id}": {type(error).__name__}: {error}; '
            "this is a fault in casefiles"
        )
        yield Spoken(rule, view.edition, subject, Crash(message))


def _excused(rule: RuleEntry, view: View, day: date) -> bool:
    """Whether a decision that the rule accepts instead was recorded on or after the subject's day."""
    kinds = rule.unless.get("decision", ())
    values = rule.unless.get("value", ("",))
    return bool(kinds) and any(decisions_since(view, day, kinds, value=value) for value in values)
