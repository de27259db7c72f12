"""`casefiles status`: the caseload at a glance."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefiles.cli.again import say_once
from casefiles.cli.options import as_of_option, colour, format_option, paths_argument
from casefiles.cli.past import View, at_option, viewed
from casefiles.cli.progress import progress
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.reporters.report import Places
    from casefiles.reporters.text import Line
    from casefiles.reports.choice import Choice
    from casefiles.reports.status import SchoolStatus

__all__ = ["command"]

_ORDERS = ("level", "rating", "name", "since", "next", "overdue")


def _filter(name: str, help_: str) -> Callable[..., Any]:
    return click.option(f"--{name}", f"{name}s", multiple=True, metavar="WORD", help=help_)


@click.command("status")
@paths_argument
@as_of_option
@at_option
@format_option("text", "json")
@click.option("--why", is_flag=True, help="Say why each rating, how each date follows, what holds the documents.")
@_filter("level", "Only schools at this level (several: give it again).")
@click.option("--overdue", is_flag=True, help="Only schools where something is overdue.")
@click.option("--rating", "ratings", multiple=True, type=click.Choice(("red", "amber", "green")), help="Only these.")
@_filter("adviser", "Only schools of this officer: the id in authority.yaml, or part of the name.")
@_filter("phase", "Only schools of this phase.")
@click.option("--authority", "authorities", multiple=True, metavar="WORD", help="Only schools of this authority.")
@click.option(
    "--sort", "order", type=click.Choice(_ORDERS), default="level", help="In which order; level is by authority."
)
def command(
    *, paths: tuple[Path, ...], as_of: date, at: str | None, output_format: str, why: bool, order: str, **words: Any
) -> int:
    """Show each school at PATH: level and since when, rating, what is overdue and next, what holds documents."""
    asked = ("status", output_format, why, order, *sorted(words.items()), _width())
    with viewed(paths, as_of, at) as view:
        return say_once(view, asked, lambda _: _said(view, output_format, why=why, order=order, words=words))


def _said(view: View, output_format: str, *, why: bool, order: str, words: dict[str, Any]) -> tuple[str, int]:
    """What there is to say of the schools, and the exit code."""
    from casefiles.reporters.report import Places
    from casefiles.reports.choice import chosen
    from casefiles.survey import survey

    with progress("judging schools") as tell:
        known = survey(view.selection.root, view.selection.only, view.as_of, statuses=True, tell=tell).statuses
    choice = _choice(words)
    rows = chosen(known, choice, order)
    if not rows and known:
        _refuse_unknown(known, choice)
    places = Places(view.root, Path.cwd())
    text = _json(rows, view, places) if output_format == "json" else _text(rows, view, places, why=why, order=order)
    if not rows and known and output_format == "text":
        text = f"{text.rstrip()}: {_why_none(known, choice)}\n"
    return text, ExitCode.FAULTS if any(row.counts.error for row in rows) else ExitCode.OK


def _choice(words: Mapping[str, Any]) -> Choice:
    from casefiles.reports.choice import Choice

    return Choice(**words)


_FIELDS = {"level": "levels", "adviser": "advisers", "phase": "phases", "authority": "authorities"}


def _refuse_unknown(known: Sequence[SchoolStatus], choice: Choice) -> None:
    """UsageError for a word of a filter that fits no school at all: nobody should read an empty table as good news."""
    from casefiles.diagnostics import nearest
    from casefiles.reports.choice import chosen, words_of

    there = words_of(known)
    for name, field in _FIELDS.items():
        for word in getattr(choice, field):
            if not chosen(known, _choice({field: (word,)})):
                by_word = {each.casefold(): each for each in there[name]}
                begun = (each for each in by_word if each.startswith(word.casefold()))
                near = next(begun, "") or nearest(word.casefold(), by_word)
                meant = f': did you mean "{by_word[near]}"? There are: ' if near else "; there are: "
                raise UsageError(f'no school here has the {name} "{word}"{meant}{", ".join(there[name])}')


def _why_none(known: Sequence[SchoolStatus], choice: Choice) -> str:
    """Why no school is shown: of each thing that was asked for, how many schools have it alone."""
    from casefiles.reports.choice import chosen

    asked = [(name, word, {field: (word,)}) for name, field in _FIELDS.items() for word in getattr(choice, field)]
    asked += [("rating", word, {"ratings": (word,)}) for word in choice.ratings]
    said = [f'{name} "{word}": {len(chosen(known, _choice(one)))}' for name, word, one in asked]
    said += [f"something overdue: {len(chosen(known, _choice({'overdue': True})))}"] if choice.overdue else []
    many = "the one school" if len(known) == 1 else f"the {len(known)} schools"
    if len(said) == 1:
        return f"none of {many} has it ({said[0]})"
    return f"none of {many} has all of it at once ({', '.join(said)})"


def _json(rows: Sequence[SchoolStatus], view: View, places: Places) -> str:
    from casefiles.cli.status_json import school_objects
    from casefiles.reporters.json_report import dump

    at = {"at": view.at} if view.at else {}
    return dump({"as_of": view.as_of.isoformat(), **at, "schools": school_objects(rows, places)})


def _text(rows: Sequence[SchoolStatus], view: View, places: Places, *, why: bool, order: str) -> str:
    from casefiles.calendars import say_date
    from casefiles.cli.status_text import status_lines, why_lines
    from casefiles.reporters.text import format_lines

    schools = f"{len(rows)} schools" if len(rows) != 1 else "1 school"
    said = f"{schools} as of {say_date(view.as_of)}{f', {view.words}' if view.words else ''}"
    lines: list[Line] = [(("", said),)]
    lines += status_lines(rows, by_authority=order == "level", width=_width())
    for row in rows if why else ():
        lines += why_lines(row, places)
    return format_lines(iter(lines), colour=colour())


def _width() -> int | None:
    """The columns of the terminal; None where the output goes to a file or a pipe."""
    return shutil.get_terminal_size().columns - 1 if sys.stdout.isatty() else None
