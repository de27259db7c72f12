"""How rule kinds say things: roles, levels, meetings and lists of words in plain English."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from casefiles.calendars import say_date
from casefiles.model.programme import GroupMeeting
from casefiles.model.records import Meeting
from casefiles.policy.pack import Edition

__all__ = [
    "a_count",
    "say_all",
    "say_any",
    "say_level",
    "say_meeting",
    "say_number",
    "say_role",
    "say_roles",
    "say_term",
    "within_sentence",
]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def say_all(words: Iterable[str]) -> str:
    """The words as a list in a sentence: "a, b and c"."""
    return _joined(list(words), "and")


def say_any(words: Iterable[str]) -> str:
    """The words as a choice in a sentence: "a, b or c"."""
    return _joined(list(words), "or")


def say_role(edition: Edition, role: str) -> str:
    """A role with its article: "the headteacher", "the Camden Professional Partner"; an unknown one as it stands."""
    entry = edition.roles.get(edition.canonical("role", role))
    if entry is None:
        return role
    return f"the {entry.title.lower() if entry.side == 'school' else entry.title}"


def say_roles(edition: Edition, roles: Iterable[str], *, conjunction: str = "and") -> str:
    """Several roles as a list in a sentence."""
    return _joined([say_role(edition, role) for role in roles], conjunction)


def say_level(edition: Edition, level: str) -> str:
    """A level as it stands in a sentence: "targeted support"."""
    entry = edition.level(level)
    return entry.title if entry else level


def say_meeting(edition: Edition, meeting: Meeting | GroupMeeting) -> str:
    """A meeting with its kind and day: "the targeted support review meeting of 27 January 2026"."""
    if isinstance(meeting, GroupMeeting):
        group = within_sentence(say_term(edition, "group-meeting-kind", meeting.kind))
        return f"the meeting of the {group} on {say_date(meeting.date)}"
    kind = edition.meeting_kind(meeting.kind)
    title = within_sentence(kind.title) if kind else f"{meeting.kind} meeting"
    return f"the {title} of {say_date(meeting.date)}"


def within_sentence(title: str) -> str:
    """A title without its capital, unless it begins with a proper name: "RIG meeting", "School Improvement Group"."""
    first, _, rest = title.partition(" ")
    proper = first[1:] != first[1:].lower() or rest[:1].isupper()
    return title if proper else title[:1].lower() + title[1:]


def say_term(edition: Edition, what: str, word: str) -> str:
    """An entry of a list by its printed title; the word itself where the pack doesn't know it."""
    term = edition.lists.get(what, {}).get(edition.canonical(what, word))
    return term.title if term else word


def say_number(number: Decimal | int) -> str:
    """A number without empty decimals: 1.5, 6."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def a_count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "one priority", "5 priorities"; up to ten in words where it begins no sentence."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{_SMALL[number] if number < len(_SMALL) else number} {noun}"


def _joined(words: list[str], conjunction: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"
