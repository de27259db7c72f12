"""Kinds about inspections: grades on the scale of their date, and levels that contradict them."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.diagnostics import nearest
from casefiles.model.base import Shape
from casefiles.model.school import Inspection, School
from casefiles.model.types import Flag, Identifier, Many
from casefiles.policy.episodes import level_on
from casefiles.policy.pack import Edition, Term
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.view_queries import open_evidence
from casefiles.policy.wording import say_all, say_any, say_level, say_term

__all__ = [
    "category_fits_level",
    "grade_of",
    "grades_on_scale",
    "level_fits_facts",
    "regime_of",
    "safeguarding_on_scale",
]

_LISTS = {"area": "ofsted-area", "grade": "ofsted-grade", "judgement of safeguarding": "ofsted-safeguarding"}


def regime_of(edition: Edition, day: date) -> str:
    """Ofsted's regime of an inspection's date (oe4, sub4, rc5); an empty string where the pack has none."""
    regimes = edition.lists.get("ofsted-regime", {})
    return next((name for name, term in regimes.items() if term.in_force.covers(day)), "")


def grade_of(edition: Edition, what: str, regime: str, word: str, day: date | None = None) -> Term | None:
    """The entry of a regime's list (grades, areas, safeguarding) that a word of a report (of a day) stands for."""
    wanted = word.casefold()
    return next(
        (
            term
            for term in edition.lists.get(what, {}).values()
            if term.group == regime
            and (day is None or term.in_force.covers(day))
            and wanted in {name.casefold() for name in (term.title, *term.aliases)}
        ),
        None,
    )


@rule_kind("grades-on-scale", of=School)
def grades_on_scale(school: School, asked: NoParams, view: View) -> Iterator[Problem]:
    """A grade or an area is not of the framework that was in force on the inspection's date."""
    del asked
    for index, inspection in enumerate(school.ofsted):
        regime = regime_of(view.edition, inspection.inspected_on)
        for area, grade in inspection.grades.items():
            path = ("ofsted", index, "grades", area)
            known = grade_of(view.edition, "ofsted-area", regime, area, inspection.inspected_on)
            if known is None:
                yield _off_scale(view, "area", inspection, area, path)
            elif known.requires and known.requires not in _provision(view):
                needed = say_term(view.edition, "provision", known.requires).lower()
                yield Problem(
                    f'"{area}" is graded and school.yaml names no {needed} under provision', path=path, step=1
                )
            if grade_of(view.edition, "ofsted-grade", regime, grade, inspection.inspected_on) is None:
                yield _off_scale(view, "grade", inspection, grade, path)


@rule_kind("safeguarding-on-scale", of=School)
def safeguarding_on_scale(school: School, asked: NoParams, view: View) -> Iterator[Problem]:
    """The judgement of safeguarding is not one of those of the inspection's date."""
    del asked
    for index, inspection in enumerate(school.ofsted):
        regime = regime_of(view.edition, inspection.inspected_on)
        word = inspection.safeguarding
        if word is not None and grade_of(view.edition, "ofsted-safeguarding", regime, word) is None:
            path = ("ofsted", index, "safeguarding")
            yield _off_scale(view, "judgement of safeguarding", inspection, word, path)


def _off_scale(view: View, noun: str, inspection: Inspection, word: str, path: tuple[str | int, ...]) -> Problem:
    regime = regime_of(view.edition, inspection.inspected_on)
    known = [
        term.title
        for term in view.edition.lists.get(_LISTS[noun], {}).values()
        if term.group == regime and term.in_force.covers(inspection.inspected_on)
    ]
    near = nearest(word, known)
    return Problem(
        f'"{word}" is no {noun} of the framework in force on {say_date(inspection.inspected_on)}',
        path=path,
        help=(f'the nearest is "{near}"; ' if near else "") + f"it has {say_any(known)}",
    )


def _provision(view: View) -> frozenset[str]:
    return frozenset(view.edition.canonical("provision", word) for word in view.case.school.provision)


class LevelFitsFacts(Shape):
    """The level that asks for these facts: no grade (of these areas) below one, stable leadership, no open concern."""

    levels: Annotated[tuple[Identifier, ...], Many]
    regime: Identifier | None = None
    lowest: Identifier | None = None
    areas: Annotated[tuple[Identifier, ...], Many] = ()
    stable_leadership: Flag = False
    no_open_concern: Flag = False


