"""The opening of a letter: what was decided, and what the reader must do by when."""

from __future__ import annotations

from casefiles.documents.compose.agreed import school_actions
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import dates_in_words, day, weekday
from casefiles.policy.pack import BlockEntry

__all__ = ["OPENING", "Opening"]


class Opening(Block, frozen=True, kw_only=True):
    """What was decided, when, at which meeting, and what comes next.

    `actions` counts the school's own actions agreed at the meeting, `owners` are those who carry them
    out, `first_due` and `last_due` the earliest and latest of their dates.
    """

    school: str = ""
    level: str = ""
    decided_on: str = ""
    met_on: str = ""
    actions: int = 0
    owners: str = ""
    first_due: str = ""
    last_due: str = ""
    next_meeting: str = ""


def compose_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening; a gap where no level of support is decided."""
    level, title = scene.level, scene.level_entry
    if level is None or title is None:
        return empty(Opening, entry, gap(scene, "level of support", scene.case.case, "levels", where="case.yaml"))
    agreed = school_actions(scene)
    following = dates_in_words(scene.meeting.next_meetings) if scene.meeting else ()
    opening = Opening(
        title=entry.title or "",
        school=scene.case.school.name,
        level=title.title,
        decided_on=day(level.decided_on),
        met_on=weekday(scene.meeting.date) if scene.meeting else "",
        actions=len(agreed.actions),
        owners=agreed.owners,
        first_due=agreed.first_due,
        last_due=agreed.last_due,
        next_meeting=following[0] if following else "",
    )
    return Answer(opening, used=(level, *agreed.actions))


OPENING = BlockKind("opening", Opening, compose_opening)
