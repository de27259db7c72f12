"""The sheets on their way out: what they show, to whom, and that they can be relied on."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from casefiles.caseload import load_packs, read_templates
from casefiles.documents.sheet.blank import render_sheet
from casefiles.documents.sheet.compose import AGENDA, FORM, MINUTES, SHEETS, compose_sheet
from casefiles.documents.sheet.contract import check_sheet
from casefiles.documents.sheet.fields import Identity, controls_of, packed, rows_of, unpacked
from casefiles.model.records import Meeting
from drafting import lines_of, loaded
from word_notation import altered, parts_of

PLANNED = """
=== meetings/2026-03-24-review.md
---
kind: targeted-review
---
"""
SHELF = read_templates(Path(), "camden", "camden")


def sheet(root: Path, name: str, *changes: str) -> bytes:
    case, packs = loaded(root, PLANNED, *changes)
    meeting = case.find("meeting", "2026-03-24-review")
    assert isinstance(meeting, Meeting)
    return render_sheet(name, case, meeting, packs, SHELF.templates)


def text(root: Path, name: str, *changes: str) -> str:
    return "\n".join(lines_of(sheet(root, name, *changes)))


def fields(docx: bytes) -> list[str]:
    return re.findall(r'<w:tag w:val="([^"]+)"', parts_of(docx)["word/document.xml"].decode())


def test_the_minutes_sheet_asks_for_everything_that_the_record_of_a_review_holds(tmp_path: Path) -> None:
    assert fields(sheet(tmp_path, MINUTES)) == [
        *(f"attendance.{role}" for role in ("director-of-learning", "headteacher", "chair-of-governors", "cpp", "others")),
        *(f"section.{item}" for item in ("purpose", "school-report", "cpp-findings", "governors", "support-impact", "follow-up", "overall", "future-meetings")),
        *(f"priority.phonics.{part}" for part in ("judgement", "risk", "value", "impact", "next-steps")),
        "overall.judgement", "overall.risk", "overall.interventions",
        "next.1", "next.2", "next.3", "next.4",
        *(f"action.{number}.{part}" for number in range(1, 7) for part in ("what", "priority", "owner", "due")),
    ]  # fmt: skip


def test_the_sheet_of_an_initial_meeting_asks_for_the_letter_and_judges_nothing(tmp_path: Path) -> None:
    case, packs = loaded(tmp_path)
    meeting = case.find("meeting", "2025-11-04-initial")
    assert isinstance(meeting, Meeting)
    asked = fields(render_sheet(MINUTES, case, meeting, packs, SHELF.templates))
    assert "section.issues-and-context" in asked
    assert "section.for-the-letter" in asked
    assert not [tag for tag in asked if tag.startswith(("priority.", "overall."))]


def test_the_sheet_shows_the_outcome_the_last_judgement_and_how_each_action_stands(tmp_path: Path) -> None:
    shown = text(tmp_path, MINUTES)
    assert "Outcome: Year 1 pupils meeting the phonics standard: from 61% to 78% by 19 June 2026." in shown
    assert "At the meeting of 27 January 2026: On track, risk Low, 69%." in shown
    assert "Timetable cover for catch-up\nHeadteacher\n2 February 2026\nopen" in shown


def test_the_agenda_has_the_policy_s_items_in_order_and_what_is_open(tmp_path: Path) -> None:
    shown = text(tmp_path, AGENDA)
    items = ["Purpose of the meeting", "School's report on progress and changes in context", "Findings from the Camden Professional Partner's visits", "Dates of future meetings"]  # fmt: skip
    places = [shown.index(item) for item in items]
    assert places == sorted(places)
    assert "Amara Osei, Director of Learning and Impact (Chair)" in shown
    assert "On track, 69%\nRisk: Low" in shown
    assert "Daily phonics for all of Year 1" not in shown
    assert "Timetable cover for catch-up (Headteacher, due 2 February 2026)" in shown


def test_a_page_does_not_end_in_the_midst_of_short_fields_or_of_open_actions(tmp_path: Path) -> None:
    minutes = Document(io.BytesIO(sheet(tmp_path, MINUTES)))
    held = {
        row.cells[0].text: row.cells[0].paragraphs[0].paragraph_format.keep_with_next
        for table in minutes.tables
        for row in table.rows
    }
    short = [
        "Progress",
        "Risk of not meeting the outcome in full",
        "Measured value today",
        "Overall risk",
        "Further meeting 3",
    ]
    assert [name for name in short if not held[name]] == []
    assert [name for name in ("Impact", "Next steps") if held[name]] == []
    agenda = Document(io.BytesIO(sheet(tmp_path, AGENDA)))
    (action,) = [each for each in agenda.paragraphs if each.text.startswith("Timetable cover for catch-up")]
    assert action.paragraph_format.keep_with_next


def test_what_the_school_may_not_read_is_in_no_sheet_that_it_gets(tmp_path: Path) -> None:
    hidden = """
    === meetings/2026-01-27-review.md
    ---
    kind: targeted-review
    confidential: true
    present: [headteacher, cpp]
    progress:
      phonics: {judgement: not-on-track, risk: high, value: 12345}
    ---
    """
    for name in (AGENDA, FORM):
        docx = sheet(tmp_path, name, hidden)
        secrets = (b"12345", b"12,345", b"Not yet on track")
        assert not any(secret in part for part in parts_of(docx).values() for secret in secrets)
    assert "12,345" in text(tmp_path, MINUTES, hidden)


def test_a_sheet_shows_nothing_that_is_known_only_after_its_meeting(tmp_path: Path) -> None:
    later = """
    === actions.yaml
    - {id: later, priority: phonics, action: Planned in May, owner: headteacher, agreed_at: 2026-05-19-review}
    === meetings/2026-05-19-review.md
    ---
    kind: targeted-review
    present: [headteacher, cpp]
    progress: {phonics: {judgement: not-on-track, risk: high, value: 71.5}}
    ---
    """
    shown = text(tmp_path, MINUTES, later)
    assert "Planned in May" not in shown
    assert "71.5" not in shown


@pytest.mark.parametrize("name", [*SHEETS])
def test_equal_cases_give_equal_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").mkdir()
    assert sheet(tmp_path / "a", name) == sheet(tmp_path / "a", name)


@pytest.mark.parametrize("name", [*SHEETS])
def test_the_contract_finds_nothing_to_say_of_a_sheet_s_template(name: str) -> None:
    assert check_sheet(SHELF.templates, name, {}) == ()


def without(docx: bytes, tag: str) -> bytes:
    """The template without a tag, as somebody takes it out of its cell in Word."""
    page = parts_of(docx)["word/document.xml"].decode()
    assert tag in page
    return altered(docx, {"word/document.xml": page.replace(tag, "").encode()})


@pytest.mark.parametrize(
    ("name", "tag", "said"),
    [
        (MINUTES, "{{p part.impact.control }}", "the page: the field PriorityPart.impact is placed nowhere: nobody could fill it in"),
        (MINUTES, "{{r row.owner }}", "the page: the field ActionRow.owner is placed nowhere: nobody could fill it in"),
        (FORM, "{{r action.done_on }}", "the page: the field ReportedAction.done_on is placed nowhere: nobody could fill it in"),
        (FORM, "{{r part.field.anchor }}", "the page: the row of SectionPart.field has no mark: LibreOffice drops a field's tag, and the mark finds it again"),
        (MINUTES, "{{r sheet.overall.risk.anchor }}", "the page: the row of Overall.risk has no mark: LibreOffice drops a field's tag, and the mark finds it again"),
    ],
)  # fmt: skip
def test_a_template_that_leaves_out_a_field_or_the_mark_of_its_row_is_named(name: str, tag: str, said: str) -> None:
    own = {**SHELF.templates, f"shells/{name}": without(SHELF.templates[f"shells/{name}"], tag)}
    assert [each.message for each in check_sheet(own, name, {})] == [said]


@pytest.mark.parametrize("name", [*SHEETS])
def test_a_sheet_is_a_word_file_with_title_language_marking_and_page_numbers(tmp_path: Path, name: str) -> None:
    docx = sheet(tmp_path, name)
    document = Document(io.BytesIO(docx))
    assert document.core_properties.title == "Targeted support review meeting: Rowan Hill Primary School"
    assert document.core_properties.language == "en-GB"
    assert document.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert b"NUMPAGES" in b"".join(parts_of(docx).values())
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in document.tables)


def test_the_numbers_of_controls_and_marks_are_unique(tmp_path: Path) -> None:
    page = parts_of(sheet(tmp_path, MINUTES))["word/document.xml"].decode()
    for pattern in (r'<w:id w:val="(\d+)"', r'<w:bookmarkStart w:id="(\d+)"', r'w:name="(casefiles_\w+)"'):
        found = re.findall(pattern, page)
        assert found
        assert len(found) == len(set(found))


def test_no_tag_mark_or_property_is_longer_than_word_can_hold(tmp_path: Path) -> None:
    name = "a-priority-whose-name-somebody-made-so-long-that-no-tag-of-word-could-ever-hold-it"
    long = f"""
    === priorities.yaml
    - {{id: {name}, title: Too long, agreed_at: 2025-11-04-initial}}
    """
    docx = sheet(tmp_path, MINUTES, long)
    page, properties = parts_of(docx)["word/document.xml"].decode(), parts_of(docx)["docProps/custom.xml"].decode()
    assert max(map(len, re.findall(r'<w:(?:tag|alias) w:val="([^"]*)"', page))) <= 64
    assert max(map(len, re.findall(r'w:name="([^"]*)"', page))) <= 40
    assert max(map(len, re.findall(r"<vt:lpwstr>([^<]*)<", properties))) <= 255


def test_a_sheet_says_of_itself_what_it_is_and_reads_it_back() -> None:
    said = Identity("minutes-sheet", "camden/a", "2026-01-20-review", "A", "f" * 64, {f"{n:010d}": f"{n + 1:010d}" for n in range(150)}, frozenset(f"{n:010d}" for n in range(300)))  # fmt: skip
    shuffled = dict(sorted(packed(said)))
    assert unpacked(shuffled) == said
    assert unpacked({"Title": "Something else"}) is None


def test_every_field_of_a_sheet_has_a_row_of_its_own_or_shares_an_action_s(tmp_path: Path) -> None:
    case, packs = loaded(tmp_path, PLANNED)
    meeting = case.find("meeting", "2026-03-24-review")
    assert isinstance(meeting, Meeting)
    _, values = compose_sheet(MINUTES, case, meeting, packs)
    rows = list(rows_of(values))
    assert len({row.anchor.name for row in rows}) == len(rows)
    assert sum(len(row.controls) for row in rows) == len(controls_of(values))


def test_a_policy_without_that_meeting_still_gives_a_sheet(tmp_path: Path) -> None:
    packs, _ = load_packs(tmp_path, ())
    assert packs.edition_on("camden", date(2026, 3, 24)).meeting_kind("board") is None
    case, packs = loaded(tmp_path, PLANNED.replace("kind: targeted-review", "kind: board"))
    meeting = case.find("meeting", "2026-03-24-review")
    assert isinstance(meeting, Meeting)
    assert "attendance.headteacher" in fields(render_sheet(MINUTES, case, meeting, packs, SHELF.templates))
