"""What is wrong with the blocks that a pack places in its documents: their names and their parameters."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.diagnostics import Diagnostic, Severity, nearest
from casefiles.documents.compose.registry import BLOCKS
from casefiles.policy.pack import BlockEntry, DocumentEntry, PolicyPack

__all__ = ["check_blocks"]


def check_blocks(pack: PolicyPack) -> tuple[Diagnostic, ...]:
    """An error at each block that there is no kind of, and at each parameter that it lacks or does not know."""
    return tuple(
        said
        for edition in pack.editions
        for document in edition.documents
        for index, block in enumerate(document.blocks)
        for said in _check(document, index, block)
    )


def _check(document: DocumentEntry, index: int, block: BlockEntry) -> Iterator[Diagnostic]:
    """What is wrong with one block of a document."""
    kind = BLOCKS.get(block.block)
    if kind is None:
        near = nearest(block.block, BLOCKS)
        yield Diagnostic(
            document.span("blocks", index, "block"),
            "PCK-060",
            Severity.ERROR,
            f'there is no block "{block.block}"',
            help=f'did you mean "{near}"?' if near else f"the blocks are: {', '.join(sorted(BLOCKS))}",
        )
        return
    for name, is_needed in kind.params.items():
        if is_needed and name not in block.params:
            message = f'the block "{block.block}" needs the parameter "{name}"'
            yield Diagnostic(document.span("blocks", index), "PCK-061", Severity.ERROR, message)
    for name in block.params:
        if name not in kind.params:
            message = f'the block "{block.block}" has no parameter "{name}"'
            known = ", ".join(kind.params) or "none"
            yield Diagnostic(
                document.span("blocks", index, "params", name),
                "PCK-061",
                Severity.ERROR,
                message,
                help=f"its parameters are: {known}",
            )
