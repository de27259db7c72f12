"""A programme's documents made by several processes: each makes those of some days, and the first writes them down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles.build import publish
from casefiles.build_ahead import Ahead
from casefiles.build_result import BuiltDocument, Options
from casefiles.build_state import Entry, State, Why
from casefiles.build_work import Planned, Work
from casefiles.diagnostics import Diagnostic
from casefiles.judgement import Judged
from casefiles.rendering import Shelves

__all__ = ["Asked", "Done", "made_elsewhere", "make_asked"]


class Asked(Struct, frozen=True):
    """A document that another process is to make: its key, what is known of the last one, why it is made again.

    The files that it is made from are left out of both: who asks knows them.
    """

    key: str
    wanted: Entry
    former: Entry | None
    why: tuple[Why, ...]


class Done(Struct, frozen=True):
    """What became of some documents: their entries, without the files that they were made from, and what was said."""

    state: State
    documents: Sequence[BuiltDocument]
    diagnostics: Sequence[Diagnostic]
    notes: Sequence[str]


Elsewhere = Callable[[Iterable[tuple[date, tuple[Asked, ...]]]], Iterable[Done]]
"""Has the documents of each day made, and gives what became of them."""


def made_elsewhere(work: Work, planned: Sequence[Planned], make: Elsewhere) -> list[Planned]:
    """Have what is out of date made elsewhere, day by day, and enter it in the work; the rest of the plan is left."""
    asked = sorted((each for each in planned if each.why), key=lambda each: each.due.dated)
    days = ((day, tuple(map(_asked, due))) for day, due in groupby(asked, key=lambda each: each.due.dated))
    inputs = {each.key: each.wanted.inputs for each in asked}
    for done in make(days):
        work.documents += done.documents
        work.diagnostics += done.diagnostics
        work.notes += done.notes
        work.state |= {key: replace(entry, inputs=inputs[key]) for key, entry in done.state.items()}
    for each in asked:
        if each.former is work.state.get(each.key):
            work.state.pop(each.key, None)
    return [each for each in planned if not each.why]


def _asked(planned: Planned) -> Asked:
    former = replace(planned.former, inputs={}) if planned.former else None
    return Asked(planned.key, replace(planned.wanted, inputs={}), former, planned.why)


def make_asked(judged: Judged, root: Path, options: Options, shelves: Shelves, asked: Sequence[Asked]) -> Done:
    """Make these documents of a judged programme; the caller's caller holds the lock of the output folder `root`."""
    state = {each.key: each.former for each in asked if each.former is not None}
    work = Work(root, judged, options, state, None, Ahead())
    due = {
        f"{each.case.authority.id}/{each.case.id}/{one.stem}": (each, one)
        for each in judged.programmes
        for one in each.due
    }
    publish(work, [Planned(each.key, *due[each.key], each.wanted, each.former, each.why) for each in asked], shelves)
    return Done(work.state, work.documents, work.diagnostics, work.notes)
