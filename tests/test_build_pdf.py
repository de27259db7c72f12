"""PDFs of many Word documents, each proved to say what its Word document says where that is asked for."""

from __future__ import annotations

import pytest

from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.documents import parity
from casefiles.documents.pdf import render_pdf
from word_letters import letter


def said(text: str) -> bytes:
    return letter(lambda document: document.add_paragraph(text))


LETTERS = [said("Dear Ms Price"), said("Dear Mr Ali")]


def test_verified_pdfs_are_those_of_the_engine_in_order() -> None:
    assert list(render_pdfs(LETTERS, "native", 1, 2, verify=True)) == [render_pdf(each) for each in LETTERS]


def test_a_pdf_that_says_something_else_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parity, "differences", lambda *_: (parity.Difference("word", 3, "Price", "Prize"),))

    (fault,) = render_pdfs(LETTERS[:1], "native", 1, 1, verify=True)

    assert fault == PdfFault(
        "Word and PDF do not say the same: word 3: Word has 'Price', the PDF has 'Prize'", ours=True
    )


def test_a_document_outside_the_subset_costs_no_other() -> None:
    first, second = render_pdfs([b"no Word file", LETTERS[0]], "native", 1, 2)

    assert isinstance(first, PdfFault)
    assert not first.ours
    assert isinstance(second, bytes)
