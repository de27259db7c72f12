"""Pictures of an authority: levels and ratings by term, meetings against due, visits against entitlement, targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casefiles.documents.charts import Chart
from casefiles.documents.compose.caseload_over_time import (
    levels_pictured,
    meetings_pictured,
    ratings_pictured,
    visits_pictured,
)
from casefiles.documents.compose.caseload_targets import targets_pictured
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Authority, Case
from casefiles.policy.over_time import Course, times_until
from casefiles.policy.pack import Edition

__all__ = ["pictures"]


def pictures(
    authority: Authority, schools: Sequence[Course], edition: Edition, as_of: date, programme: Case | None = None
) -> tuple[Chart, ...]:
    """The charts of one authority's schools and of its programme on the day, each only where there is something to
    show.
    """
    if not schools:
        return ()
    times = times_until(authority, as_of)
    found = (
        levels_pictured(schools, edition, times),
        ratings_pictured(schools, times),
        meetings_pictured(schools, times),
        visits_pictured(schools, edition),
    )
    targets = targets_pictured(as_at(programme, as_of)) if programme is not None else None
    return (*(each.chart for each in found if each is not None), *([targets] if targets else []))
