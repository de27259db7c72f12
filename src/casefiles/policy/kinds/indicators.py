"""Kinds about assessments against indicators: rows answered and evidenced, best fit, rows that weigh more."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.assessments import Assessment
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.types import Flag, Identifier, Many, Names, Text, Whole
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.pack import Criterion, LevelEntry
from casefiles.policy.records_of import RecordsOf, found_in
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.wording import a_count, say_all, say_any, say_level, say_term

__all__ = [
    "assessment_decided",
    "best_fit_explained",
    "checklist_answered",
    "critical_row_explained",
    "draws_on_earlier",
    "indicator_evidenced",
    "indicators_answered",
]

_SHOWN = ("met", "partly")
"""The answers that say something of a school, the stronger first."""
_SHORTEST_WORD = 3


class IndicatorsAnswered(Shape):
    """The domains that an assessment may leave without an answer."""

    optional: Annotated[tuple[Annotated[Identifier, Names("domain")], ...], Many] = ()


@rule_kind("indicators-answered", of=Assessment, params=IndicatorsAnswered)
def indicators_answered(assessment: Assessment, asked: IndicatorsAnswered, view: View) -> Iterator[Problem]:
    """An assessment leaves domains of the indicators without any answer."""
    answered = {row.domain for row, _ in _rows(view, assessment)}
    domains = dict.fromkeys(row.domain for row in view.edition.criteria if row.domain and row.level)
    missing = [domain for domain in domains if domain not in answered and domain not in asked.optional]
    if missing:
        named = say_all(_lower_first(say_term(view.edition, "domain", domain)) for domain in missing)
        yield Problem(
            f"the assessment of {say_date(assessment.date)} answers no indicator of {named}",
            path=("indicators",) if assessment.indicators else (),
            help="answer in each domain the indicator that fits best: met, partly or not-met",
        )


class Checklist(Shape):
    """The domain whose rows make the checklist, what it is called, and how many of them must be answered (all).

    `with_note` and `with_evidence` say what each answer has beside it.
    """

    domain: Annotated[Identifier, Names("domain")]
    says: Text
    at_least: Whole | None = None
    with_note: Flag = False
    with_evidence: Flag = False


@rule_kind("checklist-answered", of=Assessment, params=Checklist)
def checklist_answered(assessment: Assessment, asked: Checklist, view: View) -> Iterator[Problem]:
    """A checklist is on file and not answered in full."""
    rows = [row for row in view.edition.criteria if row.domain == asked.domain]
    keys = {view.edition.canonical("criterion", name): name for name in assessment.indicators}
    yield from _bare_answers(assessment, asked, [(row, keys[row.id]) for row in rows if row.id in keys])
    missing = [row.printed for row in rows if row.id not in keys]
    if len(rows) - len(missing) >= (len(rows) if asked.at_least is None else asked.at_least):
        return
    lacking = f"{say_all(missing)} {'stands' if len(missing) == 1 else 'stand'} open"
    wanted = lacking if asked.at_least is None else f"{asked.at_least} at least are wanted"
    yield Problem(
        f"the assessment of {say_date(assessment.date)} answers {len(rows) - len(missing)} of {asked.says}; {wanted}",
        path=("indicators",) if assessment.indicators else ("kind",),
        help="answer each row under indicators: met, partly or not-met, with a note",
    )


def _bare_answers(assessment: Assessment, asked: Checklist, answered: list[tuple[Criterion, str]]) -> Iterator[Problem]:
    """The answers of a checklist that have no note or no evidence, where each has one."""
    wanted = [("note", asked.with_note), ("evidence", asked.with_evidence)]
    for row, key in answered:
        answer = assessment.indicators[key]
        bare = [field for field, needed in wanted if needed and not getattr(answer, field)]
        if bare:
            yield Problem(
                f"{row.printed} of {asked.says} is answered without {say_any(bare)} on "
                f"{say_date(assessment.date)}: {_lower_first(row.title)}",
                path=("indicators", key),
                help=f"write {say_all(bare)} beside the answer",
            )


@rule_kind("indicator-evidenced", of=Assessment)
def indicator_evidenced(assessment: Assessment, asked: NoParams, view: View) -> Iterator[Problem]:
    """Indicators are answered as met, wholly or in part, and no record is named that shows it."""
    del asked
    bare = [
        row
        for row, answer in _rows(view, assessment)
        if answer in _SHOWN and not assessment.indicators[_key(view, assessment, row)].evidence
    ]
    if bare:
        yield Problem(
            f"{a_count(len(bare), 'indicator')} {'is' if len(bare) == 1 else 'are'} answered without evidence: "
            f"{say_all(row.printed for row in bare)}",
            path=("indicators", _key(view, assessment, bare[0])),
            help="name in evidence the records that show it",
        )


@rule_kind("best-fit-explained", of=Level)
def best_fit_explained(level: Level, asked: NoParams, view: View) -> Iterator[Problem]:
    """The level decided is not the one that most indicators point to, and its reason does not say so."""
    del asked
    assessment = _assessment(view, level)
    rows = _pointing(view, assessment) if assessment else {}
    if assessment is None or not rows:
        return
    tally = Counter(entry.id for entry in rows.values())
    most = max(tally.values())
    fits = [entry for entry in view.edition.levels if tally[entry.id] == most]
    decided = view.edition.canonical("level", level.level)
    reason = _reason(level, assessment)
    if decided in {entry.id for entry in fits} or any(_speaks_of(reason, _level_words(entry)) for entry in fits):
        return
    named = say_any(entry.title for entry in fits)
    yield Problem(
        f"most rows of the assessment of {say_date(assessment.date)} point to {named} ({most} of {len(rows)}); "
        f"{say_level(view.edition, level.level)} was decided, and the reason does not speak of {named} "
        "(how the best fit is found is our reading)",
        path=("reason",) if level.reason else ("level",),
        help="say in the reason why the level is another one than most indicators point to",
        ours=True,
    )


class CriticalRows(Shape):
    """The domains whose rows weigh more than the others, and those of them that we read as such."""

    critical: Annotated[tuple[Annotated[Identifier, Names("domain")], ...], Many]
    read_as_critical: Annotated[tuple[Annotated[Identifier, Names("domain")], ...], Many] = ()


@rule_kind("critical-row-explained", of=Level, params=CriticalRows)
def critical_row_explained(level: Level, asked: CriticalRows, view: View) -> Iterator[Problem]:
    """A critical row points to a worse level than the one decided, and the reason does not speak of it.

    One that is met in part, or of a domain that we read as critical, says so with a step of its own (ours).
    """
    assessment = _assessment(view, level)
    decided = view.edition.level(level.level)
    if assessment is None or decided is None:
        return
    rows, partly = _pointing(view, assessment), _worst(view, assessment, "partly")
    reason = _reason(level, assessment)
    for domain in (*asked.critical, *asked.read_as_critical):
        entry, part = rows.get(domain), partly.get(domain)
        term = view.edition.lists.get("domain", {}).get(domain)
        if term is None or _speaks_of(reason, (term.title, *term.aliases)):
            continue
        worse = [each for each in (entry, part) if each is not None and each.rank > decided.rank]
        if not worse:
            continue
        whole = worse[0] is entry
        ours = not whole or domain in asked.read_as_critical
        reading = "a row met in part counts" if not whole else "the row is critical"
        name = _lower_first(term.title)
        yield Problem(
            f"the row on {name} points{'' if whole else ' in part'} to {worse[0].title}, {decided.title} was "
            f"decided, and the reason does not speak of {name}, which is critical"
            f"{f' (that {reading} is our reading)' if ours else ''}",
            path=("reason",) if level.reason else ("level",),
            help="say in the reason what it means for the level; it need not change it",
            step=1 if ours else 0,
            ours=ours,
        )


@rule_kind("assessment-decided", of=Assessment)
def assessment_decided(assessment: Assessment, asked: NoParams, view: View) -> Iterator[Problem]:
    """An assessment is on file and no decision on the level rests on it."""
    del asked
    if not any(level.assessment == assessment.record_id for level in view.case.levels):
        yield Problem(
            f"no decision on the level rests on the assessment of {say_date(assessment.date)}",
            path=("kind",),
            help=f'add the decision to levels in case.yaml, with "assessment: {assessment.record_id}"',
        )


class DrawsOnEarlier(Shape):
    """The records of so many months before an assessment that it draws on."""

    records: RecordsOf
    months: Whole


@rule_kind("draws-on-earlier", of=Assessment, params=DrawsOnEarlier)
def draws_on_earlier(assessment: Assessment, asked: DrawsOnEarlier, view: View) -> Iterator[Problem]:
    """An assessment does not draw on what was found together with the school before it."""
    found = [
        each
        for each in found_in(view, asked.records, end=assessment.date)
        if view.calendar.add_months(each.on, asked.months).on >= assessment.date
    ]
    left_out = [each.record for each in found if each.record.record_id not in assessment.draws_on]
    if left_out:
        named = say_all(say_subject(view, each) for each in left_out)
        yield Problem(
            f"the assessment of {say_date(assessment.date)} does not draw on {named}",
            path=("draws_on",) if assessment.draws_on else ("kind",),
            help=f"read them and name them in draws_on: {', '.join(each.record_id for each in left_out)}",
        )


def _assessment(view: View, level: Level) -> Assessment | None:
    """The assessment that a decision rests on."""
    return next((each for each in view.case.assessments if each.record_id == level.assessment), None)


def _rows(view: View, assessment: Assessment) -> Iterator[tuple[Criterion, str]]:
    """The indicators that an assessment answers, in the pack's order, with their answers."""
    answers = {
        view.edition.canonical("criterion", name): view.edition.canonical("indicator-answer", each.answer)
        for name, each in assessment.indicators.items()
    }
    for row in view.edition.criteria:
        if row.id in answers and row.level and row.domain:
            yield row, answers[row.id]


