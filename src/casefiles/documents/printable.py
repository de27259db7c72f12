"""Whether a template can become PDF: each feature outside the subset as a diagnostic at its part and paragraph."""

from __future__ import annotations

from casefiles.diagnostics import Diagnostic
from casefiles.documents.pdf import outside
from casefiles.documents.word.faults import Place, diagnostic

__all__ = ["check_printable"]

SAID_ALREADY = frozenset({"a comment", "hidden text"})
"""What the hygiene of templates refuses with a code of its own; so does it each tracked change."""
ADVICE = (
    "take it out in Word; `build --pdf-engine libreoffice` makes PDFs of it as it is, where LibreOffice is installed"
)


def check_printable(docx: bytes, file: str) -> tuple[Diagnostic, ...]:
    """What of a template the PDF cannot show; nothing for a file that is no Word file, which others refuse."""
    return tuple(
        diagnostic(
            Place(file, found.part, found.paragraph),
            "TPL-070",
            f"{found.feature} cannot become PDF",
            advice=ADVICE,
        )
        for found in outside(docx)
        if found.part and found.feature not in SAID_ALREADY and not found.feature.startswith("a tracked ")
    )
