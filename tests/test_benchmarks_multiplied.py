from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from notation import write_tree

ROOT = Path(__file__).parents[1]


@pytest.fixture
def multiplied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The module that multiplies a caseload, with a small one of two schools for its sample."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    module = importlib.import_module("multiplied")
    sample = tmp_path / "sample"
    write_tree(
        sample,
        """
        === caseload.yaml
        format: 1
        === camden/authority.yaml
        name: Camden
        === camden/oak/school.yaml
        urn: 900001
        === camden/yew/school.yaml
        urn: 900002
        === camden/programme/meetings/2025-11-18-board.md
        schools:
          - {school: oak, rag: red}
          - {school: yew, rag: amber}
        === camden/programme/meetings/2025-11-26-sras.md
        schools: [{school: yew, rag: red}]
        === camden/programme/alerts/2026-11-06-yew.md
        school: yew
        """,
    )
    monkeypatch.setattr(module, "SAMPLE", sample)
    return module


def test_a_programme_speaks_of_the_copies_of_a_school_as_of_the_school(multiplied: Any, tmp_path: Path) -> None:
    made = tmp_path / "made"

    assert multiplied.multiplied(made, 3) == 8

    programme = made / "camden" / "programme"
    board = (programme / "meetings" / "2025-11-18-board.md").read_text("utf-8")
    assert board == (
        "schools:\n  - {school: oak, rag: red}\n  - {school: oak-1, rag: red}\n  - {school: yew, rag: amber}\n"
    )
    assert [each.name for each in (programme / "alerts").iterdir()] == ["2026-11-06-yew.md"]


def test_an_alert_about_a_school_stands_there_for_each_copy(multiplied: Any, tmp_path: Path) -> None:
    multiplied.multiplied(tmp_path / "made", 60)

    programme = tmp_path / "made" / "camden" / "programme"
    alerts = {each.name: each.read_text("utf-8") for each in (programme / "alerts").iterdir()}
    assert len(alerts) == 30
    assert alerts["2026-11-06-yew-b.md"] == "school: yew-1\n"
    assert "2026-10-30-yew-b.md" in alerts, "26 documents of a day are as many as letters tell apart"
    sras = (programme / "meetings" / "2025-11-26-sras.md").read_text("utf-8")
    assert sras.startswith("schools: [{school: yew, rag: red}, {school: yew-1, rag: red}, ")
