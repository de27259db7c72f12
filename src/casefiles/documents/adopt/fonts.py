"""An old letter with other fonts in place of some of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from casefiles.documents.adopt.reading import OldLetter
from casefiles.documents.blocks.tree import Block, Inline, Look, Paragraph, Picture, Running, Table

__all__ = ["with_fonts"]


def with_fonts(letter: OldLetter, choose: Callable[[str], str]) -> tuple[OldLetter, tuple[str, ...]]:
    """The letter with the families that `choose` gives for its own, and those that it replaced, in order."""
    seen: dict[str, None] = {}

    def look(old: Look) -> Look:
        family = choose(old.family)
        if family != old.family:
            seen[old.family] = None
        return replace(old, family=family)

    def inline(old: Inline) -> Inline:
        return old if isinstance(old, Picture) else replace(old, look=look(old.look))

    def blocks(old: Iterable[Block]) -> Iterator[Block]:
        for block in old:
            if isinstance(block, Paragraph):
                yield replace(block, inlines=tuple(map(inline, block.inlines)))
            else:
                yield table(block)

    def table(old: Table) -> Table:
        rows = (
            replace(row, cells=tuple(replace(cell, blocks=tuple(blocks(cell.blocks))) for cell in row.cells))
            for row in old.rows
        )
        return replace(old, rows=tuple(rows))

    def running(old: Running) -> Running:
        return Running(tuple(blocks(old.usual)), None if old.first is None else tuple(blocks(old.first)))

    first, second, third = map(look, letter.headings)
    made = replace(
        letter,
        text=look(letter.text),
        headings=(first, second, third),
        header=running(letter.header),
        footer=running(letter.footer),
    )
    return made, tuple(seen)
