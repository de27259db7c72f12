from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseloads import main

Captured = pytest.CaptureFixture[str]


def test_coverage_counts_every_requirement_that_it_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["policy", "coverage", "camden", "--output-format", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert sum(whole["counts"].values()) == len(whole["requirements"])
    assert set(whole["requirements"][0]) == {"id", "scope", "realised_as", "by", "reason"}
    assert "nothing" not in whole["counts"]


def test_coverage_as_text_ends_with_the_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["policy", "coverage", "camden"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("CAM-001")
    assert lines[-1].startswith("camden: ")
    assert "rule" in lines[-1]
