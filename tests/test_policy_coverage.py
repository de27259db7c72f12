from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from casebook import packs_of
from casefiles.model.base import Record
from casefiles.model.case import Level
from casefiles.policy.coverage import counts, coverage, lint_coverage
from casefiles.policy.pack import Edition
from casefiles.policy.pack_lint import lint
from casefiles.policy.rule import RuleKind, Said, View, rule_kind


@rule_kind("silent", of=Level)
def silent(_: Record, __: object, ___: View) -> Iterator[Said]:
    """It never speaks."""
    yield from ()


KINDS: Mapping[str, RuleKind[Any, Any]] = {"silent": silent}

PACK = """
=== pack.yaml
name: westmere
title: Westmere
editions:
  - {id: "2025", title: Westmere strategy, in_force: {from: 2025-01-01}, folder: a, requirement: WES-001}
=== a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1, serves: [WES-002, WES-003]}
=== a/documents.yaml
- {slug: letter, kind: letter, title: Letter, for: meeting, when: held, blocks: [{block: opening, carries: [WES-003]}]}
=== a/rules.yaml
- {code: WES-004a, rule: silent, of: level, severity: error, also: [WES-005]}
=== a/requirements.yaml
- {id: WES-001, section: Cover, quote: published, scope: case}
- {id: WES-002, section: One, quote: a level, scope: case}
- {id: WES-003, section: Two, quote: a letter, scope: programme}
- {id: WES-004, section: Three, quote: a limit, scope: case}
- {id: WES-005, section: Four, quote: the same limit, scope: case}
- {id: WES-006, section: Five, quote: a conference, scope: programme, realised_as: out, reason: a standing publication}
- {id: WES-007, section: Six, quote: a value, scope: background}
"""


def edition(text: str = PACK) -> Edition:
    (found,) = packs_of(text, kinds=KINDS).editions("westmere")
    return found


def test_each_requirement_says_how_it_is_realised_and_by_what() -> None:
    found = coverage(edition(), edition())
    assert [(each.id, each.realised_as, each.by) for each in found] == [
        ("WES-001", "rule", ("edition-in-force",)),
        ("WES-002", "data", ("level core",)),
        ("WES-003", "document", ("letter: opening", "level core")),
        ("WES-004", "rule", ("WES-004a",)),
        ("WES-005", "rule", ("WES-004a",)),
        ("WES-006", "out", ()),
    ]
    assert found[-1].reason == "a standing publication"
    assert counts(found) == {"rule": 3, "document": 1, "data": 1, "out": 1, "waiting": 0}


def test_a_pack_whose_every_requirement_is_carried_has_nothing_to_lint() -> None:
    assert list(lint_coverage(edition(), edition())) == []


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "message"),
    [
        ("also: [WES-005]", "also: []", "PCK-038", 5, "nothing carries WES-005"),
        (", reason: a standing publication", "", "PCK-038", 6, "does not say why it is out"),
        ("realised_as: out", "realised_as: rule", "PCK-038", 6, '"rule" cannot be declared'),
        ("also: [WES-005]", "also: [WES-005, WES-006]", "PCK-039", 6, "WES-006 is out, yet WES-004a carries it"),
    ],
)
def test_a_requirement_that_nothing_carries_or_that_contradicts_itself_is_linted(
    before: str, after: str, code: str, line: int, message: str
) -> None:
    changed = edition(PACK.replace(before, after, 1))
    (said,) = lint_coverage(changed, changed)
    assert (said.code, said.span.line) == (code, line)
    assert message in said.message


def test_a_requirement_that_waits_counts_as_waiting_although_data_stands_ready() -> None:
    text = PACK.replace(
        "quote: a level, scope: case", "quote: a level, scope: case, realised_as: waiting, reason: later"
    )
    second = coverage(edition(text), edition(text))[1]
    assert (second.realised_as, second.by, second.reason) == ("waiting", ("level core",), "later")
    assert list(lint_coverage(edition(text), edition(text))) == []


NATIONAL = """
=== pack.yaml
name: land
title: Land
editions:
  - {id: "2025", title: Acts of the land, in_force: {from: 2025-01-01}, folder: a}
=== a/levels.yaml
- {id: plain, title: plain, short: Plain, rank: 1}
=== a/rules.yaml
- {code: LND-001, rule: silent, of: level, severity: error, citation: {source: Act, section: "1"}}
"""
CARRIED = PACK.replace("title: Westmere\n", "title: Westmere\nunder: land\n", 1).replace(
    "realised_as: out, reason: a standing publication", "carried_by: [LND-001]"
)


def test_a_requirement_may_name_the_national_rule_that_carries_it_out() -> None:
    packs = packs_of(CARRIED, NATIONAL, kinds=KINDS)
    (merged,) = packs.editions("westmere")
    carried = coverage(packs.by_name["westmere"].editions[0], merged)[-1]
    assert (carried.id, carried.realised_as, carried.by) == ("WES-006", "rule", ("LND-001",))
    assert [rule.also for rule in merged.rules if rule.code == "LND-001"] == [("WES-006",)]


def test_what_no_national_rule_is_cannot_carry_a_requirement_out() -> None:
    packs = packs_of(CARRIED.replace("[LND-001]", "[LND-002]"), NATIONAL, kinds=KINDS)
    said = {each.message: each for each in lint("westmere", packs)}
    assert said["the national pack has no rule LND-002"].span.line == 6
    assert any(message.startswith("nothing carries WES-006") for message in said)


PAGED = (
    NATIONAL
    + """
=== a/lists.yaml
notice-kind: {warning-notice: {title: Warning notice}}
copy-capacity: {adviser: {title: Adviser}}
=== a/documents.yaml
- {slug: warning-notice, kind: statutory-notice, title: Notice, for: notice, when: recorded, blocks: [{block: warning-next}]}
"""
)


def test_a_requirement_may_name_the_block_of_a_national_page_that_shows_it() -> None:
    local = CARRIED.replace("[LND-001]", '["warning-notice: warning-next"]')
    packs = packs_of(local, PAGED, kinds=KINDS)
    (merged,) = packs.editions("westmere")
    carried = coverage(packs.by_name["westmere"].editions[0], merged)[-1]
    assert (carried.realised_as, carried.by) == ("document", ("warning-notice: warning-next",))
    other = packs_of(local.replace("warning-next", "warning-last"), PAGED, kinds=KINDS)
    assert "the national pack has no block warning-notice: warning-last" in {
        each.message for each in lint("westmere", other)
    }


def test_a_copy_that_the_policy_adds_carries_its_clause() -> None:
    copy = "- {id: own-copy, kind: warning-notice, copies: [{capacity: adviser, basis: the policy, serves: [WES-006]}]}"
    local = CARRIED.replace("=== a/rules.yaml", f"=== a/notices.yaml\n{copy}\n=== a/rules.yaml")
    packs = packs_of(local, PAGED, kinds=KINDS)
    (merged,) = packs.editions("westmere")
    carried = coverage(packs.by_name["westmere"].editions[0], merged)[-1]
    assert (carried.realised_as, carried.by) == ("rule", ("LND-001", "own-copy: copy to adviser"))
    unknown = packs_of(local.replace("serves: [WES-006]", "serves: [WES-999]"), PAGED, kinds=KINDS)
    assert any('no requirement "WES-999"' in each.message for each in lint("westmere", unknown))
