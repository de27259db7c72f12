"""A document's values without the names of people who are no office-holders: their role stands in the name's place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from casefiles.diagnostics import Span
from casefiles.documents.compose.context import Gap
from casefiles.documents.compose.scene import Scene

__all__ = ["Unnamed", "without_names"]


@dataclass(frozen=True)
class Unnamed:
    """The value without the names, and a gap for each name that stood in it."""

    value: Any
    gaps: tuple[Gap, ...]


def without_names(scene: Scene, offices: Collection[str], value: Any) -> Unnamed:
    """A block's context without the names of the school's people who hold none of the offices.

    A name that a text has is a gap: somebody must find other words before the document goes out. In the
    draft the role's title stands there, so that the name reaches nobody. Of a document about several schools these are
    all people of all of them but the authority's own officers.
    """
    names = _names(scene, offices) if scene.case.programme is None else _names_of_all(scene)
    if scene.case.programme is not None:
        said = "\n".join(_texts(value))
        names = {name: title for name, title in names.items() if name in said}
    if not names:
        return Unnamed(value, ())
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})\b")
    found: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        found[names[match.group()]] = None
        return f"the {names[match.group()]}"

    made = _rewritten(value, lambda text: pattern.sub(put, text))
    gaps = (
        Gap(f"words that do not name the {title}", scene.in_case(scene.record.source_file), span=scene.record.span())
        for title in found
    )
    return Unnamed(made, tuple(gaps))


def _names(scene: Scene, offices: Collection[str]) -> Mapping[str, str]:
    """Each name and form of address of the school's other people, with the title of their role."""
    kept = {scene.edition.canonical("role", office) for office in offices}
    found: dict[str, str] = {}
    known: set[str] = set()
    for role, held in scene.case.school.people.items():
        for each in held:
            words = [word for word in (each.name, each.salutation) if word]
            if scene.edition.canonical("role", role) in kept:
                known.update(words)
            else:
                found.update(dict.fromkeys(words, scene.role_title(role)))
    return {name: title for name, title in found.items() if name not in known}


def _names_of_all(scene: Scene) -> Mapping[str, str]:
    """Each name and form of address of the people of all schools who are no officers, with the title of their role."""
    officers = {each.name for each in scene.case.authority.file.officers.values()}
    return {
        word: scene.role_title(role)
        for case in scene.case.schools
        for role, held in case.school.people.items()
        for each in held
        for word in (each.name, each.salutation)
        if word and " " in word and word not in officers
    }


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth, but where something was read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value) and not isinstance(value, type | Span | Gap):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))


def _rewritten(value: Any, put: Any) -> Any:
    """The value with each text in it rewritten, at any depth."""
    if isinstance(value, str):
        return put(value)
    if isinstance(value, tuple):
        return tuple(_rewritten(each, put) for each in value)
    if is_dataclass(value) and not isinstance(value, type | Span | Gap):
        changes = {each.name: _rewritten(getattr(value, each.name), put) for each in fields(value)}
        return replace(value, **changes)
    return value
