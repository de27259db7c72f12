"""A heading of the record as a block of its own: lets a pack add content without Python."""

from __future__ import annotations

from msgspec import field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, prose_of
from casefiles.documents.headings import section_names
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose

__all__ = ["SECTION", "SectionText"]


class SectionText(Block, frozen=True, kw_only=True):
    """The section under its heading."""

    text: Prose = field(default_factory=Prose)


def compose_section(scene: Scene, entry: BlockEntry) -> Answer:
    """The text below the heading `heading` (or one of `aliases`); a gap where there is none for the readers."""
    names = section_names(entry)
    heading = names[0]
    text = prose_of(find_section(scene.record.body, *names))
    if not text:
        why = "confidential" if scene.is_withheld(scene.record.record_id, *names) else ""
        return empty(SectionText, entry, gap(scene, heading[:1].lower() + heading[1:], scene.record, why=why))
    return Answer(SectionText(title=entry.title or heading, text=text), used=(scene.record,))


SECTION = BlockKind("section", SectionText, compose_section, {"heading": True, "aliases": False})
