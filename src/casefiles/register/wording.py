"""What differs between two texts, in words: what stood there, what stands there now, and after which words. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from msgspec import Struct

__all__ = ["Change", "word_changes"]

_BEFORE = 6
_LONGEST = 20_000


class Change(Struct, frozen=True):
    """One change: the words taken out and put in (either may be empty), and the words that stand before it."""

    after: str
    was: str
    now: str

    def __str__(self) -> str:
        """One sentence for people."""
        place = f'after "{self.after}"' if self.after else "at the beginning"
        if not self.was:
            return f'{place}: "{self.now}" was put in'
        return f'{place}: "{self.was}" was taken out' if not self.now else f'{place}: "{self.was}" became "{self.now}"'


def word_changes(was: Sequence[str], now: Sequence[str]) -> tuple[Change, ...]:
    """The changes that make the words `now` of the words `was`, in order; empty where they are the same.

    Texts of more than 20,000 words are compared whole.
    """
    if max(len(was), len(now)) > _LONGEST:
        return () if list(was) == list(now) else (Change("", f"{len(was)} words", f"{len(now)} words"),)
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Change(" ".join(was[max(0, a - _BEFORE) : a]), " ".join(was[a:b]), " ".join(now[c:d])))
    return tuple(found)
