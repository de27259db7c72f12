"""What a case file says without the day from which it holds: it could not be read as at a date."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.model.base import Record
from casefiles.model.case import Action, Priority, Support
from casefiles.model.caseview import Case

__all__ = ["DATED_BY", "check_undated"]

DATED_BY: dict[type[Record], dict[str, tuple[str, ...]]] = {
    Support: {"impact": ("delivered_on", "impact_on"), "school_feedback": ("delivered_on",)},
    Priority: {"closed_as": ("closed_on",)},
    Action: {"impact": ("done_on", "impact_on"), "dropped_because": ("dropped_on",)},
}
"""The facts that have no day of their own, each with the keys of which one must say since when it is known."""


def check_undated(case: Case) -> tuple[Diagnostic, ...]:
    """An error for each fact of the case that no date places: a document of an earlier day would show it.

    Source: the case folder's format, rule 4 (no undated state).
    """
    return tuple(
        diagnostic
        for records in (case.support, case.priorities, case.actions)
        for record in records
        for diagnostic in _undated(record)
    )


def _undated(record: Record) -> Iterator[Diagnostic]:
    """An error for each undated fact of one record."""
    for fact, days in DATED_BY[type(record)].items():
        if getattr(record, fact) is None or any(getattr(record, day) is not None for day in days):
            continue
        yield Diagnostic(
            record.key_span(fact),
            "SCH-019",
            Severity.ERROR,
            f'"{fact}" of {record.record_id} has no day from which it is known',
            help=f"write {' or '.join(days)} beside it, so that letters of an earlier day leave it out",
        )
