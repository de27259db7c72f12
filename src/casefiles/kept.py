"""What the last build, check or status would say again, kept under all that it depends on: it reads no case twice.

It imports next to nothing, since to find that nothing changed must cost less than to import the rest.
Files are compared by their stat. Nothing is kept while an input is so young that a second change could
leave the same stat; drafts that young are compared by their bytes as well (git does the like).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISLNK
from typing import Any

import casefiles
from casefiles.errors import CasefilesError

__all__ = [
    "CASES",
    "KEPT",
    "VERDICTS",
    "Kept",
    "Mark",
    "find_kept",
    "find_verdict",
    "forget",
    "inputs_mark",
    "keep",
    "keep_verdict",
    "program_mark",
    "seen_files",
]

KEPT = ".kept.json"
VERDICTS = ".verdicts.json"
CASES = ".cases.json"
_OURS = {KEPT, VERDICTS, CASES, ".state.json", ".lock", "stale"}
_MOST_VERDICTS = 12
_YOUNG_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT, 2 seconds)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a command printed, and its exit code."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A hash over the names and stats of files, and those of them that are young."""

    digest: str
    young: tuple[str, ...]


def inputs_mark(root: Path, out: Path) -> Mark:
    """The mark of everything that a build reads: the caseload without its drafts, the program, what it uses."""
    mark = _mark([root], out)
    return Mark(hashlib.sha256(f"{mark.digest} {program_mark()}".encode()).hexdigest(), mark.young)


def program_mark() -> str:
    """The mark of casefiles itself: its files, the shipped templates, and what is installed beside it."""
    package = Path(casefiles.__file__).parent
    shipped = package / "templates" if (package / "templates").is_dir() else package.parents[1] / "templates"
    spec = find_spec("pydantic")
    around = Path(spec.origin).parents[1] if spec and spec.origin else package
    return _mark([package, shipped], Path(), f"{casefiles.__version__} {around.stat().st_mtime_ns}").digest


def seen_files(root: Path, without: Path) -> Iterator[tuple[str, str, bool]]:
    """Each file below `root`, but for another folder in it: its path, a mark of its stat, whether to doubt that.

    The path is relative, with `/`. The stat of a young file is doubtful, and that of a link always.
    """
    now = time.time_ns()
    for path, found in _files(str(root), str(without)):
        name = os.path.relpath(path, root).replace(os.sep, "/")
        doubtful = found.st_mtime_ns + _YOUNG_NS > now or S_ISLNK(found.st_mode)
        yield name, f"{found.st_size} {found.st_mtime_ns} {found.st_ino}", doubtful


def find_kept(root: Path, out: Path, call: Sequence[str]) -> Kept | None:
    """What the same call would say now, if neither what it reads nor the drafts have changed since."""
    try:
        record = json.loads((out / KEPT).read_bytes())
        young = record["young"]
        if record["call"] != list(call) or record["inputs"] != inputs_mark(root, out).digest:
            return None
        drafts = _mark([out], Path())
        if record["drafts"] != drafts.digest or any(_hash(path) != known for path, known in young.items()):
            return None
        found = Kept(int(record["code"]), str(record["text"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if young and not drafts.young:
        keep(root, out, call, found, inputs_mark(root, out))
    return found


def keep(root: Path, out: Path, call: Sequence[str], kept: Kept, before: Mark) -> None:
    """Keep what a build said that would say the same again; `before` is the mark of its inputs when it began."""
    from casefiles.publish import write_file  # noqa: PLC0415 - only a build that did something gets here

    if before.young or inputs_mark(root, out) != before:
        forget(out)
        return
    drafts = _mark([out], Path())
    record = {
        "call": list(call),
        "inputs": before.digest,
        "drafts": drafts.digest,
        "young": {path: _hash(path) for path in drafts.young},
        "code": kept.code,
        "text": kept.text,
    }
    write_file(out / KEPT, json.dumps(record, ensure_ascii=False).encode())


def forget(out: Path) -> None:
    """Keep nothing: the next build would say something else."""
    (out / KEPT).unlink(missing_ok=True)


def find_verdict(out: Path, call: Sequence[str], now: Mark) -> Kept | None:
    """What the same check or status would say now, where `now` is the mark of what it would read."""
    found = next((each for each in _verdicts(out, now) if each["call"] == list(call)), None)
    return Kept(found["code"], found["text"]) if found else None


def keep_verdict(root: Path, out: Path, call: Sequence[str], kept: Kept, before: Mark) -> None:
    """Keep what a check or status said of the files that bore the mark `before`; verdicts on other files go.

    Only in a folder of drafts that a build has made: to look at case files writes nothing beside them.
    """
    from casefiles.publish import write_file  # noqa: PLC0415 - only a check that read the case files gets here

    if before.young or not out.is_dir() or inputs_mark(root, out) != before:
        return
    others = [each for each in _verdicts(out, before) if each["call"] != list(call)]
    said = [{"call": list(call), "code": kept.code, "text": kept.text}, *others][:_MOST_VERDICTS]
    record = {"inputs": before.digest, "said": said}
    with contextlib.suppress(CasefilesError):  # a folder that can't be written to only costs the time
        write_file(out / VERDICTS, json.dumps(record, ensure_ascii=False).encode())


def _verdicts(out: Path, mark: Mark) -> list[dict[str, Any]]:
    """The verdicts kept on files with this mark, each with its call, code and text."""
    try:
        record = json.loads((out / VERDICTS).read_bytes())
        if record["inputs"] != mark.digest:
            return []
        said = record["said"]
        return [{"call": list(each["call"]), "code": int(each["code"]), "text": str(each["text"])} for each in said]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _mark(places: Sequence[Path], without: Path, salt: str = "") -> Mark:
    known, young, now = hashlib.sha256(salt.encode()), [], time.time_ns()
    for place in places:
        known.update(f"\n{place}\n".encode("utf-8", "replace"))
        for path, stat in sorted(_files(str(place), str(without)), key=lambda found: found[0]):
            known.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ino}\n".encode("utf-8", "replace"))
            if stat.st_mtime_ns + _YOUNG_NS > now:
                young.append(path)
    return Mark(known.hexdigest(), tuple(young))


def _files(folder: str, without: str) -> Iterator[tuple[str, os.stat_result]]:
    """Each file below a folder with its stat, but for another folder in it, git's and our own files.

    Links are not followed (they may lead round in a circle); what can't be looked at is left to the build to report.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        with contextlib.suppress(OSError):
            for entry in os.scandir(here):
                ours = here == folder and entry.name in _OURS
                if entry.path == without or ours or entry.name in {"__pycache__", ".git"}:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    with contextlib.suppress(OSError):
                        yield entry.path, entry.stat(follow_symlinks=False)


def _hash(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
