from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.reports.icalendar import LONGEST_LINE, Entry, escape, fold, format_calendar, stable_id
from caseloads import DAY, SCHOOL, edit, main, small

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=400)
ACTION = """
- id: library
  action: Open the library before school
  priority: phonics
  owner: headteacher
  due_on: 2026-01-16
  agreed_at: 2025-11-04-initial
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def calendar(here: Path, *words: str) -> bytes:
    main(["build", *DAY, "--no-pdf", *words])
    return (here / "casefiles/build/calendar.ics").read_bytes()


def unfolded(data: bytes) -> list[str]:
    """The lines of a calendar as RFC 5545 reads them: CRLF at each end, a leading space joins."""
    text = data.decode()
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def unescaped(value: str) -> str:
    """A property's text, read character by character."""
    found, characters = [], iter(value)
    for char in characters:
        following = next(characters) if char == "\\" else ""
        found.append("\n" if following in {"n", "N"} else following or char)
    return "".join(found)


def events(data: bytes) -> Iterator[dict[str, str]]:
    """Each event's properties, with their parameters in the name."""
    current: dict[str, str] | None = None
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            assert current is not None
            yield current
            current = None
        elif current is not None:
            assert name not in current
            current[name] = unescaped(value)


def test_every_duty_that_is_not_met_stands_on_its_day_with_how_the_day_follows(here: Path) -> None:
    found = {event["SUMMARY"]: event for event in events(calendar(here))}
    exit_ = found["Rowan Hill Primary School: decide what follows targeted support"]
    assert exit_["DTSTART;VALUE=DATE"] == "20270504"
    assert exit_["DTSTAMP"] == "20251201T000000Z"
    assert "Why this day: 18 months after 4 November 2025: 4 May 2027" in exit_["DESCRIPTION"].split("\n")
    assert "Rule: CAM-092" in exit_["DESCRIPTION"]
    assert "Clause: Camden Learning" in exit_["DESCRIPTION"]
    assert "Begins at: camden/rowan-hill-primary/case.yaml:" in exit_["DESCRIPTION"]
    assert exit_["CATEGORIES"] == "Camden Learning"


def test_what_is_overdue_says_so(here: Path) -> None:
    summaries = [event["SUMMARY"] for event in events(calendar(here, "--as-of", "2028-01-10"))]
    assert "Overdue: Rowan Hill Primary School: decide what follows targeted support" in summaries


def test_a_duty_that_is_met_leaves_the_calendar_and_the_others_keep_their_identifiers(here: Path) -> None:
    def letters(data: bytes) -> set[str]:
        return {event["UID"] for event in events(data) if "send the letter" in event["SUMMARY"]}

    before = calendar(here)
    edit(
        here / SCHOOL / "meetings/2025-11-04-initial.md",
        "dated: 2025-11-10,",
        "dated: 2025-11-10, sent_on: 2025-11-12,",
    )
    after = calendar(here)
    assert letters(before)
    assert not letters(after)
    kept = {event["UID"] for event in events(before)} & {event["UID"] for event in events(after)}
    assert kept == {event["UID"] for event in events(after)}


def test_a_duty_whose_day_moves_keeps_its_identifier(here: Path) -> None:
    def library(data: bytes) -> dict[str, str]:
        return next(event for event in events(data) if "Open the library" in event["SUMMARY"])

    actions = here / SCHOOL / "actions.yaml"
    actions.write_text(ACTION)
    before = library(calendar(here))
    edit(actions, "due_on: 2026-01-16", "due_on: 2026-01-30")
    after = library(calendar(here))
    assert (before["DTSTART;VALUE=DATE"], after["DTSTART;VALUE=DATE"]) == ("20260116", "20260130")
    assert after["UID"] == before["UID"]


def test_the_same_files_and_date_give_the_same_bytes(here: Path) -> None:
    first = calendar(here)
    assert calendar(here, "--force") == first


def test_no_two_entries_share_an_identifier(here: Path) -> None:
    found = [event["UID"] for event in events(calendar(here))]
    assert len(found) == len(set(found)) > 1


def test_a_build_of_one_school_leaves_the_calendar_of_all(here: Path) -> None:
    first = calendar(here)
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    assert calendar(here, SCHOOL) == first


def test_a_calendar_without_entries_still_has_the_component_that_the_format_asks_for() -> None:
    lines = unfolded(format_calendar("Camden", "1", date(2025, 12, 1), ()))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "BEGIN:VTIMEZONE" in lines
    assert lines[-1] == "END:VCALENDAR"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a, b; c", r"a\, b\; c"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines\r\nand\rmore", r"two\nlines\nand\nmore"),
        ("bell\x07 and nul\x00", "bell\N{REPLACEMENT CHARACTER} and nul\N{REPLACEMENT CHARACTER}"),
        ("a tab\tstays", "a tab\tstays"),
    ],
)
def test_what_means_something_to_the_format_is_escaped(text: str, value: str) -> None:
    assert escape(text) == value


@given(TEXTS)
def test_no_line_is_longer_than_75_octets_and_none_is_broken_inside_a_character(text: str) -> None:
    for line in fold(f"SUMMARY:{escape(text)}").encode().split(b"\r\n"):
        assert len(line) <= LONGEST_LINE
        line.decode()


@given(TEXTS, TEXTS, TEXTS)
def test_every_text_comes_back_whole(summary: str, description: str, category: str) -> None:
    entry = Entry(stable_id(summary), date(2026, 2, 28), summary, f"-{description}", f"-{category}")
    (event,) = events(format_calendar(summary, "1", date(2025, 12, 1), [entry]))
    wanted = {"SUMMARY": summary, "DESCRIPTION": f"-{description}", "CATEGORIES": f"-{category}"}
    assert {name: event[name] for name in wanted} == {name: without_controls(text) for name, text in wanted.items()}


def without_controls(text: str) -> str:
    """The text as the format can hold it: other control characters than tabs and line ends become a mark."""
    return "".join("\N{REPLACEMENT CHARACTER}" if (ord(c) < 32 and c not in "\t\n") or c == "\x7f" else c for c in text)


def test_a_date_before_the_year_1000_keeps_its_four_digits() -> None:
    entry = Entry("a", date(999, 1, 2), "long ago")
    (event,) = events(format_calendar("", "1", date(2025, 12, 1), [entry]))
    assert event["DTSTART;VALUE=DATE"] == "09990102"
