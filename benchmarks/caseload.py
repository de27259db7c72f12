"""What a caseload costs: check, status and build from nothing, again, and after one edit, beside three peers.

    python benchmarks/caseload.py [SCHOOLS...] [--build | --only-build] [--peers] [--rounds N] [--write] [--picture]

The sample caseload multiplied to each number of schools (30 and 100 where none is given), through the command line,
each command a process of its own. Prints one JSON object: seconds of processor time (the least and the median of the
rounds) and of the clock, and the peak of memory, each of all the processes that a command starts. `--build` makes the
Word files as well, `--only-build` nothing else; `--peers` runs check-jsonschema, doorstop and strictdoc on as many
records, from the folder that CASEFILES_PEERS names (benchmarks/.venv/bin where it names none) or the PATH. A peer that
is not installed is named as such.
`--write` puts the sizes into benchmarks/results/caseload.json beside those that it has, `--picture` draws what that
file holds to docs/images/growth.svg. Nothing may edit the program meanwhile: it is among the inputs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from growth import picture
from multiplied import multiplied, schools_of
from rounds import load_now, machine
from spent import run

HERE = Path(__file__).parent
RESULT = HERE / "results" / "caseload.json"
DAY = ("--as-of", "2026-11-20")
OURS = (sys.executable, "-m", "casefiles.cli.main")
OLD = 60_000_000_000
_EDITS = count()


@dataclass
class Timed:
    """What a command took in each round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: float = 0.0

    def run(self, words: Sequence[str | Path], folder: Path) -> None:
        """Run the command once; it may exit with 0 or 1."""
        spent = run(words, folder)
        self.cpu.append(spent.cpu)
        self.wall.append(spent.wall)
        self.peak = max(self.peak, spent.peak)

    def result(self) -> dict[str, float]:
        """The figures, in seconds and MiB."""
        return {
            "cpu_min": min(self.cpu),
            "cpu": round(statistics.median(self.cpu), 2),
            "wall": round(statistics.median(self.wall), 2),
            "peak_mib": round(self.peak),
        }


def aged(root: Path) -> None:
    """Make every file a minute older: a stat is trusted when it is not of this moment."""
    for path in root.rglob("*"):
        if path.is_file():
            known = path.stat()
            os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns - OLD))


def edited(path: Path) -> None:
    """Save a file with another line, a minute ago."""
    text, number = path.read_text("utf-8"), next(_EDITS)
    if path.suffix == ".sdoc":
        text = text.replace("STATEMENT: >>>\n", f"STATEMENT: >>>\n{number} ", 1)
    else:
        text = f"{text.rstrip()}\n# {number}\n"
    path.write_text(text, "utf-8")
    known = path.stat()
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns - OLD + number * 1_000_000))


@dataclass(frozen=True)
class Command:
    """A command, the folder it is called in, a file to edit, and the folders with what it keeps between its runs."""

    name: str
    words: Sequence[str | Path]
    folder: Path
    edit: Path
    kept: Sequence[Path] = ()

    def run(self, times: dict[str, Timed]) -> None:
        """Time it from nothing, with nothing to do, and after one edit."""
        for each in self.kept:
            shutil.rmtree(each, ignore_errors=True)
            each.mkdir(mode=0o700)
        times.setdefault(f"{self.name} from nothing", Timed()).run(self.words, self.folder)
        times.setdefault(f"{self.name} again", Timed()).run(self.words, self.folder)
        edited(self.edit)
        times.setdefault(f"{self.name} after one edit", Timed()).run(self.words, self.folder)


def ours(root: Path, rounds: int, *, build: bool, others: bool = True) -> dict[str, dict[str, float]]:
    """Our commands on a caseload."""
    drafts, edit = root / "build", schools_of(root)[0] / "school.yaml"
    cache = root.parent / "cache"
    os.environ["XDG_CACHE_HOME"] = str(cache)
    aged(root)
    check = Command("check", (*OURS, "check", *DAY, root), root.parent, edit, (drafts, cache))
    whole = Command("build", (*OURS, "build", *DAY, "--no-pdf", "--no-mail", root), root.parent, edit, (drafts, cache))
    times: dict[str, Timed] = {}
    for _ in range(rounds):
        if others:
            check.run(times)
            times.setdefault("status from nothing", Timed()).run((*OURS, "status", *DAY, root), root.parent)
            since = ("--since", "2026-09-01")
            times.setdefault("changes", Timed()).run((*OURS, "changes", *DAY, *since, root), root.parent)
        if build:
            whole.run(times)
    return {name: each.result() for name, each in times.items()}


def program(name: str) -> str:
    """The path of a peer's program, or an empty string."""
    home = os.environ.get("CASEFILES_PEERS", HERE / ".venv" / "bin")
    return shutil.which(name, path=f"{home}{os.pathsep}{os.environ['PATH']}") or ""


def version_of(name: str) -> str:
    """What a peer says its version is."""
    said = subprocess.run([program(name), "--version"], capture_output=True, text=True, check=True).stdout
    return said.split()[-1].removeprefix("v")


