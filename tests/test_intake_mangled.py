"""Sheets mangled at random: whatever is done to one, taking it in never fails and never touches another file."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casefiles.caseload import load, load_packs
from casefiles.intake import Proposal, propose
from casefiles.source import parse_record, parse_yaml
from sheets import MINUTES, RECORD, Desk, change, fill, w
from test_intake import FILLED


def mangle(root: Any, chance: random.Random) -> None:
    """Delete, move, double and retag elements of a page."""
    for _ in range(chance.randint(1, 12)):
        elements = [each for each in root.iter() if each.getparent() is not None and each.tag != w("body")]
        if not elements:
            return
        one = chance.choice(elements)
        what = chance.randint(0, 4)
        if what == 0:
            one.getparent().remove(one)
        elif what == 1:
            other = chance.choice(elements)
            if (
                other not in list(one.iterdescendants())
                and other is not one
                and one not in list(other.iterdescendants())
            ):
                other.append(one)
        elif what == 2 and one.attrib:
            one.attrib[chance.choice([*one.attrib])] = chance.choice(["", "-1", "x" * 300, "{{ a }}", "99999999999"])
        elif what == 3:
            one.text = chance.choice(["", "---", "# x\n## y", "{.confidential}", "\u2028", "[a]: <b>", "| x |", "1. y"])
        elif one.tag == w("tr"):
            one.addnext(one.__copy__())


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    root = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk.__new__(Desk)
        capture: Any = type("Silent", (), {"readouterr": lambda _: type("Said", (), {"out": "", "err": ""})})()
        Desk.__init__(desk, root, capture, patch)
    return root, fill((root / MINUTES).read_bytes(), FILLED)


@pytest.mark.parametrize("seed", range(30))
def test_a_mangled_sheet_is_taken_or_refused_and_every_file_stays_readable(
    ready: tuple[Path, bytes], seed: int
) -> None:
    root, docx = ready
    caseload = load(root / "casefiles")
    packs, _ = load_packs(root / "casefiles", caseload.authorities)
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    mangled = change(docx, lambda page: mangle(page, chance))
    proposal: Proposal = propose(mangled, caseload.cases[0], packs, caseload.texts, date(2026, 1, 20))
    record, actions = (
        RECORD.partition("/")[2],
        RECORD.partition("/")[2].replace("meetings/2026-01-20-review.md", "actions.yaml"),
    )
    assert set(proposal.files) <= {record, actions}
    for path, text in proposal.files.items():
        parsed = parse_record(text.encode(), path) if path.endswith(".md") else parse_yaml(text.encode(), path)
        assert not parsed.partial
        assert [each for each in parsed.diagnostics if each.code != "SRC-020"] == []
