"""A meeting's papers as one PDF: the agenda first, then what was received for it, with a cover and running numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from casefiles.build_mail import PAPERS
from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.calendars import say_weekday
from casefiles.documents.catalogue import Due
from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.model.records import Received
from casefiles.policy.pack import DocumentEntry
from casefiles.publish import digest

__all__ = ["Papers", "paper_inputs", "with_papers"]

_LARGEST = 48 * 2**20


class Papers(Struct, frozen=True):
    """The pack under its ending (nothing where there are no papers), and a sentence for each that is not in it."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def paper_inputs(root: Path, case: Case, entry: DocumentEntry) -> dict[str, str]:
    """The hashes of the received files that such a document may be joined with, by their paths in the caseload."""
    if not entry.with_papers:
        return {}
    found = {}
    for record in case.received:
        path = _path(root, case, record)
        if path is not None and path.is_file():
            found[path.relative_to(root.resolve()).as_posix()] = digest(path.read_bytes())
    return found


def with_papers(
    root: Path, case: Case, due: Due, shown: Iterable[Record], pdf: bytes, *, standing: str = "DRAFT"
) -> Papers:
    """The document's PDF and the papers among the records that it shows, as one.

    `standing` says on the cover what it is: a draft, or issued under which reference. A paper without a file of its
    own is only listed. One that cannot be joined (an untagged scan, say) is named in a note: it goes beside the pack.
    """
    papers = [each for each in shown if isinstance(each, Received) and each.file]
    if not due.entry.with_papers or not papers:
        return Papers()
    from casefiles.documents.pdf import Part, join, joinable  # noqa: PLC0415 - reportlab costs 140 ms, and only here

    parts, notes = [Part(due.entry.title, pdf)], []
    for each in papers:
        made = _pdf_of(_path(root, case, each))
        why = made.message if isinstance(made, PdfFault) else joinable(made)
        if isinstance(made, PdfFault) or why:
            notes.append(f"{each.file} is not in the papers' PDF, and goes beside it: {why}")
        else:
            parts.append(Part(each.title or each.record_id, made))
    if len(parts) == 1:
        return Papers(notes=tuple(notes))
    title = f"{due.entry.title}: {case.school.name}"
    return Papers({PAPERS: join(title, parts, tuple(_lines(case, due, standing)))}, tuple(notes))


def _lines(case: Case, due: Due, standing: str) -> Iterator[str]:
    """What stands on the cover beside the contents."""
    yield due.entry.marking or case.authority.file.marking
    yield standing
    yield case.authority.file.name
    if due.record.on is not None:
        yield f"Meeting: {say_weekday(due.record.on)}"
    if case.case.reference:
        yield f"Reference: {case.case.reference}"


def _path(root: Path, case: Case, record: Received) -> Path | None:
    """Where the record's file lies; None where it names none, or one outside the folder of what was received."""
    if not record.file or record.restricted:
        return None
    folder = (root / case.folder / "received").resolve()
    path = (folder / record.file).resolve()
    return path if path.is_relative_to(folder) else None


def _pdf_of(path: Path | None) -> bytes | PdfFault:
    """The file as a PDF: as it is, or made of a Word file."""
    if path is None:
        return PdfFault("it does not lie in the folder received")
    try:
        if path.stat().st_size > _LARGEST:
            return PdfFault(f"it has more than {_LARGEST // 2**20} MiB")
        data = path.read_bytes()
    except OSError as refusal:
        return PdfFault(f"it could not be read ({refusal.strerror or refusal})")
    if path.suffix.lower() == ".pdf":
        return data
    if path.suffix.lower() == ".docx":
        return next(iter(render_pdfs([data], "native", 1, 1)))
    return PdfFault("it is neither a PDF nor a Word file (.docx)")
