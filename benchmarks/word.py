"""Word rendering against docxtpl on the same letter: ratios of one run, unique contexts in each round.

    python benchmarks/word.py [ROUNDS] [--smoke] [--write]

Prints one JSON object: milliseconds a document (median of the rounds) and docxtpl's time over ours (median, least
and greatest of the rounds' ratios). The texts of both are compared before anything is timed. `--write` puts the object
to benchmarks/results/word.json; `--smoke` takes three rounds in processor time and fails where the gate is not met.
"""

from __future__ import annotations

import io
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

from casefiles.documents.word.template import DocumentProperties, compile_template
from casefiles.documents.word.wordml import read_text

TEXT = "pupils teachers reading phonics attendance leaders governors progress & evidence <support> Llŵyn-ŷd Łódź"
WORDS = TEXT.split()
DOCUMENTS = {"ours": 100, "docxtpl": 4}
GATE = 20
"""The least of docxtpl's time over ours that a smoke run accepts: far below what is measured, for noise."""


def letter() -> bytes:
    """A letter of two pages: fields, a condition, a list, a table with a row loop, header and footer."""
    document = Document()
    tables = [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    for style in [style for style in tables if style.name != "Normal Table"]:
        style.delete()  # python-docx brings a hundred table styles, which no file saved by Word has
    document.add_paragraph("Dear {{ letter.name }}")
    document.add_heading("What we saw", 1)
    for tag in ("{%p for text in letter.paragraphs %}", "{{ text }}", "{%p endfor %}"):
        document.add_paragraph(tag)
    for tag in ("{%p for item in letter.strengths %}", "{{ item }}", "{%p endfor %}"):
        document.add_paragraph(tag, style="List Bullet" if "item }}" in tag else None)
    table = document.add_table(0, 3)
    rows = [("Area", "Action", "Due"), ("{%tr for row in letter.rows %}", "", "")]
    for cells in [*rows, ("{{ row.area }}", "{{ row.action }}", "{{ row.due }}"), ("{%tr endfor %}", "", "")]:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    for tag in ("{%p if letter.more %}", "We will return.", "{%p else %}", "No visit is planned.", "{%p endif %}"):
        document.add_paragraph(tag)
    document.sections[0].header.paragraphs[0].text = "{{ letter.marking }}"
    document.sections[0].footer.paragraphs[0].text = "{{ letter.name }}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def context(number: int) -> dict[str, object]:
    """The values of one letter; no two are alike."""
    words = " ".join(WORDS[(number + at) % len(WORDS)] for at in range(45))
    rows = tuple({"area": f"{words[:20]} {at}", "action": words[:60], "due": f"{number} May"} for at in range(6))
    values = {"name": f"Ann {number}", "marking": "OFFICIAL", "more": number % 2 == 0, "rows": rows}
    return {"letter": {**values, "paragraphs": (words,) * 8, "strengths": (words[:80],) * 4}}


def main() -> None:
    """Time both in turn, round by round, so that each sees the same machine."""
    options = set(sys.argv[1:])
    smoke = "--smoke" in options
    rounds = next((int(option) for option in options if option.isdigit()), 3 if smoke else 9)
    clock = time.process_time if smoke else time.perf_counter
    page = letter()
    compiled = compile_template({"letter": page}, "letter", "", ())
    properties = DocumentProperties("A letter")

    def docxtpl(values: Mapping[str, object]) -> bytes:
        template = DocxTemplate(io.BytesIO(page))
        template.render(dict(values), Environment(autoescape=True, undefined=StrictUndefined))
        stream = io.BytesIO()
        template.save(stream)
        return stream.getvalue()

    engines: dict[str, Callable[[Mapping[str, object]], bytes]] = {
        "ours": lambda values: compiled.render(values, properties),
        "docxtpl": docxtpl,
    }
    if read_text(engines["ours"](context(0))) != read_text(docxtpl(context(0))):
        sys.exit("the two do not say the same")
    times: dict[str, list[float]] = {name: [] for name in engines}
    number = 0
    for _ in range(rounds):
        for name, render in engines.items():
            values = [context(number + at) for at in range(DOCUMENTS[name])]
            number += len(values)
            begun = clock()
            for one in values:
                render(one)
            times[name].append((clock() - begun) / len(values) * 1000)
    ratios = sorted(theirs / ours for ours, theirs in zip(times["ours"], times["docxtpl"], strict=True))
    result = {
        "rounds": rounds,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": [round(load, 1) for load in os.getloadavg()],
        "ms": {name: round(statistics.median(found), 3) for name, found in times.items()},
        "docxtpl_over_ours": [round(ratios[at], 1) for at in (len(ratios) // 2, 0, -1)],
        "versions": {name: version(name) for name in ("docxtpl", "jinja2", "lxml")},
    }
    text = json.dumps(result, indent=2)
    print(text)
    if "--write" in options:
        (Path(__file__).parent / "results" / "word.json").write_text(text + "\n")
    if smoke and ratios[len(ratios) // 2] < GATE:
        sys.exit(f"docxtpl takes {ratios[len(ratios) // 2]:.1f} times our time, and the gate is {GATE}")


if __name__ == "__main__":
    main()
