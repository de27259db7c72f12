"""Draws the pictures of the docs from the sample caseload: `make pictures`.

`python docs/pictures.py every` draws the small ones of the gallery alone, one of each document of each authority,
and writes the part of docs/gallery.md that shows them. The gallery's are drawn from `casefiles/build/` (`make demo`
writes it), those of the afternoon from the files that its walk leaves. Needs Poppler's `pdftoppm` and LibreOffice
(sheets are made as Word files alone). They are looked at by people and compared by no test: draw them anew by hand.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from walks import as_it_runs  # noqa: E402 - tests are no package

BUILT = ROOT / "casefiles/build/camden"
IMAGES = ROOT / "docs/images"
GREY = (200, 200, 200)
WIDTH = 1120
"""The pixels of two pages side by side."""

GALLERY = {
    "focused-initial-letter": "rowan-hill-primary/2025-11-25-focused-initial-letter",
    "focused-summary-letter": "rowan-hill-primary/2026-11-03-focused-summary-letter",
    "targeted-initial-letter": "our-lady-of-the-wells/2025-11-06-targeted-initial-letter",
    "targeted-meeting-report": "fleetbridge-school/2026-11-12-targeted-meeting-report",
    "governing-body-summary": "fleetbridge-school/2026-11-12-governing-body-summary",
    "rapid-improvement-plan": "fleetbridge-school/2026-11-12-rapid-improvement-plan",
    "exit-plan": "our-lady-of-the-wells/2026-11-17-exit-plan",
    "recategorisation-letter": "our-lady-of-the-wells/2026-11-18-recategorisation-letter",
}
"""The documents of the gallery, each with the file that shows it."""


NOTICES = {
    "religious-body-notification": ("st-monicas-primary/2026-06-10-religious-body-notification", 1),
    "pre-warning-notice": ("st-monicas-primary/2026-06-24-pre-warning-notice", 2),
    "warning-notice": ("st-monicas-primary/2026-11-09-warning-notice", 3),
    "compliance-outcome": ("coppice-row-primary/2026-06-18-compliance-outcome", 1),
    "proposal-to-use-powers": ("coppice-row-primary/2026-06-19-proposal-to-use-powers", 1),
    "power-notification": ("coppice-row-primary/2026-07-06-power-notification", 1),
    "additional-governors": ("coppice-row-primary/2026-07-13-additional-governors", 1),
}
"""The pictures of docs/notices-gallery.md: each file, and how many of its pages."""


SHEETS = "build/camden/larch-grove-school/sheets"
AFTERNOON = {
    "afternoon-form": ("inbox/taken/2027-01-12-review-headteacher-form.docx", 2),
    "afternoon-agenda": (f"{SHEETS}/2027-01-12-review-agenda.pdf", 2),
    "minutes-sheet": (f"{SHEETS}/2027-01-12-review-minutes-sheet.docx", 2),
    "afternoon-sheet-filled": ("inbox/taken/2027-01-12-review-minutes-sheet.docx", 2),
    "afternoon-report": ("build/camden/larch-grove-school/2027-01-12-targeted-meeting-report.pdf", 2),
    "afternoon-summary": ("build/camden/larch-grove-school/2027-01-12-governing-body-summary.pdf", 2),
    "afternoon-next-agenda": (f"{SHEETS}/2027-03-16-review-agenda.pdf", 2),
}
"""The pictures of docs/afternoon.md: each file that the walk leaves, and how many of its pages."""


AUTHORITIES = {
    "camden": "Camden",
    "southwark": "Southwark",
    "cambridgeshire": "Cambridgeshire",
    "leeds": "Leeds",
}
"""The authorities of the sample, in the gallery's order, each as its heading says it."""
EVERY = re.compile(r"(?<=<!-- every document -->\n).*(?=<!-- end -->)", re.DOTALL)
OTHER_COPIES = ("-audit-sheet", "-papers", "-open")
SMALL, IN_A_ROW, FEW_COLOURS = 400, 3, 16


def as_pdf(path: Path) -> Path:
    """The file as PDF: itself, or as LibreOffice prints it."""
    if path.suffix == ".pdf":
        return path
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", path.parent, path], check=True, capture_output=True)
    return path.with_suffix(".pdf")


