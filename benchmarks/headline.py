"""A build of about 2,100 documents through the command line, and a look at each of them.

    python benchmarks/headline.py [SCHOOLS] [--write]

The sample caseload multiplied (150 schools where no number is given). Three builds, each a process of its own: Word
files alone and Word with PDF and e-mail, both with nothing kept from before, and the latter again with nothing to do.
Then every PDF is held against its Word file (parity) and against the rules of PDF/UA-1, and LibreOffice, opened once,
converts every twentieth of the same Word files. Prints one JSON object: seconds of the clock and of processor time;
`--write` puts it to benchmarks/results/headline.json. Fails where a document is not equal or not accessible.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import page
from multiplied import multiplied
from pdf import answer, warm_office, why_not
from rounds import load_now, machine
from spent import run

from casefiles.documents.parity import differences

RESULT = Path(__file__).parent / "results" / "headline.json"
BUILD = (sys.executable, "-m", "casefiles.cli.main", "build", "--as-of", "2026-11-20")
EVERY = 20


def timed(root: Path, *words: str, anew: bool) -> dict[str, float]:
    """What a build costs; anew without drafts and without anything that is kept for the user."""
    for kept in (root / "build", root.parent / "cache") if anew else ():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(mode=0o700)
    spent = run((*BUILD, *words, root), root.parent)
    return {"wall": spent.wall, "cpu": spent.cpu, "peak_mib": round(spent.peak)}


def faults(word: Path) -> tuple[str, ...]:
    """What a document's PDF says otherwise than its Word file, and the rules of PDF/UA-1 that it breaks."""
    made = word.with_suffix(".pdf").read_bytes()
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    return (*map(str, differences(word.read_bytes(), made)), *(f"PDF/UA {each}" for each in report.failures))


def by_libreoffice(words: Iterable[Path], folder: Path, documents: int) -> dict[str, float] | str:
    """Seconds that an open LibreOffice takes for some of the files, and what that makes for all."""
    if reason := why_not("libreoffice warm"):
        return reason
    copies = [Path(shutil.copy(each, folder / f"{number}.docx")) for number, each in enumerate(words)]
    office = warm_office()
    begun = time.perf_counter()
    for each in copies:
        print(each, file=office.stdin, flush=True)
        answer(office)
    seconds = time.perf_counter() - begun
    return {"files": len(copies), "seconds": round(seconds, 1), "all": round(seconds * documents / len(copies), 1)}


def measured(schools: int, folder: Path) -> dict[str, object]:
    """The three builds, and what was found in the documents."""
    root = folder / "caseload"
    root.mkdir()
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    files = multiplied(root, schools)
    builds = {
        "word": timed(root, "--no-pdf", "--no-mail", anew=True),
        "all": timed(root, anew=True),
        "again": timed(root, anew=False),
    }
    words = sorted((root / "build").glob("*/**/*.docx"))
    with ProcessPoolExecutor() as pool:
        said = dict(zip(words, pool.map(faults, words, chunksize=20), strict=True))
    for word, each in said.items():
        for fault in each:
            print(f"{word.relative_to(root)}: {fault}", file=sys.stderr)
    unequal = sum(any(not each.startswith("PDF/UA") for each in found) for found in said.values())
    hidden = sum(any(each.startswith("PDF/UA") for each in found) for found in said.values())
    (folder / "office").mkdir()
    return {
        "schools": schools,
        "files": files,
        "documents": len(words),
        **builds,
        "equal": len(words) - unequal,
        "accessible": len(words) - hidden,
        "libreoffice": by_libreoffice(words[::EVERY], folder / "office", len(words)),
    }


def main() -> None:
    """Measure, print, and keep what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("schools", nargs="?", type=int, default=150)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casefiles-bench-") as folder:
        found = {
            "machine": machine(),
            "load": load_now(),
            "versions": {name: version(name) for name in ("casefiles", "reportlab", "pypdf", "page-validation")},
            **measured(asked.schools, Path(folder)),
        }
    print(json.dumps(found, indent=2))
    if asked.write:
        RESULT.write_text(json.dumps(found, indent=2) + "\n")
    if found["equal"] != found["documents"] or found["accessible"] != found["documents"]:
        sys.exit("not every document is equal and accessible")


if __name__ == "__main__":
    main()
