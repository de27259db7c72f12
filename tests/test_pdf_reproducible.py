"""The same Word file gives the same PDF bytes in any folder, time zone, process and hash seed; memory stays flat."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

from docx.document import Document
from pypdf import PdfReader, PdfWriter

from casefiles.documents.pdf import content_sha256, render_pdf
from word_letters import letter, torture

SCRIPT = """
import hashlib, pathlib, sys
from casefiles.documents.pdf import render_pdf
print(hashlib.sha256(render_pdf(pathlib.Path(sys.argv[1]).read_bytes())).hexdigest())
"""


def test_bytes_are_equal_over_folders_time_zones_and_hash_seeds(tmp_path: Path) -> None:
    word = tmp_path / "letter.docx"
    word.write_bytes(torture())
    sums = set()
    for seed, zone, folder in (("0", "UTC", "a"), ("1", "Pacific/Auckland", "b"), ("4242", "America/New_York", "c")):
        (tmp_path / folder).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(word)],
            cwd=tmp_path / folder,
            env=environment,
            capture_output=True,
            check=True,
        )
        sums.add(run.stdout)
    assert len(sums) == 1


def test_what_was_rendered_before_leaves_no_trace() -> None:
    one, two = letter(lambda d: d.add_paragraph("Łódź ☐")), letter(lambda d: d.add_paragraph("Cardiff"))
    before = render_pdf(two)
    render_pdf(one)
    assert render_pdf(two) == before


def test_the_content_sum_does_not_depend_on_the_packing() -> None:
    pdf = render_pdf(letter(lambda document: document.add_paragraph("Dear Ms Price")))
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    for page in writer.pages:
        contents = page.get_contents()
        assert contents is not None
        page["/Contents"].get_object()._data = zlib.compress(contents.get_data(), 1)  # type: ignore[union-attr]
    out = BytesIO()
    writer.write(out)
    assert out.getvalue() != pdf
    assert content_sha256(out.getvalue()) == content_sha256(pdf)


def test_the_content_sum_changes_with_one_letter() -> None:
    one, two = (render_pdf(letter(lambda d, t=text: d.add_paragraph(t))) for text in ("5 March", "6 March"))  # type: ignore[misc]
    assert content_sha256(one) != content_sha256(two)


def test_two_hundred_pages_take_little_memory() -> None:
    def fill(document: Document) -> None:
        for number in range(1150):
            document.add_paragraph(f"Paragraph {number}. " + "It goes on about attendance and reading. " * 9)

    data = letter(fill)
    tracemalloc.start()
    pdf = render_pdf(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(PdfReader(BytesIO(pdf)).pages) >= 100
    assert peak < 120 * 2**20
