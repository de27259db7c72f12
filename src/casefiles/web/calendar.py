"""The file calendar.ics as bytes: every duty of the caseload that is not met, on its day, with how the day follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from casefiles import __version__
from casefiles.calendars import say_date
from casefiles.judgement import Judged, JudgedCase
from casefiles.policy.obligations import Obligation, State
from casefiles.reporters.text import say_citation
from casefiles.reports.icalendar import Entry, format_calendar, stable_id

__all__ = ["calendar_file"]


def calendar_file(judged: Judged) -> bytes:
    """The calendar's bytes: equal files and dates give equal bytes."""
    clauses = {each.file.policy: _clauses(each.file.policy, judged) for each in judged.caseload.authorities}
    entries = [
        entry for each in judged.cases for entry in _entries(each, judged, clauses[each.case.authority.file.policy])
    ]
    entries.sort(key=lambda entry: (entry.on, entry.category, entry.summary, entry.uid))
    names = ", ".join(dict.fromkeys(each.file.name for each in judged.caseload.authorities))
    return format_calendar(
        f"School support: {names}" if names else "School support", __version__, judged.as_of, entries
    )


def _clauses(policy: str, judged: Judged) -> Mapping[str, str]:
    """The clause of each rule that is in force on the date of judgement."""
    if policy not in judged.packs:
        return {}
    edition = judged.packs.edition_on(policy, judged.as_of)
    return {rule.code: say_citation(edition.citation(rule)) for rule in edition.rules}


def _entries(each: JudgedCase, judged: Judged, clauses: Mapping[str, str]) -> Iterator[Entry]:
    """The entries of a case. A duty keeps its identifier while its day moves: it is the rule's nth for its record."""
    case = each.case
    numbers: Counter[tuple[str, str]] = Counter()
    for owed in each.checked.obligations:
        numbers[owed.code, owed.record_id] += 1
        if owed.state not in {State.DUE, State.OVERDUE}:
            continue
        number = str(numbers[owed.code, owed.record_id])
        yield Entry(
            uid=stable_id(owed.authority, owed.case, owed.code, owed.record_id, number),
            on=owed.due_on,
            summary=f"{'Overdue: ' if owed.state is State.OVERDUE else ''}{case.school.name}: {owed.what}",
            description=_description(owed, clauses.get(owed.code, ""), judged),
            category=case.authority.file.name,
        )


def _description(owed: Obligation, clause: str, judged: Judged) -> str:
    """How the day follows, by which clause, where it began, and on which day this was judged."""
    lines = [f"Why this day: {owed.derivation}", f"Rule: {owed.code}"]
    lines += [f"Clause: {clause}"] if clause else []
    lines += [f"Begins at: {owed.span.file}:{owed.span.line}", f"Judged as of {say_date(judged.as_of)}"]
    return "\n".join(lines)
