"""Who committed each line of some files, as git knows it: asked of the last commit, so that no filter runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from difflib import SequenceMatcher
from pathlib import Path

from casefiles.documents.compose.traces import Commit, History
from casefiles.git import Checkout, find_checkout

__all__ = ["history_of"]

_QUIETLY = ("-c", "blame.ignoreRevsFile=", "-c", "core.useReplaceRefs=false")
_HEAD_OF_LINE = re.compile(r"([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?")
_COMMITTER = re.compile(r"committer (.*?) ?<.*> (-?\d+) ([+-])(\d\d)(\d\d)")
_SHORT = 10
_NOBODY = "somebody without a name"


def history_of(root: Path, texts: Mapping[str, str]) -> History:
    """By file and line the commit that the line comes from; `texts` are the files of `root` as they are on disk.

    A line that the last commit does not have is missing. Outside git nothing is known. Raises CasefilesError
    where a repository is there and git refuses to look into it.
    """
    checkout = find_checkout(root)
    if checkout is None:
        return History()
    committed = {file: _blamed(checkout, file) for file in texts} if checkout.commit else {}
    ids = sorted({each for lines in committed.values() for each, _ in lines})
    commits = {each: _commit(checkout, each) for each in ids}
    lines = {
        file: {number: commits[commit] for number, commit in _as_on_disk(text, committed.get(file, ()))}
        for file, text in texts.items()
    }
    return History(lines, is_known=True, is_cut_off=checkout.is_shallow)


def _blamed(checkout: Checkout, file: str) -> tuple[tuple[str, str], ...]:
    """Each line of the file in the last commit: the commit that it comes from, and its text; none where it is new."""
    said = checkout.run(*_QUIETLY, "blame", "--porcelain", "--no-textconv", "HEAD", "--", file, codes=(0, 128))
    found, commit = [], ""
    for line in said.split("\n"):
        if line.startswith("\t"):
            found.append((commit, line[1:].rstrip("\r")))
        elif head := _HEAD_OF_LINE.fullmatch(line):
            commit = head.group(1)
    return tuple(found)


def _as_on_disk(text: str, committed: Iterable[tuple[str, str]]) -> Iterable[tuple[int, str]]:
    """The lines on disk, by number from 1, that the last commit has as they are, each with its commit."""
    known = tuple(committed)
    on_disk = [line.rstrip("\r") for line in text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").split("\n")]
    there = [line.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}") for _, line in known]
    for start, begins, size in SequenceMatcher(None, there, on_disk, autojunk=False).get_matching_blocks():
        for step in range(size):
            yield begins + step + 1, known[start + step][0]


def _commit(checkout: Checkout, commit: str) -> Commit:
    """Who made the commit and when, from the commit itself: no list of other names for people is asked."""
    head = checkout.run(*_QUIETLY, "cat-file", "commit", commit).partition("\n\n")[0]
    said = next((found for line in head.split("\n") if (found := _COMMITTER.fullmatch(line))), None)
    if said is None:
        return Commit(commit[:_SHORT], _NOBODY, date.min)
    name, seconds, sign, hours, minutes = said.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
    plain = "".join(each for each in name if each.isprintable()).strip()
    return Commit(commit[:_SHORT], plain or _NOBODY, _day(int(seconds), away))


def _day(seconds: int, away: timedelta) -> date:
    """The day where the committer's clock stood; one that no calendar has is the first of all."""
    try:
        return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)).astimezone(timezone(away)).date()
    except (OverflowError, ValueError):
        return date.min
