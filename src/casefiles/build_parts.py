"""What goes with a document's Word file, one file after the other: each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from casefiles.build_mail import mail_of
from casefiles.build_papers import with_papers
from casefiles.build_pdf import PdfFault
from casefiles.documents.catalogue import Due
from casefiles.documents.compose.caseload_table import NamedTable
from casefiles.model.caseview import Case
from casefiles.publish import digest
from casefiles.rendering import Rendered

__all__ = ["WORKBOOK", "Parts", "message_key", "workbook_of"]

WORKBOOK = ".xlsx"
"""The ending of the workbook that has a report's tables."""


class Parts(Struct):
    """What goes with the Word file of a document of a case in `root`; `notes` gathers each paper that is not in it.

    `pdf` and `mail` say whether these are wanted, `pdfs` gives the document's PDF next.
    """

    root: Path
    case: Case
    due: Due
    rendered: Rendered
    pdfs: Iterator[bytes | PdfFault]
    pdf: bool
    mail: bool
    notes: list[str] = field(default_factory=list)

    def beside(self) -> Iterator[tuple[str, bytes | PdfFault]]:
        """Each file beside the Word file, with its ending: the PDF or why there is none, papers, workbook, e-mail."""
        made = {".docx": self.rendered.docx}
        pdf = next(self.pdfs, None)
        if pdf is not None:
            yield ".pdf", pdf
        if isinstance(pdf, bytes):
            pack = with_papers(self.root, self.case, self.due, self.rendered.made_from, pdf)
            made |= {".pdf": pdf, **pack.files}
            self.notes += pack.notes
            yield from pack.files.items()
        table = workbook_of(self.due, self.rendered.tables)
        if table is not None:
            yield WORKBOOK, table
        if self.mail:
            yield from mail_of(self.rendered.message, self.due.entry, self.due.stem, made, pdf=self.pdf).items()


def workbook_of(due: Due, tables: Sequence[NamedTable]) -> bytes | None:
    """The workbook of a report's tables; None where no table has a row. That of an open report names no place."""
    if not any(each.table.rows for each in tables):
        return None
    from casefiles.documents.workbook import workbook  # noqa: PLC0415 - next to no document has one

    return workbook(due.entry.title, tables, where="everyone" not in due.entry.audience)


def message_key(rendered: Rendered) -> str:
    """The hash of what a document's e-mail says and to whom, and of what a workbook has beside it."""
    return digest(repr((rendered.message, *rendered.tables) if rendered.tables else rendered.message).encode())
