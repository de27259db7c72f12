"""Races a watch against saves, editors, checkouts and new folders, and prints what it missed and how long it took.

    python benchmarks/watch_bench.py [--times 100] [--checkouts 10] [--schools 300] [--poll] [--write]
    python benchmarks/watch_bench.py --only minutes --times 30
    nohup setsid python benchmarks/watch_bench.py --only checkout --checkouts 100 --write &

The watch runs as users run it, in a process of its own; its own events, threads and writes are in the
figures. A race is late if what it asks for does not lie in `build/` within 2 seconds (60 for a checkout),
and lost if it does not within 10 (120 after the last round). Each run begins when the one before is told of.
Figures of one run can be compared with each other, not with those of another machine or hour.

`--write` puts what was run to benchmarks/results/watch.json, beside what that has of other kinds of race, and
from it the tables to docs/watch.md. SIGTERM ends a run and the watch of it.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from races import HEAD, Process, Race, changed, is_of_build, until, watching
from rounds import load_now, machine
from tables import put

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "casefiles"
RESULT = HERE / "results" / "watch.json"
PAGE = HERE.parent / "docs" / "watch.md"
SCHOOL = "camden/rowan-hill-primary"
DRAFT = "2025-11-25-focused-initial-letter"
KINDS = ("saves", "minutes", "checkout")


def renamed(text: str, number: int) -> str:
    """A school's file with another name in it, so that its letters change."""
    return "\n".join(f"name: Rowan School {number}" if line.startswith("name:") else line for line in text.split("\n"))


def races(root: Path, process: Process, times: int, *, pdf: bool) -> Iterator[Race]:
    """Each kind of race, so many times."""
    school = root / SCHOOL / "school.yaml"
    word, made = root / f"build/{SCHOOL}/{DRAFT}.docx", root / f"build/{SCHOOL}/{DRAFT}.{'pdf' if pdf else 'docx'}"
    text = school.read_text()
    in_place, to_pdf = Race("save in place, until the Word file lies there"), Race("the same, until the PDF lies there")
    for number in range(times):
        word_there, pdf_there = changed(word), changed(made)
        began = time.perf_counter()
        school.write_text(renamed(text, number))
        in_place.ran(until(word_there))
        came = until(pdf_there)
        to_pdf.ran(None if came is None else time.perf_counter() - began)
        process.told()
    yield in_place
    if pdf:
        yield to_pdf
    replaced = Race("replace on save (temporary file, rename)")
    for number in range(times):
        there = changed(word)
        beside = school.with_name(".school.yaml.swp")
        beside.write_text(renamed(text, 1000 + number))
        beside.replace(school)
        replaced.ran(until(there))
        process.told()
    yield replaced
    yield broken(school, text, word, process, times)
    yield burst(root, text, process, times)
    yield from folders(root, process, times)


def minutes(root: Path, times: int, words: tuple[str, ...]) -> Iterator[Race]:
    """A meeting's minutes saved: until its report lies there as Word file, and as PDF."""
    record = root / "camden/fleetbridge-school/meetings/2026-11-12-review.md"
    built = root / "build/camden/fleetbridge-school/2026-11-12-targeted-meeting-report"
    text = record.read_text()
    to_word, to_pdf = Race("minutes saved, until the report's Word file lies there"), Race("the same, until its PDF is")
    with watching(root, *words) as process:
        for number in range(times):
            word_there, pdf_there = changed(built.with_suffix(".docx")), changed(built.with_suffix(".pdf"))
            began = time.perf_counter()
            record.write_text(text.replace("**72%** of actions", f"**72%** of {number + 40} actions"))
            to_word.ran(until(word_there))
            came = until(pdf_there)
            to_pdf.ran(None if came is None else time.perf_counter() - began)
            process.told()
    yield to_word
    yield to_pdf


def broken(school: Path, text: str, word: Path, process: Process, times: int) -> Race:
    """A file broken and mended: the draft goes and comes back."""
    race = Race("broken, then mended: until the Word file is back")
    for number in range(times):
        school.write_text("urn: [1\n")
        if until(lambda: not word.exists()) is None:
            race.ran(None)
        process.told()
        school.write_text(renamed(text, 2000 + number))
        race.ran(until(word.exists))
        process.told()
    return race


