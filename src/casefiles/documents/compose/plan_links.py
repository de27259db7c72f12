"""What a plan hangs on: its place in the school's own plan, the school's document that it answers, the visits in it."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, or_nothing
from casefiles.model.plans import Plan
from casefiles.model.records import Received
from casefiles.policy.pack import BlockEntry

__all__ = ["PLAN_LINKS", "PlanLinks"]

_ASKED = {
    "plan_reference": "where the school's own plan has it",
    "linked_to": "the action plan that it is linked to",
    "half_days": "half days of visits",
}


class PlanLinks(Block, frozen=True, kw_only=True):
    """A line each, left out where the plan says nothing: `linked_on` is the document's day, `half_days` a year's."""

    plan_reference: str = ""
    linked_to: str = ""
    linked_on: str = ""
    half_days: str = ""


def compose_plan_links(scene: Scene, entry: BlockEntry) -> Answer:
    """What the plan hangs on; a gap where it lacks the one that the pack `asks` for."""
    plan = scene.record
    if not isinstance(plan, Plan):
        return empty(PlanLinks, entry, gap(scene, "the plan", plan))
    asked = str(entry.params.get("asks") or "")
    if asked in _ASKED and getattr(plan, asked) is None:
        return empty(PlanLinks, entry, gap(scene, _ASKED[asked], plan, asked))
    found = scene.case.find("received", plan.linked_to) if plan.linked_to else None
    document = found if isinstance(found, Received) else None
    block = PlanLinks(
        title=entry.title or "",
        plan_reference=or_nothing(plan.plan_reference),
        linked_to=(or_nothing(document.title) or scene.term("received-kind", document.kind)) if document else "",
        linked_on=day(document.received_on or document.date) if document else "",
        half_days=amount(plan.half_days, "half days"),
    )
    said = block.plan_reference or block.linked_to or block.half_days
    return Answer(block if said else None, used=(plan, *((document,) if document else ())))


PLAN_LINKS = BlockKind("plan-links", PlanLinks, compose_plan_links, {"asks": False})
