"""Where the processor time of a build goes: `python benchmarks/stages.py [SCHOOLS] [--no-pdf] [--write NAME]`.

The sample caseload multiplied (150 schools, about 2,100 documents, where no number is given), built from nothing
through the command line in one process. Each stage has the time that is its own, without that of a stage inside it.
Prints one JSON object; `--write` puts it under that name into benchmarks/results/stages.json. To measure another state
of the program, run it with that checkout's `src` in PYTHONPATH: a stage that is not there is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multiplied import multiplied

RESULT = Path(__file__).parent / "results" / "stages.json"
PLACES = {
    "load": (
        "caseload.load",
        "survey.outline",
        "survey.read_cases",
        "survey.read_programmes",
    ),
    "policies": ("judgement.load_packs",),
    "judge": ("judgement._judge_cases",),
    "read off schools for reports": ("build_caseload.readings_on",),
    "plan": ("build._plan", "build.reasons", "build.read_state", "build._inputs"),
    "compose": ("rendering.compose",),
    "compile templates": ("rendering.compile_template", "kept_templates.compile_template"),
    "render Word": ("documents.word.template.Template.render",),
    "PDF": ("build_pdf._by_ourselves",),
    "join papers": ("build_parts.with_papers",),
    "workbook": ("build_parts.workbook", "build_parts.workbook_of"),
    "e-mail": ("build_parts.mail_of",),
    "write": ("drafts.put", "build.write_state"),
    "page and calendar": ("cli.overviews.write_overviews",),
}


@dataclass
class Clock:
    """The processor time of each stage; what runs inside another is not counted twice."""

    seconds: dict[str, float] = field(default_factory=dict)
    _running: list[str] = field(default_factory=list)
    _since: float = field(default_factory=time.process_time)

    def enter(self, stage: str) -> None:
        """Begin a stage; the one around it waits."""
        self.book()
        self._running.append(stage)

    def leave(self) -> None:
        """End the stage that began last."""
        self.book()
        self._running.pop()

    def book(self) -> None:
        """Give the time since the last call to the stage that runs."""
        now = time.process_time()
        stage = self._running[-1] if self._running else "the rest"
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time booked; of an iterator that of each step."""

        def steps(values: Any) -> Any:
            while True:
                self.enter(stage)
                try:
                    value = next(values)
                except StopIteration:
                    return
                finally:
                    self.leave()
                yield value

        def timed(*words: Any, **more: Any) -> Any:
            self.enter(stage)
            try:
                found = function(*words, **more)
            finally:
                self.leave()
            return steps(found) if hasattr(found, "__next__") else found

        return timed


def place(name: str) -> tuple[Any, str] | None:
    """The module or class that has a function, and its name there; None where this program has none."""
    path, _, attribute = f"casefiles.{name}".rpartition(".")
    home, _, kind = path.rpartition(".")
    with contextlib.suppress(ImportError, AttributeError):
        owner = getattr(importlib.import_module(home), kind) if kind[0].isupper() else importlib.import_module(path)
        return (owner, attribute) if callable(getattr(owner, attribute, None)) else None
    return None


def measured(root: Path, words: list[str]) -> dict[str, object]:
    """The stages of one build."""
    from casefiles.cli.main import main  # noqa: PLC0415 - from the checkout that PYTHONPATH names

    clock = Clock()
    for stage, names in PLACES.items():
        for found in filter(None, map(place, names)):
            owner, attribute = found
            setattr(owner, attribute, clock.around(stage, getattr(owner, attribute)))
    said = io.StringIO()
    clock.book()
    begun = time.process_time()
    clock.seconds.clear()
    with contextlib.redirect_stdout(said):
        main(["build", "--as-of", "2026-11-20", "--jobs", "1", *words, str(root)])
    clock.book()
    stages = {stage: round(seconds, 2) for stage, seconds in clock.seconds.items()}
    return {
        "said": said.getvalue().splitlines()[-1].rpartition(": ")[2],
        "processor": round(time.process_time() - begun, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "stages": dict(sorted(stages.items(), key=lambda each: -each[1])),
    }


def main() -> None:
    """Measure, print, and keep what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("schools", nargs="?", type=int, default=150)
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--write", metavar="NAME")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache  # empty: what another run has kept is none of this one's
        multiplied(Path(folder), asked.schools)
        found = {"schools": asked.schools} | measured(Path(folder), ["--no-pdf"] if asked.no_pdf else [])
    print(json.dumps(found, indent=2), file=sys.stdout)
    if asked.write:
        known = json.loads(RESULT.read_text()) if RESULT.exists() else {}
        RESULT.write_text(json.dumps(known | {asked.write: found}, indent=2) + "\n")


if __name__ == "__main__":
    main()
