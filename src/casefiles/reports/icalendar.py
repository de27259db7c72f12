"""Dates as an iCalendar file (RFC 5545): whole days that any calendar program can subscribe to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID, uuid5

from msgspec import Struct

__all__ = ["Entry", "calendar_of", "escape", "fold", "format_calendar", "format_entry", "stable_id"]

LONGEST_LINE = 75
"""Octets of a line without its end."""
_SPACE = UUID("6f1a1c52-3f0e-5f57-9d0b-5b6f7a3f2c11")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""What stands in a calendar without entries: the format asks for at least one component."""


class Entry(Struct, frozen=True):
    """A day with what is due on it. Equal `uid`s are one entry to a calendar program, also when its day moves."""

    uid: str
    on: date
    summary: str
    description: str = ""
    category: str = ""


def format_calendar(name: str, product: str, as_of: date, entries: Iterable[Entry]) -> bytes:
    """The file's bytes: a function of the entries and the date of judgement, which is the stamp of each."""
    return calendar_of(name, product, (format_entry(each, as_of) for each in entries))


def calendar_of(name: str, product: str, entries: Iterable[str]) -> bytes:
    """The bytes of a file with these entries, each as `format_entry` gives it."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//casefiles//{escape(product)}//EN", "CALSCALE:GREGORIAN"]
    head += [f"NAME:{escape(name)}", f"X-WR-CALNAME:{escape(name)}"]
    return "".join([*map(fold, head), *(list(entries) or map(fold, _NOTHING)), fold("END:VCALENDAR")]).encode()


def format_entry(entry: Entry, as_of: date) -> str:
    """The entry as it stands in a file."""
    return "".join(map(fold, _event(entry, as_of)))


def stable_id(*parts: str) -> str:
    """An identifier that depends on the parts alone."""
    return str(uuid5(_SPACE, "\0".join(parts)))


def escape(text: str) -> str:
    """A text as the value of a property; line ends become the format's own, other control characters a mark."""
    plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """The line with its end, broken where it has more octets than a line may have, never inside a character."""
    left, pieces, room = line.encode(), [], LONGEST_LINE
    while len(left) > room:
        end = room
        while left[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        pieces.append(left[:end])
        left, room = left[end:], LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, left]).decode() + "\r\n"


def _event(entry: Entry, as_of: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_day(as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(entry.on)}"
    yield f"SUMMARY:{escape(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escape(entry.description)}"
    if entry.category:
        yield f"CATEGORIES:{escape(entry.category)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")
