"""Each school of an authority as it stood on a day, read off its case once for every report of that day."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from casefiles.diagnostics import Span
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Case, Schools
from casefiles.policy.engine import run
from casefiles.policy.ladder import ladder_of
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.obligations import Obligation, State
from casefiles.policy.pack import Edition, LevelEntry
from casefiles.policy.rating import Late, Rating, facts_on, rate, rules_of_rating
from casefiles.policy.rule import View
from casefiles.sealing import opened, sealed

__all__ = ["SchoolOn", "level_entry", "readings_on", "schools_on", "since_on"]


class _Reading(Struct, frozen=True):
    """What the rules say of a school on a day, from what was known of it then."""

    rating: Rating
    obligations: tuple[Obligation, ...]


class SchoolOn(Struct, frozen=True):
    """One school on a day: its case as it was known then, its level and since when, its rating, what is owed."""

    case: Case
    edition: Edition
    level: LevelEntry | None
    since: date | None
    rating: Rating
    obligations: tuple[Obligation, ...]

    @property
    def name(self) -> str:
        """The school's name."""
        return self.case.school.name

    @property
    def level_span(self) -> Span:
        """Where the level is decided; the school's own file where none was."""
        current = self.case.levels[-1] if self.case.levels else None
        return current.span() if current else self.case.school.span()

    @property
    def rated_at(self) -> Span:
        """Where the first reason for the rating stands; where the level is decided, if there is none."""
        return self.rating.reasons[0].span if self.rating.reasons else self.level_span

    @property
    def overdue(self) -> tuple[Obligation, ...]:
        """What should have been done by the day."""
        return tuple(each for each in self.obligations if each.state is State.OVERDUE)


def schools_on(schools: Schools, packs: Packs, day: date) -> tuple[SchoolOn, ...]:
    """The schools on a day, the highest level first, then by name; read once for all who ask."""
    kept, key = schools.kept_on(day), ("all", "")
    if key not in kept:
        rows = [_read(schools, case, packs, day) for case in schools if case.authority.file.policy in packs]
        kept[key] = tuple(sorted(rows, key=lambda each: (-(each.level.rank if each.level else 0), each.name)))
    found: tuple[SchoolOn, ...] = kept[key]
    return found


def readings_on(case: Case, packs: Packs, days: Iterable[date]) -> Mapping[date, bytes]:
    """What the rules say of a school on each of the days, packed: whoever has the case at hand reads it off."""
    return {day: zlib.compress(sealed(_reading(case, packs, day)), 1) for day in days}


def _read(schools: Schools, case: Case, packs: Packs, day: date) -> SchoolOn:
    """The school on the day, as it was read before if it was."""
    kept, key = schools.kept_on(day), ("school", case.id)
    if key not in kept:
        read = schools.readings.get(case.id)
        reading = opened(zlib.decompress(read[day])) if read is not None else _reading(case, packs, day)
        kept[key] = _school_on(case, packs, day, reading)
    found: SchoolOn = kept[key]
    return found


def _school_on(case: Case, packs: Packs, day: date, reading: _Reading) -> SchoolOn:
    """The school on the day, of which the rules say this."""
    known = as_at(case, day)
    edition = packs.edition_on(case.authority.file.policy, day)
    entry = edition.level(known.levels[-1].level if known.levels else edition.lowest_level)
    return SchoolOn(known, edition, entry, since_on(known, day), reading.rating, reading.obligations)


def _reading(case: Case, packs: Packs, day: date) -> _Reading:
    """What the rules say of the school on the day."""
    known = as_at(case, day)
    edition = packs.edition_on(case.authority.file.policy, day)
    ran = run(case, packs, day, mild=False)
    ladder = (
        ladder_of(View(as_at(case, day, plans=True), edition, calendar_in(case, edition), day))
        if known.notices
        else None
    )
    facts = replace(
        facts_on(known, edition, day, since_on(known, day)),
        overdue=tuple(
            Late(_what(known, each), each.due_on, each.span) for each in ran.obligations if each.state is State.OVERDUE
        ),
        errors=tuple(each.span for each in ran.diagnostics if each.blocks),
        step=(ladder.id, ladder.title, ladder.since, ladder.span) if ladder else None,
    )
    return _Reading(rate(facts, rules_of_rating(edition)), ran.obligations)


def _what(known: Case, owed: Obligation) -> str:
    """What is owed; of an action no more than that, since its words are an officer's own and may speak of a person."""
    return "an agreed action" if known.find("action", owed.record_id) else owed.what


def level_entry(case: Case, edition: Edition, day: date) -> LevelEntry | None:
    """The pack's entry of the school's level on a day, the lowest before the first decision; None for another word."""
    level = case.level_on(day)
    if level is None:
        return min(edition.levels, key=lambda entry: entry.rank, default=None)
    return next((each for each in edition.levels if each.id == level.level), None) or edition.level(level.level)


def since_on(case: Case, day: date) -> date | None:
    """The day on which the school's level began, over successive decisions for it; None without a decision."""
    start: date | None = None
    level = case.level_on(day)
    for earlier in reversed([each for each in case.levels if each.decided_on <= day]):
        if level is None or earlier.level != level.level:
            break
        start = earlier.decided_on
    return start
