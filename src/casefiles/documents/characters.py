"""Characters of a case file that no face of our PDFs has: faults at their line, before anything is rendered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from casefiles.diagnostics import Diagnostic, Severity, Span

__all__ = ["check_characters"]

_UNUSUAL = re.compile(r"[^\t\r\n -~\u00a0-\u017f\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac\ufeff]")
"""What may be missing: all but ASCII, Latin of western and central Europe, and typographers' punctuation."""


def check_characters(text: str, file: str) -> tuple[Diagnostic, ...]:
    """An error for each line of a case file with a character that cannot be printed, at the first of them.

    Lines that are YAML comments are passed over: nothing of them prints.
    """
    if not _UNUSUAL.search(text):
        return ()
    return tuple(_unprintable(text, file))


def _unprintable(text: str, file: str) -> Iterator[Diagnostic]:
    """The error of each line that needs one."""
    from casefiles.documents.pdf import covered  # noqa: PLC0415 - the faces are opened only where they are asked

    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") and file.endswith(".yaml"):
            continue
        missing = covered("".join(dict.fromkeys(_UNUSUAL.findall(line))))
        if not missing:
            continue
        first = min(line.find(each) for each in missing)
        names = ", ".join(f"{each} ({_called(each)})" for each in missing)
        yield Diagnostic(
            Span(file, number, first + 1, number, first + 2),
            "SRC-030",
            Severity.ERROR,
            f"no letter can show {names}: the fonts of the documents do not have it",
            help="write it in another way, in Latin, Greek or Cyrillic letters",
        )


def _called(character: str) -> str:
    """The character's name in Unicode, in small letters."""
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()
