"""What a programme's files say twice or against themselves: ids, years, days, and owners who have left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.model.people import holders
from casefiles.model.programme import Area, Delivery, Target
from casefiles.source import Path

__all__ = ["check_programme"]


def check_programme(case: Case, as_of: date) -> Iterator[Diagnostic]:
    """Each such fault at its line; nothing for a case of one school."""
    if case.programme is None:
        return
    yield from _twice(case.areas)
    for target in case.targets:
        yield from _years(target, ("results",), [each.year for each in target.results])
        yield from _against_numbers(target)
    for area in case.areas:
        for number, output in enumerate(area.outputs):
            yield from _years(area, ("outputs", number, "results"), [each.year for each in output.results])
    yield from _days(case)
    yield from _owners(case, as_of)


def _twice(areas: Iterable[Area]) -> Iterator[Diagnostic]:
    """An error at an output or a delivery that stands a second time."""
    first: dict[tuple[str, str], Span] = {}
    for area in areas:
        entries = [("outputs", number, each.id) for number, each in enumerate(area.outputs)]
        entries += [("deliveries", number, each.id) for number, each in enumerate(area.deliveries)]
        for name, number, entry in entries:
            place = area.span(name, number, "id")
            earlier = first.setdefault((name, entry), place)
            if earlier is not place:
                what = "output" if name == "outputs" else "delivery"
                yield _said(
                    place,
                    "SCH-008",
                    f'the {what} "{entry}" stands twice in the programme',
                    "put what both say into one of them, or write the id of the other",
                    (earlier, "the first"),
                )


def _years(record: Record, path: Path, years: Sequence[str]) -> Iterator[Diagnostic]:
    """An error at a result whose year stands already, or that stands before a result of an earlier year."""
    for number, (former, each) in enumerate(pairwise(years), start=1):
        if each > former:
            continue
        place, before = record.span(*path, number, "year"), record.span(*path, number - 1, "year")
        if each == former:
            message, help_ = f"there are two results of {each}", "keep the one that holds"
        else:
            message = f"the result of {each} stands after that of {former}"
            help_ = "write the years in order: reports take the last one for the newest"
        yield _said(place, "SCH-020", message, help_, (before, "the one before"))


def _against_numbers(target: Target) -> Iterator[Diagnostic]:
    """A warning at a standing that the numbers beside it contradict."""
    for number, each in enumerate(target.results):
        wanted = target.goal if target.goal is not None else each.comparator
        if each.value is None or wanted is None or each.standing not in {"met", "missed"}:
            continue
        reached = each.value >= wanted if target.direction == "at-least" else each.value <= wanted
        if reached != (each.standing == "met"):
            yield Diagnostic(
                target.span("results", number, "standing"),
                "SCH-021",
                Severity.WARNING,
                f"the target is said to be {each.standing}, but {each.value:f} stands against {wanted:f}",
                help="leave standing out: value and comparator, or the goal, say it; or put the number right",
            )


def _days(case: Case) -> Iterator[Diagnostic]:
    """An error at a day that lies before what it follows."""
    for alert in case.alerts:
        if alert.sent_on is not None and alert.sent_on < alert.known_on:
            yield _said(
                alert.span("sent_on"),
                "SCH-022",
                f"the alert was sent on {alert.sent_on}, before the concern was known",
                "put one of the two days right",
                (alert.span("known_on"), "when it was known"),
            )
    for meeting in case.group_meetings:
        asked = [("actions", number, each.due_on) for number, each in enumerate(meeting.actions)]
        asked += [("commissioned", number, each.due_on) for number, each in enumerate(meeting.commissioned)]
        for name, number, due_on in asked:
            if due_on is not None and due_on < meeting.date:
                yield _said(
                    meeting.span(name, number, "due_on"),
                    "SCH-022",
                    f"it is due on {due_on}, before the meeting of {meeting.date} that agreed it",
                    "write the day by which it is to be done",
                )

    for area in case.areas:
        for number, delivery in enumerate(area.deliveries):
            yield from _answers(area, number, delivery)


def _answers(area: Area, number: int, delivery: Delivery) -> Iterator[Diagnostic]:
    """An error at an answer before its request, or a review before what it is of."""
    pairs = [
        ("requests", at, "answered_on", each.answered_on, each.asked_on) for at, each in enumerate(delivery.requests)
    ]
    pairs += [("log", at, "reviewed_on", each.reviewed_on, each.on) for at, each in enumerate(delivery.log)]
    for name, at, key, later, first in pairs:
        if later is not None and later < first:
            yield _said(
                area.span("deliveries", number, name, at, key),
                "SCH-022",
                f"{later} lies before {first}, the day of what it follows",
                "put one of the two days right",
            )


def _owners(case: Case, as_of: date) -> Iterator[Diagnostic]:
    """A warning at somebody who answers for a part of the programme and held the role once, but no more."""
    told: set[str] = set()
    for record, path, owner in _named_owners(case):
        given = case.authority.file.roles.get(owner)
        if owner in told or not given or holders(case, owner, as_of):
            continue
        told.add(owner)
        ended = max((each.end for each in given if each.end is not None), default=None)
        since = f" since {ended}" if ended is not None and ended <= as_of else f" on {as_of}"
        yield Diagnostic(
            record.span(*path),
            "SCH-023",
            Severity.WARNING,
            f"nobody holds the role {owner}{since}, and the programme names it as owner",
            help="give the role its next holder in authority.yaml, or name another owner here",
            related=((case.authority.file.key_span("roles", owner), "its holders"),),
        )


def _named_owners(case: Case) -> Iterator[tuple[Record, Path, str]]:
    """Everything in the programme that somebody answers for without a day of its own."""
    for target in case.targets:
        if target.owner:
            yield target, ("owner",), target.owner
    for area in case.areas:
        for number, delivery in enumerate(area.deliveries):
            yield area, ("deliveries", number, "owner"), delivery.owner
    for register in case.outside_registers:
        yield register, ("owner",), register.owner


def _said(place: Span, code: str, message: str, help_: str, related: tuple[Span, str] | None = None) -> Diagnostic:
    return Diagnostic(
        place, code, Severity.ERROR, message, help=help_, related=(related,) if related is not None else ()
    )
