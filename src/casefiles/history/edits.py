"""Who changed which field of a case when, from git's history of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from casefiles.git import Change, Checkout, Commit, find_checkout
from casefiles.history.fields import FieldChange, field_changes, is_case_file

__all__ = ["Edit", "edits_of"]

_LARGEST = 2**20


class Edit(Struct, frozen=True):
    """A commit as far as it concerns a case: who, when, what they said, which fields they changed."""

    commit: str
    author: str
    at: datetime
    subject: str
    changes: tuple[FieldChange, ...]


def edits_of(root: Path, folder: str, until: str = "") -> tuple[tuple[Edit, ...], str]:
    """The commits that changed a field of the case, the oldest first, and a sentence where git can't tell all of it.

    With `until` only those that led up to that commit.
    What lies in `issued/` is the register's to tell. Raises CasefilesError where git refuses to look.
    """
    checkout = find_checkout(root.resolve())
    if checkout is None:
        return (), "these files lie in no git repository: who changed what is not known"
    commits = checkout.commits_below(folder, until)
    texts = _texts(checkout, commits)
    edits = []
    for commit in commits:
        changes = tuple(change for each in _told(commit, folder) for change in _changes(each, texts))
        if changes:
            edits.append(Edit(commit.id, commit.author, commit.at, commit.subject, changes))
    return tuple(edits), "git's history was cut off when this was cloned: older changes are not here" if (
        checkout.is_shallow
    ) else ""


def _told(commit: Commit, folder: str) -> Iterator[Change]:
    """The files that a commit changed, a renamed one as one that has changed its name alone."""
    mine = [each for each in commit.changes if not each.path.startswith(f"{folder}/issued/")]
    gone = {each.was[0]: each for each in mine if not each.now and each.was}
    come = {each.now for each in mine if each.now and not any(each.was)}
    for each in mine:
        moved = each.now in gone if each.now and not any(each.was) else not each.now and each.was[0] in come
        if not moved or each.now:
            yield Change(each.path, (f"={gone[each.now].path}",), each.now) if moved else each


def _texts(checkout: Checkout, commits: tuple[Commit, ...]) -> Mapping[str, bytes]:
    """The bytes of each version of each case file; one that is too large to be read has none."""
    named = [each for commit in commits for each in commit.changes if is_case_file(each.path)]
    ids = {each for change in named for each in (*change.was, change.now) if each}
    sizes = checkout.sizes(ids)
    return dict(checkout.contents(each for each in sorted(ids) if sizes.get(each, _LARGEST + 1) <= _LARGEST))


def _changes(change: Change, texts: Mapping[str, bytes]) -> tuple[FieldChange, ...]:
    """The fields that differ from every former version: of a merge, what was decided while merging."""
    if change.was and change.was[0].startswith("="):
        before = change.was[0].removeprefix("=").rpartition("/")[2]
        now = change.path.rpartition("/")[2]
        return (FieldChange(change.path, (), "file", "name", before, now),)
    now_text = texts.get(change.now, b"") if change.now else None
    versions = [field_changes(change.path, texts.get(each, b"") if each else None, now_text) for each in change.was]
    shared = set.intersection(*({each.key for each in changes} for changes in versions)) if versions else set()
    return tuple(each for each in versions[0] if each.key in shared) if versions else ()
