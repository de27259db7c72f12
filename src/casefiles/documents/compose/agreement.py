"""Who agreed the exit plan, each with the day."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.model.records import ExitPlan
from casefiles.policy.pack import BlockEntry

__all__ = ["AGREEMENT", "Agreed", "Agreement"]


class Agreed(Struct, frozen=True):
    """Somebody who agreed: the name (empty where nobody held the role that day), the role's title and the day."""

    name: str
    title: str
    agreed_on: str


class Agreement(Block, frozen=True, kw_only=True):
    """Those who agreed, in the record's order; `missing` are those of `roles` who have not."""

    items: tuple[Agreed, ...] = ()
    missing: tuple[Gap, ...] = ()


def compose_agreement(scene: Scene, entry: BlockEntry) -> Answer:
    """Who agreed; a gap where nobody did, and one for each of the pack's `roles` that did not."""
    plan = scene.record
    if not isinstance(plan, ExitPlan) or not plan.agreed:
        return empty(Agreement, entry, gap(scene, "agreement to the plan", plan, "agreed"))
    agreed = {scene.edition.canonical("role", role) for role in plan.agreed}
    missing = tuple(
        gap(scene, f"agreement of the {scene.role_title(role)}", plan, "agreed")
        for role in map(str, entry.params.get("roles") or ())
        if role not in agreed
    )
    items = []
    for role, on in plan.agreed.items():
        person = scene.person(role, on)
        title = (person.title if person else None) or scene.role_title(role)
        items.append(Agreed(person.name if person else "", title, day(on)))
    return Answer(Agreement(title=entry.title or "", items=tuple(items), missing=missing), missing, (plan,))


AGREEMENT = BlockKind("agreement", Agreement, compose_agreement, {"roles": False})
