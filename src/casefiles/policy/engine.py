"""The engine: what the rules in force say of a case, as diagnostics (severity, clause, place) and obligations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic, Severity, ordered
from casefiles.model.as_at import as_at
from casefiles.model.base import Record
from casefiles.model.case import Waiver
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs, cited
from casefiles.policy.obligations import Obligation, State, in_order, obligation_of, state_on
from casefiles.policy.pack import RuleEntry
from casefiles.policy.registry import KINDS
from casefiles.policy.rule import Duty, Problem, RuleKind, Unjudged
from casefiles.policy.subjects import known_day
from casefiles.policy.waivers import check_waivers, in_force, waived, waivers_for
from casefiles.policy.walk import Crash, Spoken, walk

__all__ = ["Ran", "Verdict", "run"]


class Verdict(Struct, frozen=True):
    """A diagnostic that a rule gave: on which subject, and which documents it holds.

    `of_duty` marks one about something that is overdue or was done late: it holds nothing by itself.
    """

    diagnostic: Diagnostic
    rule: str
    subject: Record
    holds: tuple[str, ...] = ()
    of_duty: bool = False


class Ran(Struct, frozen=True, dict=True):
    """What the rules said of a case on a day, which duties they gave, and what else the engine has to say."""

    case: Case
    as_of: date
    verdicts: tuple[Verdict, ...]
    others: tuple[Diagnostic, ...]
    owed: tuple[tuple[Spoken, Duty], ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic, in order."""
        return ordered([*(verdict.diagnostic for verdict in self.verdicts), *self.others])

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """What is due when; looked up when somebody asks, since a check alone has no need of it."""
        return in_order([obligation_of(spoken, duty, self.case, self.as_of) for spoken, duty in self.owed])


def run(
    case: Case,
    packs: Packs,
    as_of: date,
    kinds: Mapping[str, RuleKind[Any, Any]] = KINDS,
    *,
    mild: bool = True,
) -> Ran:
    """What the rules in force say of a case on a date of judgement, from what was known of it on that date.

    Without `mild`, rules that could only warn are not asked: for who wants what is owed and what is an error.
    """
    case = as_at(case, as_of, plans=True)
    verdicts: list[Verdict] = []
    owed: list[tuple[Spoken, Duty]] = []
    matched: set[str] = set()
    missing: dict[str, dict[str, None]] = {}
    others: list[Diagnostic] = []
    for spoken in walk(case, packs, as_of, kinds, None if mild else partial(_weighs, kinds)):
        match spoken.said:
            case Crash(message):
                others.append(Diagnostic(spoken.subject.span(), "INT-001", Severity.ERROR, message))
            case Unjudged(year):
                missing.setdefault(year, {})[spoken.rule.code] = None
            case Duty() as duty:
                owed.append((spoken, duty))
                verdicts += _of_duty(spoken, duty, case, as_of, matched)
            case Problem() as problem:
                verdicts.append(_of_problem(spoken, problem, case, as_of, matched))
    others += check_waivers(case, packs, as_of, matched)
    others += _unjudged(case, missing)
    others += _before_first(case, packs)
    placed = tuple(replace(each, diagnostic=_placed(each.diagnostic, case)) for each in verdicts)
    said = tuple(each.within(case.authority.id, case.id) for each in others)
    return Ran(case, as_of, placed, said, tuple(owed))


def _weighs(kinds: Mapping[str, RuleKind[Any, Any]], rule: RuleEntry) -> bool:
    """Whether a rule may say that something is owed, or is an error."""
    return kinds[rule.rule].owes or (not rule.ours and Severity.ERROR in rule.severity)


def _placed(diagnostic: Diagnostic, case: Case) -> Diagnostic:
    """The diagnostic in its case; one on the authority's own file is the authority's, said once for all its cases."""
    of_authority = diagnostic.span.file == case.authority.file.source_file
    return diagnostic.within(case.authority.id, "" if of_authority else case.id)


def _of_problem(spoken: Spoken, problem: Problem, case: Case, as_of: date, matched: set[str]) -> Verdict:
    record = problem.record or spoken.subject
    excuse = _excuse(spoken, record, case, as_of, matched)
    diagnostic = Diagnostic(
        span=problem.span or record.span(*problem.path),
        code=spoken.rule.code,
        severity=_severity(spoken.rule, problem.step, ours=problem.ours),
        message=_worded(problem.message, ours=problem.ours or spoken.rule.ours),
        help=problem.help or spoken.rule.help or "",
        label=problem.label,
        citation=spoken.edition.citation(spoken.rule),
        waived=waived(excuse) if excuse else None,
        related=problem.related,
    )
    return Verdict(diagnostic, spoken.rule.code, spoken.subject, spoken.rule.holds)


def _of_duty(spoken: Spoken, duty: Duty, case: Case, as_of: date, matched: set[str]) -> Iterator[Verdict]:
    """The diagnostic of a duty that is overdue, or that was done late."""
    state = state_on(duty, as_of)
    message = duty.message if state is State.OVERDUE else duty.late if state is State.MET else ""
    if message:
        problem = Problem(
            message,
            path=duty.path,
            record=duty.record,
            help=duty.help or duty.derivation,
            step=duty.step,
            ours=duty.ours,
        )
        yield replace(_of_problem(spoken, problem, case, as_of, matched), of_duty=True)


def _excuse(spoken: Spoken, record: Record, case: Case, as_of: date, matched: set[str]) -> Waiver | None:
    """The waiver that excuses what was said, if one is in force; those that fit are noted as matched."""
    fitting = waivers_for(case, spoken.edition, spoken.rule, (spoken.subject, record))
    matched |= {waiver.record_id for waiver in fitting}
    return next((waiver for waiver in fitting if in_force(waiver, as_of)), None)


def _severity(rule: RuleEntry, step: int, *, ours: bool) -> Severity:
    """The severity of a rule's step; a number that is ours warns at most."""
    severity = Severity(rule.severity[min(step, len(rule.severity) - 1)])
    return Severity.WARNING if severity is Severity.ERROR and (ours or rule.ours) else severity


def _worded(message: str, *, ours: bool) -> str:
    return f"{message} (our reading: the policy gives no number)" if ours and "our reading" not in message else message


def _unjudged(case: Case, missing: Mapping[str, Mapping[str, None]]) -> Iterator[Diagnostic]:
    """One warning for each academic year that rules asked for in vain."""
    own = case.school.calendar
    span = case.school.key_span("calendar") if own else case.authority.file.key_span("calendar")
    for year, codes in sorted(missing.items()):
        yield Diagnostic(
            span,
            "SCH-190",
            Severity.WARNING,
            f"the calendar has no academic year {year}: {', '.join(sorted(codes))} cannot judge",
            help=f"add the terms of {year} to the calendar",
        )


def _before_first(case: Case, packs: Packs) -> Iterator[Diagnostic]:
    """One note where something of the case is older than the first edition, which then judges it."""
    name = case.authority.file.policy
    if name not in packs:
        return
    dated = [(day, record) for _, record in case.all_records() if (day := known_day(case, record))]
    day, record = min(dated, key=lambda each: (each[0], each[1].record_id), default=(None, None))
    if day is None or record is None or not packs.before_first(name, day):
        return
    edition = packs.edition_on(name, day)
    start = edition.in_force.start or day
    yield Diagnostic(
        record.span(),
        edition.requirement or "PCK-034",
        Severity.NOTE,
        f"{say_date(day)} lies before {edition.title}, in force from {say_date(start)}: that edition judges it",
        citation=cited(edition),
    )
