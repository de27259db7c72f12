"""`casefiles words FILE`: what a Word file or PDF says, for `git diff` (not in the list of commands)."""

from __future__ import annotations

from pathlib import Path

import click

from casefiles.cli.options import PATHS, echo
from casefiles.errors import CasefilesError, ExitCode

__all__ = ["command"]


@click.command("words")
@click.argument("file", type=PATHS)
def command(file: Path) -> int:
    """Print what a Word file or PDF says, a line a paragraph; `casefiles init` has `git diff` call this."""
    from casefiles.documents.lines import lines_of

    if not file.is_file():
        raise CasefilesError(f"there is no file {file.as_posix()}")
    echo(lines_of(file.read_bytes()))
    return ExitCode.OK
