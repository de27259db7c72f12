"""Kinds about criteria: what evidence they need, for which schools they are, what must not be shown of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.records import DataRow, Evidence
from casefiles.model.types import Flag, Identifier, Many, Whole
from casefiles.policy.episodes import begins_episode, episode_of
from casefiles.policy.field_path import FieldPath, values_at
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.pack import Criterion
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.view_queries import open_priorities
from casefiles.policy.wording import a_count, say_all, say_any, say_level, say_term

__all__ = [
    "confidential_required",
    "confidential_when_personal",
    "criteria_at_least",
    "criterion_evidenced",
    "criterion_of_phase",
    "criterion_unprinted",
    "priority_for",
]

_OURS = frozenset({"two-years", "referral"})
"""The needs that are our reading and not the policy's own words."""


class CriteriaAtLeast(Shape):
    """How many criteria a level rests on; `evidenced` asks for evidence that was unresolved at the decision."""

    at_least: Whole
    evidenced: Flag = False


@rule_kind("criteria-at-least", of=Level, params=CriteriaAtLeast)
def criteria_at_least(level: Level, asked: CriteriaAtLeast, view: View) -> Iterator[Problem]:
    """A level is entered on fewer criteria than it needs."""
    title = say_level(view.edition, level.level)
    if len(level.criteria) < asked.at_least:
        yield Problem(
            f"{say_subject(view, level)} cites no criterion; {title} needs {asked.at_least} at least",
            path=("criteria",) if level.criteria else (),
            help="cite in criteria what the decision rests on, and file its evidence",
        )
        return
    if not asked.evidenced:
        return
    cited = [_evidence(view, criterion, level.decided_on) for criterion in _known(view, level)]
    if any(not found for found in cited):
        return
    still_open = sum(any(_unresolved(each, level.decided_on) for each in found) for found in cited)
    if cited and still_open < asked.at_least:
        yield Problem(
            f"all evidence for the criteria cited was resolved by {say_date(level.decided_on)}; {title} is for "
            "issues that are not resolved",
            path=("criteria",),
            help="cite evidence that was still open on that day",
        )


@rule_kind("criterion-evidenced", of=Level)
def criterion_evidenced(level: Level, asked: NoParams, view: View) -> Iterator[Problem]:
    """A cited criterion has no dated evidence, or not the kind that it needs."""
    del asked
    for index, criterion in enumerate(_cited(view, level)):
        if criterion is None:
            continue
        found = _evidence(view, criterion, level.decided_on)
        path = ("criteria", index)
        if not found:
            yield Problem(
                f"criterion {_named(criterion)} is cited and no evidence dated by {say_date(level.decided_on)} "
                "speaks of it",
                path=path,
                help=f'file the evidence and write "{criterion.id}" in its criteria',
            )
            continue
        yield from _needs(view, criterion, found, path)
        yield from _letters(view, criterion, level, path)


def _needs(view: View, criterion: Criterion, found: Sequence[Evidence], path: tuple[str, int]) -> Iterator[Problem]:
    wanted = [*criterion.needs, *(["leads-to"] if criterion.leads_to else [])]
    for need in wanted:
        if any(_NEEDS[need](view, criterion, evidence) for evidence in found):
            continue
        ours = need in _OURS
        yield Problem(
            f"the evidence for criterion {_named(criterion)} does not give {_says(criterion, need)}",
            path=path,
            related=tuple((evidence.span("criteria"), "cited here") for evidence in found),
            step=1 if ours else 0,
            ours=ours,
        )


def _letters(view: View, criterion: Criterion, level: Level, path: tuple[str, int]) -> Iterator[Problem]:
    """A criterion that is met through its letters is cited with too few of them."""
    if criterion.at_least is None:
        return
    letters = {entry.id for entry in view.edition.criteria if entry.parent == criterion.id}
    cited = {each.id for each in _known(view, level)} & letters
    for evidence in _evidence(view, criterion, level.decided_on):
        cited |= {view.edition.canonical("criterion", name) for name in evidence.criteria} & letters
    if len(cited) < criterion.at_least:
        ours = criterion.at_least > 1
        yield Problem(
            f"criterion {_named(criterion)} is cited with {a_count(len(cited), 'letter')}; "
            f"it needs {criterion.at_least} at least",
            path=path,
            help=f"cite with it {say_any(sorted(letters))}",
            step=1 if ours else 0,
            ours=ours,
        )


class CitedIn(Shape):
    """The field that cites criteria."""

    field: FieldPath


