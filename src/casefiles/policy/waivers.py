"""Recorded permission to go on in spite of a local rule: what a waiver excuses, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic, Severity, Waived, nearest
from casefiles.model.base import Record
from casefiles.model.case import Waiver
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition, RuleEntry, requirement_of

__all__ = ["check_waivers", "in_force", "waived", "waivers_for"]


def waivers_for(case: Case, edition: Edition, rule: RuleEntry, records: Collection[Record]) -> tuple[Waiver, ...]:
    """The waivers that speak of a rule and one of these records, in force or not; none for a national rule."""
    if edition.is_law or rule.code in edition.beneath:
        return ()
    ids = {record.record_id for record in records}
    return tuple(
        waiver
        for waiver in case.waivers
        if waiver.rule in names_of(rule) and (not waiver.records or ids & set(waiver.records))
    )


def names_of(rule: RuleEntry) -> frozenset[str]:
    """What a waiver may call a rule: its code, the requirement whose part it is, or one that it carries out as well."""
    return frozenset({rule.code, requirement_of(rule.code), *rule.also})


def in_force(waiver: Waiver, as_of: date) -> bool:
    """Whether a waiver had been approved by a day and had not ended before it."""
    return waiver.approved_on <= as_of and (waiver.until is None or as_of <= waiver.until)


def waived(waiver: Waiver) -> Waived:
    """What a diagnostic says of the waiver that excuses it."""
    return Waived(waiver.reason, waiver.approved_by, waiver.approved_on, waiver.until)


def check_waivers(case: Case, packs: Packs, as_of: date, matched: Collection[str]) -> Iterator[Diagnostic]:
    """What is wrong with the waivers of a case; `matched` are the ids of those that fit something a rule said."""
    if not case.waivers or case.authority.file.policy not in packs:
        return
    editions = packs.editions(case.authority.file.policy)
    local = {
        name
        for edition in editions
        for rule in edition.rules
        if not edition.is_law and rule.code not in edition.beneath
        for name in names_of(rule)
    }
    laws = {rule.code for edition in editions if edition.is_law for rule in edition.rules}
    laws |= {code for edition in editions for code in edition.beneath}
    national = {name for code in laws for name in (code, requirement_of(code))}
    for waiver in case.waivers:
        if waiver.rule in national:
            yield _national(waiver)
        elif waiver.rule not in local:
            yield _unknown(waiver, local)
        else:
            yield from _records(case, waiver)
            yield from _effect(waiver, as_of, matches=waiver.record_id in matched)


def _national(waiver: Waiver) -> Diagnostic:
    return Diagnostic(
        waiver.span("rule"),
        "WVR-002",
        Severity.ERROR,
        f"{waiver.rule} is a national rule; only rules of the authority's own policy can be waived",
        help="put right what the rule says and remove the waiver",
    )


def _unknown(waiver: Waiver, known: Collection[str]) -> Diagnostic:
    near = nearest(waiver.rule, known)
    return Diagnostic(
        waiver.span("rule"),
        "WVR-001",
        Severity.ERROR,
        f'no rule of the authority\'s policy is called "{waiver.rule}"',
        help=f"the nearest is {near}" if near else "`casefiles policy show` lists the rules",
    )


def _records(case: Case, waiver: Waiver) -> Iterator[Diagnostic]:
    known = {record.record_id for _, record in case.all_records()}
    for index, record_id in enumerate(waiver.records):
        if record_id not in known:
            near = nearest(record_id, known)
            yield Diagnostic(
                waiver.span("for", index),
                "WVR-006",
                Severity.ERROR,
                f'the waiver is for "{record_id}", and the case has no record of that id',
                help=f"the nearest is {near}" if near else "",
            )


def _effect(waiver: Waiver, as_of: date, *, matches: bool) -> Iterator[Diagnostic]:
    """A waiver that has run out while the rule still speaks, or that excuses nothing."""
    ended = waiver.until is not None and waiver.until < as_of
    if matches and ended and waiver.until is not None:
        yield Diagnostic(
            waiver.span("until"),
            "WVR-004",
            Severity.WARNING,
            f"this waiver of {waiver.rule} ended on {say_date(waiver.until)}, and the rule speaks again",
            help="put it right, or have the waiver approved anew",
        )
    elif not matches and waiver.approved_on <= as_of:
        yield Diagnostic(
            waiver.span("rule"),
            "WVR-003",
            Severity.NOTE if ended else Severity.WARNING,
            f"this waiver of {waiver.rule} excuses nothing: the rule has nothing to say here",
            help="remove it, or look whether it names the right rule and records",
        )
