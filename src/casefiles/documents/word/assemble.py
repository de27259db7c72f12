"""From the files on the shelf to a template ready to render: expanded, checked for its language, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.assembled import DOCUMENT, Assembled, Extensible, Part
from casefiles.documents.word.counting import mark_lists
from casefiles.documents.word.dialect import lined, mark_tags, parted, patched
from casefiles.documents.word.expand import Hole, PlacedBlock, expand, holes_in
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.fitting import fit_tables
from casefiles.documents.word.fragments import Fragment, read_fragment
from casefiles.documents.word.hygiene import read_cleaned
from casefiles.documents.word.language import check_language
from casefiles.documents.word.layout import check_layout, heading_levels, mark_slots
from casefiles.documents.word.mending import Mends, mends_of
from casefiles.documents.word.numbering import Lists, ensure_numbering, read_lists
from casefiles.documents.word.packaging import write_package
from casefiles.documents.word.properties import (
    APP_PART,
    CORE_PART,
    CUSTOM_PART,
    DocumentProperties,
    app_xml,
    core_xml,
    custom_xml,
)
from casefiles.documents.word.prose import Slot
from casefiles.documents.word.relations import add_part, add_relation, read_relations, relations_name
from casefiles.documents.word.segments import compile_segment
from casefiles.documents.word.structure import Structure, structure_of
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import Tag, forget_places, heal, locate, read_tags, stray_tags
from casefiles.documents.word.wordml import DECLARATION, Element, parse_part, serialise, w
from casefiles.sealing import sealed

__all__ = ["Page", "assemble", "compile_page", "examine", "handed_over", "read_page"]

_RUNNING = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_NO_PROPERTIES = {
    CORE_PART: core_xml(DocumentProperties(title="")),
    CUSTOM_PART: custom_xml(DocumentProperties(title="")),
}
_PROPERTY_TYPES = {
    CORE_PART: ("application/vnd.openxmlformats-package.core-properties+xml",
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"),
    APP_PART: ("application/vnd.openxmlformats-officedocument.extended-properties+xml", "extended-properties"),
    CUSTOM_PART: ("application/vnd.openxmlformats-officedocument.custom-properties+xml", "custom-properties"),
}  # fmt: skip


class Page(Struct, frozen=True, dict=True):
    """A page with its fragments put in: the package, the roots of its running parts, the tags of each in order."""

    file: str
    parts: dict[str, bytes]
    roots: dict[str, Element]
    tags: dict[str, tuple[Tag, ...]]
    sheet: StyleSheet
    styles: Element
    numbering: str
    lists: Lists
    notes: tuple[Diagnostic, ...] = ()
    holes: tuple[Hole, ...] = ()

    @cached_property
    def structures(self) -> tuple[Structure, ...]:
        """The structure of each running part."""
        return tuple(structure_of(root) for root in self.roots.values())


def assemble(
    shelf: Mapping[str, bytes], slug: str, kind: str, blocks: Sequence[PlacedBlock], origin: Mapping[str, str]
) -> tuple[Assembled | None, tuple[Diagnostic, ...]]:
    """The template of a document ready to render, or all that is wrong with it."""
    try:
        page, faults = read_page(shelf, slug, kind, blocks, origin)
        faults = faults or (examine(page) if page else ())
        return (compile_page(page), ()) if page and not faults else (None, faults)
    except TemplateFault as fault:
        return None, fault.diagnostics


def read_page(
    shelf: Mapping[str, bytes],
    slug: str,
    kind: str,
    blocks: Sequence[PlacedBlock],
    origin: Mapping[str, str],
    *,
    keeps_holes: bool = False,
) -> tuple[Page | None, tuple[Diagnostic, ...]]:
    """The document's page, expanded, and what keeps it from being read.

    One that keeps its holes has no block in it; none is read that has a hole elsewhere than in the page itself.
    """
    key = next((key for key in (slug, f"shells/{kind}") if key in shelf), "")
    if not key:
        place = Place(origin.get(slug, f"{slug}.docx"))
        message = f'there is neither a template "{slug}" nor a shell for the kind "{kind}"'
        return None, (diagnostic(place, "TPL-005", message),)
    file = origin.get(key, f"{key}.docx")
    clean = read_cleaned(shelf[key], file)
    parts = dict(clean.parts)
    roots = {name: parse_part(data, file, name) for name, data in parts.items() if _RUNNING.fullmatch(name)}
    styles = parse_part(parts.get("word/styles.xml", b"<styles/>"), file, "word/styles.xml")
    sheet = StyleSheet.read(styles)
    numbering_name = ensure_numbering(parts, file)
    numbering = parse_part(parts[numbering_name], file, numbering_name)
    for name, root in roots.items():
        heal(root)
        locate(root, file, name)
    body = roots[DOCUMENT].find(w("body"))
    if body is None:
        return None, (diagnostic(Place(file, DOCUMENT), "TPL-001", "the page has no body"),)
    holes = holes_in(body) if keeps_holes else None
    if keeps_holes and holes is None:
        return None, ()
    fragments, faults = _read_fragments(shelf, blocks, origin, sheet, numbering)
    faults += expand(roots[DOCUMENT], blocks, fragments, sheet)
    fit_tables(roots[DOCUMENT])
    parts[numbering_name] = serialise(numbering)
    lists = read_lists(parts, numbering_name, sheet, styles, file)
    tags: dict[str, tuple[Tag, ...]] = {}
    for name, root in roots.items():
        tags[name], unclosed = read_tags(root)
        faults += (*unclosed, *stray_tags(root, file, name))
    return Page(file, parts, roots, tags, sheet, styles, numbering_name, lists, clean.notes, holes or ()), faults


def _read_fragments(
    shelf: Mapping[str, bytes],
    blocks: Sequence[PlacedBlock],
    origin: Mapping[str, str],
    sheet: StyleSheet,
    numbering: Element,
) -> tuple[dict[str, Fragment], tuple[Diagnostic, ...]]:
    fragments: dict[str, Fragment] = {}
    faults: tuple[Diagnostic, ...] = ()
    for name in dict.fromkeys(block.block for block in blocks):
        key = f"fragments/{name}"
        if key in shelf:
            file = origin.get(key, f"{key}.docx")
            fragments[name], found = read_fragment(read_cleaned(shelf[key], file).parts, file, sheet, numbering)
            faults += found
    return fragments, faults


def examine(page: Page) -> tuple[Diagnostic, ...]:
    """What of a page's tags is outside the language, or stands where it cannot be carried out."""
    found: list[Diagnostic] = []
    for name, tags in page.tags.items():
        found += (*check_language(tags), *check_layout(page.roots[name]))
    return (*found, *(fault for structure in page.structures for fault in structure.faults))


