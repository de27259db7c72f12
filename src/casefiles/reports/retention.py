"""What is due for review or disposal, by the periods that the authority's own file gives: no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.model.authority import RETAINED, Retention
from casefiles.model.caseview import Case
from casefiles.register import Register

__all__ = ["Retained", "due_for_retention"]


class Retained(Struct, frozen=True):
    """A document or record whose period has ended: what it is, what is due, since when and why."""

    what: str
    name: str
    title: str
    file: str
    then: str
    due_on: date
    derivation: str


def due_for_retention(case: Case, register: Register, as_of: date) -> tuple[Retained, ...]:
    """Everything of a case whose period has ended by the day, the oldest first."""
    found = []
    for what, kinds, each in (*_documents(register), *_records(case)):
        for then in ("review", "dispose"):
            period = _period(case.authority.file.retention, what, kinds, then)
            if period is None:
                continue
            due_on = _years_after(each.due_on, period.years)
            if due_on <= as_of:
                years = "1 year" if period.years == 1 else f"{period.years} years"
                basis = f" ({period.basis})" if period.basis else ""
                derivation = f"{years} from {say_date(each.due_on)}{basis}"
                found.append(Retained(what, each.name, each.title, each.file, then, due_on, derivation))
    return tuple(sorted(found, key=lambda each: (each.due_on, each.name, each.then)))


def _documents(register: Register) -> Iterator[tuple[str, set[str], Retained]]:
    """The documents of the register that were not erased, each with its kinds and its date."""
    for document in register.documents:
        on = _day(document.dated)
        if document.state != "erased" and on is not None:
            origin = document.origin
            kinds = {origin.text("slug"), origin.text("kind")} if document.record else {"old-letter"}
            file = document.acts[0].file
            yield "document", kinds, Retained("document", document.reference, document.title, file, "", on, "")


def _day(text: str) -> date | None:
    """The day that an entry names; None where somebody has put something else there."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _records(case: Case) -> Iterator[tuple[str, set[str], Retained]]:
    """The dated records of the case, each with its kind."""
    for what, record in case.all_records():
        if what in RETAINED and record.on is not None:
            title = getattr(record, "title", None) or ""
            kinds = {getattr(record, "kind", None) or what}
            yield what, kinds, Retained(what, record.record_id, title, record.source_file, "", record.on, "")


def _period(schedule: tuple[Retention, ...], what: str, kinds: set[str], then: str) -> Retention | None:
    """The line of the schedule for it: one that names its kind goes before one for all."""
    lines = [line for line in schedule if line.of == what and line.then == then]
    own = [line for line in lines if kinds & set(line.kinds)]
    return next(iter([*own, *(line for line in lines if not line.kinds)]), None)


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March for 29 February where there is none."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
