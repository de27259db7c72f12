"""A small caseload of two schools for the tests of loading and of the model, and short forms of what is said of it."""

from __future__ import annotations

from pathlib import Path

from casefiles.caseload import Caseload, load
from casefiles.diagnostics import Diagnostic
from casefiles.model.caseview import Case
from notation import write_tree

__all__ = ["SMALL", "case_of", "loaded", "places"]

SMALL = """
=== caseload.yaml
format: 1
output: build
=== westmere/authority.yaml
name: Westmere Learning
issuing_authority: Westmere Council
policy: westmere
officers:
  adeyemi: {name: Grace Adeyemi, title: Director, salutation: Ms Adeyemi, email: g.adeyemi@example.org}
  holt: {name: Ivor Holt, title: Adviser}
roles:
  director: [{officer: adeyemi, from: 2022-09-01}]
bodies:
  st-brannoc: {name: Diocese of St Brannoc, role: diocesan-authority, for: [Roman Catholic], address: [1 Close]}
  region: {name: Regional Director, role: regional-director}
=== westmere/ash-lane/school.yaml
urn: 900201
name: Ash Lane School
type: Community school
phase: Primary
religious_character: Roman Catholic
address: [Ash Lane, Westmere]
people:
  headteacher:
    - {name: Nuala Brennan, salutation: Ms Brennan, from: 2020-09-01, to: 2025-09-01}
    - {name: Piotr Zięba, salutation: Mr Zięba, from: 2025-09-01}
  adviser: [{officer: holt, from: 2024-09-01}]
=== westmere/ash-lane/case.yaml
reference: WL-1
levels:
  - {level: close, decided_on: 2025-11-04, decided_by: director, agreed_on: 2025-11-06}
support:
  - {id: coaching, priorities: [reading], from: 2025-12-01, agreed_at: 2025-11-04-initial}
decisions:
  - {kind: cadence, decided_on: 2025-11-05, decided_by: director}
waivers:
  - {rule: WES-1, reason: Flood, approved_by: director, approved_on: 2026-02-10}
=== westmere/ash-lane/priorities.yaml
- id: reading
  title: Raise reading
  evidence: [2025-09-18-check, 2025-10-01-staffing]
  agreed_at: 2025-11-04-initial
  closed_on: 2026-03-01
  closed_as: met
=== westmere/ash-lane/actions.yaml
- {id: daily-reading, priority: reading, action: Read daily, owner: headteacher, due_on: 2025-12-01, done_on: 2026-01-09}
=== westmere/ash-lane/evidence/2025-09-18-check.md
---
title: Reading check
source: school data
shared_on: 2025-10-21
resolved_on: 2026-03-01
---
Half of the pupils.
=== westmere/ash-lane/evidence/2025-10-01-staffing.md
---
title: Staffing
source: visit
confidential: true
---
In confidence.
=== westmere/ash-lane/meetings/2025-11-04-initial.md
---
kind: close-initial
present: [headteacher, adviser]
papers: {agenda: 2025-10-28, minutes: 2025-11-12}
letter: {sent_on: 2025-11-10, to: [headteacher]}
---
Open words.

## Reading
All classes.
### Impact
Good.

## Staffing {.confidential}
Secret words.
=== westmere/ash-lane/meetings/2026-01-27-review.md
---
kind: close-review
present: [headteacher]
progress: {reading: {value: 69}}
---
=== westmere/elm-road/school.yaml
urn: 900202
name: Elm Road School
type: Community school
phase: [Primary]
"""


def loaded(root: Path, more: str = "", without: tuple[str, ...] = ()) -> Caseload:
    """The small caseload with further or other files and without some, loaded."""
    write_tree(root, SMALL)
    write_tree(root, more)
    for path in without:
        (root / path).unlink()
    return load(root)


def case_of(caseload: Caseload, case_id: str = "ash-lane") -> Case:
    """The case of that id."""
    return next(case for case in caseload.cases if case.id == case_id)


def places(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """Each diagnostic as `file:line:column code`, the file without authority and school."""
    return [
        f"{each.span.file.removeprefix('westmere/').removeprefix('ash-lane/')}:{each.span.line}:{each.span.column}"
        f" {each.code}"
        for each in diagnostics
    ]
