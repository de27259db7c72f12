"""A policy pack and its editions, each whole: what its entries say by name, by word and by day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from msgspec import Struct, field

from casefiles.diagnostics import Citation, Span
from casefiles.model.base import Shape
from casefiles.policy.entries import (
    ON_DEMAND,
    AgendaItem,
    BlockEntry,
    CopyEntry,
    Criterion,
    Deadline,
    DocumentEntry,
    LevelEntry,
    MeetingKind,
    Requirement,
    RoleEntry,
    RuleEntry,
    Term,
)
from casefiles.policy.rating_tests import RatingTest
from casefiles.policy.statute import GatewayEntry, LadderStep, NoticeEntry, PowerEntry
from casefiles.policy.stretch import Stretch

__all__ = [
    "ON_DEMAND",
    "AgendaItem",
    "BlockEntry",
    "CopyEntry",
    "Criterion",
    "Deadline",
    "DocumentEntry",
    "Edition",
    "LevelEntry",
    "MeetingKind",
    "PolicyPack",
    "Requirement",
    "RoleEntry",
    "RuleEntry",
    "Stretch",
    "Term",
    "once_an_edition",
    "requirement_of",
]

R = TypeVar("R")


class Edition(Struct, frozen=True, dict=True):
    """One edition of a pack, in force on `in_force`, whole.

    `lists` has the pack's vocabularies (area, origin, decision-kind, ...): list name -> id -> term.
    `asked` has each rule's parameters, typed, by its code. `beneath` has the rules of the national
    layer, where one is merged under this edition: code -> the title that they cite.
    `requirement` is the one that the edition's own dates carry out. `folder` is its folder in the pack's,
    `minimal` the folder below that with the caseload on which its examples stand.
    """

    pack: str
    id: str
    title: str
    in_force: Stretch
    review_due: date | None
    levels: tuple[LevelEntry, ...] = ()
    roles: Mapping[str, RoleEntry] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    meetings: tuple[MeetingKind, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()
    notices: tuple[NoticeEntry, ...] = ()
    gateways: tuple[GatewayEntry, ...] = ()
    powers: tuple[PowerEntry, ...] = ()
    ladder: tuple[LadderStep, ...] = ()
    rating: tuple[RatingTest, ...] = ()
    rules: tuple[RuleEntry, ...] = ()
    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    asked: Mapping[str, Shape] = field(default_factory=dict)
    beneath: Mapping[str, str] = field(default_factory=dict)
    requirement: str = ""
    folder: str = ""
    minimal: str = ""

    def citation(self, rule: RuleEntry) -> Citation:
        """The clause that a rule carries out: its own citation, filled up from its requirement."""
        requirement = self.requirements.get(requirement_of(rule.code))
        return Citation(
            source=rule.citation.get("source", self.beneath.get(rule.code, self.title)),
            section=rule.citation.get("section", requirement.section if requirement else ""),
            quote=rule.citation.get("quote", requirement.quote if requirement else ""),
            url=rule.citation.get("url", ""),
        )

    def vocabulary(self, what: str) -> Mapping[str, str] | None:
        """Each word that a case file may use for one kind of thing, with its id; None where the pack has none.

        `what` is level, role (or recipient), criterion, meeting-kind, document or the name of a list. An alias or
        a title is a word as it stands and as an id (`Head teacher` and `head-teacher`).
        """
        return self._vocabularies.get(what)

    def canonical(self, what: str, word: str) -> str:
        """The id that a word of the case file stands for; the word itself where the pack doesn't know it."""
        words = self._vocabularies.get(what)
        return words.get(word, word) if words else word

    @property
    def is_law(self) -> bool:
        """Whether it is a national edition by itself: gateways and powers are the law's alone."""
        return not self.beneath and bool(self.gateways or self.powers)

    def rules_of(self, word: str) -> tuple[RuleEntry, ...]:
        """The rules whose subject is that type of record, national ones first."""
        return self._by_subject.get(word, ())

    @property
    def lowest_level(self) -> str:
        """The level of a case without an entry; an empty string where the pack has no levels."""
        return min(self.levels, key=lambda entry: entry.rank).id if self.levels else ""

    def level(self, word: str) -> LevelEntry | None:
        """The level of that id or alias."""
        wanted = self.canonical("level", word)
        return next((entry for entry in self.levels if entry.id == wanted), None)

    def meeting_kind(self, word: str) -> MeetingKind | None:
        """The kind of meeting of that id."""
        return next((entry for entry in self.meetings if entry.id == word), None)

    def notice_entries(self, word: str, day: date) -> tuple[NoticeEntry, ...]:
        """What the packs say of a kind of notice on a day: the national entry first, then the authority's additions."""
        wanted = self.canonical("notice-kind", word)
        return tuple(entry for entry in self.notices if entry.kind == wanted and entry.in_force.covers(day))

    def power(self, word: str, day: date) -> PowerEntry | None:
        """The power of that id on a day; None where there was none."""
        wanted = self.canonical("power", word)
        return next((entry for entry in self.powers if entry.id == wanted and entry.in_force.covers(day)), None)

    def gateways_on(self, day: date) -> tuple[GatewayEntry, ...]:
        """The ways in which a school could become eligible for intervention on a day."""
        return tuple(entry for entry in self.gateways if entry.in_force.covers(day))

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What `once_an_edition` keeps, by the name of the function that worked it out."""
        return {}

    @cached_property
    def _by_subject(self) -> Mapping[str, tuple[RuleEntry, ...]]:
        words = dict.fromkeys(rule.of for rule in self.rules)
        return {word: tuple(rule for rule in self.rules if rule.of == word) for word in words}

    @cached_property
    def _vocabularies(self) -> Mapping[str, Mapping[str, str]]:
        named: dict[str, dict[str, str]] = {
            "level": _words({entry.id: (*entry.aliases, entry.title) for entry in self.levels}),
            "role": _words({name: _names(entry) for name, entry in self.roles.items()}),
            "criterion": _words({entry.id: entry.aliases for entry in self.criteria}),
            "meeting-kind": {entry.id: entry.id for entry in self.meetings},
            "document": {entry.slug: entry.slug for entry in self.documents},
            "power": _words({entry.id: (entry.section,) for entry in self.powers}),
            "gateway": _words({entry.id: (entry.title,) for entry in self.gateways}),
        }
        named["recipient"] = named["role"]
        groups = (term.group for term in self.lists.get("school-type", {}).values())
        named["regime"] = {name: name for name in groups if name}
        for name, terms in self.lists.items():
            named[name] = _words({term: _names(entry) for term, entry in terms.items()})
        return {what: words for what, words in named.items() if words}


def once_an_edition(work: Callable[[Edition], R]) -> Callable[[Edition], R]:
    """The function, which is called once for each edition: an edition never changes."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def known(edition: Edition) -> R:
        if name not in edition.worked_out:
            edition.worked_out[name] = work(edition)
        found: R = edition.worked_out[name]
        return found

    return known


