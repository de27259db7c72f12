"""The school's facts and people (`school.yaml`)."""

import re
from typing import Annotated

from pydantic import Field, field_validator

from casefiles.model.authority import Year
from casefiles.model.base import Interval, Record, Shape
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Names, Text, Texts, fault

__all__ = ["Holder", "Inspection", "Rise", "School", "Trust"]

_DFE_NUMBER = re.compile(r"[0-9]{3}/[0-9]{4}")


class Holder(Interval):
    """Somebody who holds a role at the school for a stretch of time: named here, or an officer of the authority."""

    name: Text | None = Field(default=None, description="The name in full. Either this or officer.")
    salutation: Text | None = Field(default=None, description="How a letter greets them: Mrs Okoro.")
    title: Text | None = Field(default=None, description="Their job title, where it differs from the role's.")
    officer: Annotated[Identifier | None, Names("officer")] = Field(
        default=None, description="The id of an officer in authority.yaml."
    )
    email: Text | None = Field(default=None, description="Where letters to them are sent.")
    confirmed_on: Date | None = Field(default=None, description="When their name and contact were last confirmed.")
    trained_on: Date | None = Field(
        default=None, description="A safeguarding lead: when they were last trained for the role."
    )


class Inspection(Shape):
    """One inspection by Ofsted, as its report gives it."""

    inspected_on: Date = Field(description="The first day of the inspection; it decides which scale the grades are on.")
    published_on: Date | None = Field(default=None, description="The day the report was published.")
    section: Text | None = Field(default=None, description="The section of the Education Act 2005: 5 or 8.")
    grades: dict[Text, Text] = Field(
        default_factory=dict, description="The grade of each evaluation area, in the report's words."
    )
    safeguarding: Text | None = Field(
        default=None, description="met or not met; before 10 November 2025 effective or not effective."
    )
    category: Text | None = Field(
        default=None, description="requires significant improvement, special measures, or nothing."
    )


class Rise(Shape):
    """The school's place in the Regional Improvement for Standards and Excellence programme."""

    level: Annotated[Identifier, Names("rise-level")] = Field(description="none, universal or targeted.")
    adviser: Text | None = Field(default=None, description="The adviser's name, where support is targeted.")


class Trust(Shape):
    """The academy trust that runs the school."""

    name: Text = Field(description="The name in full.")
    address: Texts = Field(default=(), description="The lines of the address, or all of it with commas between.")
    email: Text | None = Field(default=None, description="Where it is written to.")


class School(Record):
    """One school: what Get Information About Schools says of it, and who leads it."""

    urn: Text = Field(description="Unique reference number, six digits; 900000 and up are invented ones.")
    name: Text = Field(description="The name as it stands in letters.")
    dfe_number: Text | None = Field(
        default=None, description="The DfE number (LA and establishment number): 123/4567. Notices print it."
    )
    type: Text = Field(description="Type as in Get Information About Schools: Community school, Academy converter, ...")
    phase: Texts = Field(description="Primary, Secondary, All-through, Special, Nursery; a list where several apply.")
    religious_character: Text = Field(default="Does not apply", description="As in Get Information About Schools.")
    diocese: Text | None = Field(
        default=None, description="The diocese, for a Church of England or Roman Catholic school."
    )
    foundation_appointer: Text | None = Field(
        default=None, description="Who appoints the foundation governors; none where nobody does."
    )
    trust: Trust | None = Field(default=None, description="The academy trust.")
    provision: Annotated[tuple[Annotated[Identifier, Names("provision")], ...], Many] = Field(
        default=(), description="early-years, sixth-form, arp."
    )
    status: Text = Field(default="Open", description="As in Get Information About Schools.")
    address: Texts = Field(default=(), description="The lines of the address, or all of it with commas between.")
    email: Text | None = Field(default=None, description="The school's address for e-mail.")
    telephone: Text | None = Field(default=None, description="The school's number.")
    people: dict[Identifier, Annotated[tuple[Holder, ...], Listed]] = Field(
        default_factory=dict, description="Roles at the school, each with its holders over time."
    )
    ofsted: Annotated[tuple[Inspection, ...], Listed] = Field(default=(), description="Inspections.")
    rise: Rise | None = Field(default=None, description="Its place in the RISE programme.")
    leadership_stable: Flag | None = Field(default=None, description="Whether leadership is judged stable.")
    calendar: dict[Text, Year] = Field(
        default_factory=dict, description="The school's own terms, where they differ from the authority's."
    )

    @field_validator("dfe_number")
    @classmethod
    def _is_dfe_number(cls, number: Text | None) -> Text | None:
        if number is not None and not _DFE_NUMBER.fullmatch(number):
            raise fault(
                f'"{number}" is no DfE number: three digits for the authority, four for the school, as in 123/4567'
            )
        return number
