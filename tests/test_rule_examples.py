"""Every example of every rule, run over its pack's minimal case: what is marked speaks, nothing else may be wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.policy.law import Packs
from casefiles.policy.pack import requirement_of
from casefiles.policy.rule_examples import Example, parse_page

PACKS = Path(__file__).parents[1] / "src/casefiles/policy/packs"
NATIONAL = PACKS / "camden/2025-10/examples/minimal"
"""The minimal caseload that the national rules' examples stand on."""
MINIMAL = tuple(sorted(PACKS.glob("*/*/examples/minimal")))
Place = tuple[str, int, str, str]


@dataclass(frozen=True)
class Found:
    """One example with the page that it stands on."""

    page: Path
    example: Example

    @property
    def minimal(self) -> Path:
        """The caseload that the example changes: its pack's own, where it has one."""
        own = self.page.parent / "minimal"
        return own if own.is_dir() else NATIONAL

    @property
    def name(self) -> str:
        """What pytest calls it: the rule and the line of the page."""
        return f"{self.page.stem}:{self.example.page_line}"


def _examples() -> Iterator[Found]:
    for page in sorted(PACKS.glob("*/*/examples/*.md")):
        for example in parse_page(page.read_text("utf-8")).examples:
            yield Found(page, example)


EXAMPLES = tuple(_examples())


@cache
def _packs() -> Packs:
    caseload = load(NATIONAL)
    packs, diagnostics = load_packs(NATIONAL, caseload.authorities)
    assert diagnostics == ()
    return packs


def _target(root: Path, file: str) -> Path:
    """Where a file of an example stands: in the authority's folder, in the case that it names, or in example-primary."""
    (authority,) = (path for path in root.iterdir() if path.is_dir())
    cases = {path.name for path in authority.iterdir() if path.is_dir()}
    inside = file.partition("/")[0] in {"authority.yaml", "programme", *cases}
    return authority / (file if inside else f"example-primary/{file}")


def _diagnostics(root: Path, found: Found, packs: Packs) -> list[Diagnostic]:
    """What is said of the minimal case with the example's files in it."""
    example = found.example
    shutil.copytree(found.minimal, root, dirs_exist_ok=True)
    for file in example.removed:
        _target(root, file).unlink(missing_ok=True)
    for file, text in example.files.items():
        target = _target(root, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    caseload = load(root)
    checked = [check_case(case, packs, example.as_of) for case in (*caseload.cases, *caseload.programmes)]
    return [*caseload.diagnostics, *(each for case in checked for each in case.diagnostics)]


def _places(root: Path, example: Example) -> set[Place]:
    return {
        (_target(root, mark.file).relative_to(root).as_posix(), mark.line, mark.severity, mark.code)
        for mark in example.marks
    }


def _said(diagnostics: list[Diagnostic], code: str) -> set[Place]:
    """What counts in an example: what the rule itself says, and every error."""
    return {
        (each.span.file, each.span.line, each.severity.value, each.code)
        for each in diagnostics
        if each.severity is Severity.ERROR or requirement_of(each.code) == code
    }


@pytest.mark.parametrize("found", EXAMPLES, ids=lambda found: found.name)
def test_what_an_example_marks_speaks_and_nothing_else_does(found: Found, tmp_path: Path) -> None:
    code = found.page.stem
    diagnostics = _diagnostics(tmp_path, found, _packs())
    marked = _places(tmp_path, found.example)
    wanted = {place for place in marked if place[2] == "error" or requirement_of(place[3]) == code}
    said = _said(diagnostics, code)
    missing = [f"{severity} {rule} at {file}:{line}" for file, line, severity, rule in sorted(wanted - said)]
    unmarked = [f"{severity} {rule} at {file}:{line}" for file, line, severity, rule in sorted(said - wanted)]
    words = {(each.span.file, each.span.line, each.code): each.message for each in diagnostics}
    assert missing + unmarked == [], (
        f"{found.page.name}:{found.example.page_line}: missing {missing}, not marked {unmarked}\n"
        + "\n".join(f"{file}:{line} {rule} {message}" for (file, line, rule), message in sorted(words.items()))
    )


def _rules() -> list[str]:
    packs = _packs()
    return sorted({rule.code for name in packs.by_name for edition in packs.editions(name) for rule in edition.rules})


def test_every_rule_has_an_example_that_it_accepts_and_one_that_it_refuses() -> None:
    accepted = {found.page.stem for found in EXAMPLES if found.example.accepted}
    refused = {mark.code for found in EXAMPLES for mark in found.example.marks if not found.example.accepted}
    assert [code for code in _rules() if requirement_of(code) not in accepted] == []
    assert [code for code in _rules() if code not in refused] == []


def test_every_page_is_of_a_rule() -> None:
    known = {requirement_of(code) for code in _rules()}
    assert sorted({found.page.stem for found in EXAMPLES} - known) == []


@pytest.mark.parametrize("minimal", MINIMAL, ids=lambda path: path.parts[-4])
def test_the_minimal_case_raises_no_error_and_no_warning(minimal: Path, tmp_path: Path) -> None:
    nothing = Found(minimal.parent / "none.md", Example(True, "", date(2026, 1, 30), {}, (), (), 0))
    assert [
        f"{each.span.file}:{each.span.line} {each.code} {each.message}"
        for each in _diagnostics(tmp_path, nothing, _packs())
    ] == []
