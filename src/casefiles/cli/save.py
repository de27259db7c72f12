"""`casefiles save "what changed"`: check, commit, take in what others did, send; clashes told in field words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.errors_before import new_errors
from casefiles.cli.options import as_of_option, colour, echo, select
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.diagnostics import Diagnostic
    from casefiles.judgement import Judged
    from casefiles.reporters.text import Line
    from casefiles.repository.sharing import Saved

__all__ = ["command"]

_MOST = 12


@click.command("save")
@click.argument("message", metavar='"WHAT CHANGED"')
@click.option(
    "--conflicts", "side", type=click.Choice(("mine", "shared")), help="Whose holds wherever you and others clash."
)
@click.option("--unfinished", is_flag=True, help="Save work that has errors still; the save says how many.")
@as_of_option
def command(*, message: str, side: str | None, unfinished: bool, as_of: date) -> int:
    """Save your work and share it: check, commit, take in what others did, send.

    Nothing is saved while a case that you changed has an error that the last save had not. Where you and others
    changed the same field, you are told both values, your files stay as they are, and nothing is sent until you say
    whose holds.
    """
    from casefiles.past import repository_of
    from casefiles.repository.saving import ready, save

    if not message.strip():
        raise UsageError('say what you changed: casefiles save "Dates after the phone call"')
    root = select(()).root
    checkout = repository_of(root)
    ready(checkout)
    changed = [_inside(each, checkout.folder, checkout.top) for each in checkout.uncommitted(["."])]
    judged = _judged(root, changed, as_of)
    wrong = new_errors(judged.diagnostics, checkout, (checkout.commit,), as_of) if judged else ()
    if judged is not None and wrong:
        _say_errors(judged, wrong, root, as_of, unfinished=unfinished)
        if not unfinished:
            return ExitCode.FAULTS

    def check(files: Sequence[str], known: Sequence[str]) -> str:
        anew = _judged(root, files, as_of)
        return _first(new_errors(anew.diagnostics, checkout, known, as_of)) if anew else ""

    said = f"{message.strip()} (unfinished: {_number(wrong)})" if wrong else message.strip()
    saved = save(checkout, said, check, side or "", hooks=not wrong)
    _tell(saved)
    return ExitCode.FAULTS if saved.refused else ExitCode.OK


def _inside(path: str, folder: Path, top: Path) -> str:
    """A path below the repository as one below the caseload."""
    below = folder.relative_to(top).as_posix()
    return path if below == "." else path.removeprefix(f"{below}/")


def _judged(root: Path, files: Sequence[str], as_of: date) -> Judged | None:
    """The cases of some files, judged: all of an authority's where its own files are among them; None for no case."""
    from casefiles.caseload import load
    from casefiles.judgement import judge

    wanted: set[Path] = set()
    for file in files:
        parts = file.split("/")
        if file == "caseload.yaml":
            wanted.add(root)
        elif len(parts) > 1:
            case = root / parts[0] / parts[1]
            wanted.add(case if (case / "school.yaml").is_file() else root / parts[0])
    there = sorted(each for each in wanted if each.exists())
    if not there:
        return None
    return judge(load(root, () if root in there else there), as_of)


def _first(errors: Sequence[Diagnostic]) -> str:
    """How many errors there are, with the first of them; empty for none."""
    if not errors:
        return ""
    first = errors[0]
    return f"{_number(errors)}, the first at {first.span.file}:{first.span.line}: {first.message}"


def _number(errors: Sequence[Diagnostic]) -> str:
    from casefiles.reporters.text import say_number

    return say_number(len(errors), "error")


def _say_errors(judged: Judged, errors: tuple[Diagnostic, ...], root: Path, as_of: date, *, unfinished: bool) -> None:
    from casefiles.reporters.report import Places, Report
    from casefiles.reporters.text import diagnostic_lines, format_lines

    report = Report(as_of, judged.count, errors, Places(root, Path.cwd()), judged.texts)
    lines: list[Line] = [*diagnostic_lines(report)]
    if not unfinished:
        said = f"nothing was saved: {_number(errors)} in what you changed; put it right, then save"
        lines.append((("bold red", f"{said} (`--unfinished` saves it as it stands)"),))
    echo(format_lines(iter(lines), colour=colour()))


def _tell(saved: Saved) -> None:
    from casefiles.reporters.report import printable
    from casefiles.reporters.text import format_lines, say_number

    lines: list[Line] = []
    if saved.commit and saved.files:
        lines.append((("bold", "saved    "), ("", f"{say_number(saved.files, 'file')} (commit {saved.commit[:10]})")))
        told = [str(each) for each in saved.changes[:_MOST]]
        told += [f"and {len(saved.changes) - _MOST} more"] if len(saved.changes) > _MOST else []
        lines += [(("", f"         {printable(each)}"),) for each in told]
    elif not saved.refused:
        lines.append((("", "nothing has changed here since the last save"),))
    if saved.taken_in:
        lines.append((("", f"taken in the work of {', '.join(printable(each) for each in saved.taken_in)}"),))
    lines += [(("yellow", "given up "), ("", printable(str(each)))) for each in saved.given_up]
    if saved.sent:
        lines.append((("bold", "shared   "), ("", f"with {saved.shared_with}")))
    elif saved.shared_with and not saved.refused:
        lines.append((("", f"{saved.shared_with} has the same"),))
    lines += [(("", each),) for each in saved.notes]
    if saved.refused:
        lines.append((("bold red", "not shared: "), ("", printable(saved.refused))))
        lines += [(("", f"  {printable(str(each))} ({each.file})"),) for each in saved.clashes]
        lines.append((("", saved.advice),))
    echo(format_lines(iter(lines), colour=colour()))
