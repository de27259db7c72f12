"""`casefiles history SCHOOL`: what happened in a case, what went out, and who changed which field of it when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from casefiles.cli.options import AS_OF, colour, echo, format_option, select
from casefiles.cli.past import View, at_option, viewed
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.history.timeline import Event
    from casefiles.reporters.report import Places
    from casefiles.reporters.text import Line

__all__ = ["command", "find_school"]

_KINDS = ("level", "meeting", "evidence", "decision", "record", "document", "change")
_MOST = 12
"""Changes of one commit that the text shows; JSON has all."""


@click.command("history")
@click.argument("school")
@click.option("--since", type=AS_OF, help="Only from this day on.")
@click.option("--only", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this (several: give it again).")
@at_option
@format_option("text", "json")
def command(*, school: str, since: date | None, kinds: tuple[str, ...], at: str | None, output_format: str) -> int:
    """Show one line of time: levels, meetings, evidence, decisions, documents, and who changed which field when.

    SCHOOL is its folder, or its name in the caseload (camden/rowan-hill-primary, or the last part alone).
    """
    from casefiles.reporters.report import Places

    root, folder = find_school(school)
    with viewed((root / folder,), date.max, at) as view:
        found = _found(view, folder)
    events = [
        each
        for each in found.events
        if (not kinds or each.kind in kinds) and (since is None or each.on[:10] >= since.isoformat())
    ]
    places = Places(view.root, Path.cwd())
    title = f"{found.title}{f', {view.words}' if view.words else ''}"
    if output_format == "json":
        echo(_json(folder, events, found.notes, places, view.at))
    else:
        echo(_text(title, events, found.notes, places))
    return ExitCode.OK


class _Found(Struct, frozen=True):
    """What the files and git know of a case: how it is called, its events, what is missing."""

    title: str
    events: tuple[Event, ...]
    notes: tuple[str, ...]


def _found(view: View, folder: str) -> _Found:
    """The line of time of the case as the files of the view have it, with what git says up to then."""
    from casefiles.caseload import load, read_register
    from casefiles.history.edits import edits_of
    from casefiles.history.timeline import timeline
    from casefiles.kept_packs import known_packs

    root = view.selection.root
    caseload = load(root, (root / folder,))
    case = next((each for each in (*caseload.cases, *caseload.programmes) if each.folder == folder), None)
    packs, _ = known_packs(root, caseload.authorities)
    edits, note = edits_of(view.root, folder, view.at["commit"] if view.at else "")
    unread = "" if case else "the case can't be read, so its own records are missing here: `casefiles check` says why"
    return _Found(
        f"{case.school.name} ({folder})" if case else folder,
        timeline(case, packs, read_register(root, folder), edits),
        tuple(each for each in (note, unread) if each),
    )


def find_school(name: str) -> tuple[Path, str]:
    """The caseload and the folder of the case of that path or name; UsageError, with the nearest, for none."""
    from casefiles.cli.issue import one_folder
    from casefiles.diagnostics import nearest

    if Path(name).exists():
        return one_folder(Path(name))
    root = select(()).root
    folders = sorted(path.parent.relative_to(root).as_posix() for path in root.glob("*/*/school.yaml"))
    wanted = name.strip("/")
    found = [each for each in folders if wanted in {each, each.partition("/")[2]}]
    if len(found) == 1:
        return root, found[0]
    near = found or [
        each for each in (nearest(wanted, [*folders, *(one.partition("/")[2] for one in folders)]),) if each
    ]
    hint = f": did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(f'there is no school "{name}" in {root}{hint}')


def _json(
    folder: str, events: Sequence[Event], notes: Sequence[str], places: Places, at: Mapping[str, str] | None
) -> str:
    from casefiles.reporters.json_report import dump

    then = {"at": at} if at else {}
    return dump({"case": folder, **then, "events": [_object(each, places) for each in events], "notes": list(notes)})


def _object(event: Event, places: Places) -> dict[str, Any]:
    place = event.place
    changes = [{**each, "file": places.shown(each["file"])} for each in (event.details or {}).get("changes", ())]
    return {
        "on": event.on[:10],
        "kind": event.kind,
        "what": event.what,
        "who": event.who,
        "file": places.shown(place.file) if place else None,
        "line": place.line if place else None,
        **(event.details or {}),
        **({"at": event.on, "changes": changes} if event.kind == "change" else {}),
    }


def _text(title: str, events: Sequence[Event], notes: Sequence[str], places: Places) -> str:
    from casefiles.reporters.text import format_lines

    lines: list[Line] = [(("bold", title),)]
    for event in events:
        lines += _lines(event, places)
    lines += [(("dim", note),) for note in notes]
    if not events:
        lines.append((("", "nothing is recorded"),))
    return format_lines(iter(lines), colour=colour())


def _lines(event: Event, places: Places) -> Iterator[Line]:
    from casefiles.calendars import say_date
    from casefiles.reporters.report import printable

    day = say_date(date.fromisoformat(event.on[:10]))
    what = f"{event.who or 'somebody'}: {event.what}" if event.kind == "change" else event.what
    yield (("", f"{day:<18}"), ("bold", f"{event.kind:<9} "), ("", printable(what)))
    more = list(event.more[:_MOST])
    if len(event.more) > _MOST:
        more.append(f"and {len(event.more) - _MOST} more (`--output-format json` has them)")
    if event.place and event.kind != "document":
        more.append(f"{places.shown(event.place.file)}:{event.place.line}")
    for each in more:
        yield (("dim", f"{'':<28}{printable(each)}"),)
