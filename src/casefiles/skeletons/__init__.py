"""New files as text, filled from what is known: what must still be written stands there as a commented line."""

from casefiles.skeletons.entries import action_entry, priority_entry
from casefiles.skeletons.meetings import meeting_file, next_meeting_day, planned_meeting_day
from casefiles.skeletons.notices import notice_file
from casefiles.skeletons.programme import group_meeting_file, programme_file
from casefiles.skeletons.records import (
    assessment_file,
    evidence_file,
    exit_plan_file,
    letter_file,
    plan_file,
    received_file,
    visit_file,
)
from casefiles.skeletons.starts import authority_files, school_files
from casefiles.skeletons.text import Skeleton, slug

__all__ = [
    "Skeleton",
    "action_entry",
    "assessment_file",
    "authority_files",
    "evidence_file",
    "exit_plan_file",
    "group_meeting_file",
    "letter_file",
    "meeting_file",
    "next_meeting_day",
    "notice_file",
    "plan_file",
    "planned_meeting_day",
    "priority_entry",
    "programme_file",
    "received_file",
    "school_files",
    "slug",
    "visit_file",
]
