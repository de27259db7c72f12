"""The opening of a letter about a decision on the level: what was decided, when, by whom, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from casefiles.documents.compose.category import Category, compose_category
from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.issues_and_context import CitedCriterion, cited_criteria
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.case import Level
from casefiles.policy.episodes import move_of
from casefiles.policy.pack import BlockEntry

__all__ = ["ENTAILS", "LEVEL_BASIS", "LEVEL_OPENING", "LevelBasis", "LevelOpening"]


@dataclass(frozen=True, kw_only=True)
class LevelOpening(Block):
    """The decision: the level that the school enters, the one it leaves, the day, and the group that took it.

    `is_up`, `is_down` and `is_same` say which way it goes; `decided_by` is the role of whoever took it.
    """

    school: str = ""
    level: str = ""
    from_level: str = ""
    decided_on: str = ""
    decided_by: str = ""
    decided_at: str = ""
    lead: str = ""
    is_up: bool = False
    is_down: bool = False
    is_same: bool = False


@dataclass(frozen=True, kw_only=True)
class LevelBasis(Block):
    """What the decision rests on: the reason, what led to it, and the criteria with their evidence."""

    reason: str = ""
    origin: str = ""
    criteria: tuple[CitedCriterion, ...] = ()


def compose_level_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The decision; a gap where none is recorded."""
    level, known = scene.level, scene.level_entry
    if level is None or known is None:
        return empty(LevelOpening, entry, gap(scene, "level of support", scene.case.case, "levels", where="case.yaml"))
    move = move_of(scene.case, scene.edition, level)
    before = scene.case.level_before(level.decided_on)
    left = scene.edition.level(before.level) if before else scene.edition.level(scene.edition.lowest_level)
    lead = scene.person("lead")
    opening = LevelOpening(
        title=entry.title or "",
        school=scene.case.school.name,
        level=known.title,
        from_level=left.title if left else "",
        decided_on=day(level.decided_on),
        decided_by=scene.role_title(level.decided_by) if level.decided_by else "",
        decided_at=_group(scene, level),
        lead=lead.name if lead else "",
        is_up=move == "up",
        is_down=move == "down",
        is_same=move == "same",
    )
    return Answer(opening, used=(level,))


def compose_level_basis(scene: Scene, entry: BlockEntry) -> Answer:
    """The basis; a gap where it says no reason, and one for each criterion without evidence."""
    level = scene.level
    if level is None or not (level.reason or level.criteria):
        return empty(LevelBasis, entry, gap(scene, "reason for the decision", level, "reason", where="case.yaml"))
    rows, used = cited_criteria(scene)
    gaps: list[Gap] = [row.gap for row in rows if row.gap]
    basis = LevelBasis(
        title=entry.title or "",
        reason=_sentence(or_nothing(level.reason)),
        origin=scene.term("origin", level.origin),
        criteria=rows,
    )
    return Answer(basis, tuple(gaps), (level, *used))


def _sentence(text: str) -> str:
    """A text that other words follow, with the stop that its writer left out."""
    return f"{text}." if text[-1:].isalnum() else text


def _group(scene: Scene, level: Level) -> str:
    """The kind of meeting that took the decision; an empty string where it names none."""
    meeting = next((each for each in scene.case.meetings if each.record_id == level.decided_at), None)
    kind = scene.edition.meeting_kind(meeting.kind) if meeting else None
    return kind.title if kind else ""


LEVEL_OPENING = BlockKind("level-opening", LevelOpening, compose_level_opening)
LEVEL_BASIS = BlockKind("level-basis", LevelBasis, compose_level_basis)
ENTAILS = BlockKind("entails", Category, compose_category)
"""What a level means for the school, in a letter that has named it already."""
