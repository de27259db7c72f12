from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
Benchmarks = Callable[[str], Any]


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module that writes the tables of the docs."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("tables")


def test_the_pages_of_the_docs_say_what_the_results_say(tables: Any) -> None:
    for name, (page, _, _) in tables.TABLES.items():
        text = (ROOT / "docs" / page).read_text("utf-8")
        place = text.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- end of {name} -->\n")[0]
        assert place.strip() == tables.table_of(name), name


def test_a_peer_that_is_not_installed_has_its_line(tables: Any) -> None:
    word = {
        "machine": "a machine",
        "load": [1.0],
        "over_ours": {},
        "not_installed": {"carbone": "no node"},
        "versions": {},
    }
    assert "| carbone | not installed | | 25 |" in tables.word(word)

    sizes = [{"casefiles": {f"check {each}": {"cpu_min": 1.0} for each in ("from nothing", "again", "after one edit")}}]
    missing = dict.fromkeys(("check-jsonschema", "doorstop", "strictdoc"), "not installed")
    assert "| doorstop | not installed | | |" in tables.peers({"sizes": [{**sizes[0], "peers": missing}]})


def test_what_was_not_measured_has_an_empty_field(tables: Any) -> None:
    size = {"schools": 3000, "files": 70696, "casefiles": {"check from nothing": {"cpu_min": 108.2}}}
    told = tables.caseload({"machine": "a machine", "sizes": [size]})

    assert "| 3,000 (70,696) | 108 | | | | | | | |" in told


def test_a_page_without_a_place_for_a_table_is_named(tables: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n")

    with pytest.raises(LookupError, match=r"page.md has no place for the table 'word'"):
        tables.put(page, "word", "| a |")


def test_a_question_that_one_size_alone_was_asked_has_an_empty_field_beside_it(tables: Any) -> None:
    spent = {"seconds": 2.0, "processor": 1.0, "peak_mib": 90}
    sizes = {"300": {"files": 9, "status": spent, "ten reports": spent}, "3000": {"files": 90, "status": spent}}
    made = tables.overview({"machine": "a machine", "load": [1.0], "sizes": sizes})
    (row,) = [line for line in made.splitlines() if line.startswith("| ten reports |")]
    assert row.replace(" ", "") == "|tenreports|2.0(90)||"
