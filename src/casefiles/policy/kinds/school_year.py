"""Kinds about the year of every school: the autumn meeting, visits and what they speak of, self-evaluation."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from casefiles.calendars import Block, say_date
from casefiles.model.base import Shape
from casefiles.model.programme import GroupMeeting
from casefiles.model.records import Meeting, Received, Visit
from casefiles.model.school import School
from casefiles.model.types import Identifier, Listed, Many, Text, Texts, Whole
from casefiles.policy.kinds.support import case_start
from casefiles.policy.minutes import plain_title, sections_of
from casefiles.policy.rule import Duty, NoParams, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import meetings_of, received_of, visits_in
from casefiles.policy.wording import say_all, say_any, say_term

__all__ = [
    "focus_of_term",
    "meeting_each_year",
    "received_current",
    "sections_required",
    "standards_conversation",
    "topic_each_year",
    "visit_tabled",
]


class MeetingEachYear(Shape):
    """The kind of meeting that every academic year has, and the term that it is held in."""

    kind: Identifier
    term: Identifier


@rule_kind("meeting-each-year", of=School, params=MeetingEachYear)
def meeting_each_year(school: School, asked: MeetingEachYear, view: View) -> Iterator[Said]:
    """The meeting that every school has once a year was not held."""
    start = case_start(view)
    if start is None:
        return
    blocks, missing = view.calendar.blocks_between(start, view.as_of, "term")
    yield from (Unjudged(year) for year in missing)
    kind = view.edition.meeting_kind(asked.kind)
    title = (kind.title if kind else asked.kind).lower()
    for block in blocks:
        if block.start < start or f"the {asked.term} term" not in block.name:
            continue
        held = meetings_of(view, (asked.kind,), within=(block.start, block.end))
        yield Duty(
            what=f"{title} of {block.year}",
            due_on=block.end,
            derivation=f"{block.name} ends on {say_date(block.end)}",
            message=f"{school.name} had no {title} in {block.name}",
            path=("name",),
            met_by=held[0].record_id if held else "",
            met_on=held[0].date if held else None,
        )


class ReceivedCurrent(Shape):
    """The kind of document that the school keeps up to date, and the months that one lasts."""

    kind: Identifier
    months: Whole


@rule_kind("held-and-current", of=School, params=ReceivedCurrent)
def received_current(school: School, asked: ReceivedCurrent, view: View) -> Iterator[Duty]:
    """The newest document of its kind is too old."""
    del school
    found = received_of(view, (asked.kind,))
    if not found:
        return
    newest: Received = found[-1]
    due = view.calendar.add_months(newest.received_on or newest.date, asked.months)
    title = say_term(view.edition, "received-kind", asked.kind).lower()
    yield Duty(
        what=f"a new {title}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"the newest {title} is more than {asked.months} months old",
        record=newest,
        path=("kind",),
        help="ask the school for this year's",
    )


class SectionsRequired(Shape):
    """The headings that a record must have, each with the other words for it."""

    sections: Annotated[tuple[Texts, ...], Listed]


@rule_kind("sections-required", of=(Visit, Meeting, GroupMeeting), params=SectionsRequired)
def sections_required(
    subject: Visit | Meeting | GroupMeeting, asked: SectionsRequired, view: View
) -> Iterator[Problem]:
    """A record has no text under a heading that it must have."""
    del view
    written = {plain_title(section.title) for section in sections_of(subject.body) if not section.is_empty}
    missing = [names[0] for names in asked.sections if not written & {plain_title(name) for name in names}]
    if missing:
        headings = say_all(f'"{name}"' for name in missing)
        kind = "visit" if isinstance(subject, Visit) else "meeting"
        yield Problem(
            f"the record of the {kind} of {say_date(subject.date)} has nothing under {headings}",
            path=("visitor",) if isinstance(subject, Visit) else ("kind",),
            help="add the heading; where there was nothing to say, say so below it",
        )


class FocusOfTerm(Shape):
    """The headings of which a visit in each term (autumn, spring, summer) has one, with text."""

    terms: dict[Identifier, Texts]


@rule_kind("focus-of-term", of=Visit, params=FocusOfTerm)
def focus_of_term(visit: Visit, asked: FocusOfTerm, view: View) -> Iterator[Problem | Unjudged]:
    """A visit does not speak of what visits of its term are about."""
    blocks, missing = view.calendar.blocks_between(visit.date, visit.date, "term")
    yield from (Unjudged(year) for year in missing)
    for block in blocks:
        wanted = next((names for term, names in asked.terms.items() if f"the {term} term" in block.name), ())
        written = {plain_title(section.title) for section in sections_of(visit.body) if not section.is_empty}
        if wanted and not written & {plain_title(name) for name in wanted}:
            headings = say_any(f'"{name}"' for name in wanted)
            yield Problem(
                f"the visit of {say_date(visit.date)} is in {block.name} and has nothing under {headings}",
                path=("visitor",),
                help="add what was found on it under that heading",
            )


@rule_kind("visit-tabled", of=Visit)
def visit_tabled(visit: Visit, asked: NoParams, view: View) -> Iterator[Duty | Unjudged]:
    """The report of a visit was on the agenda of no governing body meeting by the end of the next term (ours)."""
    del asked
    if not visit.circulated:
        return
    blocks, missing = view.calendar.blocks_between(visit.date, visit.date + timedelta(days=200), "term")
    following = [block for block in blocks if block.start > visit.date]
    if not following:
        yield Unjudged(missing[0] if missing else view.calendar.academic_year(visit.date))
        return
    due = following[0]
    day = visit.tabled_on
    late = day is not None and day > due.end
    yield Duty(
        what=f"the governing body has the report of the visit of {say_date(visit.date)} on its agenda",
        due_on=due.end,
        derivation=f"the end of {due.name}, the term after the visit: {say_date(due.end)}",
        message=f"nothing says that the governing body had the report of the visit of {say_date(visit.date)} on its "
        f"agenda by {say_date(due.end)}",
        path=("circulated",),
        met_by=visit.record_id if day else "",
        met_on=day,
        late=f"the report of the visit of {say_date(visit.date)} was tabled on {say_date(day)}, after "
        f"{say_date(due.end)}"
        if late and day
        else "",
        help="write the day of that meeting in tabled_on",
        ours=True,
    )


class TopicEachYear(Shape):
    """The heading that one visit of each academic year has, and what it shows."""

    sections: Annotated[tuple[Text, ...], Many]
    says: Text


@rule_kind("topic-each-year", of=School, params=TopicEachYear)
def topic_each_year(school: School, asked: TopicEachYear, view: View) -> Iterator[Problem]:
    """No visit of an academic year spoke of something that one of them must speak of."""
    wanted = {plain_title(name) for name in asked.sections}
    for first, last, name in _whole_years(view):
        visits = visits_in(view, (first, last))
        spoken = {plain_title(section.title) for visit in visits for section in sections_of(visit.body)}
        if visits and not wanted & spoken:
            yield Problem(f"no visit to {school.name} in {name} says that {asked.says}", path=("name",))


@rule_kind("standards-conversation", of=Visit)
def standards_conversation(visit: Visit, asked: NoParams, view: View) -> Iterator[Problem]:
    """The first core visit of an academic year had no standards conversation."""
    del asked
    start = case_start(view)
    terms = view.calendar.terms(view.calendar.academic_year(visit.date))
    if terms is None or start is None or start > terms[0].start or visit.bucket != "core":
        return
    earlier = visits_in(view, (terms[0].start, visit.date), ("core",))
    if earlier[:1] == (visit,) and not visit.standards_conversation:
        yield Problem(
            f"the visit of {say_date(visit.date)} is the first of {terms[0].year} and had no standards conversation",
            path=("visitor",),
            help='write "standards_conversation: true" if it had one',
        )


def _whole_years(view: View) -> Iterator[tuple[date, date, str]]:
    """The academic years that lie between the case's first record and the date of judgement, both ends included."""
    start = case_start(view)
    for name in sorted(view.calendar.years):
        terms: tuple[Block, ...] | None = view.calendar.terms(name)
        if terms and start is not None and start <= terms[0].end and terms[-1].end < view.as_of:
            yield terms[0].start, terms[-1].end, name
