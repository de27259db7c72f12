"""What libyaml's syntax faults mean in plain words, where they stand, and how reading goes on after one."""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span

__all__ = ["Lines", "Repair", "Trouble", "explain", "tab_faults", "tabs_replaced", "without_chunk"]

_FIRST_KEY = re.compile(r"^([ \t]*(?:- +)*)([\w][\w .-]*?|\"[^\"]*\"|'[^']*')(:[ \t]+)(?=\S)")
_ENTRY = re.compile(r"^([ \t]*(?:- +)+)(?=\S)")
_TAB = re.compile(r"^ *\t[ \t]*")
_COMMENT = re.compile(r"\s+#(?:\s.*)?$")
_TIGHT_KEY = re.compile(r"^\s*(?:- +)*[\w-]+:\S")
_MOST_TABS = 50
_INDENT_HELP = "start it in the same column as the keys it belongs with"
_ESCAPE = (
    "in double quotes a backslash begins a special character",
    "use single quotes, or write the backslash twice",
)
_SIMPLE = {
    "found unknown escape character": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE,
    "did not find expected '-' indicator": (
        "an entry of the list is expected here",
        'begin it with "- " in the same column as the other entries',
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin on the line of its key",
        'put each entry on a line of its own, below the key: "- entry"',
    ),
    "did not find expected <document start>": (
        "more text follows where the file's data has ended",
        "check the brackets and the line of three full stops before it",
    ),
    "did not find expected node content": ("a value is missing here", "check the brackets and commas"),
}


