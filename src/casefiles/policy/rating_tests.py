"""The tests by which a school is rated red, amber or green: as a pack's `rating.yaml` writes them, and ours."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, field_validator

from casefiles.model.base import Record
from casefiles.model.types import Identifier, Many, Text, Whole, fault

__all__ = ["LOOKS_AT", "OUR_TESTS", "Colour", "RatingTest"]


class Colour(StrEnum):
    """A rating; its value is the word that stands beside the colour wherever it is shown."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"

    @property
    def order(self) -> int:
        """0 for the worst."""
        return list(Colour).index(self)


LOOKS_AT = ("overdue", "overdue-days", "errors", "judgement", "risk", "formal-step", "level")
"""What a test can look at."""


class RatingTest(Record):
    """One test of a rating, as `rating.yaml` of a pack writes it."""

    id: Identifier
    colour: Identifier = Field(description="red or amber: what the school is at least, where the test holds.")
    looks_at: Identifier = Field(
        description="overdue, overdue-days, errors, judgement, risk, formal-step or level: what it looks at."
    )
    at_least: Whole = Field(default=1, description="How many duties, errors or days it takes.")
    any_of: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="The judgements, risks, steps or levels that count."
    )
    says: Text = Field(description="The test in words, for the page and the reports.")

    @field_validator("colour")
    @classmethod
    def _is_colour(cls, word: str) -> str:
        if word not in {"red", "amber"}:
            raise fault(f'"{word}" is neither red nor amber: a school is green where no test holds')
        return word

    @field_validator("looks_at")
    @classmethod
    def _can_be_looked_at(cls, word: str) -> str:
        if word not in LOOKS_AT:
            raise fault(f'"{word}" is nothing that a rating can look at: it looks at {", ".join(LOOKS_AT)}')
        return word

    @property
    def gives(self) -> Colour:
        """The colour that it gives."""
        return Colour.RED if self.colour == "red" else Colour.AMBER


def _ours(**entry: Any) -> RatingTest:
    """A test of our own: it is not validated, so that no start has to build the validator (a test does it)."""
    return RatingTest.model_construct(**entry)


OUR_TESTS = (
    _ours(
        id="formal-step", colour="red", looks_at="formal-step", any_of=("notice", "outcome", "powers"),
        says="a warning notice stands or was not complied with, or a power of intervention is in use",
    ),
    _ours(
        id="high-risk", colour="red", looks_at="risk", any_of=("high",),
        says="the last review put the risk to the priorities as a whole at high",
    ),
    _ours(
        id="long-overdue", colour="red", looks_at="overdue-days", at_least=28,
        says="a duty has been overdue for 28 days or more",
    ),
    _ours(id="many-overdue", colour="red", looks_at="overdue", at_least=3, says="three or more duties are overdue"),
    _ours(id="overdue", colour="amber", looks_at="overdue", says="a duty is overdue"),
    _ours(
        id="off-track", colour="amber", looks_at="judgement", any_of=("not-on-track", "insufficient"),
        says="the last review judged progress as a whole not on track",
    ),
    _ours(
        id="medium-risk", colour="amber", looks_at="risk", any_of=("medium",),
        says="the last review put the risk to the priorities as a whole at medium",
    ),
    _ours(id="errors", colour="amber", looks_at="errors", says="an error in the case file holds its documents"),
)  # fmt: skip
"""The rating where a pack sets none: no policy gives such a rule, so this is our reading of what a head asks first."""
