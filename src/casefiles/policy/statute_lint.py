"""Faults in what a pack says of notices, gateways and powers: words of no list, and what a local pack may not add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefiles.diagnostics import Diagnostic, nearest
from casefiles.model.base import Record, Shape
from casefiles.model.school import School
from casefiles.model.types import Names
from casefiles.policy.facets import FACETS, vocabulary_of
from casefiles.policy.ladder import CONDITIONS
from casefiles.policy.marks import marked
from casefiles.policy.pack import Edition
from casefiles.policy.pack_shapes import fault
from casefiles.source import Path

__all__ = ["lint_statute"]

_AUTHORITY = "authority"


def lint_statute(own: Edition, merged: Edition, *, is_local: bool) -> Iterator[Diagnostic]:
    """What is wrong with the notices, gateways and powers of an edition, seen with the national layer under it."""
    for entry in (*own.notices, *own.gateways, *own.powers):
        yield from _words(entry, merged)
        for name in ("copies", "consult"):
            duties: tuple[Shape, ...] = getattr(entry, name, ())
            for index, duty in enumerate(duties):
                yield from _when(getattr(duty, "when", {}), entry, (name, index, "when"), merged)
    for power in own.powers:
        holders = {_AUTHORITY, *merged.roles}
        if power.holder not in holders:
            yield _nowhere("holder of a power", power.holder, holders, power, ("holder",))
    yield from _ladder(own)
    if is_local:
        yield from _national(own)


def _ladder(own: Edition) -> Iterator[Diagnostic]:
    """Steps of the ladder of intervention that lead nowhere, and conditions that nobody can look at."""
    steps = {each.id for each in own.ladder}
    for step in own.ladder:
        for index, name in enumerate(step.next):
            if name not in steps:
                yield _nowhere("step", name, steps, step, ("next", index))
        for index, need in enumerate(step.needs):
            if need.condition not in CONDITIONS:
                path = ("needs", index, "condition")
                yield _nowhere("condition of a step", need.condition, CONDITIONS, step, path)


def _national(own: Edition) -> Iterator[Diagnostic]:
    """Gateways, powers and grounds that a local pack adds: they are the law's alone; a pack may add copies."""
    for entry in (*own.gateways, *own.powers, *own.ladder):
        message = f'"{entry.record_id}" is for the national pack: an authority adds no gateway and no power'
        yield fault("PCK-032", entry.span("id"), message)
    for notice in own.notices:
        for key in ("section", "gateway", "grounds", "powers", "locks"):
            if getattr(notice, key):
                message = f'"{key}" of a notice is for the national pack: a local one may add copies'
                yield fault("PCK-032", notice.key_span(key), message)


def _words(entry: Record, edition: Edition) -> Iterator[Diagnostic]:
    for each in marked(entry):
        if not isinstance(each.mark, Names):
            continue
        known = edition.vocabulary(each.mark.what)
        if known is not None and each.value not in known:
            yield _nowhere(each.mark.what, each.value, known, entry, each.path)


def _when(when: dict[str, tuple[str, ...]], entry: Record, path: Path, edition: Edition) -> Iterator[Diagnostic]:
    """Facets of the school that there are not, or with words that they can't have."""
    for name, words in when.items():
        facet = FACETS.get(name)
        if facet is None or not facet.is_of(School):
            yield _nowhere("facet of a school", name, FACETS, entry, (*path, name))
            continue
        known = facet.words or (edition.vocabulary(vocabulary_of(name, School)) or {})
        for word in words:
            if known and word not in known:
                yield _nowhere(f'word of "{name}"', word, known, entry, (*path, name))


def _nowhere(what: str, word: str, known: Iterable[str], entry: Record, path: Path) -> Diagnostic:
    near = nearest(word, known)
    return fault(
        "PCK-026", entry.span(*path), f'the pack has no {what} "{word}"', f"the nearest is {near}" if near else ""
    )
