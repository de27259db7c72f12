"""What a pack's files hold, entry by entry, as typed data: terms, levels, roles, criteria, documents, rules."""

from typing import Annotated, Any

from pydantic import Field

from casefiles.model.base import Record, Shape
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Text, Texts, Whole
from casefiles.policy.stretch import Stretch

__all__ = [
    "ON_DEMAND",
    "AgendaItem",
    "BlockEntry",
    "CopyEntry",
    "Criterion",
    "Deadline",
    "DocumentEntry",
    "FormerTitle",
    "LevelEntry",
    "MeetingKind",
    "Requirement",
    "RoleEntry",
    "RuleEntry",
    "Term",
]


class FormerTitle(Shape):
    """What something was called up to a day, that day included."""

    title: Text
    abbreviation: Text | None = None
    until: Date = Field(description="The last day on which it was called so.")


class Term(Shape):
    """One entry of a list of the pack: its printed title and the other words that case files may use for it."""

    title: Text
    formerly: Annotated[tuple[FormerTitle, ...], Listed] = Field(
        default=(), description="What it was called before, for records of that time."
    )
    aliases: Texts = ()
    note: Text | None = None
    advice: Text | None = Field(default=None, description="A regime of schools: what to do instead, for messages.")
    requires: Identifier | None = Field(
        default=None, description="The provision that a school must have for it to apply."
    )
    group: Identifier | None = Field(
        default=None, description="The part of the list it belongs to: the regime of a type of school or of a grade."
    )
    rank: Whole | None = Field(default=None, description="Its place in an ordered list, the best or lowest first.")
    in_force: Stretch = Field(default_factory=Stretch, description="The days on which it is used.")
    levels: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The levels whose schools it is for; empty for all."
    )
    serves: Annotated[tuple[Text, ...], Many] = Field(default=(), description="The requirements that it carries.")


ON_DEMAND = "asked"
"""The stage of a document that nothing makes due: it is made for the file when somebody asks."""


class LevelEntry(Record):
    """A level of support. `rank` orders them: the lowest holds where a case has no entry."""

    id: Identifier
    title: Text = Field(description="As printed in a sentence: targeted support.")
    short: Text = Field(description="As printed in a cell: Targeted.")
    rank: Whole
    aliases: Texts = ()
    placement: Text | None = Field(
        default=None, description="As printed after 'the school is': in category C; without it, in and the title."
    )
    statement: Text | None = Field(default=None, description="What the level means, in our words, for letters.")
    entitlement: Texts = Field(
        default=(), description="What every school at this level gets, a line each, for letters."
    )
    serves: Annotated[tuple[Text, ...], Many] = ()


class RoleEntry(Shape):
    """A role with its printed title, its abbreviation and the other names that the policy uses."""

    title: Text
    abbreviation: Text | None = None
    formerly: Annotated[tuple[FormerTitle, ...], Listed] = Field(
        default=(), description="What it was called before, for records of that time."
    )
    aliases: Texts = ()
    side: Identifier = Field(description="school, authority or body.")
    reader: Identifier | None = Field(
        default=None, description="The readers that its holders are among: governors; without it, those of its side."
    )


class Criterion(Record):
    """A criterion of the policy. `printed` is its number in the policy, which need not be unique."""

    id: Identifier
    printed: Text
    title: Text = Field(description="What it says, in our words.")
    stands_for: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="For a number that the policy refers to and does not print: the criteria it may mean."
    )
    parent: Identifier | None = None
    phases: Texts = Field(default=(), description="The phases that may cite it; empty for all.")
    at_least: Whole | None = Field(default=None, description="How many of its letters must be cited with it.")
    leads_to: Annotated[tuple[Identifier, ...], Many] = ()
    needs: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(),
        description="What its evidence must have: area, grade, comparator, similar-or-decline, inspection, audit, ...",
    )
    confidential: Flag = False
    level: Identifier | None = Field(default=None, description="An indicator: the level that it points to when met.")
    domain: Identifier | None = Field(
        default=None, description="An indicator: the domain whose row it stands in (the pack's list of that name)."
    )
    implied_by: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="An indicator: those that say more; where one of them is met, this one says nothing."
    )
    aliases: Texts = ()
    requirement: Text


class AgendaItem(Shape):
    """One item of a set agenda, in order. `title` is what prints; minutes may head it with an alias."""

    id: Identifier
    title: Text
    aliases: Texts = ()
    minuted: Flag = Field(
        default=True, description="Whether minutes must have text for it (false where structured facts carry it)."
    )
    requirement: Text | None = None


