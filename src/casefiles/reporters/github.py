"""Diagnostics as workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from casefiles.diagnostics import Diagnostic
from casefiles.reporters.report import Report
from casefiles.reporters.text import say_citation

__all__ = ["format_github"]

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def format_github(report: Report) -> str:
    """One workflow command a diagnostic; a waived one is a notice."""
    return "".join(_command(file, each) for file, each in report.sorted())


def _command(file: str, diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    command = "notice" if diagnostic.waived else _COMMANDS[diagnostic.severity.value]
    places = {"file": file, "line": str(span.line), "col": str(span.column)}
    if span.end_line and span.end_column:
        places |= {"endLine": str(span.end_line), "endColumn": str(span.end_column)}
    places["title"] = f"{diagnostic.severity.value} {diagnostic.code}"
    words = [diagnostic.message]
    if diagnostic.citation:
        words.append(say_citation(diagnostic.citation))
    if diagnostic.help:
        words.append(diagnostic.help)
    if diagnostic.waived:
        words.append(f"Waived: {diagnostic.waived.reason}")
    properties = ",".join(f"{name}={_property(value)}" for name, value in places.items())
    return f"::{command} {properties}::{_data(chr(10).join(words))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
