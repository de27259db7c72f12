"""The caseload at a glance: each school's level, what is next, what is overdue, what holds its documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from casefiles.calendars import say_date
from casefiles.diagnostics import Counts, Diagnostic, Severity, count
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Case
from casefiles.policy.ladder import Standing, ladder_of
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.obligations import Obligation, State
from casefiles.policy.rule import View

__all__ = ["Overdue", "SchoolStatus", "broken_status", "school_status", "since"]


@dataclass(frozen=True, slots=True)
class Overdue:
    """An obligation whose day has passed, with the diagnostic that says so."""

    obligation: Obligation
    diagnostic: Diagnostic


@dataclass(frozen=True)
class SchoolStatus:
    """One school on the date of judgement.

    `level` is as printed in a cell, an empty string where the case can't be read; `since` the day on
    which this level began, over successive decisions for it. `due` are the obligations that lie
    ahead, the nearest first. `blockers` are the errors that no waiver excuses, `ladder` the place on the ladder of
    intervention of a school that had a formal step.
    """

    authority: str
    case: str
    urn: str
    name: str
    level: str
    rank: int
    since: date | None
    due: tuple[Obligation, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    blockers: tuple[Diagnostic, ...] = ()
    ladder: Standing | None = None
    counts: Counts = field(default_factory=Counts)

    @property
    def next_due(self) -> Obligation | None:
        """What must be done next, or None where nothing is ahead."""
        return self.due[0] if self.due else None


def school_status(
    case: Case, packs: Packs, as_of: date, obligations: Iterable[Obligation], diagnostics: Iterable[Diagnostic]
) -> SchoolStatus:
    """The school's status, from what the check of its case gave."""
    said = tuple(diagnostics)
    owed = sorted(obligations, key=lambda each: (each.due_on, each.code, each.record_id))
    edition = packs.edition_on(case.authority.file.policy, as_of)
    level = case.level_on(as_of)
    lowest = min(edition.levels, key=lambda entry: entry.rank, default=None)
    entry = next((each for each in edition.levels if level and each.id == level.level), None if level else lowest)
    return SchoolStatus(
        authority=case.authority.id,
        case=case.id,
        urn=case.school.urn,
        name=case.school.name,
        level=entry.short if entry else (level.level if level else ""),
        rank=entry.rank if entry else 0,
        since=since(case, as_of),
        due=tuple(each for each in owed if each.state is State.DUE),
        overdue=tuple(Overdue(each, _diagnostic(each, said)) for each in owed if each.state is State.OVERDUE),
        blockers=tuple(each for each in said if each.blocks),
        ladder=ladder_of(View(as_at(case, as_of, plans=True), edition, calendar_in(case, edition), as_of)),
        counts=count(said),
    )


def broken_status(authority: str, case: str, diagnostics: Iterable[Diagnostic]) -> SchoolStatus:
    """The status of a case that can't be read: its name is its folder's, and its errors hold everything."""
    said = tuple(diagnostics)
    blockers = tuple(each for each in said if each.blocks)
    return SchoolStatus(authority, case, "", case, "", -1, None, blockers=blockers, counts=count(said))


def since(case: Case, as_of: date) -> date | None:
    """The day on which the school's level began, over successive decisions for it; None without a decision."""
    start: date | None = None
    level = case.level_on(as_of)
    for earlier in reversed([each for each in case.levels if each.decided_on <= as_of]):
        if level is None or earlier.level != level.level:
            break
        start = earlier.decided_on
    return start


def _diagnostic(owed: Obligation, said: Iterable[Diagnostic]) -> Diagnostic:
    """The check's own word on an overdue obligation, or one in its place where a waiver or a rule silenced it."""
    same_place = (each for each in said if each.code == owed.code and each.span == owed.span)
    found = next(same_place, None)
    if found is not None:
        return found
    message = f"{owed.what} was due on {say_date(owed.due_on)}"
    return Diagnostic(
        owed.span, owed.code, Severity.WARNING, message, help=owed.derivation, authority=owed.authority, case=owed.case
    )
