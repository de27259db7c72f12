"""`casefiles retention`: what is due for review or disposal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.options import as_of_option, echo, format_option, loaded, paths_argument, select
from casefiles.errors import ExitCode

if TYPE_CHECKING:
    from casefiles.reporters.report import Places
    from casefiles.reports.retention import Retained

__all__ = ["command"]


@click.command("retention")
@paths_argument
@as_of_option
@format_option("text", "json")
def command(paths: tuple[Path, ...], as_of: date, output_format: str) -> int:
    """List the documents and records at PATH whose period has ended, by `retention` in authority.yaml.

    Nothing is removed: `casefiles register erase` does that to a document, git to a record.
    """
    from casefiles.caseload import read_register
    from casefiles.reporters.json_report import dump
    from casefiles.reporters.report import Places
    from casefiles.reports.retention import due_for_retention

    caseload = loaded(select(paths))
    places = Places(caseload.root, Path.cwd())
    rows = [
        (case.folder, each)
        for case in caseload.cases
        for each in due_for_retention(case, read_register(caseload.root, case.folder), as_of)
    ]
    silent = [each.id for each in caseload.authorities if not each.file.retention]
    if output_format == "json":
        due = [_object(folder, each, places) for folder, each in rows]
        echo(dump({"as_of": as_of.isoformat(), "due": due, "without_periods": silent}))
        return ExitCode.OK
    for folder in dict.fromkeys(folder for folder, _ in rows):
        echo(f"{folder}\n")
        for each in (each for one, each in rows if one == folder):
            name = f"{each.what} {each.name}" + (f" ({each.title})" if each.title else "")
            echo(f"  {each.then:<7}  since {each.due_on.isoformat()}  {name}: {each.derivation}\n")
    for name in silent:
        echo(f"{name} gives no periods: write `retention:` in {places.shown(f'{name}/authority.yaml')}\n")
    if not rows and len(silent) < len(caseload.authorities):
        echo("nothing is due\n")
    return ExitCode.OK


def _object(folder: str, each: Retained, places: Places) -> dict[str, str]:
    return {
        "case": folder,
        "what": each.what,
        "name": each.name,
        "title": each.title,
        "file": places.shown(each.file),
        "then": each.then,
        "due_on": each.due_on.isoformat(),
        "derivation": each.derivation,
    }
