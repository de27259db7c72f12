"""A completed form on attainment and progress as a received record: its figures, and what the school says of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casefiles.calendars import say_date
from casefiles.diagnostics import Span
from casefiles.documents.sheet.progress import progress_entry, returned_kind, returned_of
from casefiles.documents.word.controls import Control
from casefiles.editing.facts import scalar
from casefiles.intake.merge import Said
from casefiles.intake.taking import Taking
from casefiles.intake.words import figure_of
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.pack import Edition

__all__ = ["progress_path", "progress_spans", "progress_start", "take_progress"]


def progress_path(case: Case, edition: Edition, meeting: Meeting, received_on: date) -> str:
    """The file of the form for the meeting: the one that is there, else a new one of the day."""
    kind = _kind(edition, meeting)
    known = returned_of(case, edition, meeting, kind)
    if known is not None:
        return known.source_file
    taken = {each.record_id for each in case.received} | set(case.lost)
    stem = f"{received_on.isoformat()}-{kind}"
    name = next(each for each in (stem, *(f"{stem}-{letter}" for letter in "bcdefghijklmnop")) if each not in taken)
    return f"{case.folder}/received/{name}.md"


def progress_start(edition: Edition, meeting: Meeting, received_on: date) -> str:
    """The text of a new record of the form, without its figures."""
    kind = _kind(edition, meeting)
    known = edition.lists.get("received-kind", {}).get(kind)
    title = f"{known.title if known else kind}, {say_date(meeting.date)}"
    asked = min(meeting.invited.values(), default=None)
    lines = [
        "---",
        f"kind: {kind}",
        "from: The school",
        f"received_on: {received_on.isoformat()}",
        f"title: {scalar(title)}",
        f"meeting: {meeting.record_id}",
        *([f"requested_on: {asked.isoformat()}"] if asked else []),
        "---",
    ]
    return "\n".join(lines) + "\n"


def progress_spans(case: Case, edition: Edition, meeting: Meeting, controls: Mapping[str, Control]) -> dict[str, Span]:
    """The place in the record of what each field of the form holds."""
    known = returned_of(case, edition, meeting, _kind(edition, meeting))
    return {tag: known.span("figures") for tag in controls} if known else {}


def take_progress(taking: Taking, said: Mapping[str, Said]) -> None:
    """Write what the form says into the text of its record, as held in the intake."""
    order: list[tuple[str, ...]] = [(each.id, each.title) for each in taking.case.priorities]
    for path, each in said.items():
        what, _, name = path.partition(".")
        priority = taking.priority(name) if what == "comment" else None
        if priority:
            taking.set_section([(priority.id, priority.title)], each, order)
        elif what == "figure":
            figure = figure_of(each.text, each.control.unit)
            if figure is None:
                taking.unread(each, "a number")
            else:
                taking.set_fact(("figures", name), figure, each)


def _kind(edition: Edition, meeting: Meeting) -> str:
    entry = progress_entry(edition, meeting)
    return returned_kind(entry) if entry else "other"
