"""The values of the agenda, the chair's minutes sheet and the headteacher's form of one meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.compose.agenda import AgendaLine, agenda_lines
from casefiles.documents.compose.frame import Frame, compose_frame
from casefiles.documents.compose.members import Invited, invited
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, prose_of
from casefiles.documents.compose.words import day, plain
from casefiles.documents.sheet.fields import Field, anchor_of, choice_field, date_field, prose_field, text_field
from casefiles.documents.sheet.parts import (
    Attender,
    OpenAction,
    PriorityFacts,
    attenders,
    choices_of,
    open_lines,
    owners,
    priority_facts,
    value_field,
)
from casefiles.documents.sheet.progress import PROGRESS, ProgressForm, compose_progress, progress_entry
from casefiles.documents.sheet.reported import ReportedAction, other_actions, reported_actions
from casefiles.documents.sheet.sections import PARTS, SheetSection, sections_of_form, sections_of_minutes
from casefiles.documents.word.controls import Anchor, Choice, Control
from casefiles.model.as_at import as_at
from casefiles.model.base import Record
from casefiles.model.case import Priority
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting, Progress, Received
from casefiles.model.visible import visible
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.minutes import part_of, priority_section
from casefiles.policy.pack import AgendaItem, DocumentEntry, Edition
from casefiles.prose import Body, Bullets, Paragraph, Prose, Section, Words

__all__ = [
    "AGENDA",
    "FORM",
    "MINUTES",
    "SHEETS",
    "Agenda",
    "HeadteacherForm",
    "MinutesSheet",
    "compose_sheet",
    "form_of",
    "sheet_roots",
    "sheets_of",
]

AGENDA, MINUTES, FORM = "agenda", "minutes-sheet", "headteacher-form"
_DATES, _ACTIONS = 4, 6


class SectionPart(Struct, frozen=True):
    """A section on the sheet: its number in the agenda (0 for none), its heading, its field."""

    number: int
    text: str
    field: Field


class PriorityPart(Struct, frozen=True):
    """A priority with the fields of the chair's sheet."""

    facts: PriorityFacts
    judgement: Field
    risk: Field
    value: Field
    impact: Field
    next_steps: Field


class Overall(Struct, frozen=True):
    """The fields for the overall judgement."""

    judgement: Field
    risk: Field
    interventions: Field


class NextRow(Struct, frozen=True):
    """The field for the date of a further meeting."""

    number: int
    field: Field


class ActionRow(Struct, frozen=True):
    """A row for an action: what, for which priority, whose, by when."""

    anchor: Anchor
    number: int
    what: Control
    priority: Control
    owner: Control
    due_on: Control


class MinutesSheet(Struct, frozen=True):
    """What the chair's minutes sheet shows and asks."""

    kind: str
    people: tuple[Attender, ...]
    others: Field
    before: tuple[SectionPart, ...]
    items: tuple[SectionPart, ...]
    priorities: tuple[PriorityPart, ...]
    overall: Overall | None
    dates: tuple[NextRow, ...]
    agreed: tuple[OpenAction, ...]
    actions: tuple[ActionRow, ...]


class FormPriority(Struct, frozen=True):
    """A priority with the fields of the headteacher's form; `reported` are its actions from before."""

    facts: PriorityFacts
    reported: tuple[ReportedAction, ...]
    actions: Field
    impact: Field
    evidence: Field
    next_steps: Field


class HeadteacherForm(Struct, frozen=True):
    """What the headteacher's form shows and asks."""

    kind: str
    headteacher: str
    priorities: tuple[FormPriority, ...]
    others: tuple[ReportedAction, ...]
    support: tuple[str, ...]
    sections: tuple[SectionPart, ...]


class Agenda(Struct, frozen=True):
    """What the agenda shows: who, what, what was judged last, what is still to be done."""

    kind: str
    people: tuple[Invited, ...]
    items: tuple[AgendaLine, ...]
    priorities: tuple[PriorityFacts, ...]
    is_judged: bool
    actions: tuple[OpenAction, ...]


Sheet = MinutesSheet | HeadteacherForm | ProgressForm | Agenda
SHEETS: Mapping[str, tuple[type, tuple[str, ...]]] = {
    AGENDA: (Agenda, ("school", "governors")),
    MINUTES: (MinutesSheet, ("internal",)),
    FORM: (HeadteacherForm, ("school",)),
    PROGRESS: (ProgressForm, ("school",)),
}
"""Each sheet with the type of its values and who may read it."""


def sheet_roots(name: str) -> Mapping[str, type]:
    """The types of the names that a sheet's template may use: `letter` and `sheet`."""
    return {"letter": Frame, "sheet": SHEETS[name][0]}


