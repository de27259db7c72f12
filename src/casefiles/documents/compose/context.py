"""What a block's context is made of: the base of all contexts, gaps, and a composer's answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from casefiles.diagnostics import Span
from casefiles.documents.compose.scene import Scene
from casefiles.model.base import Record
from casefiles.policy.pack import BlockEntry

__all__ = ["Answer", "Block", "BlockKind", "Gap", "empty", "gap"]


class Gap(Struct, frozen=True):
    """Something that a document must say and the case file does not yet hold.

    `what` is a noun phrase, `where` the file of the case that would hold it, `why` says so where
    the text is there but not for the document's readers. `span` is the place to add it.
    """

    what: str
    where: str
    why: str = ""
    span: Span | None = None


class Block(Struct, frozen=True, kw_only=True):
    """The base of each block's context: its heading, if the pack gives one, and what stands in its place if empty."""

    title: str = ""
    gap: Gap | None = None


class Answer(Struct, frozen=True):
    """What a composer says: the block's context, every gap in it, and the records that it was made from.

    `value` is None where there is nothing to show and nothing missing. A gap of the whole block is
    `value.gap`; one of a part stands in the part. `gaps` lists both.
    """

    value: Block | None
    gaps: tuple[Gap, ...] = ()
    used: tuple[Record, ...] = ()


class BlockKind(Struct, frozen=True):
    """A kind of block: its name in packs, its context type and its composer.

    `params` names the parameters that a pack may give it, each with whether it must. One `of_schools` is read off the
    schools of a programme as they stood on the document's date.
    """

    name: str
    type: type[Block]
    compose: Callable[[Scene, BlockEntry], Answer]
    params: Mapping[str, bool] = field(default_factory=dict)
    of_schools: bool = False


def gap(scene: Scene, what: str, record: Record | None, *path: str | int, why: str = "", where: str = "") -> Gap:
    """The gap of something that `record` should hold at `path`, or without a record the file `where` of the case."""
    if record is None:
        file = f"{scene.case.folder}/{where}" if scene.case.folder else where
        return Gap(what, where, why, Span(file))
    return Gap(what, where or scene.in_case(record.source_file), why, record.span(*path))


def empty(kind: type[Block], entry: BlockEntry, missing: Gap, *used: Record) -> Answer:
    """The answer of a composer that has nothing to show: a gap where the pack requires the block, else nothing."""
    if not entry.required:
        return Answer(None, (), used)
    made: Any = kind(title=entry.title or "", gap=missing)
    return Answer(made, (missing,), used)
