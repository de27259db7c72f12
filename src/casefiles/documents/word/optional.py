"""Columns that are left out: those of which the head and every cell came out empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from casefiles.documents.word.wordml import DECLARATION, Element, paragraph_text, paragraphs, w, whole

__all__ = ["has_optional_heads", "without_empty_columns"]

_HEADER = re.compile(r"<w:tblHeader(?: ?/>|></w:tblHeader>).*?</w:tr>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_SHOWN = tuple(w(name) for name in ("drawing", "pict", "sdt", "fldSimple", "instrText", "tbl"))


def has_optional_heads(root: Element) -> bool:
    """Whether a header row of a template has a cell whose words stand under a condition."""
    heads = (row for row in root.iter(w("tr")) if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None)
    return any(_text(cell).startswith("{%") for row in heads for cell in row.findall(w("tc")))


def without_empty_columns(text: str) -> str:
    """The part with its tables narrowed by what says nothing: the other columns share the room."""
    if not any(_has_empty_cell(row[0]) for row in _HEADER.finditer(text)):
        return text
    root = etree.fromstring(text.removeprefix(DECLARATION.strip()).strip())
    narrowed = [_narrow(table) for table in root.iter(w("tbl"))]
    return DECLARATION + etree.tostring(root, encoding="unicode") if any(narrowed) else text


def _has_empty_cell(row: str) -> bool:
    return any(not _TAGS.sub("", cell).strip() for cell in row.split("</w:tc>")[:-1])


def _narrow(table: Element) -> bool:
    """Take the empty columns out of a table with a header row; whether there was one."""
    rows, grid = table.findall(w("tr")), table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    header = rows[0].find(f"{w('trPr')}/{w('tblHeader')}") if rows else None
    if header is None:
        return False
    placed = [list(_placed(row)) for row in rows]
    empty = [at for at, span, cell in placed[0] if span == 1 and _is_empty(cell) and _is_bare(placed, at)]
    widths = [whole(column.get(w("w"))) for column in grid]
    if not empty or len(empty) == len(widths) or any(at >= len(widths) for at in empty):
        return False
    room, kept = sum(widths), sum(width for at, width in enumerate(widths) if at not in empty)
    wide = [0 if at in empty else width * room // max(kept, 1) for at, width in enumerate(widths)]
    for row in placed:
        for at, span, cell in row:
            _resize(cell, [wide[each] for each in range(at, min(at + span, len(wide))) if each not in empty])
    for at, column in enumerate(grid):
        column.set(w("w"), str(wide[at]))
    for at in empty:
        _remove(grid[at])
    return True


def _placed(row: Element) -> Iterator[tuple[int, int, Element]]:
    """Each cell of a row with the column that it begins at and how many it goes over."""
    at = 0
    for cell in row.findall(w("tc")):
        stated = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        span = max(whole(stated.get(w("val"))), 1) if stated is not None else 1
        yield at, span, cell
        at += span


def _is_bare(rows: list[list[tuple[int, int, Element]]], column: int) -> bool:
    """Whether no cell that stands in that column alone says anything."""
    return all(_is_empty(cell) for row in rows for at, span, cell in row if at == column and span == 1)


def _is_empty(cell: Element) -> bool:
    return not _text(cell) and next(cell.iter(*_SHOWN), None) is None


def _text(cell: Element) -> str:
    return "".join(paragraph_text(paragraph) for paragraph in paragraphs(cell)).strip()


def _resize(cell: Element, widths: list[int]) -> None:
    """Give a cell the columns that are left of it; without any it is taken out."""
    if not widths:
        _remove(cell)
        return
    width, span = cell.find(f"{w('tcPr')}/{w('tcW')}"), cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    if width is not None and width.get(w("type")) == "dxa":
        width.set(w("w"), str(sum(widths)))
    if span is not None:
        span.set(w("val"), str(len(widths)))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
