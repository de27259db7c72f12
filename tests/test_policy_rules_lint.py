"""Rules that can never speak and rules that contradict one another, at their lines."""

from __future__ import annotations

import pytest

from casebook import packs_of
from casefiles.policy.pack_lint import lint
from casefiles.policy.registry import KINDS

PACK = """
=== pack.yaml
name: westmere
title: Westmere
editions:
  - {id: "2025", title: Westmere strategy, in_force: {from: 2025-09-01}, folder: a}
  - {id: "2026", title: Westmere strategy, in_force: {from: 2026-09-01}, folder: b}
=== b/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
=== a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: close, title: close support, short: Close, rank: 2}
=== a/meetings.yaml
- {id: close-review, title: Close support review, level: close, stage: review}
=== a/rules.yaml
- {code: WES-001, rule: count-within, of: level, when: {level: [close]}, params: {at_most: 3}, severity: error, citation: {section: One}}
"""
SECOND = "- {code: WES-002, rule: count-within, of: level, when: {level: [close]}, params: {at_most: 4}, severity: error, citation: {section: Two}}\n"
MEETING = "- {code: WES-003, rule: next-date-set, of: meeting, when: {level: [core], kind: [close-review]}, severity: error, citation: {section: Three}}\n"


def said(text: str) -> list[tuple[str, int, str]]:
    return [(each.code, each.span.line, each.message) for each in lint("westmere", packs_of(text, kinds=KINDS))]


def test_rules_that_agree_raise_nothing() -> None:
    assert said(PACK) == []


def test_two_caps_for_the_same_level_contradict_each_other() -> None:
    ((code, line, message),) = said(PACK + SECOND)
    assert (code, line) == ("PCK-041", 2)
    assert "WES-002 contradicts WES-001: at_most is 4 in one and 3 in the other" in message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("when: {level: [close]}", "when: {level: [core]}"),
        ("severity: error", "severity: warning"),
        ("severity: error", "in_force: {to: 2025-12-31}, severity: error"),
    ],
)
def test_caps_for_other_levels_days_or_weights_do_not(before: str, after: str) -> None:
    first = PACK.replace("severity: error", "in_force: {from: 2026-01-01}, severity: error")
    assert said((first if "in_force" in after else PACK) + SECOND.replace(before, after)) == []


@pytest.mark.parametrize("stretch", ["{to: 2025-08-31}", "{from: 2026-09-01}"])
def test_a_rule_outside_the_days_of_its_edition_can_never_speak(stretch: str) -> None:
    ((code, line, message),) = said(PACK.replace("severity: error", f"in_force: {stretch}, severity: error"))
    assert (code, line) == ("PCK-040", 1)
    assert "not in force on any day" in message


def test_a_rule_for_a_kind_of_meeting_of_another_level_can_never_speak() -> None:
    ((code, line, message),) = said(PACK + MEETING)
    assert (code, line) == ("PCK-040", 2)
    assert "close-review belongs to close, never to core" in message


def test_a_rule_for_no_word_at_all_can_never_speak() -> None:
    ((code, _, message),) = said(PACK.replace("when: {level: [close]}", "when: {level: []}"))
    assert code == "PCK-040"
    assert 'no word of "level" will do' in message
