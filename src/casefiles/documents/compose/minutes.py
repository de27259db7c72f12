"""The minutes: what was said under each item of the agenda, and what belongs to none."""

from __future__ import annotations

from msgspec import Struct, field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.improvement import shows_improvement
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, headed, other_sections, prose_of, together
from casefiles.documents.headings import ISSUES_AND_CONTEXT, named_by, printed_by
from casefiles.policy.minutes import FUTURE_MEETINGS, plain_title
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose

__all__ = ["MINUTES", "OTHER_MATTERS", "MinuteItem", "Minutes", "OtherMatters"]


class MinuteItem(Struct, frozen=True):
    """One item of the agenda by its printed title, with its text."""

    text: str
    minute: Prose


class Minutes(Block, frozen=True, kw_only=True):
    """The items of the agenda that have text, in the agenda's order."""

    items: tuple[MinuteItem, ...] = ()


class OtherMatters(Block, frozen=True, kw_only=True):
    """Text before the first heading, and sections that are neither an agenda item nor a priority."""

    text: Prose = field(default_factory=Prose)


def compose_minutes(scene: Scene, entry: BlockEntry) -> Answer:
    """The agenda's items with text; a gap where there is none that the readers may see."""
    items = []
    first = prose_of(find_section(scene.record.body, ISSUES_AND_CONTEXT))
    if first:
        items.append(MinuteItem(ISSUES_AND_CONTEXT, first))
    elsewhere = _printed_elsewhere(scene)
    for item in scene.meeting_kind.agenda if scene.meeting_kind else ():
        if item.id in elsewhere:
            continue
        texts = (prose_of(find_section(body, item.title, *item.aliases)) for body in scene.bodies)
        found = next((text for text in texts if text), None)
        if found:
            items.append(MinuteItem(item.title, found))
    if not items:
        why = "confidential" if any(w.record_id == scene.record.record_id for w in scene.withheld) else ""
        return empty(Minutes, entry, gap(scene, "minutes", scene.record, why=why))
    return Answer(Minutes(title=entry.title or "", items=tuple(items)), used=(scene.record,))


def _printed_elsewhere(scene: Scene) -> frozenset[str]:
    """The agenda's items that another block of the document prints, beside the facts that they minute."""
    found = set()
    dated = scene.meeting is not None and scene.meeting.next_meetings
    if dated and any(block.block == "next-dates" for block in scene.entry.blocks):
        found.add(FUTURE_MEETINGS)
    placed = _placed_sections(scene)
    for item in scene.meeting_kind.agenda if scene.meeting_kind else ():
        if placed & {plain_title(name) for name in (item.title, *item.aliases)}:
            found.add(item.id)
    return frozenset(found)


def _placed_sections(scene: Scene) -> frozenset[str]:
    """The headings that other blocks of the document print, as headings are compared."""
    blocks = [block for block in scene.entry.blocks if block.block != "improvement" or shows_improvement(scene)]
    return frozenset(map(plain_title, named_by(blocks, scene.record)))


def compose_other_matters(scene: Scene, entry: BlockEntry) -> Answer:
    """What the minutes say outside agenda and priorities; nothing (or a gap, if required) where they say no more."""
    agenda = scene.meeting_kind.agenda if scene.meeting_kind else ()
    placed = _placed_sections(scene)
    about = scene.priorities if any(printed_by(block).priorities for block in scene.entry.blocks) else ()
    others = [
        section
        for section in other_sections(scene.record.body, agenda, about)
        if plain_title(section.title) not in placed
    ]
    text = together(scene.record.body.preamble, *(headed(section) for section in others))
    if not text:
        return empty(OtherMatters, entry, gap(scene, "other matters", scene.record))
    return Answer(OtherMatters(title=entry.title or "", text=text), used=(scene.record,))


MINUTES = BlockKind("minutes", Minutes, compose_minutes)
OTHER_MATTERS = BlockKind("other-matters", OtherMatters, compose_other_matters)
