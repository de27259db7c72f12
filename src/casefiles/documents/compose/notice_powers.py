"""The powers that a notice speaks of: what must come before each, and its last day."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.addressed import consult_duties
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.notice_scene import no_notice, notice_in, power_ids, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import joined, weekday
from casefiles.model.notices import Notice
from casefiles.policy.notice_sheet import NoticePower
from casefiles.policy.pack import BlockEntry

__all__ = ["MINDED_POWERS", "PROPOSED_POWERS", "NoticePowers", "PowerItem"]


class PowerItem(Struct, frozen=True):
    """One power. `consult` names who must be consulted, `consent` and `notify` are provisions, `until` its last day.

    `consent_of` is who consents, `notified` who is told first.
    """

    section: str
    title: str
    consult: str
    consult_basis: str
    consent: str
    consent_of: str
    notify: str
    notified: str
    until: str
    advice: bool


class NoticePowers(Block, frozen=True, kw_only=True):
    """The powers in the file's order, and what else the authority is minded to do."""

    act: str = ""
    items: tuple[PowerItem, ...] = ()
    otherwise: str = ""


def compose_powers(scene: Scene, entry: BlockEntry) -> Answer:
    """The powers; a gap where none is named and nothing else is said.

    With `notifies` the document is itself the notification that must come first, so that it does not ask for one.
    """
    notice = notice_in(scene)
    if notice is None or not (power_ids(notice) or notice.minded_to_otherwise):
        key = "minded_to" if entry.block == "minded-powers" else "powers"
        missing = gap(scene, "the action that is contemplated", notice, key) if notice else no_notice(scene)
        return empty(NoticePowers, entry, missing)
    sheet = sheet_of(scene, notice)
    items = tuple(_item(scene, notice, power) for power in sheet.powers)
    if entry.params.get("notifies"):
        items = tuple(replace(item, notify="") for item in items)
    block = NoticePowers(title=entry.title or "", act=sheet.act, items=items, otherwise=sheet.otherwise)
    return Answer(block, used=(notice,))


def _item(scene: Scene, notice: Notice, power: NoticePower) -> PowerItem:
    """One power with what comes before it."""
    alone = notice.model_copy(update={"minded_to": (), "powers": (power.id,), "powers_used": ()})
    duties = consult_duties(alone, scene.view)
    who = dict.fromkeys(scene.term("copy-capacity", duty.capacity) for duty in duties)
    return PowerItem(
        section=f"{power.section[:1].upper()}{power.section[1:]}",
        title=power.title,
        consult=joined(f"the {each[:1].lower()}{each[1:]}" for each in who),
        consult_basis=next((duty.basis for duty in duties), ""),
        consent=power.consent,
        consent_of=_the(scene, power.consent_of),
        notify=power.notify,
        notified=_the(scene, power.notified),
        until=weekday(power.window.on) if power.window else "",
        advice=power.advice,
    )


def _the(scene: Scene, capacity: str) -> str:
    """Who stands for a capacity, as a sentence names it: "the Secretary of State for Education"."""
    return f"the {scene.term('copy-capacity', capacity)}" if capacity else ""


MINDED_POWERS = BlockKind("minded-powers", NoticePowers, compose_powers)
PROPOSED_POWERS = BlockKind("proposed-powers", NoticePowers, compose_powers, {"notifies": False})
"""The same for a step that is about powers, not about what may follow."""
