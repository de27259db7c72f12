"""The styles of a template by their names: people and fragments name styles, Word's ids differ between files."""

from __future__ import annotations

import re

from msgspec import Struct

from casefiles.documents.word.wordml import Element, val, w

__all__ = ["HOUSE_STYLES", "StyleSheet"]

HOUSE_STYLES = (
    "Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number", "House Table",
    "Gap", "Marking", "Address", "Subject", "Caption", "Quote", "Hyperlink",
)  # fmt: skip
_HEADING = re.compile(r"heading ([1-9])")


class StyleSheet(Struct, frozen=True):
    """Style ids by folded name, and names by id."""

    ids: dict[str, str]
    names: dict[str, str]
    headings: dict[int, str]

    @classmethod
    def read(cls, root: Element) -> StyleSheet:
        """The styles of a `word/styles.xml`."""
        ids: dict[str, str] = {}
        names: dict[str, str] = {}
        headings: dict[int, str] = {}
        for style in root.findall(w("style")):
            identifier, name = str(style.get(w("styleId"), "")), val(style.find(w("name")))
            ids.setdefault(name.casefold(), identifier)
            names[identifier] = name
            folded = name.casefold()
            if (level := _HEADING.fullmatch(folded)) and style.get(w("type")) == "paragraph":
                headings[int(level[1])] = identifier
        return cls(ids, names, headings)

    def id_of(self, *names: str) -> str:
        """The id of the first of these names that the sheet has, or an empty string."""
        return next((self.ids[name.casefold()] for name in names if name.casefold() in self.ids), "")

    def has(self, name: str) -> bool:
        """Whether the sheet has a style of this name."""
        return name.casefold() in self.ids

    def heading_level(self, style: str) -> int:
        """The level of a heading style by its id; 0 for any other style."""
        return next((level for level, identifier in self.headings.items() if identifier == style), 0)

    def heading_at(self, level: int) -> str:
        """The id of the heading style of this level, or of the deepest one above it."""
        fitting = [known for known in self.headings if known <= max(level, 1)]
        return self.headings[max(fitting)] if fitting else ""
