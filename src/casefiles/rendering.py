"""A due document to Word bytes: its template from the shelf, its context from the case, its gaps as diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from msgspec import Struct
from msgspec.structs import replace

from casefiles import __version__
from casefiles.caseload import TemplateShelf, read_logo, read_templates
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import Due
from casefiles.documents.compose import Composed, Frame, block_id, compose, roots
from casefiles.documents.compose.caseload_table import NamedTable
from casefiles.documents.mail import Covering, Message, check_covering, read_covering
from casefiles.documents.unstatutory import guard_of
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.logo import is_picture, with_logo
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import PlacedBlock, Template
from casefiles.judgement import own_fault
from casefiles.kept_templates import template_kept
from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.policy.pack import DocumentEntry
from casefiles.publish import digest

__all__ = ["Refused", "Rendered", "Shelves", "covering_faults", "document_properties", "placed_blocks"]


class Rendered(Struct, frozen=True):
    """A document's Word bytes, what it lacks, and the records that it shows.

    `message` is its e-mail, if it goes to somebody; `unreached` says whom that leaves out. `tables` are those of a
    report that was read off a caseload: a workbook has them beside it.
    """

    docx: bytes
    gaps: tuple[Diagnostic, ...] = ()
    made_from: tuple[Record, ...] = ()
    message: Message | None = None
    unreached: tuple[Diagnostic, ...] = ()
    tables: tuple[NamedTable, ...] = ()


class Refused(Struct, frozen=True):
    """Why a document could not be made."""

    diagnostics: tuple[Diagnostic, ...]


class Shelves:
    """The templates of every authority, each read once and compiled once."""

    def __init__(self, root: Path, packs: Packs) -> None:
        self._root = root
        self._packs = packs
        self._shelves: dict[tuple[str, str], TemplateShelf] = {}
        self._logos: dict[tuple[str, str], bytes | None] = {}
        self._hashes: dict[tuple[str, str], dict[str, str]] = {}
        self._templates: dict[tuple[str, str, str, str], Template] = {}
        self._coverings: dict[tuple[str, str, str], Covering | None] = {}
        self._kept_contracts: dict[tuple[str, str, str, str], tuple[Diagnostic, ...]] = {}

    def shelf(self, case: Case) -> TemplateShelf:
        """The templates of the case's authority, its logo in each page that has a place for one."""
        return self._shelf(case)

    def inputs(self, case: Case, due: Due) -> dict[str, str]:
        """The hashes of the template files that the document is made with, each under `template NAME`."""
        where = self._where(case)
        shelf = self._shelf(case)
        hashes = self._hashes.setdefault(where, {})
        found = {}
        covering = _covering_name(shelf, due.entry)
        for name in (*_used(shelf, due.entry), *([covering] if covering else ())):
            if name not in hashes:
                hashes[name] = digest(shelf.templates[name])
            found[f"template {shelf.origin.get(name, name)}"] = hashes[name]
        return found

    def contract(self, case: Case, due: Due) -> tuple[Diagnostic, ...]:
        """What is wrong between the document and a template of the authority's own; nothing for a shipped one."""
        where, entry = self._where(case), due.entry
        key = (*where, due.edition.id, entry.slug)
        if key not in self._kept_contracts:
            shelf = self._shelf(case)
            own = any(not PurePath(shelf.origin[name]).is_absolute() for name in _used(shelf, entry))
            faults = _contract_faults(shelf, due) if own else ()
            said = (*faults, *covering_faults(shelf, entry), *self._logo_faults(case))
            self._kept_contracts[key] = tuple(fault.within(case.authority.id) for fault in said)
        return self._kept_contracts[key]

    def render(self, case: Case, due: Due) -> Rendered | Refused:
        """The document as Word bytes, or why there are none: a fault of its template, or our own."""
        span = due.record.span()
        try:
            composed = compose(due, case, self._packs)
            template = self.template(case, due)
            docx = template.render(self.shown(case, composed), document_properties(composed, case))
            message = self.message(case, due, composed)
        except TemplateFault as fault:
            return Refused(tuple(each.within(case.authority.id) for each in fault.diagnostics))
        except Exception as bug:  # noqa: BLE001 - a document that fails by our own fault costs no other
            fault_of_ours = own_fault(bug, span, f"{due.entry.title} ({due.stem})", "INT-011")
            return Refused((fault_of_ours.within(case.authority.id, case.id),))
        gaps = (gap.within(case.authority.id, case.id) for gap in composed.gap_diagnostics())
        envelope = composed.envelope
        unreached = (each.within(case.authority.id, case.id) for each in (*envelope.held_back, *envelope.unreached))
        lacking = tuple(dict.fromkeys(gaps))
        return Rendered(docx, lacking, composed.made_from, message, tuple(unreached), composed.tables)

    def shown(self, case: Case, composed: Composed) -> Mapping[str, object]:
        """The document's context; where its logo cannot be shown, its head has the authority's name."""
        letter = composed.context["letter"]
        if not isinstance(letter, Frame) or not letter.logo or self._logo(case) is not None:
            return composed.context
        return {**composed.context, "letter": replace(letter, logo=False)}

    def message(self, case: Case, due: Due, composed: Composed) -> Message | None:
        """The document's e-mail; None where it goes to nobody, or where `contract` has a fault of its covering text."""
        letter, envelope = composed.context["letter"], composed.envelope
        covering = self._covering(case, due.entry) if envelope.to or envelope.copies else None
        if covering is None or not isinstance(letter, Frame):
            return None
        return Message(envelope, *covering.write(letter))

    def _covering(self, case: Case, entry: DocumentEntry) -> Covering | None:
        shelf = self._shelf(case)
        name = _covering_name(shelf, entry)
        key = (*self._where(case), name)
        if key not in self._coverings:
            try:
                self._coverings[key] = read_covering(shelf.templates[name], shelf.origin[name])
            except (KeyError, TemplateFault):
                self._coverings[key] = None
        return self._coverings[key]

    def _logo_faults(self, case: Case) -> tuple[Diagnostic, ...]:
        logo, _ = read_logo(self._root, case.authority)
        if logo is None or is_picture(logo):
            return ()
        span = case.authority.file.span("letterhead", "logo")
        return (
            Diagnostic(span, "SCH-017", Severity.ERROR, "the logo is a broken picture: put a whole one in its place"),
        )

    def _logo(self, case: Case) -> bytes | None:
        """The authority's logo, None where it has none that a letter can show."""
        where = self._where(case)
        if where not in self._logos:
            logo, _ = read_logo(self._root, case.authority)
            self._logos[where] = logo if logo is not None and is_picture(logo) else None
        return self._logos[where]

    def _where(self, case: Case) -> tuple[str, str]:
        return case.authority.id, case.authority.file.policy

    def _shelf(self, case: Case) -> TemplateShelf:
        """The authority's templates, its logo in each page that has a place for one."""
        where = self._where(case)
        if where not in self._shelves:
            shelf = read_templates(self._root, *where, self._packs.beneath(where[1]))
            logo = self._logo(case)
            if logo is not None:
                shelf = replace(shelf, templates=_WithLogo(shelf.templates, logo, case.authority.file.name))
            self._shelves[where] = shelf
        return self._shelves[where]

    def template(self, case: Case, due: Due) -> Template:
        """The document's template, compiled; `TemplateFault` with what keeps it from being used."""
        where, entry = self._where(case), due.entry
        key = (*where, due.edition.id, entry.slug)
        if key not in self._templates:
            shelf = self._shelf(case)
            files = {name: shelf.templates[name] for name in _used(shelf, entry)}
            blocks = placed_blocks(entry)
            self._templates[key] = template_kept(files, entry.slug, entry.kind, blocks, origin=shelf.origin)
        return self._templates[key]


