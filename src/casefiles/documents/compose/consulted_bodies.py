"""Who was consulted before a power is used, when, and what they said."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.addressed import consult_duties
from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.notice_scene import no_notice, notice_in, power_ids
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.notices import Consulted, Notice
from casefiles.policy.facets import family_of
from casefiles.policy.pack import BlockEntry

__all__ = ["CONSULTED_BODIES", "BodyConsulted", "ConsultedBodies"]


class BodyConsulted(Struct, frozen=True):
    """One body: its name, in what capacity, when it was asked and answered, and its answer."""

    name: str
    capacity: str
    consulted_on: str
    replied_on: str
    reply: str


class ConsultedBodies(Block, frozen=True, kw_only=True):
    """Everybody who was consulted, and who should have been and was not (`missing`)."""

    items: tuple[BodyConsulted, ...] = ()
    missing: tuple[Gap, ...] = ()


def compose_consulted(scene: Scene, entry: BlockEntry) -> Answer:
    """The consultations about the notice's powers that had been sent by its date; a gap for each that the law wants."""
    notice = notice_in(scene)
    if notice is None:
        return empty(ConsultedBodies, entry, no_notice(scene))
    letters = tuple(_consultations(scene, notice))
    asked = [(letter, each) for letter in letters for each in letter.consulted if each.consulted_on]
    known = {capacity for _, each in asked for capacity in _capacities(scene, each)}
    wanted = dict.fromkeys(duty.capacity for duty in consult_duties(notice, scene.view))
    missing = tuple(
        gap(scene, f"consultation of the {_lower(scene.term('copy-capacity', capacity))}", notice, "consulted")
        for capacity in wanted
        if capacity not in known
    )
    if not asked:
        return empty(ConsultedBodies, entry, missing[0]) if missing else Answer(None)
    items = tuple(_item(scene, letter, each) for letter, each in asked)
    return Answer(ConsultedBodies(title=entry.title or "", items=items, missing=missing), missing, letters)


def _consultations(scene: Scene, notice: Notice) -> Iterator[Notice]:
    """The notice's own record of it, and the consultation letters about one of its powers."""
    powers = {scene.edition.canonical("power", word) for word in power_ids(notice)}
    for each in scene.case.notices:
        own = {scene.edition.canonical("power", word) for word in power_ids(each)}
        is_letter = family_of(scene.edition, each) == "consultation" and bool(powers & own)
        if each.record_id == notice.record_id or is_letter:
            yield each


def _capacities(scene: Scene, each: Consulted) -> tuple[str, ...]:
    return tuple(scene.edition.canonical("copy-capacity", word) for word in (each.capacity or (each.to,)))


def _item(scene: Scene, letter: Notice, each: Consulted) -> BodyConsulted:
    person = scene.person(each.to, letter.day)
    titles = [scene.term("copy-capacity", word) for word in _capacities(scene, each)]
    return BodyConsulted(
        name=person.name if person else each.to,
        capacity=", ".join(title for title in titles if title != each.to),
        consulted_on=day(each.consulted_on),
        replied_on=day(each.replied_on),
        reply=or_nothing(each.reply),
    )


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


CONSULTED_BODIES = BlockKind("consulted-bodies", ConsultedBodies, compose_consulted)
