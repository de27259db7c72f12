"""Drafts of tests: a small caseload in the user's own language, composed and rendered as `casefiles build` does."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from docx import Document

from casefiles.caseload import load, load_packs, read_templates
from casefiles.documents.catalogue import Due, due_documents
from casefiles.documents.compose import Composed, compose
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.rendering import placed_blocks
from notation import write_tree

__all__ = ["ROWAN_HILL", "block", "composed", "document", "drafted", "due", "lines_of", "loaded"]

ROWAN_HILL = """
=== caseload.yaml
format: 1
=== camden/authority.yaml
name: Camden Learning
issuing_authority: Camden Council
policy: camden
letterhead: {address: [5 Pancras Square, London, N1C 4AG], telephone: 020 7946 0000, email: improvement@example.org}
officers:
  osei: {name: Amara Osei, title: Director of Learning and Impact}
  ellery: {name: Tom Ellery, title: Camden Professional Partner, email: t.ellery@example.org}
roles:
  director-of-learning: [{officer: osei, from: 2022-09-01}]
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
=== camden/rowan-hill-primary/school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
address: [Rowan Hill, London, NW5 9ZZ]
people:
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
ofsted:
  - {inspected_on: 2023-03-15, grades: {overall effectiveness: Good}, safeguarding: effective}
=== camden/rowan-hill-primary/case.yaml
reference: CL-2025-014
levels:
  - level: targeted
    decided_on: 2025-11-04
    decided_by: director-of-learning
    origin: data
    agreed_on: 2025-11-04
    criteria: [pri-2]
    areas_at_risk: [achievement]
    chair: director-of-learning
    lead: cpp
    exit_expected_on: 2026-06-30
    horizon_months: 12
support:
  - {id: phonics-coaching, priorities: [phonics], provider: English Hub, days: 2, from: 2025-12-01, entitlement: targeted, agreed_at: 2025-11-04-initial}
=== camden/rowan-hill-primary/priorities.yaml
- id: phonics
  title: Raise the proportion of Year 1 pupils meeting the phonics standard
  area: achievement
  evidence: [2025-09-18-phonics-check]
  outcome: {measure: Year 1 pupils meeting the phonics standard, baseline: 61, target: 78, unit: percent, due_on: 2026-06-19}
  plan_reference: SDP 1.2
  agreed_at: 2025-11-04-initial
=== camden/rowan-hill-primary/actions.yaml
- {id: daily-phonics, priority: phonics, action: Daily phonics for all of Year 1, owner: headteacher, agreed_at: 2025-11-04-initial, due_on: 2025-11-28, done_on: 2026-01-12}
- {id: catch-up, priority: phonics, action: Timetable cover for catch-up, owner: headteacher, agreed_at: 2026-01-27-review, due_on: 2026-02-02}
=== camden/rowan-hill-primary/evidence/2025-09-18-phonics-check.md
---
title: Results of the phonics check
source: School data
criteria: [pri-2]
data:
  - {measure: Overall absence, group: All pupils, year: 2024-25, value: 7.1, england: 5.2, unit: percent}
  - {measure: Phonics standard in Year 1, group: Disadvantaged pupils, year: 2024-25, value: 49, england: 67, london: 72, unit: percent}
---
The proportion fell again.
=== camden/rowan-hill-primary/meetings/2025-11-04-initial.md
---
kind: targeted-initial
present: [headteacher, chair-of-governors, cpp]
next_meetings: [2026-01-27, 2026-03-24]
letter: {dated: 2025-11-06}
---
## Issues and context
Phonics has fallen for two years.
=== camden/rowan-hill-primary/meetings/2026-01-27-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {judgement: on-track, risk: low, value: 69}
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
"""
"""A school with targeted support: its initial meeting of November and its review of January."""

_HOME = "camden/rowan-hill-primary"


def loaded(root: Path, *changes: str) -> tuple[Case, Packs]:
    """The school with the files of `changes` in place of (or beside) its own; paths start in its folder."""
    write_tree(root, ROWAN_HILL)
    for change in changes:
        write_tree(root / _HOME, change)
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    return caseload.cases[0], packs


def due(case: Case, packs: Packs, slug: str, on: str) -> Due:
    return next(each for each in due_documents(case, packs) if each.entry.slug == slug and on in each.stem)


def composed(root: Path, slug: str, *changes: str, on: str = "") -> Composed:
    """The values of the document of that slug (and record date)."""
    case, packs = loaded(root, *changes)
    return compose(due(case, packs, slug, on), case, packs)


def block(root: Path, slug: str, name: str, *changes: str) -> object:
    """The context of one block of the document, by its name in templates."""
    found: object = getattr(composed(root, slug, *changes).context["block"], name)
    return found


def document(root: Path, slug: str, *changes: str, on: str = "") -> bytes:
    """The draft as Word bytes."""
    made = composed(root, slug, *changes, on=on)
    shelf = read_templates(root, "camden", "camden")
    template = compile_template(shelf.templates, slug, made.due.entry.kind, placed_blocks(made.due.entry))
    return template.render(made.context, DocumentProperties(made.due.entry.title))


def lines_of(docx: bytes) -> list[str]:
    """The paragraphs of a Word file in order, those of table cells where they stand, read by python-docx."""
    body = Document(io.BytesIO(docx)).element.body
    texts = ("".join(t.text or "" for t in p.xpath(".//w:t")).replace("\xa0", " ") for p in body.xpath(".//w:p"))
    return [text for text in texts if text]


def drafted(root: Path, slug: str, *changes: str, on: str = "") -> str:
    """The text of the draft, a paragraph a line."""
    return "\n".join(lines_of(document(root, slug, *changes, on=on)))


def day(text: str) -> date:
    """The date that a text in ISO form names."""
    return date.fromisoformat(text)
