"""Who was consulted before the level changed."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.moves import move_gap, move_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.policy.pack import BlockEntry

__all__ = ["CONSULTATION", "Consultation"]


class Consultation(Block, frozen=True, kw_only=True):
    """Those consulted with their titles, when it was discussed, who decided, and when the school agreed."""

    people: tuple[Addressee, ...] = ()
    discussed_on: str = ""
    agreed_on: str = ""
    decided_by: Addressee | None = None
    missing: tuple[Gap, ...] = ()


def compose_consultation(scene: Scene, entry: BlockEntry) -> Answer:
    """Who was consulted; a gap where nobody was, and one for each of the pack's `roles` who was not."""
    move = move_in(scene)
    decision = move.decision if move else None
    if decision is None:
        return empty(Consultation, entry, move_gap(scene))
    if not decision.consulted:
        return empty(Consultation, entry, gap(scene, "who was consulted", decision, "consulted"))
    consulted = {scene.edition.canonical("role", role) for role in decision.consulted}
    missing = [
        gap(scene, f"consultation of the {scene.role_title(role)}", decision, "consulted")
        for role in map(str, entry.params.get("roles") or ())
        if role not in consulted
    ]
    people = []
    for role in decision.consulted:
        person = scene.person(role, decision.decided_on)
        if person is None:
            missing.append(gap(scene, scene.role_title(role), decision, "consulted"))
        else:
            people.append(Addressee(person.name, person.title or scene.role_title(role)))
    decider = scene.person(decision.decided_by, decision.decided_on) if decision.decided_by else None
    block = Consultation(
        title=entry.title or "",
        people=tuple(people),
        discussed_on=day(decision.discussed_on),
        agreed_on=day(decision.agreed_on),
        decided_by=Addressee(decider.name, decider.title or "") if decider else None,
        missing=tuple(missing),
    )
    return Answer(block, tuple(missing), (decision,))


CONSULTATION = BlockKind("consultation", Consultation, compose_consultation, {"roles": False})
