"""Levels, support, decisions, waivers (`case.yaml`), priorities and actions."""

from datetime import date
from typing import Annotated

from pydantic import Field

from casefiles.model.base import Record, Shape
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Names, Number, Text, Texts, Whole

__all__ = [
    "Action",
    "ActionUpdate",
    "CaseFile",
    "Decision",
    "Level",
    "Outcome",
    "Priority",
    "Recommendation",
    "Support",
    "Waiver",
]

People = Annotated[tuple[Annotated[Identifier, Names("person")], ...], Many]


class Recommendation(Shape):
    """What an officer recommends to those who decide on a level."""

    made_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who recommended it: a role or an officer."
    )
    made_on: Date = Field(description="When it was recommended.")
    reason: Text | None = Field(default=None, description="On what evidence of progress.")
    impact: Text | None = Field(default=None, description="What the plan for the school has achieved, on a step down.")


class Level(Record):
    """A decision that puts the school at a level of support; it holds until the next one."""

    level: Annotated[Identifier, Names("level")] = Field(description="The pack's word: universal, focused, targeted.")
    decided_on: Date = Field(description="The day of the decision; the level starts on it.")
    decided_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who decided it: a role or an officer."
    )
    agreed_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who agreed it as chair, on a step down."
    )
    reason: Text | None = Field(default=None, description="Why, in a sentence or two.")
    origin: Annotated[Identifier | None, Names("origin")] = Field(default=None, description="What led to it.")
    discussed_on: Date | None = Field(default=None, description="When it was discussed with the school's leaders.")
    agreed_on: Date | None = Field(default=None, description="When the school agreed.")
    refused_on: Date | None = Field(default=None, description="When the school refused.")
    consulted: People = Field(default=(), description="Who was consulted before it.")
    recommendation: Recommendation | None = Field(
        default=None, description="What was recommended to those who decided, by whom and when."
    )
    assessment: Annotated[Identifier | None, Names("assessment")] = Field(
        default=None, description="The assessment that it rests on."
    )
    decided_at: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="The meeting that decided it, where the policy has a group decide."
    )
    informed: dict[Annotated[Identifier, Names("person")], Date] = Field(
        default_factory=dict,
        description="Who was told of it and of its criteria, with the day: headteacher, diocesan-authority, ...",
    )
    informed_by: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who told the school.")
    briefed_on: Date | None = Field(
        default=None, description="When the meetings of the level were explained to the headteacher."
    )
    capacity_limited_on: Date | None = Field(
        default=None, description="When the school's own capacity to improve was found limited."
    )
    criteria: Annotated[tuple[Annotated[Identifier, Names("criterion")], ...], Many] = Field(
        default=(), description="The policy's criteria that are met."
    )
    areas_at_risk: Annotated[tuple[Annotated[Identifier, Names("area")], ...], Many] = Field(
        default=(), description="The evaluation areas at risk."
    )
    aspects: Texts = Field(default=(), description="The aspects of practice that focused support is for.")
    chair: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Default chair of this episode's meetings."
    )
    lead: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="The school's main contact for the support."
    )
    ratified_on: Date | None = Field(
        default=None, description="When it was ratified with the school, where the policy has its adviser ratify it."
    )
    ratified_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who ratified it: a role or an officer."
    )
    inspection_likelihood: Annotated[Identifier | None, Names("risk")] = Field(
        default=None, description="How likely an inspection or a monitoring visit is in the near future."
    )
    inspection_due_on: Date | None = Field(default=None, description="By when the next inspection is due.")
    exit_expected_on: Date | None = Field(default=None, description="When the school is expected to leave the level.")
    horizon_months: Whole | None = Field(
        default=None, description="The months within which the aims are to be met: 12 or 24."
    )
    exit_plan: Annotated[Identifier | None, Names("exit-plan")] = Field(
        default=None, description="On a step down: the plan for it."
    )

    @property
    def on(self) -> date | None:
        """The day of the decision."""
        return self.decided_on


