"""Every document of every policy has all that the policy asks of it, in the policy's order: named item by item.

The lists stand in `required_content/`, a file an authority and one of the commission. A document is rendered (with its
items and their places), received, logged, or out with its reason. docs/documents.md prints them, with counts.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from content_lists import (
    AUTHORITIES,
    PLACES,
    POLICIES,
    Listed,
    Place,
    authority_of,
    drawn,
    listed,
    made_of,
    others,
    sample,
    values_of,
)

DAY = date(2026, 11, 20)
EVERY = [each for policy in POLICIES for each in listed(policy)]
ITEMS = [
    (each, number, item.asked, place)
    for each in EVERY
    for number, item in enumerate(each.items, start=1)
    for place in item.places
]
HELD = ("received", "logged")
OF_NO_POLICY = {"own-letter"}
"""Documents that no policy names."""
OPEN_PARTS = {"performance-committee-report-open"}
"""Parts of a document that go to other readers by themselves."""
OF_OTHER_SCHOOLS = {"secondary-review-group-record", "early-years-review-group-record", "data-profile-of-schools"}
"""A document of the policy once more, for the schools of another group or for all of them."""


def name(each: Listed) -> str:
    return f"{each.policy}/{each.slug}"


def stands(each: Listed, place: Place, start: int = 0) -> int:
    """The number of the first paragraph from `start` on in which the words stand, or -1."""
    return next(
        (
            at
            for at, (kind, text) in enumerate(drawn(each))
            if at >= start and kind == place.kind and place.words in text
        ),
        -1,
    )


@pytest.mark.parametrize(
    ("each", "place"),
    [(each, place) for each, _, _, place in ITEMS],
    ids=[f"{name(each)}-{number} {asked}: {place.kind}" for each, number, asked, place in ITEMS],
)
def test_each_item_stands_where_the_list_says(each: Listed, place: Place) -> None:
    assert stands(each, place) >= 0, f"{place.kind}: {place.words}"


@pytest.mark.parametrize("each", EVERY, ids=name)
def test_the_items_stand_in_the_order_of_the_policy(each: Listed) -> None:
    start, missing = 0, []
    for number, item in enumerate(each.items, start=1):
        if item.ours:
            continue
        for place in item.places:
            start = stands(each, place, start)
            missing += [f"{number}. {item.asked}: {place.words}"] if start < 0 else []
            start = max(start, 0)
    assert missing == []


@pytest.mark.parametrize("each", EVERY, ids=name)
def test_the_case_that_it_is_drawn_from_leaves_no_gap(each: Listed) -> None:
    assert values_of(each).gaps == ()


@pytest.mark.parametrize("each", EVERY, ids=name)
def test_the_sample_caseload_gives_a_file_of_each_document_that_is_rendered(each: Listed) -> None:
    assert [path for slug, path in made_of(each.authority) if slug == each.document]


@pytest.mark.parametrize("policy", POLICIES)
def test_each_document_is_listed_once_and_each_of_its_items_has_a_place(policy: str) -> None:
    names = [each.slug for each in listed(policy)]
    names += [slug for how in (*HELD, "out") for slug in others(policy, how)]
    assert [slug for slug, times in Counter(names).items() if times > 1] == []
    for each in listed(policy):
        assert each.items
        assert all(item.places and {place.kind for place in item.places} <= set(PLACES) for item in each.items), each


def test_the_119_documents_that_the_policies_name_are_all_listed() -> None:
    of_policies = Counter({policy: len(listed(policy)) for policy in POLICIES})
    held = Counter(how for policy in POLICIES for how in (*HELD, "out") for _ in others(policy, how))

    assert of_policies == {"cambridgeshire": 17, "camden": 21, "commission": 9, "leeds": 16, "southwark": 16}
    assert held == {"received": 13, "logged": 24, "out": 3}
    assert of_policies.total() + held.total() == 119


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_document_of_the_pack_is_listed_as_rendered(authority: str) -> None:
    entries = sample()[1].by_name[authority].edition_on(DAY).documents
    found = {each.document for policy in POLICIES if authority_of(policy) == authority for each in listed(policy)}
    assert {entry.slug for entry in entries} - found == (OF_NO_POLICY | OPEN_PARTS | OF_OTHER_SCHOOLS) & {
        e.slug for e in entries
    }


@pytest.mark.parametrize(
    ("policy", "slug", "held"),
    [(policy, slug, held) for policy in POLICIES for how in HELD for slug, held in others(policy, how).items()],
)
def test_what_is_received_or_logged_has_a_word_in_the_pack(policy: str, slug: str, held: str) -> None:
    what, _, word = held.partition(" ")
    edition = sample()[1].edition_on(authority_of(policy), DAY)
    assert word in edition.lists.get(what, {}), slug
