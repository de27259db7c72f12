"""Times `casefiles check` on 500 files of 8.7 KB: `python benchmarks/check.py [--profile]`.

The caseload is the sample's schools copied until there are 500 records, each record's prose filled up to its size.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from casefiles.caseload import load
from casefiles.judgement import judge

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "casefiles" / "camden"
FILES, SIZE = 500, 8_900
PROSE = "The leaders have agreed with the adviser what will be done before the next meeting, by whom and by when.\n\n"


def caseload(root: Path) -> int:
    """How many files there are in a caseload of copies of the sample's schools below `root`."""
    shutil.copytree(SAMPLE, root / "camden", ignore=shutil.ignore_patterns("issued", "build"))
    (root / "caseload.yaml").write_text("format: 1\noutput: build\n")
    schools = [each for each in sorted((root / "camden").iterdir()) if (each / "school.yaml").is_file()]
    copies = 0
    while sum(1 for _ in (root / "camden").rglob("*.md")) < FILES:
        copies += 1
        for school in schools:
            target = root / "camden" / f"{school.name}-{copies}"
            shutil.copytree(school, target)
            told = (target / "school.yaml").read_text()
            number = f"9{copies:02d}{schools.index(school):03d}"
            lines = [f"urn: {number}" if line.startswith("urn:") else line for line in told.splitlines()]
            (target / "school.yaml").write_text("\n".join(lines) + "\n")
    files = sorted((root / "camden").rglob("*.md"))
    for each in files[FILES:]:
        each.unlink()
    for each in files[:FILES]:
        text = each.read_text("utf-8")
        filler = PROSE * max(0, (SIZE - len(text)) // len(PROSE))
        each.write_text(f"{text.rstrip()}\n\n## Notes\n\n{filler}", encoding="utf-8")
    return FILES


def main() -> None:
    """Print the time of loading and judging, the best of three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--profile", action="store_true")
    profiling = parser.parse_args().profile
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        count = caseload(root)
        times = []
        for _ in range(3):
            begun, used = time.perf_counter(), time.process_time()
            judge(load(root), date(2026, 11, 20))
            times.append((time.process_time() - used, time.perf_counter() - begun))
        cpu, wall = min(times)
        print(f"{count} records of 8.7 KB checked in {wall:.2f} s ({cpu:.2f} s of processor time)")
        if profiling:
            profile = cProfile.Profile()
            profile.runcall(lambda: judge(load(root), date(2026, 11, 20)))
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
