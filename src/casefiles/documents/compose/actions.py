"""The actions agreed at the meeting: who does what by when."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.model.case import Action
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import open_actions

__all__ = ["ACTIONS", "ACTION_LIST", "ActionLine", "Actions", "action_line"]


class ActionLine(Struct, frozen=True):
    """One action: what, whose, for which priority (its number, 0 for none), by when, and whether that has passed."""

    text: str
    owner: str
    priority: int
    due_on: str
    is_late: bool = False


class Actions(Block, frozen=True, kw_only=True):
    """The actions that the document's meeting agreed, or that are open on its date.

    `has_priorities` says whether one of them is for a priority that is open.
    """

    items: tuple[ActionLine, ...] = ()
    has_priorities: bool = False


def compose_actions(scene: Scene, entry: BlockEntry) -> Answer:
    """The actions agreed at the meeting (with `which: open` all that are open), in the file's order.

    A gap where there is none.
    """
    if entry.params.get("which") == "open":
        found = open_actions(scene.view, scene.dated)
    else:
        found = tuple(action for action in scene.case.actions if action.agreed_at == scene.record.record_id)
    if not found:
        return empty(Actions, entry, gap(scene, "agreed actions", None, where="actions.yaml"))
    lines = tuple(action_line(scene, action) for action in found)
    has_priorities = any(line.priority for line in lines)
    return Answer(Actions(title=entry.title or "", items=lines, has_priorities=has_priorities), used=found)


def action_line(scene: Scene, action: Action) -> ActionLine:
    """One action as documents print it."""
    number = scene.number(action.priority) if action.priority else 0
    is_late = action.due_on is not None and action.due_on < scene.record_on
    return ActionLine(action.action, scene.owner_title(action.owner), number, day(action.due_on), is_late)


ACTIONS = BlockKind("actions", Actions, compose_actions, {"which": False})
ACTION_LIST = BlockKind("action-list", Actions, compose_actions, {"which": False})
"""The same for a document without numbered priorities."""
