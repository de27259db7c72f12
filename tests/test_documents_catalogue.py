"""What documents are due, under which names and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casefiles.documents.catalogue import document_diagnostics, due_documents
from drafting import loaded

PLANNED = """
=== meetings/2026-03-24-review.md
---
kind: targeted-review
---
"""

TWO_REVIEWS = """
=== meetings/2026-03-24-review.md
---
kind: targeted-review
present: [headteacher]
---
=== meetings/2026-03-24-extra-review.md
---
kind: targeted-review
present: [headteacher]
---
"""


def test_each_meeting_that_was_held_has_its_document(tmp_path: Path) -> None:
    assert [due.stem for due in due_documents(*loaded(tmp_path))] == [
        "2025-11-04-targeted-initial-letter",
        "2026-01-27-governing-body-summary",
        "2026-01-27-targeted-meeting-report",
    ]


def test_the_date_at_the_head_is_the_one_that_the_record_gives(tmp_path: Path) -> None:
    dated = {due.entry.slug: due.dated for due in due_documents(*loaded(tmp_path))}
    assert dated["targeted-initial-letter"] == date(2025, 11, 6)
    assert dated["targeted-meeting-report"] == date(2026, 1, 30)


def test_what_governors_get_has_the_date_of_the_report_that_it_sums_up(tmp_path: Path) -> None:
    dated = {due.entry.slug: due.dated for due in due_documents(*loaded(tmp_path))}
    assert dated["governing-body-summary"] == dated["targeted-meeting-report"]


def test_without_a_date_of_its_own_the_document_has_the_date_of_its_record(tmp_path: Path) -> None:
    held = PLANNED.replace("kind: targeted-review", "kind: targeted-review\npresent: [headteacher]")
    assert due_documents(*loaded(tmp_path, held))[-1].dated == date(2026, 3, 24)


@pytest.mark.parametrize("fact", ["", "present: [headteacher]\ncancelled_on: 2026-03-20"])
def test_a_meeting_that_is_planned_or_cancelled_has_no_report(tmp_path: Path, fact: str) -> None:
    planned = PLANNED.replace("kind: targeted-review", f"kind: targeted-review\n{fact}")
    assert "2026-03-24-targeted-meeting-report" not in {due.stem for due in due_documents(*loaded(tmp_path, planned))}


def test_two_records_that_would_give_one_file_are_an_error_at_both(tmp_path: Path) -> None:
    said = document_diagnostics(*loaded(tmp_path, TWO_REVIEWS))
    assert [(each.span.file.rsplit("/", 1)[-1], each.code, each.severity) for each in said] == [
        ("2026-03-24-extra-review.md", "DOC-001", "error"),
        ("2026-03-24-review.md", "DOC-001", "error"),
    ]
    assert (
        "would both be written to 2026-03-24-governing-body-summary.docx and 2026-03-24-targeted-meeting-report.docx"
    ) in said[0].message


def test_a_last_letter_in_the_record_s_name_keeps_two_documents_of_a_day_apart(tmp_path: Path) -> None:
    case, packs = loaded(tmp_path, TWO_REVIEWS.replace("extra-review", "review-b"))
    assert document_diagnostics(case, packs) == ()
    stems = [due.stem for due in due_documents(case, packs)]
    assert [stem for stem in stems if "2026-03-24-targeted" in stem] == [
        "2026-03-24-targeted-meeting-report",
        "2026-03-24-targeted-meeting-report-b",
    ]
