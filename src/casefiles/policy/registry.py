"""The table of rule kinds: every kind that a pack may name, listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from casefiles.policy.rule import RuleKind

__all__ = ["KINDS"]

_LISTED: Mapping[str, str] = {
    "offered-at-level": "activities.offered_at_level",
    "agenda-followed": "agenda.agenda_followed",
    "report-received": "agenda.report_received",
    "reports-on-each": "agenda.reports_on_each",
    "interval-between": "cadence.interval_between",
    "next-date-set": "cadence.next_date_set",
    "review-in-each": "cadence.review_in_each_block",
    "count-within": "caps.count_within",
    "circulated-to": "circulation.circulated_to",
    "papers-before": "circulation.papers_before",
    "document-due": "circulation.sent_within",
    "shared-within": "circulation.shared_within",
    "tabled-at-governing-body": "circulation.tabled_before_next",
    "visit-circulated-before-review": "circulation.visit_before_review",
    "visit-circulated": "circulation.visit_circulated",
    "concerns-resolved": "concerns.concerns_resolved",
    "confidential-required": "criteria.confidential_required",
    "confidential-when-personal": "criteria.confidential_when_personal",
    "criteria-at-least": "criteria.criteria_at_least",
    "criterion-evidenced": "criteria.criterion_evidenced",
    "criterion-of-phase": "criteria.criterion_of_phase",
    "criterion-unprinted": "criteria.criterion_unprinted",
    "priority-for-criteria": "criteria.priority_for",
    "actions-on-file": "demanded.actions_on_file",
    "dates-cover-year": "demanded.dates_cover_year",
    "done-before-first": "demanded.done_before_first",
    "exit-plan-drafted": "demanded.exit_plan_drafted",
    "newcomer-announced": "demanded.newcomer_announced",
    "coasting-indicator": "eligibility.coasting_indicator",
    "safety-answered": "eligibility.safety_answered",
    "level-visits": "entitlements.level_visits",
    "plan-covers": "entitlements.plan_covers",
    "agreed-with-lead": "entry_steps.agreed_with_lead",
    "follows-meeting": "entry_steps.follows_meeting",
    "religious-body-known": "entry_steps.religious_body_known",
    "request-decided": "entry_steps.request_decided",
    "school-owns-action": "entry_steps.school_owns_action",
    "starts-after-agreed": "entry_steps.starts_after_agreed",
    "exit-destination": "exits.exit_destination",
    "exit-plan-complete": "exits.exit_plan_complete",
    "exit-plan-required": "exits.exit_plan_required",
    "allowed-when": "fields.allowed_when",
    "values-within": "fields.count_of",
    "each-filled": "fields.each_filled",
    "field-required": "fields.field_required",
    "linked-fact-required": "fields.linked_fact_required",
    "value-in": "fields.value_in",
    "value-within": "fields.value_within",
    "assessment-decided": "indicators.assessment_decided",
    "best-fit-explained": "indicators.best_fit_explained",
    "checklist-answered": "indicators.checklist_answered",
    "critical-row-explained": "indicators.critical_row_explained",
    "draws-on-earlier": "indicators.draws_on_earlier",
    "indicator-evidenced": "indicators.indicator_evidenced",
    "indicators-answered": "indicators.indicators_answered",
    "invited-before": "invitations.invited_before",
    "invited-came": "invitations.invited_came",
    "meeting-fits-level": "invitations.meeting_fits_level",
    "letter-after-decision": "letters.letter_after_decision",
    "decision-required-when": "levels.decision_after_fact",
    "decision-after-run": "levels.decision_after_run",
    "decision-recorded": "levels.decision_recorded",
    "exit-considered": "levels.exit_considered",
    "level-time-limit": "levels.level_time_limit",
    "recategorisation-agreed": "levels.recategorisation_agreed",
    "run-before-step-down": "levels.run_before_step_down",
    "chair-is": "meetings.chair_is",
    "judgement-recorded": "meetings.judgement_recorded",
    "reading-recorded": "meetings.reading_recorded",
    "required-members": "meetings.required_members",
    "action-clear": "notice_contents.action_clear",
    "action-required": "notice_contents.action_required",
    "action-within": "notice_contents.action_within",
    "comparator-tagged": "notice_contents.comparator_tagged",
    "engaged-before": "notice_contents.engaged_before",
    "ground-names": "notice_contents.ground_names",
    "matters-evidenced": "notice_contents.matters_evidenced",
    "copies-named": "notice_copies.copies_named",
    "copies-same-day": "notice_copies.copies_same_day",
    "evidence-mix": "notice_evidence.evidence_mix",
    "group-action-named": "notice_evidence.group_action_named",
    "group-plan-judged": "notice_evidence.group_plan_judged",
    "key-sources-cited": "notice_evidence.key_sources_cited",
    "agreed-before": "notice_lawful.agreed_before",
    "blocked-by": "notice_lawful.blocked_by",
    "grounds-lawful": "notice_lawful.grounds_lawful",
    "issuer-is-authority": "notice_lawful.issuer_is_authority",
    "minded-to-open": "notice_lawful.minded_to_open",
    "notice-lawful": "notice_lawful.notice_lawful",
    "ordinary-letter": "notice_lawful.ordinary_letter",
    "statutory-letter-guard": "notice_lawful.statutory_letter_guard",
    "outcome-decided": "notice_periods.outcome_decided",
    "period-advice": "notice_periods.period_advice",
    "compliance-period": "notice_periods.period_fixed",
    "period-stated": "notice_periods.period_stated",
    "power-window": "notice_periods.power_window",
    "must-say": "notice_wording.must_say",
    "restricted-only": "notice_wording.restricted_only",
    "staffing-matter": "notice_wording.staffing_matter",
    "stale-wording": "notice_wording.stale_wording",
    "category-fits-level": "ofsted.category_fits_level",
    "grades-on-scale": "ofsted.grades_on_scale",
    "level-fits-facts": "ofsted.level_fits_facts",
    "safeguarding-on-scale": "ofsted.safeguarding_on_scale",
    "actions-agreed": "papers.actions_agreed",
    "actions-reported": "papers.actions_reported",
    "documents-shared": "papers.documents_shared",
    "returned-before": "papers.returned_before",
    "holder-fact-current": "people.holder_fact_current",
    "lead-named": "people.lead_named",
    "role-filled": "people.role_filled",
    "roles-listed": "people.roles_listed",
    "consent-held": "powers.consent_held",
    "consulted": "powers.consulted",
    "notified-before": "powers.notified_before",
    "power-in-time": "powers.power_in_time",
    "power-recorded": "powers.power_recorded",
    "proposal-given": "powers.proposal_given",
    "action-overdue": "priorities.action_overdue",
    "agreed-with": "priorities.agreed_with",
    "outcome-measurable": "priorities.outcome_measurable",
    "deliveries-dated": "programme.deliveries_dated",
    "group-chaired-by": "programme.group_chaired_by",
    "judged-each-year": "programme.judged_each_year",
    "missed-answered": "programme.missed_answered",
    "target-compared": "programme.target_compared",
    "registers-current": "registers.registers_current",
    "returns-in-time": "registers.returns_in_time",
    "updates-within": "registers.updates_within",
    "terms-listed": "programme.terms_listed",
    "data-points-at-least": "reports.data_points_at_least",
    "data-rows-complete": "reports.data_rows_complete",
    "data-shown": "reports.data_shown",
    "rows-never-held": "reports.rows_never_held",
    "support-dates": "reports.support_dates",
    "agreed-there": "required.agreed_there",
    "answered-by": "required.answered_by",
    "at-least-once-every": "required.at_least_once_every",
    "at-least-once-per": "required.at_least_once_per",
    "records-within": "required.records_within",
    "focus-of-term": "school_year.focus_of_term",
    "meeting-each-year": "school_year.meeting_each_year",
    "held-and-current": "school_year.received_current",
    "sections-required": "school_year.sections_required",
    "standards-conversation": "school_year.standards_conversation",
    "topic-each-year": "school_year.topic_each_year",
    "visit-tabled": "school_year.visit_tabled",
    "contacts-known": "standing.contacts_known",
    "letterhead-complete": "standing.letterhead_complete",
    "paper-reviewed": "standing.paper_reviewed",
    "impact-recorded": "support.impact_recorded",
    "orientation-visit": "support.orientation_visit",
    "support-entitlement": "support.support_entitlement",
    "visit-in-each": "support.visit_each_term",
    "visit-entitlement": "support.visit_entitlement",
    "level-term-limit": "terms.level_term_limit",
    "meeting-in-each-since": "terms.meeting_in_each_since",
    "addressed-to": "told.addressed_to",
    "dated-in-order": "told.dated_in_order",
    "decided-at-meeting": "told.decided_at_meeting",
    "people-informed": "told.people_informed",
    "person-holds": "told.person_holds",
    "told-within": "told.told_within",
}
"""Each kind's name in packs, with its module below `kinds` and its function there."""


class _Kinds(Mapping[str, RuleKind[Any, Any]]):
    """The kinds by name; the module of each is imported when the kind is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, RuleKind[Any, Any]] = {}

    def __getitem__(self, name: str) -> RuleKind[Any, Any]:
        if name not in self._known:
            module, _, function = _LISTED[name].partition(".")
            kind: RuleKind[Any, Any] = getattr(import_module(f"casefiles.policy.kinds.{module}"), function)
            self._known[name] = kind
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in _LISTED

    def __iter__(self) -> Iterator[str]:
        return iter(_LISTED)

    def __len__(self) -> int:
        return len(_LISTED)


KINDS: Mapping[str, RuleKind[Any, Any]] = _Kinds()
"""Each rule kind by its name."""
