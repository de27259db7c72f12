"""Each reading of an ambiguous clause is told from the other one by a case that is accepted and one that is refused.

`docs/readings.yaml` names them: examples of the rules' own pages, or of a page in `tests/readings/`. Where the other
reading can be said in a pack's own words (`otherwise`), the packs are changed to it, and the cases come out the other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles.caseload import Caseload, load_packs
from casefiles.diagnostics import Severity
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition, RuleEntry, requirement_of
from casefiles.policy.registry import KINDS
from casefiles.policy.rule_examples import Example, parse_page
from casefiles.policy.traceability import Reading, parse_readings
from casefiles.trials import Stage, said_of

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "src/casefiles/policy/packs"
OWN = Path(__file__).parent / "readings"
READINGS = parse_readings((ROOT / "docs/readings.yaml").read_bytes())
TOLD = [each for each in READINGS if not each.untold]
Said = set[tuple[str, int, str, str]]
_NOTHING = "null"
"""What a change says of an entry, or of a parameter, that the other reading has not."""


@dataclass(frozen=True)
class Case:
    """One example with the caseload that it makes, and where its files stand in that."""

    example: Example
    caseload: Caseload
    places: Mapping[str, str]


@cache
def packs() -> Packs:
    return load_packs(ROOT, ())[0]


@cache
def pages() -> dict[str, tuple[Path, Path]]:
    """Each page of examples by its name, with the minimal caseload that it stands on."""
    found = {page.stem: (page, _minimal(page.parts[-4])) for page in PACKS.glob("*/*/examples/*.md")}
    return found | {page.stem: (page, _minimal(_pack_of(page.stem))) for page in OWN.glob("*.md")}


def _pack_of(name: str) -> str:
    """The pack on whose minimal caseload a page of an ambiguity stands."""
    across = {"AMB-X-01": "southwark", "AMB-X-04": "cambridgeshire"}
    names = {"CAM": "camden", "SOU": "southwark", "CMB": "cambridgeshire", "LDS": "leeds"}
    return across.get(name) or names[name.split("-")[1]]


def _minimal(pack: str) -> Path:
    edition = packs().by_name[pack].editions[-1]
    return (PACKS / pack / edition.folder / edition.minimal).resolve()


@cache
def stage(minimal: Path, folder: Path) -> Stage:
    return Stage(minimal, folder / "-".join(minimal.parts[-4:]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readings")


def case_of(name: str, folder: Path, *, accepted: bool) -> Case:
    """The example that a reading names: its page and, behind a space, its caption."""
    page, _, caption = name.partition(" ")
    path, minimal = pages()[page]
    wanted = [
        each
        for each in parse_page(path.read_text("utf-8")).examples
        if each.caption == caption and each.accepted is accepted
    ]
    assert len(wanted) == 1, f"{page} has {len(wanted)} examples {'accepted' if accepted else 'refused'}: {caption}"
    where = stage(minimal, folder)
    return Case(wanted[0], where.play(wanted[0]), {mark.file: where.place(mark.file) for mark in wanted[0].marks})


def said(case: Case, judged_by: Packs, codes: frozenset[str]) -> Said:
    """What is said of an example: every error, and whatever the requirements of a reading say."""
    return {
        (each.span.file, each.span.line, each.severity.value, each.code)
        for each in said_of(case.caseload, case.example, judged_by)
        if each.severity is Severity.ERROR or requirement_of(each.code) in codes
    }


def marked(case: Case, codes: frozenset[str]) -> Said:
    return {
        (case.places[mark.file], mark.line, mark.severity, mark.code)
        for mark in case.example.marks
        if mark.severity == "error" or requirement_of(mark.code) in codes
    }


def cases_of(reading: Reading, folder: Path) -> Iterator[Case]:
    yield from (case_of(name, folder, accepted=True) for name in reading.accepted)
    yield from (case_of(name, folder, accepted=False) for name in reading.refused)


def codes_of(reading: Reading) -> frozenset[str]:
    return frozenset(requirement_of(code) for code in (*reading.of, *reading.by))


@pytest.mark.parametrize("reading", TOLD, ids=lambda reading: reading.id)
def test_a_case_is_accepted_and_one_refused_as_the_reading_has_it(reading: Reading, folder: Path) -> None:
    assert reading.other, "what the other reading would be"
    assert reading.accepted, "a case that the reading accepts"
    assert reading.refused, "a case that it refuses"
    codes = codes_of(reading)
    for case in cases_of(reading, folder):
        assert said(case, packs(), codes) == marked(case, codes), case.example.caption
    refused = [case_of(name, folder, accepted=False) for name in reading.refused]
    assert all(codes & {requirement_of(mark.code) for mark in case.example.marks} for case in refused)


@pytest.mark.parametrize("reading", [each for each in TOLD if each.otherwise], ids=lambda reading: reading.id)
def test_under_the_other_reading_the_cases_come_out_the_other_way(reading: Reading, folder: Path) -> None:
    changed, codes = otherwise(reading.otherwise), codes_of(reading)
    assert any(said(case, changed, codes) != marked(case, codes) for case in cases_of(reading, folder))


@pytest.mark.parametrize("reading", [each for each in READINGS if each.untold], ids=lambda reading: reading.id)
def test_a_reading_that_no_case_tells_apart_says_why(reading: Reading) -> None:
    assert reading.untold.endswith(".")
    assert (reading.accepted, reading.refused) == ((), ())


def otherwise(changes: Mapping[str, Any]) -> Packs:
    """The packs as another reading has them: by the name of a part, what its entries say instead (null: no entry)."""
    return Packs(
        {
            name: replace(pack, editions=tuple(_changed(each, changes) for each in pack.editions))
            for name, pack in packs().by_name.items()
        }
    )


def _changed(edition: Edition, changes: Mapping[str, Any]) -> Edition:
    rules = changes.get("rules", {})
    kept = tuple(
        _rule(each, rules[each.code]) if each.code in rules else each
        for each in edition.rules
        if _stays(rules, each.code)
    )
    asked = {
        each.code: KINDS[each.rule].params.model_validate(each.params)
        if each.code in rules
        else edition.asked[each.code]
        for each in kept
    }
    lists = {name: _entries(terms, changes.get("lists", {}).get(name, {})) for name, terms in edition.lists.items()}
    return replace(
        edition,
        rules=kept,
        asked=asked,
        lists=lists,
        roles=_entries(edition.roles, changes.get("roles", {})),
        criteria=_listed(edition.criteria, changes.get("criteria", {})),
        levels=_listed(edition.levels, changes.get("levels", {})),
    )


def _rule(rule: RuleEntry, change: Mapping[str, Any]) -> RuleEntry:
    params = {**rule.params, **change.get("params", {})}
    whole = {"code": rule.code, "rule": rule.rule, "of": rule.of, "severity": rule.severity}
    kept = {key: each for key, each in params.items() if each != _NOTHING}
    read = RuleEntry.model_validate({**whole, **change, "params": kept})
    return rule.model_copy(update={key: getattr(read, key) for key in ("params", *change)})


def _stays(changes: Mapping[str, Any], name: str) -> bool:
    return changes.get(name) != _NOTHING


def _entries(entries: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: entry.model_copy(update=_values(changes.get(name, {})))
        for name, entry in entries.items()
        if _stays(changes, name)
    }


def _listed(entries: tuple[Any, ...], changes: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_entries({each.id: each for each in entries}, changes).values())


def _values(change: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an entry's fields: a list of words, the number of a rank or of letters, or a word."""
    return {
        key: tuple(each) if isinstance(each, list) else int(each) if str(each).isdigit() else each
        for key, each in change.items()
    }


