"""Fixed words of the pack as a block of their own: lets a pack say what its letters always say, without Python."""

from __future__ import annotations

from msgspec import field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.markup import parse_prose
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose

__all__ = ["WORDING", "Wording"]


class Wording(Block, frozen=True, kw_only=True):
    """The words under the pack's heading."""

    text: Prose = field(default_factory=Prose)


def compose_wording(scene: Scene, entry: BlockEntry) -> Answer:
    """The text `text` (Markdown) as it stands in the pack; a gap where the pack gives none."""
    words = str(entry.params.get("text") or "").strip()
    if not words:
        return empty(Wording, entry, gap(scene, "the fixed words of the pack", scene.entry))
    return Answer(Wording(title=entry.title or "", text=parse_prose(words, scene.entry.source_file)))


WORDING = BlockKind("wording", Wording, compose_wording, {"text": True})
