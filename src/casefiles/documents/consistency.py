"""Where a record says two things of one fact: letter, report and summary made of it would not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from casefiles.calendars import say_date, say_weekday
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.model.base import Held
from casefiles.model.caseview import Case
from casefiles.model.people import holder
from casefiles.model.records import Meeting, SentDocument
from casefiles.policy.law import Packs
from casefiles.policy.minutes import FUTURE_MEETINGS, item_of, sections_of
from casefiles.policy.pack import Edition
from casefiles.policy.said_dates import said_dates
from casefiles.prose import Body, Section, block_text

__all__ = ["check_agreement"]

_OVERALL = "overall"
"""The agenda item under which minutes say the overall judgement: packs give it this id."""

_JUDGEMENTS = {"not on track": "not-on-track", "not yet on track": "not-on-track", "on track": "on-track"}


def check_agreement(case: Case, packs: Packs) -> Iterator[Diagnostic]:
    """Each contradiction of one record, at one of its two places, with the other beside it."""
    policy = case.authority.file.policy
    if policy not in packs:
        return
    for meeting in case.meetings:
        edition = packs.edition_on(policy, meeting.date)
        yield from _dates_of_meetings(meeting, edition)
        yield from _judgement(meeting, edition)
        yield from _present_and_sorry(case, meeting)
        yield from _dated_before(meeting)
    for _, record in case.all_records():
        if isinstance(record, Held):
            yield from _weekdays(record)
    yield from _exit_plans(case, packs.edition_on(policy, date.max))


def _dates_of_meetings(meeting: Meeting, edition: Edition) -> Iterator[Diagnostic]:
    """The minutes say other dates than the record's list, which letters print, and leave out one that it has.

    Minutes that say more dates than the list speak of other things as well.
    """
    section = _minuted(meeting, edition, FUTURE_MEETINGS)
    if section is None:
        return
    said = [one.date for one in said_dates(block_text(section.whole.blocks), meeting.date)]
    others = [day for day in said if day not in meeting.next_meetings]
    if others and not set(meeting.next_meetings) <= set(said):
        planned = ", ".join(say_date(day) for day in meeting.next_meetings)
        yield Diagnostic(
            section.span,
            "DOC-030",
            Severity.WARNING,
            f"the minutes speak of {', '.join(map(say_date, others))}, and next_meetings has {planned}",
            help="letters and reports print next_meetings; put right whichever is wrong",
            related=((meeting.span("next_meetings"), "the dates that are printed"),),
        )


def _judgement(meeting: Meeting, edition: Edition) -> Iterator[Diagnostic]:
    """The minutes begin with one overall judgement and the record has the other."""
    section = _minuted(meeting, edition, _OVERALL)
    if section is None or meeting.judgement is None:
        return
    text = block_text(section.whole.blocks).casefold()
    said = next((meant for words, meant in _JUDGEMENTS.items() if text.startswith(words)), None)
    if said is not None and said != meeting.judgement:
        yield Diagnostic(
            section.span,
            "DOC-031",
            Severity.WARNING,
            f"the minutes say {said.replace('-', ' ')}, and judgement says {meeting.judgement.replace('-', ' ')}",
            help="report, summary and plan go by judgement; put right whichever is wrong",
            related=((meeting.span("judgement"), "the judgement that is printed"),),
        )


def _present_and_sorry(case: Case, meeting: Meeting) -> Iterator[Diagnostic]:
    """Somebody is both present and among the apologies."""
    here = {_name(case, role, meeting.date) for role in meeting.present}
    for number, role in enumerate(meeting.apologies):
        if _name(case, role, meeting.date) in here:
            yield Diagnostic(
                meeting.span("apologies", number),
                "DOC-032",
                Severity.ERROR,
                f"{role} is among those present and among the apologies",
                help="take the role out of one of the two",
                related=((meeting.span("present"), "those present"),),
            )


def _dated_before(meeting: Meeting) -> Iterator[Diagnostic]:
    """A letter or report has a date before the meeting that it tells of."""
    for part in ("letter", "report"):
        sent = getattr(meeting, part)
        if isinstance(sent, SentDocument) and sent.dated is not None and sent.dated < meeting.date:
            yield Diagnostic(
                meeting.span(part, "dated"),
                "DOC-033",
                Severity.ERROR,
                f"the {part} is dated {say_date(sent.dated)}, before the meeting of {say_date(meeting.date)}",
                help="a document shows what was known on its date: give it the meeting's day or a later one",
            )


def _weekdays(record: Held) -> Iterator[Diagnostic]:
    """The text gives a date a weekday on which it does not fall."""
    for span, text in _texts(record.body):
        for said in said_dates(text, record.date):
            if said.has_year and said.has_other_weekday:
                yield Diagnostic(
                    span or record.span(),
                    "DOC-034",
                    Severity.WARNING,
                    f"{said.weekday} {say_date(said.date)} does not exist: that day is {say_weekday(said.date)}",
                    help="put right the weekday or the date: the text is printed as it stands",
                )


def _exit_plans(case: Case, edition: Edition) -> Iterator[Diagnostic]:
    """A level names an exit plan that leads to another level."""
    plans = {plan.record_id: plan for plan in case.exit_plans}
    for level in case.levels:
        plan = plans.get(level.exit_plan or "")
        if plan is None or edition.canonical("level", plan.to) == edition.canonical("level", level.level):
            continue
        if edition.level(plan.to) is None or edition.level(level.level) is None:
            continue  # a misspelt level is said where it stands
        yield Diagnostic(
            level.span("exit_plan"),
            "DOC-035",
            Severity.ERROR,
            f"the exit plan {plan.record_id} leads to {plan.to}, and the decision of {say_date(level.decided_on)} "
            f"to {level.level}",
            help="the plan and the letter about the step go out together; put right whichever is wrong",
            related=((plan.span("to"), "where the plan leads"),),
        )


def _minuted(meeting: Meeting, edition: Edition, item_id: str) -> Section | None:
    """The section of the minutes on an item of the agenda, or None."""
    kind = edition.meeting_kind(meeting.kind)
    for section in sections_of(meeting.body) if kind else ():
        item = item_of(section, kind.agenda) if kind else None
        if item is not None and item.id == item_id:
            return section
    return None


def _name(case: Case, role: str, on: date) -> str:
    """Who a role is on the day, or the role itself: one person may stand under two words."""
    person = holder(case, role, on)
    return person.name if person else role


def _texts(body: Body) -> Iterator[tuple[Span | None, str]]:
    """Each piece of the body's text with its place, the sections below one by one."""
    yield body.preamble.span, block_text(body.preamble.blocks)
    yield from _section_texts(body.sections)


def _section_texts(sections: Iterable[Section]) -> Iterator[tuple[Span | None, str]]:
    for section in sections:
        yield section.span, block_text(section.text.blocks)
        yield from _section_texts(section.children)
