"""Sheets in tests: made by `new meeting --sheet`, filled in as Word does it, taken in again."""

from __future__ import annotations

import atexit
import copy
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from caseloads import SCHOOL, edit, main, small, snapshot
from word_notation import altered, parts_of

__all__ = [
    "DAY", "FORM", "MINUTES", "PRIORITY", "RECORD", "Desk", "cell_of", "change", "control", "fill", "office_profile", "paragraph", "row_of", "through_libreoffice", "w",
]  # fmt: skip

Element = Any
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DAY = ("--as-of", "2026-01-20")
HOME = f"{SCHOOL}/meetings"
RECORD = f"{SCHOOL}/meetings/2026-01-20-review.md"
_SHEETS = "casefiles/build/camden/rowan-hill-primary/sheets"
MINUTES = f"{_SHEETS}/2026-01-20-review-minutes-sheet.docx"
FORM = f"{_SHEETS}/2026-01-20-review-headteacher-form.docx"
_PLANNED: dict[str, bytes] = {}
"""The files of a desk as they are at first, made once: each test works on a copy."""
PRIORITY = "Raise the proportion of Year 1 pupils meeting the phonics standard"


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{_W}}}{name}"


def paragraph(text: str, style: str = "", *, bold: bool = False) -> Element:
    """A paragraph as Word writes it."""
    made = etree.Element(w("p"))
    if style:
        etree.SubElement(etree.SubElement(made, w("pPr")), w("pStyle")).set(w("val"), style)
    run = etree.SubElement(made, w("r"))
    if bold:
        etree.SubElement(etree.SubElement(run, w("rPr")), w("b"))
    etree.SubElement(run, w("t")).text = text
    return made


def control(root: Element, tag: str) -> Element:
    """The content control of a tag."""
    return next(sdt for sdt in root.iter(w("sdt")) if sdt.find(f"{w('sdtPr')}/{w('tag')}").get(w("val")) == tag)


def cell_of(element: Element) -> Element:
    """The table cell that an element stands in."""
    return next(element.iterancestors(w("tc")))


def row_of(element: Element) -> Element:
    """The table row that an element stands in."""
    return next(element.iterancestors(w("tr")))


def change(docx: bytes, how: Callable[[Element], None]) -> bytes:
    """The file with its page changed in place."""
    root = etree.fromstring(parts_of(docx)["word/document.xml"])
    how(root)
    return altered(
        docx, {"word/document.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    )


def fill(docx: bytes, fields: Mapping[str, str | Sequence[Element]]) -> bytes:
    """The sheet with these fields filled in, as Word leaves them: no placeholder, text in runs or paragraphs."""

    def put(root: Element) -> None:
        for tag, what in fields.items():
            sdt = control(root, tag)
            for mark in [*sdt.find(w("sdtPr")).iter(w("showingPlcHdr"))]:
                mark.getparent().remove(mark)
            content = sdt.find(w("sdtContent"))
            in_line = content.find(w("p")) is None
            for child in [*content]:
                content.remove(child)
            if isinstance(what, str):
                made = [paragraph(line) for line in what.split("\n")]
                content.extend([run for each in made for run in each] if in_line else made)
            else:
                content.extend(copy.deepcopy(each) for each in what)

    return change(docx, put)


@cache
def office_profile() -> str:
    """LibreOffice's settings as a word of its call: made at its first start, for all that this process starts."""
    folder = tempfile.TemporaryDirectory(prefix="casefiles-office-")
    atexit.register(folder.cleanup)
    return f"-env:UserInstallation=file://{folder.name}"


def through_libreoffice(docx: bytes, folder: Path) -> bytes:
    """The file as LibreOffice opens and saves it."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    source, out = folder / "lo" / "sheet.docx", folder / "lo" / "out"
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(docx)
    command = ["soffice", "--headless", office_profile(), "--convert-to", "docx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (out / "sheet.docx").read_bytes()


class Desk:
    """A small caseload whose review of 20 January 2026 is planned, with its sheets, and somebody who takes them in."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._capsys = capsys
        monkeypatch.chdir(root)
        if not _PLANNED:
            small(root)
            self.run("new", "meeting", "rowan-hill-primary", "targeted-review", "--sheet", *DAY)
            _PLANNED.update(snapshot(root))
        for name, data in _PLANNED.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)

    def run(self, *words: str) -> str:
        """What a command prints."""
        main([*words])
        out = self._capsys.readouterr()
        return out.out + out.err

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text("utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Edit a file as a person does."""
        edit(self.root / path, old, new)

    def sheet(self, path: str = MINUTES) -> bytes:
        """The blank sheet."""
        return (self.root / path).read_bytes()

    def take(self, docx: bytes, name: str = "2026-01-20-review-minutes-sheet.docx", *more: str) -> str:
        """What `take` prints of a sheet that has come back, without the build."""
        (self.root / name).write_bytes(docx)
        return self.run("take", name, "--no-build", *DAY, *more)
