"""Template tags in Word paragraphs: found, healed where Word split them over runs, and set apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

from msgspec import Struct

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.wordml import XML_SPACE, Element, own_texts, paragraph_text, paragraphs, w

__all__ = [
    "Carrier",
    "Tag",
    "carriers",
    "forget_places",
    "heal",
    "locate",
    "mark_place",
    "place_of",
    "read_tags",
    "renamed",
    "renamed_in",
    "rewrite_tags",
    "stray_tags",
    "tags_in",
    "tags_of",
]

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENER = re.compile(r"\{[{%#]|[}%#]\}")
_PARTS = re.compile(
    r"(?P<opener>\{[{%])(?P<joins>(?<=%)-)?(?:(?P<modifier>p|tr|tc|r)\s)?(?P<body>.*?)(?P<joined>-(?=%))?(?P<closer>[}%]\})",
    re.DOTALL,
)
_MARKS = {"vm", "hm"}
Carrier = tuple[Element, str]
"""An element in which tags are read: in its text, or in the attribute that is named."""
_DESCRIPTIONS = ("descr", "title")
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr",
)
_TEXT, _PARAGRAPH = w("t"), w("p")
_PLACE = "casefiles-place"
_THIS = re.compile(r"""'[^']*'|"[^"]*"|(?<![\w.])this(?!\w)""")
_COMMENT = re.compile(r"\{#(?P<of>p|tr|tc)\s(?:(?!#\}).)*#\}", re.DOTALL)
_TYPED = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " ", "\n": " ", "\t": " "}
)


class Tag(Struct, frozen=True):
    """One tag: `{{` or `{%`, what it stands for (p a paragraph, tr a row, tc a cell, r a run, empty in text), its body.

    `joins` and `joined` are the hyphens of `{%-` and `-%}`, with which it takes in the paragraph before or after it;
    `of_picture` says that it stands in the description of a picture.
    """

    opener: str
    modifier: str
    body: str
    place: Place
    joins: str = ""
    joined: str = ""
    of_picture: bool = False

    @property
    def plain(self) -> str:
        """The tag as Jinja alone would have it, without what it stands for."""
        if self.opener == "{{":
            return f"{{{{ {self.body} }}}}"
        if self.of_cell:
            return f"{{{{ {self.body.split(maxsplit=1)[1]} }}}}" if self.word not in _MARKS else "{# #}"
        return f"{{% {self.body} %}}"

    @property
    def text(self) -> str:
        """The tag as docxtpl's dialect has it."""
        closer = "}}" if self.opener == "{{" else "%}"
        return f"{self.opener}{self.joins}{self.modifier} {self.body} {self.joined}{closer}"

    @property
    def of_cell(self) -> bool:
        """Whether it says of its table cell how it is joined, how wide it is or how it is shaded."""
        if self.opener == "{{" or self.modifier:
            return False
        return self.body in _MARKS or (self.word in {"colspan", "cellbg"} and self.body != self.word)

    @property
    def word(self) -> str:
        """The first word of the body: `for`, `if`, `endif`, a name."""
        return self.body.split(maxsplit=1)[0] if self.body else ""


def heal(root: Element) -> None:
    """Bring each tag that Word split over runs into the run where it begins; drop Word's proofing marks."""
    for mark in [*root.iter(w("proofErr"))]:
        _drop(mark)
    for paragraph in [*paragraphs(root)]:
        texts = own_texts(paragraph)
        joined = "".join(text.text or "" for text in texts)
        if comment := _COMMENT.fullmatch(joined.strip()):
            _drop_whole(paragraph, comment["of"])
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


def _drop_whole(paragraph: Element, of: str) -> None:
    """Take out what a note to the author stands for: its paragraph, row or cell, where others are left."""
    element = paragraph if of == "p" else next(paragraph.iterancestors(w(of)), None)
    parent = element.getparent() if element is not None else None
    if element is None or parent is None or len(parent.findall(str(element.tag))) < 2:
        return
    only_note = all(each is paragraph or not paragraph_text(each).strip() for each in element.iter(w("p")))
    if only_note:
        parent.remove(element)


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
        for carrier in carriers(paragraph):
            if left := _OPENER.search(_TAG.sub("", _carried(carrier))):
                message = f'"{left.group()}" opens or closes a tag that has no other end'
                advice = "a tag is written {{ ... }} or {% ... %}"
                faults.append(diagnostic(place_of(paragraph), "TPL-010", message, advice=advice))
    return tuple(tags), tuple(faults)


def tags_of(paragraph: Element) -> tuple[Tag, ...]:
    """The tags of one healed paragraph."""
    return tuple(tag for tag, _ in tags_in(paragraph))


def tags_in(paragraph: Element) -> Iterator[tuple[Tag, Element]]:
    """The tags of one healed paragraph, each with the element that it stands in."""
    place = None
    for element, name in carriers(paragraph):
        text = _carried((element, name))
        for found in _TAG.findall(text) if "{" in text else ():
            place = place or place_of(paragraph)
            yield _tag(found, place, of_picture=bool(name)), element


def carriers(paragraph: Element) -> list[Carrier]:
    """Where tags of a paragraph are read, in order: its texts, and the descriptions of its pictures."""
    found: list[Carrier] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == _TEXT:
            found.append((element, ""))
        elif element.tag != _PARAGRAPH:
            if element.tag in _PICTURES:
                found += [(element, name) for name in _DESCRIPTIONS if element.get(name)]
            stack.extend(reversed(element))
    return found


def _carried(carrier: Carrier) -> str:
    element, name = carrier
    return str(element.get(name, "")) if name else element.text or ""


def _tag(text: str, place: Place, *, of_picture: bool = False) -> Tag:
    found = _PARTS.fullmatch(text)
    if found is None:
        return Tag(text[:2], "", text[2:-2].strip(), place, of_picture=of_picture)
    hyphens = found["joins"] or "", found["joined"] or ""
    return Tag(found["opener"], found["modifier"] or "", found["body"].strip(), place, *hyphens, of_picture)


def rewrite_tags(root: Element, rewrite: Callable[[Tag, Element], Tag]) -> None:
    """Put in place of each tag what `rewrite` makes of it; it is also given the tag's paragraph."""
    for paragraph in paragraphs(root):
        for element, name in carriers(paragraph):
            content = _carried((element, name))
            if "{" not in content:
                continue

            def written(found: re.Match[str], paragraph: Element = paragraph, name: str = name) -> str:
                return rewrite(_tag(found.group(), Place(""), of_picture=bool(name)), paragraph).text

            if name:
                element.set(name, _TAG.sub(written, content))
            else:
                element.text = _TAG.sub(written, content)
                element.set(XML_SPACE, "preserve")


def renamed(text: str, root: str) -> str:
    """A tag, or its body, in which the block that it calls `this` is called `root`."""
    return _THIS.sub(lambda found: root if found.group() == "this" else found.group(), text)


def renamed_in(text: str, root: str) -> str:
    """A text whose tags call the block `root` that they called `this`."""
    return _TAG.sub(lambda tag: renamed(tag.group(), root), text)


def stray_tags(root: Element, file: str, part: str) -> tuple[Diagnostic, ...]:
    """Tags where none is read: in attributes (a picture's description) and in text that is no Word text."""
    faults = []
    for element in root.iter():
        read = _DESCRIPTIONS if element.tag in _PICTURES else ()
        texts = [str(value) for name, value in element.attrib.items() if name not in read]
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