def sheets_of(edition: Edition, meeting: Meeting) -> tuple[str, ...]:
    """The sheets that go with a meeting: the headteacher reports to reviews, with figures where the pack has a form."""
    kind = edition.meeting_kind(meeting.kind)
    forms = (FORM,) if kind and kind.stage == "review" else ()
    figures = (PROGRESS,) if progress_entry(edition, meeting) else ()
    return (AGENDA, *forms, *figures, MINUTES)


def compose_sheet(name: str, case: Case, meeting: Meeting, packs: Packs) -> tuple[Frame, Sheet]:
    """The frame and the values of a sheet, from the case as at the meeting's day and for the sheet's readers."""
    scene = _scene(name, case, meeting, packs)
    frame = compose_frame(scene, draft=False).frame
    if name == AGENDA:
        return frame, _agenda(scene, meeting)
    if name == FORM:
        return frame, _form(scene)
    if name == PROGRESS:
        return frame, compose_progress(scene, meeting)
    return frame, _minutes(scene, meeting)


def _scene(name: str, case: Case, meeting: Meeting, packs: Packs) -> Scene:
    _, audience = SHEETS[name]
    edition = packs.edition_on(case.authority.file.policy, meeting.date)
    kind = edition.meeting_kind(meeting.kind)
    entry = DocumentEntry.model_validate(
        {
            "slug": name,
            "kind": "return-form" if name != AGENDA else "meeting-pack",
            "title": kind.title if kind else meeting.kind.replace("-", " ").capitalize(),
            "for": "meeting",
            "when": "planned",
            "audience": list(audience),
        }
    )
    seen = visible(as_at(case, meeting.date, keep=meeting.record_id), audience)
    record: Record = seen.find("meeting", meeting.record_id) or meeting
    return Scene(seen, record, entry, edition, calendar_in(seen, edition), meeting.date)


def _agenda(scene: Scene, meeting: Meeting) -> Agenda:
    priorities = tuple(priority_facts(scene))
    return Agenda(
        kind=scene.entry.title,
        people=invited(scene, meeting),
        items=agenda_lines(scene),
        priorities=priorities,
        is_judged=any(each.judgement for each in priorities),
        actions=open_lines(scene),
    )


def _minutes(scene: Scene, meeting: Meeting) -> MinutesSheet:
    reviews = scene.meeting_kind is not None and scene.meeting_kind.stage == "review"
    titles = {section.path: section for section in sections_of_minutes(scene.edition, meeting)}
    numbers = {f"section.{item.id}": at for at, item in enumerate(_agenda_of(scene), start=1)}
    parts = [
        SectionPart(numbers.get(path, 0), section.title, _section_field(scene.record.body, section))
        for path, section in titles.items()
    ]
    known = tuple(priority_facts(scene))
    return MinutesSheet(
        kind=scene.entry.title,
        people=attenders(scene, meeting),
        others=text_field("attendance.others", "Others present", ""),
        before=tuple(part for part in parts if not part.number),
        items=tuple(part for part in parts if part.number),
        priorities=tuple(_judged(scene, meeting, facts) for facts in known) if reviews else (),
        overall=_overall(scene, meeting) if reviews else None,
        dates=tuple(_dates(meeting)),
        agreed=tuple(_agreed(scene, meeting)),
        actions=tuple(_action_rows(scene, meeting, known)),
    )


def _agenda_of(scene: Scene) -> tuple[AgendaItem, ...]:
    return scene.meeting_kind.agenda if scene.meeting_kind else ()


def _section_field(body: Body, section: SheetSection) -> Field:
    prose = prose_of(find_section(body, section.title, *section.aliases))
    return prose_field(section.path, section.title, prose)


def _judged(scene: Scene, meeting: Meeting, facts: PriorityFacts) -> PriorityPart:
    progress = meeting.progress.get(facts.id) or Progress()
    path, name = f"priority.{facts.id}", plain(facts.id)
    body = _priority_body(scene, facts.id, scene.record.body)
    return PriorityPart(
        facts=facts,
        judgement=choice_field(
            f"{path}.judgement",
            f"Progress ({name})",
            choices_of(scene, "judgement"),
            _own(scene, "judgement", progress.judgement),
        ),
        risk=choice_field(
            f"{path}.risk", f"Risk ({name})", choices_of(scene, "risk"), _own(scene, "risk", progress.risk)
        ),
        value=value_field(f"{path}.value", f"Measured value ({name})", progress, _unit(scene, facts.id)),
        impact=prose_field(f"{path}.impact", f"Impact ({name})", _part(body, "impact")),
        next_steps=prose_field(f"{path}.next-steps", f"Next steps ({name})", _part(body, "next-steps")),
    )


