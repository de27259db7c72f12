"""Redacted copies of issued documents, for a freedom-of-information answer: made, proved, entered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.caseload import read_frozen
from casefiles.caseload.registers import ISSUED
from casefiles.documents.redact import Withholding, left_in, redacted
from casefiles.documents.twin import body_words, twin_differences, twin_of_word
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.stamp import stamped
from casefiles.errors import CasefilesError, UsageError
from casefiles.issuing.acts import Acted, Acting, act_entry, document_of, said
from casefiles.issuing.again import word_again
from casefiles.issuing.store import enter, opened
from casefiles.judgement import Judged
from casefiles.register import IssuedDocument, Register

__all__ = ["release"]

_EXEMPTION = re.compile(r"[A-Za-z][A-Za-z0-9 ().,-]{0,39}")


def release(
    acting: Acting, reference: str, withholdings: Sequence[Withholding], request: str, judged: Judged | None = None
) -> Acted:
    """Freeze a copy of a document without what is withheld; the entry says how much and why, never what.

    `judged` is the case of today, from which a document whose Word file was not frozen can be set again.
    """
    _check(withholdings)
    with opened(acting.root, acting.folder, acting.disk) as (register, left):
        document = document_of(register, reference)
        if document.state == "erased":
            raise UsageError(f"{document.reference} was erased")
        number = 1 + sum(kept.entry.act == "released" for kept in document.acts)
        line = f"Redacted copy, {said(request)}"
        files, counts = _copy(_word(acting, register, document, judged), document, withholdings, line)
        folder = f"{document.reference}/released-{number}"
        placed = {f"{folder}/{document.stem}-released{ending}": data for ending, data in files.items()}
        details = {
            "request": said(request),
            "withheld": [
                {"exemption": each.exemption, "times": times, "whole_paragraphs": each.whole_paragraph}
                for each, times in zip(withholdings, counts, strict=True)
            ],
        }
        entry = act_entry(acting, register, "released", document.reference, details, files=placed)
        where = enter(acting.root, entry, placed, acting.disk)
    return Acted(document.reference, where, (*left, *_remainders(withholdings, files[".txt"])))


def _check(withholdings: Sequence[Withholding]) -> None:
    """Refuse what can't be withheld as it was asked."""
    if not withholdings:
        raise UsageError('say what is withheld: --withhold "s40(2)" "the words"')
    for each in withholdings:
        if not _EXEMPTION.fullmatch(each.exemption):
            raise UsageError(f'"{each.exemption}" is no exemption: write it as s40(2)')
        if len(each.text.strip()) < 2:
            raise UsageError(f'"{each.text}" is too short to be looked for')
    for each in withholdings:
        if any(each.pattern.search(f"withheld: {other.exemption}") for other in withholdings):
            raise UsageError(f'"{each.text}" stands in the mark of what is withheld: withhold a longer text')


def _copy(
    docx: bytes, document: IssuedDocument, withholdings: Sequence[Withholding], line: str
) -> tuple[dict[str, bytes], tuple[int, ...]]:
    """The redacted Word file, PDF and text, and how often each text stood there; refused if any of it is left.

    `line` stands at the foot of each page.
    """
    name = f"{document.stem}.docx"
    try:
        made, counts = redacted(docx, withholdings, document.title, name)
        made = stamped(made, line, name)
    except TemplateFault as fault:
        raise UsageError(f"{name} can't be redacted: {fault.diagnostics[0].message}") from fault
    absent = [each.text for each, times in zip(withholdings, counts, strict=True) if not times]
    if absent:
        raise UsageError(f'"{absent[0]}" stands nowhere in {document.reference}: nothing was released')
    (pdf,) = render_pdfs([made], "native", 1, 1)
    if isinstance(pdf, PdfFault):
        raise CasefilesError(f"no PDF can be made of the redacted {name}: {pdf.message}; nothing was released")
    twin = twin_of_word(made)
    left = (*left_in(made, pdf, twin, withholdings, name), *twin_differences(twin, made, pdf))
    if left:
        raise CasefilesError(f"{left[0]}: nothing was released")
    return {".docx": made, ".pdf": pdf, ".txt": twin}, counts


def _word(acting: Acting, register: Register, document: IssuedDocument, judged: Judged | None) -> bytes:
    """The Word file in force, as it was frozen or as it is set again from its context."""
    frozen = document.file("word")
    data = read_frozen(acting.root / register.folder / ISSUED / frozen.path) if frozen else None
    if data is not None:
        return data
    if document.file("pdf") is not None and document.origin.act == "issued" and document.state != "adopted":
        again = word_again(acting.root, register, document.origin, judged)
        if isinstance(again, bytes):
            return again
        raise UsageError(f"no Word file of {document.reference} was frozen, and none can be made: {again}")
    raise UsageError(f"there is no Word file of {document.reference}: a PDF of another's making can't be redacted here")


def _remainders(withholdings: Sequence[Withholding], twin: bytes) -> tuple[str, ...]:
    """A note on each word of a withheld name that still stands by itself."""
    words = body_words(twin)
    plain = [re.sub(r"^\W+|\W+$|['\u2019]s$", "", word) for word in words]
    names = {word for each in withholdings for word in each.text.split() if word[:1].isupper() and len(word) > 2}
    return tuple(
        f'"{name}" still stands by itself ({plain.count(name)}): withhold it too if it tells who is meant'
        for name in sorted(names)
        if name in plain
    )
