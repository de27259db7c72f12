"""`casefiles new`: starts an authority, a school or a record from what is known, never overwriting."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.new_found import Found, add_entry, check_id, edition_of, find, root_or_new, term_of, which, write
from casefiles.cli.options import AS_OF, ListedGroup, as_of_option, colour, echo, select
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.skeletons import Skeleton

__all__ = ["command"]

_DAY = click.option("--date", "day", type=AS_OF, help="The day it speaks of; without it the date of judgement.")
_KIND = click.argument("kind", metavar="KIND", default="")
_CASE = click.argument("case_name", metavar="CASE")


@click.group("new", cls=ListedGroup)
def command() -> None:
    """Start an authority, a school or a record from what is known; nothing that is there is overwritten.

    CASE is a school's folder: a path, or its name in the caseload (camden/rowan-hill-primary).
    """


@command.command("authority")
@click.argument("name", metavar="ID")
@click.option("--policy", default="", help="The policy pack: `casefiles policy list` names them.")
@click.option("--name", "title", default="", help="The name that signs letters of support.")
@click.option("--council", default="", help="The council that gives statutory notices.")
@as_of_option
def new_authority(name: str, policy: str, title: str, council: str, as_of: date) -> int:
    """Start an authority, and the caseload around it if there is none (in ./casefiles)."""
    from casefiles.kept_packs import known_packs
    from casefiles.skeletons import Skeleton, authority_files

    check_id(name)
    root, marker = root_or_new()
    packs, _ = known_packs(root, ())
    edition = edition_of(packs, policy, as_of)
    words = name.replace("-", " ").title()
    files = authority_files(name, policy, edition, title or words, council or f"{words} Council")
    start = (Skeleton("caseload.yaml", "format: 1\noutput: build\n"),) if marker else ()
    return write(root, (*start, *files))


@command.command("school")
@click.argument("name", metavar="AUTHORITY/ID")
@click.option("--urn", default="", help="Unique reference number.")
@click.option("--name", "title", default="", help="The school's name.")
@click.option("--type", "kind", default="", help="Its type as in Get Information About Schools.")
@click.option("--phase", default="", help="Primary, Secondary, All-through, Special or Nursery.")
@as_of_option
def new_school(*, name: str, urn: str, title: str, kind: str, phase: str, as_of: date) -> int:
    """Start a school's case: its facts and people, and its levels."""
    from casefiles.caseload import load
    from casefiles.kept_packs import known_packs
    from casefiles.skeletons import school_files

    root = select(()).root
    authority, _, school = name.rpartition("/")
    check_id(school)
    known = {each.id: each for each in load(root).authorities}
    if authority not in known:
        raise UsageError(f"give the school as AUTHORITY/ID; the authorities here are: {', '.join(known) or 'none yet'}")
    packs, _ = known_packs(root, tuple(known.values()))
    edition = edition_of(packs, known[authority].file.policy, as_of)
    folder = f"{known[authority].folder}/{school}"
    return write(root, school_files(folder, edition, urn=urn, name=title, kind=kind, phase=phase, day=as_of))


@command.command("priority")
@_CASE
@click.option("--title", required=True, help="The priority, as letters print it.")
@click.option("--id", "name", default="", help="Its id; without it the title gives one.")
@_DAY
@as_of_option
def new_priority(*, case_name: str, title: str, name: str, day: date | None, as_of: date) -> int:
    """Add a key priority to the case's list, its outcome still to be written."""
    from casefiles.skeletons import priority_entry

    found = find(case_name, day or as_of)
    if name:
        check_id(name)
    if name in {each.record_id for each in found.case.priorities}:
        raise UsageError(f'there is a priority "{name}" already; give another --id, or none')
    return add_entry(
        found,
        "priorities.yaml",
        lambda text: priority_entry(found.case, found.edition, found.day, text, title=title, named=name),
    )


