"""How an old letter looks, as values: its page, its text and headings, its head and foot, its logo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.adopt.personal import Names, names_in, why_personal
from casefiles.documents.blocks.subset import Feature
from casefiles.documents.blocks.tree import Block, Document, Look, PageSetup, Paragraph, Picture, Running, Shape, Table
from casefiles.documents.blocks.tree import Text as Words
from casefiles.documents.blocks.word import read_leniently
from casefiles.documents.pdf.fonts import covered

__all__ = ["OldLetter", "read_old_letter", "words_of"]

_HEADING_LENGTH = 120
_PROSE_LENGTH = 60
_TOP = 8
"""Paragraphs in which a page without a salutation has its logo."""
_HARMLESS = (
    "a cropped or turned picture", "a floating picture in the body", "a picture without alternative text",
    "a link to something other",
)  # fmt: skip


class OldLetter(Struct, frozen=True):
    """What of a letter can be taken over. `headings` are the looks of the three ranks, `logo` stands in the page.

    `kept` has the lines of head and foot that stay, `left_out` a sentence for each thing that does not.
    """

    page: PageSetup
    text: Look
    shape: Shape
    headings: tuple[Look, Look, Look]
    header: Running
    footer: Running
    logo: Picture | None
    logo_align: str
    kept: tuple[str, ...]
    left_out: tuple[str, ...]


def read_old_letter(data: bytes, own: str) -> OldLetter:
    """What of a Word file can be taken over by the authority of that name; raises `Outside` for no Word file."""
    document, features = read_leniently(data)
    body = [*_paragraphs(document.blocks)]
    names = names_in([paragraph.text for paragraph in body], own)
    text = _usual_look(body)
    sieve = _Sieve(names, features)
    header, footer = (_running(each, sieve) for each in (document.header, document.footer))
    logo, align = _logo(body, names) if not _pictures(header) else (None, "left")
    kept = dict.fromkeys(line for running in (header, footer) for line in words_of(running))
    return OldLetter(
        page=document.page,
        text=text,
        shape=_usual_shape(body, text),
        headings=_headings(body, names, text),
        header=header,
        footer=footer,
        logo=logo,
        logo_align=align,
        kept=tuple(kept),
        left_out=tuple(dict.fromkeys([*sieve.said, *_left_in_page(document, features, logo)])),
    )


def words_of(running: Running) -> list[str]:
    """The lines of a head or foot, those of the first page first."""
    blocks = (*(running.first or ()), *running.usual)
    return [text for each in _paragraphs(blocks) if (text := " ".join(each.text.split()))]


class _Sieve:
    """Lets through the paragraphs of a head or foot that may stand in every letter, and says what it holds back."""

    def __init__(self, names: Names, features: Sequence[Feature]) -> None:
        self._names = names
        self._features = [each for each in features if not each.feature.startswith(_HARMLESS)]
        self.said: list[str] = []

    def lets_through(self, paragraph: Paragraph) -> bool:
        """Whether nothing in the paragraph is personal or cannot be carried over."""
        shown = " ".join(paragraph.text.split())
        where = "header" if "header" in paragraph.place.part else "footer"
        place = (paragraph.place.part, paragraph.place.paragraph)
        foreign = [each.feature for each in self._features if (each.part, each.paragraph) == place]
        personal = why_personal(paragraph.text, self._names)
        if undrawn := covered(paragraph.text):
            personal = personal or f"our PDFs can't draw {' '.join(undrawn)}"
        if foreign:
            self.said.append(f"{foreign[0]} in the {where}" + (f', with the line "{shown}"' if shown else ""))
        elif personal:
            self.said.append(f'the line "{shown}" in the {where}: {personal}')
        return not foreign and not personal


def _running(running: Running, sieve: _Sieve) -> Running:
    first = None if running.first is None else _trimmed(_sieved(running.first, sieve))
    return Running(_trimmed(_sieved(running.usual, sieve)), first)


def _sieved(blocks: Iterable[Block], sieve: _Sieve) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            yield _sieved_table(block, sieve)
        elif sieve.lets_through(block):
            yield block


def _sieved_table(table: Table, sieve: _Sieve) -> Table:
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, blocks=tuple(_sieved(cell.blocks, sieve)) or (Paragraph(),)) for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _trimmed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without empty paragraphs at the ends."""
    kept = [*blocks]
    while kept and _is_empty(kept[-1]):
        kept.pop()
    while kept and _is_empty(kept[0]):
        kept.pop(0)
    return tuple(kept)


