"""Kinds about what a school gets at its level: activities of another level's offer."""

from collections.abc import Iterator

from casefiles.model.assessments import Assessment
from casefiles.model.base import Shape
from casefiles.model.case import Support
from casefiles.model.plans import Plan
from casefiles.model.records import Visit
from casefiles.model.types import Identifier
from casefiles.policy.episodes import level_on
from casefiles.policy.field_path import FieldPath, values_at
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.subjects import subject_day
from casefiles.policy.wording import say_any, say_level

__all__ = ["offered_at_level"]


class OfferedAtLevel(Shape):
    """The field that names an activity, and the list whose entries say for which levels they are."""

    field: FieldPath
    list: Identifier


@rule_kind("offered-at-level", of=(Support, Visit, Assessment, Plan), params=OfferedAtLevel)
def offered_at_level(
    subject: Support | Visit | Assessment | Plan, asked: OfferedAtLevel, view: View
) -> Iterator[Problem]:
    """An activity is recorded that is offered at other levels than the school's."""
    here = level_on(view.case, view.edition, subject_day(view.case, subject, view.as_of))
    terms = view.edition.lists.get(asked.list, {})
    for path, word in values_at(subject, asked.field):
        term = terms.get(view.edition.canonical(asked.list, word)) if isinstance(word, str) else None
        if term is None or not term.levels or here in term.levels:
            continue
        name = say_subject(view, subject)
        title = f"{term.title[:1].lower()}{term.title[1:]}"
        yield Problem(
            f"{name}: {'it' if title in name else title} is offered to "
            f"{say_any(say_level(view.edition, level) for level in term.levels)}; the school is at "
            f"{say_level(view.edition, here)}",
            path=path,
            help="if it is meant all the same, record a waiver with the reason",
        )
