"""The caseload at a glance: each school's level, rating, what is next, what is overdue, what holds its documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.calendars import say_date
from casefiles.diagnostics import Counts, Diagnostic, Severity, Span, count
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Case
from casefiles.policy.ladder import Standing, ladder_of
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.obligations import Obligation, State
from casefiles.policy.overview import level_entry, since_on
from casefiles.policy.pack import Edition
from casefiles.policy.rating import Late, Rating, Reason, facts_on, rate, rules_of_rating
from casefiles.policy.rating_tests import Colour
from casefiles.policy.rule import View
from casefiles.register import Register

__all__ = [
    "Adviser",
    "LastIssued",
    "Overdue",
    "SchoolStatus",
    "broken_status",
    "last_issued",
    "school_status",
]


class Overdue(Struct, frozen=True):
    """An obligation whose day has passed, with the diagnostic that says so."""

    obligation: Obligation
    diagnostic: Diagnostic


class Adviser(Struct, frozen=True):
    """An officer of the authority who holds a role at the school: the id in authority.yaml, and the name."""

    id: str
    name: str


class LastIssued(Struct, frozen=True):
    """The document that was issued last and still stands: when, by which reference, its title."""

    on: str
    reference: str
    title: str


class SchoolStatus(Struct, frozen=True):
    """One school on the date of judgement.

    `level` is as printed in a cell, an empty string where the case can't be read; `since` the day on
    which this level began, over successive decisions for it. `due` are the obligations that lie
    ahead, the nearest first. `blockers` are the errors that no waiver excuses, `ladder` the place on the ladder of
    intervention of a school that had a formal step, `advisers` the officers who hold a role at the school.
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
    authority_name: str = ""
    level_id: str = ""
    phases: tuple[str, ...] = ()
    advisers: tuple[Adviser, ...] = ()
    rating: Rating = field(default_factory=lambda: Rating(Colour.RED))
    last_issued: LastIssued | None = None

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
    entry = level_entry(case, edition, as_of)
    row = SchoolStatus(
        authority=case.authority.id,
        case=case.id,
        urn=case.school.urn,
        name=case.school.name,
        level=entry.short if entry else (level.level if level else ""),
        rank=entry.rank if entry else 0,
        since=since_on(case, as_of),
        due=tuple(each for each in owed if each.state is State.DUE),
        overdue=tuple(Overdue(each, _diagnostic(each, said)) for each in owed if each.state is State.OVERDUE),
        blockers=tuple(each for each in said if each.blocks),
        ladder=_ladder(case, edition, as_of),
        counts=count(said),
        authority_name=case.authority.file.name,
        level_id=entry.id if entry else "",
        phases=case.school.phase,
        advisers=_advisers(case, as_of),
    )
    return _rated(row, case, edition, as_of)


def broken_status(authority: str, case: str, diagnostics: Iterable[Diagnostic]) -> SchoolStatus:
    """The status of a case that can't be read: its name is its folder's, and its errors hold everything."""
    said = tuple(diagnostics)
    blockers = tuple(each for each in said if each.blocks)
    where = blockers[0].span if blockers else Span(f"{authority}/{case}/school.yaml")
    rating = Rating(
        Colour.RED, (Reason(Colour.RED, "the case can't be read: nobody knows how the school stands", where),)
    )
    return SchoolStatus(authority, case, "", case, "", -1, None, blockers=blockers, counts=count(said), rating=rating)


def last_issued(register: Register) -> LastIssued | None:
    """The document that was issued last and stands; None where none was."""
    issued = [each for each in register.documents if each.origin.act == "issued" and each.stands]
    if not issued:
        return None
    last = max(issued, key=lambda each: each.origin.at)
    return LastIssued(last.origin.at[:10], last.reference, last.title)


def _ladder(case: Case, edition: Edition, as_of: date) -> Standing | None:
    """The place on the ladder of intervention; no school without a notice has one."""
    if not case.notices:
        return None
    return ladder_of(View(as_at(case, as_of, plans=True), edition, calendar_in(case, edition), as_of))


def _advisers(case: Case, as_of: date) -> tuple[Adviser, ...]:
    """The authority's officers who hold a role at the school on the day, in the file's order, each once."""
    officers = case.authority.file.officers
    held = (
        each.officer
        for holders in case.school.people.values()
        for each in holders
        if each.officer and each.covers(as_of)
    )
    return tuple(Adviser(name, officers[name].name) for name in dict.fromkeys(held) if name in officers)


def _rated(row: SchoolStatus, case: Case, edition: Edition, as_of: date) -> SchoolStatus:
    """The status with its rating, which looks at all the rest of it."""
    ladder = row.ladder
    late = (each.obligation for each in row.overdue)
    facts = replace(
        facts_on(case, edition, as_of, row.since),
        overdue=tuple(Late(each.what, each.due_on, each.span) for each in late),
        errors=tuple(each.span for each in row.blockers),
        step=(ladder.id, ladder.title, ladder.since, ladder.span) if ladder else None,
    )
    return replace(row, rating=rate(facts, rules_of_rating(edition)))


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
