"""The caseload as last read, judged and built; after a change only what it affects is read, judged and built again."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from casefiles.build import Built, Options, build
from casefiles.caseload import Caseload, load
from casefiles.diagnostics import Diagnostic, ordered
from casefiles.judgement import Judged, judge, judge_again
from casefiles.rendering import Shelves
from casefiles.watch.affected import Affected, affected

__all__ = ["Memory", "Round", "compared"]

Overview = Callable[[Judged, Built], None]
"""What is made of the whole caseload after each build: the page, the calendar."""


@dataclass(frozen=True)
class Round:
    """One going over what changed. `built` is what was affected alone; `judged` and `whole` are everything.

    `appeared` and `gone` are the diagnostics that were not there before and those that no longer are.
    """

    changed: tuple[str, ...]
    judged: Judged
    built: Built
    whole: Built
    appeared: tuple[Diagnostic, ...]
    gone: tuple[Diagnostic, ...]


@dataclass
class Memory:
    """The caseload in memory. `only` are the paths that the call is limited to."""

    root: Path
    only: Sequence[Path]
    options: Options
    overview: Overview | None
    _judged: Judged | None = field(default=None, init=False)
    _built: Built | None = field(default=None, init=False)
    _shelves: Shelves | None = field(default=None, init=False)
    _doubtful: bool = field(default=False, init=False)

    @property
    def latest(self) -> tuple[Judged, Built] | None:
        """Everything as last judged and built; None before the beginning."""
        return (self._judged, self._built) if self._judged and self._built else None

    def begin(self, as_of: date) -> Round:
        """Read, judge and build everything."""
        return self._go_over((), Affected(everything=True), as_of)

    def follow(self, changed: Sequence[str], as_of: date) -> Round:
        """Read, judge and build what the changed files affect; everything on another day or after a failure."""
        former = self._judged
        if former is None or self._doubtful or former.as_of != as_of:
            return self._go_over(changed, Affected(everything=True), as_of)
        return self._go_over(changed, affected(changed, _folders(former.caseload)), as_of)

    def _go_over(self, changed: Sequence[str], what: Affected, as_of: date) -> Round:
        before = self._built.diagnostics if self._built else ()
        self._doubtful = True
        judged, part, options = self._judge(what, as_of)
        if part is judged or self._shelves is None:
            self._shelves = Shelves(self.root, judged.packs)
        built = build(part, options, self._shelves)
        whole = built if part is judged or self._built is None else _joined(self._built, built, what.cases)
        if self.overview is not None:
            self.overview(judged, whole)
        self._judged, self._built, self._doubtful = judged, whole, False
        if part is judged:
            _keep_from_collection()
        appeared, gone = compared(before, whole.diagnostics)
        return Round(tuple(changed), judged, built, whole, appeared, gone)

    def _judge(self, what: Affected, as_of: date) -> tuple[Judged, Judged, Options]:
        """Everything as judged now, the part of it that is to be built, and the options for that."""
        part = self._part(what)
        if self._judged is None or part is None:
            judged = judge(load(self.root, self.only), as_of)
            return judged, judged, self.options
        judged = judge_again(self._judged, part, what.cases) if what.cases else self._judged
        if what.templates:
            return judged, judged, self.options
        return judged, judged.only(what.cases), replace(self.options, whole=False)

    def _part(self, what: Affected) -> Caseload | None:
        """The affected cases as they now are; None where everything must be read: one of them is a case no more."""
        if what.everything or self._judged is None:
            return None
        if not what.cases:
            return self._judged.caseload
        part = load(self.root, [self.root / folder for folder in sorted(what.cases)])
        return part if what.cases <= _folders(part) else None


def _keep_from_collection() -> None:
    """Spare the garbage collector what stays: going over 300 schools again and again would double each round."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _folders(caseload: Caseload) -> set[str]:
    """The folders of all cases, those that do not load as well."""
    return {*(each.folder for each in caseload.cases), *(each.folder for each in caseload.broken)}


def compared(
    before: Iterable[Diagnostic], now: Iterable[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The diagnostics that are new and those that are gone; one that moved to another line is neither."""
    former, latter = list(before), list(now)
    return _beyond(latter, former), _beyond(former, latter)


def _beyond(some: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of `some` that `others` have no counterpart of."""
    left = Counter(map(_wording, others))
    found = []
    for each in some:
        if left[_wording(each)] > 0:
            left[_wording(each)] -= 1
        else:
            found.append(each)
    return tuple(found)


def _wording(diagnostic: Diagnostic) -> tuple[str, str, str, str, bool]:
    """What makes two diagnostics the same to a reader, wherever they stand in their file."""
    waived = diagnostic.waived is not None
    return diagnostic.span.file, diagnostic.code, diagnostic.severity.value, diagnostic.message, waived


def _joined(former: Built, part: Built, folders: Collection[str]) -> Built:
    """A build of the whole, with the cases of these folders as a later build of them alone left them."""
    kept = [each for each in former.documents if f"{each.authority}/{each.case}" not in folders]
    said = [each for each in former.diagnostics if not each.of_case(folders)]
    documents = sorted((*kept, *part.documents), key=lambda each: (each.authority, each.case, each.record, each.slug))
    return replace(part, documents=tuple(documents), diagnostics=ordered([*said, *part.diagnostics]), notes=part.notes)
