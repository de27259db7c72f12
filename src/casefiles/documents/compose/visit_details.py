"""A visit as its report tells of it: who came, when, what about, and what of the school's entitlement it used."""

from __future__ import annotations

from decimal import Decimal

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, begun, day, listed, or_nothing, school_year, weekday
from casefiles.model.records import AccuracyCheck, Visit
from casefiles.policy.pack import BlockEntry

__all__ = ["VISIT_DETAILS", "VISIT_REPORT_OPENING", "VisitDetails", "visitor_of"]


class VisitDetails(Block, frozen=True, kw_only=True):
    """The visit. `kind` is what it counts under, `half_days` what it used of that.

    `used` are the half days of that kind in the academic year so far, this visit's included; `left` what
    remains, where the pack gives the year's entitlement. `reply_by` is the day by which the school is asked
    to check the report, empty once it has; `is_disputed` says that it found something in it not to be accurate.
    """

    school: str = ""
    visited_on: str = ""
    visitor: Addressee | None = None
    kind: str = ""
    half_days: str = ""
    used: str = ""
    left: str = ""
    academic_year: str = ""
    focus: str = ""
    areas: str = ""
    funding: str = ""
    is_announced: bool = False
    is_unannounced: bool = False
    had_standards_conversation: bool = False
    reply_by: str = ""
    is_disputed: bool = False


def compose_visit_details(scene: Scene, entry: BlockEntry) -> Answer:
    """The visit; a gap where nobody holds the visitor's role, and one where it says no focus (with `focus`)."""
    visit = scene.record
    if not isinstance(visit, Visit):
        return empty(VisitDetails, entry, gap(scene, "visit", visit))
    visitor = visitor_of(scene, visit)
    gaps = [] if visitor else [gap(scene, scene.role_title(visit.visitor), visit, "visitor")]
    if entry.params.get("focus") and not visit.focus:
        gaps.append(gap(scene, "focus of the visit", visit, "focus"))
    used, left = _entitlement(scene, visit, entry)
    check = visit.accuracy or AccuracyCheck()
    details = VisitDetails(
        title=entry.title or "",
        school=scene.case.school.name,
        visited_on=weekday(visit.date),
        visitor=visitor,
        kind=scene.term("bucket", visit.bucket),
        half_days=amount(visit.half_days, "half days"),
        used=used,
        left=left,
        academic_year=school_year(scene.calendar.academic_year(visit.date)),
        focus=or_nothing(visit.focus),
        areas=listed(_area(scene, area) for area in visit.areas),
        funding=begun(scene.term("funding", visit.funding)),
        is_announced=visit.announced is True,
        is_unannounced=visit.announced is False,
        had_standards_conversation=visit.standards_conversation,
        reply_by=day(check.reply_by) if check.replied_on is None else "",
        is_disputed=check.agreed is False,
    )
    return Answer(details, tuple(gaps), (visit,))


def visitor_of(scene: Scene, visit: Visit) -> Addressee | None:
    """Who visited, with the printed title of the day; None where nobody held the role."""
    person = scene.person(visit.visitor, visit.date)
    return Addressee(person.name, person.title or scene.role_title(visit.visitor)) if person else None


def _area(scene: Scene, area: str) -> str:
    """An area that the visit looked at, in the pack's words for visits or else for inspections."""
    own = "visit-area" if area in scene.edition.lists.get("visit-area", {}) else "area"
    return scene.term(own, area)


def _entitlement(scene: Scene, visit: Visit, entry: BlockEntry) -> tuple[str, str]:
    """The half days of the visit's kind used in its academic year so far, and those left of `half-days`.

    The pack gives the year's half days as one number, or by kind of visit.
    """
    year = scene.calendar.academic_year(visit.date)
    kind = scene.edition.canonical("bucket", visit.bucket)
    used = sum(
        (
            each.half_days
            for each in scene.case.visits
            if scene.edition.canonical("bucket", each.bucket) == kind
            and scene.calendar.academic_year(each.date) == year
            and (each.date, each.record_id) <= (visit.date, visit.record_id)
        ),
        Decimal(),
    )
    given = entry.params.get("half-days")
    if isinstance(given, dict):
        given = given.get(kind)
    left = amount(max(Decimal(str(given)) - used, Decimal()), "half days") if given is not None else ""
    return amount(used, "half days"), left


_PARAMS = {"half-days": False, "focus": False}
VISIT_REPORT_OPENING = BlockKind("visit-report-opening", VisitDetails, compose_visit_details, _PARAMS)
VISIT_DETAILS = BlockKind("visit-details", VisitDetails, compose_visit_details, _PARAMS)
