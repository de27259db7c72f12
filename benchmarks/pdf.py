"""PDF from Word beside its peers on the same letters: ratios of one run, every document new in every round.

    .venv/bin/python benchmarks/pdf.py [ROUNDS]

Prints one JSON object: for each engine milliseconds a letter (median of the rounds), and its time over ours (median,
least and greatest of the rounds' ratios). Peers that are not installed are named as such. Before anything is timed
the letters of each engine's PDF are compared with ours.

`casefiles` reads the Word file; `platypus` is the letter built by hand in reportlab, without tags; `typst` and
`weasyprint` get the same content as markup; `libreoffice` converts all letters of a round in one process, `libreoffice
cold` one in a process of its own.
"""

from __future__ import annotations

import importlib.util
import io
import json
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from casefiles.documents.blocks import format_html, read_word
from casefiles.documents.pdf import render_pdf

WORDS = [
    "pupils",
    "teachers",
    "reading",
    "phonics",
    "attendance",
    "leaders",
    "governors",
    "progress",
    "&",
    "evidence",
    "Llŵyn-ŷd",
    "Łódź",
    "school",
    "term",
]
LETTERS = 5
FACES = files("casefiles.documents.pdf") / "faces"


@dataclass(frozen=True)
class Letter:
    """The content of one letter, and its Word file."""

    title: str
    paragraphs: list[str]
    bullets: list[str]
    rows: list[list[str]]
    docx: bytes


def sentence(chance: random.Random, words: int) -> str:
    """Some words and a full stop."""
    return " ".join(chance.choices(WORDS, k=words)) + f" {chance.randrange(10**6)}."


def make_letter(seed: int) -> Letter:
    """A letter of two pages that no other seed gives."""
    chance = random.Random(seed)
    title = f"Decision {seed}"
    paragraphs = [sentence(chance, 60) for _ in range(8)]
    bullets = [sentence(chance, 18) for _ in range(6)]
    rows = [["Action", "Who", "By when", "Measure", "Note"]]
    rows += [[sentence(chance, 3) for _ in range(5)] for _ in range(6)]
    return Letter(title, paragraphs, bullets, rows, word_file(title, paragraphs, bullets, rows))


