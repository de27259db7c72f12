"""The dated records that are Markdown files: evidence, meetings, visits, received, letters, notices, exit plans."""

from typing import Annotated

from pydantic import Field

from casefiles.model.base import Held, Shape
from casefiles.model.notices import Copy, Ground, Notice, NoticeOutcome, RequiredAction
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Names, Number, Text, Texts

__all__ = [
    "AccuracyCheck",
    "Copy",
    "DataRow",
    "Evidence",
    "ExitPlan",
    "GovernorsCirculation",
    "Ground",
    "Investigation",
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


class Investigation(Shape):
    """What was done about a complaint or an allegation of maladministration."""

    opened_on: Date | None = Field(default=None, description="When it was opened.")
    closed_on: Date | None = Field(default=None, description="When it was closed.")
    outcome: Text | None = Field(default=None, description="What it came to.")


class DataRow(Shape):
    """One row of data: a measure for a group of pupils in a year, with what it is compared with."""

    measure: Text = Field(description="What is measured.")
    group: Text | None = Field(default=None, description="Of which pupils: all, disadvantaged, ...")
    year: Text | None = Field(default=None, description="The academic year (2024-25).")
    value: Number | None = Field(default=None, description="The school's value.")
    england: Number | None = Field(default=None, description="The value in England.")
    london: Number | None = Field(default=None, description="The value in London.")
    similar: Number | None = Field(default=None, description="The value in similar schools.")
    share: Number | None = Field(default=None, description="A group: its share of the school's pupils, in per cent.")
    unit: Text | None = Field(default=None, description="percent, points, pupils, days.")
    data_set: Annotated[Identifier | None, Names("data-set")] = Field(
        default=None, description="The return or data set that it is taken from, in the policy's word."
    )


class Evidence(Held):
    """Something that shows how the school is doing."""

    title: Text = Field(description="What it is.")
    source: Text = Field(description="Where it comes from: school data, CPP visit, Ofsted report, ...")
    kind: Annotated[Identifier | None, Names("evidence-kind")] = Field(
        default=None, description="What kind of source that is, in the policy's word, where it has such words."
    )
    criteria: Annotated[tuple[Annotated[Identifier, Names("criterion")], ...], Many] = Field(
        default=(), description="The policy's criteria that it bears on."
    )
    areas: Annotated[tuple[Annotated[Identifier, Names("area")], ...], Many] = Field(
        default=(), description="The evaluation areas that it bears on."
    )
    shared_on: Date | None = Field(default=None, description="When the school's leaders were shown it.")
    resolved_on: Date | None = Field(default=None, description="When the concern was resolved.")
    leads_to: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The criteria that it is likely to lead to."
    )
    referred_on: Date | None = Field(default=None, description="When it was referred to somebody else.")
    inspection: Date | None = Field(default=None, description="The inspection that it refers to.")
    grade: Text | None = Field(
        default=None, description="The grade that was found or is feared for its areas, in Ofsted's words."
    )
    threatens_safety: Flag = Field(
        default=False, description="Whether it shows that the safety of pupils or staff is threatened."
    )
    policy_reviewed_on: Date | None = Field(
        default=None, description="About a policy of the school: when it was last reviewed."
    )
    investigation: Investigation | None = Field(
        default=None, description="A complaint or an allegation: what was done about it."
    )
    data: Annotated[tuple[DataRow, ...], Listed] = Field(default=(), description="The figures.")


class SentDocument(Shape):
    """When a record's document is dated and sent, and to whom."""

    dated: Date | None = Field(default=None, description="The date at its head; the record's date without it.")
    sent_on: Date | None = Field(default=None, description="When it was sent.")
    to: People = Field(default=(), description="Whom it was sent to.")


class GovernorsCirculation(Shape):
    """When the governing body got the report and discussed it."""

    circulated_on: Date | None = Field(default=None, description="When the governors got it.")
    tabled_on: Date | None = Field(default=None, description="The governing body meeting that discussed it.")
    minute: Text | None = Field(default=None, description="The minute of that meeting.")


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

    kind: Annotated[Identifier, Names("meeting-kind")] = Field(
        description="The kind of meeting, in the policy's word: targeted-initial, targeted-review, ..."
    )
    chair: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Without it, the level's chair."
    )
    present: People = Field(default=(), description="Who came; the chair counts as present.")
    apologies: People = Field(default=(), description="Who sent apologies.")
    invited: dict[Annotated[Identifier, Names("person")], Date] = Field(
        default_factory=dict, description="Who was invited, with the day of the invitation."
    )
    papers: dict[Identifier, Date] = Field(
        default_factory=dict,
        description="Each paper with the day it was circulated: agenda, headteacher-report, ...",
    )
    papers_by: People = Field(default=(), description="Who prepared the papers.")
    progress: dict[Annotated[Identifier, Names("priority")], Progress] = Field(
        default_factory=dict, description="What the chair judges of each priority, by its id."
    )
    judgement: Annotated[Identifier | None, Names("judgement")] = Field(
        default=None, description="Overall: on-track or not-on-track."
    )
    risk: Annotated[Identifier | None, Names("risk")] = Field(default=None, description="Overall: low, medium or high.")
    interventions: Texts = Field(default=(), description="What more is done where progress is not on track.")
    next_meetings: Annotated[tuple[Date, ...], Listed] = Field(default=(), description="The days of the next meetings.")
    starts_at: Text | None = Field(default=None, description="The time of day at which it begins: 1.30pm.")
    location: Text | None = Field(default=None, description="Where it is held: at the school, online, ...")
    letter: SentDocument | None = Field(default=None, description="The letter that follows an initial meeting.")
    report: SentDocument | None = Field(default=None, description="The report that follows a review.")
    governors: GovernorsCirculation | None = Field(
        default=None, description="When the governing body got the report and discussed it."
    )
    cancelled_on: Date | None = Field(default=None, description="When the meeting was called off.")

    @property
    def is_held(self) -> bool:
        """Whether the meeting took place: somebody was present."""
        return bool(self.present) and self.cancelled_on is None


