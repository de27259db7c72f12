"""The board at the head of the page: each authority's schools with their ratings, its pictures, and its filter box."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from casefiles.documents.charts.svg import svg_text
from casefiles.overview import Overview
from casefiles.policy.rating import rules_of_rating
from casefiles.policy.rating_tests import OUR_TESTS, Colour
from casefiles.reports.over_time import pictures
from casefiles.web.page import Picture, Script, ShownSchool, Test

__all__ = ["board_script", "filters", "pictures_of", "tally", "tests_of"]


@cache
def board_script() -> Script:
    """The script of filters and sorting, and the source by which the page's security policy knows it."""
    text = files("casefiles.web").joinpath("board.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    known = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(Markup(text), f"'sha256-{known}'")  # noqa: S704 - our own script


def filters(schools: Sequence[ShownSchool]) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Each list of the filter box: its name, its label, its entries as value and words."""
    levels = dict.fromkeys(each.level for each in sorted(schools, key=lambda each: -each.rank) if each.level)
    advisers = sorted({name for each in schools for name in each.advisers})
    phases = dict.fromkeys(phase for each in schools for phase in each.phases)
    return (
        ("rating", "Rating", tuple((colour.value, colour.value) for colour in Colour)),
        ("level", "Level", tuple((word, word) for word in levels)),
        ("adviser", "Adviser", tuple((name, name) for name in advisers)),
        ("phase", "Phase", tuple((word, word) for word in phases)),
    )


def tally(schools: Sequence[ShownSchool]) -> str:
    """How many schools there are, of each rating: 12 schools: 3 red, 2 amber, 7 green."""
    counts = [(colour, sum(each.colour is colour for each in schools)) for colour in Colour]
    said = ", ".join(f"{count} {colour.value.lower()}" for colour, count in counts if count)
    return f"{len(schools)} {'school' if len(schools) == 1 else 'schools'}: {said}"


def pictures_of(authority: str, seen: Overview) -> tuple[Picture, ...]:
    """The charts of an authority's schools and targets, each with its numbers."""
    found: tuple[Picture, ...] = seen.piece(authority, lambda: tuple(_pictures(authority, seen)))
    return found


def _pictures(authority: str, seen: Overview) -> Iterator[Picture]:
    edition, home = seen.edition(authority), next(each for each in seen.authorities if each.id == authority)
    if edition is None:
        return
    charts = pictures(home, seen.courses(authority), edition, seen.as_of, seen.programme(authority))
    yield from (
        Picture(chart.title, Markup(svg_text(chart.drawing, chart.alt)), chart.head, chart.rows)  # noqa: S704 - escaped by svg_text
        for chart in charts
    )


def tests_of(authority: str, seen: Overview) -> tuple[tuple[Test, ...], bool]:
    """The tests behind an authority's ratings in words, and whether they are ours rather than its pack's."""
    edition = seen.edition(authority)
    if edition is None:
        return (), True
    tests = rules_of_rating(edition)
    return tuple(Test(test.gives.value, test.says) for test in tests), tests is OUR_TESTS
