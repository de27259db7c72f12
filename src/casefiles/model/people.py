"""Who holds a role on a day: the school's own people, officers of the authority, and bodies outside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.model.authority import Body, RoleHolder
from casefiles.model.base import Record
from casefiles.model.caseview import Authority, Case
from casefiles.model.school import Holder
from casefiles.placed import Placed

__all__ = [
    "Person",
    "body",
    "check_authority_people",
    "check_school_people",
    "holder",
    "holders",
    "is_held",
    "known_people",
]


class Person(Placed, frozen=True, eq=False):
    """Somebody (or a body) as a letter names them. `role` is the word by which the case asked for them.

    `span` is where they are named: the place for an address that is missing.
    """

    role: str
    name: str
    salutation: str | None = None
    title: str | None = None
    email: str | None = None
    address: tuple[str, ...] = ()
    officer: str = ""
    span: Span | None = None


def holder(case: Case, role_or_officer: str, day: date) -> Person | None:
    """The one person who holds a role on the day, or the officer or body of that id; None for nobody or several."""
    found = holders(case, role_or_officer, day)
    return found[0] if len(found) == 1 else None


def holders(case: Case, role_or_officer: str, day: date) -> tuple[Person, ...]:
    """Everybody who holds a role on the day: from the school's people, else the authority's roles, officers, bodies."""
    word = role_or_officer
    own = case.school.people.get(word)
    if own is not None:
        return tuple(_school_person(case, word, at) for at, each in enumerate(own) if each.covers(day))
    given = case.authority.file.roles.get(word)
    if given is not None:
        return tuple(_officer(case, word, each.officer) for each in given if each.covers(day))
    if word in case.authority.file.officers:
        return (_officer(case, word, word),)
    found = body(case, word)
    if found is None:
        return ()
    bodies = case.authority.file.bodies
    span = case.authority.file.span("bodies", next(name for name, each in bodies.items() if each is found))
    return (Person(word, found.name, email=found.email, address=found.address, span=span),)


def is_held(case: Case, role_or_officer: str, day: date) -> bool:
    """Whether `holders` finds anybody on the day."""
    file = case.authority.file
    held: tuple[Holder | RoleHolder, ...] | None
    held = case.school.people.get(role_or_officer, file.roles.get(role_or_officer))
    if held is not None:
        return any(each.covers(day) for each in held)
    return role_or_officer in file.officers or body(case, role_or_officer) is not None


def body(case: Case, role_or_id: str) -> Body | None:
    """The body of that id, or the one of that role that stands for this school (by character, diocese, name or all)."""
    bodies = case.authority.file.bodies
    if role_or_id in bodies:
        return bodies[role_or_id]
    school = case.school
    own = {school.religious_character, school.name, school.diocese, school.trust.name if school.trust else None}
    of_role = [each for each in bodies.values() if each.role == role_or_id]
    named = [each for each in of_role if own.intersection(each.serves)]
    return next(iter(named or [each for each in of_role if not each.serves]), None)


def known_people(case: Case) -> frozenset[str]:
    """Every word that the case file may use for somebody: roles, officers, bodies and their roles."""
    authority = case.authority.file
    return frozenset(
        [
            *case.school.people,
            *authority.roles,
            *authority.officers,
            *authority.bodies,
            *(each.role for each in authority.bodies.values()),
        ]
    )


def check_school_people(case: Case) -> Iterator[Diagnostic]:
    """What is wrong with the school's dated holders by themselves."""
    for role, held in case.school.people.items():
        yield from _overlaps(case.school, ("people", role), held)
        for number, each in enumerate(held):
            path = ("people", role, number)
            if (each.name is None) == (each.officer is None):
                message = "a holder is named here (name) or is an officer of the authority (officer): one of the two"
                yield Diagnostic(case.school.span(*path), "SCH-010", Severity.ERROR, message)


def check_authority_people(authority: Authority) -> Iterator[Diagnostic]:
    """What is wrong with the authority's dated holders by themselves."""
    for role, held in authority.file.roles.items():
        yield from _overlaps(authority.file, ("roles", role), held)


def _overlaps(
    record: Record, path: tuple[str, str], held: tuple[Holder, ...] | tuple[RoleHolder, ...]
) -> Iterator[Diagnostic]:
    """An error at both lines for two holders of one role on the same days."""
    for later, second in enumerate(held):
        for earlier, first in enumerate(held[:later]):
            if (first.end is None or second.start < first.end) and (second.end is None or first.start < second.end):
                message = f"two people hold the role {path[1]} from {max(first.start, second.start)}"
                places = (record.span(*path, earlier), record.span(*path, later))
                for here, there in (places, places[::-1]):
                    yield _doubled(here, there, message)


def _doubled(here: Span, there: Span, message: str) -> Diagnostic:
    help_ = 'end the first with "to:", the day on which the second begins'
    return Diagnostic(here, "SCH-011", Severity.ERROR, message, help=help_, related=((there, "the other"),))


def _school_person(case: Case, role: str, at: int) -> Person:
    held = case.school.people[role][at]
    if held.officer is not None:
        return _officer(case, role, held.officer)
    span = case.school.span("people", role, at)
    return Person(role, held.name or "", held.salutation, held.title, held.email, case.school.address, span=span)


def _officer(case: Case, role: str, officer_id: str) -> Person:
    officer = case.authority.file.officers.get(officer_id)
    if officer is None:
        return Person(role, officer_id, officer=officer_id)
    span = case.authority.file.span("officers", officer_id)
    return Person(role, officer.name, officer.salutation, officer.title, officer.email, officer=officer_id, span=span)