def draw(target: str, pdf: Path, last: int, width: int = WIDTH) -> None:
    """Write one picture of the first pages."""
    image = IMAGES / f"{target}.png"
    strip(pages(pdf, last), width).save(image, optimize=True)
    print(f"{image.relative_to(ROOT).as_posix()} {image.stat().st_size // 1024} KB")


def draw_afternoon() -> None:
    """Write the pictures of the afternoon, from the folder that its walk leaves."""
    for target, (name, last) in AFTERNOON.items():
        draw(target, as_pdf(Path("casefiles", name)), last)


def pages(pdf: Path, last: int) -> list[Image.Image]:
    """The first pages of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-png", "-r", "110", "-l", str(last), pdf, f"{folder}/page"], check=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).iterdir())]


def strip(shown: list[Image.Image], width: int) -> Image.Image:
    """The pages side by side on grey, in few colours."""
    framed = [ImageOps.expand(page, border=6, fill=GREY) for page in shown]
    high = max(page.height for page in framed)
    made = Image.new("RGB", (sum(page.width for page in framed), high), GREY)
    at = 0
    for page in framed:
        made.paste(page, (at, 0))
        at += page.width
    made = made.resize((width, round(made.height * width / made.width)), Image.Resampling.LANCZOS)
    return made.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def newest(authority: str) -> dict[str, Path]:
    """The newest PDF of each document of an authority, by its slug, leaving out other copies of one document."""
    built = sorted((ROOT / "casefiles/build" / authority).glob("*/*.pdf"), key=lambda path: path.name)
    by_slug = {re.sub(r"^[\d-]{10}-", "", path.stem): path for path in built}
    return {slug: path for slug, path in sorted(by_slug.items()) if not slug.endswith(OTHER_COPIES)}


def draw_every() -> None:
    """Write a small picture of each document's first page, and the part of the gallery that shows them."""
    folder = IMAGES / "every"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    shown = {title: [*small_pictures(authority)] for authority, title in AUTHORITIES.items()}
    page = ROOT / "docs/gallery.md"
    made = "\n".join(line for title, cells in shown.items() for line in section(title, cells))
    page.write_text(EVERY.sub(lambda _: f"\n{made}\n", page.read_text(encoding="utf-8")), encoding="utf-8")


def small_pictures(authority: str) -> Iterator[tuple[str, str]]:
    """The title and the picture of each document of an authority; draws the pictures."""
    for slug, pdf in newest(authority).items():
        name = f"every/{authority}-{slug}"
        made = strip(pages(pdf, 1), SMALL).convert("RGB")
        made.quantize(FEW_COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
        metadata = PdfReader(pdf).metadata
        yield ((metadata.title if metadata else None) or slug).rpartition(":")[0], f"images/{name}.png"


def section(title: str, cells: list[tuple[str, str]]) -> Iterator[str]:
    """The lines of an authority's documents: a heading and a table of pictures, each over its title."""
    yield f"### {title}\n"
    yield f"{len(cells)} documents.\n"
    rows = [cells[at : at + IN_A_ROW] for at in range(0, len(cells), IN_A_ROW)]
    for number, row in enumerate(rows):
        spare = [""] * (IN_A_ROW - len(row))
        pictures = [f"[![First page: {words}]({image})]({image})" for words, image in row]
        if number == 0:
            yield "| " + " | ".join([words for words, _ in row] + spare) + " |"
            yield "|" + "---|" * IN_A_ROW
        else:
            yield "| " + " | ".join([f"**{words}**" for words, _ in row] + spare) + " |"
        yield "| " + " | ".join([*pictures, *spare]) + " |"
    yield ""


def main() -> None:
    """Write a picture of each document."""
    draw_every()
    if sys.argv[1:] == ["every"]:
        return
    for slug, name in GALLERY.items():
        draw(slug, BUILT / f"{name}.pdf", 2)
    for target, (name, last) in NOTICES.items():
        draw(target, BUILT / f"{name}.pdf", last, WIDTH * last // 2 if last < 2 else WIDTH)
    for target, name in (("letter", "targeted-initial-letter"), ("report", "targeted-meeting-report")):
        draw(target, BUILT / f"{GALLERY[name]}.pdf", 1, 900)
    as_it_runs((ROOT / "docs/afternoon.md").read_text(encoding="utf-8"), draw_afternoon)


if __name__ == "__main__":
    main()
