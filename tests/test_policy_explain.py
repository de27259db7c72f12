from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from casefiles.caseload import load_packs, read_rule_page
from casefiles.policy.explain import Explanation, explain, nearest_code, rule_page
from casefiles.policy.law import Packs
from casefiles.policy.rule_examples import parse_page

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load_packs(ROOT, ())[0]


def _explained(packs: Packs, code: str) -> Explanation:
    plain = explain(packs, code)
    assert plain is not None
    page = parse_page(read_rule_page(ROOT, plain.rules[0].source_file, plain.code))
    found = explain(packs, code, page)
    assert found is not None
    return found


def test_a_rule_says_what_it_checks_why_and_by_which_clause(packs: Packs) -> None:
    found = _explained(packs, "CAM-190")
    assert found.title == "targeted support has at most four key priorities"
    assert found.rules[0].breach == "More key priorities are open at once than the level allows."
    assert found.rules[0].citation.quote == "There will be no more than 4 key priorities."
    assert found.why == "Support that is spread over many priorities changes none of them."


def test_a_rule_shows_a_good_and_a_bad_example(packs: Packs) -> None:
    found = _explained(packs, "CAM-190")
    assert found.accepted is not None
    assert found.refused is not None
    assert [mark.code for mark in found.refused.marks] == ["CAM-190"]


def test_a_code_with_parts_shows_all_of_them_and_the_example_of_the_part_asked_for(packs: Packs) -> None:
    found = _explained(packs, "cam-089b")
    assert [rule.code for rule in found.rules] == ["CAM-089a", "CAM-089b"]
    assert found.refused is not None
    assert [mark.code for mark in found.refused.marks] == ["CAM-089b"]


def test_a_requirement_that_a_rule_carries_out_beside_its_own_leads_to_that_rule(packs: Packs) -> None:
    assert _explained(packs, "CAM-104").code == "CAM-066"


def test_a_code_of_the_tools_own_says_what_its_family_is_about(packs: Packs) -> None:
    found = explain(packs, "SRC-012")
    assert found is not None
    assert found.rules == ()
    assert "cannot be read" in found.summary


def test_an_unknown_code_is_none_and_has_a_nearest(packs: Packs) -> None:
    assert explain(packs, "CAM-999") is None
    assert nearest_code(packs, "CAM-1900") == "CAM-190"


def test_where_a_rule_looks_is_said_in_words(packs: Packs) -> None:
    looks_at = _explained(packs, "CAM-086").rules[0].looks_at
    assert looks_at == "each meeting where kind is targeted-review and held is yes"


def test_a_rules_page_quotes_its_clause(packs: Packs) -> None:
    text = rule_page(_explained(packs, "CAM-190"))
    assert text.startswith("## CAM-190: targeted support has at most four key priorities\n")
    assert "> There will be no more than 4 key priorities." in text


def test_the_pages_on_rules_in_docs_are_those_that_the_packs_give() -> None:
    made = _docs_make().made_pages()
    stale = [path.name for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]
    assert stale == [], "write them anew with `make docs`"


def _docs_make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs/make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
