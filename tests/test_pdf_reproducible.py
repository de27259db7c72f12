"""The same Word file gives the same PDF bytes in any folder, time zone, process and hash seed; memory stays flat."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
import zlib
from io import BytesIO
from itertools import permutations
from pathlib import Path

from docx.document import Document
from pypdf import PdfReader, PdfWriter

from casefiles.documents.blocks import package, plain, styles, word
from casefiles.documents.pdf import content_sha256, images, paint, paragraphs, pieces, render, render_pdf, subsets
from word_letters import letter, torture

SCRIPT = """
import hashlib, pathlib, sys
from casefiles.documents.pdf import render_pdf
print(hashlib.sha256(render_pdf(pathlib.Path(sys.argv[1]).read_bytes())).hexdigest())
"""

KEPT = (
    subsets.subset,
    styles.read_style_sheet,
    package.unpacked,
    package.relations_of,
    word.settings_of,
    plain.plain_reader,
    pieces.measures,
    images.picture_reader,
    images.encoded,
    paint.rgb,
    paragraphs.lay_out,
    render.running_height,
    render.running_sheet,
)
"""Everything that is kept from one document to the next, but for the faces themselves."""


def forget() -> None:
    for kept in KEPT:
        kept.cache_clear()


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


def test_a_footer_is_laid_out_once_for_all_documents_that_have_it() -> None:
    def fill(document: Document, words: str) -> None:
        document.sections[0].footer.paragraphs[0].text = "OFFICIAL"
        document.add_paragraph(words)

    forget()
    for words in ("Dear Ms Price", "Dear Mr Lewis", "Dear Dr Khan"):
        render_pdf(letter(lambda d, w=words: fill(d, w)))  # type: ignore[misc]
    assert render.running_sheet.cache_info().misses == 2  # the empty header, and the footer


def test_a_paragraph_that_came_before_is_laid_out_once_for_all_documents() -> None:
    forget()
    for words in ("Dear Ms Price", "Dear Mr Lewis", "Dear Dr Khan"):
        render_pdf(letter(lambda d, w=words: (d.add_paragraph(w), d.add_paragraph("Yours sincerely"))))  # type: ignore[misc]
    laid = paragraphs.lay_out.cache_info()
    assert (laid.misses, laid.hits) == (4, 2)


def test_runs_that_look_alike_are_one_text_whether_or_not_their_look_was_met_before() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph()
        for text in ("Leaders ", "wrote ", "back"):
            paragraph.add_run(text).bold = True

    forget()
    fresh = render_pdf(letter(fill))
    assert render_pdf(letter(fill)) == fresh
    assert b"(Leaders wrote back) Tj" in PdfReader(BytesIO(fresh)).pages[0].get_contents().get_data()  # type: ignore[union-attr]


def test_what_is_kept_from_document_to_document_changes_no_byte() -> None:
    documents = [
        torture(),
        letter(lambda d: d.add_paragraph("Łódź ☐ Ŵyn")),
        letter(lambda d: d.add_paragraph("Cardiff and Ynys Môn, 5 March 2026")),
        letter(lambda d: d.add_paragraph("Анна Жукова, Nguyễn Thị Ánh Tuyết")),
    ]
    fresh = []
    for data in documents:
        forget()
        fresh.append(render_pdf(data))
    forget()
    for former, index in permutations(range(len(documents)), 2):
        assert render_pdf(documents[former]) == fresh[former]
        assert render_pdf(documents[index]) == fresh[index], (former, index)


def test_documents_of_one_alphabet_share_their_fonts() -> None:
    render_pdf(letter(lambda d: d.add_paragraph("The governors met on 5 March 2026.")))
    before = subsets.subset.cache_info()
    render_pdf(letter(lambda d: d.add_paragraph("Leaders wrote back about quizzes & maps: £40!")))
    after = subsets.subset.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 1)


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
    assert peak < 40 * 2**20
