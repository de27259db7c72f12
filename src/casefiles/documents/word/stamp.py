"""The line at the foot of an issued document: its reference and what the register's last entry was before it."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from casefiles.documents.word.packaging import read_package, write_package
from casefiles.documents.word.relations import add_part, add_relation, read_relations, target_of
from casefiles.documents.word.wordml import (
    R_NS,
    W_NS,
    XML_SPACE,
    Element,
    parse_part,
    serialise,
    style_of,
    val,
    w,
)

__all__ = ["stamp_line", "stamped"]

_DOCUMENT = "word/document.xml"
_FOOTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_SIZE = "15"
"""Half points: small, and still to be read on paper."""


def stamp_line(reference: str, previous: Iterable[str]) -> str:
    """The words of the line. `previous` are the first digits of the heads that the entry follows."""
    before = " and ".join(previous)
    return f"Issued as {reference}, " + (f"following {before}" if before else "the first entry of its register")


def stamped(docx: bytes, line: str, file: str) -> bytes:
    """The Word file with the line at the foot of every page; one without a footer gets one."""
    parts = read_package(docx, file)
    document = parse_part(parts[_DOCUMENT], file, _DOCUMENT)
    relations = {each.id: each for each in read_relations(parts, _DOCUMENT, file)}
    wanted = [str(each.get(f"{{{R_NS}}}id", "")) for each in document.iter(w("footerReference"))]
    names = dict.fromkeys(target_of(_DOCUMENT, relations[each]) for each in wanted if each in relations)
    for name in names:
        root = parse_part(parts[name], file, name)
        _add(root, line)
        parts[name] = serialise(root)
    if not all(_has_usual(section) for section in document.iter(w("sectPr"))):
        _new_footer(parts, document, line, file)
    return write_package(parts)


def _add(root: Element, line: str) -> None:
    """Put the line under the first paragraph of a footer, in that paragraph's style."""
    first = next((each for each in root if each.tag == w("p")), None)
    paragraph = _paragraph(line, style_of(first) if first is not None else "")
    if first is None:
        root.append(paragraph)
    else:
        first.addnext(paragraph)


def _paragraph(line: str, style: str) -> Element:
    paragraph = etree.Element(w("p"))
    if style:
        etree.SubElement(etree.SubElement(paragraph, w("pPr")), w("pStyle")).set(w("val"), style)
    run = etree.SubElement(paragraph, w("r"))
    marks = etree.SubElement(run, w("rPr"))
    for name in ("sz", "szCs"):
        etree.SubElement(marks, w(name)).set(w("val"), _SIZE)
    text = etree.SubElement(run, w("t"))
    text.set(XML_SPACE, "preserve")
    text.text = line
    return paragraph


def _has_usual(section: Element) -> bool:
    """Whether a section has a footer for its usual pages, its own or that of the section before."""
    own = [str(each.get(w("type"), "default")) for each in section.findall(w("footerReference"))]
    return "default" in own or val(section.find(w("type"))) == "continuous"


def _new_footer(parts: dict[str, bytes], document: Element, line: str, file: str) -> None:
    """Give each section that has no footer of its own one with the line alone."""
    name = next(f"word/footer{number}.xml" for number in range(900, 1000) if f"word/footer{number}.xml" not in parts)
    root = etree.Element(w("ftr"), nsmap={"w": W_NS})
    root.append(_paragraph(line, ""))
    add_part(parts, name, serialise(root), _FOOTER, file)
    identifier = add_relation(parts, _DOCUMENT, "footer", name.removeprefix("word/"), file)
    for section in document.iter(w("sectPr")):
        if not _has_usual(section):
            reference = etree.Element(w("footerReference"))
            reference.set(w("type"), "default")
            reference.set(f"{{{R_NS}}}id", identifier)
            section.insert(0, reference)
    parts[_DOCUMENT] = serialise(document)
