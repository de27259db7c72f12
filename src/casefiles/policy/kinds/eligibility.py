"""Kinds about what bears on intervention before any notice: a school that looks coasting, safety under threat."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.records import Evidence
from casefiles.model.school import School
from casefiles.model.types import Identifier, Many, Names
from casefiles.policy.coasting import coasting_entry
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.schools import type_of_school
from casefiles.policy.view_queries import decisions_since, received_of
from casefiles.policy.wording import say_any

__all__ = ["coasting_indicator", "safety_answered"]


class Coasting(Shape):
    """What the Secretary of State sends, and the types of school that the definition leaves out."""

    received: Annotated[tuple[Annotated[Identifier, Names("received-kind")], ...], Many]
    not_for: Annotated[tuple[Annotated[Identifier, Names("school-type")], ...], Many] = ()


@rule_kind("coasting-indicator", of=School, params=Coasting)
def coasting_indicator(school: School, asked: Coasting, view: View) -> Iterator[Problem]:
    """The inspections look like those of a coasting school, and no notification makes it eligible."""
    entry = coasting_entry(school.ofsted, view.edition, view.as_of)
    if entry and type_of_school(school, view.edition) not in asked.not_for and not received_of(view, asked.received):
        yield Problem(
            f"{school.name} appears to meet the definition of a coasting school ({entry}); it is eligible for "
            "intervention only once the Secretary of State has notified the governing body",
            path=("ofsted",),
            help=f"if it has, record that under received/ (kind {say_any(asked.received)})",
        )


class SafetyAnswered(Shape):
    """The ground of a notice, and the decisions, that answer a threat to safety."""

    ground: Annotated[Identifier, Names("ground")]
    decisions: Annotated[tuple[Annotated[Identifier, Names("decision-kind")], ...], Many]


@rule_kind("safety-answered", of=Evidence, params=SafetyAnswered)
def safety_answered(evidence: Evidence, asked: SafetyAnswered, view: View) -> Iterator[Problem]:
    """Safety is threatened, and neither a notice nor a decision answers it."""
    resolved = evidence.resolved_on is not None and evidence.resolved_on <= view.as_of
    if not evidence.threatens_safety or resolved or evidence.date > view.as_of:
        return
    noticed = any(
        view.edition.canonical("ground", ground.ground) == asked.ground
        for notice in view.case.notices
        if evidence.date <= notice.day <= view.as_of
        for ground in notice.grounds
    )
    if not noticed and not decisions_since(view, evidence.date, asked.decisions):
        yield Problem(
            f"safety is threatened since {say_date(evidence.date)}, and neither a warning notice nor a decision on one "
            "is recorded",
            path=("threatens_safety",),
            help=f"give a notice, or record in decisions what was decided: {say_any(asked.decisions)}",
        )
