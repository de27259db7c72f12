"""The head of a meeting report: school, timescale, level of support, Ofsted's grades, date."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.school import Inspection
from casefiles.policy.pack import BlockEntry

__all__ = ["HEAD_PANEL", "AreaGrade", "HeadPanel", "OfstedCell"]

REPORT_CARD_FROM = date(2025, 11, 10)
"""The first day of Ofsted's present framework; grades of earlier inspections stand on another scale."""

OVERALL = "overall effectiveness"


class AreaGrade(Struct, frozen=True):
    """The grade of one evaluation area in the report's words."""

    area: str
    grade: str


class OfstedCell(Struct, frozen=True):
    """The last inspection: area grades with safeguarding, or the overall grade of an earlier framework."""

    inspected_on: str
    is_earlier_framework: bool
    overall: str
    grades: tuple[AreaGrade, ...]
    safeguarding: str
    category: str


class HeadPanel(Block, frozen=True, kw_only=True):
    """The cells of the panel. `level` is the word for a cell (Targeted); a missing exit is `exit_gap`."""

    school: str = ""
    starts_on: str = ""
    exits_on: str = ""
    level: str = ""
    ofsted: OfstedCell | None = None
    date: str = ""
    academic_year: str = ""
    exit_gap: Gap | None = None
    ofsted_gap: Gap | None = None


def compose_head_panel(scene: Scene, entry: BlockEntry) -> Answer:
    """The panel; a gap where no level of support is decided, and one each for exit date and inspection."""
    level, known = scene.level, scene.level_entry
    if level is None or known is None:
        return empty(HeadPanel, entry, gap(scene, "level of support", scene.case.case, "levels", where="case.yaml"))
    reported = (inspection for inspection in scene.case.school.ofsted if inspection.grades)
    last = max(reported, key=lambda inspection: inspection.inspected_on, default=None)
    panel = HeadPanel(
        title=entry.title or "",
        school=scene.case.school.name,
        starts_on=day(scene.episode.start if scene.episode else level.decided_on),
        exits_on=day(level.exit_expected_on),
        level=known.short,
        ofsted=_cell(last) if last else None,
        date=day(scene.record_on),
        academic_year=scene.calendar.academic_year(scene.record_on),
        exit_gap=None
        if level.exit_expected_on
        else gap(scene, "expected exit from support", level, "exit_expected_on"),
        ofsted_gap=None if last else gap(scene, "last Ofsted inspection", scene.case.school, "ofsted"),
    )
    gaps = tuple(missing for missing in (panel.exit_gap, panel.ofsted_gap) if missing)
    return Answer(panel, gaps, (level, scene.case.school))


def _cell(inspection: Inspection) -> OfstedCell:
    """The inspection as the panel's cell shows it: scales are never mixed."""
    earlier = inspection.inspected_on < REPORT_CARD_FROM
    overall = next((grade for area, grade in inspection.grades.items() if area.casefold() == OVERALL), "")
    shown = () if earlier and overall else inspection.grades.items()
    return OfstedCell(
        inspected_on=day(inspection.inspected_on),
        is_earlier_framework=earlier,
        overall=overall if earlier else "",
        grades=tuple(AreaGrade(area[:1].upper() + area[1:], grade) for area, grade in shown),
        safeguarding=or_nothing(inspection.safeguarding),
        category=or_nothing(inspection.category),
    )


HEAD_PANEL = BlockKind("head-panel", HeadPanel, compose_head_panel)