@rule_kind("level-fits-facts", of=School, params=LevelFitsFacts)
def level_fits_facts(school: School, asked: LevelFitsFacts, view: View) -> Iterator[Problem]:
    """The level contradicts the facts of the case."""
    level = level_on(view.case, view.edition, view.as_of)
    if level not in asked.levels:
        return
    title = say_level(view.edition, level)
    if asked.lowest is not None:
        yield from _below(view, school, asked, title)
    if asked.stable_leadership and school.leadership_stable is False:
        yield Problem(f"the school is at {title} and its leadership is not judged stable", path=("leadership_stable",))
    if asked.no_open_concern:
        for evidence in open_evidence(view, view.as_of):
            if evidence.criteria:
                criteria = say_all(evidence.criteria)
                yield Problem(
                    f"the school is at {title} and this concern is not resolved (criteria {criteria})",
                    record=evidence,
                    path=("criteria",),
                    help="write resolved_on, or decide on a level of support",
                )


def _below(view: View, school: School, asked: LevelFitsFacts, title: str) -> Iterator[Problem]:
    """The grades of the last inspection, if it is of the regime, that are below the lowest that fits."""
    known = [(index, each) for index, each in enumerate(school.ofsted) if each.inspected_on <= view.as_of]
    if not known:
        return
    index, last = max(known, key=lambda each: each[1].inspected_on)
    regime = regime_of(view.edition, last.inspected_on)
    floor = view.edition.lists.get("ofsted-grade", {}).get(asked.lowest or "")
    if regime != asked.regime or floor is None or floor.rank is None:
        return
    for area, word in last.grades.items():
        if asked.areas and not _is_area(view, regime, area, asked.areas):
            continue
        grade = grade_of(view.edition, "ofsted-grade", regime, word)
        if grade is not None and grade.rank is not None and grade.rank > floor.rank:
            yield Problem(
                f'the school is at {title} and "{area}" was graded "{word}" on {say_date(last.inspected_on)}, '
                f'below "{floor.title}"',
                path=("ofsted", index, "grades", area),
                help="record the decision on its level in case.yaml, or put the grade right",
            )


def _is_area(view: View, regime: str, word: str, areas: tuple[str, ...]) -> bool:
    term = grade_of(view.edition, "ofsted-area", regime, word)
    return any(view.edition.lists["ofsted-area"].get(each) is term for each in areas)


class CategoryFits(Shape):
    """The levels of schools that Ofsted has put in a category; with `at_risk` also of those that may come into one."""

    levels: Annotated[tuple[Identifier, ...], Many]
    at_risk: Flag = False


@rule_kind("category-fits-level", of=School, params=CategoryFits)
def category_fits_level(school: School, asked: CategoryFits, view: View) -> Iterator[Problem]:
    """The last inspection put the school in a category and its level does not say so, or the other way round."""
    known = [(index, each) for index, each in enumerate(school.ofsted) if each.inspected_on <= view.as_of]
    index, last = max(known, key=lambda each: each[1].inspected_on, default=(0, None))
    level = level_on(view.case, view.edition, view.as_of)
    title = say_level(view.edition, level)
    if last is not None and last.category and level not in asked.levels:
        wanted = say_any(say_level(view.edition, each) for each in asked.levels)
        category = say_term(view.edition, "ofsted-category", last.category).lower()
        yield Problem(
            f"Ofsted judged on {say_date(last.inspected_on)} that the school is in a category ({category}); it is at "
            f"{title}, and such schools are at {wanted}",
            path=("ofsted", index, "category"),
            help="record the decision on its level in case.yaml",
        )
    elif not asked.at_risk and level in asked.levels and (last is None or not last.category):
        said = f"the inspection of {say_date(last.inspected_on)} names none" if last else "no inspection is on file"
        yield Problem(
            f"the school is at {title}, which is for schools that Ofsted has put in a category, and {said}",
            path=("ofsted", index) if last else ("name",),
            help="write the inspection with its category under ofsted in school.yaml, or decide on the level anew",
        )
