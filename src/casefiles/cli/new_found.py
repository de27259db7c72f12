"""The case that a `casefiles new` is about, with its policy, and the writing of what it starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from casefiles.cli.options import echo, select
from casefiles.errors import CasefilesError, ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.caseload import Caseload
    from casefiles.model.caseview import Case
    from casefiles.policy.law import Packs
    from casefiles.policy.pack import Edition
    from casefiles.skeletons import Skeleton

__all__ = ["Found", "add_entry", "check_id", "edition_of", "find", "root_or_new", "term_of", "which", "write"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Found(Struct, frozen=True):
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
        return term_of(self.edition, vocabulary, word, what)


def find(name: str, day: date) -> Found:
    """The case of that path or name, or a refusal that says which there are."""
    from casefiles.caseload import load
    from casefiles.kept_packs import known_packs

    selection = select((Path(name),))
    caseload = load(selection.root, selection.only)
    wanted = selection.only[0].relative_to(selection.root).as_posix() if selection.only else ""
    case = next((each for each in caseload.cases if f"{each.authority.id}/{each.id}" == wanted), None)
    if case is None:
        raise UsageError(f"{name} is no case that can be read: `casefiles check {name}` says why")
    packs, _ = known_packs(selection.root, caseload.authorities)
    return Found(caseload, packs, case, edition_of(packs, case.authority.file.policy, day), day)


def term_of(edition: Edition, vocabulary: str, word: str, what: str) -> str:
    """The policy's word for `word`, or a refusal that names those it has."""
    words = edition.vocabulary(vocabulary)
    if words is None and not word:
        raise UsageError(f"say which {what}; {edition.title} has no list of them, so the word is yours")
    if words is not None and word not in words:
        raise UsageError(which(word, f"{what} of {edition.title}", dict.fromkeys(words.values())))
    own = edition.canonical(vocabulary, word)
    check_id(own)
    return own


def which(word: str, what: str, known: Iterable[str]) -> str:
    """The refusal of a word that is none of those known, or that was left out."""
    said = f'"{word}" is no {what}' if word else f"say which {what}"
    return f"{said}; there are: {', '.join(known)}"


def edition_of(packs: Packs, policy: str, day: date) -> Edition:
    """The edition of a policy on a day, or a refusal that says which policies there are."""
    if policy not in packs:
        there = ", ".join(sorted(packs.by_name))
        said = (
            f'there is no policy pack "{policy}"; there are' if policy else "give the policy with --policy; there are"
        )
        raise UsageError(f"{said}: {there}")
    return packs.edition_on(policy, day)


def root_or_new() -> tuple[Path, bool]:
    """The caseload of the call, or ./casefiles with the word that it has still to be marked as one."""
    try:
        return select(()).root, False
    except UsageError:
        return Path.cwd() / "casefiles", True


def check_id(text: str) -> None:
    """Refuse what can't be the name of a file or an entry."""
    if not _ID.fullmatch(text):
        raise UsageError(f'"{text}" is not an id: lower-case words joined by hyphens, such as "rowan-hill-primary"')


def write(root: Path, files: Iterable[Skeleton]) -> int:
    """Write new files and name each; none is written where one of them is there already."""
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


def add_entry(found: Found, file: str, entry: Callable[[str], Skeleton]) -> int:
    """Put an entry to the end of one of the case's lists, and name the line at which it begins."""
    from casefiles.editing import EditFault
    from casefiles.publish import create_file, write_file
    from casefiles.reporters.report import Places

    path = found.root / found.case.folder / file
    there = path.is_file()
    shown = Places(found.root, Path.cwd()).shown(f"{found.case.folder}/{file}")
    try:
        text = path.read_bytes().decode() if there else ""
        added = entry(text)
    except (EditFault, UnicodeDecodeError) as fault:
        raise CasefilesError(f"nothing could be added to {shown}: {fault}; `casefiles check` says more") from fault
    if there:
        write_file(path, added.text.encode(), durable=True)
    else:
        create_file(path, added.text.encode())
    echo(f"{shown}:{len(text.rstrip().splitlines()) + 1}\n")
    return ExitCode.OK