@rule_kind("criterion-of-phase", of=(Level, Evidence), params=CitedIn)
def criterion_of_phase(subject: Level | Evidence, asked: CitedIn, view: View) -> Iterator[Problem]:
    """A criterion is cited that is for schools of another phase."""
    phases = {view.edition.canonical("phase", phase) for phase in view.case.school.phase}
    for path, value in values_at(subject, asked.field):
        for index, name in enumerate(value if isinstance(value, tuple) else ()):
            criterion = _criterion(view, name)
            if criterion is None or not criterion.phases:
                continue
            if not phases & {view.edition.canonical("phase", phase) for phase in criterion.phases}:
                yield Problem(
                    f"criterion {_named(criterion)} is for {say_all(criterion.phases).lower()} schools; "
                    f"{view.case.school.name} is {say_all(view.case.school.phase).lower()}",
                    path=(*path, index),
                )


@rule_kind("criterion-unprinted", of=(Level, Evidence), params=CitedIn)
def criterion_unprinted(subject: Level | Evidence, asked: CitedIn, view: View) -> Iterator[Problem]:
    """A criterion is cited by a number that the policy refers to and does not print."""
    for path, value in values_at(subject, asked.field):
        for index, name in enumerate(value if isinstance(value, tuple) else ()):
            criterion = _criterion(view, name)
            if criterion is not None and criterion.stands_for:
                yield Problem(
                    f"the policy prints no criterion {criterion.printed}; in our reading it means any of "
                    f"{say_any(criterion.stands_for)}",
                    path=(*path, index),
                    help="cite the criterion itself",
                    ours=True,
                )


@rule_kind("confidential-required", of=Evidence)
def confidential_required(evidence: Evidence, asked: NoParams, view: View) -> Iterator[Problem]:
    """Evidence about a person is open to more readers than the officers who deal with it."""
    del asked
    if evidence.readers == ("internal",):
        return
    for index, name in enumerate(evidence.criteria):
        criterion = _criterion(view, name)
        if criterion is not None and criterion.confidential:
            yield Problem(
                f"evidence for criterion {_named(criterion)} speaks of a person and is not confidential",
                path=("criteria", index),
                help='write "confidential: true"; what concerns capability or discipline is restricted and stays '
                "outside the case file",
            )


@rule_kind("confidential-when-personal", of=Evidence)
def confidential_when_personal(evidence: Evidence, asked: NoParams, view: View) -> Iterator[Problem]:
    """Evidence of a kind that comes from cases of people is open to more readers than the officers who deal with it."""
    del asked
    if evidence.readers != ("internal",):
        title = say_term(view.edition, "evidence-kind", evidence.kind or "")
        yield Problem(
            f'"{evidence.title}" comes from {title}, where people can be known, and is not confidential',
            path=("kind",),
            help='write "confidential: true"; a summary without people may stand in evidence of its own',
            ours=True,
        )


class PriorityFor(Shape):
    """The criteria that call for a priority of this area."""

    criteria: Annotated[tuple[Identifier, ...], Many]
    area: Identifier


@rule_kind("priority-for-criteria", of=Level, params=PriorityFor)
def priority_for(level: Level, asked: PriorityFor, view: View) -> Iterator[Problem]:
    """A criterion calls for a priority of a certain area, and none has it."""
    if not begins_episode(view, level):
        return
    priorities = open_priorities(view, episode_of(view, level).last_day(view.as_of))
    areas = {view.edition.canonical("area", priority.area or "") for priority in priorities}
    if not priorities or asked.area in areas:
        return
    for index, name in enumerate(level.criteria):
        if view.edition.canonical("criterion", name) in asked.criteria:
            area = say_term(view.edition, "area", asked.area).lower()
            yield Problem(
                f"criterion {name} is cited, so strengthening {area} is a key priority, and no priority has that area",
                path=("criteria", index),
                help=f'add a priority with "area: {asked.area}"',
                ours=True,
            )
            return


def _named(criterion: Criterion) -> str:
    """A criterion by its id, with its printed number where that differs."""
    plain = criterion.id == criterion.printed or criterion.printed.replace("(", "-").rstrip(")") == criterion.id
    return criterion.id if plain else f"{criterion.id} (printed {criterion.printed})"


def _criterion(view: View, name: str) -> Criterion | None:
    wanted = view.edition.canonical("criterion", name)
    return next((entry for entry in view.edition.criteria if entry.id == wanted), None)


def _cited(view: View, level: Level) -> list[Criterion | None]:
    return [_criterion(view, name) for name in level.criteria]


