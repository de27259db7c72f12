"""Red, amber or green for a school: tests in order, ours unless a pack sets its own, each with the reason it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.diagnostics import Span
from casefiles.model.caseview import Case
from casefiles.policy.pack import Edition
from casefiles.policy.rating_tests import OUR_TESTS, Colour, RatingTest

__all__ = ["Facts", "Late", "Rating", "Reason", "facts_on", "rate", "rules_of_rating"]


class Late(Struct, frozen=True):
    """A duty that was overdue on the day: what, since when, where it began."""

    what: str
    due_on: date
    span: Span


class Facts(Struct, frozen=True):
    """What a rating looks at on a day. `step` is the formal step that stands: its id, title and place."""

    on: date
    level: str = ""
    level_span: Span | None = None
    overdue: tuple[Late, ...] = ()
    errors: tuple[Span, ...] = ()
    judgement: tuple[str, date, Span] | None = None
    risk: tuple[str, date, Span] | None = None
    step: tuple[str, str, date, Span] | None = None


class Reason(Struct, frozen=True):
    """Why a school has at least this colour, and where the files say so."""

    colour: Colour
    text: str
    span: Span


class Rating(Struct, frozen=True):
    """The colour of the worst reason, and every reason, the worst first; green has none."""

    colour: Colour
    reasons: tuple[Reason, ...] = ()


def rules_of_rating(edition: Edition) -> tuple[RatingTest, ...]:
    """The tests of an edition's own rating, else ours."""
    return edition.rating or OUR_TESTS


def rate(facts: Facts, tests: Iterable[RatingTest]) -> Rating:
    """The rating of a school by the tests: the worst colour that one of them gives."""
    reasons = [
        Reason(test.gives, text, span)
        for test in tests
        for text, span in _LOOKS.get(test.looks_at, _nothing)(facts, test)
    ]
    reasons.sort(key=lambda each: each.colour.order)
    worst = {each.span: each for each in reversed(reasons)}  # one place gives one reason, its worst
    kept = tuple(each for each in reasons if worst[each.span] is each)
    return Rating(kept[0].colour if kept else Colour.GREEN, kept)


def facts_on(case: Case, edition: Edition, day: date, begun: date | None) -> Facts:
    """What the case's own records say on the day; duties, errors and formal steps are for the caller to add.

    `begun` is the day on which the level of that day began: what was judged before it is of the past.
    """
    level = case.level_on(day)
    since = begun or date.min
    held = sorted(
        (each for each in case.meetings if each.is_held and since <= each.date <= day), key=lambda each: each.date
    )
    judged = next((each for each in reversed(held) if each.judgement), None)
    risky = next((each for each in reversed(held) if each.risk), None)
    return Facts(
        on=day,
        level=edition.canonical("level", level.level) if level else edition.lowest_level,
        level_span=level.span() if level else case.school.span(),
        judgement=(edition.canonical("judgement", str(judged.judgement)), judged.date, judged.span("judgement"))
        if judged
        else None,
        risk=(edition.canonical("risk", str(risky.risk)), risky.date, risky.span("risk")) if risky else None,
    )


Found = Iterator[tuple[str, Span]]


def _nothing(facts: Facts, test: RatingTest) -> Found:
    """Nothing: the test looks at something that there isn't."""
    del facts, test
    yield from ()


def _overdue(facts: Facts, test: RatingTest) -> Found:
    if facts.overdue and len(facts.overdue) >= test.at_least:
        first = min(facts.overdue, key=lambda late: late.due_on)
        count = len(facts.overdue)
        what = f"{count} duties are overdue, the oldest" if count > 1 else "overdue"
        yield f"{what} since {say_date(first.due_on)}: {first.what}", first.span


def _overdue_days(facts: Facts, test: RatingTest) -> Found:
    for late in facts.overdue:
        days = (facts.on - late.due_on).days
        if days >= test.at_least:
            yield f"overdue for {days} days: {late.what}", late.span


def _errors(facts: Facts, test: RatingTest) -> Found:
    count = len(facts.errors)
    if count and count >= test.at_least:
        yield ("an error in the case file" if count == 1 else f"{count} errors in the case file"), facts.errors[0]


def _judgement(facts: Facts, test: RatingTest) -> Found:
    if facts.judgement and facts.judgement[0] in test.any_of:
        word, on, span = facts.judgement
        yield f"the review of {say_date(on)} judged progress {word.replace('-', ' ')}", span


def _risk(facts: Facts, test: RatingTest) -> Found:
    if facts.risk and facts.risk[0] in test.any_of:
        word, on, span = facts.risk
        yield f"the review of {say_date(on)} put the risk at {word}", span


def _formal_step(facts: Facts, test: RatingTest) -> Found:
    if facts.step and facts.step[0] in test.any_of:
        _, title, since, span = facts.step
        yield f"{title} since {say_date(since)}", span


def _level(facts: Facts, test: RatingTest) -> Found:
    if facts.level in test.any_of and facts.level_span is not None:
        yield f"at the level {facts.level.replace('-', ' ')}", facts.level_span


_LOOKS: Mapping[str, Callable[[Facts, RatingTest], Found]] = {
    "overdue": _overdue,
    "overdue-days": _overdue_days,
    "errors": _errors,
    "judgement": _judgement,
    "risk": _risk,
    "formal-step": _formal_step,
    "level": _level,
}