class AccuracyCheck(Shape):
    """What the school said when it was asked whether a report is accurate."""

    sent_on: Date | None = Field(default=None, description="When the school got the report to check.")
    reply_by: Date | None = Field(default=None, description="By when it was asked to reply.")
    replied_on: Date | None = Field(default=None, description="When it replied.")
    replied_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who replied; without it, the headteacher."
    )
    agreed: Flag | None = Field(default=None, description="Whether the school found the report accurate as it was.")


class Visit(Held):
    """A visit to the school, counted against its entitlement."""

    visitor: Annotated[Identifier, Names("person")] = Field(description="Who visited: a role or an officer.")
    half_days: Number = Field(description="Half days used.")
    bucket: Annotated[Identifier, Names("bucket")] = Field(
        default="core", description="core, additional, orientation, post-16, arp."
    )
    focus: Text | None = Field(default=None, description="What the visit was about.")
    areas: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The evaluation areas that it looked at."
    )
    funding: Annotated[Text | None, Names("funding")] = Field(
        default=None, description="Who pays for it, where the policy tells kinds of funding apart."
    )
    announced: Flag | None = Field(default=None, description="Whether the school was told of it beforehand.")
    partners: Texts = Field(default=(), description="A visit made together with other schools: their names.")
    compiled_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who compiles the record of such visits."
    )
    standards_conversation: Flag = Field(
        default=False, description="Whether standards were discussed with the headteacher."
    )
    circulated: dict[Identifier, Date] = Field(
        default_factory=dict, description="Each role that got the report, with the day."
    )
    accuracy: AccuracyCheck | None = Field(
        default=None, description="What the school said of the report's accuracy before it was circulated."
    )
    tabled_on: Date | None = Field(
        default=None, description="The governing body meeting that had the report on its agenda."
    )


class Received(Held):
    """What the school or others sent."""

    kind: Annotated[Identifier, Names("received-kind")] = Field(description="What it is, in the policy's word.")
    sender: Text | None = Field(default=None, alias="from", description="Who sent it.")
    received_on: Date | None = Field(default=None, description="When it came, where that isn't its own date.")
    title: Text | None = Field(default=None, description="What it is called.")
    file: Text | None = Field(default=None, description="The file that lies beside it.")
    meeting: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="The meeting that it was written for."
    )
    requested_on: Date | None = Field(
        default=None, description="When the school was asked for it, or was sent the form to complete."
    )
    due_on: Date | None = Field(default=None, description="By when it was asked for.")
    adviser: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="A vacancy that the school tells of: the adviser provided for the interviews."
    )
    interview_on: Date | None = Field(default=None, description="A vacancy: the day of the interviews.")
    figures: dict[Identifier, Number] = Field(
        default_factory=dict,
        description="A form that came back: each figure by its field (attainment-year-6-reading, priority-reading).",
    )
    self_evaluation_areas: Annotated[tuple[Annotated[Identifier, Names("self-evaluation-area")], ...], Many] = Field(
        default=(), description="A self-evaluation: the areas that it asks about, in the policy's words."
    )
    key_aims: Texts = Field(default=(), description="A request: the aims agreed with the school's leaders.")
    decided_on: Date | None = Field(default=None, description="A request: when it was decided.")
    decision: Identifier | None = Field(default=None, description="A request: how it was decided.")


class Letter(Held):
    """A letter that hangs on no meeting."""

    kind: Annotated[Identifier | None, Names("letter-kind")] = Field(
        default=None, description="What the letter is, in the policy's word."
    )
    title: Text | None = Field(default=None, description="What the letter is about.")
    dated: Date | None = Field(default=None, description="The date at its head; the record's date without it.")
    signed_by: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who signs it.")
    to: People = Field(default=(), description="Whom it goes to.")
    copies: People = Field(default=(), description="Who gets a copy.")
    enclosures: Texts = Field(default=(), description="What goes with it.")
    sent_on: Date | None = Field(default=None, description="When it was sent.")
    reply_by: Date | None = Field(default=None, description="By when an answer is asked for.")
    meeting_dates: Annotated[tuple[Date, ...], Listed] = Field(
        default=(), description="The days of the meetings that it announces."
    )


class Reduction(Shape):
    """One dated step by which support is reduced."""

    start: Date = Field(alias="from", description="The day from which it is so.")
    support: Text = Field(description="What the school still gets from this day.")
    half_days: Number | None = Field(default=None, description="Half days a term from this day.")


class ExitPlan(Held):
    """The plan by which a school leaves a level of support."""

    to: Annotated[Identifier, Names("level")] = Field(description="The level that the school goes to.")
    dated: Date | None = Field(default=None, description="The date at its head; the record's date without it.")
    steps: Annotated[tuple[Reduction, ...], Listed] = Field(
        default=(), description="The steps by which support is reduced."
    )
    agreed: dict[Annotated[Identifier, Names("person")], Date] = Field(
        default_factory=dict, description="Who agreed it, with the day: headteacher, chair-of-governors, ..."
    )
    shared_on: Date | None = Field(
        default=None, description="When it was shared with the group that monitors the school."
    )
    review_on: Date | None = Field(default=None, description="When the plan is looked at again.")
