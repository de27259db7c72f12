"""Whole cases of notices, from school to school: what passes without a word, what is refused and what is sent instead."""

from __future__ import annotations

import pytest

from casefiles.policy.obligations import State
from notices_book import NOTICE, book, checked, said, school
from test_notices_refused import CHURCH, HEAD, TRUSTEES
from test_policy_intervention import FAILED, USED, WHOLE

PAY = (
    NOTICE.replace("kind: warning-notice", "kind: teachers-pay-warning-notice")
    .replace("ground: s60-2-a, comparators: [expected]", "ground: s60a-2, provision: paragraph 13.1 of the document of 2025")
    .replace("  - {to: hmci, capacity: chief-inspector, given_on: 2026-03-02}\n", "")
)  # fmt: skip
ANGLICAN = CHURCH.replace("to: rc", "to: ce")
RAISED = "agreed_on: 2026-02-26\nreligious_body_engaged_on: 2026-02-10"


def with_copies(text: str, *copies: str) -> str:
    return text.replace(HEAD, HEAD + "".join(copies)).replace("agreed_on: 2026-02-26", RAISED)


STANDING = {
    "a community school": (school(), NOTICE),
    "a voluntary aided Catholic school": (school("Voluntary aided school", "Roman Catholic", "trustees"), with_copies(NOTICE, CHURCH, TRUSTEES)),
    "a voluntary controlled Church of England school": (
        school("Voluntary controlled school", "Church of England", "trustees"), with_copies(NOTICE, ANGLICAN, TRUSTEES)
    ),
    "a foundation school with a trust": (school("Foundation school", appointer="trustees"), with_copies(NOTICE, TRUSTEES)),
    "a foundation school without one": (school("Foundation school", appointer="none"), NOTICE),
    "a community special school": (school("Community special school"), NOTICE),
    "a foundation special school": (school("Foundation special school", appointer="trustees"), with_copies(NOTICE, TRUSTEES)),
    "a maintained nursery school": (school("Local authority nursery school"), NOTICE),
    "a notice on pay": (school(), PAY),
    "a notice on pay at a Church of England school": (
        school("Voluntary controlled school", "Church of England", "trustees"), with_copies(PAY, ANGLICAN, TRUSTEES)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STANDING)
def test_a_whole_notice_passes_without_a_word(name: str) -> None:
    of, text = STANDING[name]
    assert said(book(text, of), "2026-03-20") == []


LETTER = """
=== notices/2026-03-02-letter.md
---
kind: {kind}
given_by: director-of-childrens-services
given_on: 2026-03-02
{copies}grounds:
  - {{ground: standards, matters: [{{matter: Four pupils in ten did not meet the standard, evidence: [2025-10-06-check]}}]}}
---
## Issues and context
We are concerned about the results. This is not a warning notice.
=== evidence/2025-10-06-check.md
---
title: Phonics check
source: School data
---
Low.
"""


@pytest.mark.parametrize(
    ("kind", "instead", "advice"),
    [
        (
            "Academy converter",
            "academy-concern-letter",
            "raise the concern with the Regional Director: kind academy-concern-letter",
        ),
        ("Pupil referral unit", "letter-of-concern", "take legal advice before any formal step"),
    ],
)
def test_where_no_notice_may_be_given_the_right_letter_passes(kind: str, instead: str, advice: str) -> None:
    refused = [each for each in checked(book(NOTICE, school(kind)), "2026-03-20").diagnostics if each.code == "ENG-100"]
    assert [each.help.partition(";")[0] for each in refused] == [advice]
    trust = school(kind).replace("people:\n", "people:\n  trust-chair: [{name: Una Marsh, from: 2020-09-01}]\n")
    copies = "copies: [{to: trust-chair, given_on: 2026-03-02}]\n" if instead == "academy-concern-letter" else ""
    assert said(book(LETTER.format(kind=instead, copies=copies), trust), "2026-03-20") == []


def test_a_power_within_the_two_months_meets_its_duty_and_one_after_them_is_refused() -> None:
    used = [each for each in checked(book(WHOLE), "2026-06-05").obligations if each.code == "ENG-129a"]
    assert [(each.state, each.met_by) for each in used] == [(State.MET, "2026-05-05-governors")]
    ran_out = said(book(FAILED), "2026-06-05")
    assert [line.partition(" ")[2] for line in ran_out] == [
        "note ENG-129a the powers of sections 63, 64 and 66 lapsed on 27 May 2026: to use them a new warning notice is needed"
    ]
    late = said(book(WHOLE.replace(USED, USED.replace("2026-05-05", "2026-06-01"))), "2026-06-05", "ENG-129b")
    assert [line.partition(" ")[0] for line in late] == ["notices/2026-06-01-governors.md:4"]
