"""The memory that a long PDF needs: the peak of a process that makes 20 pages, and of one that makes 200.

    .venv/bin/python benchmarks/pdf_memory.py [--write]

Each file is made in a process of its own, whose peak the operating system tells. Prints one JSON object, and with
`--write` puts it to benchmarks/results/pdf_memory.json.
"""

from __future__ import annotations

import io
import json
import platform
import subprocess
import sys
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader

PAGES = (1, 20, 200)
CHILD = """
import re, sys
from casefiles.documents.pdf import render_pdf
def peak():
    with open("/proc/self/status") as status:
        return re.search(r"VmHWM:\\s+(\\d+)", status.read())[1]
word = sys.stdin.buffer.read()
before = peak()
sys.stdout.buffer.write(render_pdf(word))
print(before, peak(), file=sys.stderr)
"""
"""What is measured: Linux tells the peak of a process, which no other process has part in."""
ROOT = Path(__file__).parent
WORDS = "Leaders and governors looked at attendance, reading and the progress of each year group since the autumn. "


def long_letter(pages: int) -> bytes:
    """A Word file of so many pages: each begins with a heading, has text, and a table with a header row."""
    document = Document()
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        fonts.set(qn("w:ascii"), "Arial")
    document.core_properties.title = f"{pages} pages"
    for page in range(1, pages + 1):
        heading = document.add_heading(f"Meeting {page}", 1)
        heading.paragraph_format.page_break_before = page > 1
        for paragraph in range(5):
            document.add_paragraph(f"{page}.{paragraph} {WORDS * 3}")
        table = document.add_table(6, 4, style="Table Grid")
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        for row in table.rows:
            for cell in row.cells:
                cell.text = f"Action {page}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def measure(pages: int) -> dict[str, float]:
    """What a process needs that reads a Word file from its input and makes its PDF."""
    word = long_letter(pages)
    run = subprocess.run([sys.executable, "-c", CHILD], input=word, capture_output=True, check=True)
    before, peak = (int(number) / 1024 for number in run.stderr.split())
    return {
        "pages": len(PdfReader(io.BytesIO(run.stdout)).pages),
        "before_mib": round(before, 1),
        "peak_mib": round(peak, 1),
        "word_kib": len(word) // 1024,
        "pdf_kib": len(run.stdout) // 1024,
    }


def main() -> None:
    """Measure each length and print the result."""
    found = [measure(pages) for pages in PAGES]
    _, short, long = found
    more = (long["peak_mib"] - short["peak_mib"]) / (long["pages"] - short["pages"])
    result = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "documents": found,
        "kib_a_page": round(more * 1024),
    }
    text = json.dumps(result, indent=2) + "\n"
    print(text, end="")
    if "--write" in sys.argv:
        (ROOT / "results" / "pdf_memory.json").write_text(text)


if __name__ == "__main__":
    main()
