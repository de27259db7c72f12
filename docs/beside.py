"""Draws the sample's longest document of each kind beside LibreOffice's PDF of it, and the test document.

    make demo; .venv/bin/python docs/beside.py [BUILD_FOLDER]

One picture an authority: each document's pages, ours above, LibreOffice's below. Needs Poppler's `pdftoppm` and
LibreOffice. They are looked at by people and compared by no test: draw them anew by hand.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from casefiles.documents.pdf import render_pdf

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from word_letters import torture  # noqa: E402 - tests are no package

IMAGES = ROOT / "docs/images"
GREY = 150
SHADES = 6
SHARP = 4
"""Pages are drawn so many times larger and then made smaller, for even letters."""
GAP = 6


def by_libreoffice(words: Sequence[Path], folder: Path) -> None:
    """Put LibreOffice's PDF of each Word file into the folder."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, words)]
    subprocess.run(command, check=True, capture_output=True)


def pages(pdf: Path, width: int) -> Image.Image:
    """The pages of a PDF in a row."""
    with tempfile.TemporaryDirectory() as folder:
        scaled = ["-scale-to-x", str(width * SHARP), "-scale-to-y", "-1"]
        subprocess.run(["pdftoppm", "-png", "-gray", *scaled, pdf, f"{folder}/page"], check=True)
        drawn = [Image.open(path).convert("L") for path in sorted(Path(folder).iterdir())]
    shown = [page.resize((width, page.height // SHARP), Image.Resampling.LANCZOS) for page in drawn]
    row = Image.new("L", (sum(page.width + 2 for page in shown), max(page.height for page in shown)), GREY)
    for number, page in enumerate(shown):
        row.paste(page, (number * (width + 2), 0))
    return row


def pair(ours: Path, theirs: Path, width: int) -> Image.Image:
    """The pages of one document, ours above those of LibreOffice."""
    above, below = pages(ours, width), pages(theirs, width)
    both = Image.new("L", (max(above.width, below.width), above.height + below.height + 2), GREY)
    both.paste(above, (0, 0))
    both.paste(below, (0, above.height + 2))
    return both


def sheet(pairs: Sequence[Image.Image], width: int) -> Image.Image:
    """The pairs in rows of at most a width."""
    rows: list[list[Image.Image]] = [[]]
    for one in pairs:
        if rows[-1] and sum(shown.width + GAP for shown in rows[-1]) + one.width > width:
            rows.append([])
        rows[-1].append(one)
    made = Image.new("L", (width, sum(max(one.height for one in row) + GAP for row in rows)), GREY)
    down = 0
    for row in rows:
        across = 0
        for one in row:
            made.paste(one, (across, down))
            across += one.width + GAP
        down += max(one.height for one in row) + GAP
    return made.quantize(SHADES)


def draw(name: str, words: Sequence[Path], width: int, page_width: int) -> None:
    """Write one picture of some Word files, whose PDFs of ours lie beside them."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = Path(folder)
        by_libreoffice(words, theirs)
        pairs = [pair(word.with_suffix(".pdf"), theirs / f"{word.stem}.pdf", page_width) for word in words]
    image = IMAGES / f"beside-{name}.png"
    sheet(pairs, width).save(image, optimize=True)
    print(f"{image.relative_to(ROOT).as_posix()}: {len(words)} documents, {image.stat().st_size // 1024} KB")


def longest(authority: Path) -> list[Path]:
    """The longest Word file of each kind of document, without the fillable sheets, which have no PDF."""
    of_kind: dict[str, Path] = {}
    for found in sorted(authority.glob("*/*.docx"), key=lambda path: (path.stat().st_size, path)):
        if found.with_suffix(".pdf").exists():
            of_kind[found.stem[len("2026-11-20-") :]] = found
    return sorted(of_kind.values())


def main() -> None:
    """Write a picture of each authority's documents and one of the test document."""
    build = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "casefiles/build"
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / "torture.docx"
        word.write_bytes(torture())
        word.with_suffix(".pdf").write_bytes(render_pdf(word.read_bytes()))
        draw("torture", [word], 1616, 200)
    for authority in sorted(path for path in build.iterdir() if any(path.glob("*/*.docx"))):
        with tempfile.TemporaryDirectory() as folder:
            words = []
            for found in longest(authority):  # schools may have documents of one name
                word = Path(folder) / f"{found.parent.name}-{found.name}"
                word.write_bytes(found.read_bytes())
                word.with_suffix(".pdf").write_bytes(found.with_suffix(".pdf").read_bytes())
                words.append(word)
            draw(authority.name, words, 1200, 90)


if __name__ == "__main__":
    main()
