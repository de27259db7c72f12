"""What a local pack may add to the national one beneath it, and what stays the nation's: words and statutory pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefiles.model.base import Shape
from casefiles.policy.pack import DocumentEntry, Edition, RuleEntry, Term

__all__ = ["asked_over", "documents_over", "lost_blocks", "national_rules", "taken_over", "terms_over"]

_OURS = frozenset({"aliases", "levels", "serves"})
"""What a local pack may say of a word of the national lists; all else is the law's."""


def terms_over(local: Edition, beneath: Edition) -> dict[str, dict[str, Term]]:
    """The lists of both: a national word means what the national pack says, with the local pack's own words for it."""
    names = sorted({*local.lists, *beneath.lists})
    return {name: _terms(local.lists.get(name, {}), beneath.lists.get(name, {})) for name in names}


def _terms(local: Mapping[str, Term], beneath: Mapping[str, Term]) -> dict[str, Term]:
    national = {name: _with_words(term, local.get(name)) for name, term in beneath.items()}
    return {**national, **{name: term for name, term in local.items() if name not in beneath}}


def _with_words(term: Term, local: Term | None) -> Term:
    if local is None:
        return term
    aliases = tuple(dict.fromkeys((*term.aliases, *local.aliases)))
    return term.model_copy(
        update={"aliases": aliases, "levels": local.levels or term.levels, "serves": (*term.serves, *local.serves)}
    )


def taken_over(local: Edition, beneath: Edition) -> Iterator[tuple[str, str, str]]:
    """The words of national lists whose meaning a local pack would change: the list, the word, what of it."""
    for name, terms in local.lists.items():
        for word, term in terms.items():
            national = beneath.lists.get(name, {}).get(word)
            if national is None:
                continue
            for key in sorted(term.model_fields_set - _OURS):
                if getattr(term, key) != getattr(national, key):
                    yield name, word, key


def national_rules(local: Edition, beneath: Edition) -> tuple[RuleEntry, ...]:
    """The national rules, each with the requirements of the local pack that name it under `carried_by`."""
    carried: dict[str, list[str]] = {}
    for requirement in local.requirements.values():
        for code in requirement.carried_by:
            carried.setdefault(code, []).append(requirement.id)
    return tuple(
        rule.model_copy(update={"also": (*rule.also, *carried[rule.code])}) if rule.code in carried else rule
        for rule in beneath.rules
    )


def asked_over(local: Edition, beneath: Edition) -> Mapping[str, Shape]:
    """The parameters of the rules of both, those of a national code the law's; none is opened unasked."""
    return _Over(beneath.asked, local.asked)


class _Over(Mapping[str, Shape]):
    """One table laid over another."""

    def __init__(self, above: Mapping[str, Shape], below: Mapping[str, Shape]) -> None:
        self._above = above
        self._below = below

    def __getitem__(self, code: str) -> Shape:
        return self._above[code] if code in self._above else self._below[code]

    def __contains__(self, code: object) -> bool:
        return code in self._above or code in self._below

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._below, *self._above)))

    def __len__(self) -> int:
        return len({*self._below, *self._above})


def documents_over(local: Edition, beneath: Edition) -> tuple[DocumentEntry, ...]:
    """The documents of both; a local page of a statutory notice stands only if it shows all that the law asks for."""
    own = [each for each in local.documents if not lost_blocks(each, beneath)]
    named = {slug for each in own for slug in (each.slug, *each.instead_of)}
    return (*own, *(each for each in beneath.documents if each.slug not in named))


def lost_blocks(document: DocumentEntry, beneath: Edition) -> tuple[str, ...]:
    """The required blocks of the national page of a statutory notice that a local one in its place leaves out."""
    statutory = {notice.kind for notice in beneath.notices if notice.section}
    replaced = {document.slug, *document.instead_of}
    wanted = [
        block.block
        for each in beneath.documents
        if each.slug in replaced and statutory.intersection(each.record_kinds)
        for block in each.blocks
        if block.required
    ]
    shown = {block.block for block in document.blocks if block.required}
    return tuple(dict.fromkeys(block for block in wanted if block not in shown))
