"""From a case to the values of a document: one file a block, each a frozen context type and its composer.

A document is composed from the case as it stood on the document's date, as its readers may see it,
and from nothing else. Composers make values; sentences stand in the Word templates and in the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct, defstruct, field
from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import Due
from casefiles.documents.compose.caseload_table import NamedTable, tables_in
from casefiles.documents.compose.context import Answer, Block, Gap, empty, gap
from casefiles.documents.compose.envelope import Envelope, audience_of, compose_envelope
from casefiles.documents.compose.frame import Frame, compose_frame
from casefiles.documents.compose.registry import block_kind
from casefiles.documents.compose.scene import Scene, Withheld
from casefiles.documents.compose.traces import Traces
from casefiles.documents.compose.unnamed import without_names
from casefiles.model.as_at import as_at
from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.model.visible import hidden, visible
from casefiles.policy.facets import school_applies
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.minutes import plain_title
from casefiles.policy.pack import BlockEntry, DocumentEntry

__all__ = ["Block", "Composed", "Envelope", "Frame", "Gap", "block_id", "compose", "field_name", "roots"]


class Composed(Struct, frozen=True):
    """A document's values: `context` has the roots `letter` and `block` of its template.

    `gaps` are what it lacks, in the order of the document. `made_from` are the records that it
    shows, `editions` the titles of the policies that judge it, the authority's own first. `envelope`
    says whom it goes to.
    """

    due: Due
    context: Mapping[str, object]
    gaps: tuple[Gap, ...]
    made_from: tuple[Record, ...]
    editions: tuple[str, ...]
    envelope: Envelope = field(default_factory=Envelope)

    @property
    def tables(self) -> tuple[NamedTable, ...]:
        """Its tables that were read off a caseload: of a document about one school there are none."""
        return tables_in(self.context["block"])

    def gap_diagnostics(self) -> tuple[Diagnostic, ...]:
        """The gaps as diagnostics, each at the place where the case file would hold what is missing."""
        title = self.due.entry.title
        return tuple(
            Diagnostic(
                missing.span or self.due.record.span(),
                "DOC-010",
                Severity.WARNING,
                f"not yet in the case file: {missing.what} ({missing.where}), for {title}"
                + (f"; what there is is {missing.why}" if missing.why else ""),
                help="the draft says so in its place; the document cannot be issued without it",
            )
            for missing in self.gaps
        )


def compose(due: Due, case: Case, packs: Packs, *, draft: bool = True, traces: Traces | None = None) -> Composed:
    """The values of a document that is due, from the case as at its date and for its readers.

    `traces` is what is known of its files beside what they say, for a sheet that shows it.
    """
    known = as_at(case, due.dated, keep=due.record.record_id)
    calendar = calendar_in(known, due.edition)
    whole = Scene(
        known,
        due.record,
        due.entry,
        due.edition,
        calendar,
        due.dated,
        recipient=due.recipient,
        traces=traces or Traces(),
        packs=packs,
    )
    audience = audience_of(whole)
    seen = visible(known, audience)
    record = seen.find(due.entry.record, due.record.record_id)
    scene = replace(whole, case=seen, record=record or due.record, withheld=tuple(_withheld(known, audience)))
    framed = compose_frame(scene, draft=draft)
    answers = {
        field_name(entry): _answer(scene, entry) if record is not None else _hidden(scene, entry)
        for entry in due.entry.blocks
    }
    blocks = _blocks_type(_placed(due.entry))(**{name: answer.value for name, answer in answers.items()})
    gaps = (*framed.frame.gaps, *(missing for answer in answers.values() for missing in answer.gaps))
    if due.entry.offices or case.programme is not None:
        unnamed = without_names(scene, due.entry.offices, blocks)
        blocks, gaps = unnamed.value, (*gaps, *unnamed.gaps)
    used = (*framed.used, *(item for answer in answers.values() for item in answer.used))
    return Composed(
        due=due,
        context={"letter": framed.frame, "block": blocks},
        gaps=tuple(dict.fromkeys(gaps)),
        made_from=_once(used),
        editions=_editions(due, case, packs),
        envelope=compose_envelope(scene, is_visible=record is not None),
    )


def roots(entry: DocumentEntry) -> Mapping[str, type]:
    """The types of the names that the document's template may use: `letter`, and `block` with a field a block."""
    return {"letter": Frame, "block": _blocks_type(_placed(entry))}


def block_id(entry: BlockEntry) -> str:
    """The name of a block in its document: its id, or its kind where it stands once."""
    return entry.id or entry.block


def field_name(entry: BlockEntry) -> str:
    """The name of a block in templates: its id with underscores."""
    return block_id(entry).replace("-", "_")


def _editions(due: Due, case: Case, packs: Packs) -> tuple[str, ...]:
    """The titles of the edition that judges the document and of the national one beneath it."""
    pack = packs.by_name[case.authority.file.policy]
    national = packs.by_name.get(pack.under)
    beneath = (national.edition_on(due.record.on or due.dated).title,) if national else ()
    return (due.edition.title, *beneath)


def _placed(entry: DocumentEntry) -> tuple[tuple[str, str], ...]:
    """The template's name and the kind of each block of a document."""
    return tuple((field_name(block), block.block) for block in entry.blocks)


@cache
def _blocks_type(placed: tuple[tuple[str, str], ...]) -> Any:
    """A frozen type with a field for each block of a document."""
    return defstruct("Blocks", [(name, block_kind(kind).type | None) for name, kind in placed], frozen=True)


def _answer(scene: Scene, entry: BlockEntry) -> Answer:
    """What the block's composer says; nothing at a school that the block is not for."""
    if entry.when and not school_applies(dict(entry.when), scene.view):
        return Answer(None)
    return block_kind(entry.block).compose(scene, entry)


def _hidden(scene: Scene, entry: BlockEntry) -> Answer:
    """The answer for a block of a record that the document's readers may not see."""
    missing = gap(scene, block_id(entry).replace("-", " "), scene.record, why="confidential")
    return empty(block_kind(entry.block).type, entry, missing)


def _withheld(known: Case, audience: tuple[str, ...]) -> Iterator[Withheld]:
    """What the readers may not see, by name."""
    for item in hidden(known, audience):
        if item.section is None:
            name = item.record.record_id
            criteria = tuple(getattr(item.record, "criteria", ()))
            yield Withheld(item.kind, name, "", criteria, tuple(_citing(known, name)))
        else:
            yield Withheld(item.kind, item.record.record_id, plain_title(item.section.title) or "preamble")


def _citing(known: Case, evidence_id: str) -> Iterator[str]:
    """The notices that a piece of evidence is cited by."""
    for notice in known.notices:
        cited = {each for ground in notice.grounds for each in ground.evidence}
        cited.update(each for ground in notice.grounds for matter in ground.matters for each in matter.evidence)
        if evidence_id in cited:
            yield notice.record_id


def _once(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records without repeats, in order (they compare by value, so by place here)."""
    return tuple({(record.source_file, record.record_id): record for record in records}.values())
