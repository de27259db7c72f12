"""A paragraph's content as lines, apart from the document that it stands in: documents share much of what they say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from casefiles.documents.blocks.tree import Break, Inline, Label, Link, Look, PageNumber, Picture, Shape, Tab, Text
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.lines import LineBreaker
from casefiles.documents.pdf.pieces import Line

__all__ = ["Laid", "Numbers", "Room", "lay_out"]

NOBODY, OWN, LABEL, FIRST = 0, 1, 2, 3
"""Owners of pieces: nobody, the paragraph, its label, and from `FIRST` on each link and each described picture."""
MOST_KEPT = 4_096


class Numbers(Struct, frozen=True):
    """The numbers that page fields show."""

    page: int = 1
    total: int = 1


class Room(Struct, frozen=True):
    """The width for a paragraph, the step of its tab stops, and the height of the tallest line."""

    width: float
    default_tab: float
    tallest: float


class Laid(Struct, frozen=True):
    """A paragraph's lines, whether it ends with a page break, and what in it is an element of its own."""

    lines: Sequence[Line]
    breaks_after: bool
    parts: Sequence[Link | Picture]

    def owners(self, element: Element | None, label: Element | None) -> list[Element | None]:
        """The elements of the pieces' owners, where the paragraph and its label are these."""
        return [None, element, label, *(part_element(part, element) for part in self.parts)]


def part_element(part: Link | Picture, element: Element | None) -> Element:
    """The element of a link, or of a picture that is described."""
    if isinstance(part, Picture):
        return Element("Figure", element, alt=part.alt)
    found = Element("Link", element)
    found.url, found.title = part.url, part.title
    return found


@lru_cache(maxsize=MOST_KEPT)
def lay_out(
    inlines: Sequence[Inline],
    shape: Shape,
    label: Label | None,
    mark: Look,
    *,
    room: Room,
    numbers: Numbers,
    tagged: bool,
) -> Laid:
    """The lines of such a paragraph, kept; where it is not `tagged`, nobody owns its pieces."""
    breaker = LineBreaker(shape, room.width, mark, room.default_tab, room.tallest)
    filling = Filling(breaker, numbers, tagged=tagged)
    if label is not None:
        breaker.add_label(label.text, label.look, LABEL if tagged else NOBODY, label.suffix)
    for item in inlines:
        filling.add(item)
    lines = breaker.finish()
    breaks_after = len(lines) > 1 and lines[-1].starts_page and not lines[-1].pieces
    return Laid(lines[:-1] if breaks_after else lines, breaks_after, filling.parts)


class Filling:
    """Fills a paragraph's lines: who owns each piece."""

    def __init__(self, breaker: LineBreaker, numbers: Numbers, *, tagged: bool) -> None:
        self._breaker, self._numbers, self._own = breaker, numbers, OWN if tagged else NOBODY
        self._links: dict[Link, int] = {}
        self.parts: list[Link | Picture] = []

    def add(self, item: Inline) -> None:
        """Add one item."""
        breaker = self._breaker
        if isinstance(item, Text):
            owner = self._own if item.link is None else self._link_owner(item.link)
            breaker.add_text(item.text, breaker.ink(item.look, owner))
        elif isinstance(item, Tab):
            breaker.add_tab(breaker.ink(item.look, self._own))
        elif isinstance(item, Break):
            breaker.add_break(item.look, page=item.page)
        elif isinstance(item, PageNumber):
            number = self._numbers.total if item.total else self._numbers.page
            breaker.add_text(str(number), breaker.ink(item.look, self._own))
        elif item.floating is None:
            breaker.add_picture(item, self._part(item) if item.alt and self._own else NOBODY)

    def _link_owner(self, link: Link) -> int:
        if not self._own:
            return NOBODY
        if link not in self._links:
            self._links[link] = self._part(link)
        return self._links[link]

    def _part(self, part: Link | Picture) -> int:
        """Another owner."""
        self.parts.append(part)
        return FIRST + len(self.parts) - 1