class Support(Record):
    """One piece of support that the school gets: what, by whom, how many days, for which priorities."""

    id: Identifier = Field(description="A name of your choice.")
    title: Text | None = Field(
        default=None, description="What it is, as a letter would name it. Without it, the id in words."
    )
    kind: Annotated[Identifier | None, Names("support-kind")] = Field(
        default=None, description="review, coaching, brokered, ..."
    )
    offer: Annotated[Identifier | None, Names("offer")] = Field(
        default=None, description="The part of the pack's offer that it comes from."
    )
    priorities: Annotated[tuple[Annotated[Identifier, Names("priority")], ...], Many] = Field(
        default=(), description="The priorities that it serves."
    )
    provider: Text | None = Field(default=None, description="Who gives it, where it isn't the authority.")
    team: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="The team or officer of the authority that gives it."
    )
    days: Number | None = Field(default=None, description="Days of the adviser's or provider's time.")
    start: Date | None = Field(default=None, alias="from", description="When it starts.")
    end: Date | None = Field(default=None, alias="to", description="The day after it ends.")
    entitlement: Annotated[Identifier | None, Names("entitlement")] = Field(
        default=None, description="What it is counted under: focused, targeted, brokered."
    )
    funding: Annotated[Text | None, Names("funding")] = Field(
        default=None, description="Who pays, where that is agreed; in the policy's word, where it has one."
    )
    agreed_at: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="The meeting that agreed it."
    )
    actions: Annotated[tuple[Annotated[Identifier, Names("action")], ...], Many] = Field(
        default=(), description="The actions that it serves."
    )
    deployed_for: Annotated[Identifier | None, Names("deployment")] = Field(
        default=None, description="Why a system leader is deployed, in the policy's word."
    )
    delivered_on: Date | None = Field(default=None, description="When the last day of it was given.")
    impact: Text | None = Field(default=None, description="What changed because of it.")
    impact_on: Date | None = Field(
        default=None, description="When the impact was seen, where that is not the day in delivered_on."
    )
    school_feedback: Text | None = Field(default=None, description="What the school says of it.")

    @property
    def on(self) -> date | None:
        """The day it starts."""
        return self.start


class Decision(Record):
    """A decision that a rule asks to be taken and recorded."""

    kind: Annotated[Identifier, Names("decision-kind")] = Field(description="What was decided, in the policy's word.")
    value: Identifier | None = Field(default=None, description="Which way, where there are several.")
    decided_on: Date = Field(description="The day of the decision.")
    decided_by: Annotated[Identifier, Names("person")] = Field(description="Who decided: a role or an officer.")
    reason: Text | None = Field(default=None, description="Why, in a sentence or two.")
    until: Date | None = Field(default=None, description="Its last day, where it holds for a time: an extension.")
    review_on: Annotated[tuple[Date, ...], Many] = Field(
        default=(), description="When what came of it is looked at again."
    )
    criteria: Annotated[tuple[Annotated[Identifier, Names("criterion")], ...], Many] = Field(
        default=(), description="The policy's criteria that it rests on."
    )
    meeting: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="The meeting that decided."
    )

    @property
    def on(self) -> date | None:
        """The day of the decision."""
        return self.decided_on


class Waiver(Record):
    """Recorded permission to go on in spite of a local rule."""

    rule: Text = Field(description="The rule's code, or one of its parts.")
    records: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), alias="for", description="The records it is for, where the rule speaks of a record."
    )
    reason: Text = Field(description="Why the rule is not followed.")
    approved_by: Annotated[Identifier, Names("person")] = Field(description="Who approved it.")
    approved_on: Date = Field(description="When it was approved.")
    until: Date | None = Field(default=None, description="Its last day.")

    @property
    def on(self) -> date | None:
        """The day it was approved."""
        return self.approved_on


