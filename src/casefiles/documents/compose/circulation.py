"""Who got the report or the papers, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.model.base import Record
from casefiles.model.records import Meeting, SentDocument, Visit
from casefiles.policy.pack import BlockEntry

__all__ = ["CIRCULATION", "Circulated", "CirculatedOn", "Circulation"]


class Circulated(Struct, frozen=True):
    """Somebody who got it: name (empty where nobody held the role that day) and title."""

    name: str
    title: str


class CirculatedOn(Struct, frozen=True):
    """A day on which it went out, and those who got it then, in the record's order."""

    sent_on: str
    items: tuple[Circulated, ...]


class Circulation(Block, frozen=True, kw_only=True):
    """The days on which it went out, the first one first."""

    days: tuple[CirculatedOn, ...] = ()


def compose_circulation(scene: Scene, entry: BlockEntry) -> Answer:
    """Who got it and when, as the record says; a gap (where required) while it says nobody."""
    found = _sent(scene, scene.record)
    if not found:
        return empty(Circulation, entry, gap(scene, "day on which it was circulated", scene.record))
    days: dict[date, list[Circulated]] = {}
    for role, on in sorted(found.items(), key=lambda pair: pair[1]):
        person = scene.person(role, on)
        title = (person.title if person else None) or scene.role_title(role)
        days.setdefault(on, []).append(Circulated(person.name if person else "", title))
    block = Circulation(
        title=entry.title or "",
        days=tuple(CirculatedOn(day(on), tuple(items)) for on, items in days.items()),
    )
    return Answer(block, used=(scene.record,))


def _sent(scene: Scene, record: Record) -> Mapping[str, date]:
    """Each recipient with the day."""
    if isinstance(record, Visit):
        return record.circulated
    part = getattr(record, scene.entry.sent_as, None) if isinstance(record, Meeting) and scene.entry.sent_as else None
    if isinstance(part, SentDocument) and part.sent_on is not None:
        return dict.fromkeys((*scene.entry.to, *part.to), part.sent_on)
    return {}


CIRCULATION = BlockKind("circulation", Circulation, compose_circulation)
