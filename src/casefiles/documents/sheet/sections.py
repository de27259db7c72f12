"""Which sections of a record the fields of a sheet fill: the agenda, the letter, the school's own report."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from casefiles.documents.headings import FOR_THE_LETTER, ISSUES_AND_CONTEXT
from casefiles.model.records import Meeting
from casefiles.policy.minutes import plain_title
from casefiles.policy.pack import AgendaItem, Edition

__all__ = ["PARTS", "SheetSection", "sections_of_form", "sections_of_minutes"]

PARTS: Mapping[str, str] = {
    "actions": "Actions",
    "impact": "Impact",
    "evidence": "Evidence",
    "next-steps": "Next steps",
}
"""The headings below a priority's, in minutes and in the school's report, by the last word of their fields' paths."""

_REPORT_ITEM = ("headteacher's report", "school's report")
_SUPPORT_ITEM = ("impact of support", "support")


class SheetSection(Struct, frozen=True):
    """A section of the record that a field fills: the field's path, the heading, other names of it."""

    path: str
    title: str
    aliases: tuple[str, ...] = ()


def sections_of_minutes(edition: Edition, meeting: Meeting) -> tuple[SheetSection, ...]:
    """The sections of a meeting's minutes that the chair's sheet has a field for, in the order of the record."""
    kind = edition.meeting_kind(meeting.kind)
    agenda = kind.agenda if kind else ()
    letters = any(
        entry.kind == "decision-letter" and meeting.kind in entry.record_kinds
        for entry in edition.documents
        if entry.record == "meeting"
    )
    before = [SheetSection("section.for-the-letter", FOR_THE_LETTER)] if letters else []
    if letters and not any(plain_title(item.title) == plain_title(ISSUES_AND_CONTEXT) for item in agenda):
        before.insert(0, SheetSection("section.issues-and-context", ISSUES_AND_CONTEXT))
    return (*before, *(SheetSection(f"section.{item.id}", item.title, item.aliases) for item in agenda))


def sections_of_form(edition: Edition, meeting: Meeting) -> tuple[SheetSection, ...]:
    """The sections of the school's report beside its priorities: the headings that the minutes have for them."""
    kind = edition.meeting_kind(meeting.kind)
    agenda = kind.agenda if kind else ()
    return (
        _named(agenda, "section.context", "Changes in context", _REPORT_ITEM),
        _named(agenda, "section.support", "Impact of support", _SUPPORT_ITEM),
    )


def _named(agenda: tuple[AgendaItem, ...], path: str, title: str, names: tuple[str, ...]) -> SheetSection:
    """The agenda's item of one of these names as a section, else a section of its own."""
    for item in agenda:
        if {plain_title(each) for each in (item.title, *item.aliases)} & set(names):
            return SheetSection(path, item.title, item.aliases)
    return SheetSection(path, title)