class Lines(Struct, frozen=True):
    """The lines of a YAML text, and where in which file they stand: `first` is the number of the first one."""

    lines: list[str]
    file: str
    first: int = 1

    def __getitem__(self, number: int) -> str:
        """The line of that index; an empty one outside the text."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def span(self, line: int, column: int) -> Span:
        """The place of a line and column that count from 0."""
        return Span(self.file, line + self.first, column + 1)

    def fault(self, line: int, column: int, code: str, message: str, help_: str) -> Diagnostic:
        """An error at a line and column that count from 0."""
        return Diagnostic(self.span(line, column), code, Severity.ERROR, message, help=help_)


class Trouble(Struct, frozen=True):
    """A syntax fault as libyaml gives it: its words, its place and the place where its context began, from 0."""

    problem: str
    line: int
    column: int
    context_line: int
    context_column: int


class Repair(Struct, frozen=True):
    """What a syntax fault means, and how to read on: `line` in place of line `at`, or (None) without its entry."""

    diagnostic: Diagnostic
    at: int
    line: str | None = None


def explain(trouble: Trouble, text: Lines) -> Repair:
    """What a syntax fault means in plain words, and how the reading can go on."""
    for look in (
        _colon_in_text,
        _indented_too_far,
        _missing_colon,
        _forbidden_start,
        _unclosed,
        _never_closed,
        _after_quote,
    ):
        repair = look(trouble, text)
        if repair is not None:
            return repair
    message, help_ = _SIMPLE.get(
        trouble.problem,
        (f"this is not YAML: {trouble.problem}", "check the indentation, quotes and brackets around it"),
    )
    return Repair(text.fault(trouble.line, trouble.column, "SRC-005", message, help_), trouble.line)


def tab_faults(text: Lines) -> list[Diagnostic]:
    """A diagnostic for each line that is indented with a tab."""
    message = "a tab stands here, where only spaces may indent"
    help_ = "replace it with spaces; most editors can be told to do so by themselves"
    tabbed = ((number, line.index("\t")) for number, line in enumerate(text.lines) if _TAB.match(line))
    return [text.fault(number, column, "SRC-004", message, help_) for number, column in islice(tabbed, _MOST_TABS)]


def tabs_replaced(lines: list[str]) -> list[str]:
    """The lines with two spaces for each tab of their indentation."""
    return [_TAB.sub(lambda found: found[0].replace("\t", "  "), line) for line in lines]


def without_chunk(lines: list[str], at: int) -> list[str]:
    """The lines with the top-level entry around line `at` left empty, so that the others can still be read."""
    at = min(at, len(lines) - 1)
    tops = [number for number, line in enumerate(lines) if line[:1].strip() and not line.startswith("#")]
    start = max((number for number in tops if number <= at), default=0)
    end = min((number for number in tops if number > at), default=len(lines))
    return [*lines[:start], *([""] * (end - start)), *lines[end:]]


def _colon_in_text(trouble: Trouble, text: Lines) -> Repair | None:
    """`title: Review: spring`: the second colon would make a key of the text."""
    line = text[trouble.line]
    if line[trouble.column : trouble.column + 1] != ":" or line[trouble.column + 1 : trouble.column + 2].strip():
        return None
    key = _FIRST_KEY.match(line)
    flow = trouble.problem.startswith("did not find expected ','") and trouble.line == trouble.context_line
    if not flow and (key is None or key.end() > trouble.column or "not allowed" not in trouble.problem):
        return None
    message = "a colon and a space stand inside this text, which makes a key of what precedes them"
    if flow or key is None:
        help_ = "put the text in quotes"
        return Repair(text.fault(trouble.line, trouble.column, "SRC-006", message, help_), trouble.line)
    value = _COMMENT.sub("", line[key.end() :])
    quoted = _single(value) if '"' in value else f'"{value}"'.replace("\\", "\\\\")
    help_ = f"put the text in quotes: {key[2]}: {quoted}"
    diagnostic = text.fault(trouble.line, key.end(), "SRC-006", message, help_)
    mended = None if value[:1] in "\"'[{|>&*!%@`?" else line[: key.end()] + quoted
    return Repair(diagnostic, trouble.line, mended)


def _single(value: str) -> str:
    """A text in single quotes as YAML writes it."""
    return "'" + value.replace("'", "''") + "'"


def _indented_too_far(trouble: Trouble, text: Lines) -> Repair | None:
    """A key that stands deeper than the key above it, which has its value already."""
    if trouble.problem != "mapping values are not allowed in this context":
        return None
    line, above = text[trouble.line], text[trouble.line - 1]
    if ":" not in above:
        message = "this line has no colon, and the next one begins a key"
        help_ = 'write "key: value", or put text of several lines in quotes'
        return Repair(text.fault(trouble.line - 1, 0, "SRC-005", message, help_), trouble.line)
    message = "this line is indented further than the line above, whose key has its value already"
    column = len(line) - len(line.lstrip())
    return Repair(text.fault(trouble.line, column, "SRC-005", message, _INDENT_HELP), trouble.line)


def _missing_colon(trouble: Trouble, text: Lines) -> Repair | None:
    if trouble.problem != "could not find expected ':'":
        return None
    line = text[trouble.context_line]
    if _TIGHT_KEY.match(line):
        message, help_ = "a space is missing after the colon", 'write "key: value"'
    else:
        message, help_ = "this line has no colon after its key", 'write "key: value", or put the text in quotes'
    place = text.fault(trouble.context_line, trouble.context_column, "SRC-005", message, help_)
    return Repair(place, trouble.context_line)


def _forbidden_start(trouble: Trouble, text: Lines) -> Repair | None:
    """`focus: @home`: a character that no plain text may begin with."""
    if trouble.problem != "found character that cannot start any token":
        return None
    line = text[trouble.line]
    value = _COMMENT.sub("", line[trouble.column :])
    message = f'text cannot begin with "{value[:1]}"'
    place = text.fault(trouble.line, trouble.column, "SRC-005", message, "put the text in quotes")
    key = _FIRST_KEY.match(line) or _ENTRY.match(line)
    mends = key is not None and key.end() == trouble.column
    return Repair(place, trouble.line, line[: trouble.column] + _single(value) if mends else None)


def _unclosed(trouble: Trouble, text: Lines) -> Repair | None:
    """A quotation mark or bracket that is never closed, or a comma that is missing between its entries."""
    flow = trouble.problem.startswith("did not find expected ','")
    quote = trouble.problem in {"found unexpected end of stream", "found unexpected document indicator"}
    if not flow and not quote:
        return None
    opening = text[trouble.context_line][trouble.context_column : trouble.context_column + 1]
    if flow and trouble.line == trouble.context_line:
        message, help_ = "a comma is missing between two entries", "put a comma between them, or the text in quotes"
        place = text.fault(trouble.line, trouble.column, "SRC-005", message, help_)
    else:
        what = "bracket" if flow else "quotation mark"
        message = f"the {what} {opening} that opens here is not closed"
        place = text.fault(trouble.context_line, trouble.context_column, "SRC-005", message, "close it")
    return Repair(place, trouble.context_line)


def _never_closed(trouble: Trouble, text: Lines) -> Repair | None:
    """A bracket that is still open where the text ends."""
    if trouble.problem != "did not find expected node content" or any(text.lines[trouble.line :]):
        return None
    for number in range(len(text.lines) - 1, -1, -1):
        column = max(text[number].rfind("["), text[number].rfind("{"))
        if column >= 0:
            message = f"the bracket {text[number][column]} that opens here is not closed"
            return Repair(text.fault(number, column, "SRC-005", message, "close it"), number)
    return None


def _after_quote(trouble: Trouble, text: Lines) -> Repair | None:
    """Text that goes on behind a closing quotation mark, or a key in a column of its own."""
    if trouble.problem != "did not find expected key":
        return None
    line = text[trouble.line]
    before = line[: trouble.column].rstrip()
    if before.endswith('"'):
        message = "text goes on here behind the closing quotation mark"
        help_ = "use single quotation marks around the text, or none"
    elif before.endswith("'"):
        message = "text goes on here behind the closing quotation mark"
        help_ = "write the ' inside the text twice, or use double quotation marks around it"
    else:
        message, help_ = "this line begins in a column in which no key above it begins", _INDENT_HELP
    return Repair(text.fault(trouble.line, trouble.column, "SRC-005", message, help_), trouble.line)
