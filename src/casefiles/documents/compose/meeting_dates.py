"""The dates of a group's meetings for the academic year, as a letter announces them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, weekday
from casefiles.model.records import Letter
from casefiles.policy.pack import BlockEntry

__all__ = ["DATES_OPENING", "MEETING_DATES", "DateLine", "MeetingDates"]


@dataclass(frozen=True)
class DateLine:
    """One meeting: its day, and the day by which the school's documents for it are wanted (or an empty string)."""

    met_on: str
    documents_by: str


@dataclass(frozen=True, kw_only=True)
class MeetingDates(Block):
    """The dates, earliest first; `count` of them, in the academic year of the first."""

    level: str = ""
    school: str = ""
    academic_year: str = ""
    count: int = 0
    dates: tuple[DateLine, ...] = ()


def compose_meeting_dates(scene: Scene, entry: BlockEntry) -> Answer:
    """The dates that the letter announces; a gap where it names none."""
    found = sorted(scene.record.meeting_dates) if isinstance(scene.record, Letter) else []
    if not found:
        return empty(MeetingDates, entry, gap(scene, "dates of the meetings", scene.record, "meeting_dates"))
    block = MeetingDates(
        title=entry.title or "",
        level=scene.level_entry.title if scene.level_entry else "",
        school=scene.case.school.name,
        academic_year=scene.calendar.academic_year(found[0]),
        count=len(found),
        dates=tuple(_line(scene, on, entry) for on in found),
    )
    return Answer(block, used=(scene.record,))


def _line(scene: Scene, on: date, entry: BlockEntry) -> DateLine:
    before = entry.params.get("documents-by")
    by = scene.calendar.subtract_working_days(on, int(str(before))) if before is not None else None
    return DateLine(weekday(on), day(by.on) if by else "")


_PARAMS = {"documents-by": False}
DATES_OPENING = BlockKind("dates-opening", MeetingDates, compose_meeting_dates, _PARAMS)
MEETING_DATES = BlockKind("meeting-dates", MeetingDates, compose_meeting_dates, _PARAMS)
