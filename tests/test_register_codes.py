from __future__ import annotations

import re
from pathlib import Path

import casefiles
from casefiles.policy.explain import explain
from casefiles.policy.law import Packs
from casefiles.register.codes import CODES

SOURCES = Path(casefiles.__file__).parent


def test_every_code_of_the_register_that_the_program_says_is_explained_and_no_other() -> None:
    said = {code for path in SOURCES.rglob("*.py") if path.name != "codes.py" for code in _codes(path)}
    assert said == set(CODES)


def _codes(path: Path) -> list[str]:
    return re.findall(r'"(REG-\d{3})"', path.read_text(encoding="utf-8"))


def test_explain_says_what_a_code_means_and_what_to_do() -> None:
    found = explain(Packs({}), "reg-020")
    assert found is not None
    assert found.title == "The case has changes that git has no commit of."
    assert "Commit them, then issue" in found.summary
