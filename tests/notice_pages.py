"""A council, a church school and every kind of notice, for tests of the pages that are made of them."""

from __future__ import annotations

from pathlib import Path

from casefiles.caseload import load, load_packs, read_templates
from casefiles.documents.catalogue import Due, due_documents
from casefiles.documents.compose import Composed, compose
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.rendering import placed_blocks
from drafting import lines_of
from notation import write_tree

__all__ = ["EVERY_PAGE", "HOME", "WESTMERE", "composed_page", "dues", "loaded_notices", "page", "text_of", "word_of"]

HOME = "westmere/st-aldhelms"

WESTMERE = """
=== caseload.yaml
format: 1
=== westmere/authority.yaml
name: Westmere Learning
issuing_authority: Westmere Council
policy: england
letterhead: {address: [9 Mill Lane, Westmere, WM1 1AA], email: hello@learning.example.org}
issuing_letterhead: {address: [County Hall, Westmere, WM1 1ZZ], telephone: 01632 960100, email: schools@westmere.example.org}
officers:
  darby: {name: Ruth Darby, title: Director of Children's Services, email: r.darby@westmere.example.org, employer: Westmere Council}
  quill: {name: Ned Quill, title: School Improvement Adviser, email: n.quill@westmere.example.org}
roles:
  director-of-childrens-services: [{officer: darby, from: 2020-01-01}]
bodies:
  rd: {name: Regional Director for the West, role: regional-director, address: [1 Sea Street, Westmere]}
  hmci: {name: His Majesty's Chief Inspector, role: chief-inspector, address: [2 Sea Street, Westmere]}
  ce: {name: Diocese of Westmere Board of Education, role: diocesan-authority, for: [Church of England], address: [3 Sea Street, Westmere]}
  rc: {name: Roman Catholic Diocese of Westmere, role: diocesan-authority, for: [Roman Catholic], address: [4 Sea Street, Westmere]}
  trustees: {name: St Aldhelm's Trustees, role: foundation-appointer, address: [5 Sea Street, Westmere]}
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
=== westmere/st-aldhelms/school.yaml
urn: 900998
name: St Aldhelm's Roman Catholic Primary School
type: Voluntary aided school
phase: Primary
religious_character: Roman Catholic
foundation_appointer: trustees
address: [Abbey Road, Westmere, WM2 2BB]
people:
  headteacher: [{name: Ines Varga, salutation: Ms Varga, from: 2021-09-01}]
  chair-of-governors: [{name: Hugh Pell, salutation: Mr Pell, from: 2021-09-01}]
=== westmere/st-aldhelms/case.yaml
reference: WM-2026-007
=== westmere/st-aldhelms/evidence/2025-10-06-phonics-check.md
---
title: Results of the phonics check
source: School data
---
Low.
=== westmere/st-aldhelms/evidence/2026-01-20-minutes.md
---
title: Minutes of the governing body, autumn term
source: Clerk to the Governing Body
---
No questions asked.
=== westmere/st-aldhelms/notices/2026-01-26-religious-body.md
---
kind: religious-body-notification
given_by: director-of-childrens-services
given_on: 2026-01-26
religious_body_engaged_on: 2026-01-22
grounds:
  - {ground: governance, matters: [{matter: The governing body has had no quorum since October, evidence: [2026-01-20-minutes]}]}
minded_to_otherwise: A formal notice to the governing body.
---
=== westmere/st-aldhelms/notices/2026-01-27-concern.md
---
kind: letter-of-concern
given_by: director-of-childrens-services
given_on: 2026-01-27
grounds:
  - {ground: standards, matters: [{matter: Four pupils in ten did not meet the phonics standard, evidence: [2025-10-06-phonics-check]}]}
required_actions:
  - {action: Discuss the results at the next meeting, measure: The minutes of the meeting, due_on: 2026-02-10}
support: [A visit by the phonics adviser]
contact: quill
---
=== westmere/st-aldhelms/notices/2026-02-09-pre-warning.md
---
kind: pre-warning-notice
given_by: director-of-childrens-services
given_on: 2026-02-09
grounds:
  - {ground: standards, matters: [{matter: Four pupils in ten did not meet the phonics standard, evidence: [2025-10-06-phonics-check]}]}
required_actions:
  - {action: Adopt a plan for phonics, measure: The plan and the minute that adopts it, due_on: 2026-02-25}
support: [Two days of the phonics adviser]
contact: quill
---
=== westmere/st-aldhelms/notices/2026-03-02-warning.md
---
kind: warning-notice
method: by hand
given_by: director-of-childrens-services
given_on: 2026-03-02
agreed_by: director-of-childrens-services
agreed_on: 2026-02-26
religious_body_engaged_on: 2026-01-22
grounds:
  - ground: s60-2-a
    comparators: [expected, comparable]
    matters:
      - {matter: Four pupils in ten did not meet the phonics standard, evidence: [2025-10-06-phonics-check]}
  - ground: s60-2-b
    core_roles: [hold-head-to-account]
    indicators: [governor-turnover]
    matters:
      - {matter: The governing body has had no quorum since October, evidence: [2026-01-20-minutes]}
required_actions:
  - {action: Adopt a plan for the teaching of phonics, measure: The plan and the minute that adopts it, due_on: 2026-03-13}
  - {action: Meet with a quorum, measure: The signed attendance list, due_on: 2026-03-20}
compliance_period: {from: 2026-03-03, to: 2026-03-27}
minded_to: [s64, s65]
minded_to_otherwise: Ask for an external review of governance.
support: [Four days of the phonics adviser]
contact: quill
copies:
  - {to: rd, capacity: secretary-of-state, given_on: 2026-03-02, method: e-mail}
outcome: {complied: false, decided_on: 2026-04-01, decided_by: director-of-childrens-services, reason: No plan was adopted and no meeting had a quorum.}
---
## Support and correspondence so far
We wrote on 27 January and 9 February 2026.
=== westmere/st-aldhelms/notices/2026-03-03-pay.md
---
kind: teachers-pay-warning-notice
method: by hand
given_by: director-of-childrens-services
given_on: 2026-03-03
agreed_by: director-of-childrens-services
agreed_on: 2026-02-26
grounds:
  - ground: s60a-2
    provision: paragraph 13.1 of the School Teachers' Pay and Conditions Document 2025
    matters: [{matter: Three teachers were not placed on the pay range, evidence: [2026-01-20-minutes]}]
required_actions:
  - {action: Place the three teachers on the pay range, measure: The pay statements, due_on: 2026-03-20}
compliance_period: {from: 2026-03-04, to: 2026-03-27}
minded_to: [s66]
contact: quill
---
=== westmere/st-aldhelms/notices/2026-04-02-outcome.md
---
kind: compliance-outcome
follows: 2026-03-02-warning
given_by: director-of-childrens-services
given_on: 2026-04-02
---
=== westmere/st-aldhelms/notices/2026-04-14-proposal.md
---
kind: proposal-to-use-powers
follows: 2026-03-02-warning
powers: [s64, s65]
closes_on: 2026-04-24
given_by: director-of-childrens-services
given_on: 2026-04-14
agreed_by: director-of-childrens-services
agreed_on: 2026-04-13
---
=== westmere/st-aldhelms/notices/2026-04-15-consultation.md
---
kind: power-consultation
follows: 2026-03-02-warning
powers: [s63, s65]
closes_on: 2026-04-29
given_by: director-of-childrens-services
given_on: 2026-04-15
consulted:
  - {to: chair-of-governors, capacity: governing-body, consulted_on: 2026-04-15, replied_on: 2026-04-28, reply: Would rather have more time.}
  - {to: rc, capacity: diocesan-authority, consulted_on: 2026-04-15, replied_on: 2026-04-27, reply: Agrees.}
---
=== westmere/st-aldhelms/notices/2026-04-20-told.md
---
kind: power-notification
follows: 2026-03-02-warning
powers: [s64]
given_by: director-of-childrens-services
given_on: 2026-04-20
---
=== westmere/st-aldhelms/notices/2026-05-01-application.md
---
kind: interim-board-application
follows: 2026-03-02-warning
powers: [s65]
given_by: director-of-childrens-services
given_on: 2026-05-01
consent: {given_on: 2026-05-12, given_by: regional-director}
---
## Why an interim executive board is needed
The governing body cannot meet with a quorum.

## The proposed board
Three members, with a former headteacher in the chair.
=== westmere/st-aldhelms/notices/2026-05-05-governors.md
---
kind: additional-governors
follows: 2026-03-02-warning
powers_used: [s64]
takes_effect_on: 2026-05-11
method: post
given_by: director-of-childrens-services
given_on: 2026-05-05
agreed_by: director-of-childrens-services
agreed_on: 2026-05-01
---
## The additional governors
Two additional governors, for two years each.
=== westmere/st-aldhelms/notices/2026-05-06-budget.md
---
kind: budget-suspension
follows: 2026-03-02-warning
powers_used: [s66]
method: by hand
given_by: director-of-childrens-services
given_on: 2026-05-06
agreed_by: director-of-childrens-services
agreed_on: 2026-05-01
---
=== westmere/st-aldhelms/notices/2026-05-07-arrangements.md
---
kind: arrangements-direction
follows: 2026-03-02-warning
powers_used: [s63]
takes_effect_on: 2026-05-18
method: post
given_by: director-of-childrens-services
given_on: 2026-05-07
agreed_by: director-of-childrens-services
agreed_on: 2026-05-01
---
## The arrangements
A contract with another school for advice on phonics.
=== westmere/st-aldhelms/notices/2026-05-18-board.md
---
kind: interim-board-notice
follows: 2026-03-02-warning
powers_used: [s65]
takes_effect_on: 2026-06-01
method: by hand
given_by: director-of-childrens-services
given_on: 2026-05-18
agreed_by: director-of-childrens-services
agreed_on: 2026-05-15
---
## The interim executive members
Three members.
=== westmere/st-aldhelms/notices/2026-06-30-withdrawal.md
---
kind: notice-withdrawal
follows: 2026-03-02-warning
reason: The interim board has done what the notice required.
given_by: director-of-childrens-services
given_on: 2026-06-30
---
=== westmere/st-aldhelms/notices/2026-07-01-academy.md
---
kind: academy-concern-letter
given_by: director-of-childrens-services
given_on: 2026-07-01
grounds:
  - {ground: standards, matters: [{matter: Results have fallen for three years, evidence: [2025-10-06-phonics-check]}]}
---
"""
"""A council beside its company, a voluntary aided Roman Catholic school, and one notice of each kind."""

