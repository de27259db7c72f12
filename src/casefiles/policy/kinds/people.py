"""Kinds about people: roles that must be filled."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.school import School
from casefiles.model.types import Identifier
from casefiles.policy.episodes import begins_episode
from casefiles.policy.people_at import holders_of
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.wording import say_level, say_role

__all__ = ["lead_named", "role_filled"]


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
