from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseloads import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No caseload is needed to have a rule explained."""
    monkeypatch.chdir(tmp_path)


def test_a_rule_is_explained_with_its_clause_and_a_good_and_a_bad_example(capsys: Captured) -> None:
    assert main(["explain", "CAM-190"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# CAM-190: ")
    assert "> There will be no more than 4 key priorities." in out
    assert "## A case that it accepts: " in out
    assert "## A case that it refuses: " in out
    assert "\n    - id: punctuality\n    ^ error CAM-190\n" in out


def test_a_part_shows_all_parts_whatever_its_case(capsys: Captured) -> None:
    assert main(["explain", "cam-089a"]) == 0
    out = capsys.readouterr().out
    assert "`CAM-089a`" in out
    assert "`CAM-089b`" in out


@pytest.mark.parametrize("code", ["SRC-001", "SCH-010", "TPL-020", "INT-010"])
def test_the_tool_s_own_codes_are_explained_too(code: str, capsys: Captured) -> None:
    assert main(["explain", code]) == 0
    assert capsys.readouterr().out.startswith(f"# {code}: ")


def test_a_code_that_nothing_has_names_the_nearest(capsys: Captured) -> None:
    assert main(["explain", "CAM-1900"]) == 2
    assert "did you mean CAM-190?" in capsys.readouterr().err


def test_json_has_the_rules_and_both_examples(capsys: Captured) -> None:
    assert main(["explain", "CAM-190", "--output-format", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["code"] == "CAM-190"
    assert whole["rules"][0]["citation"]["quote"]
    assert "priorities.yaml" in whole["refused"]
