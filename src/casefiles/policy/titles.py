"""What roles and terms were called on a day: a title of an office that changes with the sovereign, say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from casefiles.policy.entries import FormerTitle, RoleEntry, Term
from casefiles.policy.pack import Edition

__all__ = ["called_on", "title_days", "titles_of"]

E = TypeVar("E", RoleEntry, Term)


def title_days(edition: Edition) -> tuple[date, ...]:
    """The last day of each former title in the edition, earliest first: between two of them nothing changes."""
    return tuple(sorted({former.until for entry in _entries(edition) for former in entry.formerly}))


def called_on(edition: Edition, day: date) -> Edition:
    """The edition with the titles that its roles and terms had on the day; itself where they are today's."""
    if all(last < day for last in title_days(edition)):
        return edition
    lists = {name: _called(terms, day) for name, terms in edition.lists.items()}
    return replace(edition, roles=_called(edition.roles, day), lists=lists)


def titles_of(entry: RoleEntry | Term) -> tuple[str, ...]:
    """Every title that it has or had."""
    return (entry.title, *(former.title for former in entry.formerly))


def _entries(edition: Edition) -> Iterator[RoleEntry | Term]:
    yield from edition.roles.values()
    for terms in edition.lists.values():
        yield from terms.values()


def _called(entries: Mapping[str, E], day: date) -> dict[str, E]:
    return {name: _with_title(entry, day) if entry.formerly else entry for name, entry in entries.items()}


def _last_day(former: FormerTitle) -> date:
    return former.until


def _with_title(entry: E, day: date) -> E:
    """The entry as it was called on the day; its title of today is then one of the others."""
    held: list[FormerTitle] = sorted((each for each in entry.formerly if day <= each.until), key=_last_day)
    if not held:
        return entry
    then: FormerTitle = held[0]
    others = (*(each for each in entry.formerly if each is not then), FormerTitle(title=entry.title, until=date.max))
    changes: dict[str, object] = {"title": then.title, "formerly": others}
    if then.abbreviation is not None:
        changes["abbreviation"] = then.abbreviation
    return entry.model_copy(update=changes)
