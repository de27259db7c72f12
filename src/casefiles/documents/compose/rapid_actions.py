"""The rapid actions for the priorities off track: who does what by when."""

from __future__ import annotations

from casefiles.documents.compose.actions import ActionLine, action_line
from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.off_track import off_track
from casefiles.documents.compose.scene import Scene
from casefiles.model.case import Action
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import open_actions

__all__ = ["RAPID_ACTIONS", "RapidActions", "rapid_actions"]


class RapidActions(Block, frozen=True, kw_only=True):
    """The actions for the priorities off track; `missing` is what a plan needs besides."""

    items: tuple[ActionLine, ...] = ()
    missing: tuple[Gap, ...] = ()


def compose_rapid_actions(scene: Scene, entry: BlockEntry) -> Answer:
    """The actions; a gap for each priority off track without one, and for each without a date."""
    about = [priority.record_id for _, priority in off_track(scene)]
    found = rapid_actions(scene)
    if not found:
        return empty(RapidActions, entry, gap(scene, "rapid actions", None, where="actions.yaml"))
    served = {action.priority for action in found}
    missing = [
        gap(scene, f"rapid action ({priority})", None, where="actions.yaml")
        for priority in about
        if priority not in served
    ]
    missing += [gap(scene, f"date of an action ({action.record_id})", action) for action in found if not action.due_on]
    lines = tuple(action_line(scene, action) for action in found)
    block = RapidActions(title=entry.title or "", items=lines, missing=tuple(missing))
    return Answer(block, tuple(missing), found)


def rapid_actions(scene: Scene) -> tuple[Action, ...]:
    """The actions for the priorities off track that the meeting agreed or that are open, by priority."""
    about = [priority.record_id for _, priority in off_track(scene)]
    still_open = {action.record_id for action in open_actions(scene.view, scene.dated)}
    found = [
        action
        for action in scene.case.actions
        if action.priority in about and (action.agreed_at == scene.record.record_id or action.record_id in still_open)
    ]
    return tuple(sorted(found, key=lambda action: about.index(action.priority or "")))


RAPID_ACTIONS = BlockKind("rapid-actions", RapidActions, compose_rapid_actions)
