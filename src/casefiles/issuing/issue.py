"""Issues documents: what holds them, then each made, frozen and entered in the register, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from casefiles.build_papers import paper_inputs
from casefiles.calendars import say_date
from casefiles.caseload import read_register
from casefiles.diagnostics import Diagnostic, Severity, Span, ordered
from casefiles.documents.catalogue import Due
from casefiles.documents.compose import Composed, Frame
from casefiles.documents.frozen import freeze_context
from casefiles.errors import CasefilesError
from casefiles.issuing.circumstances import Circumstances
from casefiles.issuing.making import Made, frozen_file, make
from casefiles.issuing.program import made_by, pack_hashes, template_hashes
from casefiles.issuing.standing import composed_finally, is_same
from casefiles.issuing.store import Disk, enter, opened
from casefiles.judgement import Judged, JudgedCase
from casefiles.model.caseview import Case
from casefiles.register import Entry, Register
from casefiles.register.entry import canonical
from casefiles.rendering import Shelves

__all__ = ["IssuedNow", "Issuing", "Outcome", "Replacing", "held_by", "issue"]

REFERENCE_DIGITS = 6


class Replacing(Struct, frozen=True):
    """The document that a new one takes the place of, and why."""

    reference: str
    reason: str


class IssuedNow(Struct, frozen=True):
    """A document that was issued: its reference, the file of its entry and the files that were frozen.

    `apart` says which of its papers stand in no PDF of papers, and why.
    """

    due: Due
    reference: str
    entry: str
    files: tuple[str, ...]
    apart: tuple[str, ...] = ()


class Outcome(Struct, frozen=True):
    """What a call did: either every document was issued, or `refused` says why none was."""

    issued: tuple[IssuedNow, ...] = ()
    refused: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()


class Issuing(Struct, frozen=True, dict=True):
    """A call to issue documents of one case: what was judged, in which circumstances, in whose place."""

    judged: Judged
    each: JudgedCase
    asked: Circumstances
    replacing: Replacing | None = None
    disk: Disk = field(default_factory=Disk)

    @cached_property
    def shelves(self) -> Shelves:
        """The templates."""
        return Shelves(self.root, self.judged.packs)

    @property
    def root(self) -> Path:
        """The folder of the caseload."""
        return self.judged.caseload.root

    @property
    def case(self) -> Case:
        """The case."""
        return self.each.case


def issue(asked: Issuing, wanted: Sequence[Due]) -> Outcome:
    """Issue the documents, in order; nothing is issued if anything holds one of them.

    Raises CasefilesError where another process holds the register or the disk refuses.
    """
    folder = asked.case.folder
    issued: list[IssuedNow] = []
    apart: tuple[str, ...] = ()
    with opened(asked.root, folder, asked.disk) as (register, notes):
        composed = [composed_finally(due, asked.case, asked.judged.packs, asked.shelves) for due in wanted]
        refused = [*_uncommitted(asked.asked, folder)]
        for made in composed:
            refused += held_by(asked.judged, asked.each, made, asked.shelves)
            refused += _register_refuses(asked, register, made)
        for made in () if refused else composed:
            done = _issue_one(asked, made, read_register(asked.root, folder).heads)
            if isinstance(done, IssuedNow):
                issued.append(done)
                apart += done.apart
            else:
                refused += done
                break
    if issued and asked.asked.checkout is None:
        notes = (*notes, f"{folder} is not in git: the register records that no commit vouches for the case files")
    return Outcome(tuple(issued), ordered(refused), (*notes, *apart))


def held_by(judged: Judged, each: JudgedCase, composed: Composed, shelves: Shelves) -> tuple[Diagnostic, ...]:
    """What holds the document: its gaps, errors on what it is made from, rules, files that can't be read, its template.

    So does an error in the authority's own policy pack: nobody knows what its rules would have said. Nothing else
    that is wrong in the case holds it.
    """
    case, due = each.case, composed.due
    said = judged.of(case.authority.id, case.id)
    checked = replace(each.checked, diagnostics=said)
    unread = [diagnostic for diagnostic in said if diagnostic.blocks and diagnostic.span.file in case.unreadable]
    contract = [diagnostic for diagnostic in shelves.contract(case, due) if diagnostic.blocks]
    policy = f"/packs/{case.authority.file.policy}/"
    pack = [diagnostic for diagnostic in judged.diagnostics if diagnostic.blocks and policy in diagnostic.span.file]
    gaps = (gap.within(case.authority.id, case.id) for gap in composed.gap_diagnostics())
    return ordered(
        [
            *_unjudged(judged, case, composed),
            *gaps,
            *checked.holding(due.entry, due.record, composed.made_from),
            *unread,
            *contract,
            *pack,
        ]
    )


def _unjudged(judged: Judged, case: Case, composed: Composed) -> Iterator[Diagnostic]:
    """That the document is of a later day than the one it is judged on: the rules do not see it yet.

    An invitation or an agenda goes out before its day.
    """
    due = composed.due
    day = max(due.dated, due.record.on or due.dated)
    if day > judged.as_of and due.entry.when != "planned":
        yield Diagnostic(
            due.record.span(),
            "REG-023",
            Severity.ERROR,
            f"{due.entry.title} is of {say_date(day)}, and the case is judged as of {say_date(judged.as_of)}: "
            "no rule looks at what lies ahead",
            help="issue it on its day or later, without an earlier --as-of",
        ).within(case.authority.id, case.id)


def _uncommitted(asked: Circumstances, folder: str) -> Iterator[Diagnostic]:
    authority, _, case = folder.partition("/")
    for file in asked.uncommitted:
        yield Diagnostic(
            Span(file),
            "REG-020",
            Severity.ERROR,
            "git has no commit of this file as it is now: the register could not say what was issued from what",
            help="commit it (`casefiles save`, or `git add` and `git commit`), then issue",
        ).within(authority, case)


def _register_refuses(asked: Issuing, register: Register, composed: Composed) -> Iterator[Diagnostic]:
    """Why the register does not take the document: one of that name stands, or what it replaces is not there."""
    due, replacing = composed.due, asked.replacing
    standing = register.standing(due.stem)
    if replacing is not None:
        former = register.find(replacing.reference)
        if former is None or not former.stands:
            state = f"it is {former.state}" if former else "there is no such document in the register"
            yield _refusal(register, due, f"{replacing.reference} can't be replaced: {state}")
    elif standing is not None:
        same = is_same(asked.root, register, standing, composed)
        change = "nothing in it has changed since" if same else "what it would say has changed since"
        advice = f'`casefiles register supersede CASE {standing.reference} --reason "..."` issues its replacement'
        said = f"{due.stem} was issued on {standing.origin.at[:10]} as {standing.reference}, and {change}"
        yield _refusal(register, due, said, "" if same else f"{advice}; or put the case file back as it was")


def _refusal(register: Register, due: Due, message: str, help_: str = "") -> Diagnostic:
    authority, _, case = register.folder.partition("/")
    return Diagnostic(due.record.span(), "REG-021", Severity.ERROR, message, help=help_).within(authority, case)


def _issue_one(asked: Issuing, composed: Composed, heads: Sequence[str]) -> IssuedNow | tuple[Diagnostic, ...]:
    """Make, freeze and enter one document; or why it could not be made."""
    due, folder = composed.due, asked.case.folder
    reference = _reference(asked, composed, heads)
    made = make(asked.shelves, asked.case, composed, reference, heads, root=asked.root)
    if not isinstance(made, Made):
        return made
    frozen = made.files(reference, due.stem, word="word" in due.entry.attached)
    details = _details(asked, composed, made)
    if asked.replacing is not None:
        details |= {"supersedes": asked.replacing.reference, "reason": asked.replacing.reason}
    entry = Entry(
        act="issued",
        reference=reference,
        case=folder,
        at=asked.asked.at,
        by=asked.asked.by,
        previous=tuple(heads),
        files=tuple(frozen_file(path, role, data) for path, (role, data) in sorted(frozen.items())),
        details=details,
        casefiles=made_by()["version"],
    )
    file = enter(asked.root, entry, {path: data for path, (_, data) in frozen.items()}, asked.disk)
    if entry.id not in read_register(asked.root, folder).by_id:
        raise CasefilesError(f"{file} does not read back as it was written: look at the disk before you go on")
    return IssuedNow(due, reference, file, tuple(f"{folder}/issued/{path}" for path in sorted(frozen)), made.notes)


def _reference(asked: Issuing, composed: Composed, heads: Sequence[str]) -> str:
    """The document's name in the register: its file name and digits that no other branch gives to another document."""
    circumstances, stem = asked.asked, composed.due.stem
    context = hashlib.sha256(freeze_context(composed.context)).hexdigest()
    who = [circumstances.by.name, circumstances.by.email]
    mixed = canonical([asked.case.folder, stem, circumstances.at, *who, sorted(heads), context])
    return f"{stem}-{hashlib.sha256(mixed).hexdigest()[:REFERENCE_DIGITS]}"


