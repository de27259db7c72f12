"""What changed across a caseload since a day or commit: what moved by the records, and what was edited by git."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casefiles.caseload import Caseload, find_registers, load_packs, read_register
from casefiles.errors import UsageError
from casefiles.git import find_checkout
from casefiles.history.fields import FieldChange, field_changes, is_case_file
from casefiles.past import Moment, find_moment
from casefiles.register import Register
from casefiles.reports.moved import Move, Period, moves_of

__all__ = ["Changes", "FileEdits", "changes_since"]

_LARGEST = 2**20
_NOTHING = Register("")


@dataclass(frozen=True, slots=True)
class FileEdits:
    """The fields of one file that differ from the commit that was asked for."""

    authority: str
    case: str
    file: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved in the period, and what was edited since the commit.

    `notes` say in a sentence what git can't tell, `unread` which case can't be read.
    """

    period: Period
    moves: tuple[Move, ...]
    edits: tuple[FileEdits, ...] = ()
    commit: str = ""
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def changes_since(caseload: Caseload, asked: str, until: date) -> Changes:
    """What changed since a day (2026-11-01) or a commit, up to a day.

    A day is looked for in the records, and in git where there is one that reaches so far back; a commit needs git.
    """
    moment, note = _moment(caseload.root, asked)
    since = _as_day(asked) or (moment.on if moment else None)
    if since is None:
        raise UsageError(f'"{asked}" is neither a day (2026-11-01) nor a commit')
    if since > until:
        raise UsageError(f"{since} lies after {until}: nothing can have changed in between")
    period = Period(since, until)
    packs, _ = load_packs(caseload.root, caseload.authorities)
    kept = frozenset(find_registers(caseload.root))
    moves: list[Move] = []
    for case in caseload.cases:
        if case.authority.file.policy in packs:
            register = read_register(caseload.root, case.folder) if case.folder in kept else _NOTHING
            moves += moves_of(case, packs.edition_on(case.authority.file.policy, until), register, period)
    edits = _edits(caseload, moment) if moment else ()
    broken = (f"{each.authority}/{each.case} can't be read: what moved there is not known" for each in caseload.broken)
    commit = moment.commit if moment else ""
    return Changes(period, tuple(moves), edits, commit, (note,) if note else (), tuple(broken))


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


def _edits(caseload: Caseload, moment: Moment) -> tuple[FileEdits, ...]:
    """The case files whose fields differ between the commit and now."""
    cases = {case.folder: case for case in caseload.cases}
    folders = {*cases, *(f"{each.authority}/{each.case}" for each in caseload.broken)}
    then = {each.path: each.id for each in moment.files() if not each.is_link and _is_of(each.path, folders)}
    now = {file: text.encode() for file, text in caseload.texts.items() if _is_of(file, folders)}
    changed = [
        file
        for file in sorted({*then, *now})
        if file not in now or then.get(file) != _blob(now[file], then.get(file, ""))
    ]
    wanted = [then[file] for file in changed if file in then]
    sizes = moment.checkout.sizes(wanted)
    old: Mapping[str, bytes] = dict(moment.checkout.contents(each for each in wanted if sizes.get(each, 0) <= _LARGEST))
    found = []
    for file in changed:
        fields = field_changes(file, old.get(then[file], b"") if file in then else None, now.get(file))
        if fields:
            authority, case = file.split("/")[:2]
            found.append(FileEdits(authority, case, file, fields))
    return tuple(found)


def _is_of(file: str, folders: set[str]) -> bool:
    """Whether a file is a case file of one of the cases; what was issued is the register's to tell."""
    parts = file.split("/")
    return len(parts) > 2 and f"{parts[0]}/{parts[1]}" in folders and parts[2] != "issued" and is_case_file(file)


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
