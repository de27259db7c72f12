"""Numbered paragraphs in a template's loops: they count from the first number each time their loop begins."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from casefiles.documents.word.tags import tags_of
from casefiles.documents.word.wordml import XML_SPACE, Element, paragraphs, style_of, val, w, whole

__all__ = ["mark_lists"]


class _Numbering(Struct, frozen=True):
    """The list that a paragraph belongs to: its number instance, its level, and the indent of its style."""

    number: str
    level: int
    indent: Element | None


def mark_lists(root: Element, styles: Element, numbering: Element) -> tuple[str, ...]:
    """Mark the numbered paragraphs in loops; the answer has the list definition of each group of them, in order.

    Word counts on through all paragraphs of one number instance, so that a list in a loop would go on
    where the list of the round before ended. Each group takes a new instance where its loop begins.
    """
    definitions = {str(n.get(w("numId"), "")): val(n.find(w("abstractNumId"))) for n in numbering.findall(w("num"))}
    groups: dict[tuple[Element, str], int] = {}
    levels: dict[tuple[Element, str], int] = {}
    found: list[str] = []
    for paragraph, loops in [*_in_loops(root)]:
        own = _numbering_of(paragraph, styles)
        if own is None or own.number not in definitions or _is_bullet(numbering, definitions[own.number], own.level):
            continue
        outer = [loop for loop in loops if levels.get((loop, own.number), own.level) < own.level]
        key = (outer[0] if outer else loops[-1], own.number)
        if key not in groups:
            groups[key] = len(found)
            found.append(definitions[own.number])
            key[0].addprevious(_mark(f"{{{{p {groups[key]}|begins_list }}}}"))
        levels[key] = min(levels.get(key, own.level), own.level)
        _follow(paragraph, own, groups[key])
    return tuple(found)


def _in_loops(root: Element) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """The paragraphs inside loops over paragraphs, each with the paragraphs where its loops begin, outermost first."""
    open_in: dict[Element | None, list[tuple[str, Element]]] = {}
    for paragraph in paragraphs(root):
        stack = open_in.setdefault(paragraph.getparent(), [])
        words = [tag.word for tag in tags_of(paragraph) if tag.modifier == "p" and tag.opener == "{%"]
        for word in words:
            if word in {"for", "if"}:
                stack.append((word, paragraph))
            elif word in {"endfor", "endif"} and stack:
                stack.pop()
        loops = tuple(begin for word, begin in stack if word == "for")
        if loops and not words:
            yield paragraph, loops


def _numbering_of(paragraph: Element, styles: Element) -> _Numbering | None:
    direct = paragraph.find(f"{w('pPr')}/{w('numPr')}")
    indent = None
    if direct is None or direct.find(w("numId")) is None:
        identifier = style_of(paragraph)
        for _ in range(10):
            style = styles.find(f"{w('style')}[@{w('styleId')}='{identifier}']")
            if style is None:
                return None
            indent = style.find(f"{w('pPr')}/{w('ind')}") if indent is None else indent
            direct = style.find(f"{w('pPr')}/{w('numPr')}")
            if direct is not None and direct.find(w("numId")) is not None:
                break
            identifier = val(style.find(w("basedOn")))
    if direct is None:
        return None
    return _Numbering(val(direct.find(w("numId"))), whole(val(direct.find(w("ilvl")))), indent)


def _is_bullet(numbering: Element, definition: str, level: int) -> bool:
    path = f"{w('abstractNum')}[@{w('abstractNumId')}='{definition}']/{w('lvl')}[@{w('ilvl')}='{level}']/{w('numFmt')}"
    return val(numbering.find(path)) in {"", "bullet", "none"}


def _follow(paragraph: Element, own: _Numbering, group: int) -> None:
    """Let the paragraph follow the number instance that its group has in the document being rendered."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    for old in properties.findall(w("numPr")):
        properties.remove(old)
    numbers = etree.Element(w("numPr"))
    etree.SubElement(numbers, w("ilvl")).set(w("val"), str(own.level))
    etree.SubElement(numbers, w("numId")).set(w("val"), f"{{{{ {group}|list_number }}}}")
    before = {w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")}
    place = next((at for at, child in enumerate(properties) if child.tag not in before), len(properties))
    properties.insert(place, numbers)
    if own.indent is not None and properties.find(w("ind")) is None:
        after = {
            w(n) for n in ("contextualSpacing", "mirrorIndents", "jc", "textDirection", "outlineLvl", "rPr", "sectPr")
        }
        end = next((at for at, child in enumerate(properties) if child.tag in after), len(properties))
        properties.insert(end, copy.deepcopy(own.indent))


def _mark(text: str) -> Element:
    paragraph = etree.Element(w("p"))
    element = etree.SubElement(etree.SubElement(paragraph, w("r")), w("t"))
    element.text = text
    element.set(XML_SPACE, "preserve")
    return paragraph
