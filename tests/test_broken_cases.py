"""A case of each authority that breaks more than twenty rules at once: every one speaks, on its own line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.policy.rule_examples import Example, parse_page

PACKS = Path(__file__).parents[1] / "src/casefiles/policy/packs"
PAGES = sorted((Path(__file__).parent / "broken").glob("*.md"))
Place = tuple[str, int, str, str]


def _said(root: Path, pack: str, example: Example) -> set[Place]:
    """What is said in the example's files, laid over the first school of the pack's minimal caseload."""
    (minimal,) = (PACKS / pack).glob("*/examples/minimal")
    shutil.copytree(minimal, root, dirs_exist_ok=True)
    (folder,) = root.glob("*/example-primary")
    for file in example.removed:
        (folder / file).unlink()
    for file, text in example.files.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    case = next(each for each in caseload.cases if each.id == "example-primary")
    found = check_case(case, packs, example.as_of).diagnostics
    placed = {(each.span.file.removeprefix(f"{case.folder}/"), each) for each in found}
    return {(file, each.span.line, each.severity.value, each.code) for file, each in placed if file in example.files}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_of_many_faults_speaks_on_its_line_and_none_hides_another(page: Path, tmp_path: Path) -> None:
    (example,) = parse_page(page.read_text("utf-8")).examples
    marked = {(mark.file, mark.line, mark.severity, mark.code) for mark in example.marks}
    assert _said(tmp_path, page.stem, example) == marked
    assert len({code for *_, code in marked}) > 20
