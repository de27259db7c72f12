"""What moved across a caseload since a day or commit: by the records, by the register, by git; and the brief of it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from casefiles.documents.parity import differences
from casefiles.documents.pdf.heard import hear
from caseloads import SCHOOL, edit, main, small
from repositories import commit, git

Captured = pytest.CaptureFixture[str]
MORE = """
=== casefiles/camden/rowan-hill-primary/actions.yaml
- {id: coach, priority: phonics, action: Hire a phonics coach, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-11-20, done_on: 2025-11-18}
- {id: books, priority: phonics, action: Buy the books, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-11-25}
- {id: later, priority: phonics, action: Tell the parents, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2026-02-25}
=== casefiles/camden/rowan-hill-primary/meetings/2026-01-20-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
judgement: on-track
risk: medium
---
## Progress
Steady.
=== casefiles/camden/rowan-hill-primary/meetings/2026-03-24-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
judgement: not-on-track
---
## Progress
Slow.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles and a year of records."""
    small(tmp_path, MORE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changes(capsys: Captured, since: str, until: str, *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["changes", "--since", since, "--as-of", until, "--output-format", "json", *words]) == 0
    whole: dict[str, Any] = json.loads(capsys.readouterr().out)
    return whole


def said(whole: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["on"], each["what"]) for each in whole["changes"]]


def test_what_moved_is_told_by_the_dates_in_the_records(here: Path, capsys: Captured) -> None:
    del here
    assert said(changes(capsys, "2025-11-01", "2025-11-30")) == [
        ("level", "2025-11-04", "from Universal to Targeted"),
        ("priority", "2025-11-04", "new: Raise the proportion of Year 1 pupils meeting the phonics standard"),
        ("action", "2025-11-18", "done: Hire a phonics coach"),
        ("action", "2025-11-25", "overdue since 25 November 2025: Buy the books"),
    ]


def test_the_first_day_was_known_then_and_the_last_is_counted(here: Path, capsys: Captured) -> None:
    del here
    assert said(changes(capsys, "2025-11-04", "2025-11-17")) == []
    assert said(changes(capsys, "2025-11-17", "2025-11-18")) == [("action", "2025-11-18", "done: Hire a phonics coach")]


def test_a_judgement_says_what_it_was_before(here: Path, capsys: Captured) -> None:
    del here
    moved = changes(capsys, "2026-01-01", "2026-04-01")["changes"]
    first, second = (each for each in moved if each["kind"] == "judgement")
    assert (first["way"], second["way"]) == ("first", "changed")
    assert first["what"] == "the targeted support review meeting of 20 January 2026: on track, risk medium"
    assert second["what"] == "the targeted support review meeting of 24 March 2026: not yet on track, on track before"
    assert second["file"] == f"{SCHOOL}/meetings/2026-03-24-review.md"
    assert second["line"] == 4


def test_without_git_it_says_what_it_knows_from(here: Path, capsys: Captured) -> None:
    del here
    whole = changes(capsys, "2025-11-01", "2025-11-30")
    assert whole["commit"] is None
    assert whole["edits"] == []
    assert whole["notes"] == [
        "there is no git repository: this is what the dates in the records say, not who wrote what when"
    ]
    assert main(["changes", "--since", "HEAD~1", "--as-of", "2025-11-30"]) == 2


def test_with_git_it_names_every_field_that_was_edited_since_the_commit(here: Path, capsys: Captured) -> None:
    git(here, "init", "-q")
    commit(here, "first")
    assert changes(capsys, "HEAD", "2099-01-01")["edits"] == []
    edit(here / SCHOOL / "actions.yaml", "due_on: 2025-11-25", "due_on: 2025-12-12")
    (here / SCHOOL / "visits").mkdir()
    (here / SCHOOL / "visits/2025-11-12.md").write_text("---\nvisitor: cpp\nhalf_days: 1\n---\n## Seen\nMuch.\n")
    found = changes(capsys, "HEAD", "2099-01-01")
    fields = {each["file"]: each["fields"] for each in found["edits"]}
    assert fields[f"{SCHOOL}/actions.yaml"] == [
        {"record": "books", "field": "due date", "was": "2025-11-25", "now": "2025-12-12"}
    ]
    assert len(fields) == 2
    capsys.readouterr()
    main(["changes", "--since", "HEAD", "--as-of", "2099-01-01"])
    assert "due date of books: 25 November 2025 became 12 December 2025" in capsys.readouterr().out


def test_an_authority_that_is_not_there_is_wrong_usage(here: Path, capsys: Captured) -> None:
    del here
    assert changes(capsys, "2025-11-01", "2025-11-30", "--authority", "Camden Learning")["changes"]
    assert main(["changes", "--since", "2025-11-01", "--as-of", "2025-11-30", "--authority", "kent"]) == 2
    assert "there are: camden" in capsys.readouterr().err


def test_a_time_that_ends_before_it_begins_is_wrong_usage(here: Path) -> None:
    del here
    assert main(["changes", "--since", "2026-11-01", "--as-of", "2025-11-30"]) == 2


def test_the_brief_is_one_page_that_says_the_same_in_word_and_pdf(here: Path, capsys: Captured) -> None:
    lines = [
        f"- {{id: more-{number}, priority: phonics, action: Do the thing of number {number} with everybody who was named "
        f"for it and write down what came of it by the end of the month, owner: headteacher, due_on: 2025-11-{number % 28 + 1:02d}}}"
        for number in range(80)
    ]
    actions = here / SCHOOL / "actions.yaml"
    actions.write_text(actions.read_text() + "\n".join(lines) + "\n")
    whole = changes(capsys, "2025-10-01", "2025-12-31", "--brief")
    stem = here / "casefiles/build/changes-2025-10-01-2025-12-31"
    docx, pdf = (stem.with_name(f"{stem.name}{ending}").read_bytes() for ending in (".docx", ".pdf"))
    assert differences(docx, pdf) == ()
    heard = hear(pdf)
    assert len(heard.running) == 1
    text = heard.root.text()
    assert "What changed from 1 October 2025 to 31 December 2025" in text
    assert f"Actions: {whole['counts']['action']}" in text
    assert "from Universal to Targeted" in text
    assert "an agreed action" in text
    assert "everybody who was named" not in text, "an action's words may name a person"
    (figure,) = [node for node in heard.root.walk() if node.role == "Figure"]
    assert figure.alt == "Chart. Schools at each level. 1 October 2025: Universal 1; 31 December 2025: Targeted 1."
    body = parse_xml(ZipFile(BytesIO(docx)).read("word/document.xml"))
    (numbers,) = body.iter(qn("w:tbl"))
    sides = [[[each.get(qn("w:val")) for each in cell.iter(qn("w:jc"))] for cell in row.iter(qn("w:tc"))]
             for row in numbers.iter(qn("w:tr"))]  # fmt: skip
    assert sides == [[[], ["right"], ["right"]]] * 3, "numbers stand under one another"


def test_what_cannot_be_read_is_said_and_not_taken_for_quiet(here: Path, capsys: Captured) -> None:
    (here / SCHOOL / "school.yaml").write_text("urn: [900114\n")
    whole = changes(capsys, "2025-11-01", "2025-11-30")
    assert "camden/rowan-hill-primary can't be read: what moved there is not known" in whole["notes"]


@pytest.mark.parametrize("asked", ["17/11/2025", "2025-02-30", "17 November 2025"])
def test_a_day_written_otherwise_is_answered_with_how_it_is_written(here: Path, capsys: Captured, asked: str) -> None:
    git(here, "init", "-q")
    commit(here, "first")
    assert main(["changes", "--since", asked, "--as-of", "2026-01-31"]) == 2
    assert "is written as 2026-11-20" in capsys.readouterr().err


def test_a_tag_is_a_time_to_begin_at(here: Path, capsys: Captured) -> None:
    git(here, "init", "-q")
    commit(here, "first")
    git(here, "tag", "autumn")
    assert main(["changes", "--since", "autumn", "--as-of", "2099-01-01"]) == 0
    assert "to 1 January 2099" in capsys.readouterr().out
