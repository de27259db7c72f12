"""Which requirements of a policy are carried out, and by what: rules, documents, data, or honestly nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from casefiles.diagnostics import Diagnostic
from casefiles.policy.pack import Edition, Requirement, requirement_of
from casefiles.policy.pack_shapes import fault

__all__ = ["WAYS", "Covered", "blocks_of", "counts", "coverage", "lint_coverage"]

WAYS = ("rule", "document", "data", "out", "waiting")
"""How a requirement may be realised, the strongest first; an empty word means that nothing carries it."""

_MEASURED = frozenset({"case", "programme"})
_DECLARED = frozenset({"data", "out", "waiting"})
_NOT_YET = frozenset({"out", "waiting"})
_CHECKED = frozenset({"rule", "document"})


Carrier = tuple[str, str]
"""The way, and the name of what carries."""


class Covered(Struct, frozen=True):
    """One requirement with how it is realised and everything that carries it."""

    id: str
    scope: str
    realised_as: str
    by: tuple[str, ...]
    reason: str


def coverage(own: Edition, merged: Edition) -> tuple[Covered, ...]:
    """Each measured requirement of an edition, in the pack's order; national rules of `merged` may carry it as well."""
    carriers = _carriers(merged)
    return tuple(
        _covered(requirement, carriers) for requirement in own.requirements.values() if requirement.scope in _MEASURED
    )


def counts(covered: tuple[Covered, ...]) -> dict[str, int]:
    """How many requirements are realised in each way; "nothing" where some are in none."""
    tally = {way: sum(each.realised_as == way for each in covered) for way in WAYS}
    missing = sum(not each.realised_as for each in covered)
    return {**tally, **({"nothing": missing} if missing else {})}


def lint_coverage(own: Edition, merged: Edition) -> Iterator[Diagnostic]:
    """Requirements that nothing carries and no word excuses, and those whose word contradicts what carries them."""
    carriers = _carriers(merged)
    for requirement in own.requirements.values():
        declared = requirement.realised_as
        if declared and declared not in _DECLARED:
            message = (
                f'"{declared}" cannot be declared: write data, out or waiting, or let a rule or a document carry it'
            )
            yield fault("PCK-038", requirement.span("realised_as"), message)
        elif declared and not requirement.reason:
            yield fault(
                "PCK-038", requirement.span("realised_as"), f"{requirement.id} does not say why it is {declared}"
            )
        elif declared in _NOT_YET and (by := ", ".join(_checked(carriers.get(requirement.id, ())))):
            yield fault(
                "PCK-039", requirement.span("realised_as"), f"{requirement.id} is {declared}, yet {by} carries it"
            )
        elif not declared and requirement.scope in _MEASURED and requirement.id not in carriers:
            message = f"nothing carries {requirement.id}: no rule, document, level, criterion or agenda item names it"
            help_ = "let something carry it, or write realised_as: waiting (or out) with the reason"
            yield fault("PCK-038", requirement.span("id"), message, help_)


def _covered(requirement: Requirement, carriers: Mapping[str, tuple[Carrier, ...]]) -> Covered:
    found = sorted(carriers.get(requirement.id, ()), key=lambda each: WAYS.index(each[0]))
    by = tuple(dict.fromkeys(name for _, name in found))
    if requirement.realised_as and not _checked(found):
        return Covered(requirement.id, requirement.scope, requirement.realised_as, by, requirement.reason or "")
    return Covered(requirement.id, requirement.scope, found[0][0] if found else "", by, "")


def _checked(carriers: Iterable[Carrier]) -> list[str]:
    """Those of the carriers that a rule or a document is: data alone leaves a check to be written."""
    return [name for way, name in carriers if way in _CHECKED]


def _carriers(edition: Edition) -> dict[str, tuple[Carrier, ...]]:
    """By requirement: in which way and by what it is carried."""
    found: dict[str, list[Carrier]] = {}
    ways = (_by_rules(edition), _by_documents(edition), _by_data(edition), _by_copies(edition))
    for requirement, carrier in chain(*ways):
        found.setdefault(requirement, []).append(carrier)
    return {requirement: tuple(carriers) for requirement, carriers in found.items()}


def _by_rules(edition: Edition) -> Iterator[tuple[str, Carrier]]:
    if edition.requirement:
        yield edition.requirement, ("rule", "edition-in-force")
    for rule in edition.rules:
        for requirement in (requirement_of(rule.code), *rule.also):
            yield requirement, ("rule", rule.code)


def _by_documents(edition: Edition) -> Iterator[tuple[str, Carrier]]:
    for document in edition.documents:
        for requirement in document.carries:
            yield requirement, ("document", document.slug)
        for block in document.blocks:
            for requirement in block.carries:
                yield requirement, ("document", f"{document.slug}: {block.id or block.block}")
    placed = blocks_of(edition)
    for each in edition.requirements.values():
        for name in each.carried_by:
            if name in placed:
                yield each.id, ("document", name)


def blocks_of(edition: Edition) -> frozenset[str]:
    """The blocks of an edition's documents as `carried_by` names them: `warning-notice: warning-next`."""
    return frozenset(f"{each.slug}: {block.id or block.block}" for each in edition.documents for block in each.blocks)


def _by_copies(edition: Edition) -> Iterator[tuple[str, Carrier]]:
    for notice in edition.notices:
        for copy in notice.copies:
            for requirement in copy.serves:
                yield requirement, ("data", f"{notice.id}: copy to {copy.capacity}")


def _by_data(edition: Edition) -> Iterator[tuple[str, Carrier]]:
    for level in edition.levels:
        for requirement in level.serves:
            yield requirement, ("data", f"level {level.id}")
    for criterion in edition.criteria:
        yield criterion.requirement, ("data", f"criterion {criterion.id}")
    for name, terms in edition.lists.items():
        for word, term in terms.items():
            for requirement in term.serves:
                yield requirement, ("data", f"{name} {word}")
    for kind in edition.meetings:
        for item in kind.agenda:
            if item.requirement:
                yield item.requirement, ("data", f"{kind.id}: {item.id}")
