"""The table of rule kinds: every kind that a pack may name, listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casefiles.policy.kinds import (
    agenda,
    cadence,
    caps,
    circulation,
    criteria,
    exits,
    fields,
    levels,
    meetings,
    ofsted,
    people,
    priorities,
    reports,
    school_year,
    support,
)
from casefiles.policy.rule import RuleKind

__all__ = ["KINDS"]

_LISTED: tuple[RuleKind[Any, Any], ...] = (
    agenda.agenda_followed,
    agenda.report_received,
    agenda.reports_on_each,
    cadence.interval_between,
    cadence.next_date_set,
    cadence.review_in_each_block,
    caps.count_within,
    circulation.circulated_to,
    circulation.papers_before,
    circulation.sent_within,
    circulation.shared_within,
    circulation.tabled_before_next,
    circulation.visit_before_review,
    circulation.visit_circulated,
    criteria.confidential_required,
    criteria.criteria_at_least,
    criteria.criterion_evidenced,
    criteria.criterion_of_phase,
    criteria.criterion_unprinted,
    criteria.priority_for,
    exits.exit_destination,
    exits.exit_plan_complete,
    exits.exit_plan_required,
    fields.allowed_when,
    fields.count_of,
    fields.field_required,
    fields.value_in,
    fields.value_within,
    levels.decision_after_fact,
    levels.decision_after_run,
    levels.decision_recorded,
    levels.exit_considered,
    levels.level_time_limit,
    levels.recategorisation_agreed,
    levels.run_before_step_down,
    meetings.chair_is,
    meetings.judgement_recorded,
    meetings.reading_recorded,
    meetings.required_members,
    ofsted.grades_on_scale,
    ofsted.level_fits_facts,
    ofsted.safeguarding_on_scale,
    people.lead_named,
    people.role_filled,
    priorities.action_overdue,
    priorities.agreed_with,
    priorities.outcome_measurable,
    reports.data_shown,
    reports.support_dates,
    school_year.meeting_each_year,
    school_year.received_current,
    school_year.sections_required,
    school_year.standards_conversation,
    school_year.topic_each_year,
    support.impact_recorded,
    support.orientation_visit,
    support.support_entitlement,
    support.visit_each_term,
    support.visit_entitlement,
)

KINDS: Mapping[str, RuleKind[Any, Any]] = {kind.name: kind for kind in _LISTED}
"""Each rule kind by its name."""
