"""The notation of Word files in tests: a page as plain text, a paragraph a line.

    # Heading           ## to ### for lower levels
    - a bullet          1. a number (List Bullet, List Number; two spaces deeper a level)
    [Gap] text          a paragraph in the style of that name
    |= A | B            a header row; rows that follow each other make one table
    | 1 | 2             a row; a cell holds several paragraphs where ` // ` stands between
    ~                   an empty paragraph
    header: text        what stands in the page's header
    footer: text        or footer

`**bold**` makes a bold run; `^` splits a run without a trace in the text, as Word does at every spelling mark.
"""

from __future__ import annotations

import functools
import io
import re
import textwrap
import zipfile
from collections.abc import Iterator, Mapping

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

__all__ = ["altered", "open_docx", "parts_of", "styles_of", "texts_of", "word_file", "written_as"]

_HOUSE = ("Gap", "Marking", "Address", "Subject")
_LINE = re.compile(r"(?P<mark>#{1,6}|-|1\.|\[[^\]]+\])\s+(?P<text>.*)")


@functools.cache
def _empty() -> bytes:
    document = Document()
    for name in _HOUSE:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    document.styles.add_style("House Table", WD_STYLE_TYPE.TABLE).base_style = document.styles["Table Grid"]
    return _saved(document)


def _saved(document: DocumentObject) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_file(text: str = "", *, styles: tuple[str, ...] = ()) -> bytes:
    """The Word file of a page in the notation; `styles` are further paragraph styles that it has."""
    document = Document(io.BytesIO(_empty()))
    for name in styles:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    table: Table | None = None
    for line in textwrap.dedent(text).splitlines():
        if line.startswith("|"):
            table = _add_row(document, table, line)
            continue
        table = None
        if line.startswith(("header:", "footer:")):
            part = document.sections[0].header if line.startswith("header:") else document.sections[0].footer
            _write(part.paragraphs[0], line[7:].strip())
        elif line.strip():
            _add_paragraph(document, "" if line.strip() == "~" else line)
    return _saved(document)


def _add_paragraph(document: DocumentObject, line: str) -> None:
    level = (len(line) - len(line.lstrip())) // 2
    found = _LINE.fullmatch(line.strip())
    if found is None:
        _write(document.add_paragraph(), line)
        return
    mark, suffix = found["mark"], f" {level + 1}" if level else ""
    style = {"-": f"List Bullet{suffix}", "1.": f"List Number{suffix}"}.get(mark, mark.strip("[]"))
    if mark.startswith("#"):
        style = f"Heading {len(mark)}"
    _write(document.add_paragraph(style=style), found["text"])


def _add_row(document: DocumentObject, table: Table | None, line: str) -> Table:
    is_header, cells = line.startswith("|="), [cell.strip() for cell in re.sub(r"^\|=?", "", line).split("|")]
    if table is None:
        table = document.add_table(0, len(cells))
    row = table.add_row()
    if is_header:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, content in zip(row.cells, cells, strict=True):
        first, *more = content.split(" // ")
        _write(cell.paragraphs[0], first)
        for text in more:
            _write(cell.add_paragraph(), text)
    return table


def _write(paragraph: Paragraph, text: str) -> None:
    for at, piece in enumerate(text.split("**")):
        for run in piece.split("^"):
            if run:
                paragraph.add_run(run).bold = True if at % 2 else None


def open_docx(data: bytes) -> DocumentObject:
    """The Word file as python-docx reads it."""
    return Document(io.BytesIO(data))


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name, read by the standard library alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def altered(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The Word file with these parts put in, or taken out where there is None; the same bytes on any day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**parts_of(data), **changes}.items():
            if content is not None:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def texts_of(data: bytes) -> list[str]:
    """The texts of the page's own paragraphs and, in their place, of the cells of its tables."""
    return [text for _, text in _read(open_docx(data))]


def styles_of(data: bytes) -> list[tuple[str, str]]:
    """The page's paragraphs as style and text."""
    return [*_read(open_docx(data))]


def written_as(data: bytes) -> str:
    """The page in the notation's own marks, for a test to compare at a glance."""
    marks = {"List Bullet": "- ", "List Number": "1. ", "Normal": ""}
    lines = []
    for style, text in _read(open_docx(data)):
        heading = re.fullmatch(r"Heading (\d)", style)
        mark = "#" * int(heading[1]) + " " if heading else marks.get(style, f"[{style}] ")
        lines.append(mark + text)
    return "\n".join(lines)


def _read(document: DocumentObject) -> Iterator[tuple[str, str]]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield str(block.style.name) if block.style else "", block.text
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield "|", cell.text
