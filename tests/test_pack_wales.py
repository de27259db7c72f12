"""Wales as a second national pack: data alone, under an authority's own policy, from the case to the page."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casefiles.caseload import load, load_packs, read_templates
from casefiles.check import check_case
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import Composed, compose, roots
from casefiles.documents.parity import differences
from casefiles.documents.pdf import render_pdf
from casefiles.documents.word.contract import check_template
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.model.caseview import Case
from casefiles.policy.intervention import gateways_of
from casefiles.policy.law import Packs, calendar_in
from casefiles.policy.pack_lint import lint
from casefiles.policy.rule import View
from casefiles.rendering import placed_blocks
from drafting import lines_of
from notation import write_tree

SOURCE = Path(__file__).parents[1] / "src/casefiles"
GIVEN = date(2026, 3, 2)
SLUG = "warning-notice"

VALE = """
=== caseload.yaml
format: 1
output: build
=== vale/authority.yaml
name: Vale of Ceirw Council
issuing_authority: Vale of Ceirw Council
policy: vale
letterhead: {address: [County Hall, Ceirw, CF99 0ZZ]}
officers:
  prosser: {name: Rhian Prosser, title: Director of Education}
  cadwaladr: {name: Owain Cadwaladr, title: Cabinet Member for Education}
roles:
  director-of-education: [{officer: prosser, from: 2012-09-01}]
  cabinet-member: [{officer: cadwaladr, from: 2022-05-10}]
bodies:
  ministers: {name: Welsh Ministers, role: welsh-ministers, address: [Cathays Park, Cardiff, CF10 0ZZ]}
  ceirw: {name: Diocese of Ceirw Board of Education, role: religious-body, for: [Church in Wales], address: [Ceirw, CF99 0ZZ]}
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-21}
=== vale/packs/vale/pack.yaml
name: vale
title: Vale of Ceirw Schools Strategy
under: wales
editions:
  - {id: "2025-09", title: Vale of Ceirw Schools Strategy 2025, in_force: {from: 2025-09-01}, folder: a}
=== vale/packs/vale/a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: close, title: close support, short: Close, rank: 2}
=== vale/packs/vale/a/roles.yaml
cabinet-member: {title: Cabinet Member for Education, side: authority}
=== vale/packs/vale/a/lists.yaml
copy-capacity:
  cabinet-member: {title: Cabinet Member for Education}
=== vale/packs/vale/a/notices.yaml
- {id: vale-copies, kind: warning-notice, copies: [{capacity: cabinet-member, basis: "Strategy, section 6"}]}
=== vale/packs/vale/a/requirements.yaml
- {id: VAL-001, section: Close support, quote: no more than two priorities, scope: case}
=== vale/packs/vale/a/rules.yaml
- {code: VAL-001, rule: count-within, of: level, when: {level: [close]}, params: {at_most: 2}, severity: error}
=== vale/ysgol-y-bont/school.yaml
urn: "900802"
name: Ysgol y Bont
type: Voluntary aided school
religious_character: Church in Wales
foundation_appointer: ceirw
phase: Primary
address: [Bridge Street, Ceirw, CF99 0ZZ]
people:
  headteacher: [{name: Mair Llewellyn, salutation: Mrs Llewellyn, from: 2021-09-01}]
  chair-of-governors: [{name: Aled Rhys, salutation: Mr Rhys, from: 2023-09-01}]
=== vale/ysgol-y-bont/case.yaml
levels:
  - {level: close, decided_on: 2026-01-12, decided_by: director-of-education}
=== vale/ysgol-y-bont/priorities.yaml
- {id: reading, title: Reading, opened_on: 2026-01-12}
=== vale/ysgol-y-bont/evidence/2025-10-06-reading.md
---
title: Reading tests
source: School data
audience: [school, governors, public-body]
---
Two pupils in five read below the level expected of their age.
=== vale/ysgol-y-bont/notices/2026-03-02-warning-notice.md
---
kind: warning-notice
method: by hand
given_by: director-of-education
given_on: 2026-03-02
agreed_by: director-of-education
agreed_on: 2026-02-26
grounds:
  - {ground: ground-1, comparators: [expected], evidence: [2025-10-06-reading]}
required_actions:
  - {action: Adopt a plan for the teaching of reading, measure: The plan and the minute that adopts it, due_on: 2026-03-20}
compliance_period: {from: 2026-03-03, to: 2026-03-27}
minded_to: [s6, s8]
support: [An adviser for reading will work in the school for two days a week.]
contact: director-of-education
copies:
  - {to: headteacher, given_on: 2026-03-02, method: by hand}
  - {to: ceirw, capacity: [foundation-appointer, religious-body], given_on: 2026-03-02, method: e-mail}
  - {to: ministers, capacity: welsh-ministers, given_on: 2026-03-02, method: e-mail}
  - {to: cabinet-member, given_on: 2026-03-02, method: e-mail}
