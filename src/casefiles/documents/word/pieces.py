"""Blocks that pages share: a fragment is expanded, checked and compiled once for all pages that look alike.

In its piece a block is called `this`, and what its heading says is asked for. What cannot be had that way is no piece:
a fragment with a fault, with list numbers of its own, or one that docxtpl renders.
"""

from __future__ import annotations

import copy
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from casefiles.documents.word.assembled import DOCUMENT
from casefiles.documents.word.counting import mark_lists
from casefiles.documents.word.dialect import lined, mark_tags, parted, patched
from casefiles.documents.word.expand import PlacedBlock, block_elements
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.fitting import fit_tables
from casefiles.documents.word.fragments import read_fragment
from casefiles.documents.word.hygiene import read_cleaned
from casefiles.documents.word.language import check_language
from casefiles.documents.word.layout import OPEN_LEVEL, check_layout, heading_levels, mark_slots
from casefiles.documents.word.mending import Mends, mends_of
from casefiles.documents.word.prose import Slot
from casefiles.documents.word.segments import THIS, Segment, compile_segment
from casefiles.documents.word.structure import structure_of
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import forget_places, read_tags, stray_tags
from casefiles.documents.word.wordml import HOLE, Element, parse_part, w

__all__ = ["Looks", "Piece", "looks_of", "piece_of"]


_HEADING = "\ufdd6"
"""Stands in a piece for the words of its heading until it is compiled."""


class Looks(Struct, frozen=True):
    """What of a page a block depends on: its root without content, its styles, its list definitions."""

    root: bytes
    styles: bytes
    numbering: bytes


class Piece(Struct, frozen=True):
    """A compiled block: its segment, slots and groups of lists numbered from 0, and the level of its last heading."""

    segment: Segment
    slots: tuple[Slot, ...]
    groups: tuple[str, ...]
    mends: Mends
    level: int


def looks_of(root: Element, styles: bytes, numbering: bytes) -> Looks:
    """The looks of a page; of its section only the size and the margins count."""
    empty = etree.Element(root.tag, nsmap=dict(root.nsmap))  # type: ignore[arg-type]  # a default namespace has no prefix
    body = etree.SubElement(empty, w("body"))
    section = root.find(f"{w('body')}/{w('sectPr')}")
    if section is not None:
        kept = etree.SubElement(body, w("sectPr"))
        kept.extend(copy.deepcopy([each for each in section if each.tag in {w("pgSz"), w("pgMar")}]))
    return Looks(etree.tostring(empty), styles, numbering)


@lru_cache(maxsize=256)
def piece_of(data: bytes, file: str, looks: Looks, *, headed: bool) -> Piece | None:
    """The piece of a fragment for pages with these looks; `headed` where the pack has a heading for the block."""
    try:
        parts = read_cleaned(data, file).parts
        return None if b"<w:numId" in parts[DOCUMENT] else _compiled(parts, file, looks, headed=headed)
    except TemplateFault:
        return None


def _compiled(parts: dict[str, bytes], file: str, looks: Looks, *, headed: bool) -> Piece | None:
    styles, numbering, sheet = _read(looks)
    fragment, faults = read_fragment(parts, file, sheet, numbering)
    root = etree.fromstring(looks.root)
    block = PlacedBlock(THIS, THIS, _HEADING if headed else None)
    elements = [etree.Element(HOLE), *block_elements(block, fragment, sheet, THIS), etree.Element(HOLE)]
    for number, element in enumerate(elements):
        root[0].insert(number, element)
    fit_tables(root)
    tags, unclosed = read_tags(root)
    structure = structure_of(root)
    if faults or unclosed or stray_tags(root, file, DOCUMENT) or structure.faults or structure.handed:
        return None
    if check_language(tags) or check_layout(root):
        return None
    forget_places(root)
    levels, level = heading_levels(root, sheet, OPEN_LEVEL)
    slots = mark_slots(root, levels, 0)
    groups = mark_lists(root, styles, numbering)
    mends = mends_of(root, tags)
    mark_tags(root)
    source, order = lined(parted(patched(root))[1], tags)
    source = source.replace(_HEADING, "{{ 0|block_heading }}")
    return Piece(compile_segment(source, file, order), tuple(slots), groups, mends, level)


@lru_cache(maxsize=8)
def _read(looks: Looks) -> tuple[Element, Element, StyleSheet]:
    styles = parse_part(looks.styles, "", "word/styles.xml")
    return styles, parse_part(looks.numbering, "", "word/numbering.xml"), StyleSheet.read(styles)
