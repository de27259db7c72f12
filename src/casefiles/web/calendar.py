"""The file calendar.ics as bytes: every duty of the caseload that is not met, on its day, with how the day follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from casefiles import __version__
from casefiles.calendars import say_date
from casefiles.overview import Overview
from casefiles.policy.obligations import Obligation, State
from casefiles.reporters.text import say_citation
from casefiles.reports.icalendar import Entry, calendar_of, format_entry, stable_id
from casefiles.survey import Facts
from casefiles.web.page import ShownSchool

__all__ = ["calendar_file"]


def calendar_file(seen: Overview, schools: Iterable[ShownSchool]) -> bytes:
    """The calendar's bytes: equal files and dates give equal bytes."""
    entries = sorted((entry for each in schools for entry in each.entries), key=lambda entry: entry[0])
    names = ", ".join(dict.fromkeys(each.file.name for each in seen.authorities))
    title = f"School support: {names}" if names else "School support"
    return calendar_of(title, __version__, (text for _, text in entries))


def entries_of(each: Facts, seen: Overview) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The entries of a case as they stand in the calendar, each with what orders it there."""
    name = next(known.file.name for known in seen.authorities if known.id == each.authority)
    return tuple(
        ((entry.on.isoformat(), entry.category, entry.summary, entry.uid), format_entry(entry, seen.as_of))
        for entry in _entries(each, name, _clauses(each.authority, seen), seen.as_of)
    )


def _clauses(authority: str, seen: Overview) -> Mapping[str, str]:
    """The clause of each rule that is in force on the date of judgement."""
    edition = seen.edition(authority)
    return {rule.code: say_citation(edition.citation(rule)) for rule in edition.rules} if edition else {}


def _entries(each: Facts, authority: str, clauses: Mapping[str, str], as_of: date) -> Iterator[Entry]:
    """The entries of a case. A duty keeps its identifier while its day moves: it is the rule's nth for its record."""
    numbers: Counter[tuple[str, str]] = Counter()
    for owed in each.obligations:
        numbers[owed.code, owed.record_id] += 1
        if owed.state not in {State.DUE, State.OVERDUE}:
            continue
        number = str(numbers[owed.code, owed.record_id])
        yield Entry(
            uid=stable_id(owed.authority, owed.case, owed.code, owed.record_id, number),
            on=owed.due_on,
            summary=f"{'Overdue: ' if owed.state is State.OVERDUE else ''}{each.name}: {owed.what}",
            description=_description(owed, clauses.get(owed.code, ""), as_of),
            category=authority,
        )


def _description(owed: Obligation, clause: str, as_of: date) -> str:
    """How the day follows, by which clause, where it began, and on which day this was judged."""
    lines = [f"Why this day: {owed.derivation}", f"Rule: {owed.code}"]
    lines += [f"Clause: {clause}"] if clause else []
    lines += [f"Begins at: {owed.span.file}:{owed.span.line}", f"Judged as of {say_date(as_of)}"]
    return "\n".join(lines)
