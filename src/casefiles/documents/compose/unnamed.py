"""A document's values without the names of people who are no office-holders: their role stands in the name's place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefiles.diagnostics import Span
from casefiles.documents.compose.called import Called, is_ordinary, words_in
from casefiles.documents.compose.context import Gap
from casefiles.documents.compose.scene import Scene

__all__ = ["Unnamed", "without_names"]


class Unnamed(Struct, frozen=True):
    """The value without the names, and a gap for each name that stood in it."""

    value: Any
    gaps: tuple[Gap, ...]


def without_names(scene: Scene, offices: Collection[str], value: Any) -> Unnamed:
    """A block's context without the names of the school's people who hold none of the offices.

    A name that a text has is a gap: somebody must find other words before the document goes out. In the
    draft the role's title stands there, so that the name reaches nobody. Of a document about several schools these are
    all people of all of them but the authority's own officers, by whatever form of their names.
    """
    said = "\n".join(_texts(value))
    people = _of_one(scene, offices) if scene.case.programme is None else _of_all(scene, said)
    if not people:
        return Unnamed(value, ())
    written = frozenset(word for word in words_in(said) if word.islower())
    found: dict[str, None] = {}
    for each, alone in people:
        title = scene.role_title(each.role)
        single = [word for word in alone if not is_ordinary(word, written)]

        def put(title: str = title) -> str:
            found[title] = None
            return f"the {title}"

        value = _rewritten(value, partial(each.replaced, put=put, alone=single))
    gaps = (
        Gap(f"words that do not name the {title}", scene.in_case(scene.record.source_file), span=scene.record.span())
        for title in found
    )
    return Unnamed(value, tuple(gaps))


_Found = list[tuple[Called, tuple[str, ...]]]
"""People, each with the names by which they are looked for alone."""


def _of_one(scene: Scene, offices: Collection[str]) -> _Found:
    """The school's people who hold none of the offices."""
    kept = {scene.edition.canonical("role", office) for office in offices}
    found: list[Called] = []
    known: set[str] = set()
    for role, held in scene.case.school.people.items():
        for each in held:
            if scene.edition.canonical("role", role) in kept:
                known.update(word for word in (each.name, each.salutation) if word)
            elif each.name:
                found.append(Called(each.name, each.salutation or "", role))
    return [(each, ()) for each in found if not {each.name, each.salutation} & known]


def _of_all(scene: Scene, said: str) -> _Found:
    """The people of all schools whose name could stand in what is said, but for the authority's officers."""
    schools = scene.case.schools
    if _PEOPLE not in schools.noted:
        schools.noted[_PEOPLE] = _by_word(scene), words_in(" ".join(case.school.name for case in schools))
    by_word, names_of_schools = schools.noted[_PEOPLE]
    officers = [Called(each.name, "", "") for each in scene.case.authority.file.officers.values()]
    known = {word for each in officers for word in each.parts}
    names = {each.name for each in officers}
    people = dict.fromkeys(each for word in words_in(said) for each in by_word.get(word, ()))
    places = names_of_schools | words_in(scene.case.authority.file.name)
    return [
        (each, tuple(word for word in dict.fromkeys((*each.parts[:1], *each.parts[-1:])) if word not in known | places))
        for each in people
        if each.name not in names
    ]


_PEOPLE = "people by the words of their names, and the words of the schools' names"


def _by_word(scene: Scene) -> Mapping[str, tuple[Called, ...]]:
    """The people of all schools by each word of which one stands where they are named."""
    found: dict[str, list[Called]] = {}
    for case in scene.case.schools:
        for role, held in case.school.people.items():
            for each in held:
                called = Called(each.name or "", each.salutation or "", role)
                for word in called.words:
                    found.setdefault(word, []).append(called)
    return {word: tuple(people) for word, people in found.items()}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth, but where something was read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Struct) and not isinstance(value, Span | Gap):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


def _rewritten(value: Any, put: Any) -> Any:
    """The value with each text in it rewritten, at any depth."""
    if isinstance(value, str):
        return put(value)
    if isinstance(value, tuple):
        return tuple(_rewritten(each, put) for each in value)
    if isinstance(value, Struct) and not isinstance(value, Span | Gap):
        changes = {name: _rewritten(getattr(value, name), put) for name in value.__struct_fields__}
        return replace(value, **changes)
    return value
