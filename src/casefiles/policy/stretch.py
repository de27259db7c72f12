"""The days on which an entry of a pack is in force."""

from datetime import date

from pydantic import Field

from casefiles.model.base import Shape
from casefiles.model.types import Date

__all__ = ["Stretch"]


class Stretch(Shape):
    """The days on which something is in force, both included; an open end goes on."""

    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")

    def covers(self, day: date) -> bool:
        """Whether the day lies in the stretch."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)
