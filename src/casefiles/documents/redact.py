"""Text withheld from a Word file: gone from its paragraphs, marks, links and properties, and proved to be gone."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct
from pypdf import PdfReader

from casefiles.documents.pdf.heard import hear
from casefiles.documents.word.hygiene import hygienic
from casefiles.documents.word.illustrations import emptied_charts
from casefiles.documents.word.packaging import read_package, write_package
from casefiles.documents.word.properties import CORE_PART, DocumentProperties, core_xml
from casefiles.documents.word.relations import read_relations, relations_name, write_relations
from casefiles.documents.word.wordml import R_NS, XML_SPACE, Element, paragraphs, parse_part, serialise, w

__all__ = ["Withholding", "left_in", "mark_of", "redacted"]

_PAGES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_UNSEEN = "[\u00ad\u200b\u200c\u200d\u2060\ufeff]*"
_ALIKE = {"'": "['\u2019\u02bc\u2018]", "-": "[-\u2010\u2011\u2012\u2013]", '"': '["\u201c\u201d]'}
_GAP = r"[\s\u00a0]+"
_BESIDE = {w("tab"): " ", w("br"): " ", w("cr"): " ", w("noBreakHyphen"): "-"}


class Withholding(Struct, frozen=True):
    """What is withheld: every occurrence of a text, or each whole paragraph that holds it; and by which exemption."""

    exemption: str
    text: str
    whole_paragraph: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the text however it is spaced, hyphenated or put in capitals, as whole words."""
        forms = dict.fromkeys(unicodedata.normalize(form, self.text) for form in ("NFC", "NFD"))
        whole = "|".join(_GAP.join(_UNSEEN.join(map(_char, word)) for word in form.split()) for form in forms)
        return re.compile(rf"(?<!\w)(?:{whole})(?!\w)", re.IGNORECASE)


def mark_of(exemption: str) -> str:
    """What stands in the place of what was withheld."""
    return f"[withheld: {exemption}]"


def redacted(docx: bytes, withholdings: Iterable[Withholding], title: str, file: str) -> tuple[bytes, tuple[int, ...]]:
    """The Word file without what is withheld, and how often each was found.

    Its author, comments and the like are taken out as well. `TemplateFault` where it has tracked changes, hidden
    text or embedded objects: what they hold nobody has looked at.
    """
    wanted = list(withholdings)
    counts = [0] * len(wanted)
    parts = read_package(hygienic(docx, file), file)
    for name in sorted(parts):
        if not _PAGES.fullmatch(name):
            continue
        root = parse_part(parts[name], file, name)
        for paragraph in paragraphs(root):
            for number, each in enumerate(wanted):
                counts[number] += _withhold(paragraph, each)
        _scrub_attributes(root, wanted)
        dropped = _unlink(root)
        parts[name] = serialise(root)
        if relations_name(name) in parts:
            kept = [each for each in read_relations(parts, name, file) if each.id not in dropped]
            write_relations(parts, name, kept)
    marks = [mark_of(each.exemption) for each in wanted]

    def mark_for(text: str) -> str:
        hidden = (mark for mark, each in zip(marks, wanted, strict=True) if not text or each.pattern.search(text))
        return next(hidden, "")

    emptied_charts(parts, mark_for)
    for each in wanted:
        title = each.pattern.sub(mark_of(each.exemption), title)
    parts[CORE_PART] = core_xml(DocumentProperties(title=title))
    return write_package(parts), tuple(counts)


def left_in(docx: bytes, pdf: bytes, text: bytes, withholdings: Iterable[Withholding], file: str) -> tuple[str, ...]:
    """Where a text that was to be withheld still stands, in any of the three files; empty where it is gone."""
    wanted = list(withholdings)
    places = [*_said_in_word(docx, file), *_said_in_pdf(pdf), ("the text", text.decode("utf-8", "replace"))]
    return tuple(
        f'"{each.text}" still stands in {place}'
        for each in wanted
        for place, content in places
        if each.pattern.search(content) or each.pattern.search(" ".join(content.split()))
    )


def _char(char: str) -> str:
    return _ALIKE.get(char, re.escape(char))


