"""The dates of a group's meetings for the academic year, as a letter announces them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from casefiles.calendars import Calendar
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, school_year, weekday
from casefiles.model.records import Letter
from casefiles.policy.pack import BlockEntry

__all__ = ["DATES_OPENING", "MEETING_DATES", "DateLine", "MeetingDates", "documents_by"]


class DateLine(Struct, frozen=True):
    """One meeting: its day, and the day by which the school's documents for it are wanted (or an empty string)."""

    met_on: str
    documents_by: str


class MeetingDates(Block, frozen=True, kw_only=True):
    """The dates, earliest first; `count` of them, from `first_on` to `last_on`.

    `academic_year` is that of all of them, empty where they are of several.
    """

    level: str = ""
    school: str = ""
    academic_year: str = ""
    count: int = 0
    first_on: str = ""
    last_on: str = ""
    dates: tuple[DateLine, ...] = ()


def compose_meeting_dates(scene: Scene, entry: BlockEntry) -> Answer:
    """The dates that the letter announces; a gap where it names none."""
    found = sorted(scene.record.meeting_dates) if isinstance(scene.record, Letter) else []
    if not found:
        return empty(MeetingDates, entry, gap(scene, "dates of the meetings", scene.record, "meeting_dates"))
    years = {scene.calendar.academic_year(on) for on in found}
    block = MeetingDates(
        title=entry.title or "",
        level=scene.level_entry.title if scene.level_entry else "",
        school=scene.case.school.name,
        academic_year=school_year(years.pop()) if len(years) == 1 else "",
        count=len(found),
        first_on=day(found[0]),
        last_on=day(found[-1]),
        dates=tuple(_line(scene, on, entry) for on in found),
    )
    return Answer(block, used=(scene.record,))


def _line(scene: Scene, on: date, entry: BlockEntry) -> DateLine:
    before = entry.params.get("documents-by")
    return DateLine(weekday(on), day(documents_by(scene.calendar, on, before)))


def documents_by(calendar: Calendar, met_on: date, before: object) -> date | None:
    """By when the school sends what a meeting reads: that many working days before it, or when term goes on again."""
    if before is None:
        return None
    return calendar.school_day_from(calendar.subtract_working_days(met_on, int(str(before))).on, met_on)


_PARAMS = {"documents-by": False}
DATES_OPENING = BlockKind("dates-opening", MeetingDates, compose_meeting_dates, _PARAMS)
MEETING_DATES = BlockKind("meeting-dates", MeetingDates, compose_meeting_dates, _PARAMS)
