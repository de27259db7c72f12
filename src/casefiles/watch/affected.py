"""What a change affects: some cases and programmes, the templates, or everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

__all__ = ["INBOX", "Affected", "affected", "parted", "say_changed"]

INBOX = "inbox"
"""The folder of a caseload where completed sheets are dropped."""

_NAMED = 3
_IN_FOLDER = 2
"""The parts of the path of a folder in an authority's: a case, a programme, templates, packs."""


class Affected(Struct, frozen=True):
    """What must be read again: the cases and programmes of these folders, all templates, or everything."""

    cases: frozenset[str] = frozenset()
    templates: bool = False
    everything: bool = False


def parted(changed: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The changed case files, and the names of the files in the inbox that came, went or changed."""
    files, sheets = [], []
    for path in changed:
        folder, _, name = path.rpartition("/")
        if folder == INBOX:
            sheets.append(name)
        elif path.partition("/")[0] != INBOX:
            files.append(path)
    return tuple(files), tuple(sheets)


def affected(changed: Iterable[str], authorities: Collection[str]) -> Affected:
    """What the changed files affect, where `authorities` are the folders of the known ones.

    An authority's own file, a pack, and whatever is not known: everything.
    """
    found: set[str] = set()
    templates = False
    for path in changed:
        parts = path.split("/")
        if len(parts) <= _IN_FOLDER or parts[0] not in authorities or parts[1] == "packs":
            return Affected(everything=True)
        if parts[1] == "templates":
            templates = True
        else:
            found.add("/".join(parts[:_IN_FOLDER]))
    return Affected(frozenset(found), templates)


def say_changed(changed: Collection[str]) -> str:
    """The changed files in a few words: the first three and how many more."""
    names = sorted(changed)
    more = len(names) - _NAMED
    if not names:
        return "nothing changed"
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "") + " changed"
