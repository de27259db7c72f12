"""The final form of a document: composed without the draft's mark, stamped, in Word and PDF, with its twin."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field, to_builtins

from casefiles.build_papers import with_papers
from casefiles.build_parts import WORKBOOK, workbook_of
from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import Due
from casefiles.documents.compose import Composed
from casefiles.documents.frozen import freeze_context, plain_context, texts_of
from casefiles.documents.pdf import content_sha256 as pdf_content
from casefiles.documents.twin import missing_texts, twin_differences, twin_of_word
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.packaging import content_sha256 as word_content
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.stamp import stamp_line, stamped
from casefiles.documents.word.template import Template
from casefiles.judgement import own_fault
from casefiles.model.caseview import Case
from casefiles.register import FrozenFile
from casefiles.register.entry import plain_lines, short
from casefiles.rendering import Shelves, document_properties

__all__ = ["Made", "frozen_file", "make", "properties_with", "set_in_word"]

ENDINGS = {"pdf": ".pdf", "word": ".docx", "twin": ".txt"}


class Made(Struct, frozen=True):
    """A document in its final form. `texts` says how many texts of its context stand in it.

    `beside` has what goes with it, each by the ending of its name with its role: a meeting's papers in one PDF, the
    workbook of a report's tables. `notes` says of each paper that could not be joined why.
    """

    docx: bytes
    pdf: bytes
    twin: bytes
    context: bytes
    properties: DocumentProperties
    line: str
    texts: int
    beside: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def files(self, folder: str, stem: str, *, word: bool) -> dict[str, tuple[str, bytes]]:
        """What is frozen, by paths below `issued/`: each file's role and bytes."""
        found = {f"{folder}/{stem}.pdf": ("pdf", self.pdf), f"{folder}/{stem}.txt": ("twin", self.twin)}
        if word:
            found[f"{folder}/{stem}.docx"] = ("word", self.docx)
        found |= {f"{folder}/{stem}{ending}": made for ending, made in self.beside.items()}
        return {**found, f"{folder}/context.json": ("context", self.context)}


def properties_with(composed: Composed, case: Case, reference: str, previous: Sequence[str]) -> DocumentProperties:
    """What the issued document says of itself to programs: what the draft said, and its place in the register."""
    plain = to_builtins(document_properties(composed, case))
    more = (("Issued as", reference), ("Following", " ".join(short(each) for each in previous)))
    return DocumentProperties(**{**plain, "more": more})


def set_in_word(
    template: Template, context: Mapping[str, object], properties: DocumentProperties, line: str, file: str
) -> bytes:
    """The Word file of a context, with the register's line at its foot: a function of these alone."""
    return stamped(template.render(context, properties), line, file)


def make(
    shelves: Shelves, case: Case, composed: Composed, reference: str, previous: Sequence[str], *, root: Path
) -> Made | tuple[Diagnostic, ...]:
    """The document in its final form, proved to say one thing throughout; or why there is none."""
    due = composed.due
    name = f"{due.entry.title} ({due.stem})"
    line = stamp_line(reference, [short(each) for each in previous])
    properties = properties_with(composed, case, reference, previous)
    try:
        docx = set_in_word(shelves.template(case, due), composed.context, properties, line, f"{due.stem}.docx")
        (pdf,) = render_pdfs([docx], "native", 1, 1, verify=True)
        if isinstance(pdf, PdfFault):
            return (_said(case, due, "INT-012" if pdf.ours else "TPL-900", f"no PDF of {name}: {pdf.message}"),)
        twin, context = twin_of_word(docx), freeze_context(composed.context)
        different = twin_differences(twin, docx, pdf)
        pack = with_papers(root, case, due, composed.made_from, pdf, standing=f"Issued as {reference}")
        beside = {ending: ("papers", data) for ending, data in pack.files.items()}
        table = workbook_of(due, composed.tables)
        beside |= {WORKBOOK: ("workbook", table)} if table else {}
    except TemplateFault as fault:
        return tuple(each.within(case.authority.id, case.id) for each in fault.diagnostics)
    except Exception as bug:  # noqa: BLE001 - what fails by our own fault is said, and nothing is issued
        return (own_fault(bug, due.record.span(), name, "INT-013").within(case.authority.id, case.id),)
    if different:
        return (_said(case, due, "INT-013", f"the readers do not agree on what {name} says: {different[0]}"),)
    texts = list(texts_of(plain_context(context)))
    printed = len(texts) - len(missing_texts(texts, twin))
    return Made(docx, pdf, twin, context, properties, line, printed, beside, pack.notes)


def frozen_file(path: str, role: str, data: bytes) -> FrozenFile:
    """What an entry says of a file's bytes."""
    plain = plain_lines(data) if role in {"twin", "context", "changes"} else data
    sha256 = hashlib.sha256(plain).hexdigest()
    return FrozenFile(path, role, len(plain), sha256, _content(path, data) or sha256)


def _content(path: str, data: bytes) -> str:
    """The hash of what is packed in a file; an empty string where it is no package that we can read."""
    reader = {".docx": word_content, ".pdf": pdf_content}.get(path[path.rfind(".") :])
    try:
        return reader(data) if reader else ""
    except Exception:  # noqa: BLE001 - whatever the reader of a foreign file raises: the hash of its bytes will do
        return ""


def _said(case: Case, due: Due, code: str, message: str) -> Diagnostic:
    said = Diagnostic(due.record.span(), code, Severity.ERROR, message)
    return said.within(case.authority.id, case.id)
