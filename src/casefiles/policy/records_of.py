"""Records by type and kind, as rules name them: the plans, visits, letters or decisions that answer a rule."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Struct

from casefiles.model.base import Record, Shape
from casefiles.model.types import Identifier, Many, Names
from casefiles.policy.rule import View
from casefiles.policy.subjects import known_day
from casefiles.policy.view_queries import is_held
from casefiles.policy.wording import say_any

__all__ = ["Found", "RecordsOf", "found_in", "say_where"]


class RecordsOf(Shape):
    """Kinds of records, each under the word for its type; a record of any of them will do."""

    assessments: Annotated[tuple[Annotated[Identifier, Names("assessment-kind")], ...], Many] = ()
    decisions: Annotated[tuple[Annotated[Identifier, Names("decision-kind")], ...], Many] = ()
    letters: Annotated[tuple[Annotated[Identifier, Names("letter-kind")], ...], Many] = ()
    meetings: Annotated[tuple[Annotated[Identifier, Names("meeting-kind")], ...], Many] = ()
    notices: Annotated[tuple[Annotated[Identifier, Names("notice-kind")], ...], Many] = ()
    plans: Annotated[tuple[Annotated[Identifier, Names("plan-kind")], ...], Many] = ()
    received: Annotated[tuple[Annotated[Identifier, Names("received-kind")], ...], Many] = ()
    support: Annotated[tuple[Annotated[Identifier, Names("support-kind")], ...], Many] = ()
    group_meetings: Annotated[tuple[Annotated[Identifier, Names("group-meeting-kind")], ...], Many] = ()
    reports: Annotated[tuple[Annotated[Identifier, Names("report-kind")], ...], Many] = ()
    visits: Annotated[tuple[Annotated[Identifier, Names("bucket")], ...], Many] = ()


class Found(Struct, frozen=True):
    """A record that answers, with its day and the key that says of which kind it is."""

    record: Record
    on: date
    key: str


def found_in(view: View, wanted: RecordsOf, start: date | None = None, end: date | None = None) -> tuple[Found, ...]:
    """The records of these kinds from `start` up to `end` (both included) by the date of judgement, oldest first.

    A meeting counts when it was held, a notice when it was given, a letter when it was sent; a piece of support by the
    day it starts.
    """
    found = [
        each
        for each in _all(view, wanted)
        if each.on <= view.as_of and (start is None or start <= each.on) and (end is None or each.on <= end)
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.record.record_id)))


def say_where(wanted: RecordsOf) -> str:
    """Where such a record is filed: "plans/ (kind: rapid-improvement)"."""
    return say_any(
        f"{_PLACES.get(name, f'{name}/')} ({_KEYS.get(name, 'kind')}: {say_any(kinds)})"
        for name, kinds in _kinds(wanted)
    )


_KEYS = {"visits": "bucket"}
_PLACES = {"decisions": "decisions in case.yaml", "support": "support in case.yaml", "group_meetings": "meetings/"}


def _kinds(wanted: RecordsOf) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in RecordsOf.model_fields:
        kinds: tuple[str, ...] = getattr(wanted, name)
        if kinds:
            yield name, kinds


def _all(view: View, wanted: RecordsOf) -> Iterator[Found]:
    case, edition = view.case, view.edition
    for name, kinds in _kinds(wanted):
        key = _KEYS.get(name, "kind")
        what = "bucket" if name == "visits" else f"{name.removesuffix('s').replace('_', '-')}-kind"
        ids = {edition.canonical(what, kind) for kind in kinds}
        for record in getattr(case, name):
            word = getattr(record, key)
            if word is None or edition.canonical(what, word) not in ids:
                continue
            day = _day(view, name, record)
            if day is not None:
                yield Found(record, day, key)


def _day(view: View, name: str, record: Record) -> date | None:
    """The day from which a record counts; None where it does not count yet."""
    if name == "meetings":
        return record.on if is_held(view, record) else None  # type: ignore[arg-type]
    if name == "group_meetings":
        return record.on if getattr(record, "is_held", False) else None
    if name == "letters":
        sent: date | None = getattr(record, "sent_on", None)
        return sent
    if name == "notices":
        given: date | None = getattr(record, "given_on", None)
        return given
    if name == "received":
        return getattr(record, "received_on", None) or record.on
    return known_day(view.case, record)
