"""`casefiles new`: starts an authority, a school or a record from what is known, never overwriting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.options import AS_OF, ListedGroup, as_of_option, colour, echo, select
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.caseload import Caseload
    from casefiles.model.caseview import Case
    from casefiles.policy.law import Packs
    from casefiles.policy.pack import Edition
    from casefiles.skeletons import Skeleton

__all__ = ["command"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = click.option("--date", "day", type=AS_OF, help="The day it speaks of; without it the date of judgement.")
_KIND = click.argument("kind", metavar="KIND", default="")
_CASE = click.argument("case_name", metavar="CASE")


@click.group("new", cls=ListedGroup)
def command() -> None:
    """Start an authority, a school or a record from what is known; no file is ever overwritten.

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
    from casefiles.caseload import load_packs
    from casefiles.skeletons import Skeleton, authority_files

    _check_id(name)
    root, marker = _root_or_new()
    packs, _ = load_packs(root, ())
    edition = _edition_of(packs, policy, as_of)
    words = name.replace("-", " ").title()
    files = authority_files(name, policy, edition, title or words, council or f"{words} Council")
    start = (Skeleton("caseload.yaml", "format: 1\noutput: build\n"),) if marker else ()
    return _write(root, (*start, *files))


@command.command("school")
@click.argument("name", metavar="AUTHORITY/ID")
@click.option("--urn", default="", help="Unique reference number.")
@click.option("--name", "title", default="", help="The school's name.")
@click.option("--type", "kind", default="", help="Its type as in Get Information About Schools.")
@click.option("--phase", default="", help="Primary, Secondary, All-through, Special or Nursery.")
@as_of_option
def new_school(*, name: str, urn: str, title: str, kind: str, phase: str, as_of: date) -> int:
    """Start a school's case: its facts and people, and its levels."""
    from casefiles.caseload import load, load_packs
    from casefiles.skeletons import school_files

    root = select(()).root
    authority, _, school = name.rpartition("/")
    _check_id(school)
    known = {each.id: each for each in load(root).authorities}
    if authority not in known:
        raise UsageError(f"give the school as AUTHORITY/ID; the authorities here are: {', '.join(known) or 'none yet'}")
    packs, _ = load_packs(root, tuple(known.values()))
    edition = _edition_of(packs, known[authority].file.policy, as_of)
    folder = f"{known[authority].folder}/{school}"
    return _write(root, school_files(folder, edition, urn=urn, name=title, kind=kind, phase=phase, day=as_of))


@dataclass(frozen=True)
class _Found:
    """The case that a call names, with the edition of its policy on the record's day."""

    caseload: Caseload
    packs: Packs
    case: Case
    edition: Edition
    day: date

    @property
    def root(self) -> Path:
        """The caseload's folder."""
        return self.caseload.root

    def term(self, vocabulary: str, word: str, what: str) -> str:
        """The policy's word for `word`, or a refusal that names those it has."""
        words = self.edition.vocabulary(vocabulary)
        if words is not None and word not in words:
            raise UsageError(_which(word, f"{what} of {self.edition.title}", dict.fromkeys(words.values())))
        own = self.edition.canonical(vocabulary, word)
        _check_id(own)
        return own


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

    _check_id(name)
    found = _find(case_name, day or as_of)
    return _write(found.root, [evidence_file(found.case, found.edition, found.day, name, title=title, source=source)])


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

    found = _find(case_name, day or as_of)
    known = {each.id: each for each in found.edition.meetings}
    if kind not in known:
        raise UsageError(_which(kind, f"meeting of {found.edition.title}", known))
    again = planned_meeting_day(found.case, known[kind], as_of) if sheets and not suffix else None
    when = day or again or next_meeting_day(found.case, as_of) or as_of
    if suffix and not re.fullmatch("[a-z]", suffix):
        raise UsageError(f'"{suffix}" is not one letter, such as b')
    ending = f"-{suffix}" if suffix else ""
    started = meeting_file(found.case, found.edition, known[kind], when, suffix=ending)
    return _write_sheets(found, started, kind) if sheets else _write(found.root, [started])


def _write_sheets(found: _Found, started: Skeleton, kind: str) -> int:
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
        _write(found.root, [started])
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

    _check_id(name or visitor)
    found = _find(case_name, day or as_of)
    return _write(found.root, [visit_file(found.case, found.edition, found.day, name or visitor, visitor=visitor)])