def _known(view: View, level: Level) -> list[Criterion]:
    return [criterion for criterion in _cited(view, level) if criterion is not None]


def _evidence(view: View, criterion: Criterion, day: date) -> list[Evidence]:
    """The evidence by a day that cites a criterion, one of its letters or one that it stands for."""
    letters = (entry.id for entry in view.edition.criteria if entry.parent == criterion.id)
    names = {criterion.id, *letters, *criterion.stands_for}
    return [
        evidence
        for evidence in view.case.evidence
        if evidence.date <= day and names & {view.edition.canonical("criterion", name) for name in evidence.criteria}
    ]


def _unresolved(evidence: Evidence, day: date) -> bool:
    return evidence.resolved_on is None or evidence.resolved_on > day


def _says(criterion: Criterion, need: str) -> str:
    words = {
        "area": "the evaluation area that it is about (areas)",
        "grade": "the grade that was found (grade)",
        "subject-or-group": "the subject or the group of pupils (data: measure and group)",
        "two-years": "data of two years, which a decline needs",
        "comparator-group": "the group of pupils with similar needs that it compares with (data: group)",
        "comparator": "a figure beside one to compare it with (data: value, similar or england)",
        "similar-or-decline": "a figure beside that of similar schools, or figures of two years (data: value, similar)",
        "similar-attendance": "the rate of attendance beside that of similar schools (data: measure, value, similar)",
        "similar-exclusions": "the rate of exclusions beside that of similar schools (data: measure, value, similar)",
        "inspection": "the inspection that it refers to (inspection)",
        "absence": "the rate of absence beside a comparator (data: measure, value, england or london)",
        "audit": "the audit that it rests on (source)",
        "policy-date": "the day when the policy was last reviewed (policy_reviewed_on)",
        "referral": "when it was referred or answered (referred_on)",
    }
    return words.get(need) or f"what it is likely to lead to (leads_to): {say_any(criterion.leads_to)}"


def _leads_to(view: View, criterion: Criterion, evidence: Evidence) -> bool:
    """Whether evidence names a consequence that the criterion gives; v stands for any criterion of the phase lists."""
    phased = {entry.id for entry in view.edition.criteria if entry.phases}
    allowed = set(criterion.leads_to) | (phased if "v" in criterion.leads_to else set())
    return bool(allowed & set(evidence.leads_to))


def _compared(row: DataRow) -> bool:
    return row.value is not None and any(each is not None for each in (row.england, row.london, row.similar))


def _about_absence(row: DataRow) -> bool:
    return _speaks_of(row, "absen", "attend")


def _speaks_of(row: DataRow, *words: str) -> bool:
    return any(word in row.measure.casefold() for word in words)


def _beside_similar(row: DataRow) -> bool:
    return row.value is not None and row.similar is not None


def _declines(evidence: Evidence) -> bool:
    """Whether evidence has figures of two years, which a decline needs."""
    return len({row.year for row in evidence.data if row.year and row.value is not None}) > 1


_Check = Callable[[View, Criterion, Evidence], bool]

_NEEDS: Mapping[str, _Check] = {
    "area": lambda _, __, evidence: bool(evidence.areas),
    "comparator": lambda _, __, evidence: any(_compared(row) for row in evidence.data),
    "similar-or-decline": lambda _, __, evidence: any(map(_beside_similar, evidence.data)) or _declines(evidence),
    "similar-attendance": lambda _, __, evidence: any(
        _beside_similar(row) and _about_absence(row) for row in evidence.data
    ),
    "similar-exclusions": lambda _, __, evidence: any(
        _beside_similar(row) and _speaks_of(row, "exclu", "suspen") for row in evidence.data
    ),
    "grade": lambda _, __, evidence: evidence.grade is not None or evidence.inspection is not None,
    "subject-or-group": lambda _, __, evidence: bool(evidence.data),
    "two-years": lambda _, __, evidence: len({row.year for row in evidence.data if row.year}) > 1,
    "comparator-group": lambda _, __, evidence: any(row.group for row in evidence.data),
    "inspection": lambda _, __, evidence: evidence.inspection is not None,
    "absence": lambda _, __, evidence: any(_about_absence(row) and _compared(row) for row in evidence.data),
    "audit": lambda _, __, evidence: "audit" in f"{evidence.source} {evidence.title}".casefold(),
    "policy-date": lambda _, __, evidence: evidence.policy_reviewed_on is not None,
    "referral": lambda _, __, evidence: evidence.referred_on is not None,
    "leads-to": _leads_to,
}
"""Whether a piece of evidence has what a criterion needs, by the word that a pack has for it."""
