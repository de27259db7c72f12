"""What a pack says of statutory notices, by date: their kinds with grounds and copies, the gateways, the powers."""

from typing import Annotated

from pydantic import Field

from casefiles.model.base import Record, Shape
from casefiles.model.types import Flag, Identifier, Listed, Many, Names, Text, Texts, Whole
from casefiles.policy.stretch import Stretch

__all__ = [
    "ConsentDuty",
    "ConsultDuty",
    "CopyDuty",
    "GatewayEntry",
    "LadderNeed",
    "LadderStep",
    "Lock",
    "NoticeEntry",
    "NotifyDuty",
    "PowerEntry",
    "PowerWindow",
]

Kinds = Annotated[tuple[Annotated[Identifier, Names("notice-kind")], ...], Many]
Received = Annotated[Identifier, Names("received-kind")]


class CopyDuty(Shape):
    """Somebody who must have a copy at the same time, and by which provision.

    `when` restricts it by facets of the school. `to` are the roles that receive it for that capacity,
    the first that the case names; without it the capacity is the role. `advice` marks good practice
    that no provision asks for: a missing copy then warns. `collective` is for several people at once
    ("every existing governor"), whom the case file names nowhere.
    """

    capacity: Annotated[Identifier, Names("copy-capacity")]
    basis: Text
    when: dict[Identifier, Texts] = Field(default_factory=dict)
    to: Annotated[tuple[Annotated[Identifier, Names("role")], ...], Many] = ()
    may_be_none: Flag = Field(default=False, description="Whether the case may say that there is nobody: none.")
    advice: Flag = False
    collective: Flag = False
    serves: Annotated[tuple[Text, ...], Many] = Field(default=(), description="The requirements that it carries.")
    in_force: Stretch = Field(default_factory=Stretch)


class Lock(Shape):
    """An act of a minister, as received, that stops this; it stands until one of `until` is received."""

    received: Received
    until: Annotated[tuple[Received, ...], Many] = ()
    basis: Text
    in_force: Stretch = Field(default_factory=Stretch)


class NoticeEntry(Record):
    """One kind of notice as the law of its days has it. A local pack adds entries of copies for the same kind."""

    id: Identifier
    kind: Annotated[Identifier, Names("notice-kind")]
    section: Text | None = Field(default=None, description="As printed: section 60.")
    act: Text | None = None
    gateway: Annotated[Identifier | None, Names("gateway")] = None
    schools: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The regimes of school (groups of the list school-type) that it may be given to."
    )
    grounds: Annotated[tuple[Annotated[Identifier, Names("ground")], ...], Many] = ()
    powers: Annotated[tuple[Annotated[Identifier, Names("power")], ...], Many] = Field(
        default=(), description="The powers that it can lead to."
    )
    representations: Text | None = Field(
        default=None, description="Whom the governing body may make representations to against it, as printed."
    )
    copies: Annotated[tuple[CopyDuty, ...], Listed] = ()
    locks: Annotated[tuple[Lock, ...], Listed] = ()
    ended_by: Annotated[tuple[Received, ...], Many] = Field(default=(), description="What, once received, ends it.")
    in_force: Stretch = Field(default_factory=Stretch)


class GatewayEntry(Record):
    """One way for a school to become eligible for intervention: a notice, Ofsted's category, or a notification."""

    id: Identifier
    title: Text = Field(description="As printed: section 60.")
    notices: Kinds = Field(default=(), description="By a failure to comply with one of these.")
    clauses: dict[Identifier, Text] = Field(
        default_factory=dict,
        description="The provision of each condition of a notice: given, expired, not-complied.",
    )
    proposal: Text | None = Field(
        default=None, description="The provision that asks for a notice of the proposal; without it none is needed."
    )
    categories: Annotated[tuple[Annotated[Identifier, Names("ofsted-category")], ...], Many] = Field(
        default=(), description="By one of these judgements of the last inspection."
    )
    received: Annotated[tuple[Received, ...], Many] = Field(default=(), description="By one of these, once received.")
    until: Annotated[tuple[Received, ...], Many] = Field(default=(), description="What, once received, closes it.")
    in_force: Stretch = Field(default_factory=Stretch)


class ConsultDuty(Shape):
    """Somebody to consult before a power is used; `when` restricts it by facets of the school."""

    capacity: Annotated[Identifier, Names("copy-capacity")]
    basis: Text
    when: dict[Identifier, Texts] = Field(default_factory=dict)
    may_be_none: Flag = False
    in_force: Stretch = Field(default_factory=Stretch)


class NotifyDuty(Shape):
    """Who must be told before a power is used."""

    capacity: Annotated[Identifier, Names("copy-capacity")]
    basis: Text
    in_force: Stretch = Field(default_factory=Stretch)


class ConsentDuty(Shape):
    """Whose consent a power needs."""

    capacity: Annotated[Identifier, Names("copy-capacity")]
    basis: Text


class PowerWindow(Shape):
    """How long after the compliance period a power may be used, by which gateways. `advice`: guidance, no statute."""

    months: Whole
    gateways: Annotated[tuple[Annotated[Identifier, Names("gateway")], ...], Many]
    basis: Text
    advice: Flag = False


class LadderNeed(Shape):
    """Something that has to be so before a step is taken; `condition` is a name of `policy.ladder`."""

    condition: Identifier
    says: Text
    clause: Text


class LadderStep(Record):
    """One step of the ladder of intervention: the notices that reach it, the steps that it can lead to, what it wants.

    `is_decision` is the decision that a notice was not complied with, `is_power` the use of a power, `is_end` the
    end of it all.
    """

    id: Identifier
    title: Text
    reached_by: Kinds = ()
    next: Annotated[tuple[Identifier, ...], Many] = ()
    needs: Annotated[tuple[LadderNeed, ...], Listed] = ()
    is_decision: Flag = False
    is_power: Flag = False
    is_end: Flag = False


class PowerEntry(Record):
    """One power over a maintained school: whose it is, what opens it, what must come before, how long it stays open."""

    id: Identifier
    title: Text = Field(description="As printed in a sentence: appoint additional governors.")
    section: Text = Field(description="As printed: section 64.")
    holder: Identifier = Field(description="authority, or the role of the body whose alone it is.")
    gateways: Annotated[tuple[Annotated[Identifier, Names("gateway")], ...], Many] = ()
    consult: Annotated[tuple[ConsultDuty, ...], Listed] = ()
    consent: ConsentDuty | None = None
    notify: NotifyDuty | None = None
    window: PowerWindow | None = None
    locks: Annotated[tuple[Lock, ...], Listed] = ()
    note: Text | None = None
    in_force: Stretch = Field(default_factory=Stretch)
