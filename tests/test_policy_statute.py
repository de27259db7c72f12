"""Notices, gateways and powers as data: what a pack may say, and that no missing line makes a rule crash."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from casebook import pack_of
from casefiles.check import check_case
from casefiles.policy.law import Packs
from casefiles.policy.pack_lint import lint
from casefiles.policy.registry import KINDS
from casefiles.policy.view_queries import received_of
from notation import parse_tree
from notices_book import book, packs, school, view_of
from test_policy_intervention import WHOLE

LOCAL = """
=== pack.yaml
name: westmere
title: Westmere
under: england
editions: [{id: "2025", title: Westmere, in_force: {from: 2025-01-01}, folder: "2025"}]
=== 2025/levels.yaml
- {id: core, title: core, short: Core, rank: 1}
"""


def merged(text: str) -> tuple[Packs, list[str]]:
    local = pack_of(LOCAL + text, KINDS)
    known = Packs({**packs().by_name, "westmere": local})
    return known, [f"{each.code} {each.message}" for each in lint("westmere", known)]


def test_a_local_pack_adds_copies_after_the_national_ones() -> None:
    known, faults = merged("""
=== 2025/notices.yaml
- {id: adviser, kind: warning-notice, copies: [{capacity: other, basis: "our policy, page 4", to: [senior-leader], when: {type: [community-school]}}]}
""")
    assert faults == []
    day = date(2026, 3, 2)
    entries = known.edition_on("westmere", day).notice_entries("warning-notice", day)
    assert [entry.id for entry in entries] == ["section-60", "adviser"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "=== 2025/notices.yaml\n- {id: ours, kind: warning-notice, grounds: [s60-2-a]}\n",
            'PCK-032 "grounds" of a notice is for the national pack: a local one may add copies',
        ),
        (
            "=== 2025/powers.yaml\n- {id: s63, title: close it, section: section 63, holder: authority}\n",
            'PCK-032 "s63" is for the national pack: an authority adds no gateway and no power',
        ),
        (
            "=== 2025/gateways.yaml\n- {id: category-d, title: category D}\n",
            'PCK-032 "category-d" is for the national pack: an authority adds no gateway and no power',
        ),
        (
            "=== 2025/notices.yaml\n- {id: ours, kind: warning-notise, copies: []}\n",
            'PCK-026 the pack has no notice-kind "warning-notise"',
        ),
        (
            "=== 2025/notices.yaml\n- {id: ours, kind: warning-notice, copies: [{capacity: other, basis: x, when: {church: [perhaps]}}]}\n",
            'PCK-026 the pack has no word of "church" "perhaps"',
        ),
    ],
)
def test_it_can_neither_add_a_gateway_nor_change_a_ground_or_a_power(text: str, fault: str) -> None:
    assert merged(text)[1] == [fault]


def test_a_local_pack_cannot_take_a_power_away_or_lengthen_its_window() -> None:
    text = "=== 2025/powers.yaml\n- {id: s64, title: x, section: section 64, holder: authority, window: {months: 6, gateways: [s60], basis: ours}}\n"
    known, _ = merged(text)
    power = known.edition_on("westmere", date(2026, 3, 2)).power("s64", date(2026, 3, 2))
    assert power is not None
    assert power.window is not None
    assert power.window.months == 2


def test_a_gateway_that_it_adds_all_the_same_opens_nothing() -> None:
    known, _ = merged("=== 2025/gateways.yaml\n- {id: category-d, title: category D}\n")
    national = {gateway.id for gateway in known.edition_on("england", date(2026, 3, 2)).gateways}
    assert {gateway.id for gateway in known.edition_on("westmere", date(2026, 3, 2)).gateways} == national


def test_the_parameters_of_a_national_rule_are_the_nations() -> None:
    text = "=== 2025/rules.yaml\n- {code: ENG-129a, rule: power-window, of: notice, params: {warn_days: [1]}, severity: note, citation: {section: ours}}\n"
    known, said = merged(text)
    assert [each for each in said if each.startswith("PCK-032")]
    edition, national = (known.edition_on(name, date(2026, 3, 2)) for name in ("westmere", "england"))
    assert edition.asked["ENG-129a"] == national.asked["ENG-129a"]


@pytest.mark.parametrize("file", sorted(parse_tree(WHOLE)))
def test_no_rule_crashes_when_any_one_line_of_a_notice_is_missing(file: str) -> None:
    tree = parse_tree(WHOLE)
    lines = tree[file].splitlines()
    judged = 0
    for number in range(1, len(lines)):
        if lines[number] == "---":
            continue
        shorter = {**tree, file: "\n".join(lines[:number] + lines[number + 1 :]) + "\n"}
        text = "".join(f"=== {name}\n{content}" for name, content in shorter.items())
        try:
            case = book(text)
        except AssertionError:
            continue  # the line was one that the model itself asks for
        judged += 1
        said = check_case(case, packs(), date(2026, 5, 8)).diagnostics
        assert [each.message for each in said if each.code.startswith("INT")] == [], lines[number]
    assert judged or file.startswith("evidence")


def test_no_rule_crashes_where_the_authority_names_no_body_and_the_school_nobody() -> None:
    case = book(WHOLE, school("Voluntary aided school", "Church of England"))
    bare = replace(
        case,
        authority=replace(case.authority, file=case.authority.file.model_copy(update={"bodies": {}, "officers": {}})),
        school=case.school.model_copy(update={"people": {}}),
    )
    codes = {each.code for each in check_case(bare, packs(), date(2026, 5, 8)).diagnostics}
    assert "ENG-110" in codes
    assert not {code for code in codes if code.startswith("INT")}


def test_what_the_secretary_of_state_sends_is_known_to_every_pack() -> None:
    view = view_of(book("\n=== received/2026-01-12-x.md\n---\nkind: sos-intervention\n---\n"), "2026-03-02")
    assert len(received_of(view, ["sos-intervention"])) == 1