def _key(view: View, assessment: Assessment, row: Criterion) -> str:
    """The word under which the file answers an indicator."""
    return next(name for name in assessment.indicators if view.edition.canonical("criterion", name) == row.id)


def _pointing(view: View, assessment: Assessment) -> dict[str, LevelEntry]:
    """The level that each domain points to: the worst whose indicator is met, else the worst that is met in part.

    An indicator that a stronger one implies says nothing beside it.
    """
    pointing: dict[str, LevelEntry] = {}
    for wanted in reversed(_SHOWN):
        pointing |= _worst(view, assessment, wanted)
    return pointing


def _worst(view: View, assessment: Assessment, wanted: str) -> dict[str, LevelEntry]:
    """The worst level that an indicator of each domain points to with that answer."""
    rows = tuple(_rows(view, assessment))
    met = {row.id for row, answer in rows if answer == "met"}
    worst: dict[str, LevelEntry] = {}
    for row, answer in rows:
        level = view.edition.level(row.level or "")
        if answer != wanted or level is None or row.domain is None or met & set(row.implied_by):
            continue
        if row.domain not in worst or level.rank > worst[row.domain].rank:
            worst[row.domain] = level
    return worst


def _reason(level: Level, assessment: Assessment) -> str:
    return f"{level.reason or ''} {assessment.reason or ''}"


def _lower_first(title: str) -> str:
    """A title as it stands in a sentence."""
    return title[:1].lower() + title[1:]


def _level_words(entry: LevelEntry) -> tuple[str, ...]:
    return (entry.title, entry.short, *entry.aliases)


def _speaks_of(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has one of the words, whatever their case; a single letter is no word."""
    said = text.casefold()
    return any(len(word) >= _SHORTEST_WORD and word.casefold() in said for word in words)
