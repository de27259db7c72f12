"""A check of a whole caseload that reads only the cases that changed: the others' diagnostics are kept.

A case's verdict is kept under the mark of its files, and under that of what lies around the cases.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from casefiles.case_marks import CaseMarks, case_marks
from casefiles.decoding import decode
from casefiles.diagnostics import Citation, Diagnostic, Severity, Span, Waived, ordered
from casefiles.errors import CasefilesError
from casefiles.publish import write_file
from casefiles.sight import CASES, Look
from casefiles.survey import Ground, Progress, Survey, schools_by_programme, survey

__all__ = ["Checked", "check_changed"]


class Checked(Struct, frozen=True):
    """How many cases there are, what is wrong with them, and the texts of the files that this speaks of.

    `loaded` are the folders of the cases that could be read. `beside` has, by a case's folder, what was said of its
    authority's own file while that case was judged.
    """

    count: int
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    loaded: frozenset[str] = frozenset()
    beside: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)


class _Known(Struct, frozen=True):
    """What was said before: of the cases by their folders, and of what belongs to none.

    `count` is how many cases there are; `shown` are the files of which a line can be shown; `loaded` are those of the
    cases that could be read.
    """

    count: int
    shown: frozenset[str]
    loaded: frozenset[str]
    cases: Mapping[str, tuple[Diagnostic, ...]]
    others: tuple[Diagnostic, ...]


def check_changed(
    root: Path, out: Path, as_of: date, tell: Progress | None = None, look: Look | None = None
) -> Checked:
    """Every diagnostic of the caseload at `root`, as `judge` would give them; `out` is its folder of drafts.

    `tell` hears how far it is where all cases are judged; `look` is the look at the files that the call began with.
    """
    look = look or Look(root, out)
    before = case_marks(look.before, as_of)
    known = _read(out, before)
    changed = [folder for folder in before.cases if known is None or folder not in known.cases]
    if known is None or 2 * len(changed) > len(before.cases):
        judged = survey(root, (), as_of, tell=tell)
        checked = Checked(judged.count, judged.diagnostics, judged.texts, frozenset(judged.loaded), judged.beside)
    else:
        checked = _with_changed(root, known, changed, as_of)
    _keep(out, checked, before, case_marks(look.after, as_of))
    return checked


def _with_changed(root: Path, known: _Known, changed: list[str], as_of: date) -> Checked:
    """What is known of all other cases, and what is said of those that changed, read anew."""
    said = [*known.others, *(each for case in known.cases.values() for each in case)]
    beside = {folder: tuple(each for each in case if not each.case) for folder, case in known.cases.items()}
    texts: dict[str, str] = {}
    loaded = set(known.loaded)
    ground = Ground.of(root, [root / folder for folder in changed], as_of) if changed else None
    for part in _surveys(ground, changed, loaded) if ground else ():
        said += part.diagnostics
        beside |= part.beside
        texts |= part.texts
    for file in {each.span.file for each in said} & known.shown - texts.keys():
        with contextlib.suppress(OSError):
            texts[file] = decode((root / file).read_bytes(), file).text
    return Checked(known.count, ordered(said), texts, frozenset(loaded), beside)


def _surveys(ground: Ground, changed: Sequence[str], loaded: set[str]) -> Iterator[Survey]:
    """What is said of each case that changed, then of each programme; the cases that load are added to `loaded`.

    A programme speaks of the schools that load. Which of the others do is known: none is read to learn it.
    """
    programmes = [folder for folder in changed if folder in ground.outline.programmes]
    for folder in changed:
        if folder not in programmes:
            part = Survey.of(ground.read([folder]))
            loaded.update(part.loaded)
            yield part.said_in(folder)
    schools = schools_by_programme(ground.outline, [each for each in ground.outline.cases if each in loaded])
    for folder in programmes:
        yield Survey.of(ground.read_programmes({folder: schools[folder]})).said_in(folder)


def _read(out: Path, marks: CaseMarks) -> _Known | None:
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
        loaded = frozenset(folder for folder in cases if record["cases"][folder]["loaded"])
        others = tuple(_said(each) for each in record["others"])
        return _Known(int(record["count"]), frozenset(record["shown"]), loaded, cases, others)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(out: Path, checked: Checked, before: CaseMarks, after: CaseMarks) -> None:
    """Keep what was said of what stayed as it was meanwhile; in a folder of drafts that a build has made alone."""
    if not before.around or before.around != after.around or not out.is_dir():
        return
    of_case = {folder: list(checked.beside.get(folder, ())) for folder in before.cases}
    others: list[Diagnostic] = []
    said_beside = {each for said in checked.beside.values() for each in said}
    for each in checked.diagnostics:
        if each not in said_beside:
            of_case.get(f"{each.authority}/{each.case}", others).append(each)
    record = {
        "around": before.around,
        "count": checked.count,
        "shown": sorted({each.span.file for each in checked.diagnostics} & checked.texts.keys()),
        "others": [to_builtins(each) for each in others],
        "cases": {
            folder: {
                "mark": mark,
                "loaded": folder in checked.loaded,
                "said": [to_builtins(each) for each in of_case[folder]],
            }
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
