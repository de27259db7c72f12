"""What the last build, check or status would say again, kept under all that it depends on: it reads no case twice.

It imports next to nothing, since to find that nothing changed must cost less than to import the rest.
Files are compared by their stat. Nothing is kept while an input is so young that a second change could
leave the same stat; drafts that young are compared by their bytes as well (git does the like).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from casefiles.errors import CasefilesError
from casefiles.sight import KEPT, OURS, VERDICTS, Look, Sight, look_at, mark_of, program_mark

__all__ = [
    "Kept",
    "Mark",
    "find_kept",
    "find_verdict",
    "forget",
    "inputs_mark",
    "keep",
    "keep_verdict",
]

_MOST_VERDICTS = 12


class Kept(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    text: str


class Mark(NamedTuple):
    """A hash over the names and stats of files, and those of them that are young."""

    digest: str
    young: tuple[str, ...]


def inputs_mark(root: Path, out: Path, sight: Sight | None = None) -> Mark:
    """The mark of everything that a build reads: the caseload without its drafts, the program, what it uses.

    `sight` are the files of the caseload, where somebody has looked already.
    """
    return _mark(root, look_at(root, out) if sight is None else sight, program_mark())


def find_kept(look: Look, call: Sequence[str], now: Mark) -> Kept | None:
    """What the same call would say, if neither what it reads (its mark is `now`) nor the drafts have changed since."""
    try:
        record = json.loads((look.out / KEPT).read_bytes())
        young = record["young"]
        if record["call"] != list(call) or record["inputs"] != now.digest:
            return None
        drafts = _mark(look.out, look_at(look.out, ours=OURS))
        if record["drafts"] != drafts.digest or any(_hash(path) != known for path, known in young.items()):
            return None
        found = Kept(int(record["code"]), str(record["text"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if young and not drafts.young:
        keep(look, call, found, now)
    return found


def keep(look: Look, call: Sequence[str], kept: Kept, before: Mark) -> None:
    """Keep what a build said that would say the same again; `before` is the mark of its inputs when it began."""
    from casefiles.publish import write_file  # noqa: PLC0415 - only a build that did something gets here

    out = look.out
    if before.young or inputs_mark(look.root, out, look.after) != before:
        forget(out)
        return
    drafts = _mark(out, look.drafts_after)
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


def keep_verdict(look: Look, call: Sequence[str], kept: Kept, before: Mark) -> None:
    """Keep what a check or status said of the files that bore the mark `before`; verdicts on other files go.

    Only in a folder of drafts that a build has made: to look at case files writes nothing beside them.
    """
    from casefiles.publish import write_file  # noqa: PLC0415 - only a check that read the case files gets here

    out = look.out
    if before.young or not out.is_dir() or inputs_mark(look.root, out, look.after) != before:
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


def _mark(place: Path, sight: Sight, salt: str = "") -> Mark:
    young = tuple(str(place / name) for seen in sight.values() for name in seen.young)
    return Mark(mark_of(sight, salt, place), young)


def _hash(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
