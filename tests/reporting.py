"""Diagnostics for the tests of reporters: one caseload with one fault of each sort."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casefiles.diagnostics import Citation, Diagnostic, Severity, Span, Waived
from casefiles.reporters.report import Places, Report

FILE = "camden/rowan-hill-primary/priorities.yaml"
TEXT = "- id: phonics\n- id: attendance\n- id: punctuality\n"
CLAUSE = Citation("School Strategy, October 2025", "Appendix B", "There will be no more than 4 key priorities.")
CALL = Path("/srv/council")

TOO_MANY = Diagnostic(
    Span(FILE, 3, 3),
    "CAM-190",
    Severity.ERROR,
    "5 key priorities are open on 4 November 2025; targeted support allows 4",
    help="close or merge one, or record a waiver",
    label="the fifth",
    citation=CLAUSE,
    authority="camden",
    case="rowan-hill-primary",
)
UNKNOWN_KEY = Diagnostic(
    Span(FILE, 1, 3, 1, 5), "SCH-002", Severity.WARNING, "unknown key", related=((Span(FILE, 2), "the other"),)
)
EXCUSED = Diagnostic(
    Span(FILE, 2, 1),
    "CAM-204",
    Severity.ERROR,
    "100 % late, really",
    waived=Waived("School closed after the flood", "director-of-learning", date(2026, 2, 10), date(2026, 3, 31)),
)


def report(*diagnostics: Diagnostic, texts: dict[str, str] | None = None) -> Report:
    """A report of one case in /srv/council/casefiles, called in /srv/council."""
    places = Places(CALL / "casefiles", CALL)
    return Report(date(2026, 11, 20), 1, diagnostics, places, {FILE: TEXT} if texts is None else texts)
