"""Templates put together from what many share: a page compiled once, and each of its blocks compiled once.

What can't be had that way gives none: a page with a fault or one that docxtpl renders, a block in a table or under a
condition of its page, a fragment that is no piece. Such a template is read and compiled as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.word.assemble import compile_page, examine, handed_over, read_page
from casefiles.documents.word.assembled import DOCUMENT, Assembled, Part
from casefiles.documents.word.expand import Hole, PlacedBlock
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.layout import OPEN_LEVEL, heading_levels
from casefiles.documents.word.mending import mends_together
from casefiles.documents.word.pieces import Looks, Piece, looks_of, piece_of
from casefiles.documents.word.prose import Slot
from casefiles.documents.word.segments import Segment
from casefiles.documents.word.wordml import HOLE

__all__ = ["assembled_from_pieces"]

_PLAIN = re.compile(r"[^{}\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]*")
"""A heading that no template engine reads anything into."""


class _Shell(Struct, frozen=True):
    """A compiled page with its holes, and the level of the heading that each of them stands under."""

    made: Assembled
    looks: Looks
    holes: tuple[Hole, ...]
    levels: tuple[int, ...]


def assembled_from_pieces(
    shelf: Mapping[str, bytes], slug: str, kind: str, blocks: Sequence[PlacedBlock], origin: Mapping[str, str]
) -> Assembled | None:
    """The template of a document; None where it is to be compiled as a whole, or has a fault."""
    key = slug if slug in shelf else f"shells/{kind}"
    shell = _shell_of(shelf[key], origin.get(key, f"{key}.docx")) if key in shelf else None
    pieces = _pieces(shelf, blocks, origin, shell.looks) if shell else None
    if shell is None or pieces is None:
        return None
    named = {hole.name for hole in shell.holes if hole.name}
    if not named <= {block.name for block in blocks}:
        return None
    document, *others = shell.made.parts
    slots, groups, mends = [*shell.made.slots], [*shell.made.groups], [document.mends]
    segments: list[Segment] = [document.segments[0]]
    level = OPEN_LEVEL
    for hole, above, behind in zip(shell.holes, shell.levels, document.segments[1:], strict=True):
        level = level if above == OPEN_LEVEL else above
        for block in blocks:
            if block.name == hole.name or not (hole.name or block.name in named):
                piece = pieces[block]
                segments.append(_placed(block, hole, piece, len(slots), len(groups)))
                slots += (_under(level, slot) for slot in piece.slots)
                groups += piece.groups
                mends.append(piece.mends)
                level = level if piece.level == OPEN_LEVEL else piece.level
        segments.append(behind)
    part = Part(DOCUMENT, tuple(segments), b"", mends_together(mends))
    return replace(shell.made, parts=(part, *others), slots=tuple(slots), groups=tuple(groups))


def _placed(block: PlacedBlock, hole: Hole, piece: Piece, slots: int, groups: int) -> Segment:
    own = {"block": block.name, "heading": block.title or "", "placed": hole.here}
    return replace(piece.segment, slots=slots, groups=groups, **own)


def _under(level: int, slot: Slot) -> Slot:
    return replace(slot, heading=level) if slot.heading == OPEN_LEVEL else slot


def _pieces(
    shelf: Mapping[str, bytes], blocks: Sequence[PlacedBlock], origin: Mapping[str, str], looks: Looks
) -> dict[PlacedBlock, Piece] | None:
    """The piece of each block; None where one has none."""
    found: dict[PlacedBlock, Piece] = {}
    for block in blocks:
        key = f"fragments/{block.block}"
        if key not in shelf or not _PLAIN.fullmatch(block.title or ""):
            return None
        piece = piece_of(shelf[key], origin.get(key, f"{key}.docx"), looks, headed=bool(block.title))
        if piece is None:
            return None
        found[block] = piece
    return found


@lru_cache(maxsize=64)
def _shell_of(data: bytes, file: str) -> _Shell | None:
    """A page without its blocks, compiled once for all the documents that have it."""
    try:
        page, faults = read_page({"page": data}, "page", "", (), {"page": file}, keeps_holes=True)
        if page is None or not page.holes or faults or examine(page) or handed_over(page):
            return None
        root = page.roots[DOCUMENT]
        looks = looks_of(root, page.parts.get("word/styles.xml", b"<styles/>"), page.parts[page.numbering])
        levels, _ = heading_levels(root, page.sheet)
        above = tuple(levels[hole] for hole in root.iter(HOLE))
        made = compile_page(page)
    except TemplateFault:
        return None
    if made.parts[0].name != DOCUMENT or any(slot.heading == OPEN_LEVEL for slot in made.slots):
        return None
    return _Shell(made, looks, page.holes, above)
