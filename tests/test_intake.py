from __future__ import annotations

import json
from pathlib import Path

import pytest

from casefiles.source import parse_record, parse_yaml
from caseloads import SCHOOL, main
from sheets import DAY, FORM, MINUTES, PRIORITY, RECORD, Desk, fill, paragraph

FILLED = {
    "attendance.director-of-learning": "Present",
    "attendance.headteacher": "Present",
    "attendance.cpp": "Present",
    "attendance.chair-of-governors": "Apologies",
    "section.purpose": "The first review.",
    "section.school-report": [paragraph("Two classes had supply teachers:"), paragraph("Year 1", "ListBullet"), paragraph("Year 2", "ListBullet"), paragraph("All are staffed now.", bold=True)],
    "priority.phonics.judgement": "On track",
    "priority.phonics.risk": "Low",
    "priority.phonics.value": "69%",
    "priority.phonics.impact": "Daily phonics is taught.",
    "priority.phonics.next-steps": "Cover.",
    "overall.judgement": "On track",
    "overall.risk": "Medium",
    "next.1": "24 March 2026",
    "next.2": "19/5/2026",
    "action.1.what": "Timetable cover for the catch-up lessons",
    "action.1.priority": "1. phonics",
    "action.1.owner": "Lena Okoro, Headteacher",
    "action.1.due": "2 February 2026",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def test_a_filled_sheet_becomes_the_record_of_the_meeting(desk: Desk) -> None:
    said = desk.take(fill(desk.sheet(), FILLED))
    assert said.splitlines() == [f"taken     {SCHOOL}/actions.yaml", f"taken     {RECORD}"]
    record = parse_record(desk.read(RECORD).encode(), "")
    assert record.value == {
        "kind": "targeted-review",
        "present": ["director-of-learning", "headteacher", "cpp"],
        "apologies": ["chair-of-governors"],
        "progress": {"phonics": {"judgement": "on-track", "risk": "low", "value": "69"}},
        "judgement": "on-track",
        "risk": "medium",
        "next_meetings": ["2026-03-24", "2026-05-19"],
    }
    text = desk.read(RECORD)
    assert (
        "## School's report on progress and changes in context\nTwo classes had supply teachers:\n\n- Year 1\n- Year 2\n\n**All are staffed now.**\n"
        in text
    )
    assert f"## {PRIORITY}\n\n### Impact\nDaily phonics is taught.\n\n### Next steps\nCover.\n" in text
    assert "#present" not in text
    assert parse_yaml((desk.root / SCHOOL / "actions.yaml").read_bytes(), "").value == [
        {"id": "timetable-cover-catch-up-lessons", "priority": "phonics", "action": "Timetable cover for the catch-up lessons", "owner": "headteacher", "agreed_at": "2026-01-20-review", "due_on": "2026-02-02"}
    ]  # fmt: skip


def test_the_report_is_made_as_soon_as_the_sheet_is_taken(desk: Desk) -> None:
    (desk.root / "sheet.docx").write_bytes(fill(desk.sheet(), FILLED))
    said = desk.run("take", "sheet.docx", "--as-of", "2026-01-20")
    assert "2026-01-20-targeted-meeting-report.docx" in said


def test_a_sheet_is_taken_once_however_often_it_comes(desk: Desk) -> None:
    docx = fill(desk.sheet(), FILLED)
    desk.take(docx)
    before = (desk.read(RECORD), desk.read(f"{SCHOOL}/actions.yaml"))
    said = desk.take(docx)
    assert "note SHT-022 nothing on this sheet is new" in said
    assert "taken  " not in said
    assert (desk.read(RECORD), desk.read(f"{SCHOOL}/actions.yaml")) == before


def test_an_empty_sheet_changes_nothing_and_says_so(desk: Desk) -> None:
    before = desk.read(RECORD)
    assert "warning SHT-023 nothing is written in this sheet" in desk.take(desk.sheet())
    assert desk.read(RECORD) == before


def test_what_a_person_wrote_since_stands_and_what_both_changed_is_named(desk: Desk) -> None:
    desk.edit(RECORD, "## Purpose of the meeting\n", "## Purpose of the meeting\nMy own words.\n")
    desk.edit(RECORD, "#apologies: []", "papers: {agenda: 2026-01-13}   # by post")
    said = desk.take(fill(desk.sheet(), FILLED))
    text = desk.read(RECORD)
    assert "## Purpose of the meeting\nMy own words.\n" in text
    assert "papers: {agenda: 2026-01-13}   # by post" in text
    assert "## Written outside the form\n\n### Purpose of the meeting\nThe first review.\n" in text
    assert (
        'SHT-021 Purpose of the meeting was changed in the case file since the sheet was made, and on the sheet: the file says "My own words.", the sheet "The first review."'
        in said
    )


def test_what_only_the_file_changed_is_left_alone_without_a_word(desk: Desk) -> None:
    desk.edit(RECORD, "## Purpose of the meeting\n", "## Purpose of the meeting\nMy own words.\n")
    said = desk.take(fill(desk.sheet(), {"overall.risk": "Low"}))
    assert "SHT-021" not in said
    assert "My own words." in desk.read(RECORD)


def test_a_sheet_made_again_is_filled_with_what_the_record_says(desk: Desk) -> None:
    desk.take(fill(desk.sheet(), FILLED))
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    again = fill(
        desk.sheet(), {"section.purpose": "The first review, by half past four.", "priority.phonics.risk": "High"}
    )
    said = desk.take(again)
    text = desk.read(RECORD)
    assert "The first review, by half past four." in text
    assert "phonics: {judgement: on-track, risk: high, value: 69}" in text
    assert "SHT" not in said.replace("SHT-020", "")


def test_a_field_that_was_emptied_does_not_empty_the_record(desk: Desk) -> None:
    desk.edit(RECORD, "## Purpose of the meeting\n", "## Purpose of the meeting\nMy own words.\n")
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    said = desk.take(fill(desk.sheet(), {"section.purpose": "", "overall.risk": "Low"}))
    assert "note SHT-024 Purpose of the meeting is empty on the sheet" in said
    assert "My own words." in desk.read(RECORD)


def test_comments_and_order_of_the_list_of_actions_stay(desk: Desk) -> None:
    (desk.root / SCHOOL / "actions.yaml").write_text(
        "# Agreed in November.\n- {id: daily, action: Daily phonics, owner: headteacher, agreed_at: 2025-11-04-initial}   # going well\n", encoding="utf-8"
    )  # fmt: skip
    desk.take(fill(desk.sheet(), {key: value for key, value in FILLED.items() if key.startswith("action")}))
    text = desk.read(f"{SCHOOL}/actions.yaml")
    assert text.startswith(
        "# Agreed in November.\n- {id: daily, action: Daily phonics, owner: headteacher, agreed_at: 2025-11-04-initial}   # going well\n- {id: timetable-"
    )


def test_line_ends_of_windows_stay(desk: Desk) -> None:
    path = desk.root / RECORD
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    desk.take(fill(desk.sheet(), FILLED))
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert b"present: [director-of-learning, headteacher, cpp]\r\n" in data


def test_an_action_reworded_since_is_named_and_not_doubled(desk: Desk) -> None:
    docx = fill(desk.sheet(), FILLED)
    desk.take(docx)
    desk.edit(f"{SCHOOL}/actions.yaml", "2026-02-02", "2026-02-09")
    said = desk.take(docx)
    assert 'the file says "2026-02-09", the sheet "2026-02-02"' in said
    assert desk.read(f"{SCHOOL}/actions.yaml").count("id:") == 1
    assert (
        "- Timetable cover for the catch-up lessons; 1. phonics; Lena Okoro, Headteacher; 2 February 2026"
        in desk.read(RECORD)
    )


def test_the_headteacher_s_form_comes_back_as_a_received_record(desk: Desk) -> None:
    form = fill(
        desk.sheet(FORM),
        {
            "priority.phonics.actions": "Daily phonics in three classes.",
            "priority.phonics.evidence": [paragraph("December check", "ListBullet")],
            "section.context": "Two pupils joined.",
        },
    )
    said = desk.take(form, "2026-01-20-review-headteacher-form.docx")
    path = f"{SCHOOL}/received/2026-01-20-headteacher-report.md"
    assert said.splitlines() == [f"taken     {path}"]
    assert desk.read(path) == (
        "---\nkind: headteacher-report\nfrom: Headteacher\nreceived_on: 2026-01-20\n"
        'title: "Headteacher\'s progress report, 20 January 2026"\nmeeting: 2026-01-20-review\n---\n'
        "## phonics\n\n### Actions\nDaily phonics in three classes.\n\n### Evidence\n- December check\n\n"
        "## School's report on progress and changes in context\nTwo pupils joined.\n"
    )
    assert "SCH-" not in desk.run("check", "--as-of", "2026-01-20", "--output-format", "json")
    again = fill(form, {"priority.phonics.impact": "69%"})
    desk.take(again, "2026-01-20-review-headteacher-form.docx", "--as-of", "2026-01-22")
    assert "### Impact\n69%\n" in desk.read(path)
    assert len(list((desk.root / SCHOOL / "received").iterdir())) == 1


def test_the_record_that_a_sheet_makes_has_no_fault_of_shape(desk: Desk) -> None:
    desk.take(fill(desk.sheet(), FILLED))
    said = json.loads(desk.run("check", "--as-of", "2026-01-21", "--output-format", "json"))
    assert [each["message"] for each in said["diagnostics"] if each["code"].startswith(("SCH", "SRC", "INT"))] == []


def test_without_a_day_the_sheets_of_the_planned_meeting_are_made_again_and_no_other_meeting_is_planned(
    desk: Desk,
) -> None:
    said = desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--sheet", "--as-of", "2026-01-05")
    assert "sheets/2026-01-20-review-minutes-sheet.docx" in said
    assert RECORD not in said
    assert [path.name for path in (desk.root / RECORD).parent.glob("2026-*")] == ["2026-01-20-review.md"]


def test_a_sheet_that_was_filled_in_is_not_overwritten_by_a_blank_one(desk: Desk) -> None:
    filled = fill(desk.sheet(), {"section.purpose": "Hours of work."})
    (desk.root / MINUTES).write_bytes(filled)
    said = desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    assert "2026-01-20-review-minutes-sheet.docx has been filled in: it was left as it is" in said
    assert (desk.root / MINUTES).read_bytes() == filled
    assert "(new)" not in said


def test_what_lies_in_the_inbox_is_taken_and_put_away_and_what_is_refused_stays(desk: Desk) -> None:
    inbox = desk.root / "casefiles/inbox"
    inbox.mkdir()
    (inbox / "Minutes Rowan Hill.docx").write_bytes(fill(desk.sheet(), FILLED))
    (inbox / "holiday.docx").write_bytes(b"no sheet")
    (inbox / "notes.txt").write_bytes(b"no document at all")
    said = desk.run("take", "--no-build", *DAY)
    assert f"taken     {RECORD}" in said
    assert "inbox/holiday.docx:1:1: error SHT-001" in said
    assert sorted(path.name for path in inbox.iterdir()) == ["holiday.docx", "notes.txt", "taken"]
    assert [path.name for path in (inbox / "taken").iterdir()] == ["Minutes Rowan Hill.docx"]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Minutes Rowan Hill.docx", "~$nutes Rowan Hill.docx"),
        ("minutes.docx", "~$inutes.docx"),
        ("sheet.docx", "~$sheet.docx"),
        ("sheet.docx", ".~lock.sheet.docx#"),
    ],
)
def test_a_sheet_that_is_open_in_word_or_libreoffice_is_taken_once_it_is_closed(
    desk: Desk, name: str, mark: str
) -> None:
    inbox = desk.root / "casefiles/inbox"
    inbox.mkdir()
    (inbox / name).write_bytes(fill(desk.sheet(), FILLED))
    (inbox / mark).write_bytes(b"open")
    before = desk.read(RECORD)
    said = desk.run("take", "--no-build", *DAY)
    assert f"inbox/{name}:1:1: warning SHT-004 this sheet is open in Word or LibreOffice" in said
    assert (desk.read(RECORD), (inbox / name).exists()) == (before, True)
    (inbox / mark).unlink()
    assert f"taken     {RECORD}" in desk.run("take", "--no-build", *DAY)
    assert not (inbox / name).exists()


