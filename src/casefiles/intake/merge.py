"""Three texts of one field: as the sheet went out, as it came back, as the case file has it now."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.sheet.fields import Identity, filling, fingerprint
from casefiles.documents.sheet.reading import ReadSheet
from casefiles.documents.word.controls import Control
from casefiles.editing import EditFault
from casefiles.intake.words import chosen, day_of, figure_of
from casefiles.prose import Prose, block_text

__all__ = ["Conflict", "Intake", "Said", "said_in", "text_of"]

_SHORTEST = 160


class Conflict(Struct, frozen=True):
    """What both the sheet and the case file changed: the file's text stands, the sheet's is kept beside it."""

    what: str
    on_sheet: str
    in_file: str
    span: Span


class Said(Struct, frozen=True):
    """What a field says that the case file does not: its control and text, its prose where it is prose."""

    control: Control
    text: str
    prose: Prose


class Intake(Struct):
    """What a sheet's taking in gathers: texts of files as they become, what is said, what has no other place."""

    file: str
    files: dict[str, str]
    said: list[Diagnostic] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    outside: list[tuple[str, Prose]] = field(default_factory=list)
    is_filled: bool = False

    def say(self, code: str, severity: Severity, message: str, help_: str = "", span: Span | None = None) -> None:
        """Note something about the sheet, or about a place in the case."""
        self.said.append(Diagnostic(span or Span(self.file), code, severity, message, help=help_))

    def keep(self, title: str, prose: Prose) -> None:
        """Keep a text that has no place of its own."""
        if prose:
            self.outside.append((title, prose))

    def clash(self, control: Control, said: Said, in_file: str, span: Span) -> None:
        """Note that both sides changed a field, and keep the sheet's text."""
        self.conflicts.append(Conflict(control.title, said.text, in_file, span))
        self.say(
            "SHT-021",
            Severity.WARNING,
            f"{control.title} was changed in the case file since the sheet was made, and on the sheet: "
            f'the file says "{_short(in_file)}", the sheet "{_short(said.text)}"',
            "the file's text stands, the sheet's is kept under Written outside the form: bring them together",
            span,
        )
        self.keep(control.title, said.prose)

    def edit(self, path: str, made: str) -> None:
        """Put an edited text in place of a file's."""
        self.files[path] = made

    def refuse(self, control: Control, said: Said, fault: EditFault, span: Span) -> None:
        """Keep a text that could not be written where it belongs, and say why."""
        message = f"{control.title} could not be written into this file: {fault}"
        self.say("SHT-026", Severity.WARNING, message, "its text is kept under Written outside the form", span)
        self.keep(control.title, said.prose)


def said_in(
    sheet: ReadSheet, controls: Mapping[str, Control], intake: Intake, spans: Mapping[str, Span]
) -> dict[str, Said]:
    """The fields that the sheet changed and the case file did not, by path; conflicts are noted in the intake.

    `spans` has the place of each field's own text in the case, by tag.
    """
    found: dict[str, Said] = {}
    for tag, prose in sheet.values.items():
        control = controls.get(tag)
        if control is None:
            continue
        said = Said(control, text_of(control, prose), prose)
        now, before = filling(control), base_of(sheet.identity, tag)
        if said.text == now or not said.text:
            intake.is_filled = intake.is_filled or bool(said.text and fingerprint(now) != before)
            if now and not said.text and before not in {None, fingerprint("")}:
                message = f"{control.title} is empty on the sheet; the text in the case file stays"
                intake.say("SHT-024", Severity.NOTE, message, "delete it there if it is to go", spans.get(tag))
            continue
        if before is not None and fingerprint(said.text) == before:
            continue
        intake.is_filled = True
        if not now or (before is not None and fingerprint(now) == before):
            found[control.path] = said
        else:
            intake.clash(control, said, now, spans.get(tag) or Span(intake.file))
    return found


def base_of(identity: Identity, tag: str) -> str | None:
    """The fingerprint of what a field was filled with; None where the sheet no longer says so."""
    return identity.filled.get(fingerprint(tag))


def text_of(control: Control, prose: Prose) -> str:
    """A field's text in the case file's own words, as it is compared with what it was filled with."""
    if control.kind == "prose":
        return filling(replace(control, prose=prose))
    shown = " ".join(block_text(prose.blocks).split())
    if control.kind == "choice":
        return chosen(shown, control.choices) or shown
    if control.kind == "text":
        counts = control.path.endswith(".value") or control.path.startswith("figure.")
        return (figure_of(shown, control.unit) if counts else None) or shown
    return filling(replace(control, text=shown, on=day_of(shown)))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHORTEST else f"{plain[: _SHORTEST - 3]}..."
