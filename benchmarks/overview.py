"""What questions across a caseload cost: status, changes and the brief on 300 and 3,000 schools, ten reports on 300.

    python benchmarks/overview.py [SCHOOLS...] [--write]

The sample caseload multiplied to each number of schools. Each command is a process of its own, through the command
line; `again` is the same question on files that have not changed. The ten reports (Word, PDF and workbook) are those of
Camden's sample programme, multiplied with its schools, over as many schools of Camden alone, with the reading and
judging of all of them; more than 300 schools are not asked for them. Prints one JSON object with seconds of the clock
and of processor time, and the peak of memory; `--write` puts it to benchmarks/results/overview.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from multiplied import SAMPLE, multiplied, schools_of
from rounds import load_now, machine
from spent import run

RESULT = Path(__file__).parent / "results" / "overview.json"
OURS = (sys.executable, "-m", "casefiles.cli.main")
DAY = ("--as-of", "2026-11-20")
QUESTIONS = {
    "status": ("status", *DAY),
    "status again": ("status", *DAY),
    "status, one adviser, by rating": ("status", *DAY, "--adviser", "moss", "--sort", "rating"),
    "changes": ("changes", *DAY, "--since", "2026-09-01"),
    "changes of one authority, with the brief": (
        "changes", *DAY, "--since", "2026-09-01", "--authority", "camden", "--brief",
    ),
}  # fmt: skip
REPORTS = ("build", *DAY, "--kind", "half-termly-update", "--kind", "risk-register")
AUTHORITY = "camden"
MOST_REPORTED = 300


def asked(words: tuple[str, ...], folder: Path) -> dict[str, float]:
    """What one call costs; it may exit with 0 or 1."""
    spent = run((*OURS, *words, "."), folder)
    return {"seconds": round(spent.wall, 1), "processor": round(spent.cpu, 1), "peak_mib": round(spent.peak)}


def reported(schools: int) -> dict[str, float]:
    """What ten reports over so many schools of one authority cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples = schools_of(SAMPLE)
        own = sum(each.parent.name == AUTHORITY for each in samples)
        multiplied(folder, -(-schools // own) * len(samples))
        for other in folder.iterdir():
            if other.is_dir() and other.name != AUTHORITY:
                shutil.rmtree(other)
        for school in schools_of(folder)[schools:]:
            shutil.rmtree(school)
        return asked(REPORTS, folder)


def measured(schools: int) -> dict[str, object]:
    """The cost of every question on a caseload of so many schools."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = multiplied(folder, schools)
        (folder / "build").mkdir()  # what was said is kept in a folder of drafts, and nowhere else
        time.sleep(3)  # what is younger than the clock of a file system is not kept
        found = {"files": files, **{question: asked(words, folder) for question, words in QUESTIONS.items()}}
    if schools <= MOST_REPORTED:
        found["ten reports of one authority with as many schools"] = reported(schools)
    return found


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("schools", nargs="*", type=int, default=[300, 3000])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    result = {
        "machine": machine(),
        "sizes": {str(schools): measured(schools) for schools in given.schools},
        "load": load_now(),
    }
    found = json.dumps(result, indent=2) + "\n"
    print(found, end="")
    if given.write:
        RESULT.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
