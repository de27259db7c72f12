"""Which sections the fixed text of a document's template must not cite, by the pack's own rules on letters."""

from __future__ import annotations

import re

from msgspec import Struct

from casefiles.policy.pack import DocumentEntry, Edition, RuleEntry

__all__ = ["Guard", "guard_of"]

_ON_LETTERS = "ordinary-letter"
_ON_CONCERNS = "statutory-letter-guard"


class Guard(Struct, frozen=True):
    """A rule on what letters must not cite: its code, what cites it, and whether it is an error."""

    code: str
    cited: re.Pattern[str]
    is_error: bool

    def found(self, text: str) -> str:
        """What of the text cites a section as its basis; nothing where the sentence says that it is not so."""
        for sentence in re.split(r"(?<=[.!?])\s", text):
            if (cites := self.cited.search(sentence)) and not re.search(r"\bnot\b", sentence[: cites.start()]):
                return cites[0]
        return ""


def guard_of(entry: DocumentEntry, edition: Edition) -> Guard | None:
    """The rule that judges what a template of the document's may cite; None for a page of a statutory notice."""
    kind = _ON_LETTERS if entry.record != "notice" else _ON_CONCERNS
    for rule in edition.rules:
        cited = getattr(edition.asked.get(rule.code), "cited", None)
        if rule.rule == kind and isinstance(cited, re.Pattern) and _is_for(rule, entry, edition):
            return Guard(rule.code, cited, kind == _ON_CONCERNS)
    return None


def _is_for(rule: RuleEntry, entry: DocumentEntry, edition: Edition) -> bool:
    """Whether every kind of notice that the document is for is of the families that the rule speaks of."""
    if entry.record != "notice":
        return True
    terms = edition.lists.get("notice-kind", {})
    families = {terms[kind].group for kind in entry.record_kinds if kind in terms}
    return bool(families) and families <= set(rule.when.get("family", ()))
