"""Draws the pictures of the gallery from the sample caseload: `make demo`, then `python docs/pictures.py`.

Needs Poppler's `pdftoppm`. They are looked at by people and compared by no test: draw them anew by hand.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).parents[1]
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


def main() -> None:
    """Write a picture of each document."""
    for slug, name in GALLERY.items():
        target = IMAGES / f"{slug}.png"
        strip(pages(BUILT / f"{name}.pdf", 2), WIDTH).save(target, optimize=True)
        print(f"{target.relative_to(ROOT).as_posix()} {target.stat().st_size // 1024} KB")
    for target, name in (("letter", "targeted-initial-letter"), ("report", "targeted-meeting-report")):
        strip(pages(BUILT / f"{GALLERY[name]}.pdf", 1), 900).save(IMAGES / f"{target}.png", optimize=True)


if __name__ == "__main__":
    main()
