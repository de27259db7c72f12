"""The slips of a first week: a file in the wrong folder, under the wrong name, saved by Word; a date as one writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from loading import loaded

CASE = "westmere/ash-lane"
MEETING = "---\nkind: review\npresent: [headteacher]\nnext_meetings: [2026-04-14]\n---\n## Progress\nGood.\n"


def said(tmp_path: Path, files: str) -> list[str]:
    """The codes, messages and ways out of a small caseload with further files."""
    return [f"{each.code} {each.message} = {each.help}" for each in loaded(tmp_path, files).diagnostics]


def test_a_record_in_the_folder_of_another_kind_is_sent_home_and_nothing_else_is_said_of_it(tmp_path: Path) -> None:
    [only] = said(tmp_path, f"=== {CASE}/evidence/2026-01-27-talk.md\n{MEETING}")
    assert "these are facts of a record in meetings/, and this folder is for others: nothing in it is read" in only
    assert only.endswith("= move the file into meetings/")


def test_a_key_misspelt_does_not_send_a_record_away(tmp_path: Path) -> None:
    record = "---\ntitle: Check\nsorce: School\n---\n"
    assert [each[:7] for each in said(tmp_path, f"=== {CASE}/evidence/2026-01-27-talk.md\n{record}")] == [
        "SCH-003",
        "SCH-002",
    ]


def test_a_record_beside_the_folders_is_told_of_them(tmp_path: Path) -> None:
    [only] = said(tmp_path, f"=== {CASE}/2026-01-27-talk.md\n{MEETING}")
    assert "a record stands in the folder of its kind: evidence, assessments, meetings" in only


def test_a_record_at_the_top_of_the_caseload_is_not_passed_over(tmp_path: Path) -> None:
    [only] = said(tmp_path, f"=== 2026-01-27-talk.md\n{MEETING}")
    assert "no file of this name belongs here" in only


@pytest.mark.parametrize("name", ["meetings/2026-01-27-talk.docx", "Minutes.docx", "meetings/2026-01-27-talk.pdf"])
def test_a_file_of_an_office_program_is_told_the_way_in(tmp_path: Path, name: str) -> None:
    [only] = said(tmp_path, f"=== {CASE}/{name}\nPK\n")
    assert "nothing reads it here: take a completed sheet in with `casefiles take`" in only


def test_a_file_that_notepad_gave_a_second_ending_is_given_its_name(tmp_path: Path) -> None:
    [only] = said(tmp_path, f"=== {CASE}/meetings/2026-01-28-talk.md.txt\n{MEETING}")
    assert only.endswith("this is saved as a .txt file, and nothing in it is read = rename it to 2026-01-28-talk.md")


@pytest.mark.parametrize(
    ("stem", "example"),
    [("28-01-2026-talk", "2026-01-28-talk"), ("28-01-2026", "2026-01-28"), ("talk", "2026-11-17-talk")],
)
def test_a_record_without_a_day_is_shown_the_name_that_gives_it(tmp_path: Path, stem: str, example: str) -> None:
    [only] = said(tmp_path, f"=== {CASE}/meetings/{stem}.md\n{MEETING}")
    assert only.endswith(f"begin the file's name with the day, as in {example}.md")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("17/11/2026", "as in 2026-11-17"),
        ("17.11.26", "as in 2026-11-17"),
        ("1 November 2026", "as in 2026-11-01"),
        ("31/11/2026", "as in 2025-11-04"),
        ("17 Anfang 2026", "as in 2025-11-04"),
        ("2026-11-31", "that month ends on 2026-11-30"),
        ("2026-02-29", "that month ends on 2026-02-28"),
        ("2026-13-01", "is not a day of the calendar ="),
    ],
)
def test_a_date_written_otherwise_is_shown_as_it_should_be(tmp_path: Path, written: str, meant: str) -> None:
    files = f"=== {CASE}/evidence/2026-01-27-check.md\n---\ntitle: Check\nsource: School\nshared_on: {written}\n---\n"
    [only] = said(tmp_path, files)
    assert meant in only


def test_a_level_whose_day_is_wrong_says_that_it_does_not_count(tmp_path: Path) -> None:
    first = said(tmp_path, f"=== {CASE}/case.yaml\nlevels: [{{level: close, decided_on: 2026-11-31}}]\n")[0]
    assert first.endswith("until then this entry of levels does not count, and other messages may come of that")


def test_what_costs_no_more_than_its_own_value_says_no_such_thing(tmp_path: Path) -> None:
    files = f"=== {CASE}/case.yaml\nlevels: [{{level: close, decided_on: 2025-11-04, agreed_on: 2026-11-31}}]\n"
    assert "does not count" not in " ".join(said(tmp_path, files))


def test_a_key_left_empty_says_where_its_value_goes(tmp_path: Path) -> None:
    [only] = said(tmp_path, f"=== {CASE}/evidence/2026-01-27-check.md\n---\ntitle:\nsource: School\n---\n")
    assert only.endswith("= write it behind the colon")