def _printed(pack: str) -> str:
    """All that a pack may print: its files but for the clauses, which are quoted as they stand."""
    edition = packs().by_name[pack].editions[-1]
    files = sorted((PACKS / pack / edition.folder).glob("*.yaml"))
    return "\n".join(each.read_text("utf-8") for each in files if each.name != "requirements.yaml")


def test_a_printed_slip_is_put_right_in_what_is_rendered_and_stays_in_the_clause() -> None:
    edition = packs().editions("camden")[-1]
    (criterion,) = (each for each in edition.criteria if each.requirement == "CAM-143")
    assert "with ENG funding" in edition.requirements["CAM-143"].quote
    assert "with exceptional needs funding" in criterion.title
    slips = ("ENG funding", "focussed", "Build Back Stronger", "be judged insufficient")
    assert [slip for slip in slips if slip in _printed("camden")] == []


def test_no_misprinted_statute_is_in_what_southwark_prints() -> None:
    misprints = ("Education Act 1988", "Framework Act 1988", "20032", "council founding")
    assert [each for each in misprints if each in _printed("southwark")] == []


def test_every_ambiguity_has_one_row() -> None:
    ids = [each.id for each in READINGS]
    assert len(ids) == len(set(ids))
    assert {each.id.split("-")[1] for each in READINGS} == {"CAM", "SOU", "CMB", "LDS", "X"}
