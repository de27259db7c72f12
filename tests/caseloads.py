"""A small caseload for end-to-end tests: one school under Camden's policy, held at an initial meeting."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest

from casefiles.caseload import Caseload, Outline, read_cases
from casefiles.cli.main import main
from casefiles.model.caseview import Case
from notation import write_tree

SMALL = """
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
  ellery: {name: Tom Ellery, title: Camden Professional Partner, salutation: Mr Ellery, email: t.ellery@example.org}
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
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
=== casefiles/camden/rowan-hill-primary/case.yaml
reference: CL-2025-014
levels:
  - level: targeted
    decided_on: 2025-11-04
    decided_by: director-of-learning
    discussed_on: 2025-10-21
    agreed_on: 2025-11-04
    consulted: [headteacher, chair-of-governors, cpp]
    criteria: [ii, viii]
    areas_at_risk: [achievement]
    chair: director-of-learning
    lead: cpp
    exit_expected_on: 2026-11-04
    horizon_months: 12
=== casefiles/camden/rowan-hill-primary/priorities.yaml
- id: phonics
  title: Raise the proportion of Year 1 pupils meeting the phonics standard
  area: achievement
  evidence: [2025-09-18-phonics-check]
  outcome: {measure: Year 1 pupils meeting the phonics standard, baseline: 61, target: 78, unit: percent, due_on: 2026-06-19}
  agreed_at: 2025-11-04-initial
=== casefiles/camden/rowan-hill-primary/evidence/2025-09-18-phonics-check.md
---
title: Phonics check of 2025
source: school data
criteria: [ii]
areas: [achievement]
shared_on: 2025-10-21
---
Three in five pupils met the standard.
=== casefiles/camden/rowan-hill-primary/meetings/2025-11-04-initial.md
---
kind: targeted-initial
present: [headteacher, chair-of-governors, cpp]
papers: {agenda: 2025-10-21}
next_meetings: [2026-01-20, 2026-03-24]
letter: {dated: 2025-11-10, to: [headteacher, chair-of-governors]}
---
## Issues and context
Phonics fell from 74% to **61%** & nobody noticed.

## For the letter
Thank you for a plain conversation.
"""
"""One school in targeted support, whose initial meeting was held on 4 November 2025."""

SCHOOL = "casefiles/camden/rowan-hill-primary"
LETTER = "camden/rowan-hill-primary/2025-11-04-targeted-initial-letter"
DAY = ("--as-of", "2025-12-01")


def small(root: Path, more: str = "") -> Path:
    """The small caseload below `root` with the files of `more` over it; returns the caseload's folder."""
    write_tree(root, SMALL)
    if more:
        write_tree(root, more)
    return root / "casefiles"


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be in the file."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below `root` with its bytes, but for what builds keep for themselves."""
    kept = {".state", ".kept.json", ".verdicts.json", ".cases.json"}
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not kept & {*path.parts})
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


__all__ = ["DAY", "LETTER", "SCHOOL", "SMALL", "edit", "main", "small", "snapshot"]


def watched_cases(monkeypatch: pytest.MonkeyPatch) -> tuple[list[weakref.ref[Case]], list[int]]:
    """Every case that a survey reads from now on, and how many were still held whenever the next part was read."""
    known: list[weakref.ref[Case]] = []
    alive: list[int] = []

    def watched(found: Outline, folders: tuple[str, ...]) -> Caseload:
        alive.append(sum(each() is not None for each in known))
        read = read_cases(found, folders)
        known.extend(weakref.ref(case) for case in read.cases)
        return read

    monkeypatch.setattr("casefiles.survey.read_cases", watched)
    return known, alive