EVERY_PAGE = {
    "religious-body-notification": "2026-01-26",
    "letter-of-concern": "2026-01-27",
    "pre-warning-notice": "2026-02-09",
    "warning-notice": "2026-03-02",
    "teachers-pay-warning-notice": "2026-03-03",
    "compliance-outcome": "2026-04-02",
    "proposal-to-use-powers": "2026-04-14",
    "power-consultation": "2026-04-15",
    "power-notification": "2026-04-20",
    "interim-board-application": "2026-05-01",
    "additional-governors": "2026-05-05",
    "budget-suspension": "2026-05-06",
    "arrangements-direction": "2026-05-07",
    "interim-board-notice": "2026-05-18",
    "notice-withdrawal": "2026-06-30",
    "academy-concern-letter": "2026-07-01",
}
"""The documents of notices, each with the day of its record."""


def loaded_notices(root: Path, *changes: str) -> tuple[Case, Packs]:
    """The case, with the files of `changes` in place of its own; their paths start at the caseload."""
    for files in (WESTMERE, *changes):
        write_tree(root, files)
    caseload = load(root)
    packs, faults = load_packs(root, caseload.authorities)
    assert not faults
    return caseload.cases[0], packs


def dues(root: Path, slug: str, *changes: str) -> tuple[tuple[Due, ...], Case, Packs]:
    """The documents of that slug."""
    case, packs = loaded_notices(root, *changes)
    return tuple(each for each in due_documents(case, packs) if each.entry.slug == slug), case, packs


def composed_page(root: Path, slug: str, *changes: str, recipient: str = "") -> Composed:
    """The values of the document of that slug, for that recipient."""
    found, case, packs = dues(root, slug, *changes)
    wanted = next(each for each in found if not recipient or each.recipient == recipient)
    return compose(wanted, case, packs)


def page(root: Path, slug: str, *changes: str, recipient: str = "") -> bytes:
    """The draft as Word bytes."""
    return word_of(root, composed_page(root, slug, *changes, recipient=recipient))


def word_of(root: Path, made: Composed) -> bytes:
    """A document's values as Word bytes."""
    slug = made.due.entry.slug
    shelf = read_templates(root, "westmere", "england")
    template = compile_template(shelf.templates, slug, made.due.entry.kind, placed_blocks(made.due.entry))
    return template.render(made.context, DocumentProperties(made.due.entry.title))


def text_of(root: Path, slug: str, *changes: str, recipient: str = "") -> str:
    """The text of the draft, a paragraph a line."""
    return "\n".join(lines_of(page(root, slug, *changes, recipient=recipient)))
