"""Kinds about people: roles that must be filled, named in a record, or kept up to date."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.assessments import Assessment
from casefiles.model.base import Record, Shape
from casefiles.model.case import Level
from casefiles.model.plans import Plan
from casefiles.model.programme import OutsideRegister
from casefiles.model.records import Letter, Meeting, Visit
from casefiles.model.school import Holder, School
from casefiles.model.types import Identifier, Many, Names, Text, Whole
from casefiles.policy.episodes import begins_episode
from casefiles.policy.field_path import FieldPath, values_at
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.people_at import holders_of, same_person
from casefiles.policy.rule import Duty, Problem, View, rule_kind
from casefiles.policy.subjects import subject_day
from casefiles.policy.wording import say_level, say_role, say_roles

__all__ = ["holder_fact_current", "lead_named", "role_filled", "roles_listed"]


class RoleFilled(Shape):
    """The role that somebody must hold."""

    role: Identifier


@rule_kind("role-filled", of=School, params=RoleFilled)
def role_filled(school: School, asked: RoleFilled, view: View) -> Iterator[Problem]:
    """Nobody holds a role that every school has."""
    if not holders_of(view.case, view.edition, asked.role, view.as_of):
        yield Problem(
            f"{school.name} has nobody as {say_role(view.edition, asked.role)} on {say_date(view.as_of)}",
            path=("people", asked.role),
            help=f"name the holder under people in school.yaml, as {asked.role}",
        )


class LeadNamed(Shape):
    """The role that leads where the level names nobody."""

    default: Identifier


@rule_kind("lead-named", of=Level, params=LeadNamed)
def lead_named(level: Level, asked: LeadNamed, view: View) -> Iterator[Problem]:
    """Nobody leads the support as the school's main contact."""
    if level.lead is not None or not begins_episode(view, level):
        return
    if not holders_of(view.case, view.edition, asked.default, level.decided_on):
        yield Problem(
            f"nobody is named as lead of {say_level(view.edition, level.level)}, and "
            f"{say_role(view.edition, asked.default)} had no holder on {say_date(level.decided_on)}",
            help='write "lead" on the level',
        )


class RolesListed(Shape):
    """The field that names people (a list, or a table with a day for each), and the roles that must be among them."""

    field: FieldPath
    roles: Annotated[tuple[Annotated[Identifier, Names("role")], ...], Many]
    says: Text
    """What is not said of the roles that are missing: "took part"."""


@rule_kind("roles-listed", of=(Level, Assessment, Meeting, Visit, Letter, Plan, OutsideRegister), params=RolesListed)
def roles_listed(subject: Record, asked: RolesListed, view: View) -> Iterator[Problem]:
    """A list of people lacks a role that must be on it."""
    day = subject_day(view.case, subject, view.as_of)
    values = [value for _, value in values_at(subject, asked.field)]
    named = [str(name) for value in values if isinstance(value, tuple | dict) for name in value]
    named += [value for value in values if isinstance(value, str)]
    missing = [
        role for role in asked.roles if not any(same_person(view.case, view.edition, role, name, day) for name in named)
    ]
    if missing:
        yield Problem(
            f"{say_subject(view, subject)} does not say that {say_roles(view.edition, missing)} {asked.says}",
            path=tuple(asked.field.split(".")) if named else (),
            help=f'add to "{asked.field}": {", ".join(missing)}',
        )


class HolderFact(Shape):
    """The roles of the school whose holders have a dated fact, the months it lasts, and how to speak of it."""

    roles: Annotated[tuple[Annotated[Identifier, Names("role")], ...], Many]
    field: Text
    months: Whole
    says: Text


@rule_kind("holder-fact-current", of=School, params=HolderFact)
def holder_fact_current(school: School, asked: HolderFact, view: View) -> Iterator[Duty]:
    """A dated fact of somebody who holds a role at the school is older than it may be."""
    for role in asked.roles:
        for key, index, held in _holders(school, view, role):
            if not held.covers(view.as_of):
                continue
            known: date | None = getattr(held, asked.field, None)
            due = view.calendar.add_months(known or held.start, asked.months)
            who = say_role(view.edition, role)
            last = (
                f"was last {asked.says} on {say_date(known)}"
                if known
                else f"has no day on which they were {asked.says}"
            )
            yield Duty(
                what=f"{who} to be {asked.says} again",
                due_on=due.on,
                derivation=due.derivation,
                message=f"{who} {last}; it was due by {say_date(due.on)}",
                path=("people", key, index),
                help=f"write the day in {asked.field}",
            )


def _holders(school: School, view: View, role: str) -> Iterator[tuple[str, int, Holder]]:
    """Who holds a role at the school, by whichever word the file names it: the word, the place in its list, who."""
    for key, held in school.people.items():
        if view.edition.canonical("role", key) == role:
            yield from ((key, index, each) for index, each in enumerate(held))