def burst(root: Path, text: str, process: Process, times: int) -> Race:
    """Twenty saves of two files: how long until the last is told of, and the builds that it took."""
    race, builds = Race(""), 0
    school, case = root / SCHOOL / "school.yaml", root / SCHOOL / "case.yaml"
    whole = case.read_text()
    for number in range(times):
        for step in range(10):
            school.write_text(renamed(text, 3000 + 10 * number + step))
            case.write_text(f"{whole}# {number} {step}\n")
        wanted = f"Rowan School {3000 + 10 * number + 9}"
        page = root / "build/index.html"
        race.ran(until(lambda wanted=wanted, page=page: wanted in page.read_text()))  # type: ignore[misc]
        builds += process.told()
    race.name = f"burst of 20 saves, until the page has the last ({builds / times:.1f} builds)"
    return race


def folders(root: Path, process: Process, times: int) -> Iterator[Race]:
    """A school's folder made and filled at once, then removed."""
    made, gone = (
        Race("folder made and filled at once, until its letter is"),
        Race("that folder removed: until it is not"),
    )
    source = root / SCHOOL
    for number in range(times):
        target = root / f"camden/new-school-{number}"
        letter = root / f"build/camden/new-school-{number}/{DRAFT}.docx"
        shutil.copytree(source, target)
        made.ran(until(letter.exists))
        process.told()
        shutil.rmtree(target)
        gone.ran(until(lambda letter=letter: not letter.exists()))  # type: ignore[misc]
        process.told()
    yield made
    yield gone


def git(root: Path, *words: str) -> None:
    """git, without the user's settings."""
    own = (
        "-c",
        "user.name=bench",
        "-c",
        "user.email=bench@example.org",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "gc.auto=0",
    )
    subprocess.run(["git", "-C", str(root), *own, *words], check=True, capture_output=True)


def grown(root: Path, schools: int) -> list[Path]:
    """The caseload with so many schools, alike but for their names; their folders."""
    source, found = root / SCHOOL, []
    for number in range(schools):
        target = root / f"camden/school-{number:03}"
        shutil.copytree(source, target)
        school = target / "school.yaml"
        school.write_text(renamed(school.read_text(), number).replace("900", f"{900 + number % 90}", 1))
        found.append(target)
    return found


def shown(root: Path, name: str) -> int:
    """How many schools of a name the page shows."""
    return len(re.findall(rf"<h3[^>]*>{name} ", (root / "build/index.html").read_text()))


def settled(process: Process, done: Callable[[], bool]) -> tuple[float | None, int]:
    """Seconds until the round after which it is done was told of (None: never), and how many rounds there were."""
    began, rounds = time.perf_counter(), 0
    while process.line(is_of_build, 120.0) is not None:
        came, rounds = time.perf_counter() - began, rounds + 1
        if done():
            return came, rounds + sum(map(is_of_build, process.rest(2.0)))
    return None, rounds


def idle_share(process: Process) -> float:
    """The share of a processor that a watch takes while nothing happens, once what was put off is made."""
    for _ in range(60):
        cpu = process.cpu()
        process.rest(10.0)
        if process.cpu() - cpu < 1.0:
            break
    before, cpu = time.monotonic(), process.cpu()
    time.sleep(15.0)
    return (process.cpu() - cpu) / (time.monotonic() - before)


def checkout(root: Path, schools: int, times: int, words: tuple[str, ...]) -> tuple[Race, float | None]:
    """Checkouts that change four files in each of 250 schools; then the share of a processor that idling takes."""
    folders_ = grown(root, schools)
    (root / ".gitignore").write_text("build/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "one")
    git(root, "checkout", "-q", "-b", "other")
    touched = folders_[:250]
    for folder in touched:
        school = folder / "school.yaml"
        school.write_text(school.read_text().replace("name: Rowan School", "name: Heron School"))
        for name in ("case.yaml", "priorities.yaml", "actions.yaml"):
            with (folder / name).open("a") as file:
                file.write("# the other branch\n")
    git(root, "commit", "-q", "-a", "-m", "two")
    git(root, "checkout", "-q", "main")
    race, builds, files = Race("", in_time=60.0), 0, 4 * len(touched)
    idle = None
    with watching(root, "--no-pdf", *words) as process:
        process.rest(4.0)
        try:
            for number in range(times):
                name = "Rowan School" if number % 2 else "Heron School"
                git(root, "checkout", "-q", "main" if number % 2 else "other")
                came, rounds = settled(process, lambda name=name: shown(root, name) >= len(touched))  # type: ignore[misc]
                race.ran(came)
                builds += rounds
                print(
                    f"  checkout {number + 1}: {'lost' if came is None else f'{came:.1f} s'}",
                    file=sys.stderr,
                    flush=True,
                )
            idle = idle_share(process)
        except SystemExit:
            print("ended: what was run so far counts", file=sys.stderr)
    times = len(race.seconds) + race.lost
    race.name = f"git checkout of {files:,} files in {len(touched)} schools, until every document of them is made"
    race.name += f" ({builds / max(1, times):.1f} builds)"
    return race, idle


@contextmanager
def sample() -> Iterator[Path]:
    """A copy of the sample caseload that nothing was built in."""
    with tempfile.TemporaryDirectory(prefix="casefiles-bench-") as folder:
        root = Path(folder) / "casefiles"
        shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns("build"))
        yield root


