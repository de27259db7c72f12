"""The set agenda of a meeting, and what such meetings are for."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.policy.pack import BlockEntry

__all__ = ["AGENDA", "PURPOSE", "Agenda", "AgendaLine", "Purpose", "agenda_lines"]


class AgendaLine(Struct, frozen=True):
    """One item of the agenda."""

    number: int
    text: str


class Agenda(Block, frozen=True, kw_only=True):
    """The items in the policy's order."""

    items: tuple[AgendaLine, ...] = ()


class Purpose(Block, frozen=True, kw_only=True):
    """What the policy says that such meetings are for, a sentence each."""

    lines: tuple[str, ...] = ()


def compose_agenda(scene: Scene, entry: BlockEntry) -> Answer:
    """The agenda that the policy sets; a gap where it sets none for this kind of meeting."""
    items = agenda_lines(scene)
    if not items:
        return empty(Agenda, entry, gap(scene, "agenda", scene.record, "kind"))
    return Answer(Agenda(title=entry.title or "", items=items), used=(scene.record,))


def compose_purpose(scene: Scene, entry: BlockEntry) -> Answer:
    """What the meeting is for; a gap where the pack does not say."""
    lines = scene.meeting_kind.purpose if scene.meeting_kind else ()
    if not lines:
        return empty(Purpose, entry, gap(scene, "purpose of the meeting", scene.record, "kind"))
    return Answer(Purpose(title=entry.title or "", lines=lines), used=(scene.record,))


def agenda_lines(scene: Scene) -> tuple[AgendaLine, ...]:
    """The agenda that the policy sets for the kind of meeting."""
    agenda = scene.meeting_kind.agenda if scene.meeting_kind else ()
    return tuple(AgendaLine(at, item.title) for at, item in enumerate(agenda, start=1))


AGENDA = BlockKind("agenda", Agenda, compose_agenda)
PURPOSE = BlockKind("purpose", Purpose, compose_purpose)
