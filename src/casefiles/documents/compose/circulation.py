"""Who got the report or the papers, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.model.base import Record
from casefiles.model.records import Meeting, SentDocument, Visit
from casefiles.policy.pack import BlockEntry

__all__ = ["CIRCULATION", "Circulated", "Circulation"]


@dataclass(frozen=True)
class Circulated:
    """Somebody who got it: name (empty where nobody held the role that day), title, day."""

    name: str
    title: str
    sent_on: str


@dataclass(frozen=True, kw_only=True)
class Circulation(Block):
    """Those who got it, in the record's order."""

    items: tuple[Circulated, ...] = ()


def compose_circulation(scene: Scene, entry: BlockEntry) -> Answer:
    """Who got it and when, as the record says; a gap (where required) while it says nobody."""
    found = _sent(scene, scene.record)
    if not found:
        return empty(Circulation, entry, gap(scene, "day on which it was circulated", scene.record))
    items = []
    for role, on in found.items():
        person = scene.person(role, on)
        title = (person.title if person else None) or scene.role_title(role)
        items.append(Circulated(person.name if person else "", title, day(on)))
    return Answer(Circulation(title=entry.title or "", items=tuple(items)), used=(scene.record,))


def _sent(scene: Scene, record: Record) -> Mapping[str, date]:
    """Each recipient with the day."""
    if isinstance(record, Visit):
        return record.circulated
    part = getattr(record, scene.entry.sent_as, None) if isinstance(record, Meeting) and scene.entry.sent_as else None
    if isinstance(part, SentDocument) and part.sent_on is not None:
        return dict.fromkeys((*scene.entry.to, *part.to), part.sent_on)
    return {}


CIRCULATION = BlockKind("circulation", Circulation, compose_circulation)
