"""Writes the pages under docs/ that are made from the policy packs, the model and lists of documents: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

from casefiles.caseload import load_packs
from casefiles.model.schema import case_format_markdown
from casefiles.policy.explain import rules_page
from casefiles.policy.rule_examples import ExamplePage, parse_page
from casefiles.policy.traceability import parse_readings, readings_table, traceability_page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from documents import documents_page  # noqa: E402 - docs are no package

PACKS = ROOT / "src/casefiles/policy/packs"
RULES = ROOT / "docs/rules"
READINGS = ROOT / "docs/readings.yaml"


def made_pages() -> dict[Path, str]:
    """Each page that is made, with its text."""
    packs, _ = load_packs(ROOT, ())
    rules = {
        RULES / f"{name}.md": rules_page(packs, name, _examples(name))
        for name, pack in sorted(packs.by_name.items())
        if any(edition.rules for edition in pack.editions)
    }
    traced = traceability_page(packs, {name: frozenset(_examples(name)) for name in packs.by_name})
    return {
        ROOT / "docs/case-format.md": case_format_markdown(),
        ROOT / "docs/documents.md": documents_page(),
        ROOT / "docs/traceability.md": traced + readings_table(parse_readings(READINGS.read_bytes()), packs),
        **rules,
    }


def _examples(name: str) -> dict[str, ExamplePage]:
    found = sorted((PACKS / name).glob("*/examples/*.md"))
    return {path.stem: parse_page(path.read_text("utf-8")) for path in found}


if __name__ == "__main__":
    for path, text in made_pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT).as_posix())
