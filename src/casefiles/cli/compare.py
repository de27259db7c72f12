"""`casefiles compare A B`: what differs between two documents, in words, as tracked changes, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from casefiles.cli.options import PATHS, as_of_option, colour, echo, format_option, select
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.documents.word.redline import Difference
    from casefiles.issuing.comparing import Comparison, Side
    from casefiles.reporters.text import Line

__all__ = ["command"]

_DRAFT = "draft"


@click.command("compare")
@click.argument("was", metavar="A")
@click.argument("now", metavar="[B]", default=_DRAFT)
@click.option("--word", "word", type=PATHS, metavar="FILE", help="Write B as a Word file with its changes tracked.")
@as_of_option
@format_option("text", "json")
def command(*, was: str, now: str, word: Path | None, as_of: date, output_format: str) -> int:
    """Say in words what differs between A and B; without B, between A and today's draft of it.

    A and B are references of issued documents (or their beginnings), or Word files or PDFs. Heads and feet of
    pages are not compared: each issued document has its own reference there.
    """
    from casefiles.issuing.comparing import compare, draft_of, find_issued
    from casefiles.publish import create_file
    from casefiles.reporters.json_report import dump

    if was == _DRAFT:
        raise UsageError(
            'give the issued document first: `casefiles compare REFERENCE`, and "draft" or nothing after it'
        )
    if word is not None and word.suffix.lower() != ".docx":
        raise UsageError(f"{word} must end in .docx")
    if now == _DRAFT and Path(was).is_file():
        raise UsageError("a file has no draft of its own: give two files, or the reference of an issued document")
    first = _side(was, as_of)
    if now == _DRAFT:
        root = select(()).root
        second = draft_of(root, *find_issued(root, was), as_of)
    else:
        second = _side(now, as_of)
    found = compare(first, second)
    if word is not None and found.docx is None:
        raise UsageError(f"no Word file can be made: {found.note}")
    if word is not None and found.docx is not None:
        create_file(word, found.docx)
    echo(dump(_object(found, word)) if output_format == "json" else _text(found, word))
    return ExitCode.OK


def _side(name: str, as_of: date) -> Side:
    from casefiles.issuing.comparing import file_side, find_issued, issued_side

    if Path(name).is_file():
        return file_side(Path(name), as_of)
    root = select(()).root
    return issued_side(root, *find_issued(root, name))


def _object(found: Comparison, word: Path | None) -> dict[str, object]:
    return {
        "was": found.was.name,
        "now": found.now.name,
        "differences": [to_builtins(each) for each in found.differences],
        "word": word.as_posix() if word else None,
        "note": found.note,
    }


def _text(found: Comparison, word: Path | None) -> str:
    from casefiles.reporters.text import format_lines, say_number

    lines: list[Line] = [(("bold", f"{found.was.name} and {found.now.name}"),)]
    place = None
    for each in found.differences:
        if each.place and each.place != place:
            lines.append((("dim", each.place),))
        place = each.place
        lines += _lines(each)
    count = len(found.differences)
    lines.append((("", f"{say_number(count, 'difference')}" if count else "they say the same"),))
    if found.note:
        lines.append((("dim", f"compared word by word, without their paragraphs: {found.note}"),))
    if word is not None:
        lines.append((("", f"written  {word.as_posix()}"),))
    return format_lines(iter(lines), colour=colour())


def _lines(each: Difference) -> Iterator[Line]:
    from casefiles.reporters.report import printable

    if each.was is None:
        yield (("green", f'  put in: "{printable(each.now or "")}"'),)
    elif each.now is None:
        yield (("red", f'  taken out: "{printable(each.was)}"'),)
    else:
        for change in each.changes:
            yield (("", f"  {printable(str(change))}"),)
