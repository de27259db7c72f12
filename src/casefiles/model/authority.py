"""The authority's facts, officers and calendar (`authority.yaml`), and the caseload's (`caseload.yaml`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from casefiles.model.base import Interval, Record, Shape
from casefiles.model.types import Date, Identifier, Listed, Names, Text, Texts, Whole

__all__ = ["AuthorityFile", "Body", "CaseloadFile", "Letterhead", "Officer", "RoleHolder", "Term", "Year"]


class Letterhead(Shape):
    """What stands at the head of the authority's letters."""

    address: Texts = ()
    telephone: Text | None = None
    email: Text | None = None
    website: Text | None = None
    logo: Text | None = Field(default=None, description="A PNG or JPEG inside the authority's folder.")


class Officer(Shape):
    """Somebody who works for the authority or its school improvement company."""

    name: Text
    title: Text = Field(description="The job title that stands under the name.")
    salutation: Text | None = None
    email: Text | None = None
    telephone: Text | None = None


class RoleHolder(Interval):
    """An officer who holds a role of the pack for a stretch of time."""

    officer: Annotated[Identifier, Names("officer")]


class Body(Shape):
    """An organisation that letters and copies go to."""

    name: Text
    role: Identifier = Field(description="diocesan-authority, regional-director, chief-inspector, ...")
    serves: Texts = Field(
        default=(), alias="for", description="The religious characters or schools that it stands for."
    )
    address: Texts = ()
    email: Text | None = None


class Term(Shape):
    """One school term: its first and last day and the days of its half-term holiday (all included)."""

    start: Date
    half_term: Annotated[tuple[Date, Date], Listed]
    end: Date


class Year(Shape):
    """One academic year of terms. `closed` are days inside a term when pupils don't come (INSET)."""

    autumn: Term
    spring: Term
    summer: Term
    closed: Annotated[tuple[Date, ...], Listed] = ()


class AuthorityFile(Record):
    """One authority: who it is, who works there, whom it writes to, when its schools are open."""

    name: Text = Field(description="Who signs the letters of support.")
    issuing_authority: Text = Field(description="The council: it alone gives statutory notices.")
    policy: Identifier = Field(description="A shipped pack, or a folder under packs/.")
    letterhead: Letterhead = Field(default_factory=Letterhead)
    officers: dict[Identifier, Officer] = Field(default_factory=dict)
    roles: dict[Identifier, Annotated[tuple[RoleHolder, ...], Listed]] = Field(default_factory=dict)
    bodies: dict[Identifier, Body] = Field(default_factory=dict)
    calendar: dict[Text, Year] = Field(default_factory=dict, description="Academic years (2025-26) with their terms.")
    marking: Text = Field(
        default="OFFICIAL-SENSITIVE", description="The protective marking at the head and foot of documents."
    )


class CaseloadFile(Record):
    """The marker of a caseload."""

    format: Whole = Field(description="The version of the folder format: 1.")
    output: Text = Field(default="build", description="The folder that drafts are built in.")
