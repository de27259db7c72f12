"""What makes the school eligible for intervention on the day: each condition of the law, and since when it is met."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.notice_scene import followed_by, gateway_of, no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.policy.facets import family_of
from casefiles.policy.intervention import Condition
from casefiles.policy.pack import BlockEntry

__all__ = ["NOTICE_BASIS", "MetCondition", "NoticeBasis"]

_POWER = "power"


class MetCondition(Struct, frozen=True):
    """One condition: what is so, by which provision, since when (empty where not yet); a gap where it had to be."""

    what: str
    clause: str
    met_on: str
    gap: Gap | None = None


class NoticeBasis(Block, frozen=True, kw_only=True):
    """By which section the school is eligible (`is_open`) or may become so, and the conditions."""

    section: str = ""
    is_open: bool = False
    items: tuple[MetCondition, ...] = ()
    reason: str = ""


def compose_basis(scene: Scene, entry: BlockEntry) -> Answer:
    """The conditions; a gap where nothing bears on the school, and at the use of a power one for each not met."""
    notice = notice_in(scene)
    if notice is None:
        return empty(NoticeBasis, entry, no_notice(scene))
    before = followed_by(scene, notice)
    gateway = gateway_of(sheet_of(scene, notice), before)
    if gateway is None:
        missing = gap(scene, "what makes the school eligible for intervention", notice, "follows")
        return empty(NoticeBasis, entry, missing, notice)
    is_power = family_of(scene.edition, notice) == _POWER
    items = tuple(_item(scene, each, is_needed=is_power) for each in gateway.conditions)
    outcome = before.outcome if before else None
    block = NoticeBasis(
        title=entry.title or "",
        section=gateway.entry.title,
        is_open=gateway.is_open,
        items=items,
        reason=or_nothing(outcome.reason if outcome else None),
    )
    return Answer(block, tuple(item.gap for item in items if item.gap), (notice, gateway.record))


def _item(scene: Scene, condition: Condition, *, is_needed: bool) -> MetCondition:
    """One condition in words."""
    missing = None
    if is_needed and condition.met_on is None:
        missing = gap(scene, f"that {condition.what}", condition.record, *condition.path)
    return MetCondition(
        what=f"{condition.what[:1].upper()}{condition.what[1:]}",
        clause=condition.clause,
        met_on=day(condition.met_on),
        gap=missing,
    )


NOTICE_BASIS = BlockKind("notice-basis", NoticeBasis, compose_basis)
