"""The category of support: the level in words, since when, what it means and what the school gets."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, joined, or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["CATEGORY", "Category"]


class Category(Block, frozen=True, kw_only=True):
    """The level of support: `level` as in a sentence, `statement` what it means, `entitlement` a line each."""

    level: str = ""
    short: str = ""
    decided_on: str = ""
    decided_by: str = ""
    agreed_on: str = ""
    consulted: str = ""
    reason: str = ""
    origin: str = ""
    aspects: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    statement: str = ""
    entitlement: tuple[str, ...] = ()
    exit_expected_on: str = ""


def compose_category(scene: Scene, entry: BlockEntry) -> Answer:
    """The level that the document speaks of; a gap where none is decided or the pack does not know it."""
    level, known = scene.level, scene.level_entry
    if level is None or known is None:
        return empty(Category, entry, gap(scene, "level of support", scene.case.case, "levels", where="case.yaml"))
    category = Category(
        title=entry.title or "",
        level=known.title,
        short=known.short,
        decided_on=day(level.decided_on),
        decided_by=scene.role_title(level.decided_by) if level.decided_by else "",
        agreed_on=day(level.agreed_on),
        consulted=joined(scene.role_title(role) for role in level.consulted),
        reason=or_nothing(level.reason),
        origin=scene.term("origin", level.origin),
        aspects=level.aspects,
        areas=tuple(scene.term("area", area) for area in level.areas_at_risk),
        statement=or_nothing(known.statement),
        entitlement=known.entitlement,
        exit_expected_on=day(level.exit_expected_on),
    )
    return Answer(category, used=(level,))


CATEGORY = BlockKind("category", Category, compose_category)
