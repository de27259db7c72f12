"""The tag tree while it grows: an element joins its parent when its first content is painted."""

from __future__ import annotations

from collections.abc import Mapping

from casefiles.documents.blocks.tree import Label

__all__ = ["Element", "ListTags"]

NONE: Mapping[str, object] = {}
"""The attributes of most elements."""
SAME_INDENT = 2.0
"""Two items whose indents differ by less than this are of one depth."""


class Element:
    """One structure element; `kids` are elements, and pairs of a page's index and a marked content's number."""

    __slots__ = ("alt", "attached", "attributes", "kids", "parent", "role", "title", "url")

    def __init__(
        self, role: str, parent: Element | None = None, attributes: Mapping[str, object] | None = None, alt: str = ""
    ) -> None:
        self.role, self.parent, self.alt = role, parent, alt
        self.attributes = attributes or NONE
        self.kids: list[Element | tuple[int, int]] = []
        self.attached = parent is None
        self.title = ""
        self.url = ""

    def attach(self) -> None:
        """Put the element last among its parent's kids, once; so the tree keeps the order of painting."""
        if not self.attached and self.parent is not None:
            self.attached = True
            self.parent.attach()
            self.parent.kids.append(self)

    def add_content(self, page: int, number: int) -> None:
        """Take a marked content of a page as the next kid."""
        self.attach()
        self.kids.append((page, number))


class ListTags:
    """The lists open in one run of blocks: gives each item its label's and its text's element.

    How deep an item lies is told by its indent: Word's own styles make each depth a list of its own.
    """

    def __init__(self, parent: Element) -> None:
        self._parent = parent
        self._open: list[tuple[str, float, Element, Element]] = []

    def close(self) -> None:
        """End the open lists: the next item begins a new one."""
        self._open.clear()

    def item(self, label: Label, left: float) -> tuple[Element, Element]:
        """The elements of a list item's label and of its text."""
        while self._open and (
            self._open[-1][1] > left + SAME_INDENT
            or (self._open[-1][1] > left - SAME_INDENT and self._open[-1][0] != label.series)
        ):
            self._open.pop()
        if self._open and self._open[-1][1] > left - SAME_INDENT:
            holder = self._open.pop()[2]
        else:
            inside = self._open[-1][3] if self._open else self._parent
            holder = Element("L", inside, {"O": "/List", "ListNumbering": numbering(label)})
        item = Element("LI", holder)
        mark, body = Element("Lbl", item), Element("LBody", item)
        self._open.append((label.series, left, holder, body))
        return mark, Element("P", body)


def numbering(label: Label) -> str:
    """The name of a list's numbering."""
    if not label.ordered:
        return "/Disc"
    first = next((character for character in label.text if character.isalnum()), "1")
    return "/Decimal" if first.isdigit() else "/LowerAlpha" if first.islower() else "/UpperAlpha"