def _unit(scene: Scene, priority_id: str) -> str:
    priority = scene.case.find("priority", priority_id)
    return (priority.outcome.unit or "") if isinstance(priority, Priority) and priority.outcome else ""


def _own(scene: Scene, vocabulary: str, word: str | None) -> str | None:
    return scene.edition.canonical(vocabulary, word) if word else None


def _priority_body(scene: Scene, priority_id: str, body: Body) -> Section | None:
    priority = scene.case.find("priority", priority_id)
    return priority_section(body, priority) if isinstance(priority, Priority) else None


def _part(section: Section | None, name: str) -> Prose:
    return prose_of(part_of(section, (PARTS[name].casefold(),))) if section else Prose()


def _overall(scene: Scene, meeting: Meeting) -> Overall:
    items = tuple((Paragraph((Words(text),)),) for text in meeting.interventions)
    lines = Prose((Bullets(items),) if items else ())
    return Overall(
        choice_field(
            "overall.judgement",
            "Overall progress",
            choices_of(scene, "judgement"),
            _own(scene, "judgement", meeting.judgement),
        ),
        choice_field("overall.risk", "Overall risk", choices_of(scene, "risk"), _own(scene, "risk", meeting.risk)),
        prose_field("overall.interventions", "What more is done", lines),
    )


def _dates(meeting: Meeting) -> Iterator[NextRow]:
    for at in range(1, max(_DATES, len(meeting.next_meetings)) + 1):
        on = meeting.next_meetings[at - 1] if at <= len(meeting.next_meetings) else None
        yield NextRow(at, date_field(f"next.{at}", f"Further meeting {at}", on, day(on)))


def _agreed(scene: Scene, meeting: Meeting) -> Iterator[OpenAction]:
    """The actions that are already written down as agreed at this meeting."""
    for action in scene.case.actions:
        if action.agreed_at == meeting.record_id:
            at = scene.number(action.priority) if action.priority else 0
            yield OpenAction(action.action, scene.role_title(action.owner), at, day(action.due_on), "open", "")


def _action_rows(scene: Scene, meeting: Meeting, known: tuple[PriorityFacts, ...]) -> Iterator[ActionRow]:
    titles = tuple(Choice(facts.id, f"{facts.number}. {plain(facts.id)}") for facts in known)
    people = owners(scene, meeting)
    for at in range(1, _ACTIONS + 1):
        path = f"action.{at}"
        yield ActionRow(
            anchor=anchor_of(path),
            number=at,
            what=text_field(f"{path}.what", f"Action {at}", "").control,
            priority=choice_field(f"{path}.priority", "Priority", titles, None).control,
            owner=choice_field(f"{path}.owner", "Owner", people, None).control,
            due_on=date_field(f"{path}.due", "Due", None, "").control,
        )


def form_of(case: Case, meeting: Meeting) -> Received | None:
    """The school's own report for a meeting, where it has come already."""
    sent = (each for each in case.received if each.meeting == meeting.record_id)
    return next((each for each in sent if each.kind.endswith("report")), None)


def _form(scene: Scene) -> HeadteacherForm:
    report = scene.school_report
    body = report.body if report else Body()
    head = scene.person("headteacher", scene.record_on)
    meeting = scene.record
    sections = sections_of_form(scene.edition, meeting) if isinstance(meeting, Meeting) else ()
    return HeadteacherForm(
        kind=scene.entry.title,
        headteacher=head.name if head else "",
        priorities=tuple(
            _reported(scene, priority, facts, body)
            for priority, facts in zip(scene.priorities, priority_facts(scene), strict=True)
        ),
        others=tuple(other_actions(scene, tuple(scene.priorities))),
        support=tuple(_support(scene)),
        sections=tuple(SectionPart(0, section.title, _section_field(body, section)) for section in sections),
    )


def _reported(scene: Scene, priority: Priority, facts: PriorityFacts, body: Body) -> FormPriority:
    section = _priority_body(scene, facts.id, body)
    made = {
        name: prose_field(f"priority.{facts.id}.{name}", f"{title} ({plain(facts.id)})", _part(section, name))
        for name, title in PARTS.items()
    }
    return FormPriority(
        replace(facts, actions=()),
        tuple(reported_actions(scene, priority)),
        made["actions"],
        made["impact"],
        made["evidence"],
        made["next-steps"],
    )


def _support(scene: Scene) -> Iterator[str]:
    """The support that the school has on the day, by name."""
    for each in scene.case.support:
        if each.start is None or each.start <= scene.record_on:
            yield each.title or each.id.replace("-", " ").capitalize()