def _title(composed: Composed) -> str:
    """What the document is called in lists: its own subject, where it has one."""
    letter = composed.context["letter"]
    subject = letter.subject if isinstance(letter, Frame) else ""
    return subject or composed.due.entry.title


def _details(asked: Issuing, composed: Composed, made: Made) -> dict[str, Any]:
    """What the entry says of the document and of what it was made from."""
    due, case, judged = composed.due, asked.case, asked.judged
    authority = case.authority.folder
    papers = paper_inputs(asked.root, case, due.entry)
    own = (f"{case.folder}/", f"{authority}/authority.yaml", f"{authority}/packs/")
    return {
        "title": _title(composed),
        "stem": due.stem,
        "slug": due.entry.slug,
        "kind": due.entry.kind,
        "record": due.record.record_id,
        "source": due.record.source_file,
        "dated": due.dated.isoformat(),
        "recipient": due.recipient,
        "as_of": judged.as_of.isoformat(),
        "edition": {"pack": due.edition.pack, "id": due.edition.id, "titles": list(composed.editions)},
        "packs": pack_hashes(asked.root, judged.packs, case.authority.file.policy),
        "templates": template_hashes(asked.shelves.inputs(case, due)),
        "inputs": {file: sha for file, sha in sorted(judged.caseload.inputs.items()) if file.startswith(own)},
        **({"papers": papers} if papers else {}),
        "git": asked.asked.recorded,
        "made_by": made_by(),
        "foot": made.line,
        "texts": made.texts,
        "properties": json.loads(canonical(to_builtins(made.properties))),
    }
