"""The authority's facts, officers and calendar (`authority.yaml`), and the caseload's (`caseload.yaml`)."""

from typing import Annotated, Any

from pydantic import Field

from casefiles.model.base import Interval, Record, Shape
from casefiles.model.types import Date, Identifier, Listed, Many, Names, Scalar, Text, Texts, Whole, fault

__all__ = [
    "RETAINED",
    "AuthorityFile",
    "Body",
    "CaseloadFile",
    "HeadLines",
    "Letterhead",
    "Officer",
    "Retention",
    "RoleHolder",
    "Term",
    "Year",
]


RETAINED = (
    "document", "evidence", "assessment", "meeting", "visit", "received", "letter", "notice", "plan", "exit-plan",
)  # fmt: skip
"""What an authority may give a period for: issued documents, and the types of dated records."""


def _kept(value: Any) -> str:
    if value not in RETAINED:
        raise fault(f'"{value}" is nothing that a period is given for: {", ".join(RETAINED)}')
    return str(value)


def _done(value: Any) -> str:
    if value not in {"review", "dispose"}:
        raise fault(f'"{value}" is neither review nor dispose')
    return str(value)


class HeadLines(Shape):
    """Where a body that writes letters is reached."""

    address: Texts = Field(default=(), description="The lines of the address, or all of it with commas between.")
    telephone: Text | None = Field(default=None, description="The number for questions.")
    email: Text | None = Field(default=None, description="The address for questions.")
    website: Text | None = Field(default=None, description="The website.")


class Letterhead(HeadLines):
    """What stands at the head of the authority's letters."""

    logo: Text | None = Field(default=None, description="A PNG or JPEG inside the authority's folder.")


class Officer(Shape):
    """Somebody who works for the authority or its school improvement company."""

    name: Text = Field(description="The name in full.")
    title: Text = Field(description="The job title that stands under the name.")
    salutation: Text | None = Field(default=None, description="How a letter greets them: Ms Osei.")
    email: Text | None = Field(default=None, description="Where they are written to.")
    telephone: Text | None = Field(default=None, description="Their number.")
    employer: Text | None = Field(
        default=None,
        description="Whom they act for; without it the authority's name. Only officers of the council give notices.",
    )


class RoleHolder(Interval):
    """An officer who holds a role of the pack for a stretch of time."""

    officer: Annotated[Identifier, Names("officer")] = Field(description="The officer's id.")


class Body(Shape):
    """An organisation that letters and copies go to."""

    name: Text = Field(description="The name in full.")
    role: Identifier = Field(description="diocesan-authority, regional-director, chief-inspector, ...")
    serves: Texts = Field(
        default=(), alias="for", description="The religious characters or schools that it stands for."
    )
    address: Texts = Field(default=(), description="The lines of the address, or all of it with commas between.")
    email: Text | None = Field(default=None, description="Where it is written to.")


class Term(Shape):
    """One school term: its first and last day and the days of its half-term holiday (all included)."""

    start: Date = Field(description="The first day.")
    half_term: Annotated[tuple[Date, Date], Listed] = Field(
        description="The first and the last day of the half-term holiday."
    )
    end: Date = Field(description="The last day.")


class Year(Shape):
    """One academic year of terms. `closed` are days inside a term when pupils don't come (INSET)."""

    autumn: Term = Field(description="The autumn term.")
    spring: Term = Field(description="The spring term.")
    summer: Term = Field(description="The summer term.")
    closed: Annotated[tuple[Date, ...], Listed] = Field(
        default=(), description="Days inside a term on which pupils don't come (INSET)."
    )


class Retention(Shape):
    """How long something is kept, by the authority's own schedule."""

    of: Annotated[str, Scalar("word", _kept)] = Field(
        description="document (what was issued), evidence, assessment, meeting, visit, received, letter, notice, plan "
        "or exit-plan."
    )
    kinds: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="Only of these kinds or names: a line with kinds goes before one without."
    )
    years: Whole = Field(description="Years from its date.")
    then: Annotated[str, Scalar("word", _done)] = Field(
        default="review", description="What is due then: review, or dispose."
    )
    basis: Text | None = Field(default=None, description="The line of the schedule that says so.")


class AuthorityFile(Record):
    """One authority: who it is, who works there, whom it writes to, when its schools are open."""

    name: Text = Field(description="Who signs the letters of support.")
    issuing_authority: Text = Field(description="The council: it alone gives statutory notices.")
    policy: Identifier = Field(description="A shipped pack, or a folder under packs/.")
    letterhead: Letterhead = Field(default_factory=Letterhead, description="What stands at the head of the letters.")
    issuing_letterhead: HeadLines | None = Field(
        default=None,
        description="What stands at the head of notices, where the council is another body than the authority.",
    )
    officers: dict[Identifier, Officer] = Field(
        default_factory=dict, description="The people who act for the authority, each under an id of your choice."
    )
    roles: dict[Identifier, Annotated[tuple[RoleHolder, ...], Listed]] = Field(
        default_factory=dict, description="Roles of the policy, each with its holders over time."
    )
    bodies: dict[Identifier, Body] = Field(
        default_factory=dict, description="Organisations that letters and copies go to, each under an id."
    )
    reviewed: dict[Identifier, Date] = Field(
        default_factory=dict,
        description="Standing papers of the authority, each with the day of its last review: terms-of-reference.",
    )
    calendar: dict[Text, Year] = Field(default_factory=dict, description="Academic years (2025-26) with their terms.")
    retention: Annotated[tuple[Retention, ...], Listed] = Field(
        default=(), description="How long documents and records are kept; `casefiles retention` lists what is due."
    )
    small_numbers: Whole = Field(
        default=5, description="Numbers of pupils below this one are not printed: fewer than 5."
    )
    marking: Text = Field(
        default="OFFICIAL-SENSITIVE", description="The protective marking at the head and foot of documents."
    )


class CaseloadFile(Record):
    """The marker of a caseload."""

    format: Whole = Field(description="The version of the folder format: 1.")
    output: Text = Field(default="build", description="The folder that drafts are built in.")
