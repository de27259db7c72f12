"""The caseload as last read, judged and built; after a change only what it affects is read, judged and built again."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles.build import Built, Options, build
from casefiles.build_ahead import Ahead, write_ahead
from casefiles.caseload import Caseload, Parses, load
from casefiles.diagnostics import Diagnostic, ordered
from casefiles.judgement import Judged, judge, judge_again
from casefiles.model.caseview import Authority
from casefiles.rendering import Shelves
from casefiles.watch.affected import Affected, affected
from casefiles.watch.again import came_or_went, folders_of, load_again

__all__ = ["Memory", "Round", "compared"]

Overview = Callable[[Judged, Built], None]
"""What is made of the whole caseload after each build: the page, the calendar."""


class Round(Struct, frozen=True):
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
    """The caseload in memory. `only` are the paths that the call is limited to.

    What is read off all schools of an authority (its programme) falls behind when one of them changes: `catch_up`
    brings it up to date.
    """

    root: Path
    only: Sequence[Path]
    options: Options
    overview: Overview | None
    _judged: Judged | None = field(default=None, init=False)
    _built: Built | None = field(default=None, init=False)
    _shelves: Shelves | None = field(default=None, init=False)
    _behind: frozenset[str] = field(default=frozenset(), init=False)
    _parses: Parses = field(default_factory=dict, init=False)
    _doubtful: bool = field(default=False, init=False)

    @property
    def latest(self) -> tuple[Judged, Built] | None:
        """Everything as last judged and built; None before the beginning."""
        return (self._judged, self._built) if self._judged and self._built else None

    @property
    def is_behind(self) -> bool:
        """Whether something is to be caught up with."""
        return bool(self._behind) and not self._doubtful

    def begin(self, as_of: date) -> Round:
        """Read, judge and build everything."""
        return self._all_anew((), as_of)

    def follow(self, changed: Sequence[str], as_of: date) -> Round:
        """Read, judge and build what the changed files affect; everything on another day or after a failure."""
        former = self._judged
        if former is None or self._doubtful or former.as_of != as_of:
            return self._all_anew(changed, as_of)
        what = affected(changed, {each.folder for each in former.caseload.authorities})
        self._doubtful = True
        part = self._judge_again(former, what, changed)
        if part is None:
            return self._all_anew(changed, as_of)
        judged, folders, ahead = part
        if what.templates:
            self._shelves = Shelves(self.root, judged.packs)
            self._behind = frozenset()
            return self._finish(changed, judged, build(judged, self.options, self._shelves))
        gone = folders - folders_of(judged.caseload)
        options = replace(self.options, whole=False, gone=gone)
        built = build(judged.only(folders), options, self._shelves, ahead=ahead)
        self._behind = (self._behind | _stale_programmes(judged)) - folders
        return self._finish(changed, judged, built, folders)

    def catch_up(self, go_on: Callable[[], bool]) -> Round:
        """Judge and build the programmes that fell behind, one document after the other for as long as `go_on` says."""
        former, behind = self._judged, self._behind
        if former is None:
            raise ValueError("nothing was read yet")
        self._doubtful = True
        judged = judge_again(former, former.caseload, behind)
        built = build(judged.only(behind), replace(self.options, whole=False), self._shelves, go_on)
        self._behind = behind if built.left else frozenset()
        return self._finish((), judged, built, behind)

    def _all_anew(self, changed: Sequence[str], as_of: date) -> Round:
        self._doubtful = True
        judged = judge(load(self.root, self.only), as_of)
        self._shelves = Shelves(self.root, judged.packs)
        self._behind = frozenset()
        done = self._finish(changed, judged, build(judged, self.options, self._shelves))
        _keep_from_collection()
        return done

    def _judge_again(
        self, former: Judged, what: Affected, changed: Sequence[str]
    ) -> tuple[Judged, frozenset[str], Ahead] | None:
        """Everything as judged now, the folders that were judged again, and what was written before they were.

        None where everything must be read. Only what is built is judged again: a programme that nobody edited is
        caught up with later.
        """
        if what.everything:
            return None
        caseload = load_again(former.caseload, self.only, what.cases, self._parses) if what.cases else former.caseload
        known = folders_of(former.caseload) | folders_of(caseload)
        if (what.cases - known) & {_place_of_logo(each) for each in caseload.authorities}:
            return None
        folders = (what.cases & known) | came_or_went(former.caseload, caseload)
        if what.templates:
            folders |= self._behind | {each.folder for each in caseload.programmes}
        ahead = Ahead() if what.templates else self._ahead(former, caseload, folders, changed)
        return judge_again(former, caseload, folders), folders, ahead

    def _ahead(self, former: Judged, caseload: Caseload, folders: Collection[str], changed: Sequence[str]) -> Ahead:
        """The Word files that somebody waits for, written before the case is judged: where one case alone changed."""
        cases = [case for case in caseload.cases if case.folder in folders]
        if len(cases) != 1 or self._built is None or self._shelves is None:
            return Ahead()
        return write_ahead(cases[0], former, changed, self._built, options=self.options, shelves=self._shelves)

    def _finish(
        self, changed: Sequence[str], judged: Judged, built: Built, folders: Collection[str] | None = None
    ) -> Round:
        """Join what was built of these folders (None: of everything) to the rest, and make the overview of it all."""
        former = self._built
        whole = built
        if former is not None and self._judged is not None and folders is not None:
            whole = _joined(former, built, folders, _of_no_case(self._judged), _of_no_case(judged))
        if self.overview is not None:
            self.overview(judged, whole)
        self._judged, self._built, self._doubtful = judged, whole, False
        appeared, gone = compared(former.diagnostics if former else (), whole.diagnostics)
        return Round(tuple(changed), judged, built, whole, appeared, gone)


def _place_of_logo(authority: Authority) -> str:
    """The folder in the authority's own that its logo lies in, if it lies in one."""
    logo = authority.file.letterhead.logo or ""
    return f"{authority.folder}/{logo.partition('/')[0]}" if "/" in logo else ""


def _stale_programmes(judged: Judged) -> frozenset[str]:
    """The folders of the programmes that were judged over other schools than there are now."""
    before = {each.case.folder: each.case for each in judged.programmes}
    now = {each.folder: each for each in judged.caseload.programmes}
    return frozenset(each for each in now if before.get(each) is not now[each])


def _keep_from_collection() -> None:
    """Spare the garbage collector what stays: going over 300 schools again and again would double each round."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


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


def _of_no_case(judged: Judged) -> frozenset[Diagnostic]:
    """What is said of what lies around the cases."""
    return frozenset(each for each in judged.diagnostics if not each.case)


def _joined(
    former: Built,
    part: Built,
    folders: Collection[str],
    around_before: frozenset[Diagnostic],
    around_now: frozenset[Diagnostic],
) -> Built:
    """A build of the whole, with the cases of these folders as a later build of them alone left them.

    Of one that stopped before its end, what it did not come to is as it was.
    """
    made = {(each.authority, each.case, each.record, each.slug) for each in part.documents}
    kept = [
        each
        for each in former.documents
        if f"{each.authority}/{each.case}" not in folders
        or (part.left and (each.authority, each.case, each.record, each.slug) not in made)
    ]
    lapsed = around_before - around_now
    said = [each for each in former.diagnostics if each not in lapsed and (part.left or not each.of_case(folders))]
    documents = sorted((*kept, *part.documents), key=lambda each: (each.authority, each.case, each.record, each.slug))
    return replace(
        part, documents=tuple(documents), diagnostics=ordered([*said, *around_now, *part.diagnostics]), notes=part.notes
    )
