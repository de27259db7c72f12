"""Diagnostics for programs: the JSON that scripts rely on."""

from __future__ import annotations

import json
from typing import Any

from msgspec import to_builtins

from casefiles.diagnostics import Diagnostic
from casefiles.reporters.report import Places, Report

__all__ = ["diagnostic_object", "dump", "format_json"]


def format_json(report: Report) -> str:
    """The report as one JSON object."""
    return dump(
        {
            "as_of": report.as_of.isoformat(),
            **({"at": dict(report.at)} if report.at else {}),
            "cases": report.cases,
            "diagnostics": [diagnostic_object(each, report.places) for _, each in report.sorted()],
            "counts": to_builtins(report.counts),
        }
    )


def diagnostic_object(diagnostic: Diagnostic, places: Places) -> dict[str, Any]:
    """One diagnostic as plain values; `file` relative to the directory of the call."""
    waived = diagnostic.waived
    return {
        "file": places.shown(diagnostic.span.file),
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "authority": diagnostic.authority,
        "case": diagnostic.case,
        "citation": to_builtins(diagnostic.citation) if diagnostic.citation else None,
        "help": diagnostic.help,
        "waived": waived
        and {
            "reason": waived.reason,
            "approved_by": waived.approved_by,
            "approved_on": waived.approved_on.isoformat(),
            "until": waived.until.isoformat() if waived.until else None,
        },
    }


def dump(value: Any) -> str:
    """Plain values as indented JSON text, ending with a line feed."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