def handed_over(page: Page) -> tuple[Diagnostic, ...]:
    """Why the page is rendered by docxtpl itself: nothing where it is compiled."""
    return tuple(note for structure in page.structures for note in structure.handed)


def compile_page(page: Page) -> Assembled:
    """The page ready to render; its roots are used up by it. `TemplateFault` for what Jinja cannot compile."""
    is_handed = bool(handed_over(page))
    parts = dict(page.parts)
    for name, data in ((CORE_PART, b""), (APP_PART, app_xml()), (CUSTOM_PART, b"")):
        content_type, relation = _PROPERTY_TYPES[name]
        add_part(parts, name, data, content_type, page.file)
        if relation.rsplit("/", 1)[-1] not in {r.kind for r in read_relations(parts, "", page.file)}:
            add_relation(parts, "", relation, name, page.file)
    slots: list[Slot] = []
    groups: tuple[str, ...] = ()
    compiled = []
    for name, root in page.roots.items():
        forget_places(root)
        varies = page.tags[name] or (name == DOCUMENT and page.holes)
        if varies:
            slots += mark_slots(root, heading_levels(root, page.sheet)[0], len(slots))
            if name == DOCUMENT:
                groups = mark_lists(root, page.styles, parse_part(parts[page.numbering], page.file, page.numbering))
            mends = mends_of(root, page.tags[name])
            mark_tags(root)
            compiled.append(compile_part(name, patched(root), page.tags[name], mends))
        if is_handed or not varies:
            parts[name] = serialise(root)
    dynamic = {part.name for part in compiled} | {CORE_PART, CUSTOM_PART, page.numbering, relations_name(DOCUMENT)}
    return Assembled(
        file=page.file,
        static={name: data for name, data in parts.items() if name not in dynamic},
        parts=tuple(compiled),
        slots=tuple(slots),
        groups=groups,
        sheet=page.sheet,
        lists=page.lists,
        numbering=Extensible(page.numbering, parts[page.numbering]),
        relations=Extensible(relations_name(DOCUMENT), parts[relations_name(DOCUMENT)]),
        package=write_package({**parts, **_NO_PROPERTIES}) if is_handed else b"",
    )


def compile_part(name: str, source: str, tags: tuple[Tag, ...], mends: Mends) -> Part:
    """The part from the source that docxtpl made of it: what stands between its holes, one segment each."""
    stretches = [lined(stretch, tags) for stretch in parted(DECLARATION.strip() + source)]
    return Part(name, tuple(compile_segment(text, name, order) for text, order in stretches), sealed(tags), mends)
