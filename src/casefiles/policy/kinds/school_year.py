"""Kinds about the year of every school: the autumn meeting, visits and what they speak of, self-evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from casefiles.calendars import Block, say_date
from casefiles.model.base import Shape
from casefiles.model.records import Meeting, Received, Visit
from casefiles.model.school import School
from casefiles.model.types import Identifier, Listed, Many, Text, Texts, Whole
from casefiles.policy.kinds.support import case_start
from casefiles.policy.minutes import plain_title, sections_of
from casefiles.policy.rule import Duty, NoParams, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.view_queries import meetings_of, received_of, visits_in
from casefiles.policy.wording import say_all, say_term

__all__ = ["meeting_each_year", "received_current", "sections_required", "standards_conversation", "topic_each_year"]


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


@rule_kind("sections-required", of=(Visit, Meeting), params=SectionsRequired)
def sections_required(subject: Visit | Meeting, asked: SectionsRequired, view: View) -> Iterator[Problem]:
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
