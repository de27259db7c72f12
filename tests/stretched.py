"""The sample caseload made long or short, for whoever looks whether a page still looks well.

`.venv/bin/python tests/stretched.py long /tmp/long` writes a caseload that `casefiles build` builds. Long: names of two
lines, every text two to three times as long, lists at their fullest. Short: one sentence where prose stands, and
nothing that a case can do without. Registers of what was issued are left out: they are of the sample's own words. Beside
the authorities of the sample stands the council of the tests' notices, which gives those that no school of it was given.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from case_sheets import Sheets, read_sheets, write_sheets
from lengthened import lengthened
from notation import write_tree
from notice_pages import WESTMERE
from shortened import shortened

__all__ = ["HOW", "SAMPLE", "stretched"]

SAMPLE = Path(__file__).parents[1] / "casefiles"
HOW: Mapping[str, Callable[[Sheets], Sheets]] = {"sample": dict, "long": lengthened, "short": shortened}
"""The ways to stretch: every file of an authority to its files, as they are, longer or shorter."""


def stretched(folder: Path, how: str, only: Collection[str] = ()) -> Path:
    """A caseload in a folder, stretched one way; `only` names the cases (`camden/rowan-hill-primary`)."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLE / "caseload.yaml", folder)
    with TemporaryDirectory() as council:
        write_tree(Path(council), WESTMERE)
        for root in (SAMPLE, Path(council)):
            for authority in sorted(path.parent.name for path in root.glob("*/authority.yaml")):
                if not only or any(case.startswith(f"{authority}/") for case in only):
                    write_sheets(folder, HOW[how](read_sheets(root, authority, only)))
                    for given in _given(root / authority, only):
                        target = folder / given.relative_to(root)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        shutil.copy(given, target)
    return folder


def _given(authority: Path, only: Collection[str]) -> Iterator[Path]:
    """The files that are taken as they are: logos, templates and what others sent."""
    for path in authority.rglob("*"):
        place = path.relative_to(authority.parent)
        wanted = not only or place.parts[1] == "templates" or "/".join(place.parts[:2]) in only
        if wanted and path.is_file() and path.suffix not in {".md", ".yaml"} and "issued" not in place.parts:
            yield path


if __name__ == "__main__":
    sys.stdout.write(f"{stretched(Path(sys.argv[2]), sys.argv[1], sys.argv[3:])}\n")
