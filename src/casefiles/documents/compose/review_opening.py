"""The opening of what follows a review: how the school does, who has what to do by when, when we meet again."""

from __future__ import annotations

from casefiles.documents.compose.agreed import SchoolActions, in_words, school_actions
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.rapid_actions import rapid_actions
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import dates_in_words, weekday
from casefiles.policy.pack import BlockEntry

__all__ = ["GOVERNORS_OPENING", "PLAN_OPENING", "REVIEW_OPENING", "SUMMARY_OPENING", "ReviewOpening"]


class ReviewOpening(Block, frozen=True, kw_only=True):
    """The overall judgement, and what comes next.

    `judgement` is empty where the chair has given none. `actions` counts the school's own actions (those
    agreed at the meeting, or those of the plan), `owners` are those who carry them out, `first_due` and
    `last_due` the earliest and latest of their dates.
    """

    school: str = ""
    level: str = ""
    met_on: str = ""
    judgement: str = ""
    is_on_track: bool = False
    risk: str = ""
    actions: int = 0
    owners: str = ""
    first_due: str = ""
    last_due: str = ""
    next_meeting: str = ""


def compose_review_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening; a gap where no level of support is decided."""
    return _opening(scene, entry, school_actions(scene))


def compose_plan_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening of a rapid improvement plan: its actions are those for the priorities off track."""
    return _opening(scene, entry, in_words(scene, rapid_actions(scene)))


def _opening(scene: Scene, entry: BlockEntry, agreed: SchoolActions) -> Answer:
    """The opening with these actions."""
    level, known, meeting = scene.level, scene.level_entry, scene.meeting
    if level is None or known is None or meeting is None:
        return empty(ReviewOpening, entry, gap(scene, "level of support", scene.case.case, "levels", where="case.yaml"))
    following = dates_in_words(meeting.next_meetings)
    opening = ReviewOpening(
        title=entry.title or "",
        school=scene.case.school.name,
        level=known.title,
        met_on=weekday(meeting.date),
        judgement=scene.term("judgement", meeting.judgement),
        is_on_track=meeting.judgement == "on-track",
        risk=scene.term("risk", meeting.risk),
        actions=len(agreed.actions),
        owners=agreed.owners,
        first_due=agreed.first_due,
        last_due=agreed.last_due,
        next_meeting=following[0] if following else "",
    )
    return Answer(opening, used=(meeting, level, *agreed.actions))


REVIEW_OPENING = BlockKind("review-opening", ReviewOpening, compose_review_opening)
GOVERNORS_OPENING = BlockKind("governors-opening", ReviewOpening, compose_review_opening)
SUMMARY_OPENING = BlockKind("summary-opening", ReviewOpening, compose_review_opening)
PLAN_OPENING = BlockKind("plan-opening", ReviewOpening, compose_plan_opening)
