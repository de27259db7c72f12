"""What people type into a field, as the case file's own words: choices, people, days, numbers. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from casefiles.documents.compose.words import singular
from casefiles.documents.word.controls import Choice
from casefiles.model.caseview import Case
from casefiles.model.people import holders, known_people
from casefiles.policy.pack import Edition
from casefiles.policy.people_at import holders_of

__all__ = ["chosen", "day_of", "figure_of", "people_in", "person_of"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_WORDS = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4}|\d{2})")
_NUMBER = re.compile(r"(-?\d{1,9}(?:\.\d{1,6})?)\s*(.*)")
_UNITS = frozenset({"", "%", "percent", "per cent", "point", "points", "pupil", "pupils", "day", "days"})
_PARTS = re.compile(r"[;\n]|\s+/\s+|,\s+(?!(?:Head|Chair|Deputy|Director|Camden)\b)|\s+and\s+")


def chosen(text: str, choices: Iterable[Choice], words: Mapping[str, str] | None = None) -> str | None:
    """The choice that a text stands for: as it is shown, its word, or another name (`words`) of it; None for none."""
    plain = _plain(text)
    for choice in choices:
        number, _, rest = choice.shown.partition(". ")
        if plain in {_plain(name) for name in (choice.shown, choice.value, *choice.names)} or (
            rest and plain in {_plain(number), _plain(rest)}
        ):
            return choice.value
    return next((own for word, own in (words or {}).items() if _plain(word) == plain), None)


def person_of(text: str, case: Case, edition: Edition, day: date) -> str | None:
    """The role or officer that a text names, by role, alias, name or salutation; None for nobody or several."""
    plain = _plain(text)
    own = chosen(text, (), edition.vocabulary("role"))
    if own is not None and holders(case, own, day):
        return own
    found = {word for word in known_people(case) for name in _names(case, edition, word, day) if _plain(name) == plain}
    roles = sorted(found - set(case.authority.file.officers))
    people = {frozenset(holders_of(case, edition, role, day)) for role in roles}
    if len(people) == 1 and roles:
        return roles[0]
    return next(iter(found)) if len(found) == 1 else None


def _names(case: Case, edition: Edition, word: str, day: date) -> Iterator[str]:
    """The ways in which people write one role's holder."""
    yield word
    entry = edition.roles.get(edition.canonical("role", word))
    for person in holders(case, word, day):
        title = person.title or (entry.title if entry else "")
        yield from (person.name, f"{person.name}, {title}", f"{person.name} ({title})")
        if person.salutation:
            yield person.salutation


def people_in(text: str) -> list[str]:
    """The names in a list of people."""
    return [part.strip(" .") for part in _PARTS.split(text) if part.strip(" .")]


def day_of(text: str) -> date | None:
    """The day that a text names (27 January 2026, 27/1/2026, 2026-01-27); None where it is not plain."""
    plain = " ".join(text.lower().split())
    if found := _ISO.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := _FIGURES.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    if found := _WORDS.fullmatch(plain):
        months = [at for at, name in enumerate(_MONTHS, start=1) if name.startswith(found[2])]
        return _day(found[3], str(months[0]), found[1]) if len(months) == 1 else None
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def figure_of(text: str, unit: str = "") -> str | None:
    """The number that a text holds, without its unit (a usual one, or the measure's own); None where it is none."""
    found = _NUMBER.fullmatch(" ".join(text.replace(",", "").split()))
    if found is None:
        return None
    known = _UNITS | {unit.casefold(), singular(unit.casefold())}
    return found[1] if found[2].casefold() in known else None


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()
