"""The PDF of a Word document, by our own engine or by LibreOffice, in this process or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from casefiles.errors import CasefilesError
from casefiles.executors import Executor, InProcess, executor_for

__all__ = ["ENGINES", "PdfFault", "executor_of", "render_pdfs", "require"]

ENGINES = ("native", "libreoffice")
WORTH_A_POOL = 150
"""PDFs below which starting processes costs more than it saves (measured)."""

_LIBREOFFICE_SECONDS = 180


class PdfFault(Struct, frozen=True):
    """Why a document has no PDF, in one sentence; `ours` where it is a fault of casefiles and not of the template."""

    message: str
    ours: bool = False


def require(engine: str) -> None:
    """Raise CasefilesError where the engine is not to be had here: before anything is written."""
    if engine == "libreoffice":
        _libreoffice()


def _libreoffice() -> str:
    import shutil  # noqa: PLC0415 - next to nobody asks for LibreOffice

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise CasefilesError("LibreOffice is not installed here: install it, or leave out `--pdf-engine libreoffice`")
    return program


def executor_of(engine: str, jobs: int, number: int) -> Executor:
    """What makes so many PDFs; `jobs` are the processes that are asked for, 0 for as many as pay."""
    return InProcess() if engine == "libreoffice" else executor_for(number, WORTH_A_POOL, jobs)


def render_pdfs(
    documents: Iterable[bytes], engine: str, jobs: int, number: int, *, verify: bool = False
) -> Iterator[bytes | PdfFault]:
    """The PDF of each Word document, in order; `jobs` processes (0: as many as pay) for `number` of them.

    With `verify` a PDF of ours that does not say what its Word document says is a fault instead.
    """
    yield from executor_of(engine, jobs, number).map(_made, (engine, verify), documents)


def _made(how: tuple[str, bool], docx: bytes) -> bytes | PdfFault:
    engine, verify = how
    if engine == "libreoffice":
        return _by_libreoffice(docx)
    return _verified(docx) if verify else _by_ourselves(docx)


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
    import subprocess  # noqa: PLC0415 - as above
    import tempfile  # noqa: PLC0415

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
