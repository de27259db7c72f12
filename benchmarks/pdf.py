"""PDF from Word beside its peers on the same letters: ratios of one run, every document new in every round.

    python benchmarks/pdf.py [ROUNDS] [--smoke] [--write]

Prints one JSON object: for each engine milliseconds a letter (median of the rounds), and its time over ours (median,
least and greatest of the rounds' ratios). Peers that are not installed are named as such. Before anything is timed
the letters of each engine's PDF are compared with ours. `--write` puts the object to benchmarks/results/pdf.json;
`--smoke` takes fifteen rounds of one letter, in processor time and without LibreOffice, and fails where a gate is
not met.

`casefiles` reads the Word file; `platypus` is the letter built by hand in reportlab, without tags; `typst`,
`weasyprint` and `fullbleed` get the same content as markup; `libreoffice warm` converts over one UNO connection,
`libreoffice` all letters of a round in one process, `libreoffice cold` one in a process of its own.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import importlib.util
import io
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table
from rounds import load_now, machine

from casefiles.documents.blocks import format_html, read_word
from casefiles.documents.pdf import render_pdf

TEXT = "pupils teachers reading phonics attendance leaders governors progress & evidence Llŵyn-ŷd Łódź school term"
WORDS = TEXT.split()
LETTERS = 5
GATES = {"platypus": 1.2, "typst": 0.7, "weasyprint": 6.0}
"""The least of each peer's time over ours that a smoke run accepts: far below what is measured, for noise."""
SYSTEM_PYTHON = "/usr/bin/python3"
RESULTS = Path(__file__).parent / "results"
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
        story: list[Flowable] = [Paragraph(letter.title, head)]
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
    compiler = typst_compiler()

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
        out.append(compiler.compile("\n\n".join(parts).encode(), pdf_standards=["ua-1"]))
    return out


@cache
def typst_compiler() -> Any:
    """One compiler for all letters: reading the fonts takes longer than a letter."""
    typst = importlib.import_module("typst")
    return typst.Compiler(font_paths=[str(FACES)], ignore_system_fonts=True)


