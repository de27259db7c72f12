"""`casefiles take`: a completed Word sheet or form comes back into the case files, then the drafts are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.options import as_of_option, colour, echo, select
from casefiles.errors import CasefilesError, ExitCode

if TYPE_CHECKING:
    from casefiles.sheets import Taken

__all__ = ["command", "say_taken"]

_SHEETS = click.Path(path_type=Path, dir_okay=False)


@click.command("take")
@click.argument("sheets", nargs=-1, type=_SHEETS, metavar="[SHEET.docx]...")
@click.option("--caseload", "folder", type=click.Path(path_type=Path, file_okay=False), help="The caseload it is for.")
@click.option("--no-build", is_flag=True, help="Write the case files alone.")
@as_of_option
def command(*, sheets: tuple[Path, ...], folder: Path | None, no_build: bool, as_of: date) -> int:
    """Take completed sheets into the case files: the minutes, the actions, the headteacher's report.

    The caseload is the one that the sheet lies in, else the nearest one; without SHEET all that lie in its
    inbox are taken, and moved to inbox/taken. Nothing that was written in the case files since a sheet was made
    is overwritten; what both sides changed is named, and both texts are kept.
    """
    code, cases = ExitCode.OK, []
    for root, taken in _taken(sheets, folder, as_of):
        say_taken(taken, root, as_of)
        if taken.proposal.is_refused or taken.case is None:
            code = ExitCode.FAULTS
        elif taken.written:
            cases.append(root / taken.case.folder)
    if cases and not no_build:
        built = _build(tuple(dict.fromkeys(cases)), as_of)
        code = max(code, built)
    return code


def _taken(sheets: tuple[Path, ...], folder: Path | None, as_of: date) -> Iterator[tuple[Path, Taken]]:
    """What became of each sheet, with the caseload that it went into."""
    from casefiles.sheets import INBOX, take_inbox, take_sheet

    for sheet in sheets:
        if not sheet.is_file():
            raise CasefilesError(f"there is no {sheet.as_posix()}")
    for sheet in sheets:
        root = _root(sheet, folder)
        yield root, take_sheet(sheet, root, as_of)
    if not sheets:
        root = select((folder,) if folder else ()).root
        found = list(take_inbox(root, as_of))
        if not found:
            from casefiles.reporters.report import Places

            echo(f"no sheet lies in {Places(root, Path.cwd()).path(root / INBOX)}\n")
        for _, taken in found:
            yield root, taken


def _root(sheet: Path, folder: Path | None) -> Path:
    """The caseload that a call means: the one given, the one that the sheet lies in, the nearest one."""
    from casefiles.caseload import find_root
    from casefiles.errors import UsageError

    if folder is not None:
        return select((folder,)).root
    try:
        return find_root(sheet.resolve().parent)
    except UsageError:
        return select(()).root


def say_taken(taken: Taken, root: Path, as_of: date) -> None:
    """Tell what became of a sheet: its oddities, and the files that were written."""
    from casefiles.reporters.report import Places, Report
    from casefiles.reporters.text import format_lines, text_lines

    places = Places(root, Path.cwd())
    report = Report(as_of, 1, taken.proposal.oddities, places, taken.texts)
    echo(format_lines(iter([*text_lines(report)][:-1]), colour=colour()))
    for path in taken.written:
        echo(f"taken     {places.path(path)}\n")


def _build(cases: tuple[Path, ...], as_of: date) -> ExitCode:
    from casefiles.cli.build import command as build

    words = ["--as-of", as_of.isoformat(), *(str(case) for case in cases)]
    return ExitCode(int(build.main(words, standalone_mode=False) or ExitCode.OK))
