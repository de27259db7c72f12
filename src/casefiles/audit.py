"""The audit sheets of notices: composed from the case files, with their checksums and what git knows of their lines."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from msgspec import Struct

from casefiles import __version__
from casefiles.authorship import history_of
from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.caseload import Caseload
from casefiles.documents.catalogue import Due, sheets_for_the_file
from casefiles.documents.compose import compose
from casefiles.documents.compose.traces import Traces
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.drafts import output_folder
from casefiles.kept_packs import known_packs
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.publish import write_document
from casefiles.rendering import Shelves, placed_blocks

__all__ = ["Sheet", "audit_sheets"]

FOLDER = "audit"


class Sheet(Struct, frozen=True):
    """What became of one sheet: the files that were written, or in one sentence why there are none."""

    case: str
    record: str
    files: tuple[Path, ...] = ()
    fault: str = ""


def audit_sheets(
    caseload: Caseload, as_of: date, out: Path | None = None, only: Collection[str] = ()
) -> tuple[Sheet, ...]:
    """Write the audit sheet of each notice as Word and PDF; with `only`, of those whose file is among these."""
    packs, _ = known_packs(caseload.root, caseload.authorities)
    folder = output_folder(caseload.root, caseload.file.output, out)
    shelves = Shelves(caseload.root, packs)
    made = []
    for case in caseload.cases:
        dues = [due for due in sheets_for_the_file(case, packs, as_of) if not only or due.record.source_file in only]
        if not dues:
            continue
        traces = _traces(caseload, case)
        for due in dues:
            try:
                docx = _drawn(case, due, packs, shelves, traces)
            except TemplateFault as fault:
                made.append(Sheet(case.folder, due.record.record_id, fault=fault.diagnostics[0].message))
                continue
            made.append(_written(folder / case.authority.id / case.id / FOLDER, case, due, docx))
    return tuple(made)


def _traces(caseload: Caseload, case: Case) -> Traces:
    """The checksums of the caseload's files, and who committed which line of the case's notices."""
    files = {notice.source_file for notice in case.notices}
    texts = {file: caseload.texts[file] for file in sorted(files) if file in caseload.texts}
    return Traces(caseload.inputs, history_of(caseload.root, texts))


def _drawn(case: Case, due: Due, packs: Packs, shelves: Shelves, traces: Traces) -> bytes:
    made = compose(due, case, packs, draft=False, traces=traces)
    shelf = shelves.shelf(case)
    template = compile_template(
        shelf.templates, due.entry.slug, due.entry.kind, placed_blocks(due.entry), origin=shelf.origin
    )
    title = f"{due.entry.title}: {case.school.name}"
    return template.render(made.context, DocumentProperties(title, editions=made.editions, version=__version__))


def _written(folder: Path, case: Case, due: Due, docx: bytes) -> Sheet:
    pdf = next(iter(render_pdfs([docx], "native", 1, 1)))
    if isinstance(pdf, PdfFault):
        return Sheet(case.folder, due.record.record_id, fault=pdf.message)
    files = tuple(
        write_document(folder / f"{due.stem}{ending}", data).path for ending, data in ((".docx", docx), (".pdf", pdf))
    )
    return Sheet(case.folder, due.record.record_id, files)