@command.command("action")
@_CASE
@click.option("--action", "what", required=True, help="What is to be done.")
@click.option("--owner", required=True, help="Who sees to it: a role or an officer's id.")
@click.option("--priority", default="", help="The id of the priority that it serves.")
@click.option("--due-on", type=AS_OF, help="By when.")
@_DAY
@as_of_option
def new_action(
    *, case_name: str, what: str, owner: str, priority: str, due_on: date | None, day: date | None, as_of: date
) -> int:
    """Add an action to the case's list: what is done, by whom, by when."""
    from casefiles.model.people import known_people
    from casefiles.skeletons import action_entry

    found = find(case_name, day or as_of)
    people = known_people(found.case) | found.edition.roles.keys()
    if found.edition.canonical("role", owner) not in people:
        raise UsageError(which(owner, "role or officer here", sorted(known_people(found.case))))
    known = [each.record_id for each in found.case.priorities]
    if priority and priority not in known:
        raise UsageError(which(priority, "priority of this school", known or ["none yet"]))
    given = {"priority": priority, "owner": owner, "due_on": due_on.isoformat() if due_on else ""}
    said = {key: value for key, value in given.items() if value}
    return add_entry(
        found,
        "actions.yaml",
        lambda text: action_entry(found.case, found.edition, found.day, text, action=what, given=said),
    )


@command.command("plan")
@_CASE
@_KIND
@_DAY
@as_of_option
def new_plan(case_name: str, kind: str, day: date | None, as_of: date) -> int:
    """Start a plan of support with the priorities that are open."""
    from casefiles.skeletons import plan_file

    found = find(case_name, day or as_of)
    own = found.term("plan-kind", kind, "kind of plan")
    return write(found.root, [plan_file(found.case, found.edition, found.day, own)])


@command.command("assessment")
@_CASE
@_KIND
@_DAY
@as_of_option
def new_assessment(case_name: str, kind: str, day: date | None, as_of: date) -> int:
    """Start an assessment, with the policy's indicators to be answered."""
    from casefiles.skeletons import assessment_file

    found = find(case_name, day or as_of)
    own = found.term("assessment-kind", kind, "kind of assessment")
    return write(found.root, [assessment_file(found.case, found.edition, found.day, own)])


@command.command("programme-meeting")
@click.argument("authority", metavar="AUTHORITY")
@_KIND
@_DAY
@as_of_option
def new_programme_meeting(authority: str, kind: str, day: date | None, as_of: date) -> int:
    """Start a meeting about several schools of an authority, with those above the lowest level."""
    from casefiles.caseload import load
    from casefiles.kept_packs import known_packs
    from casefiles.skeletons import group_meeting_file, programme_file

    root, when = select(()).root, day or as_of
    caseload = load(root)
    known = {each.id: each for each in caseload.authorities}
    if authority not in known:
        raise UsageError(which(authority, "authority of this caseload", known or ["none yet"]))
    edition = edition_of(known_packs(root, caseload.authorities)[0], known[authority].file.policy, when)
    own = term_of(edition, "group-meeting-kind", kind, "meeting about several schools")
    schools = [each for each in caseload.cases if each.authority.id == authority]
    first = programme_file(known[authority])
    started = [group_meeting_file(known[authority], edition, when, own, schools)]
    return write(root, started if (root / first.path).exists() else [first, *started])


@command.command("evidence")
@_CASE
@click.argument("name", metavar="NAME")
@click.option("--title", default="", help="What it shows, in a line.")
@click.option("--source", default="", help="Where it comes from.")
@_DAY
@as_of_option
def new_evidence(*, case_name: str, name: str, title: str, source: str, day: date | None, as_of: date) -> int:
    """Start a piece of evidence; NAME follows the date in its file name (phonics-check)."""
    from casefiles.skeletons import evidence_file

    check_id(name)
    found = find(case_name, day or as_of)
    return write(found.root, [evidence_file(found.case, found.edition, found.day, name, title=title, source=source)])


@command.command("meeting")
@_CASE
@_KIND
@click.option("--suffix", default="", help="A letter for a second meeting of the kind on one day.")
@click.option("--sheet", "sheets", is_flag=True, help="Also the agenda and the sheets to fill in, as Word files.")
@_DAY
@as_of_option
def new_meeting(*, case_name: str, kind: str, suffix: str, sheets: bool, day: date | None, as_of: date) -> int:
    """Start a meeting with its agenda and the open priorities.

    Without --date it is the next day that an earlier meeting has set, else the date of judgement. With --sheet
    the agenda, the chair's minutes sheet and (for a review) the headteacher's form are written beside the
    drafts; for a meeting that is planned already, they alone: without --date the next planned meeting of the
    kind goes first. `casefiles take` brings them back.
    """
    from casefiles.skeletons import meeting_file, next_meeting_day, planned_meeting_day

    found = find(case_name, day or as_of)
    known = {each.id: each for each in found.edition.meetings}
    if kind not in known:
        raise UsageError(which(kind, f"meeting of {found.edition.title}", known))
    again = planned_meeting_day(found.case, known[kind], as_of) if sheets and not suffix else None
    when = day or again or next_meeting_day(found.case, as_of) or as_of
    if suffix and not re.fullmatch("[a-z]", suffix):
        raise UsageError(f'"{suffix}" is not one letter, such as b')
    ending = f"-{suffix}" if suffix else ""
    started = meeting_file(found.case, found.edition, known[kind], when, suffix=ending)
    return _write_sheets(found, started, kind) if sheets else write(found.root, [started])


