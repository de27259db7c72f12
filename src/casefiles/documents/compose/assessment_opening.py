"""The opening of a report on an assessment made together: what, when, who took part, what it draws on."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.placement import answer_by
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing, weekday
from casefiles.model.assessments import Assessment
from casefiles.model.records import Meeting, Visit
from casefiles.policy.pack import BlockEntry

__all__ = ["ASSESSMENT_OPENING", "AssessmentOpening"]


class AssessmentOpening(Block, frozen=True, kw_only=True):
    """What was assessed, when, who took part, and the records that it draws on.

    `reply_by` is the day by which the school is asked to answer, empty where the calendar does not have it.
    """

    school: str = ""
    what: str = ""
    assessed_on: str = ""
    present: tuple[Addressee, ...] = ()
    draws_on: tuple[str, ...] = ()
    placed: str = ""
    reason: str = ""
    reply_by: str = ""


def compose_assessment_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The opening of an assessment; a gap where it is none."""
    made = scene.record
    if not isinstance(made, Assessment):
        return empty(AssessmentOpening, entry, gap(scene, "the assessment", made))
    people = [(name, scene.person(name, made.date)) for name in made.present]
    known = scene.level_entry
    block = AssessmentOpening(
        title=entry.title or "",
        school=scene.case.school.name,
        what=scene.term("assessment-kind", made.kind),
        assessed_on=weekday(made.date),
        present=tuple(Addressee(p.name, p.title or scene.role_title(name)) for name, p in people if p),
        draws_on=tuple(said for each in made.draws_on if (said := _drawn(scene, each))),
        placed=(known.placement or f"in {known.title}") if known else "",
        reason=or_nothing(made.reason),
        reply_by=answer_by(scene),
    )
    gaps = tuple(gap(scene, scene.role_title(name), made, "present") for name, person in people if person is None)
    return Answer(block, gaps, (made,))


def _drawn(scene: Scene, record_id: str) -> str:
    """A visit or meeting that an assessment draws on: what it was and its day; empty for one that is not to be seen."""
    visit, meeting = scene.case.find("visit", record_id), scene.case.find("meeting", record_id)
    if isinstance(visit, Visit):
        return f"{scene.term('bucket', visit.bucket)}, {day(visit.date)}"
    if isinstance(meeting, Meeting):
        kind = scene.edition.meeting_kind(meeting.kind)
        return f"{kind.title if kind else meeting.kind}, {day(meeting.date)}"
    return ""


ASSESSMENT_OPENING = BlockKind("assessment-opening", AssessmentOpening, compose_assessment_opening)
