"""What the headteacher's form says of actions agreed before goes to those actions, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casefiles.source import parse_yaml
from caseloads import SCHOOL
from sheets import FORM, Desk, change, control, fill, paragraph, row_of
from word_notation import parts_of

ACTIONS = f"{SCHOOL}/actions.yaml"
REPORT = f"{SCHOOL}/received/2026-01-20-headteacher-report.md"
NAME = "2026-01-20-review-headteacher-form.docx"
AGREED = """# Agreed in November.
- id: daily
  priority: phonics
  action: Daily phonics for all of Year 1
  owner: headteacher
  agreed_at: 2025-11-04-initial
  due_on: 2025-12-12   # before the holidays
- {id: cover, priority: phonics, action: Cover for catch-up lessons, owner: headteacher, agreed_at: 2025-11-04-initial}
- id: audit
  priority: phonics
  action: Audit of books
  owner: cpp
  agreed_at: 2025-11-04-initial
  updates:
    - {made_on: 2025-12-01, impact: Half the books are counted.}
- id: office
  action: Write to families
  owner: headteacher
  agreed_at: 2025-11-04-initial
"""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path, capsys, monkeypatch)
    (made.root / ACTIONS).write_text(AGREED, encoding="utf-8")
    made.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    return made


def form(desk: Desk, fields: dict[str, str]) -> bytes:
    return fill(desk.sheet(FORM), {f"agreed.{name}": text for name, text in fields.items()})


def entries(desk: Desk) -> dict[str, Any]:
    value = parse_yaml((desk.root / ACTIONS).read_bytes(), "").value
    assert isinstance(value, list)
    return {str(each["id"]): each for each in value if isinstance(each, dict)}


def test_the_form_asks_after_each_action_that_was_open_those_of_no_priority_as_well(desk: Desk) -> None:
    page = parts_of(desk.sheet(FORM))["word/document.xml"].decode()
    for action in ("daily", "cover", "audit", "office"):
        for part in ("status", "done-on", "result"):
            assert f'"agreed.{action}.{part}"' in page
    assert "Other actions" in page
    assert "Half the books are counted." in page


def test_an_action_reported_as_done_gets_its_day_and_its_impact(desk: Desk) -> None:
    said = desk.take(
        form(
            desk,
            {
                "daily.status": "Done",
                "daily.done-on": "9 December 2025",
                "daily.result": "Every class has it, at 9.",
                "cover.status": "yes",
                "cover.done-on": "12/1/2026",
            },
        ),
        NAME,
    )
    assert said.splitlines() == [f"taken     {ACTIONS}", f"taken     {REPORT}"]
    assert desk.read(ACTIONS) == AGREED.replace(
        "  due_on: 2025-12-12   # before the holidays\n",
        '  due_on: 2025-12-12   # before the holidays\n  done_on: 2025-12-09\n  impact: "Every class has it, at 9."\n',
    ).replace("agreed_at: 2025-11-04-initial}", "agreed_at: 2025-11-04-initial, done_on: 2026-01-12}")


def test_what_came_of_an_action_that_goes_on_is_an_update_of_the_day_on_which_the_form_came(desk: Desk) -> None:
    desk.take(
        form(
            desk,
            {
                "audit.result": "All books are counted; half are old.",
                "office.status": "Not yet",
                "office.result": "A draft: it's there.",
                "cover.result": "Two, of three",
            },
        ),
        NAME,
    )
    found = entries(desk)
    assert found["audit"]["updates"] == [
        {"made_on": "2025-12-01", "impact": "Half the books are counted."},
        {"made_on": "2026-01-20", "impact": "All books are counted; half are old."},
    ]
    assert found["office"]["updates"] == [{"made_on": "2026-01-20", "impact": "A draft: it's there."}]
    assert found["cover"]["updates"] == [{"made_on": "2026-01-20", "impact": "Two, of three"}]
    assert "done_on" not in desk.read(ACTIONS)
    assert "SCH-" not in desk.run("check", "--as-of", "2026-01-20", "--output-format", "json")


def test_a_form_taken_twice_says_everything_once(desk: Desk) -> None:
    docx = form(desk, {"daily.status": "Done", "daily.done-on": "9 December 2025", "office.result": "A draft."})
    desk.take(docx, NAME)
    first = desk.read(ACTIONS), desk.read(REPORT)
    said = desk.take(docx, NAME, "--as-of", "2026-02-02")
    assert "note SHT-022 nothing on this sheet is new" in said
    assert (desk.read(ACTIONS), desk.read(REPORT)) == first


def test_what_a_person_wrote_since_stands_and_both_are_named(desk: Desk) -> None:
    docx = form(
        desk,
        {
            "daily.status": "Done",
            "daily.done-on": "9 December 2025",
            "daily.result": "The school's words.",
            "audit.result": "The school's count.",
        },
    )
    desk.edit(ACTIONS, "# before the holidays\n", "# before\n  done_on: 2025-12-16\n  impact: The officer's words.\n")
    desk.edit(ACTIONS, "are counted.}\n", "are counted.}\n    - {made_on: 2026-01-09, impact: The officer's count.}\n")
    before = desk.read(ACTIONS)
    said = desk.take(docx, NAME)
    assert desk.read(ACTIONS) == before
    for file, sheet in (
        ("2025-12-16", "2025-12-09"),
        ("The officer's words.", "The school's words."),
        ("The officer's count.", "The school's count."),
    ):
        assert f'the file says "{file}", the sheet "{sheet}"' in said
    assert said.count("warning SHT-021") == 3
    for kept in ("9 December 2025", "The school's words.", "The school's count."):
        assert kept in desk.read(REPORT).partition("## Written outside the form")[2]


def test_a_report_that_is_not_plain_is_named_and_kept_and_nothing_is_guessed(desk: Desk) -> None:
    desk.edit(ACTIONS, "action: Audit of books\n", "action: Audit of books\n  done_on: 2026-01-09\n")
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    before = desk.read(ACTIONS)
    said = desk.take(
        form(
            desk,
            {
                "daily.status": "Done",
                "cover.status": "Not yet",
                "cover.done-on": "12 January 2026",
                "office.status": "nearly",
                "office.done-on": "soon",
                "audit.status": "Not yet",
            },
        ),
        NAME,
    )
    assert 'SHT-034 the action "Daily phonics for all of Year 1" is said to be done, and not on which day' in said
    assert "is said to be not done yet, and it is done on 12 January 2026" in said
    assert "is said to be not done yet, and the case file says that it was done on 9 January 2026" in said
    assert 'SHT-030 Done (office): "nearly" is none of the choices' in said
    assert 'SHT-031 Done on (office): "soon" is not a day' in said
    assert desk.read(ACTIONS) == before
    for kept in ("12 January 2026", "nearly", "soon"):
        assert kept in desk.read(REPORT)


def test_an_action_added_or_removed_since_the_form_went_out_costs_nothing(desk: Desk) -> None:
    docx = form(desk, {"daily.status": "Done", "daily.done-on": "9 December 2025", "cover.result": "Two of three."})
    desk.edit(
        ACTIONS, "- {id: cover", "- {id: new, action: New, owner: cpp, agreed_at: 2025-11-04-initial}\n#- {id: cover"
    )
    said = desk.take(docx, NAME)
    assert "SHT-020 the case has moved on" in said
    assert "SHT-046 What came of it (cover): the case no longer has what this field is about" in said
    assert "Two of three." in desk.read(REPORT)
    assert entries(desk)["daily"]["done_on"] == "2025-12-09"


def test_a_row_typed_under_the_earlier_actions_is_kept(desk: Desk) -> None:
    def add(root: object) -> None:
        row = row_of(control(root, "agreed.audit.status"))
        made = row.makeelement(row.tag)
        for text in ("Read aloud each day", "Headteacher", "", "", "Since January"):
            cell = row.makeelement(row[-1].tag)
            cell.append(paragraph(text))
            made.append(cell)
        row.addnext(made)

    said = desk.take(change(form(desk, {}), add), NAME)
    assert "SHT-041 text stands outside the fields" in said
    assert "Read aloud each day" in desk.read(REPORT)
    assert desk.read(ACTIONS) == AGREED
