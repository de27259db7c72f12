"""Sustained improvement: what the reviews judged, where the measures stand, and the criteria that led to support."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.moves import Move, move_gap, move_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, prose_of
from casefiles.documents.compose.standing import KnownOfAny, Standing, known_of_any, standing_of
from casefiles.documents.compose.words import day, or_nothing
from casefiles.documents.headings import SUSTAINED
from casefiles.model.base import Record
from casefiles.model.case import Priority
from casefiles.model.records import ExitPlan, Meeting
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import meetings_of, opened_on
from casefiles.prose import Prose

__all__ = [
    "IMPROVEMENT",
    "REASONS",
    "CriterionNow",
    "ImprovedPriority",
    "Improvement",
    "ReviewLine",
    "shows_improvement",
]


class ReviewLine(Struct, frozen=True):
    """One review with its overall judgement."""

    date: str
    judgement: str


class ImprovedPriority(Struct, frozen=True):
    """One priority of the time at the level that is left; `closed` says how it was closed (met), if it was."""

    text: str
    standing: Standing
    closed: str
    closed_on: str


class CriterionNow(Struct, frozen=True):
    """A criterion that led to the level that is left: resolved on a day, carried on at the new level, or open."""

    printed: str
    text: str
    resolved_on: str
    goes_on: bool


class Improvement(Block, frozen=True, kw_only=True):
    """What speaks for the step down.

    `count` is how many reviews there were, `run` how many of the last were on track one after the other, `known` what
    is known of any of the priorities.
    """

    reason: str = ""
    count: int = 0
    run: int = 0
    level: str = ""
    reviews: tuple[ReviewLine, ...] = ()
    priorities: tuple[ImprovedPriority, ...] = ()
    criteria: tuple[CriterionNow, ...] = ()
    text: Prose = field(default_factory=Prose)
    reason_gap: Gap | None = None
    known: KnownOfAny = KnownOfAny()


def compose_improvement(scene: Scene, entry: BlockEntry) -> Answer:
    """The evidence; a gap where the case records no step down, and one where its decision has no reason."""
    move = move_in(scene)
    if move is None:
        return empty(Improvement, entry, move_gap(scene))
    reviews = _reviews(scene, move)
    if not reviews:
        return empty(Improvement, entry, gap(scene, "reviews of the support", None, where="meetings"))
    decision = move.decision
    missing = gap(scene, "reason for the step down", decision, "reason") if decision and not decision.reason else None
    priorities = _priorities(scene, move)
    improved = tuple(_priority(scene, priority, reviews) for priority in priorities)
    own = scene.record.body if isinstance(scene.record, ExitPlan) else None
    block = Improvement(
        title=entry.title or "",
        reason=or_nothing(decision.reason) if decision else "",
        count=len(reviews),
        run=_run(reviews),
        level=move.left_entry.title,
        reviews=tuple(ReviewLine(day(each.date), scene.term("judgement", each.judgement)) for each in reviews),
        priorities=improved,
        known=known_of_any(each.standing for each in improved),
        criteria=_criteria(scene, move),
        text=prose_of(find_section(own, *SUSTAINED)) if own else Prose(),
        reason_gap=missing,
    )
    used: list[Record] = [*reviews, *priorities, *((decision,) if decision else ()), scene.record]
    return Answer(block, (missing,) if missing else (), tuple(used))


def shows_improvement(scene: Scene) -> bool:
    """Whether the block shows anything, the officer's own words with it: after a step down with its reviews."""
    move = move_in(scene)
    return move is not None and bool(_reviews(scene, move))


def _reviews(scene: Scene, move: Move) -> tuple[Meeting, ...]:
    """The reviews held at the level that is left, oldest first."""
    held = meetings_of(scene.view, stage="review", level=move.left.level)
    return tuple(meeting for meeting in held if move.left.start <= meeting.date <= move.ends_on)


def _run(reviews: tuple[Meeting, ...]) -> int:
    """How many of the last reviews were on track one after the other."""
    count = 0
    for meeting in reversed(reviews):
        if meeting.judgement != "on-track":
            break
        count += 1
    return count


def _priorities(scene: Scene, move: Move) -> tuple[Priority, ...]:
    """The priorities that were open at some time at the level that is left, in the file's order."""

    def was_open(priority: Priority) -> bool:
        opened: date | None = opened_on(scene.view, priority)
        return (opened is None or opened < move.ends_on) and (
            priority.closed_on is None or priority.closed_on >= move.left.start
        )

    return tuple(priority for priority in scene.case.priorities if was_open(priority))


def _priority(scene: Scene, priority: Priority, reviews: tuple[Meeting, ...]) -> ImprovedPriority:
    """One priority as it stood at the last review that measured it."""
    measured = [
        meeting
        for meeting in reviews
        if (noted := meeting.progress.get(priority.record_id)) is not None and noted.value is not None
    ]
    return ImprovedPriority(
        priority.title,
        standing_of(scene, priority, measured[-1] if measured else None),
        scene.term("closed-as", priority.closed_as),
        day(priority.closed_on),
    )


def _criteria(scene: Scene, move: Move) -> tuple[CriterionNow, ...]:
    """The criteria that led to the level that is left, as the document's readers may know them."""
    kept = {scene.edition.canonical("criterion", one) for one in (move.decision.criteria if move.decision else ())}
    found = []
    for cited in dict.fromkeys(one for entry in move.left.entries for one in entry.criteria):
        known = scene.criterion(cited)
        wanted = known.id if known else cited
        ends = [
            evidence.resolved_on
            for evidence in scene.case.evidence
            if wanted in {scene.edition.canonical("criterion", one) for one in evidence.criteria}
        ]
        resolved = [end for end in ends if end is not None]
        done = bool(resolved) and len(resolved) == len(ends)
        found.append(
            CriterionNow(
                known.printed if known else cited,
                known.title if known else "",
                day(max(resolved)) if done else "",
                wanted in kept,
            )
        )
    return tuple(found)


IMPROVEMENT = BlockKind("improvement", Improvement, compose_improvement)
REASONS = BlockKind("reasons", Improvement, compose_improvement)
"""The same in few words, for a letter."""