def requirement_of(code: str) -> str:
    """The requirement that a rule's code stands for: CAM-089 for CAM-089a."""
    return re.sub(r"(?<=\d)[a-z]$", "", code)


def _names(entry: RoleEntry | Term) -> tuple[str, ...]:
    """What case files may call it beside its id: aliases, its title and those that it had."""
    return (*entry.aliases, entry.title, *(former.title for former in entry.formerly))


def _words(entries: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Each word for an entry with its id; an id goes before another's alias, an earlier entry before a later."""
    words = {name: name for name in entries}
    for name, aliases in entries.items():
        for alias in aliases:
            words.setdefault(alias, name)
            words.setdefault(_as_identifier(alias), name)
    return words


def _as_identifier(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class PolicyPack(Struct, frozen=True):
    """A pack: its editions, oldest first, and the pack it stands under (an empty string for the national one)."""

    name: str
    title: str
    under: str
    editions: tuple[Edition, ...]
    span: Span = field(default_factory=lambda: Span("pack.yaml"))

    def edition_on(self, day: date) -> Edition:
        """The edition in force on the day; the first one for a day before it, the last for one after all."""
        for edition in reversed(self.editions):
            if edition.in_force.start is None or edition.in_force.start <= day:
                return edition
        return self.editions[0]
