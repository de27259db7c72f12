"""A caseload for tests of the register: one school with three letters that nothing holds, in git or outside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casefiles.caseload import load, read_register
from casefiles.issuing.circumstances import Circumstances
from casefiles.issuing.issue import Issuing, Outcome, issue
from casefiles.issuing.store import Disk
from casefiles.judgement import judge
from casefiles.register import By, Register
from notation import write_tree
from repositories import repository

__all__ = ["CASE", "DAY", "FIRST", "SECOND", "THIRD", "issued", "letters", "register", "started"]

CASE = "camden/rowan-hill-primary"
FIRST, SECOND, THIRD = "2025-10-10-own-letter-a", "2025-10-17-own-letter-b", "2025-10-24-own-letter-c"
DAY = date(2025, 12, 1)

LETTERS = """
=== casefiles/caseload.yaml
format: 1
output: build
=== casefiles/camden/authority.yaml
name: Camden Learning
issuing_authority: Camden Council
policy: camden
letterhead:
  address: [5 Pancras Square, London, N1C 4AG]
  telephone: 020 7946 0000
  email: improvement@example.org
officers:
  osei: {name: Amara Osei, title: Director of Learning and Impact, salutation: Ms Osei, email: a.osei@example.org}
  ellery: {name: Tom Ellery, title: Camden Professional Partner}
roles:
  director-of-learning: [{officer: osei, from: 2022-09-01}]
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
=== casefiles/camden/rowan-hill-primary/school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
religious_character: Does not apply
address: [Rowan Hill, London, NW5 9ZZ]
people:
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01, email: head@example.org}]
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
=== casefiles/camden/rowan-hill-primary/case.yaml
reference: CL-2025-014
=== casefiles/camden/rowan-hill-primary/letters/2025-10-10-letter-a.md
---
kind: letter
title: The visit in October
signed_by: director-of-learning
to: [headteacher]
---
## For the letter
Thank you for the visit. Mrs Okoro showed us **every** classroom & the hall.

Mr Devane of the governing body came too.

- Reading is taught daily.
- Spelling is not.
=== casefiles/camden/rowan-hill-primary/letters/2025-10-17-letter-b.md
---
kind: letter
title: The dates of the spring term
signed_by: director-of-learning
to: [headteacher]
---
## For the letter
We meet on 13 January 2026.
=== casefiles/camden/rowan-hill-primary/letters/2025-10-24-letter-c.md
---
kind: letter
title: The dates of the summer term
signed_by: director-of-learning
to: [headteacher]
---
## For the letter
We meet on 20 April 2026.
"""


def letters(root: Path) -> Path:
    """The caseload's folder, written below `root`."""
    return write_tree(root, LETTERS) / "casefiles"


def started(root: Path) -> Path:
    """The caseload in a git repository of its own at `root`, with its first commit."""
    return repository(root, LETTERS) / "casefiles"


def issued(home: Path, *stems: str, at: str = "2025-11-20T10:15:00Z", disk: Disk | None = None) -> Outcome:
    """Issue the letters at a moment of the test's own, outside git."""
    judged = judge(load(home, [home / CASE]), DAY)
    (each,) = judged.cases
    due = {one.stem: one for one in each.due}
    asked = Circumstances(at, By("Amara Osei", "a.osei@example.org", "git"))
    return issue(Issuing(judged, each, asked, disk=disk or Disk()), [due[stem] for stem in stems])


def register(home: Path) -> Register:
    """The register as the disk has it."""
    return read_register(home, CASE)
