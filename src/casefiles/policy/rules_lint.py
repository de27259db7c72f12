"""Rules of a pack that can never speak, and rules that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic
from casefiles.policy.pack import Edition, RuleEntry
from casefiles.policy.pack_shapes import fault
from casefiles.policy.stretch import Stretch
from casefiles.policy.wording import say_any

__all__ = ["lint_rules"]


def lint_rules(own: Edition, merged: Edition, until: date | None) -> Iterator[Diagnostic]:
    """What no rule of an edition can mean; `until` is the first day of the edition after it."""
    for rule in own.rules:
        yield from _never_in_force(rule, own, until)
        yield from _never_asked(rule, merged)
    for first, second in combinations(own.rules, 2):
        if (first.rule, first.of) == (second.rule, second.of):
            yield from _contradiction(first, second, own)


def _never_in_force(rule: RuleEntry, own: Edition, until: date | None) -> Iterator[Diagnostic]:
    """A rule whose days lie outside those on which its edition judges."""
    first, last = own.in_force.start, own.in_force.end
    ended = rule.in_force.end is not None and first is not None and rule.in_force.end < first
    start = rule.in_force.start
    late = start is not None and ((last is not None and start > last) or (until is not None and start >= until))
    if ended or late:
        where = rule.span("in_force", "to" if ended else "from")
        message = f"{rule.code} can never speak: it is not in force on any day on which this edition judges"
        limit = (
            f"the edition judges from {say_date(first)}" if ended and first else "a later edition judges from then on"
        )
        yield fault("PCK-040", where, message, limit)


def _never_asked(rule: RuleEntry, edition: Edition) -> Iterator[Diagnostic]:
    """A rule whose facets no subject can have at once."""
    for name, words in rule.when.items():
        if not words:
            message = f'{rule.code} can never speak: no word of "{name}" will do'
            yield fault("PCK-040", rule.key_span("when", name), message, f"name one, or leave {name} out")
    if rule.of != "meeting" or not {"level", "kind"} <= rule.when.keys():
        return
    kinds = [kind for word in rule.when["kind"] if (kind := edition.meeting_kind(word))]
    levels = {edition.canonical("level", word) for word in rule.when["level"]}
    judged = {edition.canonical("level", kind.level) for kind in kinds if kind.level}
    if kinds and all(kind.level for kind in kinds) and not levels & judged:
        message = (
            f"{rule.code} can never speak: {say_any(kind.id for kind in kinds)} belongs to {say_any(sorted(judged))}, "
            f"never to {say_any(sorted(levels))}"
        )
        yield fault("PCK-040", rule.key_span("when", "kind"), message)


def _contradiction(first: RuleEntry, second: RuleEntry, own: Edition) -> Iterator[Diagnostic]:
    """Two rules that differ in a number alone, for the same subjects on the same days."""
    if first.severity != second.severity or first.unless != second.unless or not _meet(first, second):
        return
    left, right = own.asked[first.code].model_dump(), own.asked[second.code].model_dump()
    differing = [name for name in left if left[name] != right[name]]
    if differing and all(_number(left[name]) and _number(right[name]) for name in differing):
        name = differing[0]
        message = (
            f"{second.code} contradicts {first.code}: {name} is {right[name]} in one and {left[name]} in the other, "
            "for the same subjects on the same days"
        )
        help_ = "keep one of the two, or give each its own facets (when) or days (in_force)"
        yield fault("PCK-041", second.span("params", name), message, help_)


def _meet(first: RuleEntry, second: RuleEntry) -> bool:
    """Whether there can be a subject and a day for both rules."""
    shared = first.when.keys() & second.when.keys()
    return _overlap(first.in_force, second.in_force) and all(
        {*first.when[name]} & {*second.when[name]} for name in shared
    )


def _overlap(first: Stretch, second: Stretch) -> bool:
    starts = [each.start for each in (first, second) if each.start is not None]
    ends = [each.end for each in (first, second) if each.end is not None]
    return not starts or not ends or max(starts) <= min(ends)


def _number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
