"""Sheets filled in by hand in LibreOffice itself, saved by it, and taken in: nothing is lost, each oddity is named.

LibreOffice is driven as a person drives it (office_hands.py), once for all the sheets here. What it does to our content
controls (it drops their tags, moves the fields of whole paragraphs into lines) is what must be survived.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from casefiles.source import parse_record, parse_yaml
from caseloads import SCHOOL
from sheets import FORM, PRIORITY, RECORD, Desk
from word_notation import parts_of

ACTIONS = f"{SCHOOL}/actions.yaml"
HANDS = Path(__file__).with_name("office_hands.py")
PYTHON = "/usr/bin/python3"
"""The Python that python3-uno belongs to."""

Deeds = list[list[str]]

FILL: Deeds = [
    ["write", "Who came", "Amara Osei", "Present"],
    ["write", "Who came", "Lena Okoro", "Present"],
    ["write", "Who came", "Paul Devane", "Apologies"],
    ["write", "Agenda", "1. Purpose of the meeting", "The first review of phonics."],
    ["write", "Priority 1", "Progress", "On track"],
    ["write", "Priority 1", "Risk of not meeting the outcome in full", "Low"],
    ["write", "Priority 1", "Measured value today", "69%"],
    ["write", "Priority 1", "Impact", "Daily phonics is taught in every class."],
    ["write", "Overall judgement", "Overall progress", "On track"],
    ["write", "Next meetings", "Further meeting 1", "24 March 2026"],
    ["agree", "1", "Timetable cover for the lessons", "1. phonics", "Lena Okoro, Headteacher", "2 February 2026"],
]
"""What the chair types into every sheet."""

PAGE = """<html><body><h2>What the page says</h2><p style="color:red;font-family:Comic Sans MS">Teach <b>daily</b>, say
<a href="https://example.org/phonics">researchers</a>.</p><ul><li>Ten minutes<li>Every day</ul>
<table border=1><tr><th>Year</th><th>Share</th></tr><tr><td>2025</td><td>69%</td></tr></table></body></html>"""

JOBS: dict[str, Deeds] = {
    "plain": [],
    "rows added": [
        ["add_row", "", "Visit a partner school", "phonics", "Mr Devane", "3 March 2026"],
        ["add_row", "8", "Read aloud each day", "", "cpp", ""],
    ],
    "pasted from a web page": [["paste", "Agenda", "3. Findings from the Camden Professional Partner's visits", PAGE]],
    "a drop-down overtyped": [["overtype", "Priority 1", "Progress", "Mostly there, bar one class"]],
    "a heading deleted": [["delete_heading", f"Priority 1: {PRIORITY}"], ["delete_heading", "Agenda"]],
    "a control removed": [["unwrap", "Priority 1", "Impact"], ["unwrap", "Overall judgement", "Overall progress"]],
    "a control deleted with its text": [
        ["overtype", "Priority 1", "Impact", ""],
        ["overtype", "Overall judgement", "Overall risk", ""],
    ],
    "saved under another name": [],
    "an old sheet": [],
    "the wrong school": [],
    "a row deleted": [["delete_row", "Priority 1", "Risk of not meeting the outcome in full"]],
    "changes tracked": [
        ["track"],
        ["overtype", "Agenda", "1. Purpose of the meeting", "The second thoughts of the chair."],
        ["write", "Agenda", "4. Chair of Governors' report on board actions", "Typed while changes were tracked."],
    ],
    "written all over": [
        ["below", "Priority 1", "Impact", "And one more paragraph below."],
        ["jot", "Next meetings", "Never on a Friday, please."],
        ["overtype", "Next meetings", "Further meeting 2", "sometime after Easter"],
    ],
}  # fmt: skip
"""What people do to sheets beyond filling them in."""

FORM_DEEDS: Deeds = [
    ["write", "Priority 1", "Impact", "Three classes teach it daily."],
    ["report", "Priority 1", "Daily phonics for all", "Done", "9 December 2025", "Every class has it."],
    ["report", "Priority 1", "Audit of books", "", "", "Half of them are counted."],
]
AGREED = (
    "- {id: daily, priority: phonics, action: Daily phonics for all, owner: headteacher, agreed_at: 2025-11-04-initial}\n"
    "- {id: audit, priority: phonics, action: Audit of books, owner: cpp, agreed_at: 2025-11-04-initial}\n"
)


class Silent:
    """Stands in for what captures a test's output."""

    def readouterr(self) -> Any:
        return type("Said", (), {"out": "", "err": ""})()


