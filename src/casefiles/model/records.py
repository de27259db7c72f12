"""The dated records that are Markdown files: evidence, meetings, visits, received, letters, notices, exit plans."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from casefiles.model.base import Held, Interval, Shape
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Names, Number, Text, Texts

__all__ = [
    "Copy",
    "DataRow",
    "Evidence",
    "ExitPlan",
    "GovernorsCirculation",
    "Ground",
    "Letter",
    "Meeting",
    "Notice",
    "NoticeOutcome",
    "Progress",
    "Received",
    "Reduction",
    "RequiredAction",
    "SentDocument",
    "Visit",
]

People = Annotated[tuple[Annotated[Identifier, Names("person")], ...], Many]


class DataRow(Shape):
    """One row of data: a measure for a group of pupils in a year, with what it is compared with."""

    measure: Text
    group: Text | None = None
    year: Text | None = None
    value: Number | None = None
    england: Number | None = None
    london: Number | None = None
    unit: Text | None = None


class Evidence(Held):
    """Something that shows how the school is doing."""

    title: Text
    source: Text = Field(description="Where it comes from: school data, CPP visit, Ofsted report, ...")
    criteria: Annotated[tuple[Annotated[Identifier, Names("criterion")], ...], Many] = ()
    areas: Annotated[tuple[Annotated[Identifier, Names("area")], ...], Many] = ()
    shared_on: Date | None = Field(default=None, description="When the school's leaders were shown it.")
    resolved_on: Date | None = Field(default=None, description="When the concern was resolved.")
    leads_to: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The criteria that it is likely to lead to."
    )
    referred_on: Date | None = None
    inspection: Date | None = Field(default=None, description="The inspection that it refers to.")
    grade: Text | None = Field(
        default=None, description="The grade that was found or is feared for its areas, in Ofsted's words."
    )
    policy_reviewed_on: Date | None = Field(
        default=None, description="About a policy of the school: when it was last reviewed."
    )
    data: Annotated[tuple[DataRow, ...], Listed] = ()


class SentDocument(Shape):
    """When a record's document is dated and sent, and to whom."""

    dated: Date | None = Field(default=None, description="The date at its head; the record's date without it.")
    sent_on: Date | None = None
    to: People = ()


class GovernorsCirculation(Shape):
    """When the governing body got the report and discussed it."""

    circulated_on: Date | None = None
    tabled_on: Date | None = Field(default=None, description="The governing body meeting that discussed it.")
    minute: Text | None = None


class Progress(Shape):
    """What the chair judges of one priority."""

    judgement: Annotated[Identifier | None, Names("judgement")] = Field(
        default=None, description="on-track or not-on-track."
    )
    risk: Annotated[Identifier | None, Names("risk")] = Field(
        default=None, description="low, medium or high: of not meeting it in full."
    )
    value: Number | None = Field(default=None, description="The measure's value at this meeting.")


class Meeting(Held):
    """A meeting. With `present` it was held; without, it is planned."""

    kind: Annotated[Identifier, Names("meeting-kind")]
    chair: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Without it, the level's chair."
    )
    present: People = Field(default=(), description="Who came; the chair counts as present.")
    apologies: People = ()
    papers: dict[Identifier, Date] = Field(
        default_factory=dict,
        description="Each paper with the day it was circulated: agenda, headteacher-report, ...",
    )
    papers_by: People = Field(default=(), description="Who prepared the papers.")
    progress: dict[Annotated[Identifier, Names("priority")], Progress] = Field(default_factory=dict)
    judgement: Annotated[Identifier | None, Names("judgement")] = Field(
        default=None, description="Overall: on-track or not-on-track."
    )
    risk: Annotated[Identifier | None, Names("risk")] = None
    interventions: Texts = Field(default=(), description="What more is done where progress is not on track.")
    next_meetings: Annotated[tuple[Date, ...], Listed] = ()
    letter: SentDocument | None = None
    report: SentDocument | None = None
    governors: GovernorsCirculation | None = None
    cancelled_on: Date | None = None

    @property
    def is_held(self) -> bool:
        """Whether the meeting took place: somebody was present."""
        return bool(self.present) and self.cancelled_on is None