def _write_sheets(found: Found, started: Skeleton, kind: str) -> int:
    """Write the sheets of a meeting, and its record if it is not there yet."""
    from casefiles.documents.word.faults import TemplateFault
    from casefiles.model.records import Meeting
    from casefiles.reporters.report import Places, Report
    from casefiles.reporters.text import format_lines, text_lines
    from casefiles.sheets import planned_in, write_sheets

    record = found.case.find("meeting", Path(started.path).stem)
    case, meeting = found.case, record
    if not isinstance(meeting, Meeting):
        if (found.root / started.path).exists():
            raise UsageError(f"{started.path} is there and can't be read: `casefiles check` says why")
        case, meeting = planned_in(found.case, started.path, started.text)
    elif meeting.kind != kind:
        raise UsageError(f"{started.path} is there already, and it is a {meeting.kind}")
    places = Places(found.root, Path.cwd())
    try:
        written = write_sheets(found.caseload, case, meeting, found.packs)
    except TemplateFault as fault:
        report = Report(meeting.date, 1, fault.diagnostics, places, {})
        echo(format_lines(iter([*text_lines(report)][:-1]), colour=colour()))
        return ExitCode.FAULTS
    if record is None:
        write(found.root, [started])
    for path in written.paths:
        echo(f"{places.path(path)}\n")
    for note in written.notes:
        echo(f"{note}\n")
    return ExitCode.OK


@command.command("visit")
@_CASE
@click.option("--visitor", default="cpp", show_default=True, help="A role or an officer's id.")
@click.option("--name", default="", help="What follows the date in its file name; the visitor without it.")
@_DAY
@as_of_option
def new_visit(case_name: str, visitor: str, name: str, day: date | None, as_of: date) -> int:
    """Start a visit."""
    from casefiles.skeletons import visit_file

    check_id(name or visitor)
    found = find(case_name, day or as_of)
    return write(found.root, [visit_file(found.case, found.edition, found.day, name or visitor, visitor=visitor)])


@command.command("received")
@_CASE
@_KIND
@click.option("--from", "sender", default="", help="Who sent it.")
@_DAY
@as_of_option
def new_received(case_name: str, kind: str, sender: str, day: date | None, as_of: date) -> int:
    """Start the record of something that the school or others sent."""
    from casefiles.skeletons import received_file

    found = find(case_name, day or as_of)
    own = found.term("received-kind", kind, "kind of received record")
    return write(found.root, [received_file(found.case, found.day, own, sender=sender)])


@command.command("letter")
@_CASE
@_KIND
@click.option("--signed-by", default="", help="A role or an officer's id.")
@_DAY
@as_of_option
def new_letter(case_name: str, kind: str, signed_by: str, day: date | None, as_of: date) -> int:
    """Start a letter that hangs on no meeting."""
    from casefiles.skeletons import letter_file

    found = find(case_name, day or as_of)
    own = found.term("letter-kind", kind, "kind of letter")
    return write(found.root, [letter_file(found.case, found.day, own, signed_by=signed_by)])


@command.command("notice")
@_CASE
@_KIND
@_DAY
@as_of_option
def new_notice(case_name: str, kind: str, day: date | None, as_of: date) -> int:
    """Start a notice or a letter of concern."""
    from casefiles.skeletons import notice_file

    found = find(case_name, day or as_of)
    own = found.term("notice-kind", kind, "kind of notice")
    return write(found.root, [notice_file(found.case, found.edition, found.day, own)])


@command.command("exit-plan")
@_CASE
@click.option("--to", "level", required=True, help="The level that the school goes to.")
@_DAY
@as_of_option
def new_exit_plan(case_name: str, level: str, day: date | None, as_of: date) -> int:
    """Start the plan by which a school leaves a level of support."""
    from casefiles.skeletons import exit_plan_file

    found = find(case_name, day or as_of)
    own = found.term("level", level, "level")
    return write(found.root, [exit_plan_file(found.case, found.day, own)])
