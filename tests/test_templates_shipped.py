"""The shipped Word templates: what the script writes, sound by the contract, the same each time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casefiles.caseload import load_packs, read_templates, shipped_templates
from casefiles.documents.compose import roots
from casefiles.documents.compose.registry import BLOCKS
from casefiles.documents.word.contract import check_template
from casefiles.rendering import placed_blocks

SHIPPED = shipped_templates()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    subprocess.run([sys.executable, str(SHIPPED / "make.py"), "--out", str(folder)], check=True, capture_output=True)
    return folder


def test_the_committed_templates_are_what_the_script_writes(written: Path) -> None:
    made = {path.relative_to(written): path.read_bytes() for path in written.rglob("*.docx")}
    committed = {path.relative_to(SHIPPED): path.read_bytes() for path in SHIPPED.rglob("*.docx")}
    assert made.keys() == committed.keys()
    assert [str(path) for path in made if made[path] != committed[path]] == []


def test_every_block_has_a_fragment() -> None:
    assert {path.stem for path in (SHIPPED / "fragments").glob("*.docx")} == set(BLOCKS)


def documents() -> Iterator[tuple[str, str]]:
    packs, _ = load_packs(SHIPPED, ())
    for name in ("england", "camden", "southwark", "cambridgeshire", "leeds"):
        for edition in packs.by_name[name].editions:
            yield from ((name, entry.slug) for entry in edition.documents)


@pytest.mark.parametrize(("pack", "slug"), list(documents()), ids=str)
def test_the_contract_finds_nothing_to_say_of_a_document_s_template(tmp_path: Path, pack: str, slug: str) -> None:
    packs, _ = load_packs(tmp_path, ())
    edition = packs.editions(pack)[-1]
    entry = next(entry for entry in edition.documents if entry.slug == slug)
    shelf = read_templates(tmp_path, pack, pack, packs.beneath(pack)).templates
    assert check_template(shelf, slug, entry.kind, placed_blocks(entry), roots(entry)) == ()


def test_one_kind_of_apostrophe_stands_in_all_of_them() -> None:
    drawn = sorted((Path(__file__).parents[1] / "templates" / "house").glob("*.py"))
    assert [each.name for each in drawn if "RIGHT SINGLE QUOTATION MARK" in each.read_text("utf-8")] == []
