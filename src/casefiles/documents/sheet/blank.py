"""A blank sheet as Word bytes, which carries what it is and what it was filled from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from casefiles.documents.sheet.compose import AGENDA, compose_sheet
from casefiles.documents.sheet.fields import Identity, controls_of, facts_digest, filling, fingerprint, packed, rows_of
from casefiles.documents.sheet.reading import form_lines
from casefiles.documents.word.packaging import read_package
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.law import Packs

__all__ = ["blank_identity", "render_sheet"]


def render_sheet(
    name: str,
    case: Case,
    meeting: Meeting,
    packs: Packs,
    templates: Mapping[str, bytes],
    *,
    origin: Mapping[str, str] | None = None,
    version: str = "",
) -> bytes:
    """The sheet of that name for a meeting; `TemplateFault` where its template can't be used.

    Equal cases and templates give equal bytes.
    """
    frame, values = compose_sheet(name, case, meeting, packs)
    template = compile_template(templates, name, name, (), origin=origin)
    edition = packs.edition_on(case.authority.file.policy, meeting.date)
    properties = DocumentProperties(
        title=f"{values.kind}: {case.school.name}",
        reference=case.case.reference or "",
        kind=name,
        editions=(edition.title,),
        version=version,
    )
    context = {"letter": frame, "sheet": values}
    if name == AGENDA:
        return template.render(context, properties)
    blank = template.render(context, properties)
    lines = form_lines(read_package(blank, name), tuple(rows_of(values)), name)
    identity = replace(blank_identity(name, case, meeting, values), lines=lines)
    return template.render(context, replace(properties, more=packed(identity)))


def blank_identity(name: str, case: Case, meeting: Meeting, values: object) -> Identity:
    """What a sheet with these values says of itself, but for the form's lines."""
    return Identity(
        sheet=name,
        case=f"{case.authority.id}/{case.id}",
        meeting=meeting.record_id,
        school=case.school.name,
        facts=facts_digest(values),
        filled={fingerprint(tag): fingerprint(filling(control)) for tag, control in controls_of(values).items()},
    )