def test_the_same_sheet_dropped_twice_is_put_away_twice_and_changes_nothing(desk: Desk) -> None:
    inbox = desk.root / "casefiles/inbox"
    inbox.mkdir()
    for said in ("taken     ", "SHT-022 nothing on this sheet is new"):
        (inbox / "2026-01-20-review-minutes-sheet.docx").write_bytes(fill(desk.sheet(), FILLED))
        assert said in desk.run("take", "--no-build", *DAY)
    assert [path.name for path in (inbox / "taken").iterdir()] == ["2026-01-20-review-minutes-sheet.docx"]


def test_an_empty_inbox_is_said(desk: Desk) -> None:
    assert desk.run("take", *DAY) == "no sheet lies in casefiles/inbox\n"


def test_take_refuses_what_is_not_there_in_one_sentence(desk: Desk) -> None:
    assert desk.run("take", "nowhere.docx") == "casefiles: there is no nowhere.docx\n"


def test_the_exit_code_says_whether_a_sheet_was_refused(desk: Desk) -> None:
    (desk.root / "x.docx").write_bytes(b"no sheet")
    (desk.root / "y.docx").write_bytes(fill(desk.sheet(), {"overall.risk": "Low"}))
    assert main(["take", "x.docx", "--no-build"]) == 1
    assert main(["take", "y.docx", "--no-build"]) == 0


def test_new_meeting_with_sheets_refuses_a_record_of_another_kind(desk: Desk) -> None:
    said = desk.run("new", "meeting", "rowan-hill-primary", "focused-review", "--date", "2026-01-20", "--sheet")
    assert "is there already, and it is a targeted-review" in said


def test_build_leaves_the_sheets_where_they_are(desk: Desk) -> None:
    desk.run("build", "--no-pdf", *DAY)
    assert (desk.root / MINUTES).is_file()
    assert not (desk.root / "casefiles/build/stale").exists()
