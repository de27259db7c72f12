"""What a page lacks for readers with assistive technology, and what it holds that cannot become a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.blocks.subset import Refusals, refuse_foreign
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import place_of
from casefiles.documents.word.wordml import Element, paragraph_text, paragraphs, style_of, val, w, whole

__all__ = ["check_accessibility"]

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_SHOWING = (
    w("drawing"), w("pict"), w("br"), w("fldChar"), w("fldSimple"), w("sectPr"), w("pBdr"), w("tab"), w("separator"),
    w("continuationSeparator"),
)  # fmt: skip
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def check_accessibility(root: Element, sheet: StyleSheet, part: str) -> Iterator[Diagnostic]:
    """What to put right for readers who cannot see the page, paragraph by paragraph."""
    level = 0
    for paragraph in paragraphs(root):
        place = place_of(paragraph)
        yield from _check_drawings(paragraph, place, part)
        yield from _check_languages(paragraph, place)
        if (found := sheet.heading_level(style_of(paragraph))) and part == "word/document.xml":
            if found > level + 1:
                before = f"one of level {level}" if level else "none"
                message, advice = f"a heading of level {found} follows {before}", f"use Heading {level + 1}"
                yield diagnostic(place, "TPL-042", message, advice=advice, severity=Severity.WARNING)
            level = found
        if _is_spacer(paragraph):
            advice = "give the paragraph before it space after it"
            yield diagnostic(place, "TPL-046", "an empty paragraph", advice=advice, severity=Severity.WARNING)
    for table in root.iter(w("tbl")) if part == "word/document.xml" else ():
        yield from _check_table(table)
    yield from _check_sections(root, part)
    yield from _check_subset(root, part)


def _check_drawings(paragraph: Element, place: Place, part: str) -> Iterator[Diagnostic]:
    for properties in paragraph.iter(f"{{{_DRAWING}}}docPr"):
        decorative = any(mark.get("val") in {"1", "true"} for mark in properties.iter(_DECORATIVE))
        if not decorative and not str(properties.get("descr", "")).strip():
            advice = "right-click the picture, Edit Alt Text"
            yield diagnostic(place, "TPL-045", "a picture has no alternative text", advice=advice)
    if part == "word/document.xml" and next(paragraph.iter(f"{{{_DRAWING}}}anchor"), None) is not None:
        advice = 'set it "in line with text", or put it into the header'
        yield diagnostic(place, "TPL-048", "a floating picture stands in the page", advice=advice)


def _check_languages(paragraph: Element, place: Place) -> Iterator[Diagnostic]:
    for language in paragraph.iter(w("lang")):
        if val(language) and val(language) not in {"en-GB", "cy-GB"}:
            message = f"text is marked as {val(language)}"
            advice = "select it and set Review > Language to English (United Kingdom)"
            yield diagnostic(place, "TPL-041", message, advice=advice, severity=Severity.WARNING)
            return


def _is_spacer(paragraph: Element) -> bool:
    """Whether a paragraph is there for its height alone; cells and the place behind a table need one."""
    if paragraph_text(paragraph).strip():
        return False
    if next(paragraph.iter(*_SHOWING), None) is not None:
        return False
    parent, before = paragraph.getparent(), paragraph.getprevious()
    is_only_one = parent is None or parent.tag in {w("tc"), w("hdr"), w("ftr")}
    return not is_only_one and not (before is not None and before.tag == w("tbl"))


def _check_table(table: Element) -> Iterator[Diagnostic]:
    first = next(table.iter(w("p")), None)
    place = place_of(first) if first is not None else Place("")
    rows = table.findall(w("tr"))
    has_header = bool(rows) and rows[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None
    if rows and not has_header:
        advice = "Layout > Repeat Header Rows on the first row; without rows to read, write paragraphs"
        message = "the table has no header row"
        yield diagnostic(place, "TPL-043", message, advice=advice, severity=Severity.WARNING)
    if rows and all(len(row.findall(w("tc"))) < 2 for row in rows):
        message = "a table of one column is a layout"
        advice = "use a paragraph with borders"
        yield diagnostic(place, "TPL-044", message, advice=advice, severity=Severity.WARNING)


def _check_sections(root: Element, part: str) -> Iterator[Diagnostic]:
    for section in root.iter(w("sectPr")):
        paragraph = next(section.iterancestors(w("p")), None)
        if paragraph is not None:
            yield diagnostic(
                place_of(paragraph), "TPL-049", "a second section begins", advice="a letter has one section"
            )
        columns = section.find(w("cols"))
        if columns is not None and whole(columns.get(w("num")), 1) > 1:
            first = next(root.iter(w("p")), None)
            place = place_of(first) if first is not None else Place("", part)
            yield diagnostic(Place(place.file, part), "TPL-049", "the page has text columns")


def _check_subset(root: Element, part: str) -> Iterator[Diagnostic]:
    """What the PDF of the document could not show: it is refused here, before a letter waits for it."""
    refusals = Refusals()
    refuse_foreign(root, part, refusals)
    numbered = [*paragraphs(root)]
    for feature in dict.fromkeys(refusals.found):
        place = place_of(numbered[max(feature.paragraph, 1) - 1]) if numbered else Place("", part)
        code = "TPL-047" if "text box" in feature.feature else "TPL-049"
        message = f"{feature.feature} stands in the page, which neither the PDF nor a screen reader can follow"
        yield diagnostic(place, code, message, advice="write it as text in the page")
