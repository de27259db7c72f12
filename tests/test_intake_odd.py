"""Sheets filled in the way people do: nothing of what they wrote is lost, and each oddity is named."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree

from casefiles.intake import propose
from casefiles.source import parse_record, parse_yaml
from caseloads import SCHOOL
from sheets import (
    FORM,
    PRIORITY,
    RECORD,
    Desk,
    cell_of,
    change,
    control,
    fill,
    paragraph,
    row_of,
    through_libreoffice,
    w,
)
from test_intake import FILLED
from word_notation import altered, parts_of, word_file

ACTIONS = f"{SCHOOL}/actions.yaml"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def outside(desk: Desk) -> str:
    """What stands under Written outside the form."""
    return desk.read(RECORD).partition("## Written outside the form\n")[2]


def tags_in(docx: bytes) -> list[str]:
    """The tags of a sheet's fields, in order."""
    return re.findall(r'<w:tag w:val="([^"]+)"', parts_of(docx)["word/document.xml"].decode())


def actions(desk: Desk) -> list[Any]:
    """The entries of actions.yaml."""
    value = parse_yaml((desk.root / ACTIONS).read_bytes(), "").value
    assert isinstance(value, list)
    return value


def test_a_sheet_that_went_through_libreoffice_is_read_whole(desk: Desk, tmp_path: Path) -> None:
    docx = through_libreoffice(fill(desk.sheet(), FILLED), tmp_path)
    assert b"priority.phonics.impact" not in parts_of(docx)["word/document.xml"], "LibreOffice keeps tags after all"
    said = desk.take(docx)
    assert [line for line in said.splitlines() if "SHT-" in line] == []
    direct = desk.read(RECORD), desk.read(ACTIONS)
    (desk.root / RECORD).unlink()
    (desk.root / ACTIONS).unlink()
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20")
    desk.take(fill(desk.sheet(), FILLED))
    assert (desk.read(RECORD), desk.read(ACTIONS)) == direct


def test_a_blank_sheet_that_was_only_saved_in_libreoffice_is_still_empty(desk: Desk, tmp_path: Path) -> None:
    said = desk.take(through_libreoffice(desk.sheet(), tmp_path))
    assert [line.split(":", 3)[3] for line in said.splitlines() if "SHT-" in line] == [
        " warning SHT-023 nothing is written in this sheet"
    ]


def test_rows_added_to_the_table_of_actions_are_read_like_the_others(desk: Desk) -> None:
    def add(root: Any) -> None:
        row = next(cell_of(control(root, "action.6.what")).iterancestors(w("tr")))
        table = row.getparent()
        copied = copy.deepcopy(row)
        for text, cell in zip(
            ["", "Visit a school", "phonics", "Mr Devane", "3 March 2026"], copied.iter(w("tc")), strict=True
        ):
            for child in cell.findall(w("p")):
                cell.remove(child)
            cell.append(paragraph(text))
        table.append(copied)
        again = copy.deepcopy(next(cell_of(control(root, "action.1.what")).iterancestors(w("tr"))))
        next(again.iter(w("t"))).text = "7"
        texts = [next(sdt.iter(w("t"))) for sdt in again.iter(w("sdt"))]
        for text, words in zip(texts, ["Read aloud", "1. phonics", "CPP", ""], strict=True):
            text.text = words
        table.append(again)

    said = desk.take(change(fill(desk.sheet(), FILLED), add))
    assert "note SHT-045 2 rows were added to the table of actions" in said
    assert [(each["action"], each["owner"], each.get("due_on")) for each in actions(desk)] == [
        ("Timetable cover for the catch-up lessons", "headteacher", "2026-02-02"),
        ("Visit a school", "chair-of-governors", "2026-03-03"),
        ("Read aloud", "cpp", None),
    ]


def test_rows_that_say_not_who_or_name_a_stranger_are_kept_and_named(desk: Desk) -> None:
    docx = fill(
        desk.sheet(),
        {
            "action.1.what": "Buy books",
            "action.2.what": "Paint the hall",
            "action.2.owner": "Jo Bloggs",
            "action.3.what": "Meet families",
            "action.3.owner": "headteacher",
            "action.3.due": "by Easter",
            "action.3.priority": "behaviour",
        },
    )
    said = desk.take(docx)
    assert "SHT-033 the action of row 1 has no owner" in said
    assert 'SHT-032 the owner of the action of row 2, "Jo Bloggs", is nobody whom the case file names' in said
    assert 'SHT-031 row 3 of the actions: "behaviour" is no priority and "by Easter" is not a day' in said
    assert [each["action"] for each in actions(desk)] == ["Meet families"]
    for kept in ("Buy books", "Paint the hall; Jo Bloggs", "Meet families; behaviour; headteacher; by Easter"):
        assert f"- {kept}\n" in outside(desk)


