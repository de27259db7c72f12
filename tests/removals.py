"""Removes what carries a requirement, piece by piece, and says whether anything that a user sees then differs.

Everything is loaded once: each example's caseload (a caseload knows no pack), the sample caseload, and what is
composed of it. A removal then costs a check of the one example that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from casefiles.caseload import Caseload, load, load_packs
from casefiles.check import check_case
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import compose
from casefiles.documents.compose.context import Block
from casefiles.model.caseview import Case
from casefiles.model.references import named
from casefiles.policy.coverage import Covered, coverage
from casefiles.policy.law import Packs, edition_notes
from casefiles.policy.pack import Edition
from casefiles.policy.rule_examples import Example, parse_page
from casefiles.policy.stretch import Stretch
from casefiles.trials import Stage, said_of

__all__ = ["Removals", "entries"]

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "src/casefiles/policy/packs"
_OF_SUPPORT = {"support-kind": "kind", "offer": "offer"}
"""The fields of support that take a word of a list."""


@cache
def packs() -> Packs:
    """The shipped packs."""
    return load_packs(ROOT, ())[0]


def entries(name: str) -> Iterator[Covered]:
    """Each requirement of a pack that counts as carried out."""
    for own, merged in zip(packs().by_name[name].editions, packs().editions(name), strict=True):
        yield from (each for each in coverage(own, merged) if each.realised_as in {"rule", "document", "data"})


@dataclass
class Played:
    """An example with the caseload that it makes."""

    pack: str
    example: Example
    caseload: Caseload

    @cached_property
    def said(self) -> tuple[Diagnostic, ...]:
        """What is said of it under the packs as they are."""
        return tuple(said_of(self.caseload, self.example, packs()))


@cache
def _played(name: str) -> tuple[Played, ...]:
    """Every example of a pack with its caseload."""
    found: list[Played] = []
    for edition in packs().by_name[name].editions:
        home = PACKS / name / edition.folder
        pages = [parse_page(page.read_text("utf-8")) for page in sorted((home / "examples").glob("*.md"))]
        if pages:
            with TemporaryDirectory() as folder:
                stage = Stage((home / edition.minimal).resolve(), Path(folder))
                found += [Played(name, each, stage.play(each)) for page in pages for each in page.examples]
    return tuple(found)


@cache
def _printed() -> frozenset[tuple[str, str]]:
    """Each document of the sample caseload and each block that prints something in one, with its pack."""
    found: set[tuple[str, str]] = set()
    caseload = load(ROOT / "casefiles")
    for case in (*caseload.cases, *caseload.programmes):
        policy = case.authority.file.policy
        for due in due_documents(case, packs()):
            blocks = compose(due, case, packs()).context["block"]
            found.add((policy, due.entry.slug))
            for entry in due.entry.blocks:
                value = getattr(blocks, (entry.id or entry.block).replace("-", "_"))
                if isinstance(value, Block) and value.gap is None:
                    found.add((policy, f"{due.entry.slug}: {entry.id or entry.block}"))
    return frozenset(found)


@dataclass
class Removals:
    """All examples and the documents of the sample caseload, and what removing a carrier does to them."""

    played: list[Played] = field(default_factory=list)
    _shown: dict[tuple[str, str], bool] = field(default_factory=dict)

    @classmethod
    def load(cls, name: str) -> Removals:
        """Every example of a shipped pack and of those that it stands on, loaded."""
        return cls([played for each in (name, *packs().beneath(name)) for played in _played(each)])

    def shows(self, pack: str, carrier: str) -> bool:
        """Whether anything differs without the carrier, named as `casefiles policy coverage` names it."""
        if (pack, carrier) not in self._shown:
            self._shown[pack, carrier] = self._shows(pack, carrier)
        return self._shown[pack, carrier]

    def _shows(self, pack: str, carrier: str) -> bool:
        edition = packs().editions(pack)[-1]
        if carrier == "edition-in-force":
            return self._without_dates(pack)
        if carrier in {rule.code for each in packs().editions(pack) for rule in each.rules}:
            return self._without_rule(carrier)
        if (pack, carrier) in _printed():
            return True
        slug, colon, block = carrier.partition(": ")
        if colon and (kind := edition.meeting_kind(slug)):
            return any(item.id == block for item in kind.agenda) and self._without_item(pack, slug, block)
        what, _, word = carrier.partition(" ")
        return bool(word) and self._without_word(pack, what, word)

    def _without_dates(self, pack: str) -> bool:
        """Whether nothing is said any more of a day outside the edition's own: before it, or after its review was due."""
        authority = next(each for played in self.played for each in played.caseload.authorities)
        authority = replace(authority, file=authority.file.model_copy(update={"policy": pack}))
        endless = _cut(pack, lambda edition: replace(edition, review_due=None, in_force=Stretch()))
        early, late = date(1990, 1, 1), date(2040, 1, 1)
        said = (packs().before_first(pack, early), bool(edition_notes(authority, packs(), late)))
        return any(said) and not (endless.before_first(pack, early) or edition_notes(authority, endless, late))

    def _without_rule(self, code: str) -> bool:
        """Whether a refused example of the rule turns green without it, but for what else it marks."""
        cut = _cut_rule(code)
        for played in self._marked.get(code, ()):
            before = {each.code for each in played.said}
            after = said_of(played.caseload, played.example, cut)
            others = {mark.code for mark in played.example.marks} - {code}
            left = {each.code for each in after if each.severity is Severity.ERROR} - others
            if code in before and code not in {each.code for each in after} and not left:
                return True
        return False

    def _without_word(self, pack: str, what: str, word: str) -> bool:
        """Whether a case that uses the word is no longer understood without it."""
        case = self._users.get((pack, what, word)) or _made_up(self._fullest[pack], what, word)
        if case is None:
            return False
        day = max(record.on for _, record in case.all_records() if record.on is not None)
        known = {each.message for each in check_case(case, packs(), day).diagnostics}
        left = {each.message for each in check_case(case, _cut_word(pack, what, word), day).diagnostics}
        return known != left

    def _without_item(self, pack: str, kind: str, item: str) -> bool:
        """Whether the examples with such a meeting say something else without an item of its agenda."""
        cut = _cut_item(pack, kind, item)
        for played in self.played:
            if played.pack == pack and any(
                kind in {each.kind for each in case.meetings} for case in played.caseload.cases
            ):
                before = [each.message for each in played.said]
                if before != [each.message for each in said_of(played.caseload, played.example, cut)]:
                    return True
        return False

    @cached_property
    def _marked(self) -> Mapping[str, list[Played]]:
        found: dict[str, list[Played]] = {}
        for played in self.played:
            for mark in played.example.marks:
                found.setdefault(mark.code, []).append(played)
        return found

    @cached_property
    def _users(self) -> Mapping[tuple[str, str, str], Case]:
        """The first case of an accepted example that uses a word of its pack."""
        found: dict[tuple[str, str, str], Case] = {}
        for played in self.played:
            edition = packs().editions(played.pack)[-1]
            for case in played.caseload.cases if played.example.accepted else ():
                for _, record in case.all_records():
                    for _, what, value in named(record):
                        found.setdefault((played.pack, what, edition.canonical(what, value)), case)
        return found

    @cached_property
    def _fullest(self) -> Mapping[str, Case]:
        """The accepted case of each pack with the most records, to use what no example uses."""
        found: dict[str, Case] = {}
        for played in self.played:
            for case in played.caseload.cases if played.example.accepted else ():
                if played.pack not in found or _size(case) > _size(found[played.pack]):
                    found[played.pack] = case
        return found


