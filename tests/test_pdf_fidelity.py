"""Every document of the sample caseload, and the torture document, beside LibreOffice's PDF of the same Word file."""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import page
import pytest

from casefiles.documents.parity import differences
from casefiles.documents.pdf import outside, render_pdf
from page_looks import faults
from sheets import office_profile
from word_letters import torture

ROOT = Path(__file__).parent.parent
WORD = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*)</word>')
BUILD = "from casefiles.cli.main import main; main()"


@dataclass(frozen=True)
class Placed:
    """A word on a page, and whether a line begins with it."""

    text: str
    page: int
    starts: bool


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The Word files of the sample caseload by name, with the torture document."""
    out = tmp_path_factory.mktemp("sample")
    command = [
        sys.executable,
        "-c",
        BUILD,
        "build",
        "--as-of",
        "2026-11-20",
        "--no-pdf",
        "--out",
        str(out),
        str(ROOT / "casefiles"),
    ]
    run = subprocess.run(command, capture_output=True, text=True, cwd=out, check=False)
    assert run.returncode in {0, 1}, run.stderr
    found = {
        "-".join(path.relative_to(out).with_suffix("").parts): path.read_bytes() for path in sorted(out.rglob("*.docx"))
    }
    assert len(found) >= 10
    return {**found, "torture": torture()}


def words(pdf: Path) -> list[Placed]:
    """The words of a PDF in order, with the page of each."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    found: list[Placed] = []
    number, foot, edge = 0, 0.0, 0.0
    for line in text.splitlines():
        number += "<page" in line
        match = WORD.search(line)
        if match:
            x, y = float(match[1]), float(match[3])
            found.append(Placed(unescape(match[4]), number, starts=abs(y - foot) > 4 or x < edge))
            foot, edge = y, x
    return found


def test_every_document_of_the_sample_caseload_becomes_an_accessible_pdf_that_says_the_same(
    documents: dict[str, bytes],
) -> None:
    for name, word in documents.items():
        assert outside(word) == (), name
        pdf = render_pdf(word)
        assert differences(word, pdf) == (), name
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
        assert (report.rules.passed, report.rules.total) == (104, 104), name


def test_nothing_on_a_page_of_the_sample_makes_an_eye_stop(documents: dict[str, bytes]) -> None:
    found = {name: faults(word) for name, word in documents.items() if name != "torture"}
    assert [f"{name}: {fault}" for name, said in found.items() for fault in said] == []


def one_of_each(documents: dict[str, bytes]) -> dict[str, bytes]:
    """The longest document of each kind and authority: what another program lays out as well."""
    by_kind: dict[str, str] = {}
    for name in sorted(documents, key=lambda each: len(documents[each])):
        by_kind[f"{name.partition('-')[0]} {re.split(r'[0-9]{4}-[0-9]{2}-[0-9]{2}-', name)[-1]}"] = name
    return {name: documents[name] for name in sorted(by_kind.values())}


def test_pages_and_lines_are_those_of_libreoffice(documents: dict[str, bytes], tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    ours.mkdir()
    chosen = one_of_each(documents)
    for name, word in chosen.items():
        (tmp_path / f"{name}.docx").write_bytes(word)
        (ours / f"{name}.pdf").write_bytes(render_pdf(word))
    command = [
        "soffice",
        office_profile(),
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(theirs),
        *map(str, tmp_path.glob("*.docx")),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    agreeing = total = 0
    for name in chosen:
        one, two = words(ours / f"{name}.pdf"), words(theirs / f"{name}.pdf")
        assert abs(one[-1].page - two[-1].page) <= 1, name
        matcher = difflib.SequenceMatcher(
            None, [word.text for word in one], [word.text for word in two], autojunk=False
        )
        pairs = [
            (one[block.a + at], two[block.b + at])
            for block in matcher.get_matching_blocks()
            for at in range(block.size)
        ]
        # A row that stands on another page changes places with that page's foot, so words are counted, not paired.
        shared = Counter(word.text for word in one) & Counter(word.text for word in two)
        assert shared.total() > 0.95 * len(two), name
        assert len(pairs) > 0.8 * len(two), name
        same = sum(mine.starts == other.starts for mine, other in pairs)
        assert same > 0.95 * len(pairs), f"{name}: {same} of {len(pairs)}"
        agreeing, total = agreeing + same, total + len(pairs)
    assert agreeing > 0.99 * total
