"""The marks of a page's making: comments and ids taken out; tracked changes, hidden text, live fields refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.wordml import Element, paragraph_text, paragraphs, val, w

__all__ = ["FIELDS", "hiding_styles", "scrub_page"]

FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "HYPERLINK", "TOC", "REF", "PAGEREF", "STYLEREF", "SEQ", "TITLE"}
)
_DROPPED = {
    w(name)
    for name in (
        "proofErr", "lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd", "commentReference",
        "annotationRef", "permStart", "permEnd", "dataBinding",
    )
}  # fmt: skip
_TRACKED = {
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange",
        "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "tblGridChange", "numberingChange", "delText",
    )
}  # fmt: skip
_EMBEDDED = {w("object"): "an embedded object", w("control"): "an ActiveX control", w("altChunk"): "another document"}
_OFF = {"0", "false", "off", "none"}
_IDS = re.compile(r"\{http://schemas\.microsoft\.com/office/word/2010/wordml\}(?:paraId|textId)")


def scrub_page(root: Element, file: str, part: str, hidden: frozenset[str]) -> list[Diagnostic]:
    """Take the marks of its making out of a page, and return what its author has to settle.

    `hidden` has the ids of the styles that hide their text.
    """
    for element in [*root.iter(*_DROPPED)]:
        _drop(element)
    for element in root.iter():
        for key in [key for key in element.attrib if str(key).startswith(w("rsid")) or _IDS.match(str(key))]:
            del element.attrib[key]
    faults: list[Diagnostic] = []
    for number, paragraph in enumerate(paragraphs(root), start=1):
        place = Place(file, part, number, paragraph_text(paragraph))
        faults += _check_paragraph(paragraph, place, hidden)
    if not faults and next(root.iter(*_TRACKED), None) is not None:
        faults.append(diagnostic(Place(file, part), "TPL-052", "a table or section has tracked changes"))
    return faults


def hiding_styles(styles: Element) -> frozenset[str]:
    """The ids of the styles whose text is hidden."""
    return frozenset(
        str(style.get(w("styleId"), ""))
        for style in styles.findall(w("style"))
        if any(val(mark) not in _OFF for mark in style.iterfind(f"{w('rPr')}/{w('vanish')}"))
    )


def _check_paragraph(paragraph: Element, place: Place, hidden: frozenset[str]) -> Iterator[Diagnostic]:
    if next(paragraph.iter(*_TRACKED), None) is not None or _is_inside(paragraph, _TRACKED):
        advice = "accept or reject the changes in Word (Review), then save"
        yield diagnostic(place, "TPL-052", "the paragraph has tracked changes", advice=advice)
    marks = (*paragraph.iter(w("vanish")), *paragraph.iter(w("webHidden")))
    styles = (*paragraph.iter(w("pStyle")), *paragraph.iter(w("rStyle")))
    if any(val(mark) not in _OFF for mark in marks) or any(val(style) in hidden for style in styles):
        yield diagnostic(place, "TPL-053", "the paragraph has hidden text", advice="delete it, or show it")
    for tag, what in _EMBEDDED.items():
        if next(paragraph.iter(tag), None) is not None:
            yield diagnostic(place, "TPL-051", f"the paragraph holds {what}", advice="take it out")
    for code in _field_codes(paragraph):
        if code not in FIELDS:
            message = f"the field {code} changes with the day, the user or the computer that opens the letter"
            yield diagnostic(place, "TPL-055", message, advice="write the text, or a tag, in its place")


def _field_codes(paragraph: Element) -> Iterator[str]:
    """The first words of the fields that begin in the paragraph, whose instruction may be split over runs."""
    for simple in paragraph.iter(w("fldSimple")):
        yield _first_word(str(simple.get(w("instr"), "")))
    instruction: list[str] | None = None
    for element in paragraph.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            if instruction is None:
                yield _first_word(element.text or "") or "without a beginning"
            else:
                instruction.append(element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            if instruction:
                yield _first_word("".join(instruction))
            instruction = []
        elif instruction is not None and element.get(w("fldCharType")) in {"separate", "end"}:
            if instruction:
                yield _first_word("".join(instruction))
            instruction = [] if element.get(w("fldCharType")) == "separate" else None
    if instruction:
        yield _first_word("".join(instruction))


def _first_word(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""


def _is_inside(element: Element, tags: set[str]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        if parent.tag == w("r") and all(child.tag == w("rPr") for child in parent):
            _drop(parent)
