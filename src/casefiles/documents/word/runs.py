"""The runs of a Word paragraph cut at places of its text, wrapped in marks, or made plain as deleted text."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

from casefiles.documents.word.wordml import XML_SPACE, Element, val, w

__all__ = ["add_deleted", "plain_runs", "run_texts", "split_at", "wrapped"]

_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n"}


def run_texts(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """Each run of a paragraph with its text, as `paragraph_text` reads it; not those of a text box in it."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == w("r"):
            yield element, "".join(text for _, text in _pieces(element))
        elif element.tag not in {w("p"), w("pPr")}:
            stack.extend(reversed(element))


def split_at(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that hold the text from `start` to `end` and nothing else; those at the edges are cut."""
    for edge in (start, end):
        at = 0
        for run, text in list(run_texts(paragraph)):
            if at < edge < at + len(text):
                _cut(run, edge - at)
                break
            at += len(text)
    found, at = [], 0
    for run, text in run_texts(paragraph):
        if text and start <= at and at + len(text) <= end:
            found.append(run)
        at += len(text)
    return found


def wrapped(run: Element, mark: Element) -> None:
    """Put the mark round a run where it stands."""
    run.addprevious(mark)
    mark.append(run)


def plain_runs(paragraph: Element, styles: frozenset[str], start: int = 0, end: int | None = None) -> list[Element]:
    """A stretch of a paragraph's text as runs of deleted text that look as they did; pictures are left out."""
    made, at = [], 0
    for run, text in run_texts(paragraph):
        first, last = max(start - at, 0), len(text) if end is None else min(end - at, len(text))
        at += len(text)
        if first < last:
            made.append(_deleted(run, text[first:last], styles))
    return made


def add_deleted(home: Element, index: int, runs: Sequence[Element], mark: Element) -> None:
    """Put the runs into an element at a place, as deleted."""
    if runs:
        home.insert(index, mark)
        mark.extend(runs)


def _pieces(run: Element) -> Iterator[tuple[Element, str]]:
    for child in run:
        if child.tag == w("t"):
            yield child, child.text or ""
        elif child.tag in _CHARACTERS:
            yield child, _CHARACTERS[str(child.tag)]
        elif child.tag != w("rPr"):
            yield child, ""


def _cut(run: Element, at: int) -> None:
    """Make two runs of one, the second beginning at a place of its text."""
    second = run.makeelement(w("r"), {})
    look = run.find(w("rPr"))
    if look is not None:
        second.append(copy.deepcopy(look))
    seen = 0
    for piece, text in list(_pieces(run)):
        if seen >= at:
            second.append(piece)
        elif seen + len(text) > at:
            rest = copy.copy(piece)
            piece.text, rest.text = text[: at - seen], text[at - seen :]
            for each in (piece, rest):
                each.set(XML_SPACE, "preserve")
            second.append(rest)
        seen += len(text)
    run.addnext(second)


def _deleted(run: Element, text: str, styles: frozenset[str]) -> Element:
    made = run.makeelement(w("r"), {})
    look = run.find(w("rPr"))
    if look is not None:
        kept = copy.deepcopy(look)
        style = kept.find(w("rStyle"))
        if style is not None and val(style) not in styles:
            kept.remove(style)
        made.append(kept)
    for piece in _parted(text):
        name = {"\t": "tab", "\n": "br"}.get(piece, "delText")
        element = made.makeelement(w(name), {})
        if name == "delText":
            element.text = piece
            element.set(XML_SPACE, "preserve")
        made.append(element)
    return made


def _parted(text: str) -> Iterator[str]:
    """The text with each tab and line end by itself."""
    plain = ""
    for char in text:
        if char in "\t\n":
            if plain:
                yield plain
            yield char
            plain = ""
        else:
            plain += char
    if plain:
        yield plain
