"""Whether a school's inspections look like those of a coasting ('stuck') school: an indicator, never eligibility.

From 17 November 2025 by regulation 4 of the Coasting Schools (England) Regulations as SI 2025/1120 left it;
before by two section 5 inspections running with overall effectiveness below good.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casefiles.model.school import Inspection
from casefiles.policy.kinds.ofsted import grade_of, regime_of
from casefiles.policy.pack import Edition

__all__ = ["coasting_entry"]

_REGULATIONS = date(2025, 11, 17)
_OVERALL = ("overall effectiveness",)
_LED = ("quality of education", "leadership and management")
_GOVERNED = ("leadership and governance",)
_BELOW = {"oe4": 3, "sub4": 3, "rc5": 4}
"""The rank from which a grade is requires improvement, needs attention, or worse."""


def coasting_entry(inspections: Sequence[Inspection], edition: Edition, day: date) -> str:
    """By what a school appears to meet the definition of a day; an empty string where it doesn't appear to."""
    known = sorted((each for each in inspections if each.inspected_on <= day), key=lambda each: each.inspected_on)
    full = [each for each in known if each.section in {None, "5"} and (each.grades or each.category)]
    if len(full) < 2:
        return ""
    before, last = full[-2], full[-1]
    if day < _REGULATIONS:
        both = all(_below(each, _OVERALL, edition) for each in (before, last))
        return "overall effectiveness below good at two section 5 inspections running" if both else ""
    later = [each for each in known if each.inspected_on > last.inspected_on and each.grades]
    if any(not _below(each, tuple(each.grades), edition) for each in later):
        return ""
    return _entry(before, last, edition)


def _entry(before: Inspection, last: Inspection, edition: Edition) -> str:
    """Which paragraph of regulation 4 the last two section 5 inspections appear to meet."""
    regime = regime_of(edition, last.inspected_on)
    if last.category is None and before.category is not None:
        areas = {"rc5": tuple(last.grades), "sub4": _LED, "oe4": _OVERALL}[regime]
        if _below(last, areas, edition):
            return "regulation 4(3)"
    if not _relevant(before, edition):
        return ""
    if regime == "rc5":
        return "regulation 4(2)" if _below(last, _GOVERNED, edition) else ""
    if regime == "sub4":
        return "regulation 4(4)" if _below(last, _LED, edition) else ""
    return "regulation 4(5)" if _below(last, _OVERALL, edition) else ""


def _relevant(inspection: Inspection, edition: Edition) -> bool:
    """Whether an inspection is a relevant assessment: a category, or leadership or standards below good."""
    return inspection.category is not None or _below(inspection, (*_GOVERNED, *_LED, *_OVERALL), edition)


def _below(inspection: Inspection, areas: tuple[str, ...], edition: Edition) -> bool:
    """Whether one of these areas was graded below good (below the expected standard)."""
    regime = regime_of(edition, inspection.inspected_on)
    wanted = {area.casefold() for area in areas}
    for area, word in inspection.grades.items():
        grade = grade_of(edition, "ofsted-grade", regime, word)
        if area.casefold() in wanted and grade is not None and (grade.rank or 0) >= _BELOW.get(regime, 99):
            return True
    return False
