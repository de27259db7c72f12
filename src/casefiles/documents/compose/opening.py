"""The opening of a letter: what was decided, and what the reader must do by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import dates_in_words, day, joined, weekday
from casefiles.model.case import Action
from casefiles.policy.pack import BlockEntry

__all__ = ["OPENING", "Opening"]


@dataclass(frozen=True, kw_only=True)
class Opening(Block):
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
    own = [
        action
        for action in scene.case.actions
        if action.agreed_at == scene.record.record_id and scene.is_of_school(action.owner)
    ]
    due = sorted(action.due_on for action in own if action.due_on)
    following = dates_in_words(scene.meeting.next_meetings) if scene.meeting else ()
    opening = Opening(
        title=entry.title or "",
        school=scene.case.school.name,
        level=title.title,
        decided_on=day(level.decided_on),
        met_on=weekday(scene.meeting.date) if scene.meeting else "",
        actions=len(own),
        owners=_owners(scene, own),
        first_due=day(due[0]) if due else "",
        last_due=day(due[-1]) if due else "",
        next_meeting=following[0] if following else "",
    )
    return Answer(opening, used=(level, *own))


def _owners(scene: Scene, actions: Iterable[Action]) -> str:
    """Who carries the actions out, those first to whom the letter goes."""
    owners = dict.fromkeys(action.owner for action in actions)
    in_order = (*(name for name in scene.entry.to if name in owners), *owners)
    return joined(f"the {title}" for title in dict.fromkeys(scene.role_title(name) for name in in_order))


OPENING = BlockKind("opening", Opening, compose_opening)
