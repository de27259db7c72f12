"""What a part needs once it is rendered: cells that keep a paragraph, tables with the columns they have, numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import count

from lxml import etree
from msgspec import Struct

from casefiles.documents.word.environment import UnprintableError
from casefiles.documents.word.optional import has_optional_heads, without_empty_columns
from casefiles.documents.word.tags import Tag
from casefiles.documents.word.wordml import DECLARATION, Element, w

__all__ = ["Mends", "mends_of", "mends_together", "whole_xml"]

_BARE_CELL = re.compile(r"(<w:tc>|</w:tcPr>|<w:tcPr/>|</w:tbl>)\s*</w:tc>")
_PICTURE_ID = re.compile(r'(<(?:\w+:)?docPr\b[^>]*?\bid=")[^"]*')
_FIRST_ID = 1001
_PICTURES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Mends(Struct, frozen=True):
    """What may have to be put right in a rendered part, known from its template."""

    open_cells: bool = False
    open_columns: bool = False
    optional_heads: bool = False
    loops: bool = False
    pictures: bool = False

    def mended(self, text: str) -> str:
        """The text of the part put right."""
        if self.open_cells:
            text = _BARE_CELL.sub(r"\1<w:p/></w:tc>", text)
        if self.open_columns:
            text = _with_columns(text)
        if self.optional_heads:
            text = without_empty_columns(text)
        if self.loops and self.pictures:
            numbers = count(_FIRST_ID)
            text = _PICTURE_ID.sub(lambda found: f"{found.group(1)}{next(numbers)}", text)
        return text


def mends_of(root: Element, tags: Sequence[Tag]) -> Mends:
    """What documents made from a part with these tags may need: nothing, for nearly all."""
    return Mends(
        open_cells=_has_open_cells(root),
        open_columns=any(tag.modifier == "tc" or tag.word in {"hm", "colspan"} for tag in tags),
        optional_heads=has_optional_heads(root),
        loops=any(tag.word == "for" for tag in tags),
        pictures=next(root.iter(_PICTURES), None) is not None,
    )


def mends_together(several: Iterable[Mends]) -> Mends:
    """What documents may need that are made of several stretches."""
    each = [*several]
    return Mends(*(any(getattr(one, name) for one in each) for name in Mends.__struct_fields__))


def _has_open_cells(root: Element) -> bool:
    """Whether some cell could be left without a paragraph, which Word takes for a broken file."""
    for cell in root.iter(w("tc")):
        for paragraph in cell.findall(w("p")):
            text = "".join(t.text or "" for t in paragraph.iter(w("t")))
            if "{%p" in text or "{{p" in text:
                return True
    return False


def whole_xml(text: str) -> Element:
    """The rendered part as XML; `UnprintableError` where it is none, which docxtpl would mend by leaving text out."""
    try:
        return etree.fromstring(text.removeprefix(DECLARATION.strip()).strip())
    except etree.XMLSyntaxError as error:
        raise UnprintableError(f"what the tags leave of the page is no whole Word page ({error.msg})") from error


def _with_columns(text: str) -> str:
    """The part with as many columns in each table's grid as its rows have cells: docxtpl's own reckoning."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - an import of 100 ms that next to no document needs

    whole_xml(text)
    try:
        tree = DocxTemplate(io.BytesIO()).fix_tables(text.removeprefix(DECLARATION.strip()).strip())
    except (AttributeError, TypeError, ValueError) as error:
        raise UnprintableError("a table has no grid of columns; make it anew in Word") from error
    return DECLARATION + etree.tostring(tree, encoding="unicode")