@pytest.fixture(scope="module")
def came_back(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Each sheet as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("hands")
    blank: dict[str, bytes] = {}
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk(tmp_path_factory.mktemp("desk"), Silent(), patch)  # type: ignore[arg-type]
        blank["minutes"] = desk.sheet()
        (desk.root / ACTIONS).write_text(AGREED, encoding="utf-8")
        desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
        blank["form"] = desk.sheet(FORM)
    for name, data in blank.items():
        (folder / f"{name}.docx").write_bytes(data)
    source = str(folder / "minutes.docx")
    jobs = [
        {"from": source, "to": str(folder / f"{at}.docx"), "do": [*FILL, *deeds]}
        for at, deeds in enumerate(JOBS.values())
    ]
    jobs.append({"from": source, "to": str(folder / "mistake.odt"), "do": FILL, "as": "writer8"})
    jobs.append({"from": source, "to": str(folder / "old.doc"), "do": FILL, "as": "MS Word 97"})
    jobs.append({"from": str(folder / "form.docx"), "to": str(folder / "form-back.docx"), "do": FORM_DEEDS})
    made = subprocess.run(
        [PYTHON, str(HANDS), str(folder)], input=json.dumps(jobs), text=True, capture_output=True, timeout=180, check=False
    )  # fmt: skip
    answers = [json.loads(line) for line in made.stdout.splitlines()]
    assert answers == [""] * len(jobs), (
        f"LibreOffice and python3-uno are needed (make programs): {answers}\n{made.stderr}"
    )
    found = {name: (folder / f"{at}.docx").read_bytes() for at, name in enumerate(JOBS)}
    others = {"odt": "mistake.odt", "doc": "old.doc", "form": "form-back.docx"}
    return found | {name: (folder / file).read_bytes() for name, file in others.items()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def codes(said: str) -> list[str]:
    """The codes of what was said, in order, each once."""
    return [*dict.fromkeys(re.findall(r"\bSHT-\d\d\d\b", said))]


def outside(desk: Desk) -> str:
    """What stands under Written outside the form."""
    return desk.read(RECORD).partition("## Written outside the form\n")[2]


def actions(desk: Desk) -> list[Any]:
    """The entries of actions.yaml."""
    value = parse_yaml((desk.root / ACTIONS).read_bytes(), "").value
    assert isinstance(value, list)
    return value


def test_libreoffice_drops_the_tags_by_which_word_keeps_a_field(came_back: Mapping[str, bytes]) -> None:
    page = parts_of(came_back["plain"])["word/document.xml"]
    assert b"<w:tag " not in page
    assert b"casefiles_" in page


@pytest.mark.parametrize("name", [name for name in JOBS if name not in {"the wrong school", "an old sheet"}])
def test_every_sentence_that_was_typed_is_in_the_case_files(
    desk: Desk, came_back: Mapping[str, bytes], name: str
) -> None:
    desk.take(came_back[name])
    files = [desk.root / RECORD, desk.root / ACTIONS]
    held = " ".join(" ".join(file.read_text("utf-8") for file in files if file.exists()).split())
    typed = [word for deed in [*FILL, *JOBS[name]] for word in deed[2:] if word.endswith(".") and deed[0] != "paste"]
    undone = {
        "changes tracked": "The first review of phonics.",
        "a control deleted with its text": "Daily phonics is taught in every class.",
    }
    assert [text for text in typed if text not in held and text != undone.get(name)] == []


def test_a_sheet_that_was_only_filled_in_comes_back_without_a_word(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["plain"])
    assert said.splitlines() == [f"taken     {ACTIONS}", f"taken     {RECORD}"]
    assert parse_record(desk.read(RECORD).encode(), "").value == {
        "kind": "targeted-review",
        "present": ["director-of-learning", "headteacher"],
        "apologies": ["chair-of-governors"],
        "progress": {"phonics": {"judgement": "on-track", "risk": "low", "value": "69"}},
        "judgement": "on-track",
        "next_meetings": ["2026-03-24"],
    }
    assert [(each["action"], each["owner"], each["due_on"]) for each in actions(desk)] == [
        ("Timetable cover for the lessons", "headteacher", "2026-02-02")
    ]


def test_rows_added_in_libreoffice_are_actions_like_the_others(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["rows added"])
    assert codes(said) == ["SHT-045"]
    assert "2 rows were added to the table of actions" in said
    assert [(each["action"], each["owner"]) for each in actions(desk)][1:] == [
        ("Visit a partner school", "chair-of-governors"),
        ("Read aloud each day", "cpp"),
    ]


def test_a_web_page_pasted_in_keeps_its_list_table_and_link(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["pasted from a web page"])
    assert codes(said) == []
    text = desk.read(RECORD).partition("## Findings from the Camden Professional Partner's visits\n")[2]
    assert text.startswith("### What the page says\n")
    assert "Teach **daily**, say [researchers](https://example.org/phonics)." in " ".join(text.split())
    assert "- Ten minutes\n- Every day\n" in text
    for word in ("Year", "Share", "2025", "69%"):
        assert word in text


def test_a_drop_down_overtyped_in_libreoffice_is_named_and_kept(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["a drop-down overtyped"])
    assert codes(said) == ["SHT-030"]
    assert 'Progress (phonics): "Mostly there, bar one class" is none of the choices' in said
    assert "Mostly there, bar one class" in outside(desk)
    assert "phonics: {risk: low, value: 69}" in desk.read(RECORD)


def test_headings_deleted_in_libreoffice_are_named_and_cost_nothing(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["a heading deleted"])
    assert codes(said) == ["SHT-042"]
    assert f'"Priority 1: {PRIORITY}"' in said
    assert "### Impact\nDaily phonics is taught in every class.\n" in desk.read(RECORD)


def test_a_control_removed_in_libreoffice_is_read_by_its_row(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    assert codes(desk.take(came_back["a control removed"])) == []
    assert "### Impact\nDaily phonics is taught in every class.\n" in desk.read(RECORD)
    assert "judgement: on-track\n" in desk.read(RECORD)


def test_a_control_deleted_with_its_text_is_named_and_not_taken_for_empty(
    desk: Desk, came_back: Mapping[str, bytes]
) -> None:
    said = desk.take(came_back["a control deleted with its text"])
    assert codes(said) == ["SHT-040"]
    assert (
        "the fields for Impact (phonics) and Overall risk are no longer in the sheet; what the case file says was left "
        "as it is" in said
    )


def test_a_sheet_saved_under_another_name_is_known(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["saved under another name"], "Ohne Titel 1.docx")
    assert codes(said) == ["SHT-025"]
    assert f"taken     {RECORD}" in said


def test_an_old_sheet_is_taken_after_the_case_moved_on_and_both_sides_are_named(
    desk: Desk, came_back: Mapping[str, bytes]
) -> None:
    desk.edit(RECORD, "## Purpose of the meeting\n", "## Purpose of the meeting\nThe officer's words.\n")
    desk.edit(f"{SCHOOL}/priorities.yaml", "target: 78", "target: 80")
    said = desk.take(came_back["an old sheet"])
    assert codes(said) == ["SHT-020", "SHT-021"]
    assert 'the file says "The officer\'s words.", the sheet "The first review of phonics."' in said
    assert "## Purpose of the meeting\nThe officer's words.\n" in desk.read(RECORD)
    assert "The first review of phonics." in outside(desk)


def test_the_wrong_school_s_sheet_goes_nowhere(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    (desk.root / SCHOOL).rename(desk.root / "casefiles/camden/birch-primary")
    said = desk.take(came_back["the wrong school"])
    assert codes(said) == ["SHT-011"]
    assert "taken  " not in said


def test_a_row_deleted_in_libreoffice_is_named(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["a row deleted"])
    assert codes(said) == ["SHT-040", "SHT-042"]
    assert "the field for Risk (phonics) is no longer in the sheet" in said
    assert "phonics: {judgement: on-track, value: 69}" in desk.read(RECORD)


def test_libreoffice_writes_tracked_changes_that_are_no_xml(came_back: Mapping[str, bytes]) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(parts_of(came_back["changes tracked"])["word/document.xml"])


def test_changes_tracked_are_read_as_they_stand_and_deletions_are_named(
    desk: Desk, came_back: Mapping[str, bytes]
) -> None:
    said = desk.take(came_back["changes tracked"])
    assert codes(said) == ["SHT-043"]
    assert "a tracked deletion" in said
    assert "## Purpose of the meeting\nThe second thoughts of the chair.\n" in desk.read(RECORD)
    assert "Typed while changes were tracked." in desk.read(RECORD)


def test_notes_beside_below_and_outside_the_fields_are_kept(desk: Desk, came_back: Mapping[str, bytes]) -> None:
    said = desk.take(came_back["written all over"])
    assert codes(said) == ["SHT-041", "SHT-031"]
    assert "Daily phonics is taught in every class.\n\nAnd one more paragraph below.\n" in desk.read(RECORD)
    for kept in ("Never on a Friday, please.", "sometime after Easter"):
        assert kept in outside(desk)


@pytest.mark.parametrize("name", ["odt", "doc"])
def test_a_sheet_saved_in_another_format_is_refused_with_the_way_out(
    desk: Desk, came_back: Mapping[str, bytes], name: str
) -> None:
    for file in (f"sheet.{name}", "sheet.docx"):
        said = desk.take(came_back[name], file)
        assert codes(said) == ["SHT-001"]
        assert "save it as Word Document (.docx)" in said
    inbox = desk.root / "casefiles/inbox"
    inbox.mkdir()
    (inbox / f"sheet.{name}").write_bytes(came_back[name])
    said = desk.run("take", "--no-build")
    assert f"inbox/sheet.{name}:1:1: error SHT-001" in said
    assert (inbox / f"sheet.{name}").is_file()


def test_the_headteacher_s_form_filled_in_with_libreoffice_comes_back_with_its_actions(
    desk: Desk, came_back: Mapping[str, bytes]
) -> None:
    (desk.root / ACTIONS).write_text(AGREED, encoding="utf-8")
    said = desk.take(came_back["form"], "2026-01-20-review-headteacher-form.docx")
    assert codes(said) == []
    daily, audit = actions(desk)
    assert (daily["done_on"], daily["impact"]) == ("2025-12-09", "Every class has it.")
    assert audit["updates"] == [{"made_on": "2026-01-20", "impact": "Half of them are counted."}]
    assert "Three classes teach it daily." in desk.read(f"{SCHOOL}/received/2026-01-20-headteacher-report.md")
