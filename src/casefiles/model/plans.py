"""Plans that the authority makes for a school: each a Markdown file of its own under `plans/`."""

from typing import Annotated

from pydantic import Field

from casefiles.model.base import Held, Shape
from casefiles.model.types import Date, Identifier, Listed, Many, Names, Number, Text

__all__ = ["Milestone", "Plan"]

Person = Annotated[Identifier, Names("person")]


class Milestone(Shape):
    """One thing that is to be reached by a day, and how one sees that it is."""

    measure: Text = Field(description="What is to be reached, in words that a governor understands.")
    priority: Annotated[Identifier | None, Names("priority")] = Field(
        default=None, description="The priority that it belongs to."
    )
    due_on: Date | None = Field(default=None, description="By when.")
    met_on: Date | None = Field(default=None, description="When it was reached.")


class Plan(Held):
    """A plan that the authority makes for a school, or with it: what is done, by whom, until when."""

    kind: Annotated[Identifier, Names("plan-kind")] = Field(description="What it is, in the policy's word.")
    title: Text | None = Field(default=None, description="What it is called.")
    coordinator: Person | None = Field(default=None, description="Who co-ordinates it: a role or an officer.")
    start: Date | None = Field(default=None, alias="from", description="Its first day; without it, its own date.")
    end: Date | None = Field(default=None, alias="to", description="The day after its last; without it, it goes on.")
    agreed: dict[Person, Date] = Field(default_factory=dict, description="Who agreed it, with the day.")
    priorities: Annotated[tuple[Annotated[Identifier, Names("priority")], ...], Many] = Field(
        default=(), description="The priorities that it serves."
    )
    criteria: Annotated[tuple[Annotated[Identifier, Names("criterion")], ...], Many] = Field(
        default=(), description="The policy's criteria that it answers."
    )
    plan_reference: Text | None = Field(default=None, description="Where the school's own plan has it.")
    linked_to: Annotated[Identifier | None, Names("received")] = Field(
        default=None, description="The school's document that it is linked to, such as its action plan after Ofsted."
    )
    half_days: Number | None = Field(default=None, description="The half days of visits that it plans for a year.")
    milestones: Annotated[tuple[Milestone, ...], Listed] = Field(
        default=(), description="What is to be reached by when."
    )
    review_on: Date | None = Field(default=None, description="When the plan is looked at again.")
