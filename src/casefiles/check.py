"""Everything that is to be said of one case: references, the pack's words, rules, waivers; and what it holds up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic, Severity, Span, likeness, nearest, ordered
from casefiles.model import references
from casefiles.model.base import Record
from casefiles.model.case import Level
from casefiles.model.caseview import RECORD_TYPES, Authority, Case
from casefiles.model.programme_sense import check_programme
from casefiles.model.undated import check_undated
from casefiles.policy.engine import Ran, Verdict, run
from casefiles.policy.law import Packs, edition_notes
from casefiles.policy.obligations import Obligation
from casefiles.policy.pack import DocumentEntry, Edition
from casefiles.policy.registry import KINDS
from casefiles.policy.rule import RuleKind
from casefiles.policy.subjects import subject_day

__all__ = ["Checked", "check_authority", "check_case"]

_OWN = frozenset({*RECORD_TYPES, "role", "person", "officer", "body", "record"} - {"level", "criterion", "target"})
"""What names of records and people are of, which are the case's own; all others are the pack's words."""


class Checked(Struct, frozen=True):
    """What is to be said of a case on a date: diagnostics in order, obligations by their days.

    `ran` is what the rules gave, with the subject of each: `holding` asks its verdicts.
    """

    diagnostics: tuple[Diagnostic, ...]
    ran: Ran

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What is due when."""
        return self.ran.obligations

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the rules gave."""
        return self.ran.verdicts

    def holding(
        self, entry: DocumentEntry, record: Record, composed_from: Iterable[Record] = ()
    ) -> tuple[Diagnostic, ...]:
        """The diagnostics that hold a record's document: errors on what it is composed from, rules that name it.

        A rule holds by the document's slug or kind: those about records of the document's own type hold
        the document of that record alone. What is overdue or was late holds nothing by itself.
        """
        named = [
            verdict.diagnostic
            for verdict in self.verdicts
            if verdict.diagnostic.blocks
            and {entry.slug, entry.kind} & set(verdict.holds)
            and (type(verdict.subject) is not type(record) or verdict.subject.record_id == record.record_id)
        ]
        overdue = {verdict.diagnostic for verdict in self.verdicts if verdict.of_duty}
        sources = (record, *composed_from)
        errors = [
            diagnostic
            for diagnostic in self.diagnostics
            if diagnostic.blocks and diagnostic not in overdue and any(_stands_on(diagnostic, each) for each in sources)
        ]
        return ordered([*named, *errors])


def check_case(case: Case, packs: Packs, as_of: date, kinds: Mapping[str, RuleKind[Any, Any]] = KINDS) -> Checked:
    """Every diagnostic and obligation of a case on a date of judgement."""
    ran = run(_as_meant(case, packs), packs, as_of, kinds)
    names = references.names_in(case)
    said = [
        *references.check_references(case, _canonical_role(case, packs, as_of), names),
        *check_undated(case),
        *check_programme(case, as_of),
        *_words(case, names, packs, as_of),
    ]
    placed = [diagnostic.within(case.authority.id, case.id) for diagnostic in said]
    return Checked(ordered([*ran.diagnostics, *placed]), ran)


def check_authority(authority: Authority, packs: Packs, as_of: date) -> tuple[Diagnostic, ...]:
    """What is to be said of an authority's own file on a date: its pack, that pack's review date, its roles."""
    said = [*edition_notes(authority, packs, as_of), *references.check_authority(authority)]
    if authority.file.policy in packs:
        edition = packs.edition_on(authority.file.policy, as_of)
        said += _roles(authority.file, ("roles",), authority.file.roles, edition)
    return ordered(diagnostic.within(authority.id) for diagnostic in said)


def _as_meant(case: Case, packs: Packs) -> Case:
    """The case with each misspelt level read as the one level that is nearest: one slip is said once, by `_words`.

    Where two are as near, nothing is read into it.
    """
    if case.authority.file.policy not in packs:
        return case
    meant = tuple(
        _level_meant(level, packs.edition_on(case.authority.file.policy, level.decided_on)) for level in case.levels
    )
    if meant == case.levels:
        return case
    return replace(case, case=case.case.model_copy(update={"levels": meant}))


def _level_meant(level: Level, edition: Edition) -> Level:
    known = edition.vocabulary("level") or {}
    if not known or level.level in known:
        return level
    near = nearest(level.level, known)
    others = nearest(level.level, (word for word in known if known[word] != known.get(near)))
    if not near or (others and likeness(level.level, others) == likeness(level.level, near)):
        return level
    return level.model_copy(update={"level": known[near]})


def _canonical_role(case: Case, packs: Packs, as_of: date) -> Callable[[str], str]:
    """What gives the pack's own word for an alias of a role."""
    if case.authority.file.policy not in packs:
        return str
    return partial(packs.edition_on(case.authority.file.policy, as_of).canonical, "role")


def _words(
    case: Case, names: Iterable[tuple[str, Record, list[references.Named]]], packs: Packs, as_of: date
) -> Iterator[Diagnostic]:
    """The words of a case that its pack doesn't know: levels, criteria, kinds and the pack's other lists."""
    name = case.authority.file.policy
    if name not in packs:
        return
    for _, record, found in names:
        edition = packs.edition_on(name, subject_day(case, record, as_of))
        for path, what, value in found:
            known = edition.vocabulary(what) if what not in _OWN else None
            if known and value not in known:
                yield _unknown(references.name_span(record, path, value), what, value, known)
    yield from _roles(case.school, ("people",), case.school.people, packs.edition_on(name, as_of))


def _roles(record: Record, path: tuple[str, ...], roles: Iterable[str], edition: Edition) -> Iterator[Diagnostic]:
    """The roles that the pack doesn't know."""
    known = edition.vocabulary("role")
    for role in roles:
        if known and role not in known:
            yield _unknown(record.key_span(*path, role), "role", role, known)


def _unknown(span: Span, what: str, value: str, known: Mapping[str, str]) -> Diagnostic:
    near = nearest(value, known)
    ids = sorted(set(known.values()))
    listed = ", ".join(ids) if len(ids) <= 12 else f"{', '.join(ids[:12])}, ..."
    return Diagnostic(
        span,
        "SCH-101",
        Severity.ERROR,
        f'the policy has no {what.replace("-", " ")} "{value}"',
        help=f"the nearest is {known[near]}" if near else f"it has: {listed}",
    )


def _stands_on(diagnostic: Diagnostic, record: Record) -> bool:
    """Whether a diagnostic stands in a record's own part of its file."""
    if diagnostic.span.file != record.source_file:
        return False
    return not record.path_in_file() or diagnostic.span.line in record.lines()
