"""The actions of the meetings before, as they stand now: done or not, and what they have changed."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from casefiles.documents.compose.aim_progress import PreviousAction, previous_action
from casefiles.documents.compose.context import Answer, Block, BlockKind
from casefiles.documents.compose.scene import Scene
from casefiles.model.case import Action
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import last_held_before

__all__ = ["ACTIONS_SINCE", "ActionsSince"]


class ActionsSince(Block, frozen=True, kw_only=True):
    """The actions that were open at the last meeting; `is_first` says that there was no review before."""

    items: tuple[PreviousAction, ...] = ()
    is_first: bool = False


def compose_actions_since(scene: Scene, entry: BlockEntry) -> Answer:
    """The actions agreed before the record and open when the last meeting ended; where there are none it says so."""
    found = tuple(action for action in scene.case.actions if _is_reported(scene, action))
    is_first = last_held_before(scene.view, scene.record_on, stage="review") is None
    if not found and not entry.required:
        return Answer(None)
    items = tuple(_line(scene, action) for action in found)
    return Answer(ActionsSince(title=entry.title or "", items=items, is_first=is_first), used=found)


def _is_reported(scene: Scene, action: Action) -> bool:
    """Whether the action was agreed before, and was still open when the last meeting was held."""
    agreed, last = scene.agreed_on(action), scene.met_before
    if action.agreed_at == scene.record.record_id or (agreed is not None and agreed >= scene.record_on):
        return False
    ended = action.done_on or action.dropped_on
    return ended is None or last is None or ended >= last


def _known_on(scene: Scene) -> date:
    """The day up to which it is known what became of an action: of a meeting ahead without papers, the last one."""
    is_ahead = scene.meeting is not None and not scene.meeting.is_held
    return scene.met_before or scene.dated if is_ahead and scene.dated >= scene.record_on else scene.dated


def _line(scene: Scene, action: Action) -> PreviousAction:
    """The action as it stands; while it goes on, with the last word on what has come of it."""
    line = previous_action(scene, action)
    if line.status == "late" and action.due_on is not None and action.due_on >= _known_on(scene):
        line = replace(line, status="open")
    if line.impact or not action.updates:
        return line
    return replace(line, impact=max(action.updates, key=lambda update: update.made_on).impact)


ACTIONS_SINCE = BlockKind("actions-since", ActionsSince, compose_actions_since)
