"""A whole caseload judged on one date: packs, checks and due documents; one bad case costs no other."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from casefiles.caseload import Caseload, find_registers, pack_inputs, read_logo, read_register
from casefiles.check import Checked, check_authority, check_case
from casefiles.diagnostics import Diagnostic, Severity, Span, ordered
from casefiles.documents.catalogue import Due, document_diagnostics, due_documents
from casefiles.documents.characters import check_characters
from casefiles.documents.given import with_given
from casefiles.kept_packs import known_packs
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs

if TYPE_CHECKING:
    from casefiles.reports.status import SchoolStatus

__all__ = ["Judged", "JudgedCase", "judge", "judge_again", "judge_part", "own_fault"]


class JudgedCase(Struct, frozen=True):
    """A case with what the check said and the documents that are due."""

    case: Case
    checked: Checked
    due: tuple[Due, ...]


class Judged(Struct, frozen=True, dict=True):
    """The caseload as judged on `as_of`: every diagnostic, in order, and each case that loads.

    A case whose check failed by our own fault is not in `cases`; its diagnostic (INT-) is here. `around` is what was
    said of the packs and authorities, beside what the caseload says of its form.
    """

    caseload: Caseload
    packs: Packs
    as_of: date
    cases: tuple[JudgedCase, ...]
    diagnostics: tuple[Diagnostic, ...]
    programmes: tuple[JudgedCase, ...] = ()
    around: tuple[Diagnostic, ...] = ()

    @property
    def with_documents(self) -> tuple[JudgedCase, ...]:
        """Whatever documents are made of: the cases, then the authorities' programmes."""
        return (*self.cases, *self.programmes)

    @property
    def count(self) -> int:
        """How many cases there are, broken ones as well."""
        return len(self.caseload.cases) + len(self.caseload.broken)

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each file that was read, for excerpts."""
        return self.caseload.texts

    @property
    def failed(self) -> tuple[tuple[str, str], ...]:
        """Authority and case of each that gave no verdict: unreadable, or our own fault."""
        judged = {(each.case.authority.id, each.case.id) for each in self.cases}
        loaded = [(case.authority.id, case.id) for case in self.caseload.cases]
        broken = [(case.authority, case.case) for case in self.caseload.broken]
        return tuple(sorted({*broken, *loaded} - judged))

    @property
    def documents(self) -> tuple[str, ...]:
        """The names and kinds of the documents that the authorities' policies know, in order."""
        names = {authority.file.policy for authority in self.caseload.authorities}
        editions = [each for name in sorted(names) if name in self.packs for each in self.packs.editions(name)]
        entries = [entry for edition in editions for entry in edition.documents]
        return tuple(dict.fromkeys([*(entry.slug for entry in entries), *(entry.kind for entry in entries)]))

    @cached_property
    def statuses(self) -> tuple[SchoolStatus, ...]:
        """Each school's status, by authority and case; one that can't be read has only its errors."""
        from casefiles.reports.status import broken_status, last_issued  # noqa: PLC0415 - a check needs none

        rows = [self._status(each) for each in self.cases]
        rows += [broken_status(authority, case, self.of(authority, case)) for authority, case in self.failed]
        root = self.caseload.root
        kept = {each for row in rows for each in find_registers(root, f"{row.authority}/{row.case}")}
        rows = [
            replace(row, last_issued=last_issued(read_register(root, folder))) if folder in kept else row
            for row in rows
            for folder in (f"{row.authority}/{row.case}",)
        ]
        return tuple(sorted(rows, key=lambda row: (row.authority, row.case)))

    def only(self, folders: Collection[str]) -> Judged:
        """The cases of these folders alone, with what is said of them."""
        return replace(
            self,
            caseload=self.caseload.only(folders),
            cases=tuple(each for each in self.cases if each.case.folder in folders),
            programmes=tuple(each for each in self.programmes if each.case.folder in folders),
            diagnostics=tuple(each for each in self.diagnostics if each.of_case(folders)),
        )

    def of(self, authority: str, case: str) -> tuple[Diagnostic, ...]:
        """The diagnostics of one case."""
        return self._by_case.get((authority, case), ())

    @cached_property
    def _by_case(self) -> dict[tuple[str, str], tuple[Diagnostic, ...]]:
        found: dict[tuple[str, str], list[Diagnostic]] = {}
        for each in self.diagnostics:
            found.setdefault((each.authority, each.case), []).append(each)
        return {case: tuple(said) for case, said in found.items()}

    def _status(self, each: JudgedCase) -> SchoolStatus:
        from casefiles.reports.status import school_status  # noqa: PLC0415 - as above

        said = self.of(each.case.authority.id, each.case.id)
        return school_status(each.case, self.packs, self.as_of, each.checked.obligations, said)


