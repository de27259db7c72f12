"""What changed across a caseload since a day or commit: what moved by the records, and what was edited by git."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from casefiles.caseload import Caseload, Outline, find_registers, read_cases, read_register
from casefiles.errors import UsageError
from casefiles.executors import Executor, chunked, executor_for
from casefiles.git import find_checkout
from casefiles.history.fields import FieldChange, field_changes, is_case_file
from casefiles.kept_packs import known_packs
from casefiles.past import Moment, find_moment
from casefiles.policy.law import Packs
from casefiles.policy.overview import level_entry
from casefiles.register import Register
from casefiles.reports.moved import Move, Period, moves_of
from casefiles.survey import CHUNK, Progress

__all__ = ["Changes", "FileEdits", "Levels", "changes_since"]

_ENOUGH = 600
"""Schools above which processes pay: they are read, and not judged."""

_LARGEST = 2**20
_NOTHING = Register("")


class FileEdits(Struct, frozen=True):
    """The fields of one file that differ from the commit that was asked for."""

    authority: str
    case: str
    file: str
    fields: tuple[FieldChange, ...]


class Levels(Struct, frozen=True):
    """The level of a school at both ends of the time, as it is printed in a cell; empty for a word that no pack has."""

    authority: str
    before: str
    after: str


class Changes(Struct, frozen=True):
    """What moved in the period, and what was edited since the commit.

    `levels` has each school that loaded; `notes` say in a sentence what git can't tell, `unread` which case can't be
    read.
    """

    period: Period
    moves: tuple[Move, ...]
    edits: tuple[FileEdits, ...] = ()
    commit: str = ""
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    levels: tuple[Levels, ...] = ()


class _Asked(Struct, frozen=True):
    """What is asked of every chunk of cases."""

    found: Outline
    packs: Packs
    period: Period
    moment: Moment | None


_Chunk = tuple[Sequence[str], Mapping[str, str]]
"""The folders of some cases, and the ids that git gave their files at the commit."""


def changes_since(
    found: Outline,
    asked: str,
    until: date,
    *,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    tell: Progress | None = None,
) -> Changes:
    """What changed since a day (2026-11-01) or a commit, up to a day.

    A day is looked for in the records, and in git where there is one that reaches so far back; a commit needs git.
    The cases are read in chunks; where there are many, and no executor is given, processes share them.
    """
    root = found.caseload.root
    moment, note = _moment(root, asked)
    since = _as_day(asked) or (moment.on if moment else None)
    if since is None:
        raise UsageError(f'"{asked}" is neither a day (2026-11-01) nor a commit')
    if since > until:
        raise UsageError(f"{since} lies after {until}: nothing can have changed in between")
    packs, _ = known_packs(root, found.caseload.authorities, all_shipped=False)
    question = _Asked(found, packs, Period(since, until), moment)
    spread = executor or executor_for(len(found.cases), _ENOUGH)
    parts: list[Changes] = []
    chunks = _chunks(found, moment, chunk)
    for number, part in enumerate(spread.map(_changes_in, question, chunks), start=1):
        parts.append(part)
        if tell is not None:
            tell(min(number * chunk, len(found.cases)), len(found.cases))
    return Changes(
        question.period,
        tuple(move for part in parts for move in part.moves),
        tuple(edit for part in parts for edit in part.edits),
        moment.commit if moment else "",
        (note,) if note else (),
        tuple(words for part in parts for words in part.unread),
        tuple(each for part in parts for each in part.levels),
    )


def _chunks(found: Outline, moment: Moment | None, size: int) -> tuple[_Chunk, ...]:
    """The cases in chunks, with what git had of each."""
    then: dict[str, dict[str, str]] = {folder: {} for folder in found.cases}
    for each in moment.files() if moment else ():
        folder = "/".join(each.path.split("/")[:2])
        if folder in then and not each.is_link and _is_of_case(each.path):
            then[folder][each.path] = each.id
    return tuple(
        (folders, {path: blob for folder in folders for path, blob in then[folder].items()})
        for folders in chunked(found.cases, size)
    )


def _changes_in(question: _Asked, chunk: _Chunk) -> Changes:
    """What changed in a chunk of cases."""
    folders, then = chunk
    caseload, packs, period = read_cases(question.found, folders), question.packs, question.period
    moves: list[Move] = []
    levels: list[Levels] = []
    for case in caseload.cases:
        before = after = None
        if case.authority.file.policy in packs:
            edition = packs.edition_on(case.authority.file.policy, period.until)
            kept = find_registers(caseload.root, case.folder)
            register = read_register(caseload.root, case.folder) if kept else _NOTHING
            moves += moves_of(case, edition, register, period)
            before, after = (level_entry(case, edition, day) for day in (period.since, period.until))
        levels.append(Levels(case.authority.id, before.short if before else "", after.short if after else ""))
    edits = _edits(caseload, then, question.moment) if question.moment else ()
    unread = (f"{each.authority}/{each.case} can't be read: what moved there is not known" for each in caseload.broken)
    return Changes(period, tuple(moves), edits, unread=tuple(unread), levels=tuple(levels))


def _moment(root: Path, asked: str) -> tuple[Moment | None, str]:
    """The commit that was asked for; for a day that git doesn't reach none, with a sentence that says so."""
    if _as_day(asked) is None:
        return find_moment(root, asked), ""
    if find_checkout(root.resolve()) is None:
        return None, "there is no git repository: this is what the dates in the records say, not who wrote what when"
    try:
        return find_moment(root, asked), ""
    except UsageError as why:
        return None, f"{why}; this is what the dates in the records say"


def _edits(caseload: Caseload, then: Mapping[str, str], moment: Moment) -> tuple[FileEdits, ...]:
    """The case files whose fields differ between the commit, where `then` has the id of each, and now."""
    now = {file: text.encode() for file, text in caseload.texts.items() if _is_of_case(file)}
    changed = [
        file
        for file in sorted({*then, *now})
        if file not in now or then.get(file) != _blob(now[file], then.get(file, ""))
    ]
    wanted = [then[file] for file in changed if file in then]
    sizes = moment.checkout.sizes(wanted) if wanted else {}
    old: Mapping[str, bytes] = dict(moment.checkout.contents(each for each in wanted if sizes.get(each, 0) <= _LARGEST))
    found = []
    for file in changed:
        fields = field_changes(file, old.get(then[file], b"") if file in then else None, now.get(file))
        if fields:
            authority, case = file.split("/")[:2]
            found.append(FileEdits(authority, case, file, fields))
    return tuple(found)


def _is_of_case(file: str) -> bool:
    """Whether a file in a case's folder is a case file; what was issued is the register's to tell."""
    parts = file.split("/")
    return len(parts) > 2 and parts[2] != "issued" and is_case_file(file)


def _blob(data: bytes, like: str) -> str:
    """The id that git gives a file of these bytes, by the hash that the repository uses."""
    made = hashlib.sha256() if len(like) == 64 else hashlib.sha1(usedforsecurity=False)
    made.update(b"blob %d\0" % len(data))
    made.update(data)
    return made.hexdigest()


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-01") else None
    except ValueError:
        return None
