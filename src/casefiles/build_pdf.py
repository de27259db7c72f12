"""The PDF of a Word document, by our own engine or by LibreOffice, in this process or in several."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from casefiles.errors import CasefilesError

__all__ = ["ENGINES", "PdfFault", "processes_for", "render_pdfs", "require"]

ENGINES = ("native", "libreoffice")
WORTH_A_POOL = 150
"""PDFs below which starting processes costs more than it saves (measured)."""

_LIBREOFFICE_SECONDS = 180


@dataclass(frozen=True, slots=True)
class PdfFault:
    """Why a document has no PDF, in one sentence; `ours` where it is a fault of casefiles and not of the template."""

    message: str
    ours: bool = False


def require(engine: str) -> None:
    """Raise CasefilesError where the engine is not to be had here: before anything is written."""
    if engine == "libreoffice":
        _libreoffice()


def _libreoffice() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise CasefilesError("LibreOffice is not installed here: install it, or leave out `--pdf-engine libreoffice`")
    return program


def processes_for(engine: str, jobs: int, number: int) -> int:
    """How many processes make so many PDFs; `jobs` are those asked for, 0 for as many as pay."""
    workers = jobs or (min(os.cpu_count() or 1, 8) if number >= WORTH_A_POOL else 1)
    return 1 if engine == "libreoffice" or number < workers else workers


def render_pdfs(
    documents: Iterable[bytes], engine: str, jobs: int, number: int, *, verify: bool = False
) -> Iterator[bytes | PdfFault]:
    """The PDF of each Word document, in order; `jobs` processes (0: as many as pay) for `number` of them.

    With `verify` a PDF of ours that does not say what its Word document says is a fault instead.
    """
    if engine == "libreoffice":
        yield from map(_by_libreoffice, documents)
        return
    make = _verified if verify else _by_ourselves
    workers = processes_for(engine, jobs, number)
    if workers == 1:
        yield from map(make, documents)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(make, documents, chunksize=8)


def _by_ourselves(docx: bytes) -> bytes | PdfFault:
    from casefiles.documents.pdf import Outside, render_pdf  # noqa: PLC0415 - reportlab costs 140 ms, and only here

    try:
        return render_pdf(docx)
    except Outside as outside:
        return PdfFault(f"{outside}; `--pdf-engine libreoffice` renders it")
    except Exception as bug:  # noqa: BLE001 - one document's PDF never stops the others
        return PdfFault(f"{type(bug).__name__}: {bug}", ours=True)


def _verified(docx: bytes) -> bytes | PdfFault:
    from casefiles.documents.parity import differences  # noqa: PLC0415 - as above

    pdf = _by_ourselves(docx)
    different = differences(docx, pdf) if isinstance(pdf, bytes) else ()
    if different:
        return PdfFault(f"Word and PDF do not say the same: {different[0]}", ours=True)
    return pdf


def _by_libreoffice(docx: bytes) -> bytes | PdfFault:
    program = _libreoffice()
    with tempfile.TemporaryDirectory(prefix="casefiles-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=_LIBREOFFICE_SECONDS)
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, FileNotFoundError):
            return PdfFault("LibreOffice gave no PDF of it")
