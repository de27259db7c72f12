"""Terms, half-terms, school days, working days and months; every result says how it was derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casefiles.model.authority import Year

__all__ = ["Block", "Calendar", "Derived"]


@dataclass(frozen=True, slots=True)
class Derived:
    """A date with the sentence that says how it follows."""

    on: date
    derivation: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of school days, both ends included: a term or one of the six half-terms.

    `name` is for sentences ("the first half of the autumn term 2025"), `year` the academic year (2025-26).
    """

    name: str
    year: str
    start: date
    end: date


@dataclass(frozen=True)
class Calendar:
    """The days of one school: its terms by academic year and the bank holidays of England."""

    years: Mapping[str, Year] = field(default_factory=dict)
