"""The tables of what groups met about: their meetings, the schools discussed, what they agreed, concerns told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casefiles.diagnostics import Span
from casefiles.documents.compose.caseload_schools import RESTRICTED, since_of
from casefiles.documents.compose.caseload_table import (
    Cell,
    Made,
    Tabled,
    cell,
    counted,
    dated,
    level_word,
    numbered,
    table_block,
)
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import begun, day, joined
from casefiles.model.programme import Alert, GroupMeeting
from casefiles.model.visible import may_read

__all__ = ["GROUP_TABLES"]

_NOTHING = Tabled((), ())
_LETTER_OF_CONCERN = {True: " A letter of concern goes out.", False: " No letter of concern goes out.", None: ""}


def _held(scene: Scene) -> list[GroupMeeting]:
    """The meetings of groups since the last report."""
    since = since_of(scene)
    return [each for each in scene.case.group_meetings if each.is_held and since <= each.date <= scene.dated]


def group_meetings(scene: Scene, params: Mapping[str, object]) -> Made:
    """The meetings of groups since the last report: how many schools each spoke of, when its minutes went out."""
    del params
    held = _held(scene)
    rows = tuple(
        (
            dated(each.date, "", each.span()),
            Cell(each.title or scene.term("group-meeting-kind", each.kind)),
            numbered(len(each.schools), "", each.span("schools")),
            _circulated(each),
        )
        for each in held
    )
    head = ("Date", "Meeting", "Schools discussed", "Minutes circulated")
    return Made(Tabled(head, rows), "No meeting was held.", tuple(held))


def _circulated(meeting: GroupMeeting) -> Cell:
    """When the last copy of a meeting's minutes went out."""
    if not meeting.circulated:
        return Cell("Not yet")
    return dated(max(meeting.circulated.values()), "", meeting.span("circulated"))


def groups_met(scene: Scene, params: Mapping[str, object]) -> Made:
    """How often each group met since the last report, when last, and how many of its minutes went out."""
    del params
    held = _held(scene)
    kinds = sorted({each.kind for each in held}, key=lambda kind: scene.term("group-meeting-kind", kind))
    rows = []
    for kind in kinds:
        own = [each for each in held if each.kind == kind]
        rows.append(
            (
                Cell(scene.term("group-meeting-kind", kind)),
                counted(("", each.span()) for each in own),
                dated(own[-1].date, "", own[-1].span()),
                counted(("", each.span("circulated")) for each in own if each.circulated),
            )
        )
    head = ("Meeting", "Held", "Last held", "Minutes circulated")
    return Made(Tabled(head, tuple(rows)), "No meeting was held.", tuple(held))


def discussed(scene: Scene, params: Mapping[str, object]) -> Made:
    """The schools that the meeting spoke of: rating, decision and why; of a restricted item that it is there."""
    del params
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return Made(_NOTHING, "No school was discussed.")
    rows = []
    for number, each in enumerate(meeting.schools):
        place = meeting.span("schools", number)
        if each.restricted:
            rows.append((cell(RESTRICTED, "", place), *(Cell("") for _ in range(3))))
            continue
        school = scene.case.schools.find(each.school)
        level = scene.edition.level(each.level) if each.level else None
        standing = begun(", ".join(word for word in (each.rag, level.title if level else "") if word))
        letter = _LETTER_OF_CONCERN[each.letter_of_concern]
        criteria = [scene.criterion(name) for name in each.criteria]
        printed = [entry.printed for entry in criteria if entry is not None and not entry.confidential]
        cited = f"{'criteria' if len(printed) > 1 else 'criterion'} {joined(printed)}" if printed else ""
        sentences = " ".join(f"{part.rstrip('.')}." for part in (each.decision, each.reason) if part)
        basis = "; ".join(part for part in (each.concern or "", cited) if part)
        rows.append(
            (
                cell(school.school.name if school else each.school, school.school.name if school else "", place),
                cell(standing, "", place),
                cell(basis or "None recorded", "", place),
                cell(f"{sentences}{letter}".strip(), "", place),
            )
        )
    head = ("School", f"Rating and {level_word(scene).lower()}", "Concern and criteria", "Decision and why")
    return Made(Tabled(head, tuple(rows)), "No school was discussed.", (meeting,))


