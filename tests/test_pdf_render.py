"""A Word file becomes a tagged PDF that every validator rule accepts."""

from __future__ import annotations

import page
import pytest

from casefiles.documents.pdf import render_pdf
from word_letters import blank, saved, torture


def failures(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.rules.total == 104
    return [f"{failure.rule_id} {failure.message}" for failure in report.failures]


@pytest.fixture(scope="module")
def tortured() -> bytes:
    return render_pdf(torture())


def test_an_empty_letter_is_accessible() -> None:
    assert failures(render_pdf(saved(blank()))) == []


def test_the_torture_document_passes_all_104_rules_of_pdf_ua_1(tortured: bytes) -> None:
    assert failures(tortured) == []


def test_the_same_word_file_gives_the_same_bytes(tortured: bytes) -> None:
    data = torture()
    assert render_pdf(data) == render_pdf(data)
    assert tortured.startswith(b"%PDF-1.")
