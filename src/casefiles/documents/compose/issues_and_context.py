"""The issues facing the school and their context: the officer's own words, and the criteria with dated evidence."""

from __future__ import annotations

from msgspec import Struct, field

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import find_section, prose_of
from casefiles.documents.compose.words import day
from casefiles.documents.headings import FOR_THE_LETTER, ISSUES_AND_CONTEXT
from casefiles.model.base import Record
from casefiles.model.records import Evidence
from casefiles.policy.pack import BlockEntry, Criterion
from casefiles.prose import Prose

__all__ = ["ISSUES", "CitedCriterion", "CitedEvidence", "IssuesAndContext", "cited_criteria"]


class CitedEvidence(Struct, frozen=True):
    """A piece of evidence as a letter cites it."""

    title: str
    source: str
    date: str


class CitedCriterion(Struct, frozen=True):
    """A criterion that the decision rests on, by the number that the policy prints, with its evidence."""

    printed: str
    text: str
    evidence: tuple[CitedEvidence, ...]
    gap: Gap | None = None


class IssuesAndContext(Block, frozen=True, kw_only=True):
    """The minutes' `Issues and context`, the officer's sentences `For the letter`, and the criteria."""

    text: Prose = field(default_factory=Prose)
    for_the_letter: Prose = field(default_factory=Prose)
    criteria: tuple[CitedCriterion, ...] = ()


def compose_issues(scene: Scene, entry: BlockEntry) -> Answer:
    """The issues and their context; a gap where the record says nothing of them that the readers may see."""
    body = scene.record.body
    text = prose_of(find_section(body, ISSUES_AND_CONTEXT))
    own = prose_of(find_section(body, FOR_THE_LETTER))
    if not text and not own:
        why = "confidential" if scene.is_withheld(scene.record.record_id, ISSUES_AND_CONTEXT, FOR_THE_LETTER) else ""
        return empty(IssuesAndContext, entry, gap(scene, "issues and context", scene.record, why=why))
    rows, used = cited_criteria(scene)
    value = IssuesAndContext(title=entry.title or "", text=text, for_the_letter=own, criteria=rows)
    return Answer(value, tuple(row.gap for row in rows if row.gap), used)


def cited_criteria(scene: Scene) -> tuple[tuple[CitedCriterion, ...], tuple[Record, ...]]:
    """The criteria that the level rests on, each with its evidence; and that evidence."""
    cited = scene.level.criteria if scene.level else ()
    rows = [_cited(scene, criterion) for criterion in dict.fromkeys(cited)]
    return tuple(row for row, _ in rows), tuple(evidence for _, found in rows for evidence in found)


def _cited(scene: Scene, criterion_id: str) -> tuple[CitedCriterion, tuple[Evidence, ...]]:
    """One criterion with the evidence for it; a gap where the readers may see none."""
    known = scene.criterion(criterion_id)
    found = scene.unresolved(known.id if known else criterion_id)
    missing = None
    if not found:
        hidden = any(criterion_id in item.criteria for item in scene.withheld)
        missing = gap(
            scene,
            f"evidence for criterion {_printed(known, criterion_id)}",
            scene.level,
            "criteria",
            why="confidential" if hidden else "",
            where="evidence",
        )
    evidence = tuple(CitedEvidence(e.title, e.source, day(e.date)) for e in found)
    return CitedCriterion(_printed(known, criterion_id), known.title if known else "", evidence, missing), found


def _printed(criterion: Criterion | None, criterion_id: str) -> str:
    """The criterion's number as the policy prints it."""
    return criterion.printed if criterion else criterion_id


ISSUES = BlockKind("issues-and-context", IssuesAndContext, compose_issues)