def members(scene: Scene, params: Mapping[str, object]) -> Made:
    """Who was at the meeting: the chair, those present, and who sent apologies, by office."""
    del params
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return Made(_NOTHING, "Nobody is on file.")
    names = dict.fromkeys([*([meeting.chair] if meeting.chair else []), *meeting.present])
    rows = [
        (Cell(scene.role_title(name)), Cell("Chair" if name == meeting.chair else "Present")) for name in names if name
    ]
    rows += [(Cell(scene.role_title(name)), Cell("Apologies")) for name in meeting.apologies]
    return Made(Tabled(("Office", "At the meeting"), tuple(rows)), "Nobody is on file.", (meeting,))


def agreed_actions(scene: Scene, params: Mapping[str, object]) -> Made:
    """What the meeting agreed to do and the reports that it asked for."""
    del params
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return Made(_NOTHING, "No action was agreed.")
    rows = [
        (
            cell(each.action, "", meeting.span("actions", number)),
            Cell(scene.role_title(each.owner)),
            _by(each.due_on, meeting.span("actions", number)),
            cell(f"Done {day(each.done_on)}" if each.done_on else "Open", "", meeting.span("actions", number)),
        )
        for number, each in enumerate(meeting.actions)
    ]
    rows += [
        (
            cell(f"Report: {each.title}", "", meeting.span("commissioned", number)),
            Cell(scene.role_title(each.author)),
            _by(each.due_on, meeting.span("commissioned", number)),
            cell(
                f"Received {day(each.received_on)}" if each.received_on else "Open",
                "",
                meeting.span("commissioned", number),
            ),
        )
        for number, each in enumerate(meeting.commissioned)
    ]
    return Made(Tabled(("Action", "Owner", "By", "Standing"), tuple(rows)), "No action was agreed.", (meeting,))


def _by(on: date | None, place: Span) -> Cell:
    """The day by which something is to be done."""
    return dated(on, "", place) if on else cell("Not set", "", place)


def alert(scene: Scene, params: Mapping[str, object]) -> Made:
    """The concern: the school, what it is, since when it is known, what is in hand."""
    del params
    record = scene.record
    if not isinstance(record, Alert):
        return Made(_NOTHING, "No concern is on file.")
    school = scene.case.schools.find(record.school)
    name = school.school.name if school else record.school
    rows = (
        (Cell("School"), cell(name, name, record.span("school"))),
        (Cell("What it is"), Cell(scene.term("alert-kind", record.kind))),
        (Cell("Concern"), cell(record.concern, name, record.span("concern"))),
        (Cell("Known since"), dated(record.known_on, name, record.span("known_on"))),
        (Cell("In hand"), cell("; ".join(record.in_hand) or "Nothing yet", name, record.span("in_hand"))),
    )
    return Made(Tabled(("Matter", "What we know"), rows), "", (record,))


def alerts(scene: Scene, params: Mapping[str, object]) -> Made:
    """The alerts since the last report: the school, what it was, how soon it was told."""
    del params
    since = since_of(scene)
    told = [
        each
        for each in scene.case.alerts
        if since <= each.date <= scene.dated and may_read(each.readers, scene.entry.audience)
    ]
    rows = []
    for each in told:
        school = scene.case.schools.find(each.school)
        sent = f"Told {day(each.sent_on)}" if each.sent_on else "Not yet told"
        rows.append(
            (
                dated(each.known_on, "", each.span("known_on")),
                Cell(school.school.name if school else each.school),
                Cell(scene.term("alert-kind", each.kind)),
                cell(sent, "", each.span("sent_on")),
            )
        )
    return Made(Tabled(("Known", "School", "What", "Told"), tuple(rows)), "There was no alert.", tuple(told))


GROUP_TABLES = {
    name: table_block(name, maker)
    for name, maker in (
        ("group-meetings", group_meetings),
        ("groups-met", groups_met),
        ("schools-discussed", discussed),
        ("group-members", members),
        ("group-actions", agreed_actions),
        ("concern-alert", alert),
        ("alerts-told", alerts),
    )
}
