"""A page with its fragments put in: `{{p blocks }}` and `{{p block.actions }}` become the blocks they stand for."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic, nearest
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.fragments import Fragment
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import mark_place, place_of, renamed, rewrite_tags, tags_of
from casefiles.documents.word.wordml import HOLE, XML_SPACE, Element, paragraph_text, paragraphs, style_of, w

__all__ = ["Hole", "PlacedBlock", "block_elements", "expand", "holes_in"]

_PLACEHOLDER = re.compile(r"\{\{p\s+(?:blocks|block\.(?P<name>\w+))\s*\}\}")
_GAP = "[Not yet in the case file: {{ %s.gap.what }}, {{ %s.gap.where }}]"


class PlacedBlock(Struct, frozen=True):
    """One block of a document: its id there, the block that it is, the heading that the pack gives it."""

    id: str
    block: str
    title: str | None = None
    required: bool = True

    @property
    def name(self) -> str:
        """The id as templates write it: with underscores, since Jinja reads a hyphen as minus."""
        return self.id.replace("-", "_")


def expand(
    body: Element, blocks: Sequence[PlacedBlock], fragments: Mapping[str, Fragment], sheet: StyleSheet
) -> tuple[Diagnostic, ...]:
    """Put the fragments into the page's body, and return what cannot be placed.

    A block that the page places by name is left out of `{{p blocks }}`, which places all others in order.
    """
    holes = [(p, m) for p in paragraphs(body) if (m := _PLACEHOLDER.fullmatch(paragraph_text(p).strip()))]
    named = {match["name"] for _, match in holes if match["name"]}
    by_name = {block.name: block for block in blocks}
    faults: list[Diagnostic] = []
    for paragraph, match in holes:
        here = place_of(paragraph)
        if match["name"] and match["name"] not in by_name:
            near = nearest(match["name"], by_name)
            message = f'the document has no block "{match["name"]}"'
            faults.append(diagnostic(here, "TPL-023", message, advice=f'did you mean "block.{near}"?' if near else ""))
            continue
        wanted = [by_name[match["name"]]] if match["name"] else [b for b in blocks if b.name not in named]
        elements: list[Element] = []
        for block in wanted:
            if block.block not in fragments:
                faults.append(diagnostic(here, "TPL-005", f'there is no fragment for the block "{block.block}"'))
                continue
            elements += block_elements(block, fragments[block.block], sheet, f"block.{block.name}")
        for element in elements:
            for inner in paragraphs(element):
                if not place_of(inner).file:
                    mark_place(inner, here)
        _replace(paragraph, elements)
    return tuple(faults)


def _replace(paragraph: Element, elements: Iterable[Element]) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    for element in elements:
        paragraph.addprevious(element)
    parent.remove(paragraph)


class Hole(Struct, frozen=True):
    """A place of a page where blocks go: the one that it names, or all that no other does."""

    name: str
    here: Place


def holes_in(body: Element) -> tuple[Hole, ...] | None:
    """The holes of a page, each with an element in its place; None where one is in a table, a condition or a loop."""
    found: list[tuple[Element, Hole]] = []
    depth = 0
    for paragraph in paragraphs(body):
        words = [tag.word for tag in tags_of(paragraph)]
        depth += sum(word in {"if", "for"} for word in words) - sum(word in {"endif", "endfor"} for word in words)
        if match := _PLACEHOLDER.fullmatch(paragraph_text(paragraph).strip()):
            if depth or paragraph.getparent() is not body:
                return None
            found.append((paragraph, Hole(match["name"] or "", place_of(paragraph))))
    for paragraph, _ in found:
        _replace(paragraph, [etree.Element(HOLE)])
    return tuple(hole for _, hole in found)


def block_elements(block: PlacedBlock, fragment: Fragment, sheet: StyleSheet, root: str) -> list[Element]:
    """The paragraphs and tables of a block that templates call `root`, with what is shown where it has a gap."""
    holder = etree.Element(w("body"))
    holder.extend(copy.deepcopy(list(fragment.elements)))
    rewrite_tags(holder, lambda tag, _: replace(tag, body=renamed(tag.body, root)))
    elements = list(holder)
    heading, elements = _heading(block, elements, sheet)
    gap = _paragraph(_GAP % (root, root), sheet.id_of("Gap"))
    return [
        _paragraph(f"{{%p if {root} is not none %}}"),
        *heading,
        _paragraph(f"{{%p if {root}.gap %}}"),
        gap,
        _paragraph("{%p else %}"),
        *elements,
        _paragraph("{%p endif %}"),
        _paragraph("{%p endif %}"),
    ]


def _heading(block: PlacedBlock, elements: list[Element], sheet: StyleSheet) -> tuple[list[Element], list[Element]]:
    """The heading that stands above block and gap alike, and the elements below it.

    It is the fragment's first paragraph where that is a heading without tags, in the pack's words if the
    pack has any.
    """
    first = elements[0] if elements and elements[0].tag == w("p") else None
    has_own = first is not None and sheet.heading_level(style_of(first)) > 0
    if first is not None and has_own and (block.title or "{" not in paragraph_text(first)):
        if block.title:
            first = _paragraph(block.title, style_of(first))
        return [first], elements[1:]
    if block.title:
        return [_paragraph(block.title, sheet.heading_at(2))], elements
    return [], elements


def _paragraph(text: str, style: str = "") -> Element:
    paragraph = etree.Element(w("p"))
    if style:
        properties = etree.SubElement(paragraph, w("pPr"))
        etree.SubElement(properties, w("pStyle")).set(w("val"), style)
    element = etree.SubElement(etree.SubElement(paragraph, w("r")), w("t"))
    element.text = text
    element.set(XML_SPACE, "preserve")
    return paragraph
