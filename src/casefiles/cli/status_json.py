"""`casefiles status --output-format json`: the schools as the contract has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import to_builtins

from casefiles.diagnostics import Span
from casefiles.policy.ladder import Standing
from casefiles.policy.rating import Rating
from casefiles.reporters.json_report import diagnostic_object
from casefiles.reporters.report import Places
from casefiles.reports.status import SchoolStatus

__all__ = ["school_objects"]


def school_objects(rows: Iterable[SchoolStatus], places: Places) -> list[dict[str, Any]]:
    """Each school as an object of the contract."""
    return [_object(row, places) for row in rows]


def _object(row: SchoolStatus, places: Places) -> dict[str, Any]:
    ahead, last = row.next_due, row.last_issued
    return {
        "authority": row.authority,
        "case": row.case,
        "urn": row.urn,
        "name": row.name,
        "level": row.level,
        "since": row.since.isoformat() if row.since else None,
        "next_due": {"on": ahead.due_on.isoformat(), "what": ahead.what} if ahead else None,
        "overdue": [diagnostic_object(each.diagnostic, places) for each in row.overdue],
        "blockers": [diagnostic_object(each, places) for each in row.blockers],
        "last_issued": {"on": last.on, "reference": last.reference, "title": last.title} if last else None,
        "counts": to_builtins(row.counts),
        "rating": _rating(row.rating, places),
        "phases": list(row.phases),
        "advisers": [{"officer": each.id, "name": each.name} for each in row.advisers],
        "ladder": _ladder(row.ladder, places) if row.ladder else None,
    }


def _rating(rating: Rating, places: Places) -> dict[str, Any]:
    reasons = [
        {"rating": each.colour.value.lower(), "text": each.text, **_place(each.span, places)} for each in rating.reasons
    ]
    return {"is": rating.colour.value.lower(), "reasons": reasons}


def _ladder(standing: Standing, places: Places) -> dict[str, Any]:
    """The step that a school has reached, and what has to be so for each step ahead."""
    return {
        "step": standing.id,
        "title": standing.title,
        "since": standing.since.isoformat(),
        **_place(standing.span, places),
        "ahead": [
            {
                "title": step.title,
                "wants": [
                    {
                        "what": want.what,
                        "clause": want.clause,
                        "met": want.is_met,
                        "met_on": want.met_on.isoformat() if want.met_on else None,
                        **_place(want.span, places),
                    }
                    for want in step.wants
                ],
            }
            for step in standing.ahead
        ],
    }


def _place(span: Span, places: Places) -> dict[str, Any]:
    return {"file": places.shown(span.file), "line": span.line}
