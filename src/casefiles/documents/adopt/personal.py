"""What of a letter's head and foot belongs to one letter or one person, and to no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

__all__ = ["Names", "names_in", "why_personal"]

_DEAR = re.compile(r"^\s*dear\s+(.+)$", re.IGNORECASE)
_CLOSING = re.compile(
    r"^\s*(yours\s+(sincerely|faithfully|truly)|kind\s+regards|with\s+best\s+wishes)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}-]{3,}")
_TITLES = frozenset(
    {
        "miss", "colleague", "colleagues", "madam", "headteacher", "head", "chair", "governor", "governors",
        "councillor", "professor", "parents",
    }
)  # fmt: skip
_LABELS = re.compile(
    r"\b(date|our ref(erence)?|your ref(erence)?|ref(erence)?|direct (line|dial)|(please )?ask for|contact|officer"
    r"|mobile|dictated by|enquiries to)\s*[:.]",
    re.IGNORECASE,
)
_PERSON_MAIL = re.compile(r"[\w-]+\.[\w.-]+@", re.ASCII)
_PATH = re.compile(r"[A-Za-z]:\\|\\\\\w|\.docx?\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b\d{1,2}(st|nd|rd|th)?\s+(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+\d{4}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    re.IGNORECASE,
)


class Names(Struct, frozen=True):
    """The names in a letter's page, and the places of its salutation (0 for none) and closing among its lines."""

    words: frozenset[str]
    salutation: int
    closing: int


def names_in(lines: Sequence[str], own: str) -> Names:
    """The names of those who are greeted and of who signs, but for the words of the authority's `own` name."""
    salutation = next((number for number, line in enumerate(lines) if _DEAR.match(line)), 0)
    end = len(lines)
    closing = next((at for at in range(salutation, end) if _CLOSING.match(lines[at])), end)
    greeted = _DEAR.match(lines[salutation]) if lines else None
    signer = next((line for line in lines[closing + 1 :] if line.strip()), "")
    found = {word.casefold() for part in ((greeted[1] if greeted else ""), signer) for word in _WORD.findall(part)}
    ours = {word.casefold() for word in _WORD.findall(own)}
    return Names(frozenset(found - _TITLES - ours), salutation, closing)


def why_personal(line: str, names: Names) -> str:
    """Why the line may not stand in every letter, in words; an empty string where it may."""
    if "{{" in line or "{%" in line or "{#" in line:
        return "it reads as a tag of a template"
    if names.words & {word.casefold() for word in _WORD.findall(line)}:
        return "somebody's name"
    if label := _LABELS.search(line):
        return f'"{label[0]}" belongs to one letter'
    if _DAY.search(line):
        return "a date"
    if _PERSON_MAIL.search(line):
        return "a person's e-mail address"
    return "the name of a file" if _PATH.search(line) else ""
