"""What a review of progress judged: its opening, and whether progress is enough."""

from __future__ import annotations

from collections.abc import Iterable

from casefiles.documents.compose.agreed import school_actions
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import dates_in_words, weekday
from casefiles.policy.pack import BlockEntry
from casefiles.policy.wording import within_sentence

__all__ = ["PROGRESS_JUDGEMENT", "PROGRESS_OPENING", "ProgressReview"]


class ProgressReview(Block, frozen=True, kw_only=True):
    """The meeting (`is_initial` where it began the support), what it judged, and what comes next.

    `judgement` is as in a sentence ("making sufficient progress"), empty where none is given. `warns` says that the
    policy goes on to a formal warning notice if progress stays insufficient. `owners` carry out the school's
    own actions agreed at the meeting.
    """

    school: str = ""
    placed: str = ""
    meeting: str = ""
    is_initial: bool = False
    met_on: str = ""
    judgement: str = ""
    warns: bool = False
    interventions: tuple[str, ...] = ()
    actions: int = 0
    owners: str = ""
    first_due: str = ""
    last_due: str = ""
    next_meeting: str = ""


def compose_progress_review(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening or the judgement; a gap where the meeting judges nothing or no level is decided.

    `warns` names the levels at which insufficient progress may lead to a warning notice.
    """
    meeting, known = scene.meeting, scene.level_entry
    if meeting is None or scene.level is None or known is None:
        missing = gap(scene, "level of support", scene.case.case, "levels", where="case.yaml")
        return empty(ProgressReview, entry, missing)
    if meeting.judgement is None and entry.block == PROGRESS_JUDGEMENT.name:
        return empty(ProgressReview, entry, gap(scene, "judgement of progress", meeting, "judgement"))
    agreed, kind = school_actions(scene), scene.meeting_kind
    following = dates_in_words(meeting.next_meetings)
    judged = scene.edition.canonical("judgement", meeting.judgement) if meeting.judgement else ""
    term = scene.edition.lists.get("judgement", {}).get(judged)
    block = ProgressReview(
        title=entry.title or "",
        school=scene.case.school.name,
        placed=known.placement or f"in {known.title}",
        meeting=within_sentence(kind.title) if kind else "",
        is_initial=kind is not None and kind.stage == "initial",
        met_on=weekday(meeting.date),
        judgement=(term.note or term.title) if term else "",
        warns=known.id in _names(entry.params.get("warns")) and judged not in _names(entry.params.get("enough")),
        interventions=meeting.interventions,
        actions=len(agreed.actions),
        owners=agreed.owners,
        first_due=agreed.first_due,
        last_due=agreed.last_due,
        next_meeting=following[0] if following else "",
    )
    return Answer(block, used=(meeting, scene.level, *agreed.actions))


def _names(value: object) -> Iterable[str]:
    """One name or several."""
    return (
        [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, list | tuple) else []
    )


PROGRESS_OPENING = BlockKind("progress-opening", ProgressReview, compose_progress_review)
PROGRESS_JUDGEMENT = BlockKind(
    "progress-judgement", ProgressReview, compose_progress_review, {"warns": False, "enough": False}
)
