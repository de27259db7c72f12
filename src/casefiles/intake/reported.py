"""What the headteacher's form says of actions agreed earlier, as `done_on`, `impact` and updates of those actions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.diagnostics import Severity, Span
from casefiles.documents.sheet.reported import DONE, OPEN
from casefiles.documents.word.controls import Control
from casefiles.editing import EditFault, append_in_entry, set_in_entry
from casefiles.intake.merge import Said
from casefiles.intake.taking import Taking
from casefiles.intake.words import chosen, day_of
from casefiles.model.case import Action
from casefiles.model.caseview import Case

__all__ = ["reported_spans", "take_reported"]

_FIELD = re.compile(r"agreed\.(?P<id>.+)\.(?P<part>status|done-on|result)")


class _Report(Struct, frozen=True):
    """What was said of one action; None for what was not."""

    status: Said | None
    done_on: Said | None
    result: Said | None


def reported_spans(case: Case, controls: Mapping[str, Control]) -> dict[str, Span]:
    """The place in actions.yaml of what each field about an action holds."""
    actions = {each.id: each for each in case.actions}
    names = {"status": "done_on", "done-on": "done_on", "result": "impact"}
    spans = {}
    for tag, control in controls.items():
        found = _FIELD.fullmatch(control.path)
        if found and found["id"] in actions:
            spans[tag] = actions[found["id"]].span(names[found["part"]])
    return spans


def take_reported(taking: Taking, said: Mapping[str, Said], received_on: date) -> None:
    """Write what the form says of earlier actions into actions.yaml, as held in the intake."""
    for action in taking.case.actions:
        path = f"agreed.{action.id}"
        report = _Report(*(said.get(f"{path}.{part}") for part in ("status", "done-on", "result")))
        done_on = _done_on(taking, action, report)
        if done_on is not None and report.done_on is not None:
            _set(taking, action, "done_on", done_on.isoformat(), report.done_on)
        if report.result is not None:
            _take_result(taking, action, report.result, received_on, is_done=bool(done_on or action.done_on))


def _done_on(taking: Taking, action: Action, report: _Report) -> date | None:
    """The day on which the action was done, as the form says; None, with a word where it is not plain."""
    status = report.status and chosen(report.status.text, report.status.control.choices)
    if report.status is not None and status is None:
        taking.unknown(report.status, [choice.shown for choice in report.status.control.choices])
    on = day_of(report.done_on.text) if report.done_on else None
    if report.done_on is not None and on is None:
        taking.unread(report.done_on, "a day (written as 27 January 2026)")
    known = on or action.done_on
    if status == OPEN and known is not None:
        where = "it is done on" if on else "the case file says that it was done on"
        _unclear(taking, action, report, f"is said to be not done yet, and {where} {say_date(known)}")
        return None
    if status == DONE and report.done_on is None and action.done_on is None:
        _unclear(taking, action, report, "is said to be done, and not on which day")
    return on


def _unclear(taking: Taking, action: Action, report: _Report, what: str) -> None:
    """Say that an action was not marked as done or open, and keep what the form says of it."""
    help_ = "ask, and enter the day as done_on; what the form says is kept under Written outside the form"
    taking.intake.say("SHT-034", Severity.WARNING, f'the action "{action.action}" {what}', help_, action.span())
    for each in (report.status, report.done_on):
        if each is not None:
            taking.intake.keep(each.control.title, each.prose)


def _take_result(taking: Taking, action: Action, said: Said, received_on: date, *, is_done: bool) -> None:
    """What came of an action: its impact where it is done, else an update of the day on which the form came."""
    if is_done:
        _set(taking, action, "impact", said.text, said)
        return
    update = {"made_on": received_on.isoformat(), "impact": said.text}
    path, intake = action.source_file, taking.intake
    try:
        intake.edit(path, append_in_entry(intake.files[path], action.id, "updates", update))
    except EditFault as fault:
        intake.refuse(said.control, said, fault, action.span())


def _set(taking: Taking, action: Action, key: str, value: str, said: Said) -> None:
    path, intake = action.source_file, taking.intake
    try:
        intake.edit(path, set_in_entry(intake.files[path], action.id, key, value))
    except EditFault as fault:
        intake.refuse(said.control, said, fault, action.span(key))
