"""A new file as text: what must still be written stands there as a commented line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.editing import scalar
from casefiles.model.case import Priority
from casefiles.model.caseview import Case

__all__ = ["Skeleton", "lines_text", "open_priorities", "record_file", "required", "slug"]

_FILLERS = frozenset(
    ["the", "a", "an", "to", "of", "for", "in", "on", "and", "with", "by", "at", "all", "each", "every", "is", "be"]
)
_LONGEST_SLUG = 40


class Skeleton(Struct, frozen=True):
    """A file to be started: its path relative to the caseload, and its text."""

    path: str
    text: str


def required(key: str, value: str, what: str) -> str:
    """The line of a fact that must be there: its value, or what is to be written."""
    return f"{key}: {scalar(value)}" if value else f"{key}:   # to be written: {what}"


def record_file(case: Case, folder: str, day: date, name: str, front: Iterable[str], *body: str) -> Skeleton:
    """A new record of a school, dated by its file name: its facts and the headings of its text."""
    head = f"# {case.school.name}, {say_date(day)}. A line that begins with # is not read: take the # away to use it."
    text = lines_text(["---", head, *front, "---", *(part for part in body if part)])
    return Skeleton(f"{case.folder}/{folder}/{day.isoformat()}-{name}.md", text)


def open_priorities(case: Case, day: date) -> list[Priority]:
    """The priorities that are not closed on a day, those that nobody has dated among them."""
    return [each for each in case.priorities if each.closed_on is None or each.closed_on > day]


def lines_text(lines: Iterable[str]) -> str:
    """The lines as the text of a file."""
    return "\n".join(lines).rstrip("\n") + "\n"


def slug(text: str, taken: Iterable[str], otherwise: str) -> str:
    """An id for a text, of its first words, that is not taken."""
    words = [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _FILLERS]
    made = ""
    for word in words[:5]:
        if len(made) + len(word) > _LONGEST_SLUG:
            break
        made = f"{made}-{word}" if made else word
    made = made or otherwise
    known = set(taken)
    if made not in known:
        return made
    return next(f"{made}-{number}" for number in range(2, len(known) + 3) if f"{made}-{number}" not in known)
