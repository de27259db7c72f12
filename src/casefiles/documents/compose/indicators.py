"""The indicators of an assessment, row by row: what was found, and which level each points to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.assessments import Assessment
from casefiles.policy.pack import BlockEntry, Criterion, LevelEntry

__all__ = ["INDICATORS", "IndicatorRow", "Indicators"]

_NOT_MET = "not-met"


class IndicatorRow(Struct, frozen=True):
    """One indicator: its domain, what it says, how far it is met, the level that it points to, and a note."""

    domain: str
    text: str
    answer: str
    level: str
    note: str


class Tally(Struct, frozen=True):
    """How many of the rows point to a level, which is as in a sentence (`category C`)."""

    level: str
    count: int


class Indicators(Block, frozen=True, kw_only=True):
    """The rows in the policy's order, and how many of them point to each level, the most first.

    `assessed_on` is the day of the assessment, `concern` what makes the school one that causes concern.
    """

    assessment: str = ""
    assessed_on: str = ""
    concern: str = ""
    rows: tuple[IndicatorRow, ...] = ()
    tally: tuple[Tally, ...] = ()


def compose_indicators(scene: Scene, entry: BlockEntry) -> Answer:
    """The indicators that are met, wholly or in part; a gap where no assessment can be shown.

    With `which: weak` only those that point to the school's level or a worse one.
    """
    assessment = _assessment(scene)
    if assessment is None:
        why = "confidential" if _hides_one(scene) else ""
        missing = gap(scene, "the assessment that it rests on", scene.level, "assessment", why=why, where="assessments")
        return empty(Indicators, entry, missing)
    found = tuple(_found(scene, assessment, weak=entry.params.get("which") == "weak"))
    if not found:
        return empty(Indicators, entry, gap(scene, "indicators", assessment, "indicators"))
    counted = Counter(level.title for _, level in found)
    block = Indicators(
        title=entry.title or "",
        assessment=_within(scene.term("assessment-kind", assessment.kind)),
        assessed_on=day(assessment.date),
        concern=or_nothing(assessment.concern),
        rows=tuple(_row(scene, assessment, criterion, level) for criterion, level in found),
        tally=tuple(Tally(level, count) for level, count in counted.most_common()),
    )
    return Answer(block, used=(assessment,))


def _assessment(scene: Scene) -> Assessment | None:
    """The record itself, or the assessment that the level rests on."""
    if isinstance(scene.record, Assessment):
        return scene.record
    wanted = scene.level.assessment if scene.level else None
    found = scene.case.find("assessment", wanted) if wanted else None
    return found if isinstance(found, Assessment) else None


def _hides_one(scene: Scene) -> bool:
    return any(each.kind == "assessment" for each in scene.withheld)


def _found(scene: Scene, assessment: Assessment, *, weak: bool) -> Iterator[tuple[Criterion, LevelEntry]]:
    """The indicators that are met, with the level that each points to, by domain."""
    answered = {scene.edition.canonical("criterion", word): said for word, said in assessment.indicators.items()}
    rank = scene.level_entry.rank if scene.level_entry else 0
    domains = list(scene.edition.lists.get("domain", {}))
    shown = []
    for criterion in scene.edition.criteria:
        level = scene.edition.level(criterion.level) if criterion.level else None
        said = answered.get(criterion.id)
        if level is None or said is None or said.answer == _NOT_MET or (weak and level.rank < rank):
            continue
        shown.append((criterion, level))
    yield from sorted(shown, key=lambda pair: _place(domains, pair[0]))


def _place(domains: list[str], criterion: Criterion) -> int:
    """Where the criterion's domain stands in the policy's list; the end for one that is not in it."""
    return domains.index(criterion.domain) if criterion.domain in domains else len(domains)


def _row(scene: Scene, assessment: Assessment, criterion: Criterion, level: LevelEntry) -> IndicatorRow:
    """One indicator as documents print it."""
    said = next(
        said
        for word, said in assessment.indicators.items()
        if scene.edition.canonical("criterion", word) == criterion.id
    )
    return IndicatorRow(
        domain=scene.term("domain", criterion.domain),
        text=criterion.title,
        answer=scene.term("indicator-answer", said.answer),
        level=level.short,
        note=or_nothing(said.note),
    )


def _within(title: str) -> str:
    """A title as it stands within a sentence."""
    return f"{title[:1].lower()}{title[1:]}"


INDICATORS = BlockKind("indicators", Indicators, compose_indicators, {"which": False})