def test_text_pasted_from_a_web_page_comes_with_its_links_lists_and_tables(desk: Desk) -> None:
    pasted = Document()
    pasted.add_heading("What works", 2)
    pasted.add_paragraph("Teach\u00a0daily\u200b, say\u2028researchers", style="List Bullet")
    table = pasted.add_table(rows=2, cols=2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Year", "Share", "2025", "69%"], strict=True):
        cell.text = text
    blocks = [copy.deepcopy(each) for each in pasted.element.body if each.tag != w("sectPr")]
    link = paragraph("")
    link.append(
        etree.fromstring(
            f'<w:fldSimple xmlns:w="{w("")[1:-1]}" w:instr=\' HYPERLINK "http://example.org/a" \'><w:r><w:t>the page</w:t></w:r></w:fldSimple>'
        )
    )
    docx = fill(desk.sheet(), {"section.cpp-findings": [*blocks, link]})
    styled = altered(docx, {"word/styles.xml": parts_of(docx)["word/styles.xml"]})
    said = desk.take(styled)
    assert "SHT-04" not in said
    text = desk.read(RECORD)
    assert "## Findings from the Camden Professional Partner's visits\n### What works\n" in text
    assert "- Teach daily, sayresearchers\n" in text
    assert "| Year | Share |\n| --- | --- |\n| 2025 | 69% |\n\nthe page (http://example.org/a)\n" in text


def test_an_external_picture_is_not_fetched_and_named(desk: Desk) -> None:
    picture = (
        '<w:r xmlns:w="{w}"><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rIdPic"/></w:drawing></w:r>'
    ).replace("{w}", w("")[1:-1])
    pasted = paragraph("A chart:")
    pasted.append(etree.fromstring(picture))
    docx = fill(desk.sheet(), {"section.purpose": [pasted]})
    rels = parts_of(docx)["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdPic" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="https://example.org/x.png" TargetMode="External"/></Relationships>',
    )
    said = desk.take(altered(docx, {"word/_rels/document.xml.rels": rels}))
    assert "SHT-043 the sheet holds a picture or drawing, which a record cannot hold" in said
    assert "## Purpose of the meeting\nA chart:\n" in desk.read(RECORD)


def test_a_drop_down_that_was_overtyped_is_kept_and_named(desk: Desk) -> None:
    said = desk.take(
        fill(
            desk.sheet(),
            {
                "priority.phonics.judgement": "Mostly on track",
                "priority.phonics.risk": "low",
                "overall.judgement": "not on track",
                "priority.phonics.value": "about two thirds",
                "next.1": "sometime in March",
            },
        )
    )
    assert 'SHT-030 Progress (phonics): "Mostly on track" is none of the choices' in said
    assert "the choices are: On track, Not yet on track" in said
    assert 'SHT-031 Measured value (phonics): "about two thirds" is not a number' in said
    assert 'SHT-031 Further meeting 1: "sometime in March" is not a day' in said
    value = parse_record(desk.read(RECORD).encode(), "").value
    assert value == {"kind": "targeted-review", "progress": {"phonics": {"risk": "low"}}, "judgement": "not-on-track"}
    for kept in ("Mostly on track", "about two thirds", "sometime in March"):
        assert kept in outside(desk)


@pytest.mark.parametrize(
    ("typed", "value"), [("6 leaders", "6"), ("1 leader", "1"), ("1,204", "1204"), ("70 per cent", "70")]
)
def test_a_measured_value_may_be_written_with_the_unit_of_its_measure(desk: Desk, typed: str, value: str) -> None:
    desk.edit(f"{SCHOOL}/priorities.yaml", "unit: percent", "unit: leaders")
    said = desk.take(fill(desk.sheet(), {"priority.phonics.value": typed}))
    assert "SHT-031" not in said
    assert f"phonics: {{value: {value}}}" in desk.read(RECORD)


def test_people_are_found_by_name_role_and_salutation_and_strangers_are_named(desk: Desk) -> None:
    said = desk.take(fill(desk.sheet(), {"attendance.others": "Tom Ellery, Ms Osei and Jo Bloggs"}))
    assert 'SHT-032 "Jo Bloggs", among the others present, is nobody whom the case file names' in said
    assert "present: [cpp, director-of-learning]\n" in desk.read(RECORD)
    assert "### Others present\nJo Bloggs\n" in outside(desk)


def test_a_heading_of_the_form_that_was_deleted_is_named_and_nothing_is_lost(desk: Desk) -> None:
    def delete(root: Any) -> None:
        for each in [*root.iter(w("p"))]:
            if "".join(each.itertext()) in {f"Priority 1: {PRIORITY}", "Agenda"}:
                each.getparent().remove(each)

    said = desk.take(change(fill(desk.sheet(), FILLED), delete))
    assert f'SHT-042 2 lines of the form were deleted or changed: "Priority 1: {PRIORITY}"' in said
    assert "### Impact\nDaily phonics is taught.\n" in desk.read(RECORD)


def test_the_text_of_a_control_that_was_removed_is_read_by_its_row(desk: Desk) -> None:
    def remove(root: Any) -> None:
        sdt = control(root, "priority.phonics.impact")
        parent = sdt.getparent()
        for child in [*sdt.find(w("sdtContent"))]:
            parent.insert(parent.index(sdt), child)
        parent.remove(sdt)

    said = desk.take(change(fill(desk.sheet(), FILLED), remove))
    assert "SHT-" not in said
    assert "### Impact\nDaily phonics is taught.\n" in desk.read(RECORD)


def deleted(*tags: str) -> Callable[[Any], None]:
    """The controls of these fields deleted together with what they hold, as Word leaves their cells."""

    def delete(root: Any) -> None:
        for tag in tags:
            sdt = control(root, tag)
            cell = cell_of(sdt)
            sdt.getparent().remove(sdt)
            if cell.find(w("p")) is None:
                cell.append(paragraph(""))

    return delete


def without_rows(*tags: str) -> Callable[[Any], None]:
    """The rows of these fields deleted."""

    def delete(root: Any) -> None:
        for tag in tags:
            row = row_of(control(root, tag))
            row.getparent().remove(row)

    return delete


def without_table(tag: str) -> Callable[[Any], None]:
    """The table of a field deleted."""

    def delete(root: Any) -> None:
        table = next(control(root, tag).iterancestors(w("tbl")))
        table.getparent().remove(table)

    return delete


@pytest.mark.parametrize(
    ("how", "named"),
    [
        (without_rows("priority.phonics.risk"), "the field for Risk (phonics) is"),
        (deleted("action.1.owner", "attendance.cpp"), "the fields for Camden Professional Partner (who came) and Owner (action 1) are"),
        (without_rows("action.2.what", "action.6.what"), "the fields for action 2 and action 6 are"),
        (without_table("priority.phonics.value"), f'the fields for all of the priority "{PRIORITY}" are'),
        (without_table("action.1.what"), "the fields for the whole table of actions are"),
        (without_table("attendance.cpp"), "the fields for who came are"),
    ],
    ids=["row", "controls", "rows of actions", "priority", "table of actions", "table of who came"],
)  # fmt: skip
def test_fields_that_were_deleted_are_named_by_all_that_went_with_them(
    desk: Desk, how: Callable[[Any], None], named: str
) -> None:
    said = desk.take(change(fill(desk.sheet(), FILLED), how))
    assert f"SHT-040 {named} no longer in the sheet; what the case file says was left as it is\n" in said
    assert "SHT-024" not in said
    assert "## Purpose of the meeting\nThe first review.\n" in desk.read(RECORD)


def test_a_control_deleted_with_its_text_empties_nothing_and_is_not_taken_for_an_empty_field(desk: Desk) -> None:
    desk.edit(RECORD, "## Purpose of the meeting\n", "## Purpose of the meeting\nThe officer's words.\n")
    desk.edit(RECORD, "kind: targeted-review", "kind: targeted-review\nrisk: low")
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    said = desk.take(change(fill(desk.sheet(), {"overall.risk": ""}), deleted("section.purpose")))
    assert "SHT-040 the field for Purpose of the meeting is no longer in the sheet" in said
    assert "SHT-024 Overall risk is empty on the sheet; the text in the case file stays" in said
    assert "SHT-023 nothing is written in this sheet" in said
    assert "## Purpose of the meeting\nThe officer's words.\n" in desk.read(RECORD)


def test_what_is_deleted_from_the_headteacher_s_form_is_named_the_same_way(desk: Desk) -> None:
    (desk.root / ACTIONS).write_text(
        "- {id: daily, priority: phonics, action: Daily phonics for all, owner: headteacher, agreed_at: 2025-11-04-initial}\n"
    )
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    form, name = (
        fill(desk.sheet(FORM), {"section.context": "Two pupils joined."}),
        "2026-01-20-review-headteacher-form.docx",
    )
    said = desk.take(change(form, deleted("priority.phonics.impact", "agreed.daily.result")), name)
    assert "SHT-040 the fields for What came of it (daily) and Impact (phonics) are no longer in the sheet" in said
    again = desk.take(change(form, without_rows("agreed.daily.status")), name)
    assert 'SHT-040 the fields for the action "Daily phonics for all" are no longer in the sheet' in again
    assert "updates" not in desk.read(ACTIONS)


def test_text_outside_the_fields_is_kept_where_no_letter_prints_it(desk: Desk) -> None:
    def scribble(root: Any) -> None:
        body = root.find(w("body"))
        body.insert(0, paragraph("Sent from my phone."))
        cell = cell_of(control(root, "priority.phonics.impact"))
        cell.append(paragraph("And below the field."))
        heading = next(p for p in root.iter(w("p")) if "".join(p.itertext()) == "Next meetings")
        heading.addnext(paragraph("Not in the holidays."))

    said = desk.take(change(fill(desk.sheet(), FILLED), scribble))
    assert 'note SHT-041 text stands outside the fields (under "Next meetings")' in said
    assert "### Impact\nDaily phonics is taught.\n\nAnd below the field.\n" in desk.read(RECORD)
    assert outside(desk) == "\nSent from my phone.\n\n### Next meetings\nNot in the holidays.\n"
    desk.run("build", "--as-of", "2026-01-20", "--no-pdf")
    report = desk.root / "casefiles/build/camden/rowan-hill-primary/2026-01-20-targeted-meeting-report.docx"
    assert "my phone" not in " ".join(p.text for p in Document(str(report)).paragraphs)


def test_comments_are_kept_with_what_stands_outside(desk: Desk) -> None:
    comments = f'<w:comments xmlns:w="{w("")[1:-1]}"><w:comment w:id="0" w:author="X"><w:p><w:r><w:t>Check this date.</w:t></w:r></w:p></w:comment></w:comments>'
    desk.take(altered(fill(desk.sheet(), FILLED), {"word/comments.xml": comments.encode()}))
    assert "### Comments\nCheck this date.\n" in outside(desk)


def test_a_sheet_saved_under_another_name_is_known_by_what_it_says_of_itself(desk: Desk) -> None:
    said = desk.take(fill(desk.sheet(), {"overall.risk": "Low"}), "Kopie von Protokoll (2).docx")
    assert (
        "note SHT-025 this file is the sheet 2026-01-20-review-minutes-sheet.docx under another name: it is taken for "
        "Rowan Hill Primary School, the meeting of 20 January 2026" in said
    )
    assert "risk: low" in desk.read(RECORD)


def test_an_old_sheet_after_the_case_moved_on_is_taken_and_named(desk: Desk) -> None:
    docx = fill(desk.sheet(), FILLED)
    desk.edit(
        f"{SCHOOL}/priorities.yaml",
        "  agreed_at: 2025-11-04-initial\n",
        "  agreed_at: 2025-11-04-initial\n  closed_on: 2025-12-20\n- {id: reading, title: Read more, agreed_at: 2025-11-04-initial}\n",
    )
    said = desk.take(docx)
    assert "warning SHT-020 the case has moved on since this sheet for 2026-01-20-review was made" in said
    assert "SHT-046" in said
    assert "Daily phonics is taught." in outside(desk)
    assert "section on priorities" not in said
    assert "The first review." in desk.read(RECORD)


def test_another_school_s_sheet_goes_to_that_school_or_nowhere(desk: Desk) -> None:
    docx = fill(desk.sheet(), FILLED)
    (desk.root / SCHOOL).rename(desk.root / "casefiles/camden/birch-primary")
    said = desk.take(docx)
    assert (
        "error SHT-011 this sheet is for Rowan Hill Primary School (camden/rowan-hill-primary), and this caseload has no such case"
        in said
    )
    assert "taken  " not in said


def test_a_sheet_is_not_taken_into_a_record_that_is_gone_or_broken(desk: Desk) -> None:
    docx = fill(desk.sheet(), FILLED)
    record = desk.root / RECORD
    text = record.read_text()
    record.write_text(text.replace("kind: targeted-review", "kind: [targeted-review"))
    assert "SHT-012" in desk.take(docx)
    record.unlink()
    assert "error SHT-011 the meeting that this sheet is for, 2026-01-20-review, is not in the case" in desk.take(docx)
    assert not record.exists()


def test_minutes_that_come_before_the_meeting_s_day_are_taken_and_the_day_is_asked_about(desk: Desk) -> None:
    said = desk.take(fill(desk.sheet(), FILLED), "2026-01-20-review-minutes-sheet.docx", "--as-of", "2026-01-14")
    assert "SHT-047 the meeting is on 20 January 2026, and its minutes came on 14 January 2026" in said
    assert "Then rename 2026-01-20-review.md" in said
    assert "taken  " in said
    assert "SHT-047" not in desk.take(fill(desk.sheet(), FILLED))


def test_where_the_meeting_has_another_day_now_its_record_is_named(desk: Desk) -> None:
    docx = fill(desk.sheet(), FILLED)
    record = desk.root / RECORD
    record.rename(record.with_name("2026-01-27-review.md"))
    said = desk.take(docx)
    assert "error SHT-011 the meeting that this sheet is for, 2026-01-20-review, is not in the case" in said
    assert (
        "is it 2026-01-27-review.md now? Give that file its former name, 2026-01-20-review.md, take the sheet" in said
    )
    assert "taken  " not in said


@pytest.mark.parametrize(
    ("data", "message", "help_"),
    [
        (b"", "this file is empty", "see that it has arrived"),
        (b"Minutes of the meeting", "this is no Word file", "save it as Word Document (.docx)"),
        (b"%PDF-1.7 ...", "this is a PDF and no Word file", "a PDF has none of its fields"),
    ],
    ids=["empty", "text", "PDF"],
)
def test_what_is_no_word_file_is_said_with_what_to_send(desk: Desk, data: bytes, message: str, help_: str) -> None:
    said = desk.take(data)
    assert f"error SHT-001 {message}\n" in said
    assert help_ in said


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "docx"),
    [
        ("SHT-001", b"not a zip file"),
        ("SHT-002", _bomb()),
        ("SHT-003", altered(word_file("x"), {"word/vbaProject.bin": b"x"})),
        ("SHT-003", altered(word_file("x"), {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"})),
        ("SHT-003", altered(word_file("x"), {"word/_rels/document.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/subDocument" Target="https://example.org/x.docx" TargetMode="External"/></Relationships>'})),
        ("SHT-010", word_file("Minutes of a meeting, typed by hand")),
    ],
)  # fmt: skip
def test_hostile_and_foreign_files_are_refused_by_name(desk: Desk, code: str, docx: bytes) -> None:
    before = desk.read(RECORD)
    said = desk.take(docx)
    assert f"error {code}" in said
    assert desk.read(RECORD) == before


def test_a_record_that_changes_while_a_sheet_is_read_is_not_overwritten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*words: Any, **named: Any) -> Any:
        made = propose(*words, **named)
        desk.edit(RECORD, "## Purpose of the meeting\n", "## Purpose of the meeting\nTyped meanwhile.\n")
        return made

    monkeypatch.setattr("casefiles.sheets.propose", slow)
    said = desk.take(fill(desk.sheet(), FILLED))
    assert "changed while the sheet was read: nothing was written" in said
    assert "present:" not in desk.read(RECORD).replace("#present:", "")
    assert not (desk.root / ACTIONS).exists()


def test_confidential_marks_typed_into_a_field_hide_nothing(desk: Desk) -> None:
    desk.take(fill(desk.sheet(), {"section.purpose": "As {.confidential} says, ## no heading\n# none here either"}))
    text = desk.read(RECORD)
    assert "&#123;.confidential}" in text
    assert parse_record(text.encode(), "").body.sections[0].classes == ()


def test_a_priority_with_a_very_long_name_is_taken_like_the_others(desk: Desk) -> None:
    name = "a-priority-whose-name-somebody-made-so-long-that-no-tag-of-word-could-hold-it"
    (desk.root / SCHOOL / "priorities.yaml").write_text(
        f"- {{id: {name}, title: Long, agreed_at: 2025-11-04-initial}}\n"
    )
    desk.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-20", "--sheet")
    filled = [tag for tag in tags_in(desk.sheet()) if "~" in tag]
    said = desk.take(
        fill(desk.sheet(), dict(zip(filled, ["On track", "Low", "5", "It works.", "Go on."], strict=True)))
    )
    assert "SHT-" not in said
    text = desk.read(RECORD)
    assert f"  {name}: {{judgement: on-track, risk: low, value: 5}}\n" in text
    assert "## Long\n\n### Impact\nIt works.\n\n### Next steps\nGo on.\n" in text