def _size(case: Case) -> tuple[bool, bool, int]:
    return bool(case.evidence), bool(case.case.support), len(list(case.all_records()))


def _made_up(case: Case, what: str, word: str) -> Case | None:
    """The case with one of its records using a word that no example uses; None for what it has no place for."""
    if what == "criterion" and case.evidence:
        first, *others = case.evidence
        return replace(case, evidence=(first.model_copy(update={"criteria": (word,)}), *others))
    if what in _OF_SUPPORT and case.case.support:
        support, *more = case.case.support
        changed = support.model_copy(update={_OF_SUPPORT[what]: word})
        return replace(case, case=case.case.model_copy(update={"support": (changed, *more)}))
    if what == "decision-kind" and case.case.decisions:
        decision, *later = case.case.decisions
        made = decision.model_copy(update={"kind": word})
        return replace(case, case=case.case.model_copy(update={"decisions": (made, *later)}))
    return None


def _cut(pack: str, cut: Callable[[Edition], Edition]) -> Packs:
    changed = replace(packs().by_name[pack], editions=tuple(map(cut, packs().by_name[pack].editions)))
    return Packs({**packs().by_name, pack: changed})


def _cut_rule(code: str) -> Packs:
    def cut(edition: Edition) -> Edition:
        return replace(edition, rules=tuple(rule for rule in edition.rules if rule.code != code))

    return Packs(
        {name: replace(pack, editions=tuple(map(cut, pack.editions))) for name, pack in packs().by_name.items()}
    )


def _cut_word(pack: str, what: str, word: str) -> Packs:
    def cut(edition: Edition) -> Edition:
        lists = {name: dict(terms) for name, terms in edition.lists.items()}
        lists.get(what, {}).pop(word, None)
        return replace(
            edition,
            lists=lists,
            criteria=tuple(each for each in edition.criteria if (what, each.id) != ("criterion", word)),
            levels=tuple(each for each in edition.levels if (what, each.id) != ("level", word)),
        )

    return _cut(pack, cut)


def _cut_item(pack: str, kind: str, item: str) -> Packs:
    def cut(edition: Edition) -> Edition:
        return replace(
            edition,
            meetings=tuple(
                each.model_copy(update={"agenda": tuple(one for one in each.agenda if one.id != item)})
                if each.id == kind
                else each
                for each in edition.meetings
            ),
        )

    return _cut(pack, cut)
