"""The dates of the meetings to come."""

from __future__ import annotations

from msgspec import field

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import prose_of
from casefiles.documents.compose.words import dates_in_words
from casefiles.policy.minutes import FUTURE_MEETINGS, item_of, sections_of
from casefiles.policy.pack import BlockEntry
from casefiles.policy.said_dates import only_says
from casefiles.prose import Prose, block_text

__all__ = ["NEXT_DATES", "NextDates", "minute_of_dates"]


class NextDates(Block, frozen=True, kw_only=True):
    """The dates, each with its weekday, earliest first; `text` is what the minutes say beyond them."""

    dates: tuple[str, ...] = ()
    text: Prose = field(default_factory=Prose)


def compose_next_dates(scene: Scene, entry: BlockEntry) -> Answer:
    """The next meetings that the record names; a gap where it names none.

    With `several`, one date alone is not printed: the document's opening has said it.
    """
    following = scene.meeting.next_meetings if scene.meeting else ()
    if not following:
        return empty(NextDates, entry, gap(scene, "dates of the next meetings", scene.record, "next_meetings"))
    block = NextDates(title=entry.title or "", dates=dates_in_words(following), text=_beside(scene))
    if entry.params.get("several") and len(following) == 1 and not block.text:
        return Answer(None, used=(scene.record,))
    return Answer(block, used=(scene.record,))


def minute_of_dates(scene: Scene) -> Prose:
    """What the minutes say under the agenda's item on the dates of future meetings."""
    agenda = scene.meeting_kind.agenda if scene.meeting_kind else ()
    for section in sections_of(scene.record.body):
        item = item_of(section, agenda)
        if item is not None and item.id == FUTURE_MEETINGS:
            return prose_of(section)
    return Prose()


def _beside(scene: Scene) -> Prose:
    """That minute, where it says more than the dates, in a document that prints the minutes."""
    if scene.meeting is None or not any(block.block == "minutes" for block in scene.entry.blocks):
        return Prose()
    minute = minute_of_dates(scene)
    return Prose() if only_says(block_text(minute.blocks), scene.meeting.next_meetings, scene.record_on) else minute


NEXT_DATES = BlockKind("next-dates", NextDates, compose_next_dates, {"several": False})
