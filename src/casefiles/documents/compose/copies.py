"""Who else gets the document."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind
from casefiles.documents.compose.frame import Addressee, compose_frame
from casefiles.documents.compose.scene import Scene
from casefiles.policy.pack import BlockEntry

__all__ = ["COPIES", "Copies"]


class Copies(Block, frozen=True, kw_only=True):
    """The document's recipients and those who get a copy (a copy without a holder is a gap of the frame)."""

    to: tuple[Addressee, ...] = ()
    copies: tuple[Addressee, ...] = ()


def compose_copies(scene: Scene, entry: BlockEntry) -> Answer:
    """The recipients and copies; nothing where the document goes to nobody."""
    frame = compose_frame(scene, draft=False).frame
    if not frame.addressees and not frame.copies:
        return Answer(None)
    return Answer(Copies(title=entry.title or "", to=frame.addressees, copies=frame.copies))


COPIES = BlockKind("copies", Copies, compose_copies)
