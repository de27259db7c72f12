"""Kinds about how many: more of a thing at once than a level allows."""

from collections.abc import Iterator
from datetime import date

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.types import Whole
from casefiles.policy.episodes import begins_episode, episode_of
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.view_queries import is_open_on, opened_on
from casefiles.policy.wording import say_level

__all__ = ["count_within"]


class CountWithin(Shape):
    """The most priorities that may be open at once while the level lasts."""

    at_most: Whole


@rule_kind("count-within", of=Level, params=CountWithin)
def count_within(level: Level, asked: CountWithin, view: View) -> Iterator[Problem]:
    """More key priorities are open at once than the level allows."""
    if not begins_episode(view, level):
        return
    episode = episode_of(view, level)
    days = {episode.start, *(day for priority in view.case.priorities if (day := opened_on(view, priority)))}
    for day in sorted(day for day in days if episode.covers(day)):
        found = [priority for priority in view.case.priorities if is_open_on(view, priority, day)]
        if len(found) <= asked.at_most:
            continue
        ordered = sorted(found, key=lambda priority: opened_on(view, priority) or date.min)
        one_too_many = ordered[asked.at_most]
        yield Problem(
            f"{len(found)} key priorities are open on {say_date(day)}; "
            f"{say_level(view.edition, level.level)} allows {asked.at_most}",
            record=one_too_many,
            path=("id",),
            label=f"the {_ordinal(asked.at_most + 1)}",
            help="close or merge one, or record a waiver",
        )
        return


def _ordinal(number: int) -> str:
    words = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh"}
    return words.get(number, f"{number}th")
