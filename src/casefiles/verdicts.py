"""A check of a whole caseload that reads only the cases that changed: the others' diagnostics are kept.

A case's verdict is kept under the name and stat of every file of its folder, of every file that belongs to no
case, of the program, and under the day; that of an authority's programme under all files of the authority, since it
speaks of its schools. A file that is younger than the coarsest clock keeps its case out.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from casefiles.caseload import load
from casefiles.decoding import decode
from casefiles.diagnostics import Citation, Diagnostic, Severity, Span, Waived, ordered
from casefiles.errors import CasefilesError
from casefiles.judgement import judge
from casefiles.kept import CASES
from casefiles.publish import write_file
from casefiles.sight import look_at, program_mark
from casefiles.survey import Progress, survey

__all__ = ["Checked", "check_changed"]


_PROGRAMME = "programme"
_DEPTH = 3
"""The parts of a path that names a file of a case: authority, school, file."""


@dataclass(frozen=True)
class Checked:
    """How many cases there are, what is wrong with them, and the texts of the files that this speaks of."""

    count: int
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the files of a caseload look like: those around the cases, and those of each case (none if young)."""

    around: str
    cases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was said before: of the cases by their folders, and of what belongs to none.

    `count` is how many cases there are; `shown` are the files of which a line can be shown.
    """

    count: int
    shown: frozenset[str]
    cases: Mapping[str, tuple[Diagnostic, ...]]
    others: tuple[Diagnostic, ...]


def check_changed(root: Path, out: Path, as_of: date, tell: Progress | None = None) -> Checked:
    """Every diagnostic of the caseload at `root`, as `judge` would give them; `out` is its folder of drafts.

    `tell` hears how far it is where all cases are judged.
    """
    before = _marks(root, out, as_of)
    known = _read(out, before)
    changed = [folder for folder in before.cases if known is None or folder not in known.cases]
    if known is None or 2 * len(changed) > len(before.cases):
        judged = survey(root, (), as_of, tell=tell)
        checked = Checked(judged.count, judged.diagnostics, judged.texts)
    else:
        checked = _with_changed(root, known, changed, as_of)
    _keep(out, checked, before, _marks(root, out, as_of))
    return checked


def _with_changed(root: Path, known: _Known, changed: list[str], as_of: date) -> Checked:
    """What is known of all other cases, and what is said of those that changed, read anew."""
    said = [*known.others, *(each for case in known.cases.values() for each in case)]
    texts = {}
    if changed:
        judged = judge(load(root, [root / folder for folder in changed]).only(changed), as_of)
        said += (each for each in judged.diagnostics if each.of_case(changed))
        texts = {file: text for file, text in judged.texts.items() if "/".join(file.split("/")[:2]) in changed}
    for file in {each.span.file for each in said} & known.shown - texts.keys():
        with contextlib.suppress(OSError):
            texts[file] = decode((root / file).read_bytes(), file).text
    return Checked(known.count, ordered(said), texts)


def _marks(root: Path, out: Path, as_of: date) -> _Marks:
    files = look_at(root, out)
    folders = dict.fromkeys(_folder(each.name) for each in files if _is_head(each.name))
    around = sha256(f"{program_mark()} {as_of} {list(folders)}".encode())
    cases = {folder: sha256() for folder in folders}
    doubtful: set[str] = set()
    for each in files:
        seen = f"{each.name}\0{each.mark}\n".encode("utf-8", "replace")
        folder, programme = _folder(each.name), f"{each.name.partition('/')[0]}/{_PROGRAMME}"
        cases.get(folder, around).update(seen)
        if programme in cases and programme != folder:
            cases[programme].update(seen)
        if each.is_young or each.is_link:
            doubtful |= {folder if folder in cases else "", programme}
    return _Marks(
        "" if "" in doubtful else around.hexdigest(),
        {folder: "" if folder in doubtful else mark.hexdigest() for folder, mark in cases.items()},
    )


def _folder(path: str) -> str:
    """The folder of the case that a file may lie in."""
    return "/".join(path.split("/")[:2])


def _is_head(path: str) -> bool:
    """Whether a file makes its folder a case, or is of an authority's programme."""
    parts = path.split("/")
    return (len(parts) == _DEPTH and parts[2] == "school.yaml") or (len(parts) >= _DEPTH and parts[1] == _PROGRAMME)


def _read(out: Path, marks: _Marks) -> _Known | None:
    """What is known of files that bear these marks; None where nothing of it can be used."""
    try:
        record = json.loads((out / CASES).read_bytes())
        if not marks.around or record["around"] != marks.around:
            return None
        cases = {
            folder: tuple(_said(each) for each in entry["said"])
            for folder, entry in record["cases"].items()
            if entry["mark"] and marks.cases.get(folder) == entry["mark"]
        }
        return _Known(
            int(record["count"]), frozenset(record["shown"]), cases, tuple(_said(each) for each in record["others"])
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(out: Path, checked: Checked, before: _Marks, after: _Marks) -> None:
    """Keep what was said of what stayed as it was meanwhile; in a folder of drafts that a build has made alone."""
    if not before.around or before.around != after.around or not out.is_dir():
        return
    of_case: dict[str, list[Diagnostic]] = {folder: [] for folder in before.cases}
    others: list[Diagnostic] = []
    for each in checked.diagnostics:
        of_case.get(f"{each.authority}/{each.case}", others).append(each)
    record = {
        "around": before.around,
        "count": checked.count,
        "shown": sorted({each.span.file for each in checked.diagnostics} & checked.texts.keys()),
        "others": [asdict(each) for each in others],
        "cases": {
            folder: {"mark": mark, "said": [asdict(each) for each in of_case[folder]]}
            for folder, mark in before.cases.items()
            if mark and mark == after.cases.get(folder)
        },
    }
    with contextlib.suppress(CasefilesError):  # a folder that can't be written to only costs the time
        write_file(out / CASES, json.dumps(record, ensure_ascii=False, default=date.isoformat).encode())


def _said(values: dict[str, Any]) -> Diagnostic:
    waived = values["waived"]
    if waived is not None:
        until = date.fromisoformat(waived["until"]) if waived["until"] else None
        waived = replace(Waived(**waived), approved_on=date.fromisoformat(waived["approved_on"]), until=until)
    return Diagnostic(
        **{
            **values,
            "span": Span(**values["span"]),
            "severity": Severity(values["severity"]),
            "citation": Citation(**values["citation"]) if values["citation"] else None,
            "waived": waived,
            "related": tuple((Span(**span), label) for span, label in values["related"]),
        }
    )
