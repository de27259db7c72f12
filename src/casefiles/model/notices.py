"""Notices and what follows them: grounds and matters, required actions, copies, consultation, consent, outcome."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from casefiles.model.base import Held, Shape
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Names, Text, Texts, fault

__all__ = [
    "CompliancePeriod",
    "Consent",
    "Consulted",
    "Copy",
    "Ground",
    "Matter",
    "Notice",
    "NoticeOutcome",
    "Representations",
    "RequiredAction",
]

People = Annotated[tuple[Annotated[Identifier, Names("person")], ...], Many]


class Matter(Shape):
    """One matter that the conclusion is based on, with the evidence for it. The notice numbers it."""

    matter: Text = Field(description="What is the matter, in a sentence that a governor understands.")
    evidence: Annotated[tuple[Annotated[Identifier, Names("evidence")], ...], Many] = Field(
        default=(), description="The evidence that shows it; its source and date print beside it."
    )


class Ground(Shape):
    """One ground of a notice, with the evidence that it rests on."""

    ground: Identifier = Field(description="The ground, in the policy's word: standards, governance, safety, ...")
    comparators: Annotated[tuple[Annotated[Identifier, Names("comparator")], ...], Many] = Field(
        default=(), description="What the standards are low by reference to: expected, previous, comparable."
    )
    evidence: Annotated[tuple[Annotated[Identifier, Names("evidence")], ...], Many] = Field(
        default=(), description="The evidence that it rests on. Without matters, each piece is a matter of its own."
    )
    matters: Annotated[tuple[Matter, ...], Listed] = Field(
        default=(), description="The matters that the conclusion is based on, where the evidence's titles don't say it."
    )
    core_roles: Annotated[tuple[Annotated[Identifier, Names("governing-role")], ...], Many] = Field(
        default=(), description="On governance: which of the governing body's core roles it fails in."
    )
    indicators: Annotated[tuple[Annotated[Identifier, Names("governance-indicator")], ...], Many] = Field(
        default=(), description="On governance: what shows it."
    )
    provision: Text | None = Field(
        default=None, description="On teachers' pay: the provision of the order that is not complied with."
    )


class RequiredAction(Shape):
    """What the governing body must do, how it is measured, by when."""

    action: Text = Field(description="What must be done.")
    measure: Text | None = Field(default=None, description="How one sees that it is done.")
    due_on: Date | None = Field(default=None, description="By when.")


class CompliancePeriod(Shape):
    """The days within which the governing body must comply, both included."""

    start: Date = Field(alias="from", description="The first day.")
    end: Date | None = Field(default=None, alias="to", description="The last day; it ends at 11:59pm on it.")

    @field_validator("end")
    @classmethod
    def _ends_after_start(cls, end: Date | None, info: ValidationInfo) -> Date | None:
        start = info.data.get("start")
        if end is not None and start is not None and end < start:
            raise fault(f'"to" is {end}, which is before "from" ({start})')
        return end


class Copy(Shape):
    """A copy of a notice: to whom, in what capacity, when and how."""

    to: Text = Field(description="Who gets it: a role, a body's id, or a name.")
    capacity: Annotated[tuple[Annotated[Identifier, Names("copy-capacity")], ...], Many] = Field(
        default=(), description="In what capacity; a list where one body gets it in two."
    )
    given_on: Date | None = Field(default=None, description="When it was given.")
    method: Text | None = Field(default=None, description="How it was given.")


class NoticeOutcome(Shape):
    """Whether the notice was complied with."""

    complied: Flag = Field(description="Whether the notice was complied with.")
    decided_on: Date = Field(description="When that was decided.")
    decided_by: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who decided it.")
    reason: Text | None = Field(default=None, description="Why, in a sentence or two.")


class Representations(Shape):
    """Before 18 April 2016: representations against a notice, and what came of them."""

    made_on: Date = Field(description="When the governing body made them.")
    confirmed_on: Date | None = Field(default=None, description="When the notice was confirmed in writing.")


class Consulted(Shape):
    """One body that was consulted before a power is used."""

    to: Text = Field(description="Who was consulted: a role, a body's id, or a name.")
    capacity: Annotated[tuple[Annotated[Identifier, Names("copy-capacity")], ...], Many] = Field(
        default=(), description="In what capacity: governing-body, diocesan-authority, foundation-appointer."
    )
    consulted_on: Date | None = Field(default=None, description="When they were asked.")
    replied_on: Date | None = Field(default=None, description="When they answered.")
    reply: Text | None = Field(default=None, description="What they said, in a sentence or two.")


class Consent(Shape):
    """The answer to an application for consent."""

    given_on: Date | None = Field(default=None, description="When consent was given.")
    refused_on: Date | None = Field(default=None, description="When it was refused.")
    given_by: Text | None = Field(default=None, description="Who gave it: secretary-of-state, regional-director.")
    letter: Text | None = Field(default=None, description="The reference of the letter that gives it.")


class Notice(Held):
    """A notice or a letter of concern, a step towards a power, or the use of one: each a file of its own."""

    kind: Annotated[Identifier, Names("notice-kind")] = Field(
        description="What it is: pre-warning-notice, warning-notice, letter-of-concern, proposal-to-use-powers, ..."
    )
    to: People = Field(default=(), description="Whom it goes to, where its kind leaves that open.")
    reason: Text | None = Field(default=None, description="Why it is given: how severe the case is.")
    method: Text | None = Field(default=None, description="How it was given: by hand, post, e-mail (if agreed).")
    given_by: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who gave it.")
    given_on: Date | None = Field(default=None, description="When it was given.")
    agreed_by: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Who agreed that it be given."
    )
    agreed_on: Date | None = Field(default=None, description="When that was agreed.")
    grounds: Annotated[tuple[Ground, ...], Listed] = Field(
        default=(), description="Its grounds, each with its matters and evidence."
    )
    required_actions: Annotated[tuple[RequiredAction, ...], Listed] = Field(
        default=(), description="What the governing body must do."
    )
    compliance_period: CompliancePeriod | None = Field(
        default=None, description="From when to when it is to be complied with; the last day is in it."
    )
    minded_to: Annotated[tuple[Annotated[Identifier, Names("power")], ...], Many] = Field(
        default=(), description="A warning notice: the powers that the authority is minded to use."
    )
    minded_to_otherwise: Text | None = Field(
        default=None, description="A warning notice: what else the authority is minded to do, other than by a power."
    )
    support: Texts = Field(default=(), description="The support that the authority offers meanwhile, a line each.")
    contact: Annotated[Identifier | None, Names("person")] = Field(
        default=None, description="Whom the governing body turns to with questions."
    )
    concerns: Annotated[tuple[Annotated[Identifier, Names("concern")], ...], Many] = Field(
        default=(), description="A concern about an academy: what it is about, where the policy has words for it."
    )
    dialogue: Annotated[tuple[Annotated[Identifier, Names("record")], ...], Many] = Field(
        default=(), description="The visits, meetings and letters that show the dialogue with the school before it."
    )
    religious_body_engaged_on: Date | None = Field(
        default=None, description="When the concern was first raised with the school's religious body."
    )
    governance_review: Text | None = Field(
        default=None, description="On governance: what was decided on an external review of governance, and why."
    )
    reasons: dict[Annotated[Identifier, Names("guidance-point")], Text] = Field(
        default_factory=dict,
        description="A point of statutory guidance that is not followed, with the reason (section 72: have regard).",
    )
    copies: Annotated[tuple[Copy, ...], Listed] = Field(default=(), description="Who got a copy.")
    representations: Representations | None = Field(
        default=None, description="A notice given before 18 April 2016: representations against it."
    )
    outcome: NoticeOutcome | None = Field(default=None, description="Whether it was complied with.")
    withdrawn_on: Date | None = Field(default=None, description="When it was withdrawn.")
    follows: Annotated[Identifier | None, Names("notice")] = Field(
        default=None, description="A step, an outcome, a withdrawal: the notice that it follows."
    )
    powers: Annotated[tuple[Annotated[Identifier, Names("power")], ...], Many] = Field(
        default=(), description="A proposal, notification, consultation or application: the powers that it is about."
    )
    consulted: Annotated[tuple[Consulted, ...], Listed] = Field(
        default=(), description="A consultation: who was asked, when, and what they said."
    )
    closes_on: Date | None = Field(
        default=None, description="A consultation, or a letter that asks for an answer: by when."
    )
    consent: Consent | None = Field(default=None, description="An application for consent: the answer to it.")
    powers_used: Annotated[tuple[Annotated[Identifier, Names("power")], ...], Many] = Field(
        default=(), description="The use of a power: which; it is used on the day that this is given."
    )
    takes_effect_on: Date | None = Field(default=None, description="The use of a power: when it takes effect.")

    @property
    def day(self) -> Date:
        """The day on which it is given: what the file says, else its own date."""
        return self.given_on or self.date
