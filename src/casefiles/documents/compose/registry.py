"""The table of block kinds: by these names packs place blocks in their documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from casefiles.documents.compose.accuracy_check import ACCURACY_CHECK
from casefiles.documents.compose.actions import ACTION_LIST, ACTIONS
from casefiles.documents.compose.actions_since import ACTIONS_SINCE
from casefiles.documents.compose.agenda import AGENDA, PURPOSE
from casefiles.documents.compose.agreement import AGREEMENT
from casefiles.documents.compose.aim_progress import AIM_PROGRESS
from casefiles.documents.compose.aims import AIMS
from casefiles.documents.compose.assessment_opening import ASSESSMENT_OPENING
from casefiles.documents.compose.attendance import ATTENDANCE
from casefiles.documents.compose.audit_notice import AUDIT_COPIES, AUDIT_DATES, AUDIT_GROUNDS
from casefiles.documents.compose.audit_trail import AUDIT_FILES, AUDIT_TRAIL
from casefiles.documents.compose.caseload_areas import AREA_TABLES
from casefiles.documents.compose.caseload_data import DATA_TABLES
from casefiles.documents.compose.caseload_groups import GROUP_TABLES
from casefiles.documents.compose.caseload_one import ONE_SCHOOL_TABLES
from casefiles.documents.compose.caseload_openings import OPENINGS
from casefiles.documents.compose.caseload_over_time import OVER_TIME_TABLES
from casefiles.documents.compose.caseload_schools import SCHOOL_TABLES
from casefiles.documents.compose.caseload_targets import TARGET_TABLES
from casefiles.documents.compose.category import CATEGORY
from casefiles.documents.compose.circulation import CIRCULATION
from casefiles.documents.compose.concern_areas import CONCERN_AREAS
from casefiles.documents.compose.consultation import CONSULTATION
from casefiles.documents.compose.consulted_bodies import CONSULTED_BODIES
from casefiles.documents.compose.contact import CONTACT
from casefiles.documents.compose.contacts import CONTACTS
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.copies import COPIES
from casefiles.documents.compose.data import DATA
from casefiles.documents.compose.destination import DESTINATION
from casefiles.documents.compose.documents_checklist import DOCUMENTS_ASKED, DOCUMENTS_CHECKLIST
from casefiles.documents.compose.enhanced_support import ENHANCED_SUPPORT
from casefiles.documents.compose.exit_strategy import EXIT_STRATEGY
from casefiles.documents.compose.figures import FIGURES
from casefiles.documents.compose.head_panel import HEAD_PANEL
from casefiles.documents.compose.improvement import IMPROVEMENT, REASONS
from casefiles.documents.compose.indicators import INDICATORS
from casefiles.documents.compose.issues_and_context import ISSUES
from casefiles.documents.compose.level_basis import ENTAILS, LEVEL_BASIS
from casefiles.documents.compose.meeting_dates import DATES_OPENING, MEETING_DATES
from casefiles.documents.compose.meeting_details import (
    FORM_OPENING,
    INVITATION_OPENING,
    MEETING_DETAILS,
    PACK_OPENING,
    RECORD_OPENING,
)
from casefiles.documents.compose.members import MEMBERS
from casefiles.documents.compose.minutes import MINUTES, OTHER_MATTERS
from casefiles.documents.compose.move_opening import EXIT_OPENING, MOVE_OPENING
from casefiles.documents.compose.next_dates import NEXT_DATES
from casefiles.documents.compose.notice_actions import NOTICE_ACTIONS
from casefiles.documents.compose.notice_agreement import FURTHER_ACTION, NOTICE_AGREEMENT
from casefiles.documents.compose.notice_basis import NOTICE_BASIS
from casefiles.documents.compose.notice_copies import NOTICE_COPIES
from casefiles.documents.compose.notice_facts import FACTS
from casefiles.documents.compose.notice_grounds import NOTICE_GROUNDS
from casefiles.documents.compose.notice_matters import CONCERN_MATTERS, NOTICE_MATTERS
from casefiles.documents.compose.notice_outcome import OUTCOME_NEXT, OUTCOME_OPENING
from casefiles.documents.compose.notice_period import NOTICE_PERIOD
from casefiles.documents.compose.notice_powers import MINDED_POWERS, PROPOSED_POWERS
from casefiles.documents.compose.notice_support import CONCERN_SUPPORT, NOTICE_CONTACT, NOTICE_SUPPORT
from casefiles.documents.compose.off_track import OFF_TRACK
from casefiles.documents.compose.opening import OPENING
from casefiles.documents.compose.outcomes import OUTCOMES
from casefiles.documents.compose.overall_progress import KEY, OVERALL_PROGRESS
from casefiles.documents.compose.placement import ACADEMY_STANDING, BRIEFING_OPENING, PLACEMENT_OPENING
from casefiles.documents.compose.plan_facts import PLAN_FACTS
from casefiles.documents.compose.plan_links import PLAN_LINKS
from casefiles.documents.compose.plan_record import MILESTONES, PLAN_REVIEWS, PLAN_SUMMARY
from casefiles.documents.compose.priorities import PRIORITIES
from casefiles.documents.compose.priorities_and_outcomes import PRIORITIES_AND_OUTCOMES
from casefiles.documents.compose.progress_by_priority import PROGRESS_BY_PRIORITY
from casefiles.documents.compose.progress_form import FORM_GRID, FORM_MEASURES, PRIORITIES_STANDING
from casefiles.documents.compose.progress_review import PROGRESS_JUDGEMENT, PROGRESS_OPENING
from casefiles.documents.compose.rapid_actions import RAPID_ACTIONS
from casefiles.documents.compose.records_table import RECORDS_TABLE
from casefiles.documents.compose.reduction import REDUCTION
from casefiles.documents.compose.review_opening import GOVERNORS_OPENING, PLAN_OPENING, REVIEW_OPENING, SUMMARY_OPENING
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.section import SECTION
from casefiles.documents.compose.support import SUPPORT, SUPPORT_MAP
from casefiles.documents.compose.support_impact import SUPPORT_IMPACT
from casefiles.documents.compose.support_programme import SUPPORT_PROGRAMME
from casefiles.documents.compose.target_progress import TARGET_PROGRESS
from casefiles.documents.compose.visit_details import VISIT_DETAILS, VISIT_REPORT_OPENING
from casefiles.documents.compose.wording import WORDING
from casefiles.documents.compose.work_done import WORK_DONE
from casefiles.policy.pack import BlockEntry

__all__ = ["BLOCKS", "block_kind"]

BLOCKS: Final[Mapping[str, BlockKind]] = {
    kind.name: kind
    for kind in (
        OPENING,
        ISSUES,
        CATEGORY,
        PRIORITIES,
        OUTCOMES,
        PRIORITIES_AND_OUTCOMES,
        SUPPORT,
        CONTACT,
        ACTIONS,
        NEXT_DATES,
        COPIES,
        ATTENDANCE,
        HEAD_PANEL,
        AIMS,
        DATA,
        AIM_PROGRESS,
        SUPPORT_IMPACT,
        MINUTES,
        OTHER_MATTERS,
        OVERALL_PROGRESS,
        KEY,
        REVIEW_OPENING,
        PROGRESS_BY_PRIORITY,
        GOVERNORS_OPENING,
        WORK_DONE,
        PLAN_OPENING,
        OFF_TRACK,
        RAPID_ACTIONS,
        ENHANCED_SUPPORT,
        EXIT_OPENING,
        IMPROVEMENT,
        DESTINATION,
        REDUCTION,
        AGREEMENT,
        MOVE_OPENING,
        CONSULTATION,
        REASONS,
        EXIT_STRATEGY,
        PLACEMENT_OPENING,
        BRIEFING_OPENING,
        ACADEMY_STANDING,
        CONCERN_AREAS,
        FURTHER_ACTION,
        NOTICE_AGREEMENT,
        INDICATORS,
        ASSESSMENT_OPENING,
        PLAN_FACTS,
        SUPPORT_PROGRAMME,
        ACTION_LIST,
        PROGRESS_OPENING,
        PROGRESS_JUDGEMENT,
        SECTION,
        RECORDS_TABLE,
        WORDING,
        NOTICE_GROUNDS,
        NOTICE_MATTERS,
        CONCERN_MATTERS,
        NOTICE_ACTIONS,
        NOTICE_PERIOD,
        MINDED_POWERS,
        PROPOSED_POWERS,
        NOTICE_SUPPORT,
        CONCERN_SUPPORT,
        NOTICE_CONTACT,
        NOTICE_COPIES,
        NOTICE_BASIS,
        AUDIT_GROUNDS,
        AUDIT_DATES,
        AUDIT_COPIES,
        AUDIT_TRAIL,
        AUDIT_FILES,
        OUTCOME_OPENING,
        OUTCOME_NEXT,
        CONSULTED_BODIES,
        TARGET_PROGRESS,
        VISIT_REPORT_OPENING,
        VISIT_DETAILS,
        ACCURACY_CHECK,
        CIRCULATION,
        INVITATION_OPENING,
        PACK_OPENING,
        MEETING_DETAILS,
        PURPOSE,
        MEMBERS,
        AGENDA,
        ACTIONS_SINCE,
        DOCUMENTS_CHECKLIST,
        DOCUMENTS_ASKED,
        DATES_OPENING,
        MEETING_DATES,
        FORM_OPENING,
        FORM_MEASURES,
        FORM_GRID,
        PRIORITIES_STANDING,
        SUPPORT_MAP,
        RECORD_OPENING,
        LEVEL_BASIS,
        ENTAILS,
        CONTACTS,
        SUMMARY_OPENING,
        PLAN_SUMMARY,
        MILESTONES,
        PLAN_REVIEWS,
        PLAN_LINKS,
        FIGURES,
        *FACTS,
        *SCHOOL_TABLES,
        *OPENINGS,
        *OVER_TIME_TABLES,
        *TARGET_TABLES,
        *AREA_TABLES,
        *GROUP_TABLES,
        *ONE_SCHOOL_TABLES,
        *DATA_TABLES,
    )
}
"""Every block kind by its name."""


def block_kind(name: str) -> BlockKind:
    """The kind of that name; for one that there is not (`policy lint` says so) a kind that is always a gap."""
    return BLOCKS.get(name) or BlockKind(name, Block, _unknown)


def _unknown(scene: Scene, entry: BlockEntry) -> Answer:
    """The gap of a block that there is no kind of."""
    return empty(Block, entry, gap(scene, entry.block.replace("-", " "), scene.entry))