class MeetingKind(Record):
    """A kind of meeting: the level it belongs to, what it does, its agenda in order."""

    id: Identifier
    title: Text
    level: Identifier | None = Field(
        default=None, description="The level that judges it whatever the case's level is that day."
    )
    stage: Identifier = Field(default="other", description="initial, review or other.")
    purpose: Texts = Field(default=(), description="What such meetings are for, a sentence each, for invitations.")
    agenda: Annotated[tuple[AgendaItem, ...], Listed] = ()


class Deadline(Shape):
    """By when a document is due after its record. `ours` marks a number that the policy does not give."""

    school_days: Whole | None = None
    working_days: Whole | None = None
    ours: Flag = False


class CopyEntry(Shape):
    """Somebody who gets a copy. `when` restricts it by facets of the school, as a rule's `when`."""

    role: Identifier
    when: dict[Identifier, Texts] = Field(default_factory=dict)


class BlockEntry(Shape):
    """One block of a document, in order. `carries` names the requirements that it shows."""

    block: Identifier
    id: Identifier | None = Field(default=None, description="Its name in the document, where a block stands twice.")
    title: Text | None = Field(default=None, description="The heading above it; without it the fragment's own.")
    required: Flag = True
    when: dict[Identifier, Texts] = Field(
        default_factory=dict, description="The facets of the school that it is for, as a copy's `when`; empty for all."
    )
    params: dict[Identifier, Any] = Field(default_factory=dict)
    carries: Texts = ()


class DocumentEntry(Record):
    """A document that the policy names: what it is for, when it is due, from and to whom, of which blocks.

    `slug` is its name, `kind` one of the thirteen kinds, `record` the type of record it is for and
    `record_kinds` that record's kinds. `when` is the stage that makes it due: planned, held or recorded; one of
    the stage asked is made when somebody asks.
    """

    slug: Identifier
    kind: Identifier
    title: Text
    record: Identifier = Field(alias="for")
    record_kinds: Annotated[tuple[Identifier, ...], Many] = Field(default=(), alias="of")
    when: Identifier
    only: dict[Identifier, Texts] = Field(
        default_factory=dict, description="The facets of the record that make it due, as a rule's `when`."
    )
    sent_as: Identifier | None = Field(
        default=None, description="The record's part that says when it was sent: letter, report or governors."
    )
    signed_by: Identifier | None = None
    to: Annotated[tuple[Identifier, ...], Many] = ()
    also_to: Annotated[tuple[CopyEntry, ...], Listed] = Field(
        default=(), description="Further addressees, each where facets of the school (its level, its type) fit."
    )
    copies: Annotated[tuple[CopyEntry, ...], Listed] = ()
    audience: Annotated[tuple[Identifier, ...], Many] = Field(
        default=("school",), description="Who may read it: its addressees' and copies' readers."
    )
    offices: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The only roles of the school whose holders it may name; without it, all of them."
    )
    instead_of: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The documents of the national pack that it takes the place of, beside its namesake."
    )
    each: Identifier | None = Field(
        default=None,
        description="One document for each of these, with their name at the end of its file's: to, consulted, diocese.",
    )
    deadline: Deadline | None = None
    blocks: Annotated[tuple[BlockEntry, ...], Listed] = ()
    template: Text | None = None
    marking: Text | None = None
    attached: Annotated[tuple[Identifier, ...], Many] = Field(
        default=("word", "pdf"), description="What goes with its e-mail: word, pdf, papers."
    )
    with_papers: Flag = Field(
        default=False, description="Whether one PDF is made of it and of the received papers that it lists."
    )
    carries: Texts = ()


class Requirement(Record):
    """One requirement of the policy: the clause and a short quotation of it, and how the pack realises it."""

    id: Text
    section: Text
    quote: Text
    scope: Identifier
    realised_as: Identifier | None = Field(
        default=None, description="out or waiting, where nothing carries it; else left out."
    )
    reason: Text | None = None
    carried_by: Texts = Field(
        default=(),
        description="Rules of the national pack that carry it out, or blocks of its documents (slug: block).",
    )


class RuleEntry(Record):
    """A rule: a rule kind with its parameters, severity and citation (without one, its requirement's clause)."""

    code: Text
    rule: Identifier
    of: Identifier
    when: dict[Identifier, Texts] = Field(default_factory=dict)
    unless: dict[Identifier, Texts] = Field(default_factory=dict)
    params: dict[str, Any] = Field(default_factory=dict)
    severity: Texts
    also: Texts = ()
    holds: Annotated[tuple[Identifier, ...], Many] = ()
    in_force: Stretch = Field(default_factory=Stretch)
    citation: dict[Identifier, Text] = Field(default_factory=dict)
    help: Text | None = None
    why: Text | None = Field(default=None, description="Why the rule is there, for `casefiles explain`.")
    ours: Flag = Field(default=False, description="Whether its number is our reading: then it warns at most.")
