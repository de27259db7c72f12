"""Kinds about what the deliveries of a programme came to: requests answered, centres reviewed, days in a year."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from casefiles.calendars import academic_year, academic_year_begins, say_date
from casefiles.model.base import Shape
from casefiles.model.programme import Area, Delivery
from casefiles.model.types import Identifier, Names, Text, Whole
from casefiles.policy.rule import Duty, Problem, View, rule_kind

__all__ = ["days_each_year", "first_reviewed", "requests_answered"]


def _found(area: Area, wanted: str, view: View) -> Iterator[tuple[int, Delivery]]:
    """The delivery of that id in an area, with its number."""
    for number, each in enumerate(area.deliveries):
        if view.edition.canonical("delivery", each.id) == wanted:
            yield number, each


class RequestsAnswered(Shape):
    """The delivery to which the requests belong, what one is called, and in how many working days it is answered."""

    delivery: Annotated[Identifier, Names("delivery")]
    says: Text
    working_days: Whole


@rule_kind("requests-answered", of=Area, params=RequestsAnswered)
def requests_answered(area: Area, asked: RequestsAnswered, view: View) -> Iterator[Duty]:
    """Something was asked for under a delivery and was not answered in time."""
    for number, delivery in _found(area, asked.delivery, view):
        for at, each in enumerate(delivery.requests):
            due = view.calendar.add_working_days(each.asked_on, asked.working_days)
            about = f", about {each.about}" if each.about else ""
            what = f"{asked.says} of {say_date(each.asked_on)}{about}"
            is_late = each.answered_on is not None and each.answered_on > due.on
            yield Duty(
                what=f"the answer to {what}",
                due_on=due.on,
                derivation=due.derivation,
                message=f"{what} was to be answered by {say_date(due.on)}, and nothing says that it was",
                path=("deliveries", number, "requests", at),
                met_by=area.record_id if each.answered_on else "",
                met_on=each.answered_on,
                late=f"{what} was answered on {say_date(each.answered_on)}, due by {say_date(due.on)}"
                if is_late and each.answered_on
                else "",
                help="write answered_on",
                ours=True,
            )


class FirstReviewed(Shape):
    """The delivery whose log lists them, what they are called, how many there may be, and how many come first."""

    delivery: Annotated[Identifier, Names("delivery")]
    says: Text
    at_most: Whole
    first: Whole


@rule_kind("first-reviewed", of=Area, params=FirstReviewed)
def first_reviewed(area: Area, asked: FirstReviewed, view: View) -> Iterator[Problem]:
    """There are more of them than the policy aims at, or another was begun before the first were reviewed."""
    for number, delivery in _found(area, asked.delivery, view):
        log = sorted(enumerate(delivery.log), key=lambda each: each[1].on)
        for at, each in log[asked.at_most : asked.at_most + 1]:
            yield Problem(
                f"{each.what} is one more than the {asked.at_most} {asked.says} that the policy aims at",
                path=("deliveries", number, "log", at),
                help="take out what is no such entry, or record why there are more",
            )
        if len(log) <= asked.first:
            continue
        at, following = log[asked.first]
        waiting = [
            each for _, each in log[: asked.first] if each.reviewed_on is None or each.reviewed_on > following.on
        ]
        if waiting:
            yield Problem(
                f"{following.what} was begun on {say_date(following.on)}, before what {waiting[0].what} taught was "
                "reviewed",
                path=("deliveries", number, "log", at),
                help="write reviewed_on at the first ones",
            )


class DaysEachYear(Shape):
    """The delivery whose log has the days, what they are of, and how many there are in an academic year."""

    delivery: Annotated[Identifier, Names("delivery")]
    says: Text
    days: Whole


@rule_kind("days-each-year", of=Area, params=DaysEachYear)
def days_each_year(area: Area, asked: DaysEachYear, view: View) -> Iterator[Duty]:
    """The days logged for a finished academic year are fewer than the policy gives."""
    for number, delivery in _found(area, asked.delivery, view):
        known = sorted([*delivery.done, *(each.on for each in delivery.log)])
        for start in range(academic_year_begins(known[0]), academic_year_begins(view.as_of)) if known else ():
            year = academic_year(date(start, 9, 1))
            own = [each for each in delivery.log if academic_year(each.on) == year]
            logged = sum((each.days or Decimal(0) for each in own), Decimal(0))
            end = date(start + 1, 8, 31)
            yield Duty(
                what=f"{asked.days} days of {asked.says} in {year}",
                due_on=end,
                derivation=f"the academic year {year} ends on {say_date(end)}",
                message=f"{logged.normalize():f} of {asked.days} days of {asked.says} are logged for {year}",
                path=("deliveries", number, "log") if delivery.log else ("deliveries", number),
                met_by=area.record_id if logged >= asked.days else "",
                met_on=max(each.on for each in own) if own and logged >= asked.days else None,
                help="write each in log, with on, what and days",
                ours=True,
            )
