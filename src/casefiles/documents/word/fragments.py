"""Fragments: Word files whose body goes into a page, in the page's styles and with lists of their own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import heal, locate
from casefiles.documents.word.wordml import R_NS, W_NS, Element, of_equal_parts, parse_part, val, w, whole

__all__ = ["Fragment", "read_fragment"]

_STYLED = ("pStyle", "rStyle", "tblStyle")
_DROPPED = ("bookmarkStart", "bookmarkEnd", "sectPr", "lastRenderedPageBreak")
_PART = "word/document.xml"


class Fragment(Struct, frozen=True):
    """The elements of a fragment's body, in the ids of the page that they go into."""

    elements: tuple[Element, ...]


def read_fragment(
    parts: Mapping[str, bytes], file: str, sheet: StyleSheet, numbering: Element
) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """The fragment of a package for a page with these styles; its list definitions are added to `numbering`."""
    body = parse_part(parts[_PART], file, _PART).find(w("body"))
    if body is None:
        return Fragment(()), (diagnostic(Place(file, _PART), "TPL-001", "the fragment has no body"),)
    heal(body)
    locate(body, file, _PART)
    for name in _DROPPED:
        for element in [*body.iter(w(name))]:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    faults = [*_map_styles(body, parts, file, sheet), *_foreign(body, file)]
    if "word/numbering.xml" in parts:
        _map_numbers(body, parse_part(parts["word/numbering.xml"], file, "word/numbering.xml"), numbering)
    return Fragment(tuple(body)), tuple(faults)


def _map_styles(body: Element, parts: Mapping[str, bytes], file: str, sheet: StyleSheet) -> list[Diagnostic]:
    own = (
        of_equal_parts(_sheet, parts["word/styles.xml"], file, "word/styles.xml")
        if "word/styles.xml" in parts
        else sheet
    )
    missing: dict[str, None] = {}
    for kind in _STYLED:
        for element in body.iter(w(kind)):
            name = own.names.get(val(element), val(element))
            if sheet.has(name):
                element.set(w("val"), sheet.id_of(name))
            else:
                missing[name] = None
    place = Place(file, _PART)
    return [
        diagnostic(place, "TPL-030", f'the fragment uses the style "{name}", which the page does not have')
        for name in missing
    ]


@lru_cache(maxsize=8)
def _sheet(styles: bytes) -> StyleSheet:
    return StyleSheet.read(parse_part(styles, "", ""))


def _foreign(body: Element, file: str) -> list[Diagnostic]:
    """Pictures and static links: they live in other parts, which stay behind when a body is put into a page."""
    led = {
        str(e.tag).rsplit("}", 1)[-1] for e in body.iter() if any(str(k).startswith(f"{{{R_NS}}}") for k in e.attrib)
    }
    place = Place(file, _PART)
    return [
        diagnostic(
            place, "TPL-031", f'a fragment cannot hold a "{name}"', advice="put pictures and fixed links into the shell"
        )
        for name in sorted(led)
    ]


def _map_numbers(body: Element, own: Element, numbering: Element) -> None:
    """Give the lists of a fragment definitions and numbers in the page's numbering part."""
    used = dict.fromkeys(val(number) for number in body.iter(w("numId")) if val(number) != "0")
    mapped: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for number in own.findall(w("num")):
        identifier = str(number.get(w("numId"), ""))
        if identifier not in used:
            continue
        old = val(number.find(w("abstractNumId")))
        if old not in definitions:
            definitions[old] = _copy_definition(own, old, numbering)
        clone = copy.deepcopy(number)
        mapped[identifier] = _next(numbering, "num", "numId")
        clone.set(w("numId"), mapped[identifier])
        clone.findall(w("abstractNumId"))[0].set(w("val"), definitions[old])
        numbering.append(clone)
    for number in body.iter(w("numId")):
        number.set(w("val"), mapped.get(val(number), "0"))


def _copy_definition(own: Element, identifier: str, numbering: Element) -> str:
    known = numbering.findall(w("abstractNum"))
    fresh = _next(numbering, "abstractNum", "abstractNumId")
    for definition in own.findall(w("abstractNum")):
        if definition.get(w("abstractNumId")) == identifier:
            clone = copy.deepcopy(definition)
            break
    else:
        clone = etree.Element(w("abstractNum"), nsmap={"w": W_NS})
    clone.set(w("abstractNumId"), fresh)
    for name in ("nsid", "tmpl", "styleLink", "numStyleLink"):
        for element in clone.findall(w(name)):
            clone.remove(element)
    for linked in clone.iter(w("pStyle")):
        parent = linked.getparent()
        if parent is not None:
            parent.remove(linked)
    numbering.insert(len(known), clone)
    return fresh


def _next(numbering: Element, name: str, attribute: str) -> str:
    return str(max((whole(e.get(w(attribute))) for e in numbering.findall(w(name))), default=0) + 1)
