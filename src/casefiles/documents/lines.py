"""What a Word file or PDF says, a line a paragraph: for `git diff`, which compares lines."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.documents.blocks.subset import Outside
from casefiles.documents.blocks.text import format_text
from casefiles.documents.blocks.tree import Document
from casefiles.documents.blocks.word import read_leniently
from casefiles.documents.parity import BLOCKS, LABELS
from casefiles.documents.pdf.heard import hear

__all__ = ["lines_of"]


def lines_of(data: bytes) -> str:
    """The text of a Word file or a tagged PDF; of anything else one line that says why there is none.

    Never raises: git shows nothing at all where its helper fails.
    """
    try:
        if data.startswith(b"%PDF-"):
            return _pdf(data)
        document, odd = read_leniently(data)
        notes = [f"({each.feature})" for each in odd]
        return "".join(f"{line}\n" for line in [*_word(document), *notes])
    except Outside as outside:
        return f"(no text can be read: {outside.features[0].feature})\n"
    except Exception as fault:  # noqa: BLE001 - whatever a foreign file makes its reader raise
        return f"(no text can be read: {type(fault).__name__})\n"


def _word(document: Document) -> Iterator[str]:
    for what, running in (("head", document.header), ("foot", document.footer)):
        for blocks in dict.fromkeys((running.first or (), running.usual)):
            yield from (f"({what}) {line}" for line in format_text(blocks).split("\n") if line.strip())
    yield from (line for line in format_text(document.blocks).split("\n") if line.strip())


def _pdf(data: bytes) -> str:
    lines = (" ".join(node.text(LABELS).split()) for node in hear(data).root.walk() if node.role in BLOCKS)
    said = "".join(f"{line}\n" for line in lines if line)
    return said or "(no text can be read: a scan, or a PDF without tags)\n"
