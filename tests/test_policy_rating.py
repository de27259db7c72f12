"""The rating of a school: which test gives which colour, by ours and by a pack's own."""

from __future__ import annotations

from datetime import date

import pytest

from casefiles.diagnostics import Span
from casefiles.policy.pack_reading import parse_pack
from casefiles.policy.rating import Facts, Late, rate, rules_of_rating
from casefiles.policy.rating_tests import OUR_TESTS, Colour, RatingTest
from notation import parse_tree

DAY = date(2026, 3, 31)
PLACE = Span("actions.yaml", 4, 1)
PACK = """
=== pack.yaml
name: camden
title: A pack
editions:
  - {id: "1", title: A pack of 2026, in_force: {from: 2026-01-01}, folder: "1"}
"""


def late(days: int, line: int = 4) -> Late:
    return Late("Visit the school", date.fromordinal(DAY.toordinal() - days), Span("actions.yaml", line, 1))


@pytest.mark.parametrize(
    ("facts", "colour", "because"),
    [
        (Facts(DAY), Colour.GREEN, []),
        (Facts(DAY, overdue=(late(27),)), Colour.AMBER, ["overdue since 4 March 2026: Visit the school"]),
        (Facts(DAY, overdue=(late(28),)), Colour.RED, ["overdue for 28 days: Visit the school"]),
        (
            Facts(DAY, overdue=(late(1), late(2, 5), late(3, 6))),
            Colour.RED,
            ["3 duties are overdue, the oldest since 28 March 2026: Visit the school"],
        ),
        (Facts(DAY, errors=(PLACE, PLACE)), Colour.AMBER, ["2 errors in the case file"]),
        (
            Facts(DAY, judgement=("not-on-track", DAY, PLACE)),
            Colour.AMBER,
            ["the review of 31 March 2026 judged progress not on track"],
        ),
        (Facts(DAY, judgement=("on-track", DAY, PLACE), risk=("low", DAY, PLACE)), Colour.GREEN, []),
        (Facts(DAY, risk=("high", DAY, PLACE)), Colour.RED, ["the review of 31 March 2026 put the risk at high"]),
        (
            Facts(DAY, step=("notice", "warning notice", DAY, PLACE)),
            Colour.RED,
            ["warning notice since 31 March 2026"],
        ),
        (Facts(DAY, step=("exit", "end of formal intervention", DAY, PLACE)), Colour.GREEN, []),
    ],
)
def test_our_tests_give_the_worst_colour_and_say_why(facts: Facts, colour: Colour, because: list[str]) -> None:
    rating = rate(facts, OUR_TESTS)
    assert rating.colour is colour
    assert [each.text for each in rating.reasons] == because


def test_a_pack_s_rating_takes_the_place_of_ours() -> None:
    own = parse_tree(
        PACK + "=== 1/rating.yaml\n- {id: top, colour: red, looks_at: level, any_of: [category-4], says: at the top}\n"
    )
    pack, said = parse_pack({path: text.encode() for path, text in own.items()}, "packs/camden")
    assert said == ()
    assert pack is not None
    tests = rules_of_rating(pack.editions[0])
    assert rate(Facts(DAY, overdue=(late(90),)), tests).colour is Colour.GREEN
    found = rate(Facts(DAY, level="category-4", level_span=PLACE), tests)
    assert (found.colour, [each.text for each in found.reasons]) == (Colour.RED, ["at the level category 4"])


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{id: a, colour: yellow, looks_at: level, says: x}", '"yellow" is neither red nor amber'),
        ("{id: a, colour: red, looks_at: mood, says: x}", '"mood" is nothing that a rating can look at'),
    ],
)
def test_a_word_that_no_rating_knows_is_said_at_its_line(entry: str, message: str) -> None:
    files = parse_tree(f"{PACK}=== 1/rating.yaml\n- {entry}\n")
    _, said = parse_pack({path: text.encode() for path, text in files.items()}, "packs/camden")
    (only,) = said
    assert message in only.message
    assert (only.span.file, only.span.line) == ("packs/camden/1/rating.yaml", 1)


@pytest.mark.parametrize("test", OUR_TESTS, ids=lambda test: test.id)
def test_our_own_tests_are_as_a_pack_would_have_to_write_them(test: RatingTest) -> None:
    written = {key: value for key, value in test.model_dump().items() if key in test.model_fields_set}
    assert RatingTest.model_validate(written) == test
