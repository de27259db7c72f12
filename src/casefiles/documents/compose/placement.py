"""Where a decision places the school: the level in words, from when, whether it is a change, and what comes next."""

from __future__ import annotations

from datetime import date

from casefiles.documents.compose.category import Category, compose_category
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, weekday
from casefiles.model.case import Level
from casefiles.model.records import Letter
from casefiles.policy.episodes import level_before
from casefiles.policy.pack import BlockEntry
from casefiles.policy.view_queries import meetings_of

__all__ = [
    "ACADEMY_STANDING",
    "BRIEFING_OPENING",
    "PLACEMENT_OPENING",
    "Placement",
    "answer_by",
    "next_meeting_after",
]

_TO_ANSWER, _TO_DISCUSS = 10, 5
"""School days that a school has to answer, working days that an officer of the authority has: both are ours."""


class Placement(Block, frozen=True, kw_only=True):
    """The level as in a sentence (`in category C`), from when, and what comes next.

    `decided_at` is the meeting that took the decision, where one did; `is_own` says that who signs took it. `former` is
    the level before, as in a sentence, where the decision changed it; `stays` says that it did not. `reply_by` is the
    day by which the letter asks for an answer, `discuss_by` that by which a reader within the authority may ask to
    discuss it. `contact` leads the support.
    """

    school: str = ""
    placed: str = ""
    former: str = ""
    stays: bool = False
    decided_on: str = ""
    decided_by: str = ""
    decided_at: str = ""
    is_own: bool = False
    reply_by: str = ""
    discuss_by: str = ""
    next_meeting: str = ""
    contact: str = ""


def compose_placement(scene: Scene, entry: BlockEntry) -> Answer:
    """The level that the document speaks of; a gap where none is decided or the pack does not know it."""
    level, known = scene.level, scene.level_entry
    if level is None or known is None:
        return empty(Placement, entry, gap(scene, "level of support", scene.case.case, "levels", where="case.yaml"))
    before = scene.case.level_before(level.decided_on)
    former = _former(scene, level)
    own = scene.record if isinstance(scene.record, Letter) else None
    contact = scene.person("lead")
    block = Placement(
        title=entry.title or "",
        school=scene.case.school.name,
        placed=known.placement or f"in {known.title}",
        former=former,
        stays=before is not None and not former,
        decided_on=day(level.decided_on),
        decided_by=scene.role_title(level.decided_by) if level.decided_by else "",
        decided_at=_group(scene, level),
        is_own=_is_own(scene, level),
        reply_by=weekday(own.reply_by) if own else "",
        discuss_by=weekday(scene.calendar.add_working_days(scene.dated, _TO_DISCUSS).on),
        next_meeting=weekday(next_meeting_after(scene)),
        contact=f"{contact.name}, {contact.title or scene.role_title('lead')}" if contact else "",
    )
    return Answer(block, used=(level, *((own,) if own else ())))


def answer_by(scene: Scene) -> str:
    """By when the school is asked to answer the document: ten school days after its date; empty without a calendar."""
    found = scene.calendar.add_school_days(scene.dated, _TO_ANSWER)
    return weekday(found.on) if found else ""


def next_meeting_after(scene: Scene) -> date | None:
    """The first day after the document's that a meeting held by then had fixed for the next one; None for none."""
    fixed = [on for meeting in meetings_of(scene.view) for on in meeting.next_meetings if on > scene.dated]
    return min(fixed, default=None)


def _is_own(scene: Scene, level: Level) -> bool:
    """Whether who signs the document took the decision."""
    taker = scene.person(level.decided_by, level.decided_on) if level.decided_by else None
    return taker is not None and taker == scene.person(scene.entry.signed_by or "")


def _group(scene: Scene, level: Level) -> str:
    """The kind of meeting that took the decision; an empty string where it names none."""
    meeting = next((each for each in scene.case.meetings if each.record_id == level.decided_at), None)
    kind = scene.edition.meeting_kind(meeting.kind) if meeting else None
    return kind.title if kind else ""


def _former(scene: Scene, level: Level) -> str:
    """The level before the decision as in a sentence; empty where there was none, or the same."""
    before = scene.edition.level(level_before(scene.case, scene.edition, level.decided_on))
    now = scene.edition.canonical("level", level.level)
    is_first = scene.case.level_before(level.decided_on) is None
    if before is None or is_first or before.id == now:
        return ""
    return before.placement or f"in {before.title}"


PLACEMENT_OPENING = BlockKind("placement-opening", Placement, compose_placement)
BRIEFING_OPENING = BlockKind("briefing-opening", Placement, compose_placement)
"""The same to somebody of the authority who must know of the decision."""
ACADEMY_STANDING = BlockKind("academy-standing", Category, compose_category)
"""What the level means for an academy: the support of the level is not given to it as of right."""
