"""How statements hold together: what begins in a page, cell, row or paragraph ends there, or is docxtpl's to render."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.word.faults import diagnostic
from casefiles.documents.word.tags import Tag, tags_in
from casefiles.documents.word.wordml import Element, paragraphs, w

__all__ = ["Structure", "structure_of"]

_OPENS = {"if", "for"}
_CLOSES = {"endif": "if", "endfor": "for"}
_WHERE = {
    "p": "the same page or table cell",
    "tr": "the same table",
    "tc": "the same row",
    "r": "its own paragraph",
    "": "its own paragraph; to take in whole paragraphs write {%p ... %}",
}
_HOLDERS = {"p": "p", "tr": "tr", "tc": "tc"}
_LOOPS_OF = {"vm": ("tr", "rows"), "hm": ("tc", "cells")}
_ADVICE = "docxtpl renders it, in a hundredth of a second; {%p ... %} round whole paragraphs needs no docxtpl"


class _Open(Struct, frozen=True):
    """A statement that has begun: its tag, the paragraph in which it stands, the element that holds what it is for."""

    tag: Tag
    paragraph: Element
    holder: Element | None
    depth: tuple[object, ...]


class Structure(Struct):
    """What of a part's structure cannot be carried out, and what of it only docxtpl itself carries out."""

    faults: list[Diagnostic] = field(default_factory=list)
    handed: list[Diagnostic] = field(default_factory=list)

    def refuse(self, tag: Tag, message: str) -> None:
        """Note what cannot be carried out."""
        self.faults.append(diagnostic(tag.place, "TPL-012", message))

    def hand_over(self, tag: Tag, why: str) -> None:
        """Note what the compiled way has no part in."""
        message = f"{why}: the whole template is rendered by docxtpl itself"
        self.handed.append(diagnostic(tag.place, "TPL-014", message, advice=_ADVICE, severity=Severity.NOTE))


def structure_of(root: Element) -> Structure:
    """The structure of a healed part."""
    structure = Structure()
    stack: list[_Open] = []
    placed = ((*found, paragraph) for paragraph in paragraphs(root) for found in tags_in(paragraph))
    for tag, element, paragraph in placed:
        if tag.of_picture:
            _check_description(tag, structure)
            continue
        if tag.joins or tag.joined:
            structure.hand_over(tag, f"{tag.text} takes in the paragraph beside it")
        if tag.of_cell:
            _check_cell_tag(tag, paragraph, stack, structure)
        elif tag.opener == "{%":
            here = _Open(tag, paragraph, _holder(tag, paragraph), _depth(tag, element))
            if tag.modifier not in _HOLDERS or here.holder is not None:
                _follow(here, stack, structure)
    for left in stack:
        structure.refuse(left.tag, f"{left.tag.text} does not end in {_WHERE[left.tag.modifier]}")
    return structure


def _holder(tag: Tag, paragraph: Element) -> Element | None:
    """What a statement for whole paragraphs, rows or cells must end in: the page or cell, the table, the row."""
    if tag.modifier == "p":
        return paragraph.getparent()
    own = next(paragraph.iterancestors(w(tag.modifier)), None) if tag.modifier in {"tr", "tc"} else None
    if own is None:
        return None
    return next(own.iterancestors(w("tbl" if tag.modifier == "tr" else "tr")), None)


def _depth(tag: Tag, element: Element) -> tuple[object, ...]:
    """The names of the elements that are open where a tag stands: equal ones make any stretch between two whole."""
    names = [ancestor.tag for ancestor in element.iterancestors()]
    return (*names[names.index(w("r")) + 1 :],) if tag.modifier == "r" and w("r") in names else (*names,)


def _follow(here: _Open, stack: list[_Open], found: Structure) -> None:
    """Take a statement in: what it begins is noted, what it goes on with or ends has to have begun beside it."""
    tag = here.tag
    if tag.word in _OPENS:
        stack.append(here)
        return
    if tag.word in {"else", "elif"}:
        begun = stack[-1] if stack else None
    elif tag.word in _CLOSES:
        begun = stack.pop() if stack and stack[-1].tag.word == _CLOSES[tag.word] else None
    else:
        return
    if begun is None:
        found.refuse(tag, f"{tag.text} has no beginning in {_WHERE[tag.modifier]}")
    elif begun.tag.modifier != tag.modifier:
        found.refuse(tag, f"{tag.text} goes on with {begun.tag.text}, which stands for something else")
    elif begun.holder is not here.holder:
        found.refuse(begun.tag, f"{begun.tag.text} does not end in {_WHERE[tag.modifier]}")
    elif begun.paragraph is not here.paragraph and not tag.modifier.strip("r"):
        if begun.depth != here.depth:
            found.refuse(begun.tag, f"{begun.tag.text} does not end in {_WHERE[tag.modifier]}")
        else:
            found.hand_over(begun.tag, f"{begun.tag.text} goes on in another paragraph")


def _check_cell_tag(tag: Tag, paragraph: Element, stack: Sequence[_Open], found: Structure) -> None:
    """Whether a tag about its cell stands in one, and one that joins cells in the loop that repeats them."""
    if next(paragraph.iterancestors(w("tc")), None) is None:
        found.refuse(tag, f"{tag.text} says something of a table cell, but it stands in none")
    elif tag.word in _LOOPS_OF:
        modifier, what = _LOOPS_OF[tag.word]
        loops = [each.tag.modifier for each in stack if each.tag.word == "for"]
        if loops[-1:] != [modifier]:
            found.refuse(tag, f"{tag.text} joins the {what} of a loop {{%{modifier} for ... %}}, and stands in none")


def _check_description(tag: Tag, found: Structure) -> None:
    """A picture's description takes printed fields; docxtpl carries them out."""
    if tag.opener != "{{" or tag.modifier:
        found.refuse(tag, f"{tag.text} stands in the description of a picture, which takes {{{{ field }}}} only")
    else:
        found.hand_over(tag, f"{tag.text} describes a picture")
