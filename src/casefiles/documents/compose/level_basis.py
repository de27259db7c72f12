"""What a decision on the level rests on: the reason, what led to it, the criteria with their evidence."""

from __future__ import annotations

from casefiles.documents.compose.category import Category, compose_category
from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.issues_and_context import CitedCriterion, cited_criteria
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["ENTAILS", "LEVEL_BASIS", "LevelBasis"]


class LevelBasis(Block, frozen=True, kw_only=True):
    """What the decision rests on: the reason, what led to it, and the criteria with their evidence.

    `placed` is the level as in a sentence, since `decided_on`, for a document that has not told of the decision.
    """

    reason: str = ""
    origin: str = ""
    placed: str = ""
    decided_on: str = ""
    criteria: tuple[CitedCriterion, ...] = ()


def compose_level_basis(scene: Scene, entry: BlockEntry) -> Answer:
    """The basis; a gap where it says no reason, and one for each criterion without evidence."""
    level, known = scene.level, scene.level_entry
    if level is None or not (level.reason or level.criteria):
        return empty(LevelBasis, entry, gap(scene, "reason for the decision", level, "reason", where="case.yaml"))
    rows, used = cited_criteria(scene)
    gaps: list[Gap] = [row.gap for row in rows if row.gap]
    basis = LevelBasis(
        title=entry.title or "",
        reason=_sentence(or_nothing(level.reason)),
        origin=scene.term("origin", level.origin),
        placed=(known.placement or f"in {known.title}") if known and entry.params.get("placed") else "",
        decided_on=day(level.decided_on),
        criteria=rows,
    )
    return Answer(basis, tuple(gaps), (level, *used))


def _sentence(text: str) -> str:
    """A text that other words follow, with the stop that its writer left out."""
    return f"{text}." if text[-1:].isalnum() else text


LEVEL_BASIS = BlockKind("level-basis", LevelBasis, compose_level_basis, {"placed": False})
ENTAILS = BlockKind("entails", Category, compose_category)
"""What a level means for the school, in a letter that has named it already."""
