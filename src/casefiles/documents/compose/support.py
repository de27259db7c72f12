"""The types of support: what, by whom, how many days, for which priorities, from when."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, days, joined, or_nothing, plain
from casefiles.model.case import Support
from casefiles.policy.pack import BlockEntry

__all__ = ["SUPPORT", "SUPPORT_MAP", "SupportLine", "SupportTypes", "support_line"]


class SupportLine(Struct, frozen=True):
    """One piece of support. `priorities` are the numbers it is for ("1 and 2"), `days` with the word."""

    text: str
    provider: str
    days: str
    priorities: str
    starts_on: str
    ends_on: str
    entitlement: str
    funding: str


class SupportTypes(Block, frozen=True, kw_only=True):
    """The agreed support. `days` is the sum of what counts against the level's own entitlement.

    `has_priorities` says whether some of it is for a priority that is open.
    """

    items: tuple[SupportLine, ...] = ()
    has_priorities: bool = False
    level: str = ""
    entitlement: tuple[str, ...] = ()
    days: str = ""


def compose_support(scene: Scene, entry: BlockEntry) -> Answer:
    """The support that had not ended by the document's date; a gap where none is agreed."""
    found = tuple(s for s in scene.case.support if s.end is None or s.end > scene.dated)
    if not found:
        missing = gap(scene, "types of support", scene.case.case, "support", where="case.yaml")
        return empty(SupportTypes, entry, missing)
    level, known = scene.level, scene.level_entry
    counted = [s.days for s in found if s.days is not None and level is not None and s.entitlement == level.level]
    items = tuple(support_line(scene, support) for support in found)
    block = SupportTypes(
        title=entry.title or "",
        items=items,
        has_priorities=any(each.priorities for each in items),
        level=known.title if known else "",
        entitlement=known.entitlement if known else (),
        days=days(sum(counted, Decimal())) if counted else "",
    )
    return Answer(block, used=found)


def support_line(scene: Scene, support: Support) -> SupportLine:
    """One piece of support as a letter prints it."""
    numbers = sorted(number for priority in support.priorities if (number := scene.number(priority)))
    title = support.title or plain(support.record_id).capitalize()
    return SupportLine(
        title,
        or_nothing(support.provider),
        days(support.days),
        joined(str(number) for number in numbers),
        day(support.start),
        day(support.end),
        scene.term("entitlement", support.entitlement),
        _funding(scene, support),
    )


def _funding(scene: Scene, support: Support) -> str:
    """Who pays: in the pack's words, where it has some for it, else as the case says it."""
    word = scene.edition.canonical("funding", support.funding or "")
    known = scene.edition.lists.get("funding", {}).get(word)
    return known.title if known else or_nothing(support.funding)


SUPPORT = BlockKind("support", SupportTypes, compose_support)
SUPPORT_MAP = BlockKind("support-map", SupportTypes, compose_support)
"""The same as a map: what, by whom, how much, paid by whom, for which priority, from when to when."""
