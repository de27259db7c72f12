"""The level that the school goes to: what it means and what the school gets there."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty
from casefiles.documents.compose.moves import move_gap, move_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["DESTINATION", "Destination"]


class Destination(Block, frozen=True, kw_only=True):
    """The new level, since when, for what and until when; `starts_on` is empty while it is not decided."""

    from_level: str = ""
    to_level: str = ""
    starts_on: str = ""
    statement: str = ""
    aspects: tuple[str, ...] = ()
    entitlement: tuple[str, ...] = ()
    exit_expected_on: str = ""


def compose_destination(scene: Scene, entry: BlockEntry) -> Answer:
    """The new level; a gap where the case records no step down."""
    move = move_in(scene)
    if move is None:
        return empty(Destination, entry, move_gap(scene))
    decision = move.decision
    block = Destination(
        title=entry.title or "",
        from_level=move.left_entry.title,
        to_level=move.to_entry.title,
        starts_on=day(decision.decided_on) if decision else "",
        statement=or_nothing(move.to_entry.statement),
        aspects=decision.aspects if decision else (),
        entitlement=move.to_entry.entitlement,
        exit_expected_on=day(decision.exit_expected_on) if decision else "",
    )
    return Answer(block, used=(decision,) if decision else (scene.record,))


DESTINATION = BlockKind("destination", Destination, compose_destination)
