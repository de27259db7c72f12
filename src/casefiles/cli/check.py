"""`casefiles check`: every diagnostic of the cases at PATH."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.again import say_once
from casefiles.cli.options import as_of_option, colour, format_option, paths_argument
from casefiles.cli.past import View, at_option, viewed
from casefiles.cli.progress import progress
from casefiles.errors import ExitCode

if TYPE_CHECKING:
    from casefiles.diagnostics import Diagnostic
    from casefiles.reporters.report import Report
    from casefiles.sight import Look
    from casefiles.survey import Survey
    from casefiles.verdicts import Checked

__all__ = ["command"]


@click.command("check")
@paths_argument
@as_of_option
@at_option
@click.option("--staged", is_flag=True, help="The files as they are staged for the next commit, of the cases in it.")
@format_option("text", "json", "sarif", "github")
def command(*, paths: tuple[Path, ...], as_of: date, at: str | None, staged: bool, output_format: str) -> int:
    """Say what is wrong in the cases at PATH (a caseload, an authority, a school, a file).

    Without PATH it is the nearest caseload upward, else ./casefiles. Exits 1 if there is an error; with --staged,
    if there is one that the last commit had not.
    """
    with viewed(paths, as_of, at, staged=staged) as view:
        return say_once(view, ("check", output_format), lambda look: _said(view, output_format, look, staged=staged))


def _said(view: View, output_format: str, look: Look | None, *, staged: bool) -> tuple[str, int]:
    """What there is to say of the files, and the exit code."""
    from casefiles.diagnostics import count, ordered
    from casefiles.reporters.report import Places, Report
    from casefiles.survey import survey
    from casefiles.verdicts import check_changed

    selection = view.selection
    judged: Survey | Checked
    with progress("checking schools") as tell:
        if selection.only or selection.root != view.root:
            judged = survey(selection.root, selection.only, view.as_of, tell=tell)
        else:
            judged = check_changed(view.root, view.root / "build", view.as_of, tell, look)
    diagnostics = judged.diagnostics
    if selection.files and len(selection.files) == len(selection.only):
        diagnostics = ordered(each for each in diagnostics if each.span.file in selection.files)
    report = Report(view.as_of, judged.count, diagnostics, Places(view.root, Path.cwd()), judged.texts, at=view.at)
    words = f"{view.words}\n" if view.words and output_format == "text" else ""
    said = words + _format(report, output_format)
    if staged and count(diagnostics).error:
        return _of_commit(view, said, diagnostics, output_format)
    return said, ExitCode.FAULTS if count(diagnostics).error else ExitCode.OK


def _of_commit(view: View, said: str, diagnostics: Sequence[Diagnostic], output_format: str) -> tuple[str, int]:
    """What is said of what is staged, and the exit code: errors that the last commit had already hold no other."""
    from casefiles.cli.errors_before import errors_of, new_errors
    from casefiles.past import repository_of
    from casefiles.reporters.text import say_number

    checkout = repository_of(view.root)
    anew = new_errors(diagnostics, checkout, (checkout.commit,), view.as_of)
    old = len(errors_of(diagnostics)) - len(anew)
    if old and output_format == "text":
        said += f"{say_number(old, 'error')} of these the last commit had already: they do not hold this one\n"
    return said, ExitCode.FAULTS if anew else ExitCode.OK


def _format(report: Report, output_format: str) -> str:
    if output_format == "json":
        from casefiles.reporters.json_report import format_json

        return format_json(report)
    if output_format == "sarif":
        from casefiles.reporters.sarif import format_sarif

        return format_sarif(report)
    if output_format == "github":
        from casefiles.reporters.github import format_github

        return format_github(report)
    from casefiles.reporters.text import format_text

    return format_text(report, colour=colour())
