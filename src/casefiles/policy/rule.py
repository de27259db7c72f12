"""What a rule kind is: a pure function that sees one subject and a view, and yields problems and duties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from msgspec import Struct

from casefiles.calendars import Calendar
from casefiles.diagnostics import Span
from casefiles.model.base import Record, Shape
from casefiles.model.caseview import Case
from casefiles.policy.pack import Edition

__all__ = ["Duty", "NoParams", "Problem", "RuleKind", "Said", "Unjudged", "View", "rule_kind"]

Subject = TypeVar("Subject", bound=Record)
Params = TypeVar("Params", bound=Shape)


class NoParams(Shape):
    """The parameters of a kind that has none."""


class Problem(Struct, frozen=True):
    """What a kind found wrong, in one sentence with its named values.

    `path` leads from the subject (or from `record`, where the fault stands elsewhere) to the value at
    fault; `span` says where it stands in the Markdown below. `step` picks the severity of a rule with
    several. `ours` marks a number that the policy does not give: the engine then warns at most.
    """

    message: str
    path: tuple[str | int, ...] = ()
    record: Record | None = None
    label: str = ""
    help: str = ""
    step: int = 0
    ours: bool = False
    related: tuple[tuple[Span, str], ...] = ()
    span: Span | None = None


class Duty(Struct, frozen=True):
    """Something that must be done by a day, and how the day follows.

    `met_by` is the id of the record that met it (`met_on` its day), `excused_by` of the one that excused
    it. Not met and `due_on` before the date of judgement is overdue: the engine then makes a diagnostic
    with `message`. A duty met late says so in `late`, which becomes a diagnostic as well.
    """

    what: str
    due_on: date
    derivation: str
    message: str
    path: tuple[str | int, ...] = ()
    record: Record | None = None
    met_by: str = ""
    met_on: date | None = None
    excused_by: str = ""
    late: str = ""
    help: str = ""
    step: int = 0
    ours: bool = False


class Unjudged(Struct, frozen=True):
    """What a kind cannot judge since the calendar lacks an academic year (2027-28).

    The engine says so once a case and year, with every rule that is in this position.
    """

    year: str


class View(Struct, frozen=True, dict=True):
    """All that a kind may look at beside its subject: read-only.

    `edition` is the one in force on the subject's own day, with the national layer under it; `case`
    is the whole case, so a kind asks `policy.view_queries` what stood on which day.
    """

    case: Case
    edition: Edition
    calendar: Calendar
    as_of: date

    @cached_property
    def facets(self) -> dict[tuple[str, int], tuple[Record, frozenset[str]]]:
        """What `policy.facets` read of subjects: by a facet's name and the subject's identity."""
        return {}


Said = Problem | Duty | Unjudged
"""What a kind may yield."""


class RuleKind(Struct, Generic[Subject, Params], frozen=True, dict=True):
    """A rule kind: its name, the subjects it can be of, its parameters' type and its function."""

    name: str
    of: tuple[type[Record], ...]
    params: type[Shape]
    look: Callable[[Any, Any, View], Iterator[Said]]

    @cached_property
    def owes(self) -> bool:
        """Whether it may say that something is owed, not only that it is wrong: the type of its function tells."""
        said = str(self.look.__annotations__.get("return", "Said"))
        return "Duty" in said or "Said" in said

    @property
    def summary(self) -> str:
        """What a breach of it is, in one sentence: the function's own documentation."""
        return (self.look.__doc__ or "").strip()


def rule_kind(
    name: str, *, of: type[Record] | tuple[type[Record], ...], params: type[Shape] = NoParams
) -> Callable[[Callable[[Any, Any, View], Iterator[Said]]], RuleKind[Any, Any]]:
    """A decorator that makes a rule kind of a function; `casefiles.policy.registry` lists it."""

    def make(look: Callable[[Any, Any, View], Iterator[Said]]) -> RuleKind[Any, Any]:
        return RuleKind(name, of if isinstance(of, tuple) else (of,), params, look)

    return make
