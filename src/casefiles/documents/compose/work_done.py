"""What has been done about each key area, for governors: the actions done, with what they changed."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.standing import Standing, standing_of
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.base import Record
from casefiles.model.case import Action, Priority
from casefiles.policy.pack import BlockEntry

__all__ = ["WORK_DONE", "AreaDone", "DoneAction", "WorkDone"]


class DoneAction(Struct, frozen=True):
    """An action that was carried out, with what it changed."""

    text: str
    owner: str
    done_on: str
    impact: str


class AreaDone(Struct, frozen=True):
    """One key area with the actions that were done about it, and where it stands."""

    number: int
    text: str
    actions: tuple[DoneAction, ...]
    standing: Standing


class WorkDone(Block, frozen=True, kw_only=True):
    """The key areas: from dates and figures alone, so that no minute's confidence reaches the readers."""

    items: tuple[AreaDone, ...] = ()


def compose_work_done(scene: Scene, entry: BlockEntry) -> Answer:
    """The key areas; a gap where no priority was agreed."""
    if not scene.priorities:
        return empty(WorkDone, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    used: list[Record] = [scene.record, *scene.priorities]
    items = []
    for number, priority in enumerate(scene.priorities, start=1):
        actions = _done(scene, priority)
        used += actions
        items.append(
            AreaDone(
                number,
                priority.title,
                tuple(_action(scene, action) for action in actions),
                standing_of(scene, priority, scene.meeting),
            )
        )
    return Answer(WorkDone(title=entry.title or "", items=tuple(items)), used=tuple(used))


def _done(scene: Scene, priority: Priority) -> list[Action]:
    """The priority's actions that were done by the document's date, as they were done one after the other."""
    done = [(on, each) for each in scene.case.actions if each.priority == priority.record_id and (on := each.done_on)]
    return [action for _, action in sorted(done, key=lambda each: each[0])]


def _action(scene: Scene, action: Action) -> DoneAction:
    """One action as governors read it: whose it was by office."""
    return DoneAction(action.action, scene.owner_title(action.owner), day(action.done_on), or_nothing(action.impact))


WORK_DONE = BlockKind("work-done", WorkDone, compose_work_done)
