"""One sheet on its way into a case: what is known of both, and how what it says is written or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from casefiles.diagnostics import Severity, Span
from casefiles.documents.sheet.reading import ReadSheet
from casefiles.documents.word.controls import Control
from casefiles.editing import EditFault, Plain, set_fact, set_section
from casefiles.intake.merge import Intake, Said
from casefiles.model.case import Priority
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.pack import Edition

__all__ = ["Taking"]

_KEPT = "it is kept under Written outside the form"


class Taking(Struct, frozen=True):
    """A sheet that is read, the case and meeting that it is for, and the record (`path`) that it goes into.

    `controls` are the fields that a sheet of the meeting has today, `hints` the commented lines of a planned
    record that facts take the place of.
    """

    case: Case
    edition: Edition
    meeting: Meeting
    path: str
    sheet: ReadSheet
    controls: Mapping[str, Control]
    intake: Intake
    hints: frozenset[str] = frozenset()

    def priority(self, priority_id: str) -> Priority | None:
        """The case's priority of that id."""
        found = self.case.find("priority", priority_id)
        return found if isinstance(found, Priority) else None

    def set_fact(self, path: Sequence[str], value: Plain, said: Said) -> None:
        """Set a fact of the record, or keep what the sheet says where that can't be done."""
        try:
            self.intake.edit(self.path, set_fact(self.intake.files[self.path], path, value, self.hints))
        except EditFault as fault:
            self.intake.refuse(said.control, said, fault, self.meeting.span(*path))

    def set_section(self, path: Sequence[tuple[str, ...]], said: Said, order: Sequence[tuple[str, ...]]) -> None:
        """Set a section of the record, or keep what the sheet says where that can't be done."""
        try:
            self.intake.edit(self.path, set_section(self.intake.files[self.path], path, said.prose, order))
        except EditFault as fault:
            self.intake.refuse(said.control, said, fault, Span(self.path))

    def unknown(self, said: Said, known: Sequence[str]) -> None:
        """Say that a field holds none of its choices, and keep it."""
        message = f'{said.control.title}: "{said.text}" is none of the choices, so it is not in the record'
        self.intake.say(
            "SHT-030", Severity.WARNING, message, f"the choices are: {', '.join(known)}; {_KEPT}", Span(self.path)
        )
        self.intake.keep(said.control.title, said.prose)

    def unread(self, said: Said, what: str) -> None:
        """Say that a field does not hold what it should (a number, a day), and keep it."""
        message = f'{said.control.title}: "{said.text}" is not {what}'
        self.intake.say("SHT-031", Severity.WARNING, message, _KEPT, Span(self.path))
        self.intake.keep(said.control.title, said.prose)