def by_weasyprint(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter as HTML, tagged."""
    html = importlib.import_module("weasyprint").HTML
    css = "<style>body { font: 11pt 'Liberation Sans' } td, th { border: 1px solid }</style>"
    out = []
    for letter in letters:
        page = f'<html lang="en"><title>{letter.title}</title>{css}<body>{format_html(read_word(letter.docx).blocks)}'
        out.append(html(string=page).write_pdf(pdf_variant="pdf/ua-1"))
    return out


@cache
def fullbleed_engine() -> Any:
    """One engine for all letters, which all bear its title: it is faster so."""
    fonts = [str(FACES / f"LiberationSans-{weight}.ttf") for weight in ("Regular", "Bold")]
    return importlib.import_module("fullbleed").PdfEngine(
        font_files=fonts,
        pdf_profile="pdfua1",
        document_lang="en",
        document_title="A letter",
        page_width="8.5in",
        page_height="11in",
        margin="25mm",
    )


def by_fullbleed(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter as HTML, tagged."""
    engine = fullbleed_engine()
    css = "body { font: 11pt 'Liberation Sans' } td, th { border: 1px solid }"
    out = []
    for letter in letters:
        body = format_html(read_word(letter.docx).blocks)
        page = f'<html lang="en"><head><title>{letter.title}</title></head><body>{body}</body></html>'
        out.append(engine.render_pdf(page, css))
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


@cache
def warm_office() -> subprocess.Popen[str]:
    """A LibreOffice that stays open until this process ends."""
    profile = Path(tempfile.mkdtemp(prefix="casefiles-bench-"))
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    script = Path(__file__).with_name("libreoffice_warm.py")
    office = subprocess.Popen(
        [SYSTEM_PYTHON, script, profile], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    atexit.register(end_office, office)
    answer(office)
    return office


def answer(office: subprocess.Popen[str]) -> None:
    """Wait for a line of the office; ends the run where none comes."""
    if office.stdout is None or not office.stdout.readline():
        sys.exit("LibreOffice ended")


def end_office(office: subprocess.Popen[str]) -> None:
    """Let the office end by itself."""
    if office.stdin is not None:
        office.stdin.close()
    office.wait(timeout=60)


def by_libreoffice_warm(letters: Sequence[Letter]) -> list[bytes]:
    """Each letter in the office that stays open."""
    office = warm_office()
    out = []
    with tempfile.TemporaryDirectory() as folder:
        for number, letter in enumerate(letters):
            path = Path(folder) / f"{number}.docx"
            path.write_bytes(letter.docx)
            print(path, file=office.stdin, flush=True)
            answer(office)
            out.append(path.with_suffix(".pdf").read_bytes())
    return out


def by_libreoffice_cold(letters: Sequence[Letter]) -> list[bytes]:
    """One letter in a LibreOffice of its own."""
    return by_libreoffice(letters[:1])


ENGINES: dict[str, Callable[[Sequence[Letter]], list[bytes]]] = {
    "casefiles": by_casefiles,
    "platypus": by_platypus,
    "typst": by_typst,
    "weasyprint": by_weasyprint,
    "fullbleed": by_fullbleed,
    "libreoffice warm": by_libreoffice_warm,
    "libreoffice": by_libreoffice,
    "libreoffice cold": by_libreoffice_cold,
}


def why_not(engine: str) -> str:
    """Why an engine cannot run here, empty where it can."""
    if engine.startswith("libreoffice"):
        if shutil.which("soffice") is None:
            return "not installed"
        has_uno = [SYSTEM_PYTHON, "-c", "import uno"]
        if engine == "libreoffice warm" and subprocess.run(has_uno, capture_output=True, check=False).returncode:
            return "not installed (python3-uno)"
        return ""
    is_there = engine in {"casefiles", "platypus"} or importlib.util.find_spec(engine) is not None
    return "" if is_there else "not installed"


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


def measure(engines: Sequence[str], rounds: int, size: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """Milliseconds a letter of each engine in each round; the first letter is not timed, and each is first in turn."""
    times: dict[str, list[float]] = {engine: [] for engine in engines}
    seeds = count(1)
    for number in range(rounds):
        turn = number % len(engines)
        for engine in (*engines[turn:], *engines[:turn]):
            letters = [make_letter(next(seeds)) for _ in range(size + 1)]
            gc.collect()
            if not engine.startswith("libreoffice"):
                ENGINES[engine](letters[:1])
            start = clock()
            made = ENGINES[engine](letters[1:])
            times[engine].append((clock() - start) * 1000 / len(made))
    return times


def summary(times: dict[str, list[float]]) -> dict[str, object]:
    """What is said of each engine: its time, and its time over ours in the same round."""
    found: dict[str, object] = {}
    for engine, own in times.items():
        ratios = [one / ours for one, ours in zip(own, times["casefiles"], strict=True)]
        found[engine] = {
            "ms": round(statistics.median(own), 1),
            "times_ours": round(statistics.median(ratios), 2),
            "range": [round(min(ratios), 2), round(max(ratios), 2)],
        }
    return found


def missed(times: dict[str, list[float]]) -> list[str]:
    """The gates that are not met."""
    found = []
    for engine, least in GATES.items():
        if engine in times:
            ratio = statistics.median(one / ours for one, ours in zip(times[engine], times["casefiles"], strict=True))
            if ratio < least:
                found.append(f"{engine} takes {ratio:.2f} times our time, and the gate is {least}")
    return found


def main() -> None:
    """Run the rounds and print what was measured."""
    options = set(sys.argv[1:])
    smoke = "--smoke" in options
    rounds = next((int(option) for option in options if option.isdigit()), 15 if smoke else 9)
    for name, face in (("Bench", "LiberationSans-Regular"), ("BenchBold", "LiberationSans-Bold")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO((FACES / f"{face}.ttf").read_bytes())))
    reasons = {engine: why_not(engine) for engine in ENGINES}
    if smoke:
        reasons |= {engine: "not in a smoke run" for engine in ENGINES if engine.startswith("libreoffice")}
    engines = [engine for engine, reason in reasons.items() if not reason]
    check(engines)
    times = measure(engines, rounds, *((1, time.process_time) if smoke else (LETTERS, time.perf_counter)))
    libraries = (
        "reportlab",
        "pypdf",
        "lxml",
        *(engine for engine in engines if engine in {"typst", "weasyprint", "fullbleed"}),
    )
    result = {
        "rounds": rounds,
        "machine": machine(),
        "load": load_now(),
        "versions": {name: version(name) for name in libraries},
        "engines": summary(times) | {engine: reason for engine, reason in reasons.items() if reason},
    }
    text = json.dumps(result, indent=2)
    print(text)
    if "--write" in options:
        (RESULTS / "pdf.json").write_text(text + "\n")
    if smoke and (failed := missed(times)):
        sys.exit("; ".join(failed))


if __name__ == "__main__":
    main()
