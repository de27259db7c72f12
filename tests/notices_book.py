"""Cases about notices: a council with its bodies, schools of any type, and the national pack that judges them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from casebook import case_of
from casefiles.caseload import load_packs
from casefiles.check import Checked, check_case
from casefiles.model.caseview import Case
from casefiles.model.notices import Notice
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.rule import View

__all__ = ["COUNCIL", "NOTICE", "book", "checked", "first_notice", "packs", "said", "school", "view_of"]

COUNCIL = """
=== authority.yaml
name: Westmere Council
issuing_authority: Westmere Council
policy: england
officers:
  darby: {name: Ruth Darby, title: Director of Education}
roles:
  director-of-childrens-services: [{officer: darby, from: 2005-01-01}]
bodies:
  rd: {name: Regional Director for the West, role: regional-director, address: [1 Sea Street]}
  hmci: {name: His Majesty's Chief Inspector, role: chief-inspector, address: [2 Sea Street]}
  ce: {name: Diocese of Westmere Board of Education, role: diocesan-authority, for: [Church of England], address: [3 Sea Street]}
  rc: {name: Roman Catholic Diocese of Westmere, role: diocesan-authority, for: [Roman Catholic], address: [4 Sea Street]}
  trustees: {name: Westmere School Trustees, role: foundation-appointer, address: [5 Sea Street]}
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
"""

NOTICE = """
=== evidence/2025-10-06-check.md
---
title: Phonics check
source: School data
---
Low.
=== notices/2026-03-02-warning-notice.md
---
kind: warning-notice
method: by hand
given_by: director-of-childrens-services
given_on: 2026-03-02
agreed_by: director-of-childrens-services
agreed_on: 2026-02-26
grounds:
  - {ground: s60-2-a, comparators: [expected], evidence: [2025-10-06-check]}
required_actions:
  - {action: Adopt a plan, measure: The minute that adopts it, due_on: 2026-03-20}
compliance_period: {from: 2026-03-03, to: 2026-03-27}
minded_to: [s64]
copies:
  - {to: rd, capacity: secretary-of-state, given_on: 2026-03-02}
  - {to: hmci, capacity: chief-inspector, given_on: 2026-03-02}
  - {to: headteacher, given_on: 2026-03-02}
---
"""


@cache
def packs() -> Packs:
    """The shipped packs."""
    return load_packs(Path("casefiles"), ())[0]


def school(kind: str = "Community school", character: str = "Does not apply", appointer: str = "") -> str:
    """The file of a school of a type and religious character, with who appoints its foundation governors."""
    named = f"foundation_appointer: {appointer}\n" if appointer else ""
    return f"""
=== school.yaml
urn: 900999
name: Larkfield School
type: {kind}
religious_character: {character}
phase: Primary
{named}people:
  headteacher: [{{name: Ines Varga, from: 2005-09-01}}]
  chair-of-governors: [{{name: Hugh Pell, from: 2005-09-01}}]
"""


def book(text: str = NOTICE, of: str = "") -> Case:
    """The case of a text, at a community school without another one."""
    return case_of(text, authority=COUNCIL, school=of or school())


def first_notice(case: Case) -> Notice:
    """The case's first notice."""
    return case.notices[0]


def view_of(case: Case, day: str) -> View:
    """The case as rules see it on a date of judgement."""
    on = date.fromisoformat(day)
    edition = packs().edition_on("england", on)
    return View(case, edition, calendar_in(case, edition), on)


def checked(case: Case, as_of: str) -> Checked:
    """Everything that is said of a case on a date of judgement."""
    return check_case(case, packs(), date.fromisoformat(as_of))


def said(case: Case, as_of: str, family: str = "ENG-1") -> list[str]:
    """What the rules of a family say: place, severity, code and message, one a line."""
    return [
        f"{each.span.file}:{each.span.line} {each.severity.value} {each.code} {each.message}"
        for each in checked(case, as_of).diagnostics
        if each.code.startswith(family)
    ]
