"""Every document of every policy has all that the policy asks of it, in the policy's order: named item by item.

The lists stand in `required_content/`, a file an authority. A document is rendered (with its items and their
places), received, logged, or waiting with its reason.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from content_lists import AUTHORITIES, PLACES, Listed, Place, drawn, listed, others, sample, values_of

DAY = date(2026, 11, 20)
EVERY = [each for authority in AUTHORITIES for each in listed(authority)]
ITEMS = [
    (each, number, asked, place)
    for each in EVERY
    for number, (asked, places) in enumerate(each.items, start=1)
    for place in places
]
OF_NO_POLICY = {"own-letter"}
"""Documents that no policy names."""
ACROSS_SCHOOLS = {"report", "group-meeting", "alert"}
"""The records of documents read off all schools: tests/test_documents_programme.py holds those."""


def name(each: Listed) -> str:
    return f"{each.authority}/{each.slug}"


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
    for number, (asked, places) in enumerate(each.items, start=1):
        for place in places:
            start = stands(each, place, start)
            missing += [f"{number}. {asked}: {place.words}"] if start < 0 else []
            start = max(start, 0)
    assert missing == []


@pytest.mark.parametrize("each", EVERY, ids=name)
def test_the_case_that_it_is_drawn_from_leaves_no_gap(each: Listed) -> None:
    assert values_of(each).gaps == ()


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_each_document_is_listed_once_and_each_of_its_items_has_a_place(authority: str) -> None:
    names = [each.slug for each in listed(authority)]
    names += [slug for how in ("received", "logged", "waiting") for slug in others(authority, how)]
    assert [slug for slug, times in Counter(names).items() if times > 1] == []
    for each in listed(authority):
        assert each.items
        assert all(places and {place.kind for place in places} <= set(PLACES) for _, places in each.items), each.slug


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_document_of_the_pack_is_listed_as_rendered(authority: str) -> None:
    entries = sample()[1].by_name[authority].edition_on(DAY).documents
    own = {entry.slug for entry in entries if entry.record not in ACROSS_SCHOOLS}
    assert own - {each.slug for each in listed(authority)} <= OF_NO_POLICY


@pytest.mark.parametrize(
    ("authority", "slug", "held"),
    [
        (authority, slug, held)
        for authority in AUTHORITIES
        for slug, held in [*others(authority, "received").items(), *others(authority, "logged").items()]
    ],
)
def test_what_is_received_or_logged_has_a_word_in_the_pack(authority: str, slug: str, held: str) -> None:
    what, _, word = held.partition(" ")
    edition = sample()[1].edition_on(authority, DAY)
    assert word in edition.lists.get(what, {}), slug
