"""The school's own actions that a meeting agreed: how many, whose, and between which days they are due."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, joined
from casefiles.model.case import Action

__all__ = ["SchoolActions", "in_words", "school_actions"]


class SchoolActions(Struct, frozen=True):
    """The actions, with the words that an opening paragraph has for them; all empty where there are none."""

    actions: tuple[Action, ...]
    owners: str
    first_due: str
    last_due: str


def school_actions(scene: Scene) -> SchoolActions:
    """The actions agreed at the document's meeting that somebody of the school carries out."""
    return in_words(scene, (action for action in scene.case.actions if action.agreed_at == scene.record.record_id))


def in_words(scene: Scene, actions: Iterable[Action]) -> SchoolActions:
    """Those of the actions that somebody of the school carries out."""
    own = tuple(action for action in actions if scene.is_of_school(action.owner))
    due = sorted(action.due_on for action in own if action.due_on)
    return SchoolActions(own, _owners(scene, own), day(due[0]) if due else "", day(due[-1]) if due else "")


def _owners(scene: Scene, actions: Iterable[Action]) -> str:
    """Who carries the actions out, those first to whom the document goes."""
    owners = dict.fromkeys(action.owner for action in actions)
    in_order = (*(name for name in scene.entry.to if name in owners), *owners)
    return joined(f"the {title}" for title in dict.fromkeys(scene.owner_title(name) for name in in_order))
