"""`casefiles status`: the caseload at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefiles.cli.again import say_once
from casefiles.cli.options import as_of_option, colour, format_option, loaded, paths_argument
from casefiles.cli.past import View, at_option, viewed
from casefiles.errors import ExitCode

if TYPE_CHECKING:
    from casefiles.diagnostics import Span
    from casefiles.policy.ladder import Standing
    from casefiles.reporters.report import Places
    from casefiles.reporters.text import Line
    from casefiles.reports.status import SchoolStatus

__all__ = ["command"]


@click.command("status")
@paths_argument
@as_of_option
@at_option
@format_option("text", "json")
@click.option("--why", is_flag=True, help="Say how each date follows and what holds the documents.")
def command(*, paths: tuple[Path, ...], as_of: date, at: str | None, output_format: str, why: bool) -> int:
    """Show each school at PATH: its level and since when, what is next, what is overdue, what holds documents."""
    with viewed(paths, as_of, at) as view:
        return say_once(view, ("status", output_format, why), lambda: _said(view, output_format, why=why))


def _said(view: View, output_format: str, *, why: bool) -> tuple[str, int]:
    """What there is to say of the schools, and the exit code."""
    from casefiles.judgement import judge
    from casefiles.reporters.report import Places

    rows = judge(loaded(view.selection), view.as_of).statuses
    places = Places(view.root, Path.cwd())
    text = _json(rows, view, places) if output_format == "json" else _text(rows, view, places, why=why)
    return text, ExitCode.FAULTS if any(row.counts.error for row in rows) else ExitCode.OK


def _json(rows: tuple[SchoolStatus, ...], view: View, places: Places) -> str:
    from casefiles.reporters.json_report import dump

    at = {"at": view.at} if view.at else {}
    schools = [_object(row, places, view.selection.root) for row in rows]
    return dump({"as_of": view.as_of.isoformat(), **at, "schools": schools})


def _object(row: SchoolStatus, places: Places, read_from: Path) -> dict[str, Any]:
    from casefiles.reporters.json_report import diagnostic_object

    ahead = row.next_due
    return {
        "authority": row.authority,
        "case": row.case,
        "urn": row.urn,
        "name": row.name,
        "level": row.level,
        "since": row.since.isoformat() if row.since else None,
        "next_due": {"on": ahead.due_on.isoformat(), "what": ahead.what} if ahead else None,
        "overdue": [diagnostic_object(each.diagnostic, places) for each in row.overdue],
        "blockers": [diagnostic_object(each, places) for each in row.blockers],
        "last_issued": _last_issued(row, read_from),
        "counts": asdict(row.counts),
    }


def _last_issued(row: SchoolStatus, root: Path) -> dict[str, str] | None:
    """The document that was issued last, and when; None where none was."""
    from casefiles.caseload import read_register

    documents = read_register(root, f"{row.authority}/{row.case}").documents
    issued = [each for each in documents if each.origin.act == "issued" and each.stands]
    if not issued:
        return None
    last = max(issued, key=lambda each: each.origin.at)
    return {"on": last.origin.at[:10], "reference": last.reference, "title": last.title}


def _text(rows: tuple[SchoolStatus, ...], view: View, places: Places, *, why: bool) -> str:
    from casefiles.calendars import say_date
    from casefiles.reporters.text import format_lines

    schools = f"{len(rows)} schools" if len(rows) != 1 else "1 school"
    said = f"{schools} as of {say_date(view.as_of)}{f', {view.words}' if view.words else ''}"
    lines: list[Line] = [(("", said),)]
    for authority in dict.fromkeys(row.authority for row in rows):
        lines += [(("", ""),), (("bold", authority),)]
        lines += _table([row for row in rows if row.authority == authority])
    for row in rows if why else ():
        lines += _why(row, places)
    return format_lines(iter(lines), colour=colour())


def _table(rows: list[SchoolStatus]) -> Iterator[Line]:
    """The schools of one authority, the highest level first, columns as wide as they need."""
    from casefiles.calendars import say_date

    head = ("School", "Level", "Since", "Next due", "Overdue", "Errors")
    cells = [
        (
            row.name,
            row.level or "cannot be read",
            say_date(row.since) if row.since else "",
            f"{say_date(row.next_due.due_on)}: {row.next_due.what}" if row.next_due else "",
            str(len(row.overdue) or ""),
            str(len(row.blockers) or ""),
        )
        for row in sorted(rows, key=lambda row: (-row.rank if row.rank >= 0 else 1, row.name))
    ]
    widths = [min(60, max(len(line[column]) for line in [head, *cells])) for column in range(len(head))]
    for number, line in enumerate([head, *cells]):
        words = "  ".join(_fitted(text, width) for text, width in zip(line, widths, strict=True)).rstrip()
        late = number > 0 and (line[4] or line[5])
        yield (("dim" if number == 0 else "bold red" if late and line[5] else "yellow" if late else "", f"  {words}"),)


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 3] + "..."


def _why(row: SchoolStatus, places: Places) -> Iterator[Line]:
    from casefiles.calendars import say_date

    yield (("", ""),)
    yield (("bold", f"{row.name}"), ("", f" ({row.authority}/{row.case})"))
    for late in row.overdue:
        where = f"{places.shown(late.diagnostic.span.file)}:{late.diagnostic.span.line}"
        yield (
            ("yellow", "  overdue "),
            ("", f"{say_date(late.obligation.due_on)}: {late.obligation.what} [{late.obligation.code}]"),
        )
        yield (("", f"          {late.obligation.derivation} ({where})"),)
    for owed in row.due:
        yield (("", f"  due     {say_date(owed.due_on)}: {owed.what} [{owed.code}]"),)
        yield (("", f"          {owed.derivation}"),)
    for error in row.blockers:
        where = f"{places.shown(error.span.file)}:{error.span.line}"
        yield (("bold red", "  error   "), ("", f"{error.code} {error.message} ({where})"))
    if row.ladder:
        yield from _ladder(row.ladder, places)


def _ladder(standing: Standing, places: Places) -> Iterator[Line]:
    """The step that a school has reached, and for each step ahead what it wants, by which clause, and where."""
    from casefiles.calendars import say_date

    def where(span: Span) -> str:
        return f"{places.shown(span.file)}:{span.line}"

    yield (("bold", "  ladder  "), ("", f"{standing.title} since {say_date(standing.since)} ({where(standing.span)})"))
    for step in standing.ahead:
        yield (("", f"          to go on to: {step.title}"),)
        for want in step.wants:
            state = f"since {say_date(want.met_on)}" if want.met_on else "so" if want.is_met else "not yet"
            colour = "" if want.is_met else "yellow"
            yield ((colour, f"            {state}: "), ("", f"{want.what} [{want.clause}] ({where(want.span)})"))
