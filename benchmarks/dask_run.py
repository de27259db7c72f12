"""A build on Dask's local cluster beside one in this process: `python benchmarks/dask_run.py [SCHOOLS] [--write]`.

The sample caseload multiplied (30 schools where no number is given), with PDFs. Every file in the two folders of drafts
is compared byte for byte. Prints one JSON object; `--write` puts it to benchmarks/results/dask.json. It needs the extra
`scale` (dask and distributed).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

from distributed import Client, LocalCluster
from multiplied import multiplied

from casefiles.build_caseload import build_caseload
from casefiles.build_result import Options
from casefiles.cli.overviews import write_overviews
from casefiles.dask_cluster import DaskCluster
from casefiles.executors import Executor, InProcess
from casefiles.survey import Ground

RESULT = Path(__file__).parent / "results" / "dask.json"
DAY = date(2026, 11, 20)


def drafted(root: Path, executor: Executor) -> tuple[dict[str, str], float]:
    """The hash of each file that a build makes from nothing, and the seconds it took; the drafts are gone again."""
    begun = time.perf_counter()
    seen, built = build_caseload(Ground.of(root, (), DAY), Options(), executor=executor)
    write_overviews(seen, built)
    seconds = time.perf_counter() - begun
    files = (path for path in sorted((root / "build").rglob("*")) if path.is_file() and ".state" not in path.parts)
    hashes = {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    shutil.rmtree(root / "build")
    return hashes, seconds


def main() -> None:
    """Build twice, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("schools", nargs="?", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        multiplied(root, asked.schools)
        here, alone = drafted(root, InProcess())
        with LocalCluster(n_workers=asked.workers, threads_per_worker=1) as cluster, Client(cluster) as client:
            there, spread = drafted(root, DaskCluster(client))
    found = {
        "schools": asked.schools,
        "files": len(here),
        "equal": here == there,
        "seconds in one process": round(alone, 1),
        f"seconds on {asked.workers} workers": round(spread, 1),
        "versions": {name: version(name) for name in ("dask", "distributed")},
    }
    text = json.dumps(found, indent=2)
    print(text)
    if asked.write:
        RESULT.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
