"""The day of a record: by it the edition, the rules in force and the facets are chosen."""

from __future__ import annotations

from datetime import date

from casefiles.model.base import Record
from casefiles.model.case import Action, Priority, Support
from casefiles.model.caseview import Case

__all__ = ["known_day", "subject_day"]


def known_day(case: Case, record: Record) -> date | None:
    """The record's own date, or that of the meeting that agreed it; None where it has neither."""
    if record.on is not None:
        return record.on
    if isinstance(record, Priority):
        return record.opened_on or _meeting_day(case, record.agreed_at)
    if isinstance(record, Action | Support):
        return _meeting_day(case, record.agreed_at)
    return None


def subject_day(case: Case, record: Record, as_of: date) -> date:
    """The day by which a record is judged: its own, or the date of judgement for what has none (the school)."""
    return known_day(case, record) or as_of


def _meeting_day(case: Case, record_id: str | None) -> date | None:
    meeting = case.find("meeting", record_id) if record_id else None
    return meeting.on if meeting else None
