"""The plain-text twin of a document: what it says, a line a paragraph, and whether its files say the same.

What is no word of the body stands before a tab: the rank of a heading (`#`), the label of a list item, the place
of a cell (`[2.1]`), and `~head`, `~foot`, `~picture` and `~link` for what stands outside the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from casefiles.documents.blocks.outline import paragraphs
from casefiles.documents.blocks.tree import Block, Break, Document, Paragraph, Picture, Tab, Table, Text
from casefiles.documents.blocks.word import read_leniently
from casefiles.documents.parity import differences, open_word, plain, read_pdf, split
from casefiles.documents.pdf.heard import hear

__all__ = ["body_words", "format_twin", "missing_texts", "running_words", "twin_differences", "twin_of_word"]

_OUTSIDE = "~"
_WORD = re.compile(r"\w+")
_PAGE = re.compile(r"[0-9]{1,5}")
"""The number of a page: it differs from page to page. The hash of an entry may be all digits too, but has twelve."""


def twin_of_word(docx: bytes) -> bytes:
    """The twin of a Word file; raises `Outside` for what is no Word file."""
    document, _ = read_leniently(docx)
    return format_twin(document)


def format_twin(document: Document) -> bytes:
    """The twin of a document as UTF-8 with LF line ends."""
    return "".join(f"{line}\n" for line in [*_lines(document.blocks), *_running(document)]).encode()


def body_words(twin: bytes) -> list[str]:
    """The words of the body, in order."""
    return [word for mark, text in _parted(twin) if not mark.startswith(_OUTSIDE) for word in split(text)]


def running_words(twin: bytes) -> list[str]:
    """The words at head and foot, in order, without the numbers of pages."""
    wanted = {f"{_OUTSIDE}head", f"{_OUTSIDE}foot"}
    return [word for mark, text in _parted(twin) if mark in wanted for word in split(text) if not _PAGE.fullmatch(word)]


def twin_differences(twin: bytes, docx: bytes | None, pdf: bytes | None) -> tuple[str, ...]:
    """Where the Word file and the PDF say something else than the twin, read by readers that share no code with it."""
    found: list[str] = []
    wanted, around = body_words(twin), sorted({*running_words(twin)})
    if docx is not None:
        body, running = open_word(docx)
        found += _compared("the Word file", wanted, body.words)
        said = sorted({word for part in running for word in part.words if not _PAGE.fullmatch(word)})
        found += _compared("the head or foot of the Word file", around, said)
    if pdf is not None:
        heard = hear(pdf)
        found += _compared("the PDF", wanted, read_pdf(heard).words)
        said_there = {*split(" ".join(heard.running)), *(word.upper() for word in split(" ".join(heard.running)))}
        missing = [word for word in around if word not in said_there and word.upper() not in said_there]
        found += [f'the head or foot of the PDF lacks "{missing[0]}"'] if missing else []
    if docx is not None and pdf is not None and not found:
        found += [f"Word and PDF differ: {each}" for each in differences(docx, pdf)]
    return tuple(found)


def missing_texts(texts: Iterable[tuple[str, str]], twin: bytes) -> tuple[str, ...]:
    """The paths of those texts that stand nowhere in the twin."""
    said = f" {' '.join(_WORD.findall(plain(' '.join(text for _, text in _parted(twin)))))} "
    return tuple(path for path, text in texts if f" {' '.join(_WORD.findall(plain(text)))} " not in said)


def _parted(twin: bytes) -> Iterator[tuple[str, str]]:
    """The mark (or an empty string) and the text of each line."""
    for line in twin.decode("utf-8", "replace").split("\n"):
        mark, tab, text = line.rstrip("\r").partition("\t")
        yield (mark, text) if tab else ("", mark)


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(block)
            continue
        text = _text(block)
        if not text:
            continue
        mark = "#" * block.rank
        if block.label is not None:
            mark += f"{'  ' * block.label.level}{' '.join(block.label.text.split()) or '-'}"
        yield f"{mark}\t{text}" if mark else text


def _table(table: Table) -> Iterator[str]:
    for across, row in enumerate(table.rows, 1):
        for down, cell in enumerate(row.cells, 1):
            for line in _lines(cell.blocks):
                yield f"[{across}.{down}]\t{line.partition(chr(9))[2] or line}"


def _running(document: Document) -> Iterator[str]:
    for mark, running in (("head", document.header), ("foot", document.footer)):
        for blocks in dict.fromkeys((running.first or (), running.usual)):
            yield from (f"{_OUTSIDE}{mark}\t{_text(each)}" for each in paragraphs(blocks) if _text(each))
    pictures, links = dict[str, None](), dict[str, None]()
    for paragraph in paragraphs(document.blocks):
        for item in paragraph.inlines:
            if isinstance(item, Picture) and item.alt:
                pictures[item.alt] = None
            elif isinstance(item, Text) and item.link:
                links[item.link.url] = None
    yield from (f"{_OUTSIDE}picture\t{' '.join(alt.split())}" for alt in pictures)
    yield from (f"{_OUTSIDE}link\t{url}" for url in links)


def _text(paragraph: Paragraph) -> str:
    """The words of a paragraph on one line, without a tab."""
    parts = []
    for item in paragraph.inlines:
        if isinstance(item, Text):
            parts.append(item.text)
        elif isinstance(item, Tab | Break):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _compared(what: str, wanted: Sequence[str], said: Sequence[str]) -> list[str]:
    """The first place where the words differ; capitals for small letters are no difference (Word's "all caps")."""
    for number, (one, other) in enumerate(zip(wanted, said, strict=False), 1):
        if plain(one).upper() != plain(other).upper():
            return [f'{what} says "{other}" where the twin says "{one}" (word {number})']
    if len(wanted) != len(said):
        longer = said if len(said) > len(wanted) else wanted
        at = min(len(said), len(wanted))
        whose = what if longer is said else "the twin"
        return [f'{whose} says more: "{" ".join(longer[at : at + 8])}"']
    return []
