"""A plan that the authority keeps for a school: what it is for, its milestones, and how it goes."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, prose_of
from casefiles.documents.compose.words import day
from casefiles.documents.headings import section_names
from casefiles.model.plans import Plan
from casefiles.model.records import Meeting
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import meetings_of
from casefiles.prose import Prose

__all__ = ["MILESTONES", "PLAN_REVIEWS", "PLAN_SUMMARY", "MilestoneLine", "Milestones", "PlanReviews", "PlanSummary"]


class PlanSummary(Block, frozen=True, kw_only=True):
    """The plan in a paragraph: for whom, at which level, until when, who co-ordinates it, when it is reviewed."""

    school: str = ""
    level: str = ""
    starts_on: str = ""
    ends_on: str = ""
    review_on: str = ""
    coordinator: Addressee | None = None


class MilestoneLine(Struct, frozen=True):
    """One milestone: what is to be reached, for which priority (its number, 0 for none), by when, when it was."""

    text: str
    priority: int
    due_on: str
    met_on: str
    is_late: bool


class Milestones(Block, frozen=True, kw_only=True):
    """The milestones of the plan in force, in its order."""

    items: tuple[MilestoneLine, ...] = ()


class PlanReview(Struct, frozen=True):
    """What one meeting said of the plan."""

    met_on: str
    minute: Prose


class PlanReviews(Block, frozen=True, kw_only=True):
    """What the meetings since the plan began said of it, oldest first; none before the first meeting."""

    items: tuple[PlanReview, ...] = ()


def compose_plan_summary(scene: Scene, entry: BlockEntry) -> Answer:
    """The plan; a gap where nobody co-ordinates it."""
    plan = _plan(scene, entry)
    if plan is None:
        return empty(PlanSummary, entry, gap(scene, "plan", None, where="plans"))
    person = scene.person(plan.coordinator) if plan.coordinator else None
    missing = () if person else (gap(scene, "who co-ordinates the plan", plan, "coordinator"),)
    title = (person.title if person else None) or scene.role_title(plan.coordinator or "")
    summary = PlanSummary(
        title=entry.title or "",
        school=scene.case.school.name,
        level=scene.level_entry.title if scene.level_entry else "",
        starts_on=day(plan.start or plan.date),
        ends_on=day(plan.end),
        review_on=day(plan.review_on),
        coordinator=Addressee(person.name, title) if person else None,
    )
    return Answer(summary, missing, (plan,))


def compose_milestones(scene: Scene, entry: BlockEntry) -> Answer:
    """The milestones; a gap where the plan has none."""
    plan = _plan(scene, entry)
    if plan is None or not plan.milestones:
        return empty(Milestones, entry, gap(scene, "milestones", plan, "milestones", where="" if plan else "plans"))
    items = tuple(
        MilestoneLine(
            each.measure,
            scene.number(each.priority) if each.priority else 0,
            day(each.due_on),
            day(each.met_on),
            each.met_on is None and each.due_on is not None and each.due_on < scene.dated,
        )
        for each in plan.milestones
    )
    return Answer(Milestones(title=entry.title or "", items=items), used=(plan,))


def compose_plan_reviews(scene: Scene, entry: BlockEntry) -> Answer:
    """What the meetings said under the pack's heading; nothing missing before the first of them."""
    plan, level = _plan(scene, entry), scene.episode
    if plan is None:
        return empty(PlanReviews, entry, gap(scene, "plan", None, where="plans"))
    held: tuple[Meeting, ...] = meetings_of(scene.view, stage="review", within=level)
    found = [
        (meeting, prose_of(find_section(meeting.body, *section_names(entry))))
        for meeting in held
        if meeting.record_id != scene.record.record_id
    ]
    items = tuple(PlanReview(day(meeting.date), minute) for meeting, minute in found if minute)
    used = tuple(meeting for meeting, minute in found if minute)
    return Answer(PlanReviews(title=entry.title or "", items=items), used=(plan, *used))


def _plan(scene: Scene, entry: BlockEntry) -> Plan | None:
    """The document's own record, or the last plan of the pack's `plan` made by the document's date."""
    if isinstance(scene.record, Plan):
        return scene.record
    wanted = scene.edition.canonical("plan-kind", str(entry.params.get("plan", "")))
    made = [each for each in scene.case.plans if scene.edition.canonical("plan-kind", each.kind) == wanted]
    return max(made, key=lambda each: each.date, default=None)


PLAN_SUMMARY = BlockKind("plan-summary", PlanSummary, compose_plan_summary, {"plan": False})
MILESTONES = BlockKind("milestones", Milestones, compose_milestones, {"plan": False})
PLAN_REVIEWS = BlockKind(
    "plan-reviews", PlanReviews, compose_plan_reviews, {"plan": False, "heading": True, "aliases": False}
)