def peers(root: Path, rounds: int, folder: Path) -> dict[str, object]:
    """The peers, on as many files as the caseload has."""
    texts = [each.read_text("utf-8") for each in sorted(root.rglob("*.md")) if "build" not in each.parts]
    schools = [each / "school.yaml" for each in schools_of(root)]
    found: dict[str, object] = {"files": {"records": len(texts), "schools": len(schools)}}
    versions: dict[str, str] = {}
    found["versions"] = versions
    for command in (_check_jsonschema(schools, folder), _doorstop(texts, folder), _strictdoc(texts, folder)):
        if not program(command.name):
            found[command.name] = "not installed"
            continue
        versions[command.name] = version_of(command.name)
        times: dict[str, Timed] = {}
        for _ in range(rounds):
            command.run(times)
        found |= {each: timed.result() for each, timed in times.items()}
    return found


def _check_jsonschema(schools: Sequence[Path], folder: Path) -> Command:
    """The schools alone: what stands in front matter it can't read."""
    schema = folder / "schemas"
    subprocess.run([*OURS, "schema", "--out", str(schema)], check=True, capture_output=True)
    words = (program("check-jsonschema"), "--schemafile", schema / "school.schema.json", *schools)
    return Command("check-jsonschema", words, folder, schools[0])


def _doorstop(texts: Sequence[str], folder: Path) -> Command:
    """A tree of one document with an item a record."""
    home = folder / "doorstop" / "req"
    home.mkdir(parents=True)
    (home / ".doorstop.yml").write_text("settings:\n  digits: 5\n  prefix: REQ\n  sep: ''\n")
    for number, text in enumerate(texts, start=1):
        body = "\n".join(f"  {line}" for line in text.splitlines() if line.strip())
        head = f"active: true\nderived: false\nheader: ''\nlevel: 1.{number}\nlinks: []\nnormative: true\nref: ''\n"
        (home / f"REQ{number:05d}.yml").write_text(f"{head}reviewed: null\ntext: |\n{body}\n", "utf-8")
    subprocess.run(["git", "init", "-q", str(home.parent)], check=True)
    words = (program("doorstop"), "--no-reformat", "--no-suspect-check")
    return Command("doorstop", words, home.parent, home / "REQ00001.yml")


def _strictdoc(texts: Sequence[str], folder: Path) -> Command:
    """A document for each 25 records, a requirement a record, exported to HTML."""
    home = folder / "strictdoc"
    home.mkdir()
    for start in range(0, len(texts), 25):
        lines = ["[DOCUMENT]", f"TITLE: Records {start}", ""]
        for number, text in enumerate(texts[start : start + 25], start=start):
            plain = " ".join(text.replace("<<<", "").replace(">>>", "").split())
            lines += ["[REQUIREMENT]", f"UID: REQ-{number}", "STATEMENT: >>>", plain, "<<<", ""]
        (home / f"records-{start}.sdoc").write_text("\n".join(lines), "utf-8")
    words = (program("strictdoc"), "export", home, "--output-dir", folder / "out")
    return Command("strictdoc", words, folder, home / "records-0.sdoc", (folder / "out",))


def arguments() -> argparse.Namespace:
    """What the call asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("schools", nargs="*", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    for name in ("build", "only-build", "peers", "write", "picture"):
        parser.add_argument(f"--{name}", action="store_true")
    return parser.parse_args()


def measured(asked: argparse.Namespace) -> Iterator[dict[str, object]]:
    """The figures of each size, the peers' beside the first."""
    for at, schools in enumerate(asked.schools or (30, 100)):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            (folder / "caseload").mkdir()
            files = multiplied(folder / "caseload", schools)
            size: dict[str, object] = {"schools": schools, "files": files, "rounds": asked.rounds}
            size["casefiles"] = ours(
                folder / "caseload", asked.rounds, build=asked.build or asked.only_build, others=not asked.only_build
            )
            if asked.peers and not at:
                size["peers"] = peers(folder / "caseload", asked.rounds, folder)
            size["load"] = load_now()
        print(json.dumps(size), file=sys.stderr)
        yield size


def beside_known(result: dict[str, Any]) -> dict[str, Any]:
    """The result with the sizes and commands of the one on file that were not measured now."""
    known = json.loads(RESULT.read_text()) if RESULT.exists() else {"sizes": []}
    sizes = {each["schools"]: each for each in known["sizes"]}
    for size in result["sizes"]:
        former = sizes.get(size["schools"], {})
        ours = {**former.get("casefiles", {}), **size["casefiles"]}
        sizes[size["schools"]] = {**former, **size, "casefiles": ours}
    return {**result, "sizes": [sizes[schools] for schools in sorted(sizes)]}


def main() -> None:
    """Measure, print, and keep or draw what was asked for."""
    asked = arguments()
    if asked.schools or not asked.picture:
        result = {
            "machine": machine(),
            "sizes": [*measured(asked)],
        }
        print(json.dumps(result, indent=2))
        if asked.write:
            RESULT.write_text(f"{json.dumps(beside_known(result), indent=2)}\n")
    if asked.picture:
        drawn = picture(json.loads(RESULT.read_text()))
        (HERE.parent / "docs" / "images" / "growth.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
