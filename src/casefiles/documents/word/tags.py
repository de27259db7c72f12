"""Template tags in Word paragraphs: found, healed where Word split them over runs, and set apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.wordml import XML_SPACE, Element, own_texts, paragraph_text, paragraphs, w

__all__ = [
    "Tag",
    "forget_places",
    "heal",
    "locate",
    "mark_place",
    "place_of",
    "read_tags",
    "rewrite_tags",
    "stray_tags",
    "tags_of",
]

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENER = re.compile(r"\{[{%#]|[}%#]\}")
_PARTS = re.compile(r"(?P<opener>\{[{%])(?:(?P<modifier>p|tr|tc|r)\s)?(?P<body>.*)(?P<closer>[}%]\})", re.DOTALL)
_PLACE = "casefiles-place"
_TYPED = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " ", "\n": " ", "\t": " "}
)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `{{` or `{%`, what it stands for (p a paragraph, tr a row, r a run, empty in text), its body."""

    opener: str
    modifier: str
    body: str
    place: Place

    @property
    def plain(self) -> str:
        """The tag as Jinja alone would have it, without what it stands for."""
        closer = "}}" if self.opener == "{{" else "%}"
        return f"{self.opener} {self.body} {closer}"

    @property
    def text(self) -> str:
        """The tag as docxtpl's dialect has it."""
        closer = "}}" if self.opener == "{{" else "%}"
        return f"{self.opener}{self.modifier} {self.body} {closer}"

    @property
    def word(self) -> str:
        """The first word of the body: `for`, `if`, `endif`, a name."""
        return self.body.split(maxsplit=1)[0] if self.body else ""


def heal(root: Element) -> None:
    """Bring each tag that Word split over runs into the run where it begins; drop Word's proofing marks."""
    for mark in [*root.iter(w("proofErr"))]:
        _drop(mark)
    for paragraph in paragraphs(root):
        texts = own_texts(paragraph)
        joined = "".join(text.text or "" for text in texts)
        spans = [match.span() for match in _TAG.finditer(joined)]
        if spans:
            _gather(texts, joined, spans)


def _gather(texts: list[Element], joined: str, spans: list[tuple[int, int]]) -> None:
    starts = [0, *accumulate(len(text.text or "") for text in texts)][:-1]
    pieces: list[list[str]] = [[] for _ in texts]
    position = 0
    for start, end in [*spans, (len(joined), len(joined))]:
        while position < start:
            owner = bisect_right(starts, position) - 1
            stop = min(start, starts[owner + 1] if owner + 1 < len(starts) else start)
            pieces[owner].append(joined[position:stop])
            position = stop
        if end > start and not joined.startswith("{#", start):
            pieces[bisect_right(starts, start) - 1].append(joined[start:end].translate(_TYPED))
        position = max(position, end)
    for text, written in zip(texts, pieces, strict=True):
        content = "".join(written)
        if content != (text.text or ""):
            text.text = content
            text.set(XML_SPACE, "preserve")
            run = text.getparent()
            if not content and run is not None and run.tag == w("r"):
                run.remove(text)
                if all(child.tag == w("rPr") for child in run):
                    _drop(run)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def locate(root: Element, file: str, part: str) -> None:
    """Write into each paragraph where it stands, so that it is known after it has been put into another page."""
    for number, paragraph in enumerate(paragraphs(root), start=1):
        mark_place(paragraph, Place(file, part, number))


def mark_place(paragraph: Element, place: Place) -> None:
    """Write a place into a paragraph."""
    paragraph.set(_PLACE, "\t".join((place.file, place.part, str(place.paragraph))))


def place_of(paragraph: Element) -> Place:
    """The place that stands in a paragraph, with its text as it is now."""
    file, part, number = str(paragraph.get(_PLACE, "\t\t0")).split("\t")
    return Place(file, part, int(number), paragraph_text(paragraph))


def forget_places(root: Element) -> None:
    """Take the places out of the paragraphs again."""
    for paragraph in paragraphs(root):
        paragraph.attrib.pop(_PLACE, "")


def read_tags(root: Element) -> tuple[tuple[Tag, ...], tuple[Diagnostic, ...]]:
    """The tags of a healed part in order, and what of them is not closed."""
    tags: list[Tag] = []
    faults: list[Diagnostic] = []
    for paragraph in paragraphs(root):
        tags += tags_of(paragraph)
        for element in own_texts(paragraph):
            if left := _OPENER.search(_TAG.sub("", element.text or "")):
                message = f'"{left.group()}" opens or closes a tag that has no other end'
                advice = "a tag is written {{ ... }} or {% ... %}"
                faults.append(diagnostic(place_of(paragraph), "TPL-010", message, advice=advice))
    return tuple(tags), tuple(faults)


def tags_of(paragraph: Element) -> tuple[Tag, ...]:
    """The tags of one healed paragraph."""
    found = [text for element in own_texts(paragraph) for text in _TAG.findall(element.text or "")]
    place = place_of(paragraph) if found else None
    return tuple(_tag(text, place) for text in found if place)


def _tag(text: str, place: Place) -> Tag:
    found = _PARTS.fullmatch(text)
    if found is None:
        return Tag(text[:2], "", text[2:-2].strip(), place)
    return Tag(found["opener"], found["modifier"] or "", found["body"].strip(), place)


def rewrite_tags(root: Element, rewrite: Callable[[Tag, Element], Tag]) -> None:
    """Put in place of each tag what `rewrite` makes of it; it is also given the tag's paragraph."""
    for paragraph in paragraphs(root):
        for element in own_texts(paragraph):
            content = element.text or ""
            if "{" not in content:
                continue

            def written(found: re.Match[str], paragraph: Element = paragraph) -> str:
                return rewrite(_tag(found.group(), Place("")), paragraph).text

            element.text = _TAG.sub(written, content)
            element.set(XML_SPACE, "preserve")


def stray_tags(root: Element, file: str, part: str) -> tuple[Diagnostic, ...]:
    """Tags where none is read: in attributes (a picture's description) and in text that is no Word text."""
    faults = []
    for element in root.iter():
        texts = [str(value) for value in element.attrib.values()]
        if element.tag != w("t"):
            texts.append(element.text or "")
        texts.append(element.tail or "")
        if any("{{" in text or "{%" in text or "{#" in text for text in texts):
            name = str(element.tag).rsplit("}", 1)[-1]
            message = f'a tag stands in a "{name}", where none is read'
            faults.append(
                diagnostic(Place(file, part), "TPL-011", message, advice="tags stand in the text of paragraphs")
            )
    return tuple(faults)
