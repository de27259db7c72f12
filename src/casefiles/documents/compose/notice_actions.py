"""What the governing body must do: numbered, each with its measure and its date."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.notice_scene import followed_by, no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import weekday
from casefiles.policy.notice_sheet import NoticeAction
from casefiles.policy.pack import BlockEntry

__all__ = ["NOTICE_ACTIONS", "NoticeActions", "RequiredItem"]


class RequiredItem(Struct, frozen=True):
    """One action, with a gap for the measure or the date that it lacks."""

    number: int
    text: str
    measure: str
    due_on: str
    measure_gap: Gap | None = None
    date_gap: Gap | None = None


class NoticeActions(Block, frozen=True, kw_only=True):
    """The actions in the file's order; `is_past` where they are those of an earlier notice, on which is decided."""

    is_past: bool = False
    items: tuple[RequiredItem, ...] = ()


def compose_actions(scene: Scene, entry: BlockEntry) -> Answer:
    """The actions of the notice (with `of: followed` those of the notice before it); a gap where there is none."""
    notice, is_past = notice_in(scene), entry.params.get("of") == "followed"
    if notice is not None and is_past:
        notice = followed_by(scene, notice)
    if notice is None or not notice.required_actions:
        missing = gap(scene, "the action required", notice, "required_actions") if notice else no_notice(scene)
        return empty(NoticeActions, entry, missing)
    items = tuple(_item(scene, index, action) for index, action in enumerate(sheet_of(scene, notice).actions))
    gaps = tuple(each for item in items for each in (item.measure_gap, item.date_gap) if each)
    return Answer(NoticeActions(title=entry.title or "", is_past=is_past, items=items), gaps, (notice,))


def _item(scene: Scene, index: int, action: NoticeAction) -> RequiredItem:
    """One action, with what it lacks."""

    def missing(what: str) -> Gap:
        return gap(scene, f"{what} action {action.number}", scene.record, "required_actions", index)

    return RequiredItem(
        number=action.number,
        text=action.action,
        measure=action.measure,
        due_on=weekday(action.due_on),
        measure_gap=None if action.measure else missing("the measure of"),
        date_gap=None if action.due_on else missing("the date of"),
    )


NOTICE_ACTIONS = BlockKind("notice-actions", NoticeActions, compose_actions, {"of": False})
