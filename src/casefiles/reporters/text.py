"""Diagnostics for people: the place, the message, the line with a caret, the clause, what to do."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator

from casefiles.calendars import say_date
from casefiles.diagnostics import Citation, Counts, Diagnostic, Waived
from casefiles.reporters.report import Report, printable

__all__ = [
    "Line",
    "diagnostic_lines",
    "format_lines",
    "format_text",
    "say_citation",
    "say_counts",
    "say_number",
    "text_lines",
]

Line = tuple[tuple[str, str], ...]
"""One line of output: stretches of text, each with its style (an empty string for plain)."""

WIDTH = 110
"""Characters of a source line that are shown; a longer line is cut around the caret."""

_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan", "waived": "bold green", "place": "bold"}


def format_text(report: Report, *, colour: bool = False) -> str:
    """The whole text report, with a line of counts at its end."""
    return format_lines(text_lines(report), colour=colour)


def format_lines(lines: Iterator[Line], *, colour: bool = False) -> str:
    """The lines as text, in colour for a terminal if asked."""
    if not colour:
        return "".join("".join(text for _, text in line) + "\n" for line in lines)
    from rich.console import Console  # noqa: PLC0415 - rich costs 50 ms and only a terminal needs it
    from rich.text import Text  # noqa: PLC0415

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", soft_wrap=True, highlight=False)
    for line in lines:
        console.print(Text.assemble(*((text, _STYLES.get(style, style)) for style, text in line)), no_wrap=True)
    return out.getvalue()


def text_lines(report: Report) -> Iterator[Line]:
    """The lines of the report: each diagnostic with its excerpt, then the counts."""
    yield from diagnostic_lines(report)
    yield (("", _summary(report)),)


def diagnostic_lines(report: Report) -> Iterator[Line]:
    """The lines of each diagnostic, with its excerpt."""
    for file, diagnostic in report.sorted():
        yield from _diagnostic(report, file, diagnostic)


def say_citation(citation: Citation) -> str:
    """The clause in one line: source, section and quotation."""
    words = ", ".join(part for part in (citation.source, citation.section) if part)
    if citation.quote:
        words += f': "{citation.quote}"'
    return words + (f" ({citation.url})" if citation.url else "")


def say_counts(counts: Counts) -> str:
    """The counts in words, the empty ones left out: `2 errors, 1 warning, 3 waived`."""
    words = [say_number(getattr(counts, name), name) for name in ("error", "warning", "note") if getattr(counts, name)]
    if counts.waived:
        words.append(f"{counts.waived} waived")
    return ", ".join(words) or "no errors or warnings"


def say_number(number: int, word: str) -> str:
    """A number of things: `1 case`, `2 cases`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _summary(report: Report) -> str:
    cases = say_number(report.cases, "case")
    return f"{cases} as of {say_date(report.as_of)}: {say_counts(report.counts)}"


def _diagnostic(report: Report, file: str, diagnostic: Diagnostic) -> Iterator[Line]:
    span, severity = diagnostic.span, diagnostic.severity.value
    waived = (("waived", " (waived)"),) if diagnostic.waived else ()
    yield (
        ("place", f"{file}:{span.line}:{span.column}:"),
        ("", " "),
        ("waived" if diagnostic.waived else severity, f"{severity} {diagnostic.code}"),
        *waived,
        ("", f" {printable(diagnostic.message)}"),
    )
    gutter = " " * (len(str(span.line)) + 1)
    excerpt = _excerpt(report, diagnostic)
    if excerpt:
        text, caret = excerpt
        yield (("dim", f"{gutter}|"),)
        yield (("dim", f"{span.line} | "), ("", text))
        label = f" {printable(diagnostic.label)}" if diagnostic.label else ""
        style = "waived" if diagnostic.waived else severity
        yield (("dim", f"{gutter}| "), (style, f"{caret}{label}".rstrip()))
    for place, label in diagnostic.related:
        where = f"{report.places.shown(place.file)}:{place.line}:{place.column}"
        yield (("dim", f"{gutter}= "), ("", f"{where}: {printable(label)}" if label else where))
    for sentence in _sentences(diagnostic):
        yield (("dim", f"{gutter}= "), ("", printable(sentence)))


def _sentences(diagnostic: Diagnostic) -> Iterator[str]:
    if diagnostic.citation:
        yield say_citation(diagnostic.citation)
    more = f"`casefiles explain {diagnostic.code}` says more" if diagnostic.citation else ""
    if more in diagnostic.help:
        more = ""
    advice = "; ".join(part for part in (diagnostic.help.rstrip("."), more) if part)
    if advice:
        yield advice
    if diagnostic.waived:
        yield _waiver(diagnostic.waived)


def _waiver(waived: Waived) -> str:
    until = f", until {say_date(waived.until)}" if waived.until else ""
    return f"waived by {waived.approved_by} on {say_date(waived.approved_on)}{until}: {waived.reason}"


def _excerpt(report: Report, diagnostic: Diagnostic) -> tuple[str, str] | None:
    """The line that the diagnostic speaks of and the caret below it; None where there is no such line."""
    span = diagnostic.span
    lines = report.texts.get(span.file, "").split("\n")
    if not 1 <= span.line <= len(lines):
        return None
    line = lines[span.line - 1].rstrip("\r").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}" if span.line == 1 else "")
    if not line.strip():
        return None
    column = min(span.column, len(line) + 1)
    end = span.end_column if span.end_line in {0, span.line} else 0
    width = max(1, min(end, len(line) + 1) - column)
    start = max(0, column - WIDTH // 2) if len(line) > WIDTH else 0
    shown = line[start : start + WIDTH]
    before, after = "..." if start else "", "..." if start + WIDTH < len(line) else ""
    pad = " " * (len(before) + sum(map(_cells, line[start : column - 1])))
    caret = "^" * max(1, sum(map(_cells, line[column - 1 : min(column - 1 + width, start + WIDTH)])))
    return f"{before}{printable(shown)}{after}", pad + caret


def _cells(char: str) -> int:
    """How many columns of a terminal the character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
