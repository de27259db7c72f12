"""The dates of the meetings to come."""

from __future__ import annotations

from dataclasses import dataclass

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import dates_in_words
from casefiles.policy.pack import BlockEntry

__all__ = ["NEXT_DATES", "NextDates"]


@dataclass(frozen=True, kw_only=True)
class NextDates(Block):
    """The dates, each with its weekday, earliest first."""

    dates: tuple[str, ...] = ()


def compose_next_dates(scene: Scene, entry: BlockEntry) -> Answer:
    """The next meetings that the record names; a gap where it names none."""
    following = scene.meeting.next_meetings if scene.meeting else ()
    if not following:
        return empty(NextDates, entry, gap(scene, "dates of the next meetings", scene.record, "next_meetings"))
    return Answer(NextDates(title=entry.title or "", dates=dates_in_words(following)), used=(scene.record,))


NEXT_DATES = BlockKind("next-dates", NextDates, compose_next_dates)
