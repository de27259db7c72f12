"""docxtpl's dialect: a part of a page to the Jinja source that docxtpl makes of it, each tag on a line of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import count

from docxtpl import DocxTemplate
from lxml import etree
from msgspec.structs import replace

from casefiles.documents.word.tags import Tag, rewrite_tags
from casefiles.documents.word.wordml import HOLE, XML_SPACE, Element, w

__all__ = ["lined", "mark_tags", "parted", "patched"]

_MARK = re.compile("\ufdd0([0-9]+)\ufdd1")
_LITERALS = {"{_{": "\ufdd2", "}_}": "\ufdd3", "{_%": "\ufdd4", "%_}": "\ufdd5"}
_HOLE = re.compile(rf"\{{% {HOLE} %\}}")
_LENGTH = re.compile(r"\{\{ (?:(?P<times>[0-9]{1,3}) \* )?loop\.length \}\}")
_OF_CELL = {"colspan": "as_span", "cellbg": "as_colour"}


def mark_tags(root: Element) -> None:
    """Give each tag of a part its number in order, and keep what only looks like a tag from being read: for `lined`.

    A tag whose value stands in an attribute is given the filter that makes it fit there.
    """
    for text in root.iter(w("t")):
        for written, kept in _LITERALS.items() if "_" in (text.text or "") else ():
            text.text = (text.text or "").replace(written, kept)
    numbers = count()

    def marked(tag: Tag, paragraph: Element) -> Tag:
        if "|begins_list" in tag.body:
            return tag
        if tag.of_cell:
            _open_properties(next(paragraph.iterancestors(w("tc"))))
        mark = f"\ufdd0{next(numbers)}\ufdd1"
        if tag.of_cell:
            name, _space, value = tag.body.partition(" ")
            return replace(tag, body=f"{name} {mark}{value}|{_OF_CELL[name]}") if value else tag
        return replace(tag, body=f"{mark}{tag.body}" + ("|as_words" if tag.of_picture else ""))

    rewrite_tags(root, marked)
    for hole in [*root.iter(HOLE)]:
        _put_statement(hole)


def _put_statement(hole: Element) -> None:
    """Put a statement for a whole paragraph in place of a hole: docxtpl looks at what stands before a tag."""
    paragraph = etree.Element(w("p"))
    text = etree.SubElement(etree.SubElement(paragraph, w("r")), w("t"))
    text.set(XML_SPACE, "preserve")
    text.text = f"{{%p {HOLE} %}}"
    parent = hole.getparent()
    if parent is not None:
        parent.replace(hole, paragraph)


def parted(source: str) -> list[str]:
    """What stands between the holes of a source that docxtpl made."""
    return _HOLE.split(source)


def _open_properties(cell: Element) -> None:
    """Give a cell the properties into which docxtpl writes how it is joined and shaded."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    if not len(properties):
        width = etree.SubElement(properties, w("tcW"))
        width.set(w("w"), "0")
        width.set(w("type"), "auto")


def patched(root: Element) -> str:
    """What docxtpl makes of a part that `mark_tags` has been over."""
    source = etree.tostring(root, encoding="unicode").replace("\n", " ")
    return str(DocxTemplate(io.BytesIO()).patch_xml(source))


def lined(source: str, tags: Sequence[Tag]) -> tuple[str, tuple[Tag, ...]]:
    """The source with each of the page's tags beginning a line of its own, and those tags in that order.

    So the line of a fault is the number of its tag. What docxtpl counts by multiplying stands as a filter.
    """
    order = tuple(tags[int(number)] for number in _MARK.findall(source))
    for written, kept in _LITERALS.items():
        source = source.replace(kept, '{{ "' + written.replace("_", "") + '" }}')
    source = _LENGTH.sub(lambda found: f"{{{{ loop.length|times({found['times'] or 1}) }}}}", source)
    return _MARK.sub("\n", source), order
