"""The headteacher's form as a received record: a new one, or what is new put into the one that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from casefiles.calendars import say_date
from casefiles.diagnostics import Span
from casefiles.documents.sheet.compose import form_of
from casefiles.documents.sheet.sections import PARTS, sections_of_form
from casefiles.documents.word.controls import Control
from casefiles.editing.facts import scalar
from casefiles.intake.merge import Said
from casefiles.intake.taking import Taking
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.pack import Edition

__all__ = ["form_path", "form_spans", "form_start", "take_form"]

_KIND = "headteacher-report"
_PART = re.compile(r"priority\.(?P<id>[a-z0-9-]+)\.(?P<part>actions|impact|evidence|next-steps)")


def form_path(case: Case, meeting: Meeting, received_on: date) -> str:
    """The file of the school's report for the meeting: the one that is there, else a new one of the day."""
    known = form_of(case, meeting)
    if known is not None:
        return known.source_file
    taken = {each.record_id for each in case.received} | set(case.lost)
    stem = f"{received_on.isoformat()}-{_KIND}"
    name = next(each for each in (stem, *(f"{stem}-{letter}" for letter in "bcdefghijklmnop")) if each not in taken)
    return f"{case.folder}/received/{name}.md"


def form_start(edition: Edition, meeting: Meeting, received_on: date) -> str:
    """The text of a new record of the school's report, without its sections."""
    known = edition.lists.get("received-kind", {}).get(_KIND)
    title = f"{known.title if known else 'Report of the school'}, {say_date(meeting.date)}"
    role = edition.roles.get("headteacher")
    lines = [
        "---",
        f"kind: {_KIND}",
        f"from: {scalar(role.title if role else 'Headteacher')}",
        f"received_on: {received_on.isoformat()}",
        f"title: {scalar(title)}",
        f"meeting: {meeting.record_id}",
        "---",
    ]
    return "\n".join(lines) + "\n"


def form_spans(case: Case, meeting: Meeting, controls: Mapping[str, Control]) -> dict[str, Span]:
    """The place in the record of what each field of the form holds."""
    known = form_of(case, meeting)
    return {tag: known.span() for tag in controls} if known else {}


def take_form(taking: Taking, said: Mapping[str, Said]) -> None:
    """Write what the form says into the text of its record, as held in the intake."""
    sections = {each.path: each for each in sections_of_form(taking.edition, taking.meeting)}
    order: list[tuple[str, ...]] = [(each.id, each.title) for each in taking.case.priorities]
    order += [(each.title, *each.aliases) for each in sections.values()]
    for path, each in said.items():
        found = _PART.fullmatch(path)
        section = sections.get(path)
        priority = taking.priority(found["id"]) if found else None
        if found and priority:
            taking.set_section([(priority.id, priority.title), (PARTS[found["part"]],)], each, order)
        elif section:
            taking.set_section([(section.title, *section.aliases)], each, order)
