"""`casefiles changes --since DATE|COMMIT`: what moved across the caseload, from its records and from git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from casefiles.cli.options import as_of_option, colour, echo, format_option, paths_argument, select
from casefiles.cli.progress import progress
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.caseload import Caseload, Outline
    from casefiles.changes import Changes, FileEdits
    from casefiles.reporters.report import Places
    from casefiles.reporters.text import Line
    from casefiles.reports.moved import Move

__all__ = ["command"]

_MOST = 3
"""Fields of one file that the text shows; JSON has all."""


@click.command("changes")
@paths_argument
@click.option("--since", "since", required=True, metavar="DATE|COMMIT", help="From this day or commit on.")
@as_of_option
@click.option("--authority", "authorities", multiple=True, metavar="WORD", help="Only schools of this authority.")
@format_option("text", "json")
@click.option("--brief", is_flag=True, help="Write the brief of one page as well, as Word and PDF.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Another folder for the brief.")
def command(
    *,
    paths: tuple[Path, ...],
    since: str,
    as_of: date,
    authorities: tuple[str, ...],
    output_format: str,
    brief: bool,
    out: Path | None,
) -> int:
    """Show what changed at PATH: levels, notices, judgements, priorities, actions, documents issued, and edits.

    What moved is told by the dates in the records and the register; what was edited since, by git.
    """
    from casefiles.caseload import outline
    from casefiles.changes import changes_since
    from casefiles.reporters.report import Places

    selection = select(paths)
    there = _of_authorities(outline(selection.root, selection.only), authorities)
    with progress("reading schools") as tell:
        found = changes_since(there, since, as_of, tell=tell)
    places = Places(selection.root, Path.cwd())
    echo(_json(found, places) if output_format == "json" else _text(found, places))
    if brief:
        _write(there.caseload, found, out)
    return ExitCode.OK


def _write(caseload: Caseload, found: Changes, out: Path | None) -> None:
    from casefiles.brief import write_brief

    for path in write_brief(caseload, found, out):
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        click.echo(f"written   {shown.as_posix()}", err=True)


def _of_authorities(found: Outline, asked: tuple[str, ...]) -> Outline:
    """The caseload with the schools of these authorities alone; UsageError for one that is not there."""
    if not asked:
        return found
    words = {word.casefold() for word in asked}
    from casefiles.caseload import Outline

    there = found.caseload.authorities
    chosen = tuple(each for each in there if {each.id.casefold(), each.file.name.casefold()} & words)
    if len(chosen) < len(words):
        raise UsageError(f"no authority of that name here; there are: {', '.join(each.id for each in there)}")
    folders = {each.folder for each in chosen}
    cases = tuple(folder for folder in found.cases if folder.partition("/")[0] in folders)
    return Outline(replace(found.caseload, authorities=chosen), cases)


def _json(found: Changes, places: Places) -> str:
    from casefiles.reporters.json_report import dump

    counts: dict[str, int] = {}
    for move in found.moves:
        counts[move.kind] = counts.get(move.kind, 0) + 1
    return dump(
        {
            "since": found.period.since.isoformat(),
            "as_of": found.period.until.isoformat(),
            "commit": found.commit or None,
            "changes": [_move(each, places) for each in found.moves],
            "edits": [_edit(each, places) for each in found.edits],
            "notes": [*found.notes, *found.unread],
            "counts": counts,
        }
    )


def _move(move: Move, places: Places) -> dict[str, Any]:
    return {
        "kind": move.kind,
        "way": move.way,
        "on": move.on.isoformat(),
        "authority": move.authority,
        "case": move.case,
        "name": move.school,
        "what": move.what,
        "file": places.shown(move.span.file),
        "line": move.span.line,
    }


def _edit(edit: FileEdits, places: Places) -> dict[str, Any]:
    fields = [{"record": each.record, "field": each.field, "was": each.was, "now": each.now} for each in edit.fields]
    return {"authority": edit.authority, "case": edit.case, "file": places.shown(edit.file), "fields": fields}


def _text(found: Changes, places: Places) -> str:
    from casefiles.calendars import say_date
    from casefiles.reporters.text import format_lines, say_number
    from casefiles.reports.moved import KINDS

    period = f"{say_date(found.period.since)} to {say_date(found.period.until)}"
    lines: list[Line] = [
        (("", f"{say_number(len(found.levels), 'school')}, {period}: {say_number(len(found.moves), 'change')}"),)
    ]
    for kind, title in KINDS.items():
        own = [move for move in found.moves if move.kind == kind]
        if own:
            lines += [(("", ""),), (("bold", title), ("", f"  {len(own)}"))]
            lines += (_line(move, places) for move in own)
    if found.edits:
        lines += _edits(found.edits, found.commit, places)
    notes = (*found.notes, *found.unread)
    lines += [(("", ""),), *((("dim", f"note: {note}"),) for note in notes)] if notes else []
    return format_lines(iter(lines), colour=colour())


def _line(move: Move, places: Places) -> Line:
    from casefiles.calendars import say_date
    from casefiles.reporters.report import printable

    style = "yellow" if move.way in {"overdue", "up", "given"} else ""
    where = f" ({places.shown(move.span.file)}:{move.span.line})"
    return (
        ("", f"  {say_date(move.on):<18}"),
        ("bold", printable(move.school)),
        (style, f": {printable(move.what)}"),
        ("dim", where),
    )


def _edits(edits: Sequence[FileEdits], commit: str, places: Places) -> Iterator[Line]:
    """What was written, altered or taken out in the files since the commit."""
    from casefiles.reporters.report import printable

    count = sum(len(each.fields) for each in edits)
    yield (("", ""),)
    yield (("bold", "Edited in the files"), ("", f"  {count} fields in {len(edits)} files since commit {commit[:10]}"))
    for edit in edits:
        yield (("", f"  {places.shown(edit.file)}"),)
        for field in edit.fields[:_MOST]:
            yield (("", f"    {_cut(printable(str(field)))}"),)
        if len(edit.fields) > _MOST:
            yield (("dim", f"    and {len(edit.fields) - _MOST} more"),)


def _cut(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:157]}..."
