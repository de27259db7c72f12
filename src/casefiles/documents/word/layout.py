"""How tags stand in a page: what each may stand for, what may stand beside it, and the room that prose has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import diagnostic
from casefiles.documents.word.prose import Slot
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import Tag, rewrite_tags, tags_of
from casefiles.documents.word.wordml import HOLE, Element, paragraph_text, paragraphs, style_of, w, whole

__all__ = ["OPEN_LEVEL", "check_layout", "heading_levels", "mark_slots", "text_width"]

_NAMESPACE = re.compile(r' xmlns:\w+="[^"]*"')
OPEN_LEVEL = -1
"""The level of a heading that stands on another page, or in another block."""
_DEFAULT_WIDTH = 9000
_LEAST_WIDTH = 500


def heading_levels(root: Element, sheet: StyleSheet, above: int = 0) -> tuple[dict[Element, int], int]:
    """The level of the heading that each paragraph and each hole of a part stands under, and that of the last one.

    `above` is the level where the part begins; behind a hole it is open, since a block may have a heading.
    """
    levels: dict[Element, int] = {}
    level = above
    for element in root.iter(w("p"), HOLE):
        if element.tag == HOLE:
            levels[element] = level
            level = OPEN_LEVEL
        else:
            levels[element] = level = sheet.heading_level(style_of(element)) or level
    return levels, level


def mark_slots(root: Element, levels: Mapping[Element, int], first: int) -> list[Slot]:
    """The slots of the prose of a part, numbered from `first`; each `{{p }}` and `{{r }}` tag then names its own."""
    slots: list[Slot] = []
    width = text_width(root)

    def mark(tag: Tag, paragraph: Element) -> Tag:
        if tag.opener != "{{" or tag.modifier not in {"p", "r"}:
            return tag
        slots.append(_slot(tag, paragraph, levels[paragraph], width))
        name = "as_blocks" if tag.modifier == "p" else "as_runs"
        return replace(tag, body=f"{tag.body}|{name}({first + len(slots) - 1})")

    rewrite_tags(root, mark)
    return slots


def _slot(tag: Tag, paragraph: Element, level: int, width: int) -> Slot:
    cell = next(paragraph.iterancestors(w("tc")), None)
    if tag.modifier == "r":
        run = next((t.getparent() for t in paragraph.iter(w("t")) if tag.body in (t.text or "")), None)
        properties = _inside(run.find(w("rPr"))) if run is not None else ""
        return Slot(properties, level, width, cell is not None)
    if cell is not None:
        found = cell.find(f"{w('tcPr')}/{w('tcW')}")
        width = whole(found.get(w("w"))) if found is not None and found.get(w("type")) == "dxa" else width // 2
        width = max(width - 230, _LEAST_WIDTH)
    return Slot(_inside(paragraph.find(w("pPr"))), level, width, cell is not None)


def _inside(properties: Element | None) -> str:
    if properties is None:
        return ""
    kept = (child for child in properties if child.tag not in {w("sectPr"), w("rPr")})
    return "".join(_NAMESPACE.sub("", etree.tostring(child, encoding="unicode")) for child in kept)


def text_width(root: Element) -> int:
    """The width of the page's text in twentieths of a point."""
    section = root.find(f"{w('body')}/{w('sectPr')}")
    if section is None:
        return _DEFAULT_WIDTH
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margins is None:
        return _DEFAULT_WIDTH
    sides = whole(margins.get(w("left")), 1440) + whole(margins.get(w("right")), 1440)
    return max(whole(size.get(w("w")), 11906) - sides, _LEAST_WIDTH)


def check_layout(root: Element) -> tuple[Diagnostic, ...]:
    """Tags that stand where what they stand for cannot be taken out or repeated whole."""
    tagged = {paragraph: tags for paragraph in paragraphs(root) if (tags := tags_of(paragraph))}
    return tuple(fault for paragraph, tags in tagged.items() for fault in _check_paragraph(paragraph, tags))


def _check_paragraph(paragraph: Element, tags: Sequence[Tag]) -> Iterator[Diagnostic]:
    text = paragraph_text(paragraph).strip()
    for tag in tags:
        place = tag.place
        if tag.modifier and {"%", "}"} & set(tag.body):
            yield diagnostic(place, "TPL-010", f'{tag.text} cannot hold "%" or "}}" inside')
        alone = len(tags) == 1 and text.startswith("{") and text.endswith("}")
        if tag.modifier == "p" and not alone:
            yield diagnostic(place, "TPL-012", f"{tag.text} stands for the whole paragraph, so it stands in it alone")
        if tag.modifier == "tr":
            row = next(paragraph.iterancestors(w("tr")), None)
            if row is None:
                yield diagnostic(place, "TPL-012", f"{tag.text} stands for a table row, but it stands in none")
            elif "".join(paragraph_text(p) for p in row.iter(w("p"))).strip() != text or not alone:
                yield diagnostic(place, "TPL-012", f"{tag.text} stands for the whole row, so it stands in it alone")
        if tag.modifier == "tc":
            cell = next(paragraph.iterancestors(w("tc")), None)
            if cell is None:
                yield diagnostic(place, "TPL-012", f"{tag.text} stands for a table cell, but it stands in none")
            elif "".join(paragraph_text(p) for p in cell.iter(w("p"))).strip() != text or not alone:
                yield diagnostic(place, "TPL-012", f"{tag.text} stands for the whole cell, so it stands in it alone")
