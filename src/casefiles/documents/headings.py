"""Which headings of a record's text a block prints: what composers look for, and what nothing would print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from msgspec import Struct

from casefiles.policy.pack import BlockEntry

__all__ = [
    "COMMENTS",
    "FOR_THE_LETTER",
    "ISSUES_AND_CONTEXT",
    "SUSTAINED",
    "UNPRINTED",
    "Printed",
    "named_by",
    "printed_by",
    "prints_text",
    "section_names",
]

ISSUES_AND_CONTEXT = "Issues and context"
FOR_THE_LETTER = "For the letter"
UNPRINTED = "Written outside the form"
COMMENTS = ("Headteacher's comments", "Comments of the headteacher", "The school's comments", "Accuracy")
"""The headings under which a report holds what the school replied."""
SUSTAINED = ("Sustained improvement", "Evidence of sustained improvement", "Improvement")
"""The headings under which an exit plan says in words what has improved."""


class Printed(Struct, frozen=True):
    """What a block prints of its record's text.

    `sections` are those that it names, each by the headings that lead to it; `items` says that it prints those on
    the agenda's items, `priorities` those on the priorities that the document is about, `others` what no other block
    names.
    `of` is the type of the record that is read, where that is not the document's own. `needs` is a fact of the
    record without which the block prints nothing, so that what it would print is for others.
    """

    sections: tuple[tuple[str, ...], ...] = ()
    items: bool = False
    priorities: bool = False
    others: bool = False
    of: str = ""
    needs: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that the block names."""
        return tuple(name for names in self.sections for name in names)

    def is_for(self, record: object) -> bool:
        """Whether the record has the fact that the block prints its text beside."""
        return not self.needs or getattr(record, self.needs, None) is not None


def section_names(entry: BlockEntry) -> tuple[str, ...]:
    """The headings that the block prints what stands below of: the pack's own, the one it prints, its aliases."""
    aliases = entry.params.get("aliases") or ()
    names = (entry.params.get("heading"), entry.title, *([aliases] if isinstance(aliases, str) else aliases))
    return tuple(dict.fromkeys(str(name) for name in names if name)) or ("",)


def printed_by(entry: BlockEntry) -> Printed:
    """What the block prints of the text below the facts; nothing for one that looks at facts alone."""
    found = _PRINTED.get(entry.block)
    return found(entry) if found else Printed()


def prints_text(entry: BlockEntry) -> bool:
    """Whether the block prints anything of the text below the facts."""
    return entry.block in _PRINTED


def named_by(blocks: Iterable[BlockEntry], record: object) -> tuple[str, ...]:
    """The headings that blocks of a record's document print by name, but for the fixed ones of minutes and letters."""
    fixed = {ISSUES_AND_CONTEXT, FOR_THE_LETTER}
    printed = (each for each in map(printed_by, filter(prints_text, blocks)) if each.is_for(record))
    return tuple(name for each in printed for name in each.headings if name not in fixed)


_PRINTED: Final[Mapping[str, Callable[[BlockEntry], Printed]]] = {
    "section": lambda entry: Printed((section_names(entry),)),
    "plan-reviews": lambda entry: Printed((section_names(entry),), of="meeting"),
    "accuracy-check": lambda _: Printed((COMMENTS,), needs="accuracy"),
    "improvement": lambda _: Printed((SUSTAINED,)),
    "issues-and-context": lambda _: Printed(((ISSUES_AND_CONTEXT,), (FOR_THE_LETTER,))),
    "minutes": lambda _: Printed(((ISSUES_AND_CONTEXT,),), items=True),
    "aim-progress": lambda _: Printed(priorities=True),
    "progress-by-priority": lambda _: Printed(priorities=True),
    "other-matters": lambda _: Printed(others=True),
}
