"""A requirement counts only if removing what carries it is seen: each rule, word, row and block is removed in turn."""

from __future__ import annotations

from functools import cache

import pytest

from removals import Removals, entries, packs

MEASURED = tuple(name for name in sorted(packs().by_name) if any(entries(name)))


@cache
def removals(pack: str) -> Removals:
    return Removals.load(pack)


@pytest.mark.parametrize("pack", MEASURED)
def test_without_what_carries_an_entry_an_example_turns_green_or_a_document_changes(pack: str) -> None:
    unseen = [
        f"{each.id} ({', '.join(each.by) or each.reason})"
        for each in entries(pack)
        if not any(removals(pack).shows(pack, carrier) for carrier in each.by)
    ]
    assert unseen == []


@pytest.mark.parametrize("pack", sorted(packs().by_name))
def test_without_a_rule_a_refused_example_of_it_turns_green(pack: str) -> None:
    codes = {rule.code for edition in packs().by_name[pack].editions for rule in edition.rules}
    assert [code for code in sorted(codes) if not removals(pack).shows(pack, code)] == []


def test_a_carrier_that_nothing_reads_is_seen_as_one() -> None:
    assert not removals("camden").shows("camden", "offer no-such-word")
    assert not removals("camden").shows("camden", "focused-initial-letter: no-such-block")
    assert not removals("camden").shows("camden", "XYZ-999")
