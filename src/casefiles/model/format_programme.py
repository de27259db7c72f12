"""The examples of the files of a programme, for the page on the case folder; and what such an example is."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["PROGRAMME_EXAMPLES", "Example"]


class Example(Struct, frozen=True):
    """An example of a file: the language of its fence, its name and its text."""

    language: str
    file: str
    text: str


_TARGETS = """
- id: s5
  title: Attainment 8 is above the London average
  definition: Average Attainment 8 score of pupils at the end of key stage 4, all state-funded schools
  owner: director-of-learning
  unit: points
  comparator: London average
  baseline: {year: 2022-23, value: 49.1, comparator: 50.6, published_on: 2023-10-19}
  results:
    - {year: 2024-25, value: 50.2, comparator: 50.9, england: 46.1, pupils: 1390, published_on: 2025-10-16}
  responses:
    - {agreed_on: 2025-11-20, response: Shared teaching of mathematics in four schools, review_on: 2026-03-19}
"""

_AREAS = """
- id: area-1a
  title: "Area 1a: school improvement"
  outputs:
    - id: knowledge-of-schools
      results: [{year: 2024-25, standing: met, known_on: 2025-09-18, note: Every school had its visits}]
  deliveries:
    - {id: half-termly-update, owner: director-of-learning, done: [2025-10-24, 2025-12-19], reports_to: commissioner}
    - id: enquiries
      owner: head-of-service
      requests:
        - {asked_on: 2026-01-12, about: a Member's enquiry on places, answered_on: 2026-01-23}
    - id: moderation
      owner: head-of-service
      log:
        - {on: 2026-05-18, what: Four moderators at six schools, days: 12}
"""

_REGISTERS = """
- id: supplementary-schools
  kind: supplementary-schools
  title: Register of supplementary schools
  owner: head-of-service
  version: "3"
  updated_on: [2025-11-03]
  link: https://example.org/registers/supplementary
"""

_GROUP_MEETING = """
---
kind: sras
chair: director-of-learning
present: [commissioner, head-of-service]
schools:
  - school: rowan-hill-primary
    rag: amber
    criteria: [viii]
    decision: Targeted support goes on
    reason: Attendance is not on track
  - {school: oak-court, restricted: true}
actions:
  - {action: Ask the attendance service for a joint visit, owner: head-of-service, due_on: 2025-11-28}
circulated: {commissioner: 2025-11-21}
---
## Common areas of concern
Attendance, at three of the schools.
"""

_ALERT = """
---
kind: headteacher-change
school: rowan-hill-primary
concern: The headteacher leaves at the end of the term.
known_on: 2026-11-04
in_hand: [The governing body meets on 10 November to agree how the school is led]
sent_on: 2026-11-04
---
"""

_REPORT = """
---
kind: risk-register
since: 2026-09-01
---
## Common areas of concern
Attendance.

## Exempt part {.internal}
What only the committee's members read.
"""

PROGRAMME_EXAMPLES: dict[str, Example] = {
    "programme": Example(
        "yaml",
        "programme/programme.yaml",
        "title: Camden Learning Commission\nperiod: {from: 2023-09-01, to: 2026-09-01}\nextended_to: 2028-09-01\n"
        "small_numbers: 5",
    ),
    "targets": Example("yaml", "programme/targets.yaml", _TARGETS),
    "areas": Example("yaml", "programme/areas.yaml", _AREAS),
    "registers": Example("yaml", "programme/registers.yaml", _REGISTERS),
    "group-meeting": Example("markdown", "programme/meetings/2025-11-18-sras.md", _GROUP_MEETING),
    "alert": Example("markdown", "programme/alerts/2026-11-04-headteacher.md", _ALERT),
    "report": Example("markdown", "programme/reports/2026-11-06-risk-register.md", _REPORT),
}
"""One example for each kind of file of a programme."""