def word_file(title: str, paragraphs: Sequence[str], bullets: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The letter in Word."""
    document = Document()
    for style in [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in {"Normal Table", "Table Grid"}:
            style.delete()  # python-docx brings a hundred table styles, which no file saved by Word has
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        fonts.set(qn("w:ascii"), "Arial")
    document.core_properties.title = title
    document.sections[0].footer.paragraphs[0].text = "OFFICIAL-SENSITIVE"
    document.add_heading(title, 1)
    for text in paragraphs[:4]:
        document.add_paragraph(text)
    document.add_heading("Priorities", 2)
    for text in bullets:
        document.add_paragraph(text, style="List Bullet")
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_heading("Next", 2)
    for text in paragraphs[4:]:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_casefiles(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter from its Word file, tagged."""
    return [render_pdf(letter.docx) for letter in letters]


def by_platypus(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter built by hand in reportlab."""
    body = ParagraphStyle("body", fontName="Bench", fontSize=11, leading=14.5, spaceAfter=10)
    head = ParagraphStyle("head", body, fontName="BenchBold", fontSize=14, leading=18, spaceBefore=12)
    cell = ParagraphStyle("cell", body, spaceAfter=0, leading=12.6)
    out = []
    for letter in letters:
        story: list[object] = [Paragraph(letter.title, head)]
        story += [Paragraph(escape(text), body) for text in letter.paragraphs[:4]]
        story.append(Paragraph("Priorities", head))
        story += [Paragraph(escape(text), body, bulletText="\u2022") for text in letter.bullets]
        grid = [[Paragraph(escape(text), cell) for text in row] for row in letter.rows]
        story.append(Table(grid, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        story.append(Paragraph("Next", head))
        story += [Paragraph(escape(text), body) for text in letter.paragraphs[4:]]
        buffer = io.BytesIO()
        SimpleDocTemplate(buffer, title=letter.title, invariant=1).build(story)
        out.append(buffer.getvalue())
    return out


def by_typst(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter as typst markup, tagged."""
    import typst  # noqa: PLC0415  # a peer that need not be installed

    def plain(text: str) -> str:
        return text.replace("&", "\\&")

    out = []
    for letter in letters:
        cells = ", ".join(f"[{plain(text)}]" for row in letter.rows[1:] for text in row)
        heads = ", ".join(f"[{text}]" for text in letter.rows[0])
        parts = [
            f'#set document(title: "{letter.title}", date: none)',
            '#set text(font: "Liberation Sans", size: 11pt, lang: "en")',
            f"= {letter.title}",
            *map(plain, letter.paragraphs[:4]),
            "== Priorities",
            "\n".join(f"- {plain(text)}" for text in letter.bullets),
            f"#table(columns: 5, table.header({heads}), {cells})",
            "== Next",
            *map(plain, letter.paragraphs[4:]),
        ]
        out.append(typst.compile("\n\n".join(parts).encode(), font_paths=[str(FACES)], pdf_standards=["ua-1"]))
    return out


def by_weasyprint(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter as HTML, tagged."""
    from weasyprint import HTML  # noqa: PLC0415  # a peer that need not be installed

    css = "<style>body { font: 11pt 'Liberation Sans' } td, th { border: 1px solid }</style>"
    out = []
    for letter in letters:
        page = f'<html lang="en"><title>{letter.title}</title>{css}<body>{format_html(read_word(letter.docx).blocks)}'
        out.append(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))
    return out


def by_libreoffice(letters: Sequence[Letter]) -> list[bytes]:
    """All letters in one LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.docx" for number in range(len(letters))]
        for path, letter in zip(paths, letters, strict=True):
            path.write_bytes(letter.docx)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True)
        return [path.with_suffix(".pdf").read_bytes() for path in paths]


def by_libreoffice_cold(letters: Sequence[Letter]) -> list[bytes]:
    """One letter in a LibreOffice of its own."""
    return by_libreoffice(letters[:1])


ENGINES: dict[str, Callable[[Sequence[Letter]], list[bytes]]] = {
    "casefiles": by_casefiles,
    "platypus": by_platypus,
    "typst": by_typst,
    "weasyprint": by_weasyprint,
    "libreoffice": by_libreoffice,
    "libreoffice cold": by_libreoffice_cold,
}


def is_installed(engine: str) -> bool:
    """Whether an engine can run here."""
    if engine.startswith("libreoffice"):
        return shutil.which("soffice") is not None
    return engine in {"casefiles", "platypus"} or importlib.util.find_spec(engine) is not None


def spoken(pdf: bytes) -> list[str]:
    """The letters of a PDF, sorted: pages and lines may differ, the content may not."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return sorted(character for character in text if character.isalnum())


def check(engines: Sequence[str]) -> dict[str, float]:
    """How much of the text each engine's PDF shares with ours; ends the run where it is not nearly all."""
    letters = [make_letter(0)]
    ours = spoken(by_casefiles(letters)[0])
    shares = {}
    for engine in engines:
        theirs = spoken(ENGINES[engine](letters)[0])
        shares[engine] = min(len(ours), len(theirs)) / max(len(ours), len(theirs))
        if shares[engine] < 0.97:
            sys.exit(f"{engine} does not print the same text: {shares[engine]:.3f}")
    return shares


def main() -> None:
    """Run the rounds and print what was measured."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    for name, face in (("Bench", "LiberationSans-Regular"), ("BenchBold", "LiberationSans-Bold")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO((FACES / f"{face}.ttf").read_bytes())))
    engines = [engine for engine in ENGINES if is_installed(engine)]
    check(engines)
    times: dict[str, list[float]] = {engine: [] for engine in engines}
    for number in range(rounds):
        for offset, engine in enumerate(engines):
            letters = [make_letter(1 + (number * len(engines) + offset) * LETTERS + at) for at in range(LETTERS)]
            start = time.perf_counter()
            made = ENGINES[engine](letters)
            times[engine].append((time.perf_counter() - start) * 1000 / len(made))
    ratios = {
        engine: [one / ours for one, ours in zip(times[engine], times["casefiles"], strict=True)] for engine in engines
    }
    result = {
        "rounds": rounds,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "versions": {name: version(name) for name in ("reportlab", "pypdf", "lxml")},
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "engines": {
            engine: {
                "ms": round(statistics.median(times[engine]), 1),
                "times_ours": round(statistics.median(ratios[engine]), 2),
                "range": [round(min(ratios[engine]), 2), round(max(ratios[engine]), 2)],
            }
            if engine in engines
            else "not installed"
            for engine in ENGINES
        },
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