class Visit(Held):
    """A visit to the school, counted against its entitlement."""

    visitor: Annotated[Identifier, Names("person")]
    half_days: Number = Field(description="Half days used.")
    bucket: Annotated[Identifier, Names("bucket")] = Field(
        default="core", description="core, additional, orientation, post-16, arp."
    )
    focus: Text | None = None
    areas: Annotated[tuple[Identifier, ...], Many] = ()
    standards_conversation: Flag = False
    circulated: dict[Identifier, Date] = Field(
        default_factory=dict, description="Each role that got the report, with the day."
    )


class Received(Held):
    """What the school or others sent."""

    kind: Annotated[Identifier, Names("received-kind")]
    sender: Text | None = Field(default=None, alias="from", description="Who sent it.")
    received_on: Date | None = None
    title: Text | None = None
    file: Text | None = Field(default=None, description="The file that lies beside it.")
    meeting: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="The meeting that it was written for."
    )
    key_aims: Texts = Field(default=(), description="A request: the aims agreed with the school's leaders.")
    decided_on: Date | None = None
    decision: Identifier | None = None


class Letter(Held):
    """A letter that hangs on no meeting."""

    kind: Annotated[Identifier | None, Names("letter-kind")] = None
    title: Text | None = Field(default=None, description="What the letter is about.")
    dated: Date | None = None
    signed_by: Annotated[Identifier | None, Names("person")] = None
    to: People = ()
    copies: People = ()
    enclosures: Texts = ()
    sent_on: Date | None = None


class Ground(Shape):
    """One ground of a notice, with the evidence that it rests on."""

    ground: Identifier
    comparators: Annotated[tuple[Identifier, ...], Many] = ()
    evidence: Annotated[tuple[Annotated[Identifier, Names("evidence")], ...], Many] = ()


class RequiredAction(Shape):
    """What the governing body must do, how it is measured, by when."""

    action: Text
    measure: Text | None = None
    due_on: Date | None = None


class Copy(Shape):
    """A copy of a notice: to whom, in what capacity, when and how."""

    to: Text
    capacity: Identifier | None = None
    given_on: Date | None = None
    method: Text | None = None


class NoticeOutcome(Shape):
    """Whether the notice was complied with."""

    complied: Flag
    decided_on: Date
    decided_by: Annotated[Identifier | None, Names("person")] = None


class Notice(Held):
    """A notice or a letter of concern."""

    kind: Annotated[Identifier, Names("notice-kind")]
    method: Text | None = None
    given_by: Annotated[Identifier | None, Names("person")] = None
    given_on: Date | None = None
    agreed_by: Annotated[Identifier | None, Names("person")] = None
    agreed_on: Date | None = None
    grounds: Annotated[tuple[Ground, ...], Listed] = ()
    required_actions: Annotated[tuple[RequiredAction, ...], Listed] = ()
    compliance_period: Interval | None = None
    minded_to: Annotated[tuple[Identifier, ...], Many] = ()
    copies: Annotated[tuple[Copy, ...], Listed] = ()
    outcome: NoticeOutcome | None = None
    powers_used: Annotated[tuple[Identifier, ...], Many] = ()


class Reduction(Shape):
    """One dated step by which support is reduced."""

    start: Date = Field(alias="from")
    support: Text = Field(description="What the school still gets from this day.")
    half_days: Number | None = Field(default=None, description="Half days a term from this day.")


class ExitPlan(Held):
    """The plan by which a school leaves a level of support."""

    to: Annotated[Identifier, Names("level")] = Field(description="The level that the school goes to.")
    dated: Date | None = None
    steps: Annotated[tuple[Reduction, ...], Listed] = ()
    agreed: dict[Annotated[Identifier, Names("person")], Date] = Field(
        default_factory=dict, description="Who agreed it, with the day: headteacher, chair-of-governors, ..."
    )
    review_on: Date | None = None
