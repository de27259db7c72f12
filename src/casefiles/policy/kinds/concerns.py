"""A kind about leaving a level: the concern that led to it has been dealt with, and evidence shows it."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.records import Evidence
from casefiles.model.types import Identifier, Many, Names
from casefiles.policy.episodes import level_before
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.wording import say_all, say_level

__all__ = ["concerns_resolved"]


class ConcernsResolved(Shape):
    """The levels that a school leaves when the concern is resolved."""

    leaving: Annotated[tuple[Annotated[Identifier, Names("level")], ...], Many]


@rule_kind("concerns-resolved", of=Level, params=ConcernsResolved)
def concerns_resolved(level: Level, asked: ConcernsResolved, view: View) -> Iterator[Problem]:
    """A school leaves a level while the concern that led to it is not resolved, or without evidence that it is."""
    left = level_before(view.case, view.edition, level.decided_on)
    if left not in asked.leaving:
        return
    concerns = _concerns(level, view)
    unresolved = [each for each in concerns if each.resolved_on is None or each.resolved_on > level.decided_on]
    leaves = f"the school leaves {say_level(view.edition, left)} on {say_date(level.decided_on)}"
    if not concerns:
        yield Problem(
            f"{leaves}, and no evidence shows the concern and that it is resolved",
            path=("level",),
            help="file the evidence, name it in the priority that it led to, and write resolved_on",
        )
    elif unresolved:
        named = say_all(f'"{each.title}"' for each in unresolved)
        yield Problem(
            f"{leaves}, and {named} {'is' if len(unresolved) == 1 else 'are'} not resolved by then",
            path=("level",),
            related=tuple((each.span("title"), "not resolved") for each in unresolved),
            help="write resolved_on on the evidence, with what shows it",
        )


def _concerns(level: Level, view: View) -> list[Evidence]:
    """The evidence of a concern by a day: what a priority rests on or what cites a criterion."""
    named = {name for priority in view.case.priorities for name in priority.evidence}
    return [
        each
        for each in view.case.evidence
        if each.date <= level.decided_on and (each.record_id in named or each.criteria)
    ]