def _withhold(paragraph: Element, each: Withholding) -> int:
    """Put the mark in the place of the text in one paragraph; how often it stood there."""
    pieces = list(_pieces(paragraph))
    text = "".join(piece for _, piece in pieces)
    found = [match.span() for match in each.pattern.finditer(text)]
    if not found:
        return 0
    if each.whole_paragraph:
        found = [(0, len(text))]
    for start, end in reversed(found):
        _replace(pieces, start, end, mark_of(each.exemption))
        pieces = list(_pieces(paragraph))
    return len(found)


def _pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """The elements of a paragraph that hold text or stand for a character, each with it; not those of inner ones."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == w("t"):
            yield element, element.text or ""
        elif element.tag in _BESIDE:
            yield element, _BESIDE[str(element.tag)]
        elif element.tag not in {w("p"), w("pPr"), w("rPr")}:
            stack.extend(reversed(element))


def _replace(pieces: list[tuple[Element, str]], start: int, end: int, mark: str) -> None:
    """Take the characters from `start` to `end` out of the elements that hold them; the first gets the mark."""
    at, placed = 0, False
    for element, piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece))
        at += len(piece)
        if first >= last:
            continue
        if element.tag != w("t"):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        element.text = piece[:first] + ("" if placed else mark) + piece[last:]
        element.set(XML_SPACE, "preserve")
        element.set("withheld", "1")
        placed = True


def _scrub_attributes(root: Element, wanted: list[Withholding]) -> None:
    """Take what is withheld out of alternative texts, captions, names of bookmarks and codes of fields."""
    for element in root.iter():
        for key, value in [*element.attrib.items()]:
            for each in wanted:
                if each.pattern.search(str(value).replace("_", " ")):
                    element.set(key, mark_of(each.exemption) if str(key).endswith(("descr", "val", "title")) else "x")
        if element.tag == w("instrText") and any(each.pattern.search(element.text or "") for each in wanted):
            element.text = ""


def _unlink(root: Element) -> set[str]:
    """Open up each link in which something was withheld; the ids of the relationships that it led by."""
    dropped: set[str] = set()
    for link in [*root.iter(w("hyperlink"))]:
        if any(text.get("withheld") for text in link.iter(w("t"))):
            dropped.add(str(link.get(f"{{{R_NS}}}id", "")))
            parent = link.getparent()
            if parent is not None:
                for child in [*link]:
                    link.addprevious(child)
                parent.remove(link)
    for text in root.iter(w("t")):
        if text.get("withheld"):
            del text.attrib["withheld"]
    still = {str(link.get(f"{{{R_NS}}}id", "")) for link in root.iter(w("hyperlink"))}
    return dropped - still - {""}


def _said_in_word(docx: bytes, file: str) -> Iterator[tuple[str, str]]:
    """Everything that the parts of a Word file say, with and without their tags."""
    for name, data in read_package(docx, file).items():
        if not name.endswith((".xml", ".rels", ".svg")):
            continue
        source = data.decode("utf-8", "replace")
        yield f"{name} of the Word file", html.unescape(source)
        for paragraph in re.findall(r"<w:p[ >].*?</w:p>", source, re.DOTALL):
            yield f"{name} of the Word file", html.unescape(re.sub(r"<[^>]*>", "", paragraph))


def _said_in_pdf(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Everything that a PDF says: its tags, pages, bookmarks, properties, alternative texts and links."""
    heard = hear(pdf)
    for node in heard.root.walk():
        yield "the tags of the PDF", node.text()
        yield "an alternative text of the PDF", node.alt
    yield from (("the head or foot of the PDF", text) for text in heard.running)
    yield from (("a link of the PDF", link) for link in heard.links)
    reader = PdfReader(io.BytesIO(pdf))
    yield from (("the pages of the PDF", page.extract_text()) for page in reader.pages)
    yield from (("the properties of the PDF", str(value)) for value in (reader.metadata or {}).values())
    yield from (("the bookmarks of the PDF", title) for title in _bookmarks(reader.outline))
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        yield "the XMP of the PDF", packet.get_object().get_data().decode("utf-8", "replace")


def _bookmarks(entries: object) -> Iterator[str]:
    for each in entries if isinstance(entries, list) else ():
        if isinstance(each, list):
            yield from _bookmarks(each)
        else:
            yield str(each.title)
