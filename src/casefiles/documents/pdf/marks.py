"""What is put on a page: lines of text, fills, rules, pictures; and the strips that hold them until then.

None of them leads back to itself, so the search for what does goes by them (`gc=False`): a page has hundreds.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefiles.documents.blocks.tree import Edge, Picture
from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.pieces import Line

__all__ = ["Begin", "Fill", "Float", "Mark", "Placed", "Rule", "Sheet", "Strip", "TextLine"]


class TextLine(Struct, frozen=True, gc=False):
    """A line of text, and the elements of its pieces' owners; its place is its baseline."""

    line: Line
    owners: Sequence[Element | None]


class Fill(Struct, frozen=True, gc=False):
    """A filled rectangle; its place is its top left corner."""

    width: float
    height: float
    colour: str


class Rule(Struct, frozen=True, gc=False):
    """A straight line from its place to (`across`, `down`) beyond it."""

    across: float
    down: float
    edge: Edge


class Float(Struct, frozen=True, gc=False):
    """An anchored picture; its place is that of the paragraph that it is anchored to."""

    picture: Picture


class Begin(Struct, frozen=True, gc=False):
    """The place in reading order where an element begins, for one that may hold no content: a row, a cell."""

    element: Element


Mark = TextLine | Fill | Rule | Float | Begin


class Placed(Struct, gc=False):
    """A mark on a sheet, measured from the paper's bottom left corner."""

    x: float
    y: float
    mark: Mark
    artifact: bool = False


class Strip(Struct, gc=False):
    """A slice of the page's height: `marks` hold offsets from its top left corner, downwards.

    `gap` is the space above it, dropped at the top of a page. A strip that is `glued` stays with the next.
    """

    height: float
    gap: float
    marks: list[tuple[float, float, Mark]]
    glued: bool = False
    starts_page: bool = False

    @property
    def minimum(self) -> float:
        """The least height that makes sense at the foot of a page."""
        return self.height


class Sheet:
    """One page while it is filled."""

    __slots__ = ("placed",)

    def __init__(self) -> None:
        self.placed: list[Placed] = []
