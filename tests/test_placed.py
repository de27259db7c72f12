from __future__ import annotations

from casefiles.markup import parse_prose
from casefiles.model.caseview import Schools
from casefiles.prose import Prose


def test_two_texts_that_say_the_same_in_different_places_are_equal() -> None:
    here, there = parse_prose("We met.", "a.md"), parse_prose("\n\nWe met.", "b.md")
    assert here.span != there.span
    assert here == there
    assert not here != there  # noqa: SIM202 - what `!=` says is asked here
    assert len({here, there}) == 1


def test_two_texts_that_say_something_else_are_not_equal() -> None:
    here = parse_prose("We met.", "a.md")
    assert here != parse_prose("We did not meet.", "a.md")
    assert here != Prose()
    assert here != "We met."


def test_schools_are_those_of_the_same_names() -> None:
    assert Schools(("one",)) == Schools(("one",))
    assert not Schools(("one",)) != Schools(("one",))  # noqa: SIM202 - what `!=` says is asked here
    assert Schools(("one",)) != Schools(("two",))
