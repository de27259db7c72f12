"""`casefiles audit`: one page a notice for the council's own file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.options import Selection, as_of_option, echo, loaded, paths_argument, select
from casefiles.errors import CasefilesError, ExitCode

if TYPE_CHECKING:
    from casefiles.audit import Sheet

__all__ = ["command"]


@click.command("audit")
@paths_argument
@as_of_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Another folder for the sheets.")
def command(paths: tuple[Path, ...], as_of: date, *, out: Path | None) -> int:
    """Write the audit sheet of each notice at PATH (a caseload, an authority, a school, a notice's file).

    Word and PDF, into build/<authority>/<school>/audit/: grounds and evidence, dates as they follow, copies,
    who decided what, who committed that line, editions and checksums.
    """
    from casefiles.audit import audit_sheets

    selection = select(paths)
    sheets = audit_sheets(loaded(selection), as_of, out, selection.files)
    if not sheets:
        raise CasefilesError(_nothing(selection))
    here = Path.cwd()
    echo("".join(_line(sheet, here) for sheet in sheets))
    return ExitCode.FAULTS if any(sheet.fault for sheet in sheets) else ExitCode.OK


def _line(sheet: Sheet, here: Path) -> str:
    if sheet.fault:
        return f"{sheet.case} {sheet.record}: {sheet.fault}\n"
    shown = [file.relative_to(here).as_posix() if file.is_relative_to(here) else str(file) for file in sheet.files]
    return "".join(f"{file}\n" for file in shown)


def _nothing(selection: Selection) -> str:
    where = ", ".join(path.relative_to(selection.root).as_posix() for path in selection.only) or "the caseload"
    return f"{where} has no notice that an audit sheet is made of"