---
"""


@pytest.fixture(scope="module")
def vale(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Case, Packs]:
    root = tmp_path_factory.mktemp("vale")
    write_tree(root, VALE)
    caseload = load(root)
    packs, faults = load_packs(root, caseload.authorities)
    assert faults == ()
    (case,) = caseload.cases
    return root, case, packs


@pytest.fixture(scope="module")
def composed(vale: tuple[Path, Case, Packs]) -> Composed:
    _, case, packs = vale
    return compose(next(each for each in due_documents(case, packs) if each.entry.slug == SLUG), case, packs)


@pytest.fixture(scope="module")
def page(vale: tuple[Path, Case, Packs], composed: Composed) -> bytes:
    root, case, packs = vale
    shelf = read_templates(root, case.authority.id, "vale", packs.beneath("vale"))
    entry = composed.due.entry
    template = compile_template(shelf.templates, SLUG, entry.kind, placed_blocks(entry))
    return template.render(composed.context, DocumentProperties(entry.title))


@cache
def _python() -> str:
    return "\n".join(path.read_text("utf-8").casefold() for path in SOURCE.rglob("*.py"))


def test_the_national_pack_and_one_under_it_have_nothing_to_lint(vale: tuple[Path, Case, Packs]) -> None:
    _, _, packs = vale
    assert [*lint("wales", packs), *lint("vale", packs)] == []


def test_no_line_of_code_knows_of_wales() -> None:
    said = [line.strip() for line in _python().splitlines() if "wales" in line or "welsh" in line]
    known = ("bank holiday", "wls", "their days", "wednesday welsh")
    assert [line for line in said if not any(words in line for words in known)] == []


def test_a_notice_that_says_all_that_section_3_asks_for_raises_nothing(vale: tuple[Path, Case, Packs]) -> None:
    _, case, packs = vale
    found = check_case(case, packs, date(2026, 3, 20)).diagnostics
    assert [f"{each.code} {each.message}" for each in found] == []


def test_no_rule_of_england_judges_a_school_in_wales(vale: tuple[Path, Case, Packs]) -> None:
    _, _, packs = vale
    codes = {rule.code[:3] for rule in packs.edition_on("vale", GIVEN).rules}
    assert codes == {"WAL", "VAL"}


def test_the_copies_are_those_of_section_3_and_then_the_authoritys_own(composed: Composed) -> None:
    block: Any = getattr(composed.context["block"], "copies")  # noqa: B009 - the fields are those of the pack
    lines = [(each.name, each.capacity, each.basis) for each in block.items]
    assert lines == [
        ("Mair Llewellyn", "Head teacher of the school", "section 3(3)(a)"),
        ("Diocese of Ceirw Board of Education", "Person who appoints the foundation governors", "section 3(3)(b)(i)"),
        ("Diocese of Ceirw Board of Education", "Appropriate religious body", "section 3(3)(b)(ii)"),
        ("Welsh Ministers", "Welsh Ministers", "section 3(3)(c)"),
        ("Owain Cadwaladr", "Cabinet Member for Education", "Strategy, section 6"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "this warning notice under section 3 of the School Standards and Organisation (Wales) Act 2013",
        "Grounds for intervention",
        "the standards of performance of pupils at the school are unacceptably low (ground 1 in section 2)",
        "Reasons why the authority is satisfied that the grounds exist",
        "Adopt a plan for the teaching of reading",
        "ends at 11:59pm on Friday 27 March 2026",
        "we are minded to take this action under the School Standards and Organisation (Wales) Act 2013 or otherwise",
        "Section 6: appoint additional governors.",
        "the authority has the power to intervene (section 4(2))",
        "section 3(3)(b)(ii)",
    ],
)
def test_the_page_says_what_section_3_asks_for(page: bytes, words: str) -> None:
    assert words in "\n".join(lines_of(page))


@pytest.mark.parametrize("words", ["Education and Inspections", "Ofsted", "Secretary of State", "Regional Director"])
def test_the_page_says_nothing_of_england(page: bytes, words: str) -> None:
    assert words not in "\n".join(lines_of(page))


def test_word_and_pdf_say_the_same(page: bytes) -> None:
    assert differences(page, render_pdf(page)) == ()


@pytest.mark.parametrize("slug", ["warning-notice", "letter-of-concern", "notice-withdrawal"])
def test_each_page_is_sound_by_the_contract(vale: tuple[Path, Case, Packs], slug: str) -> None:
    root, case, packs = vale
    entry = next(each for each in packs.edition_on("vale", GIVEN).documents if each.slug == slug)
    shelf = read_templates(root, case.authority.id, "vale", packs.beneath("vale"))
    assert check_template(shelf.templates, slug, entry.kind, placed_blocks(entry), roots(entry)) == ()


def test_no_proposal_stands_between_the_period_and_the_powers(vale: tuple[Path, Case, Packs]) -> None:
    _, case, packs = vale
    day = date(2026, 4, 1)
    edition = packs.edition_on("vale", day)
    (gateway,) = gateways_of(View(case, edition, calendar_in(case, edition), day), day)
    assert [each.clause for each in gateway.wanting] == ["section 4(2)(b)"]
    assert "proposal" not in [each.id for each in gateway.conditions]