def judge(caseload: Caseload, as_of: date) -> Judged:
    """Judge every case of the caseload on the day."""
    packs, pack_diagnostics = known_packs(caseload.root, caseload.authorities, all_shipped=False)
    caseload = replace(caseload, inputs={**caseload.inputs, **pack_inputs(caseload.root, caseload.authorities)})
    around = list(pack_diagnostics)
    for authority in caseload.authorities:
        around += check_authority(authority, packs, as_of)
        around += read_logo(caseload.root, authority)[1]
    judged, said = _judge_cases(caseload, caseload.cases, packs, as_of)
    programmes, of_programmes = _judge_cases(caseload, caseload.programmes, packs, as_of)
    whole = ordered([*caseload.diagnostics, *around, *said, *of_programmes])
    return Judged(caseload, packs, as_of, judged, whole, programmes, tuple(around))


def judge_part(ground: Judged, part: Caseload) -> Judged:
    """The cases and programmes of a part of a caseload; all else of it was judged before, and is not said again."""
    judged, said = _judge_cases(part, part.cases, ground.packs, ground.as_of)
    programmes, of_programmes = _judge_cases(part, part.programmes, ground.packs, ground.as_of)
    around = ground.caseload
    whole = replace(part, texts={**around.texts, **part.texts}, inputs={**around.inputs, **part.inputs})
    diagnostics = ordered([*part.diagnostics, *said, *of_programmes])
    return Judged(whole, ground.packs, ground.as_of, judged, diagnostics, programmes)


def judge_again(former: Judged, caseload: Caseload, folders: Collection[str]) -> Judged:
    """The caseload judged where only the cases and programmes of these folders are others than in the former judgement.

    Packs and authorities are the former ones, and so is every verdict on another folder.
    """
    cases, said = _judge_cases(caseload, _in(caseload.cases, folders), former.packs, former.as_of)
    programmes, of_programmes = _judge_cases(caseload, _in(caseload.programmes, folders), former.packs, former.as_of)
    of_form = (each for each in caseload.diagnostics if not each.case or each.of_case(folders))
    others = (each for each in former.diagnostics if each.case and not each.of_case(folders))
    return replace(
        former,
        caseload=caseload,
        cases=_with_former(cases, former.cases, folders),
        programmes=_with_former(programmes, former.programmes, folders),
        diagnostics=ordered([*former.around, *of_form, *others, *said, *of_programmes]),
    )


def _in(cases: tuple[Case, ...], folders: Collection[str]) -> tuple[Case, ...]:
    return tuple(each for each in cases if each.folder in folders)


def _with_former(
    now: tuple[JudgedCase, ...], former: tuple[JudgedCase, ...], folders: Collection[str]
) -> tuple[JudgedCase, ...]:
    """The cases of these folders as judged now and the others as judged before, in order."""
    kept = (each for each in former if each.case.folder not in folders)
    return tuple(sorted((*now, *kept), key=lambda each: each.case.folder.split("/")))


def _judge_cases(
    caseload: Caseload, cases: tuple[Case, ...], packs: Packs, as_of: date
) -> tuple[tuple[JudgedCase, ...], tuple[Diagnostic, ...]]:
    judged: list[JudgedCase] = []
    diagnostics = list(_unprintable(caseload, cases))
    for case in cases:
        try:
            each = _judge_case(caseload.root, case, packs, as_of)
        except Exception as bug:  # noqa: BLE001 - invariant 4: one bad case never stops the others
            fault = own_fault(bug, case.school.span(), "the check of this case", "INT-010")
            diagnostics.append(fault.within(case.authority.id, case.id))
            continue
        judged.append(each)
        diagnostics += each.checked.diagnostics
        diagnostics += document_diagnostics(case, packs, each.due)
    return tuple(judged), tuple(diagnostics)


def _unprintable(caseload: Caseload, loaded: tuple[Case, ...]) -> Iterator[Diagnostic]:
    """The characters of the cases that no letter can show."""
    cases = {case.folder: case for case in loaded}
    for file, text in caseload.texts.items():
        case = cases.get("/".join(file.split("/")[:2]))
        if case is not None:
            yield from (each.within(case.authority.id, case.id) for each in check_characters(text, file))


def _judge_case(root: Path, case: Case, packs: Packs, as_of: date) -> JudgedCase:
    """The case as judged: when its documents were given, the rules know from the register."""
    known, said = case, tuple[Diagnostic, ...]()
    if case.folder in find_registers(root, case.folder):
        known, said = with_given(case, packs, read_register(root, case.folder))
    checked = check_case(known, packs, as_of)
    checked = replace(checked, diagnostics=ordered([*checked.diagnostics, *said])) if said else checked
    return JudgedCase(case, checked, due_documents(case, packs))


def own_fault(bug: Exception, span: Span, what: str, code: str) -> Diagnostic:
    """The diagnostic of a fault in casefiles itself, with the place in the program."""
    frames = traceback.extract_tb(bug.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
    first = str(bug).splitlines()[:1]
    words = f"{type(bug).__name__}: {first[0]}" if first else type(bug).__name__
    return Diagnostic(
        span,
        code,
        Severity.ERROR,
        f"{what} failed by a fault in casefiles, at {where} ({words})",
        help="please report it; nothing that depends on it was written",
    )