def _is_empty(block: Block) -> bool:
    if isinstance(block, Table):
        return all(_is_empty(inner) for row in block.rows for cell in row.cells for inner in cell.blocks)
    return not block.text.strip() and not block.shape.edges and all(isinstance(i, Words) for i in block.inlines)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (p for row in block.rows for cell in row.cells for p in _paragraphs(cell.blocks))
        else:
            yield block


def _pictures(running: Running) -> list[Picture]:
    blocks = (*(running.first or ()), *running.usual)
    return [item for each in _paragraphs(blocks) for item in each.inlines if isinstance(item, Picture)]


def _logo(body: Sequence[Paragraph], names: Names) -> tuple[Picture | None, str]:
    """The first picture above the salutation, with how it is aligned; none below it is taken (a signature?)."""
    for paragraph in body[: names.salutation or _TOP]:
        for item in paragraph.inlines:
            if isinstance(item, Picture):
                return replace(item, floating=None), paragraph.shape.align
    return None, "left"


def _usual_look(body: Iterable[Paragraph]) -> Look:
    """The look of most of the text, by its letters."""
    weights: Counter[tuple[str, float, str]] = Counter()
    for paragraph in body:
        for item in paragraph.inlines:
            if isinstance(item, Words) and not item.link:
                weights[item.look.family, item.look.size, item.look.colour] += len(item.text.strip())
    if not weights:
        return Look()
    family, size, colour = weights.most_common(1)[0][0]
    return Look(family, size, colour=colour)


def _usual_shape(body: Sequence[Paragraph], text: Look) -> Shape:
    """How most paragraphs of prose stand; where empty paragraphs keep them apart, they get that room instead."""
    prose = [each.shape for each in body if len(each.text) >= _PROSE_LENGTH and not each.label]
    filled = sum(bool(each.text.strip()) for each in body)
    if not prose:
        return Shape(after=round(text.size * 0.6))
    shape = Counter((each.align, each.after, each.line, each.line_rule) for each in prose).most_common(1)[0][0]
    align, after, line, rule = shape
    if after < text.size / 4 and len(body) - filled >= filled / 3:
        after = round(text.size * 0.9)
    single = rule != "auto" or not 0 < line <= 3
    return Shape(align=align, after=after, line=1.0 if single else line)


def _headings(body: Sequence[Paragraph], names: Names, text: Look) -> tuple[Look, Look, Look]:
    """The looks of three ranks: those of the letter's own headings, else of its bold lines, else the text in bold."""
    found: dict[int, Look] = {}
    bold = []
    for number, paragraph in enumerate(body):
        look = _look_of(paragraph)
        if look is None or len(paragraph.text) > _HEADING_LENGTH:
            continue
        if paragraph.rank:
            found.setdefault(min(paragraph.rank, 3), look)
        elif look.bold and names.salutation <= number < names.closing:
            bold.append(look)
    first = found.get(1) or (max(bold, key=lambda each: each.size) if bold else None)
    first = first or next(iter(found.values()), replace(text, size=text.size + 2, bold=True))
    second = found.get(2) or replace(first, size=max(text.size, min(first.size - 1, text.size + 1.5)))
    third = found.get(3) or replace(second, size=text.size)
    return tuple(replace(each, bold=True) for each in (first, second, third))  # type: ignore[return-value]


def _look_of(paragraph: Paragraph) -> Look | None:
    """The one look of all the words of a paragraph; None where it has several, or no words."""
    looks = {item.look for item in paragraph.inlines if isinstance(item, Words) and item.text.strip()}
    return looks.pop() if len(looks) == 1 else None


def _left_in_page(document: Document, features: Sequence[Feature], logo: Picture | None) -> Iterator[str]:
    for each in features:
        if each.feature == "more than one section":
            yield "pages of another section: the page, head and foot are those of the first"
        elif not each.paragraph and not each.feature.startswith(_HARMLESS):
            yield each.feature
    pictures = [i for p in _paragraphs(document.blocks) for i in p.inlines if isinstance(i, Picture)]
    others = len(pictures) - (logo is not None)
    if others:
        yield f"{others} {'picture' if others == 1 else 'pictures'} in the page (a signature?)"
    yield "the words of the page: a shell has its own, and the case files give the rest"