class _WithLogo(Mapping[str, bytes]):
    """The files of a shelf with a logo in each page that has a place for one: put in where the page is asked for."""

    def __init__(self, templates: Mapping[str, bytes], logo: bytes, name: str) -> None:
        self._templates = templates
        self._logo = logo
        self._name = name
        self._pages: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name.startswith(("fragments/", "mail/")):
            return self._templates[name]
        if name not in self._pages:
            self._pages[name] = with_logo(self._templates[name], self._logo, self._name)
        return self._pages[name]

    def __contains__(self, name: object) -> bool:
        return name in self._templates

    def __iter__(self) -> Iterator[str]:
        return iter(self._templates)

    def __len__(self) -> int:
        return len(self._templates)


def _contract_faults(shelf: TemplateShelf, due: Due) -> tuple[Diagnostic, ...]:
    """What is wrong between a document and its template."""
    from casefiles.documents.word.contract import check_template  # noqa: PLC0415 - few authorities have templates

    entry, guard = due.entry, guard_of(due.entry, due.edition)
    blocks, types = placed_blocks(entry), roots(entry)
    return check_template(shelf.templates, entry.slug, entry.kind, blocks, types, origin=shelf.origin, guard=guard)


def placed_blocks(entry: DocumentEntry) -> tuple[PlacedBlock, ...]:
    """The blocks of a document as its template knows them."""
    return tuple(PlacedBlock(block_id(block), block.block, block.title, block.required) for block in entry.blocks)


def covering_faults(shelf: TemplateShelf, entry: DocumentEntry) -> tuple[Diagnostic, ...]:
    """What is wrong with the covering text of the document's e-mail, where it is the authority's own."""
    name = _covering_name(shelf, entry)
    if not name or PurePath(shelf.origin[name]).is_absolute():
        return ()
    return check_covering(shelf.templates[name], shelf.origin[name])


def _covering_name(shelf: TemplateShelf, entry: DocumentEntry) -> str:
    """The name on the shelf of the document's covering text: its own, its kind's, or the one for all."""
    names = (f"mail/{name}" for name in (entry.slug, entry.kind, "covering"))
    return next((name for name in names if name in shelf.templates), "")


def _used(shelf: TemplateShelf, entry: DocumentEntry) -> tuple[str, ...]:
    """The names on the shelf of the files that make up the document's template."""
    page = next((name for name in (entry.slug, f"shells/{entry.kind}") if name in shelf.templates), None)
    fragments = (f"fragments/{block.block}" for block in entry.blocks)
    return tuple(name for name in dict.fromkeys((page, *fragments)) if name is not None and name in shelf.templates)


def document_properties(composed: Composed, case: Case) -> DocumentProperties:
    """What the document says of itself to programs."""
    entry = composed.due.entry
    return DocumentProperties(
        title=f"{entry.title}: {case.school.name}",
        reference=case.case.reference or "",
        kind=entry.kind,
        editions=composed.editions,
        version=__version__,
    )
