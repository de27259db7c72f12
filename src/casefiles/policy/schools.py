"""What the law makes of a school's type and religious character, as the pack's lists have them."""

from __future__ import annotations

from msgspec import Struct

from casefiles.model.school import School
from casefiles.policy.pack import Edition

__all__ = ["NOT_OPEN", "Denomination", "church_names", "denominations", "regime_of_school", "type_of_school"]

NOT_OPEN = frozenset({"closed", "proposed-to-open"})
"""The statuses of a school that is not there to be given anything."""


class Denomination(Struct, frozen=True):
    """A church or faith that a school is designated as: `names` are every word for it.

    `church` says whether it is one of the two churches whose diocesan authorities the Acts name.
    """

    id: str
    title: str
    names: frozenset[str]
    church: bool


def type_of_school(school: School, edition: Edition) -> str:
    """The id of the school's type, whatever the case of its letters; an empty string for an unknown one."""
    wanted = school.type.casefold()
    known = edition.vocabulary("school-type") or {}
    return next((name for word, name in known.items() if word.casefold() == wanted), "")


def regime_of_school(school: School, edition: Edition) -> str:
    """The regime of the school's type: s59, academy, pru or outside; an empty string for an unknown type."""
    term = edition.lists.get("school-type", {}).get(type_of_school(school, edition))
    return term.group or "" if term else ""


def denominations(school: School, edition: Edition) -> tuple[Denomination, ...]:
    """The churches and faiths of a school's religious character: both of "Church of England/Roman Catholic"."""
    words = edition.vocabulary("religious-character") or {}
    terms = edition.lists.get("religious-character", {})
    by_word = {word.casefold(): name for word, name in words.items()}
    found = []
    for part in school.religious_character.split("/"):
        name = by_word.get(part.strip().casefold())
        term = terms.get(name or "")
        if name is not None and term is not None and term.group in {"church", "faith"}:
            found.append(
                Denomination(
                    name, term.title, frozenset({term.title, *term.aliases, part.strip()}), term.group == "church"
                )
            )
        elif name is None:
            found.append(Denomination(part.strip().casefold(), part.strip(), frozenset({part.strip()}), church=False))
    return tuple({each.id: each for each in found}.values())


def church_names(edition: Edition) -> frozenset[str]:
    """Every word for the churches whose diocesan authorities the Acts name."""
    terms = edition.lists.get("religious-character", {}).values()
    return frozenset(word for term in terms if term.group == "church" for word in (term.title, *term.aliases))
