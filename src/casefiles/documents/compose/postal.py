"""An address as the post reads it: a line for each of its parts, the postcode on the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["postal_lines"]

_NUMBER = re.compile(r"\d+ ?[a-z]?(?: ?[-\N{EN DASH}/] ?\d+ ?[a-z]?)?", re.IGNORECASE)
"""A house number by itself: 12, 12A, 12-14."""
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")


def postal_lines(address: Iterable[str]) -> tuple[str, ...]:
    """The lines of an address that was given in lines, in one text with commas, or both.

    A house number stays with its street, and a postcode leaves the town that it stands behind.
    """
    return tuple(line for given in address for part in _parts(given) for line in _town_and_postcode(part))


def _parts(text: str) -> Iterator[str]:
    """What stands between the commas; a number with what follows it."""
    number = ""
    for part in filter(None, (each.strip() for each in text.split(","))):
        if _NUMBER.fullmatch(part):
            number = f"{number}{part}, "
        else:
            yield f"{number}{part}"
            number = ""
    if number:
        yield number.removesuffix(", ")


def _town_and_postcode(line: str) -> Iterator[str]:
    """The line, or two where it ends in a postcode."""
    town, _, inward = line.rpartition(" ")
    town, _, outward = town.rpartition(" ")
    if town and _POSTCODE.fullmatch(f"{outward} {inward}"):
        yield town
        yield f"{outward} {inward}"
    else:
        yield line
