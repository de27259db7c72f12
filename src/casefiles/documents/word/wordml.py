"""WordprocessingML: the names, the one safe way to parse a part, and how a paragraph's text is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TypeVar

from lxml import etree

from casefiles.documents.word.faults import Place, TemplateFault, diagnostic

__all__ = [
    "DECLARATION",
    "HOLE",
    "R_NS",
    "W_NS",
    "XML_SPACE",
    "Element",
    "of_equal_parts",
    "own_texts",
    "paragraph_text",
    "paragraphs",
    "parse_part",
    "read_text",
    "serialise",
    "style_of",
    "val",
    "w",
    "whole",
]

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HOLE = "casefiles-block"
"""The element that stands on a page, until it is compiled, where a block goes that is compiled by itself."""
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements

_Said = TypeVar("_Said")
_WHOLE = re.compile(r"-?[0-9]{1,7}")
_ENCODING = re.compile(r"""\A<\?xml[^>]*encoding=["']([^"']+)["']""")


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W_NS}}}{name}"


def val(element: Element | None) -> str:
    """The `w:val` of an element, or an empty string."""
    return "" if element is None else str(element.get(w("val"), ""))


def parse_part(data: bytes, file: str, part: str) -> Element:
    """The root element of an XML part; `TemplateFault` for broken XML and for any document type declaration.

    A part must be UTF-8, so that the search for `<!DOCTYPE` sees all of it: entities are refused before
    a parser meets them.
    """
    place = Place(file, part)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateFault([diagnostic(place, "TPL-004", "the part is not written in UTF-8")]) from None
    declared = _ENCODING.match(text)
    if declared and declared.group(1).lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        raise TemplateFault([diagnostic(place, "TPL-004", f"the part is written in {declared.group(1)}, not UTF-8")])
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise TemplateFault([diagnostic(place, "TPL-004", "the part declares XML entities, which Word never writes")])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise TemplateFault([diagnostic(place, "TPL-004", f"the part is broken XML: {error.msg}")]) from error


def of_equal_parts(read: Callable[[bytes], _Said], data: bytes, file: str, part: str) -> _Said:
    """What `read`, which keeps its answers, says of a part: the files of a shelf have many parts in common.

    A fault of the part is said of this file.
    """
    try:
        return read(data)
    except TemplateFault:
        parse_part(data, file, part)
        raise


def whole(text: object, default: int = 0) -> int:
    """The whole number that an attribute holds, or the default where it is absent, no number or out of all measure."""
    written = str(text or "").strip()
    return int(written) if _WHOLE.fullmatch(written) else default


def serialise(root: Element) -> bytes:
    """The part as bytes, with Word's own XML declaration."""
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode("utf-8")


_TEXT, _PARAGRAPH, _TAB = w("t"), w("p"), w("tab")
_BREAKS, _NO_TEXT = {w("br"), w("cr")}, {w("p"), w("pPr"), w("rPr")}


def paragraphs(root: Element) -> Iterator[Element]:
    """Every paragraph in document order, those of tables and content controls included."""
    return root.iter(_PARAGRAPH)


def own_texts(paragraph: Element) -> list[Element]:
    """The text elements of a paragraph, without those of a paragraph inside it (a text box)."""
    found: list[Element] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == _TEXT:
            found.append(element)
        elif element.tag != _PARAGRAPH:
            stack.extend(reversed(element))
    return found


def paragraph_text(paragraph: Element) -> str:
    """The text of a paragraph; tabs and line breaks stand as themselves."""
    written: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == _TEXT:
            written.append(element.text or "")
        elif element.tag == _TAB:
            written.append("\t")
        elif element.tag in _BREAKS:
            written.append("\n")
        elif element.tag not in _NO_TEXT:
            stack.extend(reversed(element))
    return "".join(written)


def style_of(paragraph: Element) -> str:
    """The id of a paragraph's style, or an empty string."""
    return val(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))


def read_text(docx: bytes, part: str = "word/document.xml") -> tuple[str, ...]:
    """The texts of the paragraphs of a Word file in order, those in tables included."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = parse_part(archive.read(part), "document.docx", part)
    return tuple(paragraph_text(paragraph) for paragraph in paragraphs(root))
