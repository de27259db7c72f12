"""Assessments of a school against the policy's indicators: each a Markdown file of its own under `assessments/`."""

from typing import Annotated

from pydantic import Field

from casefiles.model.base import Held, Shape
from casefiles.model.types import Date, Identifier, Many, Names, Text

__all__ = ["Answered", "Assessment"]

People = Annotated[tuple[Annotated[Identifier, Names("person")], ...], Many]
Records = Annotated[tuple[Annotated[Identifier, Names("record")], ...], Many]


class Answered(Shape):
    """How far one indicator is met, and the records that show it."""

    answer: Annotated[Identifier, Names("indicator-answer")] = Field(description="met, partly or not-met.")
    evidence: Records = Field(default=(), description="The records that show it: evidence, visits, received, ...")
    note: Text | None = Field(default=None, description="What they show, in a sentence.")


class Assessment(Held):
    """A look at the whole school against the policy's indicators, from which the level follows."""

    kind: Annotated[Identifier, Names("assessment-kind")] = Field(description="What it is, in the policy's word.")
    present: People = Field(default=(), description="Who took part: roles or officers.")
    indicators: dict[Annotated[Identifier, Names("criterion")], Answered] = Field(
        default_factory=dict, description="The policy's indicators, by their ids, each with its answer."
    )
    draws_on: Records = Field(default=(), description="The joint evaluations and visits that it draws on.")
    concern: Text | None = Field(
        default=None, description="What makes the school one that causes concern, where it does."
    )
    contacted: dict[Annotated[Identifier, Names("person")], Date] = Field(
        default_factory=dict, description="The bodies that were contacted about the concern, with the day."
    )
    follow_up_requested_on: Date | None = Field(
        default=None, description="When the school asked that the assessment be followed up."
    )
    reason: Text | None = Field(default=None, description="What the indicators come to, in a sentence or two.")
