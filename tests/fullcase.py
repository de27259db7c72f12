"""A case that gives every Camden document: targeted support, a review off track, the step down, focused support."""

from __future__ import annotations

__all__ = ["EVERY_DOCUMENT", "FULL_CASE"]

FULL_CASE = """
=== case.yaml
reference: CL-2025-014
levels:
  - level: targeted
    decided_on: 2025-11-04
    decided_by: director-of-learning
    origin: data
    reason: The phonics result fell for two years.
    agreed_on: 2025-11-04
    consulted: [headteacher, chair-of-governors, cpp]
    criteria: [pri-2, viii]
    areas_at_risk: [achievement]
    chair: director-of-learning
    lead: cpp
    exit_expected_on: 2026-06-30
    horizon_months: 12
  - level: focused
    decided_on: 2026-05-20
    decided_by: director-of-learning
    agreed_by: director-of-learning
    origin: data
    reason: Phonics is at its target and attendance nearly so.
    discussed_on: 2026-05-19
    agreed_on: 2026-05-20
    consulted: [headteacher, chair-of-governors, cpp]
    criteria: [viii]
    aspects: [Attendance]
    chair: director-of-learning
    lead: cpp
    exit_expected_on: 2026-12-11
    exit_plan: 2026-05-20-to-focused
support:
  - {id: phonics-coaching, priorities: [phonics], provider: English Hub, days: 2, from: 2025-12-01, to: 2026-05-01, entitlement: targeted, agreed_at: 2025-11-04-initial, delivered_on: 2026-03-10, impact: Every teacher was coached twice., impact_on: 2026-03-12}
  - {id: attendance-partner, title: Partnership on attendance, priorities: [attendance], provider: Larch Grove School, days: 1, from: 2026-04-13, entitlement: focused, agreed_at: 2026-03-24-review}
=== priorities.yaml
- id: phonics
  title: Raise the proportion of Year 1 pupils meeting the phonics standard
  area: achievement
  evidence: [2025-09-18-phonics-check]
  outcome: {measure: Year 1 pupils meeting the phonics standard, baseline: 61, target: 78, unit: percent, due_on: 2026-06-19, pupil_outcome: true}
  plan_reference: SDP 1.2
  agreed_at: 2025-11-04-initial
  closed_on: 2026-05-19
  closed_as: met
- id: attendance
  title: Reduce persistent absence
  area: attendance-behaviour
  evidence: [2025-10-02-attendance]
  outcome: {measure: Pupils who miss a tenth of school, baseline: 22, target: 14, unit: percent, due_on: 2026-06-30, pupil_outcome: true}
  agreed_at: 2025-11-04-initial
=== actions.yaml
- {id: daily-phonics, priority: phonics, action: Daily phonics for all of Year 1, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-11-28, done_on: 2026-01-12, impact: All classes keep step., impact_on: 2026-01-12}
- {id: catch-up, priority: phonics, action: Timetable cover for catch-up, owner: headteacher, agreed_at: 2026-01-27-review, due_on: 2026-02-02, done_on: 2026-02-02}
- {id: first-day-calls, priority: attendance, action: Telephone on the first day of absence, owner: headteacher, agreed_at: 2026-03-24-review, due_on: 2026-04-17, done_on: 2026-04-17}
- {id: governor-link, priority: attendance, action: Name a governor for attendance, owner: chair-of-governors, agreed_at: 2026-06-09-initial, due_on: 2026-06-26, done_on: 2026-06-25}
- {id: summer-families, priority: attendance, action: Meet the families before the holidays, owner: headteacher, agreed_at: 2026-07-07-review, due_on: 2026-07-17}
=== evidence/2025-09-18-phonics-check.md
---
title: Results of the phonics check
source: School data
criteria: [pri-2]
resolved_on: 2026-05-19
data:
  - {measure: Overall absence, group: All pupils, year: 2024-25, value: 7.1, england: 5.2, unit: percent}
  - {measure: Phonics standard in Year 1, group: Disadvantaged pupils, year: 2024-25, value: 49, england: 67, london: 72, unit: percent}
---
=== evidence/2025-10-02-attendance.md
---
title: Absence in 2024 to 2025
source: School data
criteria: [viii]
---
=== meetings/2026-01-27-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {judgement: on-track, risk: low, value: 69}
  attendance: {judgement: on-track, risk: medium, value: 21}
judgement: on-track
risk: medium
next_meetings: [2026-03-24]
report: {dated: 2026-01-30}
---
## School's report
Two classes were taught by supply teachers until half-term.

## Phonics
### Impact
Daily phonics is taught in all three classes.
### Next steps
- Catch-up in the afternoons.

## Attendance
### Impact
Little has changed.
### Next steps
- Look at the figures each week.
=== meetings/2026-03-24-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {judgement: on-track, risk: low, value: 74}
  attendance: {judgement: not-on-track, risk: high, value: 23}
judgement: not-on-track
risk: high
interventions: [Two days of the attendance service each week]
next_meetings: [2026-05-19]
report: {dated: 2026-03-27}
---
## Phonics
### Impact
Catch-up works.
### Next steps
- Keep it going.

## Attendance
### Impact
Absence rose in February.
### Next steps
- Calls on the first day.
=== meetings/2026-05-19-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {judgement: on-track, risk: low, value: 79}
  attendance: {judgement: on-track, risk: medium, value: 16}
judgement: on-track
risk: low
next_meetings: [2026-07-07]
report: {dated: 2026-05-22}
---
## Phonics
### Impact
The target is met.
### Next steps
- Keep the daily lesson.

## Attendance
### Impact
The calls work.
### Next steps
- Carry on.
=== exit-plans/2026-05-20-to-focused.md
---
to: focused
steps:
  - {from: 2026-05-20, support: One half day on attendance each half-term, half_days: 2}
  - {from: 2026-09-02, support: The termly review meeting alone, half_days: 1}
agreed: {headteacher: 2026-05-20, chair-of-governors: 2026-05-20}
review_on: 2026-12-08
---
## Sustained improvement
Phonics has held for two terms.

## How the school will keep it up
The daily lesson is in the timetable.
=== letters/2026-05-21-recategorisation-letter.md
---
kind: recategorisation-letter
title: Change from targeted to focused support
dated: 2026-05-21
enclosures: [Exit plan of 20 May 2026]
---
## For the letter
It has been a pleasure.
=== meetings/2026-06-09-initial.md
---
kind: focused-initial
present: [headteacher, cpp]
next_meetings: [2026-07-07]
letter: {dated: 2026-06-11}
---
## Issues and context
Absence is still above the average.
=== meetings/2026-07-07-review.md
---
kind: focused-review
present: [headteacher, cpp]
progress:
  attendance: {judgement: on-track, risk: low, value: 15}
judgement: on-track
risk: low
next_meetings: [2026-07-20]
letter: {dated: 2026-07-09}
---
## For the letter
You are nearly there.

## Attendance
### Impact
Fewer pupils miss the first week.
### Next steps
- Meet the families before the holidays.
"""
"""Files of the case, to be written over `drafting.ROWAN_HILL`."""

EVERY_DOCUMENT = {
    "targeted-initial-letter": "2025-11-04",
    "targeted-meeting-report": "2026-03-24",
    "governing-body-summary": "2026-03-24",
    "rapid-improvement-plan": "2026-03-24",
    "exit-plan": "2026-05-20",
    "recategorisation-letter": "2026-05-21",
    "focused-initial-letter": "2026-06-09",
    "focused-summary-letter": "2026-07-07",
}
"""The documents with the day of the record of one of each."""