@command.command("received")
@_CASE
@_KIND
@click.option("--from", "sender", default="", help="Who sent it.")
@_DAY
@as_of_option
def new_received(case_name: str, kind: str, sender: str, day: date | None, as_of: date) -> int:
    """Start the record of something that the school or others sent."""
    from casefiles.skeletons import received_file

    found = _find(case_name, day or as_of)
    own = found.term("received-kind", kind, "kind of received record")
    return _write(found.root, [received_file(found.case, found.day, own, sender=sender)])


@command.command("letter")
@_CASE
@_KIND
@click.option("--signed-by", default="", help="A role or an officer's id.")
@_DAY
@as_of_option
def new_letter(case_name: str, kind: str, signed_by: str, day: date | None, as_of: date) -> int:
    """Start a letter that hangs on no meeting."""
    from casefiles.skeletons import letter_file

    found = _find(case_name, day or as_of)
    own = found.term("letter-kind", kind, "kind of letter")
    return _write(found.root, [letter_file(found.case, found.day, own, signed_by=signed_by)])


@command.command("notice")
@_CASE
@_KIND
@_DAY
@as_of_option
def new_notice(case_name: str, kind: str, day: date | None, as_of: date) -> int:
    """Start a notice or a letter of concern."""
    from casefiles.skeletons import notice_file

    found = _find(case_name, day or as_of)
    own = found.term("notice-kind", kind, "kind of notice")
    return _write(found.root, [notice_file(found.case, found.edition, found.day, own)])


@command.command("exit-plan")
@_CASE
@click.option("--to", "level", required=True, help="The level that the school goes to.")
@_DAY
@as_of_option
def new_exit_plan(case_name: str, level: str, day: date | None, as_of: date) -> int:
    """Start the plan by which a school leaves a level of support."""
    from casefiles.skeletons import exit_plan_file

    found = _find(case_name, day or as_of)
    own = found.term("level", level, "level")
    return _write(found.root, [exit_plan_file(found.case, found.day, own)])


def _find(name: str, day: date) -> _Found:
    """The case of that path or name, or a refusal that says which there are."""
    from casefiles.caseload import load, load_packs

    selection = select((Path(name),))
    caseload = load(selection.root, selection.only)
    wanted = selection.only[0].relative_to(selection.root).as_posix() if selection.only else ""
    case = next((each for each in caseload.cases if f"{each.authority.id}/{each.id}" == wanted), None)
    if case is None:
        raise UsageError(f"{name} is no case that can be read: `casefiles check {name}` says why")
    packs, _ = load_packs(selection.root, caseload.authorities)
    return _Found(caseload, packs, case, _edition_of(packs, case.authority.file.policy, day), day)


def _which(word: str, what: str, known: Iterable[str]) -> str:
    """The refusal of a word that is none of those known, or that was left out."""
    said = f'"{word}" is no {what}' if word else f"say which {what}"
    return f"{said}; there are: {', '.join(known)}"


def _edition_of(packs: Packs, policy: str, day: date) -> Edition:
    if policy not in packs:
        there = ", ".join(sorted(packs.by_name))
        said = (
            f'there is no policy pack "{policy}"; there are' if policy else "give the policy with --policy; there are"
        )
        raise UsageError(f"{said}: {there}")
    return packs.edition_on(policy, day)


def _root_or_new() -> tuple[Path, bool]:
    """The caseload of the call, or ./casefiles with the word that it has still to be marked as one."""
    try:
        return select(()).root, False
    except UsageError:
        return Path.cwd() / "casefiles", True


def _check_id(text: str) -> None:
    if not _ID.fullmatch(text):
        raise UsageError(f'"{text}" is not an id: lower-case words joined by hyphens, such as "rowan-hill-primary"')


def _write(root: Path, files: Iterable[Skeleton]) -> int:
    from casefiles.errors import CasefilesError
    from casefiles.publish import create_file
    from casefiles.reporters.report import Places

    wanted = list(files)
    places = Places(root, Path.cwd())
    for each in wanted:
        if (root / each.path).exists():
            raise CasefilesError(f"{places.shown(each.path)} exists already; nothing was written")
    for each in wanted:
        create_file(root / each.path, each.text.encode())
        echo(f"{places.shown(each.path)}\n")
    return ExitCode.OK
