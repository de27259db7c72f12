"""The minimal caseload that rules' examples stand on, with a few lines changed, and what is said of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from casefiles.caseload import load, load_packs
from casefiles.check import Checked, check_case
from casefiles.policy.law import Packs

__all__ = ["MINIMAL", "judged", "owed", "said"]

MINIMAL = Path(__file__).parents[1] / "src/casefiles/policy/packs/camden/2025-10/examples/minimal"
Edits = Mapping[str, str | Sequence[tuple[str, str]]]


@cache
def _packs() -> Packs:
    return load_packs(MINIMAL, ())[0]


def judged(root: Path, as_of: str, edits: Edits, case: str = "example-primary") -> Checked:
    """What is said of one of the minimal cases: `edits` has a file's new text, or what to put in place of what."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    for file, edit in edits.items():
        target = root / "camden" / (file if file == "authority.yaml" else f"{case}/{file}")
        text = edit if isinstance(edit, str) else _replaced(target.read_text("utf-8"), edit)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    found = next(each for each in load(root).cases if each.id == case)
    return check_case(found, _packs(), date.fromisoformat(as_of))


def said(checked: Checked, code: str) -> list[str]:
    """The messages of a rule, each with its severity."""
    return [f"{each.severity}: {each.message}" for each in checked.diagnostics if each.code == code]


def owed(checked: Checked, code: str) -> list[tuple[str, str, str]]:
    """The obligations of a rule: what, by when, where it stands."""
    return [(each.what, each.due_on.isoformat(), each.state.value) for each in checked.obligations if each.code == code]


def _replaced(text: str, edits: Sequence[tuple[str, str]]) -> str:
    for old, new in edits:
        assert old in text, f"{old!r} is not there"
        text = text.replace(old, new, 1)
    return text
