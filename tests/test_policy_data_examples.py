"""Every entry of a list, indicator and level that carries a requirement stands in an accepted example, and is needed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles.caseload import load_packs
from casefiles.check import check_case
from casefiles.model.caseview import Case
from casefiles.model.references import named
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition
from casefiles.policy.rule_examples import parse_page
from casefiles.trials import Stage

PACKS = Path(__file__).parents[1] / "src/casefiles/policy/packs"
HELD = ("southwark", "leeds", "cambridgeshire")
"""The packs whose lists carry their requirements word by word."""


@dataclass(frozen=True)
class Entry:
    """One word of a pack that carries requirements: the pack, the vocabulary and the word."""

    pack: str
    what: str
    word: str


@cache
def packs() -> Packs:
    return load_packs(PACKS, ())[0]


def entries() -> Iterator[Entry]:
    for name in HELD:
        for edition in packs().by_name[name].editions:
            for what, terms in edition.lists.items():
                yield from (Entry(name, what, word) for word, term in terms.items() if term.serves)
            yield from (Entry(name, "criterion", each.id) for each in edition.criteria if each.level)
            if any(each.level for each in edition.criteria):
                yield from (Entry(name, "level", each.id) for each in edition.levels if each.serves)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> dict[Entry, Case]:
    """For each word of a pack a case of its accepted examples that uses it."""
    found: dict[Entry, Case] = {}
    for folder in sorted(PACKS.glob("*/*/examples")):
        pack = folder.parts[-3]
        if pack not in HELD:
            continue
        stage = Stage(folder / "minimal", tmp_path_factory.mktemp("accepted"))
        examples = (
            each for page in sorted(folder.glob("*.md")) for each in parse_page(page.read_text("utf-8")).examples
        )
        for example in examples:
            if example.accepted:
                caseload = stage.play(example)
                for case in (*caseload.cases, *caseload.programmes):
                    for entry in _used(case, pack):
                        found.setdefault(entry, case)
    return found


def _used(case: Case, pack: str) -> Iterator[Entry]:
    """The words of the pack that the records of a case use."""
    edition = packs().editions(pack)[-1]
    for _, record in case.all_records():
        for _, what, value in named(record):
            yield Entry(pack, what, edition.canonical(what, value))


def _without(entry: Entry) -> Packs:
    def cut(edition: Edition) -> Edition:
        kept = {word: term for word, term in edition.lists.get(entry.what, {}).items() if word != entry.word}
        return replace(
            edition,
            lists={**edition.lists, entry.what: kept} if entry.what in edition.lists else edition.lists,
            criteria=tuple(each for each in edition.criteria if (entry.what, each.id) != ("criterion", entry.word)),
            levels=tuple(each for each in edition.levels if (entry.what, each.id) != ("level", entry.word)),
        )

    pack = packs().by_name[entry.pack]
    changed = replace(pack, editions=tuple(cut(edition) for edition in pack.editions))
    return Packs({**packs().by_name, entry.pack: changed})


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: f"{entry.pack} {entry.what} {entry.word}")
def test_without_an_entry_that_carries_a_requirement_an_accepted_example_is_refused(
    entry: Entry, accepted: dict[Entry, Case]
) -> None:
    assert entry in accepted, "no accepted example uses it"
    case = accepted[entry]
    day = max(record.on for _, record in case.all_records() if record.on is not None)
    assert "SCH-101" in {each.code for each in check_case(case, _without(entry), day).diagnostics}
