"""Diagnostics as SARIF 2.1.0, for code scanning services and editors that read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from casefiles import __version__
from casefiles.diagnostics import Diagnostic, Span
from casefiles.reporters.json_report import dump
from casefiles.reporters.report import Places, Report
from casefiles.reporters.text import say_citation

__all__ = ["format_sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def format_sarif(report: Report) -> str:
    """The report as one SARIF log with one run; waived diagnostics are suppressed results."""
    diagnostics = [each for _, each in report.sorted()]
    codes = sorted({each.code for each in diagnostics})
    driver = {"name": "casefiles", "version": __version__, "rules": [_rule(code, diagnostics) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes, report.places) for each in diagnostics],
        "properties": {"as_of": report.as_of.isoformat(), "cases": report.cases},
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, diagnostics: list[Diagnostic]) -> dict[str, Any]:
    first = next(each for each in diagnostics if each.code == code)
    rule: dict[str, Any] = {"id": code}
    if first.citation:
        rule["shortDescription"] = {"text": say_citation(first.citation)}
        if first.citation.url:
            rule["helpUri"] = first.citation.url
    if first.help:
        rule["help"] = {"text": first.help}
    return rule


def _result(diagnostic: Diagnostic, codes: list[str], places: Places) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": diagnostic.severity.value,
        "message": {"text": diagnostic.message},
        "locations": [_location(diagnostic.span, places)],
        "properties": {"authority": diagnostic.authority, "case": diagnostic.case},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(span, places), **({"message": {"text": label}} if label else {})}
            for span, label in diagnostic.related
        ]
    if diagnostic.waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": diagnostic.waived.reason}]
    return result


def _location(span: Span, places: Places) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column}
    if span.end_line and span.end_column:
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(places.shown(span.file))}, "region": region},
    }