class CaseFile(Record):
    """The case's reference, levels, support, decisions and waivers."""

    reference: Text | None = Field(default=None, description="The reference that stands on every document.")
    levels: Annotated[tuple[Level, ...], Listed] = Field(
        default=(),
        description="Every decision on the school's level of support; without one the policy's lowest holds.",
    )
    support: Annotated[tuple[Support, ...], Listed] = Field(default=(), description="What support the school gets.")
    decisions: Annotated[tuple[Decision, ...], Listed] = Field(
        default=(), description="Decisions that a rule asks to be taken and recorded."
    )
    waivers: Annotated[tuple[Waiver, ...], Listed] = Field(
        default=(), description="Recorded permissions to go on in spite of a local rule."
    )


class Outcome(Shape):
    """What will have changed at the end of support: a measure with its baseline and target."""

    measure: Text | None = Field(default=None, description="What is measured, in words that a governor understands.")
    baseline: Number | None = Field(default=None, description="The measure's value at the start.")
    target: Number | None = Field(default=None, description="The value to be reached.")
    unit: Text | None = Field(default=None, description="percent, points, pupils, days.")
    due_on: Date | None = Field(default=None, description="By when.")
    pupil_outcome: Flag = Field(
        default=False, description="Whether it shows impact on pupils' outcomes rather than an area."
    )


class Priority(Record):
    """One key priority with its measurable outcome."""

    id: Identifier = Field(description="A name of your choice.")
    title: Text = Field(description="The priority, as letters print it.")
    area: Annotated[Identifier | None, Names("area")] = Field(default=None, description="Ofsted evaluation area.")
    rise_priority: Annotated[Identifier | None, Names("rise-priority")] = Field(
        default=None, description="The national priority of the RISE teams that it serves, in the policy's word."
    )
    evidence: Annotated[tuple[Annotated[Identifier, Names("evidence")], ...], Many] = Field(
        default=(), description="The evidence that it rests on."
    )
    outcome: Outcome | None = Field(default=None, description="What will have changed at the end of support.")
    year_aims: dict[Text, Text] = Field(
        default_factory=dict,
        description="The aim for the end of an academic year (2025-26), where it differs.",
    )
    plan_reference: Text | None = Field(default=None, description="Where the school's own plan has it.")
    agreed_at: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="Agreed with those present there."
    )
    opened_on: Date | None = Field(default=None, description="When it was opened, where no meeting agreed it.")
    closed_on: Date | None = Field(default=None, description="When it was closed.")
    closed_as: Identifier | None = Field(default=None, description="met, superseded, merged or dropped.")


class ActionUpdate(Shape):
    """What has come of an action by a day, while it goes on."""

    made_on: Date = Field(description="The day of the update.")
    impact: Text = Field(description="What has changed by then because of it.")


class Action(Record):
    """Who does what by when."""

    id: Identifier = Field(description="A name of your choice.")
    priority: Annotated[Identifier | None, Names("priority")] = Field(
        default=None, description="The priority that it serves."
    )
    action: Text = Field(description="What is to be done.")
    owner: Annotated[Identifier, Names("person")] = Field(description="Who sees to it: a role or an officer.")
    agreed_at: Annotated[Identifier | None, Names("meeting")] = Field(
        default=None, description="The meeting that agreed it."
    )
    due_on: Date | None = Field(default=None, description="By when.")
    done_on: Date | None = Field(default=None, description="When it was done.")
    dropped_on: Date | None = Field(default=None, description="When it was given up.")
    dropped_because: Text | None = Field(default=None, description="Why it was given up.")
    impact: Text | None = Field(default=None, description="What changed because of it.")
    impact_on: Date | None = Field(
        default=None, description="When the impact was seen, where that is not the day in done_on."
    )
    updates: Annotated[tuple[ActionUpdate, ...], Listed] = Field(
        default=(), description="While it goes on: what has come of it by the day of each update."
    )