def told(races_run: Iterator[Race]) -> list[Mapping[str, object]]:
    """The figures of each race, which is printed when it is over."""
    found = []
    for race in races_run:
        print(race.line(), flush=True)
        found.append(race.figures)
    return found


def measured(asked: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each kind of race that was asked for, with its figures and what else they depend on."""
    words = ("--poll",) if asked.poll else ()
    no_pdf = ("--no-pdf",) if asked.no_pdf else ()
    for kind in KINDS if asked.only is None else (asked.only,):
        if kind == "checkout" and not asked.checkouts:
            continue
        with sample() as root:
            around: dict[str, Any] = {"load_before": load_now()}
            schools = len(list(root.glob("*/*/school.yaml")))
            if kind == "saves":
                with watching(root, *words, *no_pdf) as process:
                    around["races"] = told(races(root, process, asked.times, pdf=not asked.no_pdf))
            elif kind == "minutes":
                around["races"] = told(minutes(root, asked.times, words))
            else:
                schools += asked.schools
                race, idle = checkout(root, asked.schools, asked.checkouts, words)
                around["races"] = told(iter([race]))
                if idle is not None:
                    around["idle_percent"] = round(100 * idle, 2)
                    print(f"idle, {schools} schools: {100 * idle:.2f} % of a processor")
            yield kind, {"schools": schools, **around, "load_after": load_now(), **measured_on()}


def measured_on() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "machine": machine(),
        "system": f"{platform.system()} {platform.release()}",
        "versions": {name: version(name) for name in ("casefiles", "watchdog")},
    }


def tables(results: Mapping[str, Any]) -> str:
    """The results as Markdown: a table for each kind of race, with the load that the machine was under."""
    parts = []
    for kind in KINDS:
        if kind not in results:
            continue
        found = results[kind]
        unit, by = ("s", 1000) if kind == "checkout" else ("ms", 1)
        first = {"saves": "race", "minutes": "a review's minutes", "checkout": "a checkout"}[kind]
        rows = [f"| {first} ({found['schools']} schools) | runs | late | lost | median {unit} | p95 | max |"]
        rows += ["|---|---|---|---|---|---|---|"]
        for race in found["races"]:
            times = [round(race[each] / by) if each in race else "-" for each in ("median", "p95", "max")]
            rows.append(f"| {' | '.join(map(str, (race['race'], race['runs'], race['late'], race['lost'], *times)))} |")
        before, after = (", ".join(map(str, found[each])) for each in ("load_before", "load_after"))
        said = f"Load average before {before}; after {after}. {found['machine']}."
        idle = f" Idle: {found['idle_percent']:.2f} per cent of one processor." if "idle_percent" in found else ""
        parts.append("\n".join([*rows, "", said + idle]))
    return "\n\n".join(parts)


def write(results: Mapping[str, Any]) -> None:
    """Keep the results, and put their tables to the page."""
    RESULT.write_text(f"{json.dumps(results, indent=2)}\n")
    put(PAGE, "races", tables(results))


def arguments() -> argparse.Namespace:
    """What the call asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--checkouts", type=int, default=10, help="0 leaves them out")
    parser.add_argument("--schools", type=int, default=300, help="beside the sample's, for checkouts")
    parser.add_argument("--only", choices=KINDS)
    for name in ("no-pdf", "poll", "write"):
        parser.add_argument(f"--{name}", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Run what was asked for, print it, and keep it with `--write`."""
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    print(HEAD)
    results: dict[str, Any] = json.loads(RESULT.read_text()) if asked.write and RESULT.exists() else {}
    for kind, found in measured(asked):
        results[kind] = found
        if asked.write:
            write(results)


if __name__ == "__main__":
    main()
