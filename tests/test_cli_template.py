from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn

from caseloads import DAY, main, small

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def templates(capsys: Captured) -> dict[str, str]:
    capsys.readouterr()
    assert main(["template", "list", *DAY, "--output-format", "json"]) == 0
    return {each["slug"]: each["template"] for each in json.loads(capsys.readouterr().out)["templates"]}


def test_each_document_is_listed_with_the_file_that_it_is_made_with(here: Path, capsys: Captured) -> None:
    del here
    found = templates(capsys)
    assert found["targeted-initial-letter"] == "shells/decision-letter.docx (shipped)"
    assert found["targeted-meeting-report"] == "targeted-meeting-report.docx (shipped)"


def test_a_copy_takes_the_place_of_the_shipped_one_and_keeps_its_contract(here: Path, capsys: Captured) -> None:
    assert main(["template", "copy", "targeted-initial-letter", *DAY]) == 0
    assert (here / "casefiles/camden/templates/targeted-initial-letter.docx").is_file()
    assert templates(capsys)["targeted-initial-letter"] == "targeted-initial-letter.docx (camden/templates)"
    assert main(["template", "check", *DAY]) == 0


def test_the_shipped_templates_keep_their_contracts(here: Path, capsys: Captured) -> None:
    del here
    assert main(["template", "check", *DAY]) == 0
    assert "error" not in capsys.readouterr().out.replace("no errors", "")


def test_a_template_that_is_no_word_file_is_named_with_its_place(here: Path, capsys: Captured) -> None:
    (here / "casefiles/camden/templates").mkdir()
    (here / "casefiles/camden/templates/targeted-initial-letter.docx").write_bytes(b"no Word file")
    assert main(["template", "check", *DAY]) == 1
    out = capsys.readouterr().out
    assert "casefiles/camden/templates/targeted-initial-letter.docx:1:1: error TPL-" in out


def test_what_docxtpl_itself_renders_is_said_with_the_reason(here: Path, capsys: Captured) -> None:
    assert main(["template", "copy", "targeted-initial-letter", *DAY]) == 0
    own = here / "casefiles/camden/templates/targeted-initial-letter.docx"
    document = Document(str(own))
    for text in ("{% if letter.draft %}", "Not yet signed", "{% endif %}"):
        document.add_paragraph(text)
    document.save(str(own))
    capsys.readouterr()
    assert main(["template", "check", *DAY]) == 0
    out = capsys.readouterr().out
    assert "targeted-initial-letter.docx:" in out
    assert "note TPL-014" in out
    assert "{% if letter.draft %} goes on in another paragraph" in out
    assert "; 1 file is rendered by docxtpl itself" in out


def test_an_unknown_document_names_those_there_are(here: Path, capsys: Captured) -> None:
    del here
    assert main(["template", "copy", "love-letter", *DAY]) == 2
    assert "targeted-initial-letter" in capsys.readouterr().err


def test_what_a_template_holds_that_cannot_become_pdf_is_named_at_its_paragraph(here: Path, capsys: Captured) -> None:
    assert main(["template", "copy", "targeted-initial-letter", *DAY]) == 0
    page = here / "casefiles/camden/templates/targeted-initial-letter.docx"
    document = Document(str(page))
    document.paragraphs[0].add_run("Dear").font.small_caps = True
    document.save(str(page))
    capsys.readouterr()
    assert main(["template", "check", *DAY]) == 1
    out = capsys.readouterr().out
    place = "casefiles/camden/templates/targeted-initial-letter.docx:1:1"
    assert f"{place}: error TPL-070 the page, paragraph 1: small capitals cannot become PDF" in out


def paragraphs(document: Opened) -> int:
    """How many paragraphs there are on the page, those in tables with them."""
    return sum(1 for _ in document.element.body.iter(qn("w:p")))


def test_the_sheets_of_a_meeting_are_listed_copied_and_checked_like_letters(here: Path, capsys: Captured) -> None:
    sheet = "headteacher-form"
    assert templates(capsys)[sheet] == f"shells/{sheet}.docx (shipped)"
    assert main(["template", "copy", sheet, *DAY]) == 0
    assert templates(capsys)[sheet] == f"{sheet}.docx (camden/templates)"
    page = here / f"casefiles/camden/templates/{sheet}.docx"
    document = Document(str(page))
    document.add_paragraph("{{ sheet.wether }}")
    document.save(str(page))
    capsys.readouterr()
    assert main(["template", "check", *DAY]) == 1
    out = capsys.readouterr().out
    last = paragraphs(document)
    assert f"casefiles/camden/templates/{sheet}.docx:{last}:1: error TPL-020 the page, paragraph {last}, " in out
    assert 'sheet has no field "wether"' in out


def test_a_sheet_whose_template_can_t_be_used_is_refused_at_its_paragraph(here: Path, capsys: Captured) -> None:
    assert main(["template", "copy", "agenda", *DAY]) == 0
    page = here / "casefiles/camden/templates/agenda.docx"
    document = Document(str(page))
    document.add_paragraph("{{ sheet.kind")
    document.save(str(page))
    capsys.readouterr()
    assert main(["new", "meeting", "rowan-hill-primary", "targeted-review", "--sheet", *DAY]) == 1
    said = capsys.readouterr()
    assert not (here / "casefiles/camden/rowan-hill-primary/meetings/2026-01-20-review.md").exists()
    last = paragraphs(document)
    assert f"agenda.docx:{last}:1: error TPL-010 the page, paragraph {last}, " in said.out + said.err
