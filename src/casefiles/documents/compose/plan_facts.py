"""The opening of a plan: for how long, what it asks of whom by when, who agreed it and who co-ordinates it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from casefiles.documents.compose.agreed import in_words
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.placement import answer_by, next_meeting_after
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, weekday
from casefiles.model.people import Person
from casefiles.model.plans import Plan
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import open_actions

__all__ = ["PLAN_FACTS", "Agreed", "PlanFacts"]

_DAY = timedelta(days=1)


class Agreed(Struct, frozen=True):
    """Somebody who agreed the plan, with the day."""

    name: str
    role: str
    agreed_on: str


class PlanFacts(Block, frozen=True, kw_only=True):
    """The plan in a paragraph: `ends_on` is its last day, `actions` counts the school's own open ones.

    `noun` is what the pack calls it within a sentence (plan, offer, agreement). `reply_by` is the day by which the
    school is asked to answer, empty where the calendar does not have it.

    `agreed_on` is the day of all who agreed, empty where one alone did or their days differ.
    `owners` are those who carry them out, `first_due` and `last_due` the earliest and latest of their dates.
    """

    school: str = ""
    noun: str = ""
    placed: str = ""
    starts_on: str = ""
    ends_on: str = ""
    coordinator: str = ""
    agreed: tuple[Agreed, ...] = ()
    agreed_on: str = ""
    review_on: str = ""
    actions: int = 0
    owners: str = ""
    first_due: str = ""
    last_due: str = ""
    next_meeting: str = ""
    reply_by: str = ""


def compose_plan_facts(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening of a plan; a gap where the record is none."""
    plan = scene.record
    if not isinstance(plan, Plan):
        return empty(PlanFacts, entry, gap(scene, "the plan", plan))
    asked = in_words(scene, open_actions(scene.view, scene.dated))
    known = scene.level_entry
    person = scene.person(plan.coordinator) if plan.coordinator else None
    block = PlanFacts(
        title=entry.title or "",
        school=scene.case.school.name,
        noun=str(entry.params.get("noun", "plan")),
        placed=(known.placement or f"in {known.title}") if known and scene.level else "",
        starts_on=day(plan.start or plan.date),
        ends_on=day(plan.end - _DAY) if plan.end else "",
        coordinator=_named(scene, plan.coordinator, person) if plan.coordinator and person else "",
        agreed=tuple(_agreed(scene, name, day(on)) for name, on in plan.agreed.items()),
        agreed_on=_one_day(tuple(plan.agreed.values())),
        review_on=weekday(plan.review_on),
        actions=len(asked.actions),
        owners=asked.owners,
        first_due=asked.first_due,
        last_due=asked.last_due,
        next_meeting=weekday(next_meeting_after(scene)),
        reply_by=answer_by(scene),
    )
    return Answer(block, used=(plan, *asked.actions))


def _named(scene: Scene, name: str, person: Person) -> str:
    return f"{person.name}, {person.title or scene.role_title(name)}"


def _one_day(days: Sequence[date]) -> str:
    """The day that several agreed on, where it is the same for all."""
    return day(days[0]) if len(days) > 1 and len(set(days)) == 1 else ""


def _agreed(scene: Scene, name: str, on: str) -> Agreed:
    """Who agreed, by name where somebody holds the role on the plan's day."""
    person = scene.person(name)
    return Agreed(person.name if person else "", scene.role_title(name), on)


PLAN_FACTS = BlockKind("plan-facts", PlanFacts, compose_plan_facts, {"noun": False})
